//! How well each place of a name fits where the name stands.

use crate::gazetteer::{Hit, How, Ref, distance};
use crate::lookups::FAMOUS;
use crate::name::Name;
use crate::resolve::Resolver;
use crate::{PlaceKind, Point};

/// Kilometres within which places told together lie.
const NEAR: f64 = 45.0;

/// Likeness below which another romanisation is no evidence, but beside places told close by.
const LOOSE: f64 = 0.8;

/// Kilometres beyond which a small place lies in another part of the world than what is told beside it.
const ELSEWHERE: f64 = 1_500.0;

/// Kilometres within which a place lies beside another.
const BESIDE: f64 = 12.0;

/// A place with how well it fits a name where it stands.
pub(crate) struct Scored {
    pub(crate) hit: Hit,
    pub(crate) score: f64,
    pub(crate) far: bool,
    pub(crate) fit: f64,
    /// Kilometres to the nearest anchor told close by.
    pub(crate) close: f64,
    /// Kilometres to the third nearest anchor.
    pub(crate) third: f64,
    why: Why,
}

/// What spoke for a place and against it; told only of those that are kept.
struct Why {
    /// Its kind, and whether it fits the words around where they tell one.
    kind: Option<(PlaceKind, bool)>,
    /// A place told close by counted.
    close: bool,
    /// Degrees off the direction told.
    off: Option<f64>,
    inside: bool,
    before: bool,
}

impl Scored {
    /// Notes that the text meant this place before.
    pub(crate) const fn meant_before(&mut self) {
        self.why.before = true;
    }

    /// The reasons in words, in the order in which they are weighed.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let mut reasons = vec![match self.hit.how {
            How::Name => "its name".to_owned(),
            How::Spelling => "a recorded spelling".to_owned(),
            How::Romanised => format!("another romanisation ({:.2})", self.hit.likeness),
        }];
        reasons.extend(self.why.kind.map(|(kind, fits)| {
            let how = if fits { "fits the words around" } else { "fits ill" };
            format!("{} {how}", kind.as_str())
        }));
        if self.why.close {
            reasons.push(format!("{:.0} km from a place told close by", self.close));
        }
        reasons.extend(self.why.off.map(|off| format!("{off:.0}° off the direction told")));
        if self.why.inside {
            reasons.push("in the area told".to_owned());
        }
        if self.why.before {
            reasons.push("meant before in this text".to_owned());
        }
        reasons
    }
}

impl Resolver<'_> {
    /// Whether a hit may stand for the name, by how sure it is that the name is a place.
    pub(crate) fn accepts(&self, order: usize, hit: &Hit, name: &Name, strength: u8) -> bool {
        let gazetteer = self.lookups.gazetteer;
        let here = self.focus.has(gazetteer.country(hit.at));
        let population = gazetteer.population(hit.at).unwrap_or(0);
        let kind = gazetteer.kind(hit.at);
        let large = population >= 20_000 || matches!(kind, PlaceKind::Country | PlaceKind::Province);
        let near = self.focus.anchors() >= 3
            && self.focus.nearness(order, gazetteer.point(hit.at), &name.folded).0 < 40.0;
        let told_area = name.area || name.cue.is_some_and(PlaceKind::is_area);
        if hit.how == How::Romanised && kind.is_area() && kind != PlaceKind::Region && !told_area {
            return false;
        }
        // Where lists are dense, a loose likeness finds some village everywhere.
        if hit.how == How::Romanised
            && hit.likeness < LOOSE
            && self.focus.nearness(order, gazetteer.point(hit.at), &name.folded).0 > BESIDE
        {
            return false;
        }
        // "The Milha districts" are not a village of a like name.
        let quarter = matches!(name.cue, Some(PlaceKind::District | PlaceKind::Neighbourhood));
        if hit.how == How::Romanised && quarter && kind == PlaceKind::Settlement && population < 20_000 {
            return false;
        }
        let least = match (hit.how, here) {
            (How::Romanised, true) if near && hit.likeness > 0.9 => u8::from(name.words == 1 || name.first),
            (How::Romanised, true) if near || hit.likeness > 0.88 => 2,
            (How::Romanised, true) => 3,
            (How::Romanised, false) => return false,
            (How::Spelling, false) if population < 1_000_000 && kind != PlaceKind::Country => return false,
            (_, true) if large || name.words > 1 => u8::from(name.first && name.words == 1),
            (_, true) if near => u8::from(name.first && name.words == 1),
            (_, true) => 1,
            (_, false) if kind == PlaceKind::Country => 0,
            (_, false) if population >= 1_000_000 => 1,
            (_, false) if population >= FAMOUS => 2,
            (_, false) => return false,
        };
        // A name quite unlike the place's own: only where the words insist, or in the country told of.
        let unlike =
            || hit.how == How::Spelling && kind != PlaceKind::Country && !self.like(&name.folded, hit);
        let least = match least {
            0..3 if self.focus.weight(gazetteer.country(hit.at)) < 0.5 && unlike() => 3,
            0..2 if unlike() => 2,
            least => least,
        };
        strength >= least
    }

    /// Whether a recorded spelling is the place's own name, written otherwise.
    fn same(&self, folded: &str, hit: &Hit) -> bool {
        let own = crate::fold::fold(self.lookups.gazetteer.name(hit.at));
        !own.is_ascii()
            || !folded.is_ascii()
            || crate::roman::families().iter().any(|f| crate::roman::likeness(f, &own, folded) > 0.0)
    }

    /// Whether a name is at all like the place's own.
    fn like(&self, folded: &str, hit: &Hit) -> bool {
        let own = crate::fold::fold(self.lookups.gazetteer.name(hit.at));
        own == folded
            || !own.is_ascii()
            || !folded.is_ascii()
            || own.split(' ').any(|w| w.len() > 3 && folded.contains(w))
            || own.as_bytes().first() == folded.as_bytes().first()
                && crate::roman::distance(&own, folded, 3.0).is_finite()
            || crate::roman::families().iter().any(|f| crate::roman::likeness(f, &own, folded) > 0.0)
    }

    pub(crate) fn score(&self, order: usize, name: &Name) -> Vec<Scored> {
        let gazetteer = self.lookups.gazetteer;
        let mut hits: Vec<Hit> = Vec::new();
        let mut whole: Vec<Ref> = Vec::new();
        let names = name.variants.iter().filter(|_| !name.associative).chain(std::iter::once(&name.folded));
        for (rank, folded) in names.enumerate() {
            let is_variant = rank < name.variants.len() && !name.associative;
            for hit in self.lookups.hits(folded).iter() {
                if !(hits.iter().any(|h| h.at == hit.at) || is_variant && hit.likeness < 0.8) {
                    hits.push(*hit);
                    if is_variant {
                        whole.push(hit.at);
                    }
                }
            }
        }
        hits = gazetteer.merge(hits);
        hits.retain(|h| {
            if h.how == How::Name || gazetteer.population(h.at).unwrap_or(0) < FAMOUS {
                return true;
            }
            let key = (name.folded.clone(), h.at);
            let known = self.otherwise.borrow().get(&key).copied();
            !known.unwrap_or_else(|| {
                let otherwise = self.called_otherwise(name, h);
                self.otherwise.borrow_mut().insert(key, otherwise);
                otherwise
            })
        });
        // "the Ruritanian village of X" lies there.
        if let Some(country) = name.country.as_deref()
            && hits.iter().any(|h| gazetteer.country(h.at) == country)
        {
            hits.retain(|h| gazetteer.country(h.at) == country);
        }
        // What is recorded of a region as it is written is no village of a like name.
        let region = |h: &Hit| {
            h.how != How::Romanised
                && matches!(
                    gazetteer.kind(h.at),
                    PlaceKind::Province | PlaceKind::Country | PlaceKind::Region
                )
                && self.focus.has(gazetteer.country(h.at))
        };
        if name.cue.is_none() && hits.iter().any(region) {
            hits.retain(|h| h.how != How::Romanised || h.likeness > 0.9);
        }
        // Where places bear the name as their own, another's old name is not meant.
        let own: Vec<&str> =
            hits.iter().filter(|h| h.how == How::Name).map(|h| gazetteer.country(h.at)).collect();
        hits.retain(|h| {
            h.how != How::Spelling
                || gazetteer.kind(h.at) != PlaceKind::Settlement
                || !own.contains(&gazetteer.country(h.at))
                || self.same(&name.folded, h)
        });
        // "the X" is a river, a region, a strait: no town is called so.
        if name.article
            && hits.iter().any(|h| matches!(gazetteer.kind(h.at), PlaceKind::Water | PlaceKind::Region))
        {
            hits.retain(|h| gazetteer.kind(h.at) != PlaceKind::Settlement);
        }
        let cue = name.cue.or_else(|| self.kinds.get(&name.folded).copied());
        if cue == Some(PlaceKind::Hill) {
            for generic in ["tell", "jabal", "mount"] {
                for hit in self.lookups.hits(&format!("{generic} {}", name.folded)).iter() {
                    if !hits.iter().any(|h| h.at == hit.at) && gazetteer.kind(hit.at) == PlaceKind::Hill {
                        hits.push(*hit);
                    }
                }
            }
            for hit in self.lookups.hits(&format!("{} hill", stem(&name.folded))).iter() {
                if !hits.iter().any(|h| h.at == hit.at) && gazetteer.kind(hit.at) == PlaceKind::Hill {
                    hits.push(*hit);
                }
            }
        }
        let homonyms = hits
            .iter()
            .filter(|h| {
                h.likeness > 0.9
                    && gazetteer.kind(h.at) == PlaceKind::Settlement
                    && self.focus.has(gazetteer.country(h.at))
            })
            .count();
        let candidates = hits
            .iter()
            .filter(|h| {
                h.likeness > 0.86
                    && gazetteer.kind(h.at) == PlaceKind::Settlement
                    && self.focus.has(gazetteer.country(h.at))
            })
            .count();
        let mut scored: Vec<Scored> = hits
            .into_iter()
            .map(|hit| {
                let kind = gazetteer.kind(hit.at);
                let point = gazetteer.point(hit.at);
                let population = gazetteer.population(hit.at).unwrap_or(0);
                let (close, third) = self.focus.nearness(order, point, &name.folded);
                let mut fit = fit(kind, cue, name.area && name.cue.is_none());
                let village = kind == PlaceKind::Settlement && population < 20_000;
                if cue == Some(PlaceKind::Neighbourhood)
                    && kind != PlaceKind::Neighbourhood
                    && (village || close > 10.0)
                {
                    fit = 0.1;
                }
                if whole.contains(&hit.at) {
                    fit = 1.6;
                }
                let told_kind = (name.cue.is_some() || name.area).then_some((kind, fit > 0.7));
                let mut why = Why { kind: told_kind, close: false, off: None, inside: false, before: false };
                let weight = self.focus.weight(gazetteer.country(hit.at));
                let mut near = 0.5;
                let mut far = false;
                if self.focus.anchors() > 0 && kind != PlaceKind::Country {
                    let told_area = name.area
                        || matches!(cue, Some(PlaceKind::Province | PlaceKind::District | PlaceKind::Region));
                    let reach = if kind.is_area() && told_area { gazetteer.radius(hit.at) } else { 0.0 };
                    near = 0.6 * (-(close - reach).max(0.0) / NEAR).exp()
                        + 0.4 * (-(third - reach).max(0.0) / NEAR).exp();
                    why.close = close.is_finite();
                    let reach = gazetteer.radius(hit.at);
                    let unique =
                        !matches!(kind, PlaceKind::Settlement | PlaceKind::District | PlaceKind::Hill)
                            && hit.how != How::Romanised
                            && (name.words > 1 || whole.contains(&hit.at));
                    // What a document tells of again and again is what it is about.
                    let subject = kind == PlaceKind::Settlement
                        && population >= 3_000
                        && candidates == 1
                        && self.focus.told(&name.folded) >= 5;
                    let known = matches!(kind, PlaceKind::Province | PlaceKind::Country)
                        || unique
                        || subject
                        || (population >= 30_000 && kind != PlaceKind::District && hit.how != How::Romanised);
                    let small = kind == PlaceKind::Settlement && population < 5_000;
                    let allowed =
                        if hit.how == How::Romanised || small && homonyms > 1 { 60.0 } else { 90.0 };
                    far = !known && self.focus.anchors() >= 3 && self.outside(name, hit.at);
                    far |= hit.how == How::Romanised
                        && !subject
                        && kind != PlaceKind::Province
                        && (if close.is_finite() {
                            close - reach > allowed
                        } else {
                            hit.likeness < 0.9 && third - reach > NEAR
                        });
                    far |= !known && close.is_finite() && close - reach > ELSEWHERE;
                    let apart = |allowed: f64| close - reach > allowed && third - reach > allowed;
                    far |= !known
                        && name
                            .beside
                            .as_ref()
                            .and_then(|there| self.focus.anchor_of(there))
                            .is_some_and(|there| distance(there, point) / 1000.0 > NEAR);
                    far |= !known
                        && cue == Some(PlaceKind::Settlement)
                        && self.focus.apart_from_list(order, point, &name.folded);
                    far |= !known
                        && self.focus.anchors() >= 3
                        && (apart(allowed) || (close.is_finite() && close - reach > 150.0));
                }
                let fame = (f64::from(population.max(1)).log10() / 7.0).min(1.0);
                let mut score = 0.42 * hit.likeness + 0.16 * fit + 0.12 * weight + 0.2 * near + 0.1 * fame;
                if let Some(off) = self.off_bearing(name, point) {
                    score += if off < 50.0 { 0.04 } else { -0.12 * ((off - 50.0) / 40.0).min(1.0) };
                    why.off = Some(off);
                }
                if far && self.inside(name, hit.at) {
                    far = false;
                    why.inside = true;
                }
                Scored { hit, score, far, fit, close, third, why }
            })
            .collect();
        // Of many places of one name, one must be near, or much nearer than the others.
        if homonyms >= 3 && self.focus.anchors() >= 3 {
            let mut thirds: Vec<f64> = scored
                .iter()
                .filter(|s| gazetteer.kind(s.hit.at) == PlaceKind::Settlement && s.hit.likeness > 0.9)
                .map(|s| s.third)
                .collect();
            thirds.sort_by(f64::total_cmp);
            // A name that many bear is borne by more places than a list has: the one that it has nearby
            // must be quite near.
            let clear = |s: &Scored| {
                let alone = thirds.get(1).is_none_or(|next| s.third < 0.4 * next);
                s.close < 15.0 || s.third < 25.0 || (s.third < 50.0 && alone)
            };
            for s in &mut scored {
                let known = gazetteer.population(s.hit.at).is_some_and(|p| p >= 30_000);
                s.far |= gazetteer.kind(s.hit.at) == PlaceKind::Settlement && !known && !clear(s);
            }
        }
        scored.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.at.cmp(&b.hit.at)));
        scored
    }

    /// Degrees between the direction told of a name and the one in which a place lies.
    fn off_bearing(&self, name: &Name, to: Point) -> Option<f64> {
        let (from, told) = name.bearing.as_ref()?;
        let from = self.focus.anchor_of(from)?;
        if distance(from, to) < 1_500.0 {
            return None;
        }
        let (north, east) = (to.lat - from.lat, (to.lon - from.lon) * from.lat.to_radians().cos());
        let off = (east.atan2(north).to_degrees() - told).rem_euclid(360.0);
        Some(off.min(360.0 - off))
    }

    /// Whether a place lies in the area that the text says it is in; `None` when it says none.
    fn in_hint(&self, name: &Name, at: Ref) -> Option<bool> {
        let hint = name.hint.as_ref()?;
        let gazetteer = self.lookups.gazetteer;
        let areas: Vec<Ref> = self
            .lookups
            .hits(hint)
            .iter()
            .chain(self.lookups.hits(&format!("{hint} governorate")).iter())
            .filter(|h| {
                gazetteer.kind(h.at) == PlaceKind::Province && self.focus.has(gazetteer.country(h.at))
            })
            .map(|h| h.at)
            .collect();
        let parents = gazetteer.parents(at);
        (!areas.is_empty()).then(|| {
            areas.iter().any(|area| {
                let reach = gazetteer.radius(*area).max(20.0);
                let apart = distance(gazetteer.point(*area), gazetteer.point(at)) / 1000.0;
                parents.contains(area)
                    || apart < reach
                    || (parents.iter().all(|p| p.list != area.list) && apart < 1.6 * reach)
            })
        })
    }

    /// Whether a place lies outside the area that the text says it is in.
    fn outside(&self, name: &Name, at: Ref) -> bool {
        self.in_hint(name, at) == Some(false)
    }

    /// Whether a place lies inside the area that the text says it is in.
    fn inside(&self, name: &Name, at: Ref) -> bool {
        self.in_hint(name, at) == Some(true)
    }

    /// Whether the document calls a famous place by its own name, and this is quite another.
    fn called_otherwise(&self, name: &Name, hit: &Hit) -> bool {
        let own = crate::fold::fold(self.lookups.gazetteer.name(hit.at));
        self.lexicon.contains_key(&own) && !self.like(&name.folded, hit)
    }
}

/// How well a kind of place fits the words around a name.
fn fit(kind: PlaceKind, cue: Option<PlaceKind>, area: bool) -> f64 {
    use PlaceKind as K;
    if area {
        return match kind {
            K::Province => 1.0,
            K::Country | K::Region => 0.9,
            K::District => 0.6,
            K::Settlement => 0.55,
            _ => 0.3,
        };
    }
    match cue {
        None => match kind {
            K::Settlement | K::Country => 1.0,
            K::Province => 0.6,
            K::District => 0.15,
            K::Region => 0.8,
            _ => 0.85,
        },
        Some(cue) if cue == kind => 1.0,
        Some(cue) => match (cue, kind) {
            (K::Settlement, K::Neighbourhood)
            | (K::Neighbourhood, K::Settlement)
            | (K::Hill, K::Military | K::Settlement | K::Region) => 0.6,
            (K::District, K::Neighbourhood) | (K::Neighbourhood, K::District) => 0.9,
            (K::Province, K::Region) | (K::Region, K::Province) => 0.7,
            (K::Province, K::District) => 0.2,
            (K::Province, K::Settlement) => 0.15,
            (K::Military, K::Airport) | (K::Airport, K::Military) => 0.95,
            (K::District | K::Military | K::Airport | K::Facility | K::Road | K::Water, K::Settlement) => 0.5,
            (K::Settlement, K::Military | K::Hill | K::Facility) => 0.4,
            _ => 0.1,
        },
    }
}

/// A hill's name without its generic words.
fn stem(folded: &str) -> &str {
    let mut rest = folded;
    while let Some((word, after)) = rest.split_once(' ') {
        if matches!(
            word,
            "tal" | "tall" | "tell" | "tel" | "jabal" | "mount" | "al" | "as" | "ash" | "an" | "el"
        ) {
            rest = after;
        } else {
            break;
        }
    }
    rest
}
