//! Directions, distances and counts in words.

use crate::PlaceKind;
use crate::token::{Shape, Token};

/// The bearing of a direction's word in degrees clockwise from north.
pub(crate) fn bearing(word: &str) -> Option<f64> {
    let plain: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let stem = plain
        .strip_suffix("ernmost")
        .or_else(|| plain.strip_suffix("ern"))
        .or_else(|| plain.strip_suffix("ward"))
        .or_else(|| plain.strip_suffix("wards"))
        .or_else(|| plain.strip_suffix("erly"))
        .unwrap_or(&plain);
    Some(match stem {
        "north" => 0.0,
        "northeast" => 45.0,
        "east" => 90.0,
        "southeast" => 135.0,
        "south" => 180.0,
        "southwest" => 225.0,
        "west" => 270.0,
        "northwest" => 315.0,
        _ => return None,
    })
}

/// The bearing told by one or two tokens ("south east", "south-eastern"), and the last of them.
pub(crate) fn bearing_at(tokens: &[Token<'_>], at: usize) -> Option<(f64, usize)> {
    let first = bearing(&tokens[at].low)?;
    if let Some(next) = tokens.get(at + 1)
        && let Some(both) = bearing(&format!("{}{}", tokens[at].low, next.low))
    {
        return Some((both, at + 1));
    }
    Some((first, at))
}

/// The metres of a unit of length.
fn metres(unit: &str) -> Option<f64> {
    Some(match unit {
        "m" | "meter" | "meters" | "metre" | "metres" | "meter-long" => 1.0,
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => 1_000.0,
        "mi" | "mile" | "miles" => 1_609.344,
        "yard" | "yards" => 0.9144,
        _ => return None,
    })
}

/// A distance in metres that begins at a token ("1,500 meters", "7-kilometre", "three miles"), and its
/// last token.
pub(crate) fn distance_at(tokens: &[Token<'_>], at: usize) -> Option<(f64, usize)> {
    let token = &tokens[at];
    if let Some((number, unit)) = token.low.split_once('-')
        && let (Ok(number), Some(unit)) = (number.replace(',', "").parse::<f64>(), metres(unit))
    {
        return Some((number * unit, at));
    }
    let joined = token.low.find(|c: char| c.is_alphabetic()).filter(|_| token.shape == Shape::Number);
    if let Some(cut) = joined
        && let (Ok(number), Some(unit)) =
            (token.low[..cut].replace(',', "").parse::<f64>(), metres(&token.low[cut..]))
    {
        return Some((number * unit, at));
    }
    let number = number(&token.low)?;
    let unit = tokens.get(at + 1).and_then(|t| metres(&t.low))?;
    Some((number * unit, at + 1))
}

const WORDS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const TENS: [(&str, f64); 4] = [("thirty", 30.0), ("forty", 40.0), ("fifty", 50.0), ("sixty", 60.0)];

/// A number in digits or words.
pub(crate) fn number(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0);
    }
    WORDS
        .iter()
        .position(|w| *w == word)
        .map(|n| n as f64)
        .or_else(|| TENS.iter().find(|(w, _)| *w == word).map(|(_, n)| *n))
}

/// The kind of a plural noun of places, for "three villages".
pub(crate) fn plural_kind(word: &str) -> Option<PlaceKind> {
    Some(match word {
        "villages" | "towns" | "cities" | "settlements" | "hamlets" | "farms" | "communities"
        | "localities" => PlaceKind::Settlement,
        "hills" | "hilltops" | "mountains" | "heights" | "ridges" => PlaceKind::Hill,
        "checkpoints" | "bases" | "positions" | "outposts" | "strongholds" | "roadblocks" | "barracks" => {
            PlaceKind::Military
        }
        "districts" | "neighborhoods" | "neighbourhoods" | "quarters" | "suburbs" => PlaceKind::Neighbourhood,
        "bridges" | "roads" | "crossings" => PlaceKind::Road,
        "areas" | "locations" | "places" | "sites" | "points" => PlaceKind::Region,
        "silos" | "factories" | "buildings" | "hospitals" | "schools" => PlaceKind::Facility,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    #[test]
    fn directions_in_all_their_forms() {
        for (word, degrees) in
            [("north", 0.0), ("south-eastern", 135.0), ("northwest", 315.0), ("Western", 270.0)]
        {
            assert_eq!(bearing(&word.to_lowercase()), Some(degrees), "{word}");
        }
        assert_eq!(bearing("eastbound"), None);
        assert_eq!(bearing_at(&tokens("south west of"), 0), Some((225.0, 1)));
    }

    #[test]
    fn distances_in_all_their_forms() {
        for (text, metres) in
            [("1,500 meters", 1_500.0), ("7 km", 7_000.0), ("20km", 20_000.0), ("three kilometres", 3_000.0)]
        {
            assert_eq!(distance_at(&tokens(text), 0).map(|d| d.0), Some(metres), "{text}");
        }
        assert_eq!(distance_at(&tokens("40 tanks"), 0), None);
    }
}
