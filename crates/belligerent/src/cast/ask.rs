//! What a roster answers: who a name is, whose side, who the enemy, the order of battle.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::cast::roster::Roster;
use crate::lexicon::Openings;
use crate::period;
use crate::phrase::{Anchor, Hit};
use crate::words::{Word, slug, words};
use crate::{Allegiance, BelligerentKind, OrderOfBattle, Side};

/// Whether a word is the Arabic article as names are written.
fn is_article(fold: &str) -> bool {
    matches!(fold, "al" | "el" | "as" | "ash" | "ad" | "an" | "ar" | "at" | "az")
}

/// Last words of forces' names by which alone a force is called.
const SHORTENED: &[&str] = &[
    "front",
    "movement",
    "legion",
    "league",
    "guard",
    "corps",
    "alliance",
    "resistance",
    "party",
    "coalition",
    "council",
];

/// "the Front": a capital and an article, and no more of a name.
fn is_short(phrase: &[Word], at: usize) -> bool {
    let word = &phrase[at];
    let article = at > 0 && phrase[at - 1].fold == "the" && word.mark.is_none();
    let ends = phrase
        .get(at + 1)
        .is_none_or(|w| !w.capital && w.fold != "of" && w.fold != "for" || w.mark.is_some());
    word.capital && !word.caps && !word.joined && article && ends
}

impl Roster {
    /// The member or state that has exactly this name.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.whole(&words(name))
    }

    /// The member or state whose name these words are, a leading "the" aside.
    pub(crate) fn whole(&self, phrase: &[Word]) -> Option<usize> {
        let skip = usize::from(phrase.len() > 1 && phrase[0].fold == "the");
        let phrase = phrase.get(skip..)?;
        match self.longest(phrase, 0)? {
            (len, Anchor::Actor(m) | Anchor::State(m)) if len == phrase.len() => Some(m),
            _ => None,
        }
    }

    /// Lets the tail of a name name its bearer where nobody else's name ends so: "the National Guard" of the
    /// "Tarskan National Guard".
    pub(crate) fn tails(&mut self) {
        let mut tails: BTreeMap<String, Vec<(String, usize)>> = BTreeMap::new();
        for &member in &self.order {
            let name = &self.members[member].name;
            let all = words(name);
            let force = all.last().is_some_and(|w| self.vocabulary.force_words.contains(&w.fold));
            let person = self.members[member].kind == BelligerentKind::Person;
            let ([_, first, .., last], true, false) = (all.as_slice(), force, person) else { continue };
            if first.capital && !first.joined && !first.fold.starts_with(|c: char| c.is_ascii_digit()) {
                let tail = first.span.cover(last.span).of_text(name);
                tails.entry(slug(tail)).or_default().push((tail.to_owned(), member));
            }
        }
        // "the Front" of the only front, written as a name.
        let mut shorts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &member in &self.order {
            let all = words(&self.members[member].name);
            let force = self.members[member].kind == BelligerentKind::Force;
            if let ([.., last], true) = (all.as_slice(), force && all.len() > 1)
                && SHORTENED.contains(&last.fold.as_str())
            {
                shorts.entry(last.fold.clone()).or_default().push(member);
            }
        }
        self.shorts = shorts
            .into_iter()
            .filter_map(|(word, m)| Some((word, *m.first()?, m.len())))
            .filter(|(.., bearers)| *bearers == 1)
            .map(|(word, member, _)| (word, member))
            .collect();
        for bearers in tails.into_values() {
            if let [(tail, member)] = bearers.as_slice()
                && self.find(tail).is_none()
            {
                self.own.insert(tail, Anchor::Actor(*member));
            }
        }
    }

    pub(super) fn leader(&self, member: usize) -> usize {
        let mut at = member;
        for _ in 0..8 {
            match self.leaders.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// Whether a member is a state, its government or its armed forces.
    pub(super) fn is_state(&self, member: usize) -> bool {
        let member = &self.members[member];
        member.kind == BelligerentKind::State
            || self.says(&member.name, &self.vocabulary.states.strong)
            || self.is_forces_of_state(&member.name)
    }

    /// "Utopian Armed Forces", "Utopian National Defence Force" of a state that the lists know.
    pub(super) fn is_forces_of_state(&self, name: &str) -> bool {
        let all = words(name);
        let Some((len, _)) = self.states.lexicon.longest(&all, 0) else { return false };
        let rest: Vec<&str> = all[len..].iter().map(|w| w.fold.as_str()).collect();
        let rest = if rest.first() == Some(&"national") && rest.len() > 2 { &rest[1..] } else { &rest[..] };
        matches!(
            rest,
            ["army" | "navy" | "military" | "police" | "gendarmerie"]
                | ["armed" | "defence" | "defense" | "security", "forces" | "force"]
                | ["air", "force"]
                | ["ground", "forces"]
        )
    }

    /// Whether a name has a word of one list, and none that a state's own never has.
    fn says(&self, name: &str, list: &FxHashSet<String>) -> bool {
        let all = words(name);
        all.iter().any(|w| list.contains(&w.fold))
            && !all.iter().any(|w| self.vocabulary.states.never.contains(&w.fold) && w.fold != "people")
    }

    /// Whether a member's name may be a state's forces' where nothing says otherwise ("Velm Armed Forces").
    pub(super) fn may_be_state(&self, member: usize) -> bool {
        let name = &self.members[member].name;
        let army = words(name).last().is_some_and(|w| matches!(w.fold.as_str(), "army" | "military"));
        let never = words(name).iter().any(|w| self.vocabulary.states.never.contains(&w.fold));
        !never && (army || self.says(name, &self.vocabulary.states.weak))
    }

    /// Whether a member is the army or police of the one that heads its column: "Tarskan Army" under "Tarsk".
    pub(super) fn is_arm_of(&self, member: usize, head: usize) -> bool {
        let state = words(&self.members[head].name);
        let arm = words(&self.members[member].name);
        let (Some(adjective), Some(own)) = (arm.first(), arm.get(1)) else { return false };
        member != head
            && self.vocabulary.states.own.contains(&own.fold)
            && !state.iter().any(|w| self.vocabulary.force_words.contains(&w.fold))
            && state.iter().filter(|w| w.capital).any(|w| {
                let stem: String =
                    w.fold.chars().take(w.fold.chars().count().saturating_sub(1).max(4)).collect();
                w.fold.chars().count() > 3 && adjective.fold.starts_with(&stem)
            })
    }

    pub(crate) fn side_index(&self, id: &str) -> Option<usize> {
        self.sides.iter().position(|s| s.id == id)
    }

    /// The side that a member fights for in this document.
    pub(crate) fn side_of(&self, member: usize) -> Option<usize> {
        if let Some(side) = self.assigned.get(&member) {
            return *side;
        }
        if self.leaders.contains_key(&member) {
            let leader = self.leader(member);
            if leader != member && !self.leaders.contains_key(&leader) {
                return self.side_of(leader);
            }
        }
        let side = self.members.get(member)?.side_on(self.date.as_deref())?;
        self.side_index(side)
    }

    /// The side that a state's forces fight for when the state itself is no party.
    pub(crate) fn intervening(&self, member: usize) -> Option<usize> {
        let id = &self.members.get(member).filter(|m| m.kind == BelligerentKind::State)?.id;
        let allegiance = self.packs.iter().find_map(|layer| layer.pack.intervening.get(id))?;
        let during = allegiance.during.as_deref().zip(self.date.as_deref());
        let holds = during.is_none_or(|(during, date)| period::holds(during, date));
        self.side_index(&allegiance.side).filter(|_| holds)
    }

    /// The side that a side mostly fights.
    pub(crate) fn enemy(&self, side: usize) -> Option<usize> {
        let enemies = self.sides[side].enemies.iter().filter_map(|e| self.side_index(e));
        let mut best: Option<usize> = None;
        for e in enemies {
            if best.is_none_or(|b| self.sides[e].told > self.sides[b].told) {
                best = Some(e);
            }
        }
        best
    }

    /// Names and nouns in a phrase, the longest at each place.
    pub(crate) fn hits(&self, phrase: &[Word]) -> Vec<Hit> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < phrase.len() {
            if let Some((len, anchor)) = self.longest(phrase, at) {
                out.push(Hit { at, len, anchor });
                at += len;
            } else {
                at += 1;
            }
        }
        out
    }

    pub(super) fn longest(&self, phrase: &[Word], at: usize) -> Option<(usize, Anchor)> {
        let first = phrase.get(at)?;
        if let Some(&member) = self.shorts.get(&first.fold)
            && is_short(phrase, at)
        {
            return Some((1, Anchor::Actor(member)));
        }
        let bit = Openings::bit(&first.fold);
        let mut best = self.own.longest_of(bit, phrase, at);
        if !self.openings.may_hold(bit) {
            return best;
        }
        let mut offer = |found: Option<(usize, Anchor)>| {
            if let Some((len, anchor)) = found
                && best.is_none_or(|(old, _)| len > old)
            {
                best = Some((len, anchor));
            }
        };
        for layer in &self.packs {
            offer(layer.pack.lexicon.longest_of(bit, phrase, at).map(|(len, m)| (len, layer.anchor(m))));
        }
        offer(
            self.states
                .lexicon
                .longest_of(bit, phrase, at)
                .map(|(l, s)| (l, Anchor::State(self.first_state + s))),
        );
        // "Tell al-Imam" is a name throughout.
        let part = phrase
            .get(at)
            .is_some_and(|w| w.capital && w.joined && at > 0 && is_article(&phrase[at - 1].fold));
        if !part {
            offer(self.vocabulary.nouns.longest_of(bit, phrase, at).map(|(l, n)| (l, Anchor::Noun(n))));
        }
        offer(self.vocabulary.anaphors.longest_of(bit, phrase, at).map(|(l, a)| (l, Anchor::Anaphor(a))));
        best
    }

    /// Whether a war's pack is in force.
    pub(crate) fn has_pack(&self) -> bool {
        self.packs.len() > 1
    }

    /// The id of a state that stands for itself: no pack and no infobox tells the parties.
    pub(crate) fn lone_state(&self, member: usize) -> Option<String> {
        let member = &self.members[self.leader(member)];
        let open = member.kind == BelligerentKind::State && !self.has_pack() && !self.columns;
        open.then(|| member.id.clone())
    }

    /// Whether a state stays outside: the war's pack knows the parties and it is none of them.
    pub(crate) fn is_neutral(&self, member: usize) -> bool {
        self.has_pack() && self.members[member].kind == BelligerentKind::State
    }

    /// The order of battle as told so far.
    pub(crate) fn order(&self) -> OrderOfBattle {
        let sides = self
            .sides
            .iter()
            .filter(|s| s.told > 0 || s.own)
            .map(|s| Side { id: s.id.clone(), name: s.name.clone() })
            .collect();
        let members = self
            .order
            .iter()
            .map(|&i| {
                let mut member = (*self.members[i]).clone();
                member.evidence = self.mentioned.get(&i).cloned().unwrap_or_default();
                if let Some(side) = self.side_of(i)
                    && member.allegiances.is_empty()
                {
                    let side = self.sides[side].id.clone();
                    member.allegiances.push(Allegiance { side, during: None });
                }
                member
            })
            .collect();
        OrderOfBattle { sides, members }
    }
}
