//! What is counted over a whole operation, and what was done before it began.

use annalist_time::{Day, Edtf, TimeReason};

use crate::draft::Draft;
use crate::story::Story;
use crate::view::View;
use crate::world::World;
use crate::{Claim, Kind, Modality};

/// "forty had been killed since the start of the assault": from the day on which that was told to begin, until the day
/// that the claim tells or nobody says when.
pub(super) fn since(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let claim = &told[i].1;
    if !matches!(
        claim.kind,
        Kind::Harm
            | Kind::Capture
            | Kind::Displace
            | Kind::Loss
            | Kind::Airstrike
            | Kind::Shelling
            | Kind::Detain
    ) || claim.modality == Modality::Intended
    {
        return;
    }
    let Some(noun) = (0..view.len()).filter(|&t| is(view, t, &["since"])).find_map(|t| begun(view, t)) else {
        return;
    };
    let own = crate::infobox::dates(world).and_then(|e| e.earliest());
    let Some(first) = own.or_else(|| beginning(story, &view.word(noun).to_lowercase())) else { return };
    let claim = &mut told[i].1;
    // "by this time": until then.
    let bounded = |w: &&Edtf| claim.time_reason == TimeReason::Attached || w.as_str().starts_with("../");
    let until = claim.when.as_ref().filter(bounded).and_then(Edtf::latest);
    claim.when = match until {
        Some(last) if last >= first => Some(Edtf::days(first, last)),
        Some(_) => return,
        None => Edtf::day(first).since(),
    };
}

/// "In anticipation of the offensive, X sent men": before it began.
pub(super) fn awaited(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    let claim = &told[i].1;
    if claim.time_reason == TimeReason::Attached || claim.modality == Modality::Intended {
        return;
    }
    let ahead = (0..view.len().min(3)).find_map(|t| {
        let of = is(view, t, &["anticipation", "advance", "ahead", "preparation", "expectation"])
            && t + 1 < view.len()
            && is(view, t + 1, &["of", "for"]);
        let after = if of {
            t + 2
        } else if is(view, t, &["before"]) {
            t + 1
        } else {
            return None;
        };
        (after + 1 < view.len() && is(view, after, &["the", "this"]))
            .then(|| event(view, after + 1))
            .flatten()
    });
    let Some(noun) = ahead else { return };
    let Some(first) = beginning(story, &view.word(noun).to_lowercase()) else { return };
    let dated = world
        .times_along(view.passage, view.sentence.span)
        .iter()
        .any(|m| view.sentence.span.contains(m.span));
    if !dated {
        told[i].1.when = Edtf::day(first).by();
    }
}

fn is(view: &View<'_>, token: u32, words: &[&str]) -> bool {
    words.iter().any(|w| view.word(token).eq_ignore_ascii_case(w))
}

/// A noun of fighting at a token or right behind it ("the rebel offensive").
fn event(view: &View<'_>, from: u32) -> Option<u32> {
    (from..view.len().min(from + 3)).find(|&t| view.lexicon.listed("fight", &view.token(t).lemma))
}

/// "since the start of an assault", "since the assault began": the assault.
fn begun(view: &View<'_>, since: u32) -> Option<u32> {
    let at = since + 2;
    if at >= view.len() || !is(view, since + 1, &["the"]) {
        return None;
    }
    let start = is(view, at, &["start", "beginning", "outbreak", "launch", "onset"]);
    if start {
        return (at + 2 < view.len() && is(view, at + 1, &["of"]))
            .then(|| event(view, at + 2))
            .flatten()
            .or_else(|| {
                (at + 2 < view.len() && is(view, at + 2, &["the"])).then(|| event(view, at + 3)).flatten()
            });
    }
    let noun = event(view, at)?;
    (noun + 1 < view.len() && is(view, noun + 1, &["began", "started", "begun"])).then_some(noun)
}

/// The day on which the first event told by a noun began.
fn beginning(story: &Story, noun: &str) -> Option<Day> {
    let named = |c: &&Claim| {
        matches!(c.kind, Kind::Attack | Kind::Clash)
            && c.modality == Modality::Asserted
            && c.evidence
                .quote
                .to_lowercase()
                .split(|l: char| !l.is_alphanumeric() && l != '-')
                .any(|w| w == noun)
    };
    let first =
        story.claims.iter().filter(named).find_map(|c| c.when.as_ref()?.earliest().map(|day| (c, day)))?;
    // A bare year or month begins nothing.
    let when = first.0.when.as_ref()?;
    (when.single_day().is_some() || when.begin().is_some_and(|b| b.len() == 10)).then_some(first.1)
}

#[cfg(test)]
mod tests {
    use crate::testing::when;

    #[test]
    fn losses_since_the_offensive_began_are_of_all_its_days() {
        let text = "The rebels launched an offensive on Belvar on 1 May 2019. They took Dorin on 5 May. According to the mayor, \
                    40 rebels were killed since the beginning of the rebel offensive.";
        assert_eq!(when(text, "40 rebels").as_deref(), Some("2019-05-01/.."));
        let text = "The rebels launched an offensive on Belvar on 1 May 2019. By 5 May, they had captured twelve villages since \
                    the offensive began.";
        assert_eq!(when(text, "twelve villages").as_deref(), Some("2019-05-01/2019-05-05"));
    }

    #[test]
    fn what_was_done_in_anticipation_of_an_offensive_came_before_it() {
        let text = "The rebels launched an offensive on Belvar on 1 May 2019 and took it on 9 May 2019.\n\n\
                    In anticipation of the offensive, the army sent 300 soldiers to Belvar.\n";
        assert_eq!(when(text, "300 soldiers").as_deref(), Some("../2019-05-01"));
    }
}
