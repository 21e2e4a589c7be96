//! Numbers told of people and things: what they count, of whom, at least and at most.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use crate::view::View;

/// A number with its bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub min: Option<u64>,
    pub max: Option<u64>,
    pub span: Span,
}

/// The number that counts a noun, with the noun: "at least 89 people", "dozens of fighters",
/// "a tank".
pub(crate) fn count(view: &View<'_>, noun: u32) -> Option<Number> {
    // "90% of the houses" counts no houses.
    if matches!(view.word(noun), "%" | "percent" | "cent" | "percentage") {
        return None;
    }
    // "three quarters of the town" counts no quarters.
    let share = matches!(&*view.token(noun).lemma, "quarter" | "third" | "half" | "fifth" | "tenth");
    if share && view.prepositional(noun).iter().any(|(p, _)| p == "of") {
        return None;
    }
    // "half of the town's 20,000 residents": nobody knows how many.
    if part_of(view, noun)
        || view.token(noun).label == Label::Pobj && part_of(view, view.token(view.token(noun).head).head)
    {
        return None;
    }
    if is_number(view, noun) {
        let (first, last) = run(view, noun);
        return Some(read(view, first, last));
    }
    if let Some(n) = strong(view, noun) {
        return Some(n);
    }
    // "41 wounded, 12 of whom died"
    if matches!(view.word(noun), "whom" | "which")
        && let Some(counted) = noun.checked_sub(2).filter(|&n| view.word(n + 1) == "of" && is_number(view, n))
    {
        let (first, last) = run(view, counted);
        return Some(read(view, first, last));
    }
    if vague(view, noun) {
        return Some(Number { min: None, max: None, span: view.token(noun).span });
    }
    let mut at = noun;
    // "dozens of fighters", "a group of 20 men"
    for _ in 0..3 {
        if let Some(n) = direct(view, at) {
            return Some(n);
        }
        let token = view.token(at);
        if token.label != Label::Pobj {
            break;
        }
        let preposition = token.head;
        if !matches!(view.word(preposition).to_lowercase().as_str(), "of") {
            break;
        }
        let up = view.token(preposition).head;
        if up == preposition || !view.lexicon.listed("group", &view.token(up).lemma) && !is_number(view, up) {
            break;
        }
        if vague(view, up) {
            return Some(Number { min: None, max: None, span: view.phrase(up) });
        }
        if is_number(view, up) {
            let (first, last) = run(view, up);
            return Some(read(view, first, last));
        }
        at = up;
    }
    leading(view, noun)
}

/// "half of", "most of".
fn part_of(view: &View<'_>, noun: u32) -> bool {
    ["half", "most", "third", "quarter", "majority"].contains(&view.word(noun).to_lowercase().as_str())
        && view.children(noun).iter().any(|&c| c > noun && view.word(c).eq_ignore_ascii_case("of"))
}

/// "a family of five", "a garrison of 300": as many as it is of.
fn strong(view: &View<'_>, noun: u32) -> Option<Number> {
    let one = view.token(noun).tag == Tag::Nn
        && view
            .children(noun)
            .iter()
            .any(|&c| c < noun && matches!(view.word(c), "a" | "an" | "A" | "An" | "the" | "its" | "their"));
    if !one {
        return None;
    }
    let of = view.prepositional(noun).into_iter().find(|(p, _)| p == "of")?.1;
    let bare = view.token(of).tag == Tag::Cd && view.children(of).iter().all(|&c| c < of);
    (bare && is_number(view, of) && !of_date(view, of)).then(|| {
        let (first, last) = run(view, of);
        let mut number = read(view, first, last);
        number.span = view.token(noun).span.cover(number.span);
        number
    })
}

/// A number at the very front of the phrase ("about 6,000 X and allied fighters").
fn leading(view: &View<'_>, noun: u32) -> Option<Number> {
    let span = view.phrase(noun);
    let first = view.tokens_in(span).take(5).find(|&i| is_number(view, i) && i < noun)?;
    let before_noun = (first..noun)
        .all(|i| !matches!(view.token(i).tag, Tag::In | Tag::Comma | Tag::To) || is_number(view, i));
    let owner = view.token(first).head;
    if !before_noun
        || owner > noun
        || view.token(owner).tag == Tag::Nnp
            && owner == first + 1
            && owner + 1 == noun
            && view.token(owner).label == Label::Compound
            && view.token(first).label == Label::Compound
    {
        return None;
    }
    let (a, b) = run(view, first);
    let mut number = read(view, a, b);
    number.span = number.span.cover(view.token(noun).span);
    Some(number)
}

fn direct(view: &View<'_>, noun: u32) -> Option<Number> {
    let numbers: Vec<u32> = view
        .children(noun)
        .iter()
        .copied()
        .filter(|&c| {
            c < noun
                && !is_of_a_day(view, c)
                && (view.token(c).label == Label::Nummod
                    || is_number(view, c)
                        && matches!(
                            view.token(c).label,
                            Label::Amod | Label::Compound | Label::Quantmod | Label::Nmod | Label::Det
                        ))
        })
        .collect();
    if let Some(&n) = numbers.last() {
        let (first, last) = run(view, n);
        let mut number = read(view, first, last);
        number.span = number.span.cover(view.token(noun).span);
        // "T-62 tanks": the number of a make counts nothing.
        return (number.min.is_some() || number.max.is_some()).then_some(number);
    }
    let modifier = view.children(noun).iter().copied().find(|&c| c < noun && vague(view, c));
    modifier.map(|m| Number { min: None, max: None, span: view.token(m).span.cover(view.token(noun).span) })
}

fn vague(view: &View<'_>, token: u32) -> bool {
    matches!(
        view.word(token).to_lowercase().as_str(),
        "dozens"
            | "dozen"
            | "several"
            | "many"
            | "hundreds"
            | "thousands"
            | "scores"
            | "tens"
            | "numerous"
            | "multiple"
            | "few"
            | "countless"
            | "various"
            | "number"
            | "numbers"
            | "majority"
    )
}

fn is_number(view: &View<'_>, token: u32) -> bool {
    // The 72 of "T-72".
    let glued = token > 1
        && matches!(view.word(token - 1), "-" | "–" | "‑")
        && view.token(token - 1).span.end == view.token(token).span.start
        && view.token(token - 2).span.end == view.token(token - 1).span.start
        && view.word(token - 2).chars().all(char::is_alphabetic)
        && value(view.word(token - 2)).is_none();
    // The 12 of "a 12-year-old boy", the four of "a four-hour battle".
    let measures = token + 2 < view.len()
        && matches!(view.word(token + 1), "-" | "–" | "‑")
        && matches!(
            view.word(token + 2).to_lowercase().as_str(),
            "year"
                | "month"
                | "week"
                | "day"
                | "hour"
                | "minute"
                | "mile"
                | "kilometre"
                | "kilometer"
                | "metre"
        );
    if glued || measures || is_of_a_day(view, token) {
        return false;
    }
    view.token(token).tag == Tag::Cd || value(view.word(token)).is_some()
}

/// The 4 of "On 4 April a warplane …" and of "On April 4, a warplane …": no count of warplanes.
fn is_of_a_day(view: &View<'_>, token: u32) -> bool {
    let month = |i: u32| view.token(i).tag == Tag::Nnp && view.lexicon.listed("month", view.word(i));
    let next = (token + 1 < view.len()).then_some(token + 1);
    let counts = |i: u32| matches!(view.token(i).tag, Tag::Nn | Tag::Nns | Tag::Jj | Tag::Nnps);
    next.is_some_and(month) || token > 0 && month(token - 1) && !next.is_some_and(counts)
}

/// Whether a number is the day or the year of a date that stands before another number ("in 2014 some 300 men").
fn of_date(view: &View<'_>, token: u32) -> bool {
    let own = view.token(token);
    let word = view.word(token);
    let year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
    own.head != token && view.lexicon.listed("month", view.word(own.head))
        || year
            && own.label == Label::Pobj
            && matches!(
                view.word(own.head).to_lowercase().as_str(),
                "in" | "since" | "by" | "until" | "during"
            )
}

/// The run of number words around a token: "between 14 and 20", "400 to 500", "two or four",
/// "more than 541", "6 000".
fn run(view: &View<'_>, at: u32) -> (u32, u32) {
    let (mut first, mut last) = (at, at);
    let numeric = |i: u32| is_number(view, i) && !of_date(view, i);
    while first > 0 {
        let p = first - 1;
        let word = view.word(p).to_lowercase();
        let joins = matches!(word.as_str(), "to" | "or" | "and" | "-" | "–" | "—") && p > 0 && numeric(p - 1);
        let leads = matches!(
            word.as_str(),
            "between"
                | "over"
                | "about"
                | "around"
                | "nearly"
                | "almost"
                | "approximately"
                | "roughly"
                | "some"
                | "several"
                | "few"
                | "than"
                | "more"
                | "fewer"
                | "less"
                | "least"
                | "most"
                | "at"
                | "up"
                | "to"
                | "under"
                | "exactly"
                | "only"
                | "estimated"
                | "as"
                | "many"
                | "c."
                | "ca."
                | "circa"
                | "~"
                | "+"
                | "above"
                | "below"
                | "another"
                | "additional"
                | "further"
                | "from"
                | "close"
        );
        // "no fewer than 40"
        let no =
            matches!(word.as_str(), "no" | "not") && matches!(view.word(first), "fewer" | "less" | "more");
        if joins || numeric(p) || leads || no {
            first = p;
        } else {
            break;
        }
    }
    while last + 1 < view.len() {
        let n = last + 1;
        let word = view.word(n).to_lowercase();
        let joins = matches!(word.as_str(), "to" | "or" | "and" | "-" | "–" | "—")
            && n + 1 < view.len()
            && numeric(n + 1);
        if joins {
            last = n + 1;
        } else if numeric(n) || word == "+" {
            last = n;
        } else {
            break;
        }
    }
    (first, last)
}

fn read(view: &View<'_>, first: u32, last: u32) -> Number {
    let span = view.token(first).span.cover(view.token(last).span);
    let text = view.text(span).to_lowercase();
    let (min, max) = bounds(&text);
    Number { min, max, span }
}

/// The bounds that words set: `("at least 89") → 89..`, `("up to 30") → ..30`.
pub(crate) fn bounds(text: &str) -> (Option<u64>, Option<u64>) {
    let mut values: Vec<u64> = Vec::new();
    let mut join = false;
    let mut plus = false;
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—'));
    // "96-100" is two numbers, "T-72" is none.
    let parts = words.flat_map(|w| {
        let own = |p: &str| value(p.trim_matches(|c: char| !c.is_alphanumeric())).is_some();
        if w.split('-').all(|p| p.is_empty() || own(p)) { w.split('-').collect() } else { vec![w] }
    });
    let (mut tens, mut hundreds) = (false, false);
    for raw in parts {
        let word = raw.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
        plus |= word.ends_with('+');
        let word = word.trim_end_matches('+');
        match value(word) {
            // "two hundred", "3 thousand"
            Some(v)
                if v >= 100
                    && join
                    && values.last().is_some_and(|l| *l < v)
                    && word.chars().all(char::is_alphabetic) =>
            {
                if let Some(l) = values.last_mut() {
                    *l = l.saturating_mul(v);
                }
            }
            // "twenty-three", "two hundred and fifty"
            Some(v)
                if tens && v < 10 && word.chars().all(char::is_alphabetic)
                    || hundreds && v < 100 && word.chars().all(char::is_alphabetic) =>
            {
                if let Some(l) = values.last_mut() {
                    *l += v;
                }
            }
            Some(v) => {
                values.push(v);
            }
            None => {}
        }
        let spelled = word.chars().all(char::is_alphabetic);
        let own = value(word).filter(|_| spelled);
        tens = own.is_some_and(|v| (20..100).contains(&v) && v % 10 == 0);
        hundreds = own.is_some_and(|v| v >= 100) || hundreds && word == "and";
        join = value(word).is_some();
    }
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    // "several hundred", "a few thousand": nobody knows how many.
    if values.iter().all(|v| *v == 100 || *v == 1000 || *v == 12 && text.contains("dozen"))
        && has(&["several", "few ", "many "])
        && !has(&["as many", "one ", "a hundred", "a thousand"])
    {
        return (None, None);
    }
    let (Some(&low), Some(&high)) = (values.iter().min(), values.iter().max()) else { return (None, None) };
    if values.len() > 1 {
        return (Some(low), if plus { None } else { Some(high) });
    }
    let most = has(&["no more than", "not more than"]);
    if plus
        || !most
            && has(&[
                "at least",
                "more than",
                "over ",
                "no fewer than",
                "no less than",
                "not fewer than",
                "not less than",
                "above ",
                "upwards of",
                "exceed",
            ])
    {
        (Some(low), None)
    } else if most
        || has(&[
            "up to",
            "at most",
            "nearly",
            "almost",
            "fewer than",
            "less than",
            "under ",
            "as many as",
            "below ",
            "close to",
        ])
    {
        (None, Some(high))
    } else {
        (Some(low), Some(high))
    }
}

/// The value of a number word.
pub(crate) fn value(word: &str) -> Option<u64> {
    let lower = word.to_lowercase();
    let digits: String = lower.chars().filter(|c| *c != ',').collect();
    if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && digits.len() < 10 {
        return digits.parse().ok();
    }
    Some(match lower.as_str() {
        "one" => 1,
        "two" | "both" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" | "dozen" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        "hundred" => 100,
        "thousand" => 1000,
        "million" => 1_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn words_set_the_bounds() {
        assert_eq!(bounds("at least 89"), (Some(89), None));
        assert_eq!(bounds("more than 541"), (Some(541), None));
        assert_eq!(bounds("up to 30"), (None, Some(30)));
        assert_eq!(bounds("no less than 40"), (Some(40), None));
        assert_eq!(bounds("no more than 40"), (None, Some(40)));
        assert_eq!(bounds("between 14 and 20"), (Some(14), Some(20)));
        assert_eq!(bounds("two or four"), (Some(2), Some(4)));
        assert_eq!(bounds("about 6,000"), (Some(6000), Some(6000)));
        assert_eq!(bounds("58+"), (Some(58), None));
        assert_eq!(bounds("several hundred"), (None, None));
        assert_eq!(bounds("several dozen"), (None, None));
        assert_eq!(bounds("twenty-three"), (Some(23), Some(23)));
        assert_eq!(bounds("twenty or thirty"), (Some(20), Some(30)));
        assert_eq!(bounds("two hundred and fifty"), (Some(250), Some(250)));
        assert_eq!(bounds("forty to fifty"), (Some(40), Some(50)));
        assert_eq!(bounds("two hundred"), (Some(200), Some(200)));
        assert_eq!(bounds("dozens"), (None, None));
        assert_eq!(bounds("96-100"), (Some(96), Some(100)));
        assert_eq!(bounds("at least six t-62 and t-55"), (Some(6), None));
    }
}
