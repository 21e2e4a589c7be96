//! To whom a source leans.

use crate::SourceAlignment;
use crate::cast::{Cast, Roster};
use crate::phrase::{Anchor, Named, Reading};
use crate::vocabulary::Noun;
use crate::words::words;

impl Cast {
    /// To whom a speaker or outlet leans: what the words say ("pro-X outlet"), what a pack knows
    /// of the name, or the side that the speaker belongs to.
    pub fn source_alignment(&self, text: &str) -> SourceAlignment {
        alignment(&self.roster, text)
    }
}

/// The alignment of a speaker or outlet by its words.
fn alignment(roster: &Roster, text: &str) -> SourceAlignment {
    let all = words(text);
    let hits = roster.hits(&all);
    let vocabulary = &roster.vocabulary;
    let source = hits.iter().find_map(|h| match h.anchor {
        Anchor::Source(i) => Some(roster.sources[i].1.clone()),
        _ => None,
    });
    if source == Some(SourceAlignment::Monitor) {
        return SourceAlignment::Monitor;
    }
    let speaks = all.iter().any(|w| vocabulary.source_nouns.contains(&w.fold));
    let id = |side: Option<usize>| side.map(|s| roster.sides[s].id.clone());
    let leaning = all.iter().zip(&hits).any(|(_, h)| {
        let before = if h.at > 0 && all[h.at].joined { all[h.at - 1].fold.as_str() } else { "" };
        let first = all[h.at].fold.as_str();
        vocabulary.before_same.contains(before) || vocabulary.before_same.contains(first)
    });
    let reading = crate::phrase::read(&all, &hits, vocabulary, |s| roster.sides[s].regular == Some(true));
    let side = match reading {
        Reading::Actor(i) => id(roster.side_of(i)),
        Reading::Side(s) => id(Some(s)),
        Reading::Against(Named::Actor(i)) => id(roster.side_of(i).and_then(|s| roster.enemy(s))),
        Reading::Against(Named::Side(s)) => id(roster.enemy(s)),
        _ => None,
    };
    if let Some(side) = side {
        return if leaning || speaks { SourceAlignment::Leans(side) } else { SourceAlignment::Party(side) };
    }
    if let Some(source) = source {
        return source;
    }
    let found =
        |lexicon: &crate::lexicon::Lexicon<()>| (0..all.len()).any(|at| lexicon.longest(&all, at).is_some());
    if found(&vocabulary.monitors) {
        return SourceAlignment::Monitor;
    }
    if found(&vocabulary.press) {
        return SourceAlignment::Press;
    }
    if found(&vocabulary.offices)
        && let Some(home) = id(roster.home)
    {
        return if speaks { SourceAlignment::Leans(home) } else { SourceAlignment::Party(home) };
    }
    if let Reading::Noun(noun @ (Noun::Regular | Noun::State | Noun::Irregular)) = reading {
        let kinds: Vec<usize> = (0..roster.sides.len())
            .filter(|&s| roster.sides[s].told > 0 && roster.sides[s].regular == Some(noun != Noun::Irregular))
            .collect();
        if let [only] = kinds.as_slice()
            && let Some(side) = id(Some(*only))
        {
            return if speaks { SourceAlignment::Leans(side) } else { SourceAlignment::Party(side) };
        }
    }
    SourceAlignment::Unknown
}
