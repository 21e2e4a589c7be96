//! The part that an actor's words have in their sentence, by its tree or by the words around them.

use annalist_language::{Analysis, Label};
use annalist_span::Span;

use crate::vocabulary::Vocabulary;
use crate::words::{Word, new_sentence};

/// What is told to happen to a party that the words themselves do not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Somebody acts against it: it is the agent's enemy.
    Harmed,
    /// Somebody lost, sent or used it: it is the agent's own.
    Owned,
    /// It is counted after the soldiers of a state ("ten soldiers and six fighters").
    Facing,
    /// It acts by a passive on somebody told before ("was killed by a sniper").
    Harming,
    /// Neither.
    Unknown,
}

/// The part of an actor in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Subject of an active verb, or agent of a passive one.
    Agent,
    /// Subject of a verb that only tells when or why ("after X left").
    Aside,
    /// Subject of a passive verb, or object.
    Patient,
    /// Modifies a noun that names an act of war ("the rebel offensive").
    Cause,
    /// Modifies another noun.
    Modifier,
    /// Says something ("the X spokesman stated").
    Speaker,
    /// Anything else.
    Other,
}

/// Words before a phrase within which a verb governs it.
const REACH: usize = 7;

/// What happens to the words `from..to`: the nearest verb before them tells, or the passive after.
pub(crate) fn setting(
    all: &[Word],
    (from, to): (usize, usize),
    part: Part,
    vocabulary: &Vocabulary,
) -> Setting {
    if is_facing(all, from, to, vocabulary) {
        return Setting::Facing;
    }
    if part == Part::Agent
        && let Some(by) = (from.saturating_sub(3)..from).rev().find(|&i| all[i].fold == "by")
        && by > 0
        && all[by + 1..from].iter().all(|w| is_determiner(w, vocabulary))
        && vocabulary.harming.contains(&all[by - 1].fold)
    {
        return Setting::Harming;
    }
    if matches!(part, Part::Agent | Part::Aside | Part::Speaker) {
        return Setting::Unknown;
    }
    for at in (from.saturating_sub(REACH)..from).rev() {
        let word = all[at].fold.as_str();
        if vocabulary.owning.contains(word) {
            return Setting::Owned;
        }
        if vocabulary.harming.contains(word) {
            return Setting::Harmed;
        }
        if new_sentence(all, at) {
            break;
        }
    }
    let after = all[to..].iter().take(4).take_while(|w| w.mark.is_none());
    if part == Part::Patient && after.into_iter().any(|w| vocabulary.harming.contains(&w.fold)) {
        return Setting::Harmed;
    }
    Setting::Unknown
}

/// Whether a noun of fighters with a number stands behind "soldiers and".
fn is_facing(all: &[Word], from: usize, to: usize, vocabulary: &Vocabulary) -> bool {
    let counted = |at: usize| {
        let word = &all[at];
        word.mark.is_none()
            && (word.fold.starts_with(|c: char| c.is_ascii_digit()) || vocabulary.counts.contains(&word.fold))
    };
    if to != from + 1 || !vocabulary.facing.contains(&all[from].fold) {
        return false;
    }
    let [.., _, and, number] = &all[..from] else { return false };
    let soldiers = from - 3;
    counted(from - 1)
        && and.fold == "and"
        && [&all[from], number, and].iter().all(|w| w.mark.is_none())
        && matches!(
            vocabulary.nouns.longest(&all[soldiers..=soldiers], 0),
            Some((1, crate::vocabulary::Noun::Regular))
        )
}

/// The part that the words `from..to` have, from the tree when there is one.
pub(crate) fn role(
    all: &[Word],
    (from, to): (usize, usize),
    span: Span,
    analysis: Option<&Analysis>,
    vocabulary: &Vocabulary,
) -> Part {
    let (acts, speech) = (&vocabulary.acts, &vocabulary.speech);
    let part = analysis.and_then(|a| tree_role(a, span)).unwrap_or_else(|| guess(all, from, to, vocabulary));
    let next = |n: usize| all.get(to + n).filter(|w| w.mark.is_none()).map_or("", |w| w.fold.as_str());
    match part {
        Part::Modifier if (0..3).any(|n| acts.contains(next(n))) => Part::Cause,
        Part::Agent | Part::Aside if (0..3).any(|n| speech.contains(next(n))) => Part::Speaker,
        part => part,
    }
}

fn tree_role(analysis: &Analysis, span: Span) -> Option<Part> {
    let at = analysis.sentences.partition_point(|s| s.span.end <= span.start);
    let sentence = analysis.sentences.get(at).filter(|s| s.span.overlaps(span))?;
    // The head of the phrase is its token whose own head lies outside.
    let inside = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.span.overlaps(span));
    let mut at = (0..sentence.tokens.len()).find(|&i| {
        inside(i) && (sentence.tokens[i].head as usize == i || !inside(sentence.tokens[i].head as usize))
    })?;
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        match token.label {
            Label::Nsubj | Label::Csubj => {
                let verb = sentence.tokens.get(token.head as usize)?;
                return Some(if verb.label == Label::Advcl { Part::Aside } else { Part::Agent });
            }
            Label::Nsubjpass | Label::Dobj | Label::Dative | Label::Oprd | Label::Attr => {
                return Some(Part::Patient);
            }
            Label::Pobj => {
                let prep = sentence.tokens.get(token.head as usize)?;
                // "posts held by X": X holds them, but the sentence is not about X.
                let verb = sentence.tokens.get(prep.head as usize)?;
                return Some(match (prep.label, &*prep.lemma) {
                    (Label::Agent, _) if matches!(verb.label, Label::Acl | Label::Relcl) => Part::Other,
                    (Label::Agent, _) => Part::Agent,
                    (_, "against" | "on" | "of") => Part::Patient,
                    _ => Part::Other,
                });
            }
            Label::Conj | Label::Appos => at = token.head as usize,
            Label::Amod | Label::Compound | Label::Poss | Label::Nmod | Label::Npadvmod => {
                return Some(Part::Modifier);
            }
            _ => return Some(Part::Other),
        }
    }
    None
}

/// The part by the words on either side.
fn guess(all: &[Word], from: usize, to: usize, vocabulary: &Vocabulary) -> Part {
    let fold = |i: usize| all.get(i).map_or("", |w| w.fold.as_str());
    let mut before = from;
    while before > 0 && all[before].mark.is_none() && is_determiner(&all[before - 1], vocabulary) {
        before -= 1;
    }
    let previous = if before > 0 && all[before].mark.is_none() { fold(before - 1) } else { "" };
    if previous == "by" {
        return Part::Agent;
    }
    let mut next = to;
    while all.get(next).is_some_and(|w| {
        w.fold.ends_with("ly")
            || matches!(w.fold.as_str(), "also" | "then" | "again" | "once" | "later" | "soon" | "still")
    }) {
        next += 1;
    }
    let verb = all.get(next).is_some_and(|w| w.mark.is_none() && is_verb(&w.fold));
    let prepositional = is_preposition(previous);
    if verb && !prepositional {
        let passive =
            matches!(fold(next), "were" | "was" | "are" | "is" | "been") && fold(next + 1).ends_with("ed");
        return if passive { Part::Patient } else { Part::Agent };
    }
    if matches!(previous, "against" | "of" | "on") || is_verb(previous) {
        return Part::Patient;
    }
    if all.get(to).is_some_and(|w| {
        w.mark.is_none()
            && !is_preposition(&w.fold)
            && !matches!(w.fold.as_str(), "and" | "or" | "as" | "who" | "that" | "which")
    }) && !verb
    {
        return Part::Modifier;
    }
    Part::Other
}

/// Whether a word only counts or points to the noun after it.
fn is_determiner(word: &Word, vocabulary: &Vocabulary) -> bool {
    word.fold.chars().all(char::is_numeric)
        || vocabulary.counts.contains(&word.fold)
        || matches!(
            word.fold.as_str(),
            "the"
                | "a"
                | "an"
                | "at"
                | "least"
                | "than"
                | "up"
                | "about"
                | "around"
                | "over"
                | "nearly"
                | "another"
        )
}

fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "from"
            | "of"
            | "to"
            | "on"
            | "against"
            | "with"
            | "under"
            | "over"
            | "for"
            | "into"
            | "towards"
            | "around"
            | "between"
            | "after"
            | "before"
            | "during"
            | "since"
            | "through"
            | "within"
            | "without"
            | "behind"
            | "among"
            | "despite"
            | "by"
    )
}

pub(crate) fn is_verb(word: &str) -> bool {
    word.len() > 3 && word.ends_with("ed")
        || matches!(
            word,
            "was"
                | "were"
                | "is"
                | "are"
                | "had"
                | "has"
                | "have"
                | "began"
                | "took"
                | "fought"
                | "fell"
                | "withdrew"
                | "said"
                | "held"
                | "kept"
                | "drove"
                | "broke"
                | "cut"
                | "lost"
                | "came"
                | "went"
                | "left"
                | "made"
                | "struck"
                | "shot"
                | "hit"
                | "set"
                | "sent"
                | "met"
                | "won"
                | "gave"
                | "got"
                | "built"
                | "could"
                | "would"
                | "will"
                | "may"
                | "might"
                | "did"
                | "does"
                | "do"
                | "retook"
                | "overran"
                | "threw"
                | "blew"
                | "then"
                | "reportedly"
                | "stood"
                | "ran"
                | "crossed"
                | "can"
                | "should"
                | "must"
                | "not"
        )
}
