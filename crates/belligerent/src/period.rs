//! Days and intervals of EDTF level 0, compared by their digits.

/// Whether an EDTF date (`2017`, `2017-03`, `2017-03-21`) may lie in an EDTF interval.
///
/// Either may be coarse: they agree when some day is in both. An open or missing end is unbounded.
/// An interval that cannot be read holds no day.
pub(crate) fn holds(interval: &str, date: &str) -> bool {
    let (from, to) = bounds(interval);
    let (first, last) = bounds(date);
    let starts = from.is_none_or(|f| last.is_none_or(|l| prefix(f) <= upper(l)));
    let ends = to.is_none_or(|t| first.is_none_or(|f| prefix(f) <= upper(t)));
    starts && ends
}

fn bounds(interval: &str) -> (Option<&str>, Option<&str>) {
    let clean = |s| Some(s).filter(|s: &&str| !s.is_empty() && *s != "..");
    match interval.split_once('/') {
        Some((from, to)) => (clean(from), clean(to)),
        None => (clean(interval), clean(interval)),
    }
}

/// The first day of a date, as text that sorts.
fn prefix(date: &str) -> String {
    let date = date.trim_end_matches(['~', '?', '%']);
    format!("{date}{}", "0000-00-00".get(date.len()..).unwrap_or(""))
}

/// The last day of a date, as text that sorts.
fn upper(date: &str) -> String {
    let date = date.trim_end_matches(['~', '?', '%']);
    format!("{date}{}", "9999-99-99".get(date.len()..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn coarse_dates_agree_when_a_day_is_shared() {
        assert!(holds("2011-03/..", "2011"));
        assert!(holds("2011-03/..", "2024-12-08"));
        assert!(!holds("2011-03/..", "1973-10"));
        assert!(holds("../2020-01-03", "2020-01-03"));
        assert!(!holds("../2020-01-03", "2020-02"));
        assert!(holds("../..", "0480"));
    }
}
