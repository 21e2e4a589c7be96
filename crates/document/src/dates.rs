//! Dates of publication and access as references print them, as EDTF.

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

/// The EDTF of a text that is one date and nothing else: `5 December 2024`, `December 5, 2024`,
/// `2024-12-05`, `Dec. 2024`, `2024`, with or without a weekday or a time of day.
pub(crate) fn edtf(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ',', ';']);
    if text.len() > 60 {
        return None;
    }
    if let Some(date) = iso(text) {
        return Some(date);
    }
    let (mut day, mut month, mut year) = (None, None, None);
    for word in text.split([' ', ',', '\u{a0}', '/']).filter(|w| !w.is_empty()) {
        let lower = word.trim_end_matches('.').to_lowercase();
        if let Some(m) = month_of(&lower) {
            if month.replace(m).is_some() {
                return None;
            }
        } else if lower.starts_with(['+', '-']) && is_clock(&lower) {
        } else if let Ok(n) = lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).parse::<u16>() {
            if lower.len() == 4 && (1000..2200).contains(&n) && year.is_none() {
                year = Some(n);
            } else if (1..=31).contains(&n) && lower.len() <= 4 && day.is_none() {
                day = Some(n);
            } else {
                return None;
            }
        } else if !is_clock(&lower) {
            return None;
        }
    }
    match (year?, month, day) {
        (y, Some(m), Some(d)) => valid(y, m, d).then(|| format!("{y:04}-{m:02}-{d:02}")),
        (y, Some(m), None) => Some(format!("{y:04}-{m:02}")),
        (y, None, None) => Some(format!("{y:04}")),
        _ => None,
    }
}

/// `2024-12-05`, `2024-12`, with a time of day after it or not.
fn iso(text: &str) -> Option<String> {
    let head = text.split(['T', ' ']).next()?;
    let mut parts = head.split('-');
    let year: u16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month: u16 = parts.next().filter(|m| m.len() == 2)?.parse().ok()?;
    let rest = &text[head.len()..];
    if !rest.is_empty() && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match parts.next() {
        None => (1..=12).contains(&month).then(|| head.to_owned()),
        Some(day) => {
            let day: u16 = day.parse().ok()?;
            (parts.next().is_none() && valid(year, month, day))
                .then(|| format!("{year:04}-{month:02}-{day:02}"))
        }
    }
}

/// The number of a month by its name or its first three letters.
fn month_of(word: &str) -> Option<u16> {
    let at = MONTHS.iter().position(|m| {
        *m == word || (word.len() == 3 && m.starts_with(word)) || (word == "sept" && *m == "september")
    })?;
    Some(at as u16 + 1)
}

/// Words that stand beside a date without changing its day.
fn is_clock(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let clock = word.split(':').count() >= 2
        && word.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.' || b == b'+');
    let zone = word.starts_with(['+', '-'])
        && word[1..].bytes().all(|b| b.is_ascii_digit() || b == b':')
        && word.len() > 2;
    clock
        || zone
        || matches!(
            word,
            "gmt"
                | "utc"
                | "am"
                | "pm"
                | "est"
                | "edt"
                | "cet"
                | "eet"
                | "ist"
                | "at"
                | "the"
                | "of"
                | "–"
                | "-"
        )
        || (word.len() >= 3
            && word.is_char_boundary(3)
            && DAYS.contains(&&word[..3])
            && (word.len() == 3 || word.ends_with("day") || word.len() <= 5))
}

fn valid(year: u16, month: u16, day: u16) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::edtf;

    #[test]
    fn printed_dates() {
        for (text, date) in [
            ("5 December 2024", "2024-12-05"),
            ("December 5, 2024", "2024-12-05"),
            ("2024-12-05", "2024-12-05"),
            ("2023-07-31 05:07", "2023-07-31"),
            ("2024-12-05T10:00:00+02:00", "2024-12-05"),
            ("Mon, 07 May 2001 10:00:00 +0000", "2001-05-07"),
            ("Sept. 2014", "2014-09"),
            ("1st of March 2015", "2015-03-01"),
            ("2011", "2011"),
        ] {
            assert_eq!(edtf(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["31 April 2015", "March", "Reuters", "p. 14", "5 May 2014 – 3 June 2014", "2024-13-01", "12", ""]
        {
            assert_eq!(edtf(text), None, "{text}");
        }
    }
}
