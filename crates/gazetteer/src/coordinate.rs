//! Names told together: evidence lent along enumerations, areas that groups lie in, bearings.

use crate::PlaceKind;
use crate::around::{noun_beginning, noun_ending, singular};
use crate::cue::{Cues, is_plural};
use crate::fold::fold;
use crate::name::{Name, plain};
use crate::token::{Shape, Token};

/// Lends evidence along coordinations: "the villages of A, B and C", "captured A and B", "the A and B
/// districts".
pub(crate) fn coordinate(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 1..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (Some(a), Some(b)) = (before.last(), rest.first_mut()) else { continue };
        if a.tokens == b.tokens || joined(tokens, a.tokens.1, b.tokens.0, cues) {
            b.group = a.group;
        }
    }
    let mut start = 0;
    while start < names.len() {
        let mut end = start + 1;
        while end < names.len() && names[end].group == names[start].group {
            end += 1;
        }
        lend(tokens, cues, &mut names[start..end]);
        start = end;
    }
}

/// Whether only commas, "and" and modifiers stand between two names.
fn joined(tokens: &[Token<'_>], a: usize, b: usize, cues: &Cues) -> bool {
    if tokens[a].possessive || b <= a {
        return false;
    }
    let mut link = false;
    for token in &tokens[a + 1..b] {
        match token.low.as_str() {
            "," | "and" | "or" | "&" | "/" | "–" | "—" | "-" => link = true,
            // "in X and both Y and Z …" begins anew.
            "both" if link => return false,
            "as" | "well" | "then" | "also" | "both" | "of" => {}
            low if cues.word(low).between || cues.word(low).direction => {}
            low if cues.kind(low).is_some() => {}
            _ => return false,
        }
    }
    link
}

fn lend(tokens: &[Token<'_>], cues: &Cues, group: &mut [Name]) {
    if group.len() < 2 {
        return;
    }
    // From the first to the others.
    let head = &group[0];
    let plural_before = {
        let at = head.tokens.0;
        at >= 2 && tokens[at - 1].is("of") && is_plural(&tokens[at - 2].low)
            || (at >= 1 && is_plural(&tokens[at - 1].low))
    };
    let said = head.tokens.0.checked_sub(if head.tokens.0 > 0 && tokens[head.tokens.0 - 1].is("of") {
        2
    } else {
        1
    });
    let cue = said
        .filter(|_| plural_before)
        .and_then(|at| noun_ending(tokens, at, cues))
        .filter(|k| Some(*k) == head.cue);
    let of_body = head.associative && head.tokens.0 > 0 && tokens[head.tokens.0 - 1].is("of");
    let (strength, against, area) = (head.strength, head.against, head.area && plural_before);
    for name in &mut group[1..] {
        if name.strength == 0 && against {
            name.against = true;
        }
        name.associative |= of_body;
        name.strength = name.strength.max(strength.min(if plural_before { 4 } else { 3 }));
        if plural_before {
            name.cue = name.cue.or(cue);
            name.area |= area;
        }
    }
    // From the end of "X–Y highway" to its beginning.
    for i in (1..group.len()).rev() {
        let (a, b) = (group[i - 1].tokens.1, group[i].tokens.0);
        if b > a && tokens[a + 1..b].iter().all(|t| matches!(t.low.as_str(), "–" | "-" | "—")) {
            group[i - 1].strength = group[i - 1].strength.max(group[i].strength);
        }
    }
    // From a plural noun inside the last ("Milha and Zeina Governorates") to the ones before.
    let Some(last) = group.last() else { return };
    if let Some(kind) = last.cue.filter(|_| last.own_noun && is_plural(&tokens[last.tokens.1].low))
        && last.tokens.0 < last.tokens.1
    {
        let noun = fold(&singular(&tokens[last.tokens.1].low));
        let before = group.len() - 1;
        for (index, name) in group.iter_mut().enumerate().filter(|(i, n)| *i == before || n.cue.is_none()) {
            if index < before {
                name.strength = name.strength.max(3);
                name.cue = Some(kind).filter(|k| *k != PlaceKind::Road);
            }
            name.variants.insert(0, format!("{} {noun}", name.folded));
        }
        return;
    }
    // From a plural noun after the last to the ones before.
    let after = last.tokens.1 + 1;
    if after < tokens.len()
        && let Some((kind, end)) = noun_beginning(tokens, after, cues)
        && is_plural(&tokens[end].low)
        && kind != PlaceKind::Region
    {
        let noun = fold(&singular(&plain(tokens, after, end)));
        let strength = last.strength;
        for name in group.iter_mut() {
            name.strength = name.strength.max(strength.min(3));
            if name.cue.is_none() {
                name.cue = Some(kind).filter(|k| *k != PlaceKind::Road);
                name.variants.insert(0, format!("{} {noun}", name.folded));
            }
        }
    }
}

/// Finds the areas that groups of names are said to lie in.
pub(crate) fn hints(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    let mut end = names.len();
    while end > 0 {
        let mut start = end - 1;
        while start > 0 && names[start - 1].group == names[end - 1].group {
            start -= 1;
        }
        if let Some(next) = names.get(end).filter(|n| n.area || n.cue == Some(PlaceKind::Province)) {
            let between = &tokens[names[end - 1].tokens.1 + 1..next.tokens.0];
            let lies = between.iter().any(|t| matches!(t.low.as_str(), "in" | "of" | "from"))
                && between.len() <= 6
                && between.iter().all(|t| {
                    matches!(t.low.as_str(), "in" | "of" | "from" | "the" | "both" | "s")
                        || cues.word(&t.low).direction
                        || cues.kind(&t.low).is_some()
                });
            if lies {
                let hint = next.folded.clone();
                for name in &mut names[start..end] {
                    name.hint = Some(hint.clone());
                }
            }
        }
        end = start;
    }
}

/// "the villages of A and B in northern X and C and D in Y": the enumeration goes on after its area.
pub(crate) fn resume(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 2..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (area, listed, next) = (&before[i - 1], &before[i - 2], &mut rest[0]);
        let inside = tokens[listed.tokens.1 + 1..area.tokens.0.max(listed.tokens.1 + 1)].iter();
        let lies = listed.hint.as_ref() == Some(&area.folded) && inside.clone().any(|t| t.is("in"));
        if !lies || listed.strength < 3 || area.tokens.1 >= next.tokens.0 {
            continue;
        }
        let link = tokens[area.tokens.1 + 1..next.tokens.0].iter();
        let goes_on = link.clone().any(|t| t.is("and") || t.is(","))
            && link.clone().all(|t| {
                matches!(t.low.as_str(), "and" | "," | "the" | "as" | "well") || cues.kind(&t.low).is_some()
            });
        if goes_on {
            let (strength, cue, group) = (listed.strength, listed.cue, next.group);
            for name in rest.iter_mut().take_while(|n| n.group == group) {
                name.strength = name.strength.max(strength);
                name.cue = name.cue.or(cue.filter(|_| !name.area));
            }
        }
    }
}

/// Finds the bearings that names are told by: "X, north of Y", "north of Y, capturing X".
pub(crate) fn bearings(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 1..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (a, b) = (&mut before[i - 1], &mut rest[0]);
        if a.tokens.1 >= b.tokens.0 {
            continue;
        }
        let between = &tokens[a.tokens.1 + 1..b.tokens.0];
        if let Some(degrees) = bearing_of(between, cues) {
            a.bearing = Some((b.folded.clone(), degrees));
        }
        let end = a.tokens.0;
        let told = [2, 3].iter().find_map(|n| bearing_of(&tokens[end.saturating_sub(*n)..end], cues));
        let takes = between.iter().any(|t| t.low.ends_with("ing") && cues.word(&t.low).taking)
            && between.len() <= 5
            && between.iter().all(|t| {
                let word = cues.word(&t.low);
                t.is(",") || word.taking || word.between || t.is("of") || cues.kind(&t.low).is_some()
            });
        if let Some(degrees) = told.filter(|_| takes) {
            let (from, group) = (a.folded.clone(), b.group);
            for name in rest.iter_mut().take_while(|n| n.group == group) {
                name.bearing = Some((from.clone(), degrees));
            }
        }
    }
}

/// Finds the places that names are said to lie near: "the villages of A and B near C".
pub(crate) fn beside(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    let mut start = 0;
    for i in 1..names.len() {
        if names[i].group == names[i - 1].group {
            continue;
        }
        let (before, rest) = names.split_at_mut(i);
        let (from, next) = (before[i - 1].tokens.1 + 1, &rest[0]);
        let between = tokens.get(from..next.tokens.0).unwrap_or_default();
        let near = between.iter().any(|t| t.is("near"))
            && between.len() <= 4
            && between.iter().all(|t| {
                matches!(t.low.as_str(), "near" | "," | "the" | "of") || cues.kind(&t.low).is_some()
            });
        if near && !next.associative {
            for name in &mut before[start..] {
                name.beside = Some(next.folded.clone());
            }
        }
        start = i;
    }
}

/// The bearing of words that end in "north of", with nothing but distances and modifiers before it.
fn bearing_of(words: &[Token<'_>], cues: &Cues) -> Option<f64> {
    let (of, rest) = words.split_last()?;
    if !(of.is("of") || of.is("from")) {
        return None;
    }
    let at = (0..rest.len()).find(|i| crate::measure::bearing_at(rest, *i).is_some())?;
    let (degrees, last) = crate::measure::bearing_at(rest, at)?;
    let plain = |t: &Token<'_>| {
        t.shape == Shape::Number
            || matches!(
                t.low.as_str(),
                "," | "to" | "the" | "just" | "located" | "situated" | "lying" | "and" | "in" | "on"
            )
            || cues.kind(&t.low).is_some()
            || cues.word(&t.low).of_place
    };
    (last + 1 == rest.len() && rest[..at].iter().all(plain) && rest.len() <= 8).then_some(degrees)
}
