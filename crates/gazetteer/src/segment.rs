//! One run of name words into names: generic nouns, titles and bodies split off.

use annalist_language::Analysis;
use annalist_span::Span;

use crate::PlaceKind;
use crate::around::{left, right, untagged};
use crate::cue::{Cues, generic};
use crate::fold::fold;
use crate::name::{Known, Name, folded, plain};
use crate::token::{Shape, Token, is_joint};

#[allow(clippy::too_many_arguments)]
pub(crate) fn segment(
    tokens: &[Token<'_>],
    mut first: usize,
    mut last: usize,
    cues: &Cues,
    analysis: Option<&Analysis>,
    known: &dyn Known,
    title_case: bool,
    out: &mut Vec<Name>,
) {
    let sentence_first = tokens[first].first;
    // “Old Mill” base: the quoted words and the noun after them are the recorded name.
    if let Some(noun) = quoted_noun(tokens, last, cues) {
        let whole = format!("{} {}", folded(tokens, first, last), fold(&tokens[noun].low));
        if known.exact(&whole) {
            let mut name = plain_name(tokens, first, last, whole, out.len() as u32);
            (name.cue, name.own_noun, name.strength) = (cues.kind(&tokens[noun].low), true, 4);
            out.push(name);
            return;
        }
    }
    // A capital that only the sentence gave.
    if sentence_first
        && first < last
        && (cues.word(&tokens[first].low).never || untagged(&tokens[first], analysis))
        && !known.exact(&folded(tokens, first, last))
    {
        first += 1;
    }
    let mut area = false;
    let mut against = false;
    let mut cue = None;
    // Directions, titles, generic nouns before the name.
    while first < last && !known.exact(&folded(tokens, first, last)) {
        let word = cues.word(&tokens[first].low);
        if word.direction {
            area = true;
        } else if word.title && !known.any(&folded(tokens, first, last)) {
            against = true;
        } else if cues.demonym(&tokens[first].low).is_some() {
            // "Syrian", "Russian": whose the named thing is
        } else {
            break;
        }
        first += 1;
    }
    // Joints cannot end a name.
    while last > first && is_joint(&tokens[last].low) && tokens[last].shape != Shape::Name {
        last -= 1;
    }
    let mut associative = false;
    let mut variants = Vec::new();
    let mut strength = 0u8;
    let whole = folded(tokens, first, last);
    let mut end = last;
    let mut found = known.exact(&whole) || (first < last && known.any(&whole));
    if found
        && first < last
        && let Some(kind) = cues.kind(&tokens[last].low).filter(|k| k.is_area())
    {
        cue = Some(kind);
        strength = 4;
    }
    // "the Milha Sea" is no province of that name.
    let water =
        first > 0 && tokens[first - 1].is("the") && cues.kind(&tokens[last].low) == Some(PlaceKind::Water);
    if found && first < last && water {
        cue = Some(PlaceKind::Water);
        strength = 4;
    }
    if !found && first < last {
        let tail = &tokens[last].low;
        if cues.word(tail).body {
            // "Milha University", "Milha Shield Brigade": something named after the place
            let prefix = (first..last).rev().find(|end| known.exact(&folded(tokens, first, *end)));
            let Some(prefix) = prefix else {
                push_other(tokens, first, last, out);
                return;
            };
            associative = true;
            end = prefix;
            found = true;
        } else {
            // "Milha Governorate", "Milha International Airport"
            let mut stem = last;
            while stem > first && generic(&tokens[stem].low, cues) {
                stem -= 1;
            }
            let admin = |kind: PlaceKind| {
                matches!(
                    kind,
                    PlaceKind::Province | PlaceKind::District | PlaceKind::Airport | PlaceKind::Military
                )
            };
            if stem < last
                && (known.any(&folded(tokens, first, stem))
                    || (stem + 1..=last).any(|from| cues.kind(&plain(tokens, from, last)).is_some_and(admin)))
            {
                let noun = (stem + 1..=last).find_map(|from| cues.kind(&plain(tokens, from, last)));
                if stem == first
                    && let Some((a, b)) = tokens[first].text.split_once(['-', '–', '‑'])
                    && !known.any(&folded(tokens, first, first))
                {
                    let before = out.len();
                    hyphenated(tokens, first, a, b, known, out);
                    for name in &mut out[before..] {
                        name.cue = noun;
                        name.strength = 4;
                    }
                    if out.len() > before {
                        return;
                    }
                }
                if let Some(kind) = noun {
                    cue = Some(kind);
                    strength = 4;
                    variants.push(whole.clone());
                    end = stem;
                    found = true;
                }
            } else if let Some(kind) = cues.kind(&tokens[first].low) {
                // "Mount Milha", "Lake Milha", "Tell Milha"
                cue = Some(kind);
                strength = 3;
                found = true;
            }
        }
    }
    if cues.word(&tokens[end].low).event && first < end && !found {
        end -= 1;
        associative = true;
    }
    let (text, span_last) =
        (folded(tokens, first, end), if cue.is_some() && end < last { last } else { end });
    if text.is_empty() {
        return;
    }
    let words = (end - first + 1) as u8;
    let token = &tokens[first];
    if first == end {
        let split = token.text.split_once(['-', '–', '‑']);
        if let Some((a, b)) = split
            && !found
            && !known.any(&text)
        {
            hyphenated(tokens, first, a, b, known, out);
            return;
        }
        let word = cues.word(&token.low);
        if cues.kind(&token.low).is_some() && (!known.exact(&text) || water) {
            return;
        }
        let acronym = token.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            && token.text.chars().count() <= 6
            && !title_case;
        if (word.never && !(known.exact(&text) && cues.word(&token.low).direction))
            || cues.demonym(&token.low).is_some()
            || (acronym && token.shape == Shape::Name)
        {
            return;
        }
    }
    let mut name = Name {
        span: tokens[first].span.cover(tokens[span_last].span),
        folded: text,
        variants,
        cue,
        own_noun: cue.is_some(),
        strength,
        against,
        associative,
        area,
        words,
        group: out.len() as u32,
        tokens: (first, span_last),
        first: sentence_first && tokens[first].first && !title_case,
        comma: false,
        hint: None,
        country: owner(tokens, first, cues).map(str::to_owned),
        uncased: tokens[first].shape == Shape::Uncased,
        article: first > 0 && tokens[first - 1].is("the"),
        told: true,
        bearing: None,
        beside: None,
    };
    left(tokens, first, cues, &mut name);
    right(tokens, span_last, cues, &mut name);
    if heads(tokens, first, span_last)
        && (known.any(&name.folded) || tells_of_ground(&tokens[span_last + 1..]))
    {
        name.strength = name.strength.max(4);
        name.cue = name.cue.or(Some(PlaceKind::Settlement));
        name.first = false;
    }
    if name.first && untagged(&tokens[first], analysis) && name.strength == 0 {
        return;
    }
    out.push(name);
}

/// "the Ruritanian village of | X", "southern Ruritanian city X": whose the place is.
fn owner<'c>(tokens: &[Token<'_>], first: usize, cues: &'c Cues) -> Option<&'c str> {
    /// Most words between the adjective and the name.
    const REACH: usize = 5;
    let mut kind = false;
    for token in tokens[..first].iter().rev().take(REACH) {
        if let Some(country) = cues.demonym(&token.low).filter(|_| token.shape == Shape::Name) {
            return Some(country).filter(|_| kind);
        }
        kind |= cues.kind(&token.low).is_some_and(|k| k == PlaceKind::Settlement);
        let word = cues.word(&token.low);
        let passed = token.is("of") || cues.kind(&token.low).is_some() || word.between || word.direction;
        if !passed || token.possessive {
            return None;
        }
    }
    None
}

/// Whether a name is a sentence of its own that heads what follows: "Milha. The town was shelled …".
fn heads(tokens: &[Token<'_>], first: usize, last: usize) -> bool {
    let opens = first == 0 || tokens[first - 1].is(".") && tokens[first].first;
    let marked = tokens.get(last + 1).is_some_and(|t| t.is(".") || t.is(":"));
    let goes_on = tokens.get(last + 2).is_some_and(|t| t.is_word() && t.text.starts_with(char::is_uppercase));
    opens && marked && goes_on && last - first < 3 && !tokens[last].possessive
}

/// Whether words soon tell of a place without its name: "the town", "the provincial capital".
pub(crate) fn tells_of_ground(tokens: &[Token<'_>]) -> bool {
    let near = &tokens[..tokens.len().min(14)];
    near.iter().enumerate().any(|(i, t)| {
        matches!(
            t.low.as_str(),
            "town"
                | "city"
                | "village"
                | "capital"
                | "settlement"
                | "hamlet"
                | "suburb"
                | "islet"
                | "district"
        ) && near[i.saturating_sub(3)..i].iter().any(|d| d.is("the"))
    })
}

/// The generic noun right after closing quotation marks.
fn quoted_noun(tokens: &[Token<'_>], last: usize, cues: &Cues) -> Option<usize> {
    let mark = tokens.get(last + 1)?;
    let noun = tokens.get(last + 2)?;
    (matches!(mark.low.as_str(), "\"" | "”" | "″" | "»" | "’") && cues.kind(&noun.low).is_some())
        .then_some(last + 2)
}

/// A name of which only the words are known.
fn plain_name(tokens: &[Token<'_>], first: usize, last: usize, folded: String, group: u32) -> Name {
    Name {
        span: tokens[first].span.cover(tokens[last].span),
        folded,
        variants: Vec::new(),
        cue: None,
        own_noun: false,
        strength: 0,
        against: false,
        associative: false,
        area: false,
        words: (last - first + 1) as u8,
        group,
        tokens: (first, last),
        first: false,
        comma: false,
        hint: None,
        country: None,
        uncased: false,
        article: first > 0 && tokens[first - 1].is("the"),
        told: true,
        bearing: None,
        beside: None,
    }
}

/// Words of one run that end in a body's noun and begin with no place: kept as what is no place.
fn push_other(tokens: &[Token<'_>], first: usize, last: usize, out: &mut Vec<Name>) {
    let mut name = plain_name(tokens, first, last, folded(tokens, first, last), out.len() as u32);
    (name.against, name.associative) = (true, true);
    out.push(name);
}

/// "Milha-Zeina road": two names.
fn hyphenated(tokens: &[Token<'_>], at: usize, a: &str, b: &str, known: &dyn Known, out: &mut Vec<Name>) {
    let start = tokens[at].span.start;
    let parts = [(a, start), (b, tokens[at].span.end - b.len() as u32)];
    let cues = Cues::get();
    let road = tokens.get(at + 1).is_some_and(|t| cues.kind(&t.low) == Some(PlaceKind::Road));
    let capital = parts.iter().all(|(part, _)| part.starts_with(char::is_uppercase) && part.len() > 2);
    // A road between two names names two places, though a list may spell one otherwise.
    let places = parts.iter().filter(|(part, _)| known.any(&fold(part))).count();
    if !capital || places < if road { 1 } else { 2 } {
        return;
    }
    let group = out.len() as u32;
    for (part, from) in parts {
        let mut name = plain_name(tokens, at, at, fold(part), group);
        name.span = Span::new(from, from + part.len() as u32);
        name.strength = if road { 4 } else { 2 };
        out.push(name);
    }
}
