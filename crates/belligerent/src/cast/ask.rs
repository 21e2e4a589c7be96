//! What a roster answers: who a name is, whose side, who the enemy, the order of battle.

use crate::cast::roster::Roster;
use crate::period;
use crate::phrase::{Anchor, Hit};
use crate::words::{Word, words};
use crate::{Allegiance, BelligerentKind, OrderOfBattle, Side};

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
            || words(&member.name).iter().any(|w| {
                matches!(
                    w.fold.as_str(),
                    "government" | "republic" | "kingdom" | "empire" | "armed" | "national"
                )
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
        let mut best: Option<(usize, Anchor)> = None;
        let mut offer = |found: Option<(usize, Anchor)>| {
            if let Some((len, anchor)) = found
                && best.is_none_or(|(old, _)| len > old)
            {
                best = Some((len, anchor));
            }
        };
        offer(self.own.longest(phrase, at));
        for layer in &self.packs {
            offer(layer.pack.lexicon.longest(phrase, at).map(|(len, m)| (len, layer.anchor(m))));
        }
        offer(self.states.lexicon.longest(phrase, at).map(|(l, s)| (l, Anchor::State(self.first_state + s))));
        offer(self.vocabulary.nouns.longest(phrase, at).map(|(l, n)| (l, Anchor::Noun(n))));
        offer(self.vocabulary.anaphors.longest(phrase, at).map(|(l, a)| (l, Anchor::Anaphor(a))));
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
