//! Reads a quantity at a token: bounding words, a number or a range, words after it.

use super::lexicon::{Bound, words};

/// A quantity over tokens `first..end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) first: usize,
    pub(super) end: usize,
    /// First token of the number itself, behind the words that bound it.
    pub(super) number: usize,
    pub(super) min: Option<u64>,
    pub(super) max: Option<u64>,
    pub(super) approximate: bool,
}

/// A number and the token behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    value: u64,
    /// A range written in one word has its upper end here.
    upper: Option<u64>,
    /// "58+".
    open: bool,
    end: usize,
}

/// The quantity that begins at a token.
pub(super) fn at(tokens: &[String], first: usize) -> Option<Amount> {
    let (bound, number_at) = match prefix(tokens, first) {
        Some((bound, next)) => (Some(bound), next),
        None => (None, first),
    };
    if let Some(end) = vague(tokens, number_at) {
        return Some(Amount { first, end, number: number_at, min: None, max: None, approximate: true });
    }
    if bound.is_none()
        && let Some(end) = vague_alone(tokens, first)
    {
        return Some(Amount { first, end, number: first, min: None, max: None, approximate: true });
    }
    let start = number(tokens, number_at)?;
    let mut amount = Amount {
        first,
        end: start.end,
        number: number_at,
        min: Some(start.value),
        max: start.upper.or(Some(start.value)),
        approximate: false,
    };
    let mut open = start.open;
    if start.upper.is_none() {
        match range(tokens, start.end, bound) {
            Some(upper) if upper.value > start.value => {
                amount.max = upper.upper.or(Some(upper.value));
                amount.end = upper.end;
                open |= upper.open;
            }
            // "between 5" and no upper end, "from 5": the words bound no number.
            _ if matches!(bound, Some(Bound::Between | Bound::From)) => amount.first = number_at,
            _ => {}
        }
    }
    apply(&mut amount, bound);
    if let Some((bound, end)) = suffix(tokens, amount.end) {
        amount.end = end;
        apply(&mut amount, Some(bound));
    }
    if open {
        amount.max = None;
    }
    Some(amount)
}

fn apply(amount: &mut Amount, bound: Option<Bound>) {
    match bound {
        Some(Bound::Lower) => amount.max = None,
        Some(Bound::Upper) => amount.min = None,
        Some(Bound::Below) => {
            amount.min = None;
            amount.approximate = true;
        }
        Some(Bound::About) => amount.approximate = true,
        Some(Bound::Between | Bound::From) | None => {}
    }
}

fn starts_with(tokens: &[String], at: usize, phrase: &[String]) -> bool {
    tokens.get(at..at + phrase.len()).is_some_and(|t| t == phrase)
}

fn prefix(tokens: &[String], at: usize) -> Option<(Bound, usize)> {
    let (phrase, bound) = words().before.iter().find(|(p, _)| starts_with(tokens, at, p))?;
    Some((*bound, at + phrase.len()))
}

fn suffix(tokens: &[String], at: usize) -> Option<(Bound, usize)> {
    let (phrase, bound) = words().after.iter().find(|(p, _)| starts_with(tokens, at, p))?;
    Some((*bound, at + phrase.len()))
}

/// The upper end of a range whose lower end ends before `at`.
fn range(tokens: &[String], at: usize, bound: Option<Bound>) -> Option<Number> {
    let joins = match tokens.get(at)?.as_str() {
        "and" => bound == Some(Bound::Between),
        word => matches!(word, "to" | "or" | "-" | "–" | "—"),
    };
    if joins { number(tokens, at + 1) } else { None }
}

/// "dozens", "tens of thousands", "several hundred", "a few dozen".
fn vague(tokens: &[String], at: usize) -> Option<usize> {
    let plural = |i: usize| tokens.get(i).is_some_and(|t| words().vague_plural.contains(t));
    let few = words().vague_before.iter().find(|p| starts_with(tokens, at, p));
    if let Some(phrase) = few {
        let next = at + phrase.len();
        let multiplier = tokens.get(next).is_some_and(|t| words().multiplier.contains_key(t)) || plural(next);
        return if multiplier { vague(tokens, next).or(Some(next + 1)) } else { None };
    }
    if !plural(at) {
        return None;
    }
    let mut end = at + 1;
    while tokens.get(end).is_some_and(|t| t == "of") && plural(end + 1) {
        end += 2;
    }
    Some(end)
}

fn vague_alone(tokens: &[String], at: usize) -> Option<usize> {
    words().vague_alone.iter().find(|p| starts_with(tokens, at, p)).map(|p| at + p.len())
}

/// A number in figures or words.
fn number(tokens: &[String], at: usize) -> Option<Number> {
    let word = tokens.get(at)?;
    if let Some(figures) = figures(word) {
        return Some(scaled(tokens, at + 1, figures));
    }
    // "a dozen", "half a dozen", "a hundred"
    if word == "half" && starts_with(tokens, at + 1, &["a".to_owned(), "dozen".to_owned()]) {
        return Some(Number { value: 6, upper: None, open: false, end: at + 3 });
    }
    if word == "a" || word == "an" {
        let multiplier = words().multiplier.get(tokens.get(at + 1)?)?;
        return Some(spelled(tokens, at + 2, *multiplier));
    }
    let value = *words().number.get(word)?;
    Some(spelled(tokens, at + 1, value))
}

/// Figures with their decimals in tenths, and so on: 1.5 is (15, 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Figures {
    mantissa: u64,
    divisor: u64,
    upper: Option<u64>,
    open: bool,
}

fn figures(word: &str) -> Option<Figures> {
    let (body, open) = match word.strip_suffix('+') {
        Some(body) => (body, true),
        None => (word, false),
    };
    let body = body.trim_start_matches(['~', '≈', '>', '<']);
    for dash in ['–', '—', '-'] {
        if let Some((low, high)) = body.split_once(dash) {
            let (low, high) = (whole(low)?, whole(high)?);
            return (low < high).then_some(Figures { mantissa: low, divisor: 1, upper: Some(high), open });
        }
    }
    if let Some(value) = whole(body) {
        return Some(Figures { mantissa: value, divisor: 1, upper: None, open });
    }
    let (integer, decimals) = body.split_once('.')?;
    if decimals.is_empty() || decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let divisor = 10_u64.pow(decimals.len() as u32);
    let mantissa = whole(integer)?.checked_mul(divisor)?.checked_add(decimals.parse().ok()?)?;
    Some(Figures { mantissa, divisor, upper: None, open })
}

/// A whole number, with commas between groups of three or without.
fn whole(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 15 || !text.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return None;
    }
    let groups: Vec<&str> = text.split(',').collect();
    if groups.len() > 1 && (groups[0].is_empty() || groups[1..].iter().any(|g| g.len() != 3)) {
        return None;
    }
    groups.concat().parse().ok()
}

fn scaled(tokens: &[String], mut at: usize, figures: Figures) -> Number {
    let mut mantissa = figures.mantissa;
    let mut upper = figures.upper;
    while let Some(&multiplier) = tokens.get(at).and_then(|t| words().multiplier.get(t)) {
        mantissa = mantissa.saturating_mul(multiplier);
        upper = upper.map(|u| u.saturating_mul(multiplier));
        at += 1;
    }
    Number { value: mantissa / figures.divisor, upper, open: figures.open, end: at }
}

/// Words of a number behind its first value: "twenty-five", "one hundred and twenty", "two dozen".
fn spelled(tokens: &[String], mut at: usize, first: u64) -> Number {
    let mut total: u64 = 0;
    let mut group = first;
    while let Some(word) = tokens.get(at) {
        if let Some(&multiplier) = words().multiplier.get(word) {
            group = group.max(1).saturating_mul(multiplier);
            at += 1;
            if multiplier >= 1_000 {
                total = total.saturating_add(group);
                group = 0;
            }
            continue;
        }
        let hyphen = word == "-" && group.is_multiple_of(10) && group > 0;
        let and = word == "and" && (group >= 100 || total > 0);
        let next = if hyphen || and { at + 1 } else { at };
        let small = tokens.get(next).and_then(|t| words().number.get(t)).copied();
        match small {
            Some(value)
                if fits(group, total, value) && (next > at || group >= 100 || total > 0 || group >= 20) =>
            {
                group = group.saturating_add(value);
                at = next + 1;
            }
            _ => break,
        }
    }
    Number { value: total.saturating_add(group), upper: None, open: false, end: at }
}

/// Whether a small number can be added to the group: fives to tens, tens to hundreds.
fn fits(group: u64, total: u64, value: u64) -> bool {
    (value < 10 && group >= 20 && group.is_multiple_of(10))
        || (value < 100 && group >= 100 && group.is_multiple_of(100))
        || (group == 0 && total > 0)
}
