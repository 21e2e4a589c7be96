//! The months.

/// Whether a word in lower case is a month or the first letters of one: "april", "apr.", "sept".
pub(crate) fn is_month(lower: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let bare = lower.trim_end_matches('.');
    MONTHS.iter().any(|m| bare == *m || bare.len() >= 3 && bare.len() <= 4 && m.starts_with(bare))
}

#[cfg(test)]
mod tests {
    use super::is_month;

    #[test]
    fn months_are_known_by_their_first_letters() {
        assert!(["may", "april", "apr.", "sept"].into_iter().all(is_month));
        assert!(!["ma", "apricot", "rains", ""].into_iter().any(is_month));
    }
}
