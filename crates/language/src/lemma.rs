//! Lemmas by rule and exception table.

use crate::lexicon::lexicon;
use crate::{Sentence, Tag};

/// Fills the lemma of every token.
pub(crate) fn lemmatise(text: &str, sentence: &mut Sentence) {
    for token in &mut sentence.tokens {
        token.lemma = lemma(token.span.of_text(text), token.tag).into_boxed_str();
    }
}

/// The lemma of a word under its tag: lower case but for proper nouns.
pub(crate) fn lemma(word: &str, tag: Tag) -> String {
    if matches!(tag, Tag::Nnp | Tag::Nnps) {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    if let Some(known) = lexicon().lemma_exception(&lower, tag) {
        return known.to_owned();
    }
    match tag {
        Tag::Vbd | Tag::Vbn => past(&lower),
        Tag::Vbg => gerund(&lower),
        Tag::Vbz | Tag::Nns | Tag::Nnps => plural(&lower),
        _ => lower,
    }
}

/// "stopped" → "stop", "carried" → "carry", "captured" → "capture".
fn past(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ied")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    match word.strip_suffix("ed") {
        Some(stem) if has_vowel(stem) => base(stem),
        _ => word.to_owned(),
    }
}

fn gerund(word: &str) -> String {
    match word.strip_suffix("ing") {
        Some(stem) if has_vowel(stem) => base(stem),
        _ => word.to_owned(),
    }
}

fn plural(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes", "zzes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

fn has_vowel(stem: &str) -> bool {
    stem.len() > 1 && stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

/// The base of a verb from its stem without "-ed" or "-ing": undoubles, or gives back the final e.
fn base(stem: &str) -> String {
    let letters: Vec<char> = stem.chars().collect();
    let count = letters.len();
    let last = letters[count - 1];
    let before = if count > 1 { letters[count - 2] } else { ' ' };
    if last == before && !matches!(last, 'l' | 's' | 'f' | 'z' | 'e' | 'o') {
        return letters[..count - 1].iter().collect();
    }
    if lexicon().is_verb_base(stem) {
        return stem.to_owned();
    }
    let with_e = format!("{stem}e");
    if lexicon().is_verb_base(&with_e) || lexicon().lost_e(stem) {
        return with_e;
    }
    stem.to_owned()
}
