//! Places as keys: what a claim's place slot stands for in a replay.

use std::collections::BTreeMap;

use annalist_claim::{Extent, PlaceSlot};
use annalist_gazetteer::{Geometry, PlaceKind, PlaceStatus, Point, Precision};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::words::words;

/// A place that claims speak of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenPlace {
    /// The gazetteer's id, or `name:…` for a name that no gazetteer knows.
    pub id: String,
    /// Preferred name; as written most often when no gazetteer knows it.
    pub name: String,
    /// Every spelling seen, sorted.
    pub spellings: Vec<String>,
    /// Where, when it is known.
    pub point: Option<Point>,
    /// How many claims speak of it.
    pub claims: u32,
}

/// What a name was found to mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Whether the places bear the name; otherwise they are the nearest spellings.
    pub exact: bool,
    /// The places, those of which most is told first; of near spellings the nearest first.
    pub places: Vec<SeenPlace>,
}

/// What a place slot stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spot {
    /// One place that can be held.
    Single {
        /// Its key: a gazetteer id or `name:…`.
        key: String,
        /// How much of it.
        extent: Extent,
    },
    /// An area too wide to be held as one place: its id, or its words.
    Area(String),
    /// Places without names, as many as told: "three villages".
    Unnamed {
        /// How many.
        count: Option<u32>,
        /// The place that they lean on.
        near: Option<String>,
    },
    /// Words that name something else after the place, or nothing.
    Nothing,
}

impl Spot {
    /// Reads a slot. `known` maps folded names to places, as reviewers set them.
    pub(crate) fn of(slot: &PlaceSlot, known: &BTreeMap<String, String>) -> Self {
        let value = &slot.place;
        if value.associative {
            return Self::Nothing;
        }
        if let Some(id) = known.get(&name_key(&slot.text).unwrap_or_default()) {
            // A name that people found to be no place.
            if id == "none" {
                return Self::Nothing;
            }
            return Self::Single { key: id.clone(), extent: slot.extent };
        }
        let relative = matches!(value.precision, Precision::Near)
            || matches!(
                value.geometry,
                Some(Geometry::Buffer { .. } | Geometry::Sector { .. } | Geometry::Line { .. })
            );
        let area = value.precision == Precision::Area || value.cue.is_some_and(PlaceKind::is_area);
        match (&value.id, value.status) {
            (_, _) if value.count.is_some_and(|n| n > 1) => {
                Self::Unnamed { count: value.count, near: value.id.clone() }
            }
            (Some(id), PlaceStatus::Resolved) if lies_around(&slot.text) => {
                Self::Unnamed { count: value.count, near: Some(id.clone()) }
            }
            (Some(id), PlaceStatus::Resolved) if area => Self::Area(id.clone()),
            (Some(id), PlaceStatus::Resolved) if !relative => {
                Self::Single { key: id.clone(), extent: slot.extent }
            }
            (near, _) => match name_key(&slot.text) {
                Some(name) if !area => Self::Single { key: format!("name:{name}"), extent: slot.extent },
                Some(name) => Self::Area(format!("name:{name}")),
                None => Self::Unnamed { count: value.count, near: near.clone() },
            },
        }
    }

    /// Nothing, when the key is the name of a party.
    pub(crate) fn unless(self, parties: &std::collections::BTreeSet<String>) -> Self {
        match self {
            Self::Single { key, .. } | Self::Area(key) if parties.contains(&key) => Self::Nothing,
            other => other,
        }
    }

    /// The same, only parts of it when the claim says so of the taking ("partially recaptured").
    pub(crate) fn or_part(self, partly: bool) -> Self {
        match self {
            Self::Single { key, extent: Extent::Whole } if partly => {
                Self::Single { key, extent: Extent::Part }
            }
            other => other,
        }
    }

    /// The key, when it is one place that can be held.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Single { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// A name as a key: without accents, articles and the common nouns around it, cut before what it
/// leans on. `None` when the words name nothing by themselves ("several hills", "a farm near X",
/// "the outskirts of X").
pub(crate) fn name_key(text: &str) -> Option<String> {
    let own = before_relation(text);
    // "the northern part of X", "X's western flank": a part of X, not a place of its own.
    for relation in [" of ", " in ", " at ", " from "] {
        if let Some(cut) = own.find(relation)
            && is_portion(&own[..cut])
        {
            return None;
        }
    }
    for mark in ["'s ", "’s "] {
        if let Some(cut) = own.find(mark)
            && is_portion(&own[cut + mark.len()..])
        {
            return None;
        }
    }
    let lists = words();
    let own = after_cue(own);
    let mut first = true;
    let mut proper = false;
    let mut kept: Vec<String> = Vec::new();
    for word in bare_words(own) {
        let capital =
            word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || is_uncased(c));
        let folded = fold_word(word);
        if std::mem::take(&mut first)
            && !capital
            && (lists.unnamed.has(&folded) || lists.portion.has(&folded))
        {
            return None;
        }
        if lists.generic.has(&folded) || lists.article.has(&folded) {
            continue;
        }
        proper |= capital;
        if !folded.is_empty() {
            kept.push(folded);
        }
    }
    (proper && !kept.is_empty()).then(|| kept.join(" "))
}

/// A phrase as a key, whether it names something or not.
pub(crate) fn phrase_key(text: &str) -> String {
    let lists = words();
    let kept: Vec<String> = bare_words(text)
        .map(fold_word)
        .filter(|w| !w.is_empty() && !lists.generic.has(w) && !lists.article.has(w))
        .collect();
    kept.join(" ")
}

/// What stands after a common noun and "of" ("the rebel-held town of X" gives "X").
fn after_cue(text: &str) -> &str {
    let Some(cut) = text.find(" of ") else { return text };
    let cue = bare_words(&text[..cut]).last().map(fold_word).unwrap_or_default();
    // "the X district of Y" names X; "the X-held town of Y" names Y.
    let own_name = text[..cut]
        .split_whitespace()
        .any(|w| !w.contains('-') && w.chars().next().is_some_and(char::is_uppercase));
    let cued = words().generic.has(&cue) && !words().portion.has(&cue) && !own_name;
    if cued { &text[cut + 4..] } else { text }
}

/// The words of a phrase without marks.
fn bare_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '"' | '“' | '”' | '(' | ')' | ','))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// Whether a phrase holds nothing but words for parts, directions and common nouns, at least one of
/// them for a part.
fn is_portion(text: &str) -> bool {
    let lists = words();
    let mut portion = false;
    for word in bare_words(text) {
        let folded = fold_word(word);
        portion |= lists.portion.has(&folded);
        let number = word.chars().all(|c| c.is_numeric() || c == '.');
        if !(lists.portion.has(&folded) || lists.generic.has(&folded) || lists.unnamed.has(&folded) || number)
        {
            return false;
        }
    }
    portion
}

/// "the rural parts of X", "X's outskirts": what lies around a place and is not the place.
fn lies_around(text: &str) -> bool {
    let lists = words();
    let around =
        |part: &str| is_portion(part) && bare_words(part).any(|word| lists.around.has(&fold_word(word)));
    [" of ", " in ", " around "].iter().filter_map(|r| text.find(r)).any(|cut| around(&text[..cut]))
        || ["'s ", "’s "]
            .iter()
            .any(|mark| text.find(mark).is_some_and(|cut| around(&text[cut + mark.len()..])))
}

/// A letter of a script without case (Arabic, Hebrew, Han …) begins a name as well as a capital.
fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// The words before the place that a phrase leans on ("X hill, south of Y" gives "X hill").
fn before_relation(text: &str) -> &str {
    const RELATIONS: [&str; 18] = [
        " north of ",
        " south of ",
        " east of ",
        " west of ",
        " northeast of ",
        " northwest of ",
        " southeast of ",
        " southwest of ",
        " north-east of ",
        " north-west of ",
        " south-east of ",
        " south-west of ",
        " near ",
        " outside ",
        " between ",
        " to the ",
        " in the ",
        " around ",
    ];
    let cut = RELATIONS.iter().filter_map(|r| text.find(r)).min().unwrap_or(text.len());
    text[..cut].trim_end_matches([',', ' '])
}

/// Lower case without accents and marks.
fn fold_word(word: &str) -> String {
    word.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The point of a slot, when it is drawn as one.
pub(crate) fn point_of(slot: &PlaceSlot) -> Option<Point> {
    match slot.place.geometry {
        Some(Geometry::Point { at }) => Some(at),
        _ => None,
    }
}

/// The point of a place that a reviewer set on the map: its id is `at:LAT,LON`.
pub fn point_of_key(key: &str) -> Option<Point> {
    match annalist_gazetteer::Override::parse(key) {
        Ok(annalist_gazetteer::Override::At { point }) => Some(point),
        _ => None,
    }
}

/// Great-circle distance in kilometres (haversine on a sphere of 6371 km).
pub(crate) fn kilometres(a: Point, b: Point) -> f64 {
    let (la, lb) = (a.lat.to_radians(), b.lat.to_radians());
    let dlat = (lb - la) / 2.0;
    let dlon = (b.lon - a.lon).to_radians() / 2.0;
    let h = dlat.sin().powi(2) + la.cos() * lb.cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use annalist_gazetteer::Point;

    use super::{kilometres, name_key};

    #[test]
    fn names_become_keys() {
        let key = |text: &str| name_key(text);
        assert_eq!(key("the village of Brenno"), Some("brenno".into()));
        assert_eq!(key("Brenno hill, south of Tarsk"), Some("brenno".into()));
        assert_eq!(key("Al-Brénno area"), Some("brenno".into()));
        assert_eq!(key("Point 50, to the south west of Tarsk"), Some("point 50".into()));
        assert_eq!(key("a farm near Tarsk"), None);
        assert_eq!(key("several hills"), None);
        assert_eq!(key("the territory"), None);
        assert_eq!(key("Two Bridges"), Some("two bridges".into()));
        assert_eq!(key("Guard-held town of Brenno"), Some("brenno".into()));
        assert_eq!(key("near Brenno"), None);
        assert_eq!(key("north of Brenno"), None);
        assert_eq!(key("the northeastern part of Brenno city"), None);
        assert_eq!(key("Brenno's western flank"), None);
        assert_eq!(key("outskirts of Brenno"), None);
        assert!(super::lies_around("rural parts of Brenno") && super::lies_around("Brenno's outskirts"));
        assert!(!super::lies_around("parts of Brenno") && !super::lies_around("the town of Brenno"));
        assert_eq!(key("Citadel of Brenno"), Some("citadel brenno".into()));
        assert_eq!(key("Lower Mill district of Brenno city"), Some("lower mill brenno".into()));
        assert_eq!(key("حماة"), Some("حماة".into()));
    }

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let at = |lat, lon| Point { lat, lon };
        assert!((kilometres(at(0.0, 0.0), at(1.0, 0.0)) - 111.19).abs() < 0.1);
        assert!(kilometres(at(10.0, 20.0), at(10.0, 20.0)) < 1e-9);
    }
}
