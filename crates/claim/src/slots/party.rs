//! Who did it and to whom.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use super::trim;
use crate::Party;
use crate::lexicon::Classes;
use crate::view::{Arg, Knowledge, View};
use crate::world::World;

/// A party from an argument.
pub(crate) fn party(view: &View<'_>, world: &World<'_>, arg: &Arg) -> Party {
    let span = trim(view, undated(view, world, arg.span));
    // "free of rebels by the ministry": the second party is not part of the first.
    let span = view.text(span).find(" by ").map_or(span, |at| Span::new(span.start, span.start + at as u32));
    let value = world.actor(view.passage, arg.span);
    let own = world.actor(view.passage, view.token(arg.head).span);
    let text = value
        .antecedent
        .clone()
        .filter(|_| arg.classes.has(Classes::PRONOUN))
        .unwrap_or_else(|| view.text(span).to_owned());
    // "government troops" of a government that nobody knows are not the troops told before.
    let own = own.side.filter(|_| own.antecedent.is_none() || value.antecedent.is_some());
    let mut side = value.side.or(own).or_else(|| beside(view, world, arg.head));
    // "unknown gunmen" are nobody's that is known.
    let unknown =
        view.children(arg.head).iter().any(|&c| view.lexicon.listed("unknown", &view.word(c).to_lowercase()));
    if unknown && !view.text(span).contains(char::is_uppercase) {
        side = None;
    }
    // "two men" are not those told before, "his men" are.
    let anybody = view.lexicon.listed("anybody", &view.token(arg.head).lemma)
        && !view.children(arg.head).iter().any(|&c| {
            matches!(view.token(c).label, Label::Poss | Label::Compound | Label::Amod)
                && view.word(c) != "dead"
                || matches!(view.word(c).to_lowercase().as_str(), "the" | "these" | "those")
        });
    // "military vehicles", "dozens of vehicles" are nobody's of themselves.
    let things = arg.classes.has(Classes::EQUIPMENT) && !arg.classes.has(Classes::ARMED);
    let owned = view.tokens_in(span).any(|i| {
        matches!(view.token(i).tag, Tag::PrpS) || view.word(i).chars().next().is_some_and(char::is_uppercase)
    });
    let military = view.tokens_in(span).any(|i| view.word(i) == "military");
    if anybody && value.antecedent.is_some() || things && !owned && (value.antecedent.is_some() || military) {
        side = None;
    }
    if arg.classes.has(Classes::CIVILIAN) && !arg.classes.has(Classes::ARMED) {
        side = Some("civilian".to_owned());
    }
    if side.is_none() && view.lexicon.listed("civil", &view.token(arg.head).lemma) {
        side = Some("civilian".to_owned());
    }
    // "Colonel X, a rebel commander": the apposition says whose.
    if side.is_none() {
        side = view
            .children(arg.head)
            .iter()
            .filter(|&&c| view.token(c).label == Label::Appos)
            .find_map(|&c| world.actor(view.passage, view.phrase(c)).side);
    }
    Party { text, span: Some(span), belligerent: value.id, side, implied: false }
}

/// "Northern-Southern clashes": both sides that one word names.
fn halves(view: &View<'_>, world: &World<'_>, word: Span) -> Vec<Party> {
    let text = view.text(word);
    let Some((at, mark)) = text.char_indices().find(|(_, c)| matches!(c, '-' | '–' | '‑')) else {
        return Vec::new();
    };
    let middle = word.start + at as u32;
    let parts = [Span::new(word.start, middle), Span::new(middle + mark.len_utf8() as u32, word.end)];
    let named = |s: Span| !s.is_empty() && view.text(s).starts_with(char::is_uppercase);
    let sided = |s: Span| {
        let value = world.actor(view.passage, s);
        (named(s) && value.side.is_some() && value.antecedent.is_none()).then(|| Party {
            text: view.text(s).to_owned(),
            span: Some(s),
            belligerent: value.id,
            side: value.side,
            implied: false,
        })
    };
    match parts.map(sided) {
        [Some(a), Some(b)] if a.side != b.side => vec![a, b],
        _ => Vec::new(),
    }
}

/// "the Northern and Southern armies": both sides that the words before one noun name.
fn joined(view: &View<'_>, world: &World<'_>, arg: &Arg) -> Vec<Party> {
    let halves = halves(view, world, view.token(arg.head).span);
    if !halves.is_empty() {
        return halves;
    }
    let phrase = view.phrase(arg.head);
    // "Northern-Southern clashes" in three tokens: the last is a party, too.
    let hyphen = arg.head > 1 && matches!(view.word(arg.head - 1), "-" | "–" | "‑");
    let words: Vec<u32> =
        view.tokens_in(phrase).filter(|&i| i < arg.head || i == arg.head && hyphen).collect();
    if !hyphen && !words.iter().any(|&i| matches!(view.word(i), "and" | "–" | "/")) {
        return Vec::new();
    }
    let mut out: Vec<Party> = Vec::new();
    for i in words {
        let token = view.token(i);
        if !matches!(token.tag, Tag::Jj | Tag::Nnp) {
            continue;
        }
        let value = world.actor(view.passage, token.span);
        if value.antecedent.is_none()
            && let Some(side) = value.side.filter(|s| s != "civilian")
            && !out.iter().any(|p| p.side.as_ref() == Some(&side))
        {
            let text = view.text(token.span).to_owned();
            out.push(Party {
                text,
                span: Some(token.span),
                belligerent: value.id,
                side: Some(side),
                implied: false,
            });
        }
    }
    if out.len() > 1 { out } else { Vec::new() }
}

/// A phrase without the date that a parser glued to its front ("On 4 May, the rebels").
fn undated(view: &View<'_>, world: &World<'_>, span: Span) -> Span {
    let mut start = span.start;
    let mut dated = false;
    for i in view.tokens_in(span) {
        let token = view.token(i);
        let time = world.is_time(view.passage, token.span);
        let before = matches!(token.tag, Tag::In | Tag::Comma | Tag::Dt)
            && !dated
            && view.len() > i + 1
            && world.is_time(view.passage, view.token(i + 1).span);
        if !(time || before || dated && matches!(token.tag, Tag::Comma)) {
            break;
        }
        dated |= time;
        start = token.span.end;
    }
    while view.source.text.as_bytes().get(start as usize) == Some(&b' ') {
        start += 1;
    }
    if dated && start < span.end { Span::new(start, span.end) } else { span }
}

/// "X, a general of the Northern Army": the apposition says whose he is.
fn beside(view: &View<'_>, world: &World<'_>, head: u32) -> Option<String> {
    use annalist_language::Tag;
    if !matches!(view.token(head).tag, Tag::Nnp | Tag::Nnps) {
        return None;
    }
    view.children(head)
        .iter()
        .filter(|&&c| view.token(c).label == Label::Appos)
        .flat_map(|&c| view.conjuncts(c))
        .find_map(|c| {
            let people = Classes::ARMED.with(Classes::CIVILIAN);
            let noun = view.lexicon.noun(&crate::lexicon::key(&view.token(c).lemma));
            let side = world.actor(view.passage, view.phrase(c)).side;
            side.or_else(|| (noun.has(people) && !noun.has(Classes::ARMED)).then(|| "civilian".to_owned()))
        })
}

/// Parties from arguments, with the leader that a phrase names ("rebels led by X").
pub(crate) fn parties(view: &View<'_>, world: &World<'_>, args: &[Arg]) -> Vec<Party> {
    let mut out: Vec<Party> = Vec::new();
    for arg in args {
        if arg.classes.has(Classes::TIME) {
            continue;
        }
        let both = joined(view, world, arg);
        if both.is_empty() {
            out.push(party(view, world, arg));
        } else {
            out.extend(both);
        }
        if let Some(leader) = leader(view, arg.head) {
            let span = view.phrase(leader);
            let value = world.actor(view.passage, span);
            out.push(Party {
                text: view.text(trim(view, span)).to_owned(),
                span: Some(span),
                belligerent: value.id,
                side: value.side,
                implied: false,
            });
        }
    }
    out
}

fn leader(view: &View<'_>, head: u32) -> Option<u32> {
    let led = view.children(head).iter().copied().find(|&c| {
        view.token(c).label == Label::Acl && matches!(view.word(c), "led" | "headed" | "commanded")
    })?;
    let by = view.children(led).iter().copied().find(|&c| view.word(c) == "by")?;
    view.children(by).iter().copied().find(|&c| view.token(c).label == Label::Pobj)
}

#[cfg(test)]
mod tests {
    use crate::testing::claims as told;

    #[test]
    fn clashes_between_two_that_one_word_names_are_of_both() {
        let text = "In March 2022, Russian-Ukrainian clashes began in Belvar.";
        let claims = told(text);
        let sides: Vec<_> = claims[0].actors.iter().filter_map(|a| a.side.as_deref()).collect();
        assert_eq!(sides, ["russia", "ukraine"]);
    }

    #[test]
    fn unknown_gunmen_are_of_no_side() {
        let text = "The rebels attacked the army on 3 May 2019. On 4 May 2019, a doctor was killed by unknown gunmen in \
                    Belvar.";
        let claims = told(text);
        assert_eq!(claims.last().unwrap().actors[0].side, None);
    }
}
