//! What is counted, and which numbers count nothing.

use super::QuantityKind;
use super::lexicon::words;
use super::scan::Amount;
use crate::month::is_month;
use crate::{Label, Sentence, Tag};

/// Whether the number is a date, a time of day, a year, part of a name or of a compound, or a
/// pronoun.
pub(super) fn is_excluded(text: &str, sentence: &Sentence, tokens: &[String], amount: &Amount) -> bool {
    let before = amount.number.checked_sub(1).map_or("", |i| tokens[i].as_str());
    let after = tokens.get(amount.end).map_or("", String::as_str);
    let number = tokens[amount.number].as_str();
    let single = amount.end == amount.number + 1;
    let capital =
        |i: usize| sentence.tokens[i].span.of_text(text).chars().next().is_some_and(char::is_uppercase);
    if is_month(after) || (is_month(before) && number.starts_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    // "14 May 2003", "May 14, 2003"
    let year = single
        && number.len() == 4
        && number.bytes().all(|b| b.is_ascii_digit())
        && matches!(number.as_bytes()[0], b'1' | b'2');
    if year {
        let named = before == ","
            && amount.number > 2
            && (is_month(&tokens[amount.number - 3]) || is_month(&tokens[amount.number - 2]));
        let counted = counted_noun(sentence, amount).is_some();
        if named
            || is_month(before)
            || (words().before_year.iter().any(|w| w == before) && !counted)
            || matches!(before, "(" | "–" | "-") && matches!(after, ")" | "–" | "-" | ",")
        {
            return true;
        }
        if !counted && before.is_empty() {
            return true;
        }
    }
    // "10-day", "T-72", "18:30"
    if matches!(after, "-" | "–" | ":" | "/") || matches!(before, "-" | ":" | "/" | "no." | "#") {
        return true;
    }
    // "Point 50", "Hill 104"
    let figures = number.starts_with(|c: char| c.is_ascii_digit());
    if figures && single && amount.first == amount.number && amount.number > 0 {
        let name = amount.number - 1;
        let named = matches!(sentence.tokens[name].tag, Tag::Nnp | Tag::Nnps | Tag::Nn) && capital(name);
        if named && sentence.tokens[amount.number].head as usize == name {
            return true;
        }
    }
    if number == "one" && single {
        let (not_before, not_after) = (&words().not_one_before, &words().not_one_after);
        if not_before.iter().any(|w| w == before) || not_after.iter().any(|w| w == after) {
            return true;
        }
    }
    // A vague word that counts nothing ("many believe").
    amount.min.is_none() && amount.max.is_none() && sentence.tokens[amount.number].tag == Tag::Rb
}

/// The noun that a number modifies in the tree.
fn counted_noun(sentence: &Sentence, amount: &Amount) -> Option<usize> {
    let mut at = amount.end - 1;
    for _ in 0..6 {
        let token = &sentence.tokens[at];
        let head = token.head as usize;
        if head == at {
            return None;
        }
        match token.label {
            Label::Nummod
            | Label::Quantmod
            | Label::Amod
            | Label::Compound
            | Label::Det
            | Label::Advmod
            | Label::Npadvmod => at = head,
            _ => return None,
        }
        let noun = &sentence.tokens[at];
        if !(amount.first..amount.end).contains(&at) {
            let nominal = matches!(
                noun.tag,
                Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp | Tag::Jj | Tag::Vbg | Tag::Dollar
            );
            return nominal.then_some(at);
        }
    }
    None
}

/// The counted noun: the one that the number modifies, or the one behind its "of".
pub(super) fn unit(sentence: &Sentence, tokens: &[String], amount: &Amount) -> Option<u32> {
    if tokens.get(amount.end).is_some_and(|t| t == "of") || tokens[amount.end - 1] == "of" {
        let of = if tokens[amount.end - 1] == "of" { amount.end - 1 } else { amount.end };
        return sentence
            .tokens
            .iter()
            .enumerate()
            .skip(of + 1)
            .find(|(_, t)| t.head as usize == of && t.label == Label::Pobj)
            .map(|(i, _)| i as u32);
    }
    if let Some(noun) = counted_noun(sentence, amount) {
        return Some(noun as u32);
    }
    // "58+ dead", "10 wounded"
    let next = tokens.get(amount.end)?;
    let harmed = crate::lexicon::lexicon().is_harm_word(next) && sentence.tokens[amount.end].tag != Tag::Vbd;
    let bare = matches!(sentence.tokens[amount.end].tag, Tag::Nns | Tag::Nn | Tag::Nnps);
    (harmed || bare).then_some(amount.end as u32)
}

/// What the counted noun measures.
pub(super) fn kind(
    sentence: &Sentence,
    tokens: &[String],
    amount: &Amount,
    unit: Option<u32>,
) -> QuantityKind {
    let next = tokens.get(amount.end).map_or("", String::as_str);
    let noun = unit.map_or(next, |u| tokens[u as usize].as_str());
    let lemma = unit.map_or(next, |u| &sentence.tokens[u as usize].lemma);
    let before = amount.first.checked_sub(1).map_or("", |i| tokens[i].as_str());
    let listed = |list: &str| {
        words().units.get(list).is_some_and(|l| l.iter().any(|w| w == noun || w == lemma || w == next))
    };
    if before == "$" || before == "€" || before == "£" || listed("money") {
        QuantityKind::Money
    } else if listed("share") {
        QuantityKind::Share
    } else if listed("distance") {
        QuantityKind::Distance
    } else if listed("duration") {
        QuantityKind::Duration
    } else if listed("occasion") {
        QuantityKind::Occasion
    } else {
        QuantityKind::Count
    }
}
