//! Which war's pack serves a document, and when the document tells of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use annalist_document::{Document, Role};
use rustc_hash::FxHashMap;

use crate::lexicon::Openings;
use crate::packs::{Pack, PackMeaning, Packs};
use crate::period;
use crate::words::Word;

/// The pack whose cues and names the document holds most of, when its period fits and no state
/// outside that war is told more often.
pub(crate) fn choose(
    document: &Document,
    texts: &[Vec<Word>],
    packs: &Packs,
    date: Option<&str>,
) -> Option<Arc<Pack>> {
    let texts: Vec<&[Word]> = document
        .passages
        .iter()
        .zip(texts)
        .filter(|(p, _)| {
            p.role.is_narrative() || matches!(p.role, Role::Title | Role::Infobox | Role::Heading)
        })
        .map(|(_, words)| words.as_slice())
        .collect();
    let wars: Vec<&Arc<Pack>> =
        packs.wars.iter().filter(|pack| date.is_none_or(|d| period::holds(&pack.period, d))).collect();
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: Vec<(usize, BTreeSet<usize>)> = vec![Default::default(); wars.len()];
    // The wars of which a name begins with a word, each word asked once.
    let mut openings: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for all in &texts {
        for (at, word) in all.iter().enumerate() {
            let bit = Openings::bit(&word.fold);
            if let Some((_, state)) = packs.states.lexicon.longest_of(bit, all, at) {
                *states.entry(&packs.states.list[state].id).or_default() += 1;
            }
            if !packs.openings.may_hold(bit) {
                continue;
            }
            let opening = openings.entry(&word.fold).or_insert_with(|| {
                let opens = |war: &Pack| war.cues.opens(&word.fold) || war.lexicon.opens(&word.fold);
                (0..wars.len()).filter(|&war| opens(wars[war])).collect()
            });
            for &mut war in opening {
                let (cues, names) = &mut found[war];
                *cues += usize::from(wars[war].cues.longest_of(bit, all, at).is_some());
                if let Some((_, PackMeaning::Member(m))) = wars[war].lexicon.longest_of(bit, all, at)
                    && packs.world.lexicon.longest(all, at).is_none()
                {
                    names.insert(m);
                }
            }
        }
    }
    let mut best: Option<(usize, &Arc<Pack>)> = None;
    for (pack, (cues, names)) in wars.into_iter().zip(&found) {
        let score = cues + 2 * names.len();
        let rival = states.iter().filter(|(s, _)| !pack.states.contains_key(**s)).map(|(_, n)| *n).max();
        let fits = *cues >= 1 && score >= 3 && score > rival.unwrap_or(0);
        if fits && best.is_none_or(|(old, _)| score > old) {
            best = Some((score, pack));
        }
    }
    best.map(|(_, pack)| Arc::clone(pack))
}

/// The middle of the years that a document tells, as EDTF.
pub(crate) fn years(document: &Document, texts: &[Vec<Word>]) -> Option<String> {
    let mut found = Vec::new();
    for all in texts {
        for word in all {
            if word.fold.len() == 4
                && let Ok(year) = word.fold.parse::<u16>()
                && (1700..2100).contains(&year)
            {
                found.push(year);
            }
        }
    }
    if found.is_empty() {
        return document.origin.published.as_deref().and_then(|p| p.get(..4)).map(str::to_owned);
    }
    found.sort_unstable();
    Some(found[found.len() / 2].to_string())
}
