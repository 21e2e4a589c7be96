//! The choice between the places of a name, and the answer where there is none.

use crate::cue::Cues;
use crate::gazetteer::{How, distance};
use crate::name::Name;
use crate::resolve::Resolver;
use crate::score::Scored;
use crate::value::{geometry, precision, unknown};
use crate::{Candidate, Geometry, PlaceKind, PlaceStatus, PlaceValue, Precision};

impl Resolver<'_> {
    pub(crate) fn decide(&self, name: &Name, mut scored: Vec<Scored>) -> (PlaceValue, &'static str) {
        let gazetteer = self.lookups.gazetteer;
        let key = (name.folded.clone(), name.cue, name.area);
        if let Some(sense) = self.senses.borrow().get(&key)
            && let Some(at) = scored.iter().position(|s| s.hit.at == *sense)
            && scored[0].score - scored[at].score < 0.1
        {
            let chosen = scored.remove(at);
            scored.insert(0, chosen);
            scored[0].score += 0.1;
            scored[0].meant_before();
        }
        // A town before the district that is named after it, unless the words say otherwise.
        if !name.area
            && !name.cue.is_some_and(PlaceKind::is_area)
            && matches!(gazetteer.kind(scored[0].hit.at), PlaceKind::District | PlaceKind::Province)
        {
            let (middle, reach) = (gazetteer.point(scored[0].hit.at), gazetteer.radius(scored[0].hit.at));
            let town = scored.iter().position(|s| {
                gazetteer.kind(s.hit.at) == PlaceKind::Settlement
                    && s.hit.likeness > 0.75
                    && distance(gazetteer.point(s.hit.at), middle) / 1000.0 < 1.5 * reach + 5.0
            });
            if let Some(at) = town {
                let town = scored.remove(at);
                scored.insert(0, town);
            }
        }
        let best = &scored[0];
        let kind = gazetteer.kind(best.hit.at);
        let point = gazetteer.point(best.hit.at);
        let rival = scored.iter().skip(1).find(|s| {
            let other = gazetteer.kind(s.hit.at);
            let homonym_area = (other.is_area() || kind.is_area())
                && distance(gazetteer.point(s.hit.at), point) / 1000.0
                    < gazetteer.radius(s.hit.at).max(gazetteer.radius(best.hit.at)) + 15.0;
            !(homonym_area || best.fit > 1.5 && s.fit < 1.5)
                && distance(gazetteer.point(s.hit.at), point) > 2_500.0
        });
        // A place of that very name beats one of which it could be a romanisation.
        let ambiguous = rival.is_some_and(|r| {
            let sure = r.hit.how == How::Romanised
                && (best.hit.how != How::Romanised || best.hit.likeness - r.hit.likeness >= 0.07);
            // Of two towns far from everything told, the one that the world knows.
            let people = |s: &Scored| f64::from(gazetteer.population(s.hit.at).unwrap_or(0));
            let abroad = !self.focus.has(gazetteer.country(best.hit.at));
            let known = abroad && people(best) > 4.0 * people(r);
            best.score - r.score < if sure || known { 0.0 } else { 0.05 }
        });
        let mut value = unknown(name);
        value.candidates = scored.iter().take(5).map(|s| self.candidate(s)).collect();
        if ambiguous {
            value.status = PlaceStatus::Ambiguous;
            return (value, "place.ambiguous");
        }
        value.status = PlaceStatus::Resolved;
        value.id = value.candidates.first().map(|c| c.id.clone());
        value.name = value.candidates.first().map(|c| c.name.clone());
        value.geometry = Some(geometry(kind, point, gazetteer.radius(best.hit.at) * 1000.0));
        value.precision = precision(kind, gazetteer.population(best.hit.at));
        if kind == PlaceKind::Settlement {
            match name.cue {
                // "Milha District" where only the town is known: an area about it.
                Some(PlaceKind::Province | PlaceKind::District) if name.own_noun => {
                    value.geometry = Some(Geometry::Buffer { at: point, radius: 25_000.0 });
                    value.precision = Precision::Area;
                }
                // "Milha Airport", "Milha airbase" where only the town is known: somewhere near it.
                Some(PlaceKind::Airport | PlaceKind::Military | PlaceKind::Facility) if best.fit < 1.5 => {
                    value.geometry = Some(Geometry::Buffer { at: point, radius: 10_000.0 });
                    value.precision = Precision::Near;
                }
                _ => {}
            }
        }
        if !kind.is_area() && !name.associative && name.strength >= 2 {
            self.named.borrow_mut().entry(name.folded.clone()).or_insert(best.hit.at);
        }
        self.senses.borrow_mut().insert(key, best.hit.at);
        let rule = match best.hit.how {
            How::Name => "place.name",
            How::Spelling => "place.spelling",
            How::Romanised => "place.romanised",
        };
        (value, rule)
    }

    fn candidate(&self, scored: &Scored) -> Candidate {
        let mut candidate = self.lookups.gazetteer.candidate(scored.hit);
        candidate.score = scored.score.min(1.0);
        candidate.reason = scored.reasons().join("; ");
        candidate
    }

    /// A name that is short for a recorded one with a generic noun ("Milha" for "Milha Checkpoint"),
    /// near the places told around it.
    pub(crate) fn shortened(&self, order: usize, name: &Name) -> Option<(PlaceValue, &'static str)> {
        if name.strength < 2 || name.against || name.associative {
            return None;
        }
        let gazetteer = self.lookups.gazetteer;
        // A village may be known by the checkpoint at it, not by a hill of its name farther away.
        let within = if name.cue == Some(PlaceKind::Settlement) { 8.0 } else { 30.0 };
        let mut scored: Vec<Scored> = Vec::new();
        let mut longer = Name { variants: Vec::new(), ..name.clone() };
        for noun in ["checkpoint", "hill", "base", "airbase", "dam", "bridge", "barracks", "depot"] {
            longer.folded.truncate(name.folded.len());
            longer.folded.push(' ');
            longer.folded.push_str(noun);
            scored.extend(self.score(order, &longer).into_iter().filter(|s| {
                s.hit.likeness > 0.8
                    && self.focus.has(gazetteer.country(s.hit.at))
                    && self.focus.nearness(order, gazetteer.point(s.hit.at), &name.folded).0 < within
            }));
        }
        let first = scored.first()?;
        let at = gazetteer.point(first.hit.at);
        if scored.iter().any(|s| distance(gazetteer.point(s.hit.at), at) > 2_000.0) {
            return None;
        }
        scored.truncate(1);
        let (value, _) = self.decide(name, scored);
        Some((value, "place.shortened"))
    }

    /// A name that is told as a place and that no list has near what is told.
    pub(crate) fn not_found(
        &self,
        order: usize,
        name: &Name,
        strength: u8,
    ) -> Option<(PlaceValue, &'static str)> {
        let person = self.others.contains_key(&name.folded);
        let own = name.strength.max(if strength >= 4 { 3 } else { 0 });
        let vague = matches!(
            name.cue,
            Some(
                PlaceKind::Military
                    | PlaceKind::Facility
                    | PlaceKind::Road
                    | PlaceKind::Airport
                    | PlaceKind::Region
            )
        );
        if own < 3
            || name.against
            || name.associative
            || name.uncased
            || (person && own < 4)
            || (vague && own < 4)
            || name.first && own < 4
        {
            return None;
        }
        // Two unknown words are a person's name more often than a place's.
        let headed = name.folded.split(' ').next().is_some_and(|w| Cues::get().word(w).head);
        if name.words > 1 && own < 4 && !headed {
            return None;
        }
        let words = || name.folded.split(' ');
        if words().any(|w| w == "no" || w.chars().all(|c| c.is_ascii_digit()))
            || words().all(|w| crate::cue::generic(w, Cues::get()))
        {
            return None;
        }
        if Cues::get().word(&name.folded).body || Cues::get().word(&name.folded).never {
            return None;
        }
        let mut value = unknown(name);
        let scored = self.score(order, name);
        value.candidates = scored
            .iter()
            .take(3)
            .map(|s| {
                let mut candidate = self.candidate(s);
                candidate.score *= 0.5;
                candidate.reason.push_str("; too far from what is told, or in another country");
                candidate
            })
            .collect();
        Some((value, "place.cued"))
    }
}
