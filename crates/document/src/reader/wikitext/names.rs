//! What each template shows, as data (`data/templates.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// How a template is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    First,
    Second,
    Last,
    Lines,
    Flag,
    Icon,
    Note,
    Short,
    Named,
    Cite,
    Quote,
    Pointer,
    Measure,
    Date,
    Circa,
    Fraction,
    Coordinates,
    Infobox,
    Nothing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    first: Vec<String>,
    second: Vec<String>,
    last: Vec<String>,
    lines: Vec<String>,
    flag: Vec<String>,
    icon: Vec<String>,
    note: Vec<String>,
    short: Vec<String>,
    named: Vec<String>,
    cite: Vec<String>,
    quote: Vec<String>,
    pointer: Vec<String>,
    measure: Vec<String>,
    date: Vec<String>,
    circa: Vec<String>,
    fraction: Vec<String>,
    coordinates: Vec<String>,
    infobox: Vec<String>,
    drop: Vec<String>,
    literal: BTreeMap<String, String>,
    country: BTreeMap<String, String>,
}

struct Names {
    whole: BTreeMap<String, Shows>,
    starts: Vec<(String, Shows)>,
    ends: Vec<(String, Shows)>,
    literal: BTreeMap<String, String>,
    country: BTreeMap<String, String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let table: Table = toml::from_str(include_str!("../../../data/templates.toml"))
        .expect("the tables of this crate are well formed");
    let mut names = Names {
        whole: BTreeMap::new(),
        starts: Vec::new(),
        ends: Vec::new(),
        literal: table.literal,
        country: table.country,
    };
    let lists = [
        (table.infobox, Shows::Infobox),
        (table.first, Shows::First),
        (table.second, Shows::Second),
        (table.last, Shows::Last),
        (table.lines, Shows::Lines),
        (table.flag, Shows::Flag),
        (table.icon, Shows::Icon),
        (table.note, Shows::Note),
        (table.short, Shows::Short),
        (table.named, Shows::Named),
        (table.cite, Shows::Cite),
        (table.quote, Shows::Quote),
        (table.pointer, Shows::Pointer),
        (table.measure, Shows::Measure),
        (table.date, Shows::Date),
        (table.circa, Shows::Circa),
        (table.fraction, Shows::Fraction),
        (table.coordinates, Shows::Coordinates),
        (table.drop, Shows::Nothing),
    ];
    for (list, shows) in lists {
        for name in list {
            if let Some(start) = name.strip_suffix('*') {
                names.starts.push((start.to_owned(), shows));
            } else if let Some(end) = name.strip_prefix('*') {
                names.ends.push((end.to_owned(), shows));
            } else {
                names.whole.entry(name).or_insert(shows);
            }
        }
    }
    names
});

/// How the template of this name (lower case) is read; `None` for one that is not known.
pub(super) fn shows(name: &str) -> Option<Shows> {
    let names = &*NAMES;
    let found = names.whole.get(name).copied();
    found
        .or_else(|| names.starts.iter().find(|(s, _)| name.starts_with(s.as_str())).map(|(_, k)| *k))
        .or_else(|| names.ends.iter().find(|(s, _)| name.ends_with(s.as_str())).map(|(_, k)| *k))
}

/// The text that a template always shows.
pub(super) fn literal(name: &str) -> Option<&'static str> {
    NAMES.literal.get(name).map(String::as_str)
}

/// The country of a template that is its code.
pub(super) fn country(name: &str) -> Option<&'static str> {
    NAMES.country.get(name).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whole_and_by_their_beginning() {
        assert_eq!(shows("cite web"), Some(Shows::Cite));
        assert_eq!(shows("infobox military conflict"), Some(Shows::Infobox));
        assert_eq!(shows("lang-ar"), Some(Shows::Last));
        assert_eq!(shows("asia-battle-stub"), Some(Shows::Nothing));
        assert_eq!(shows("no such template"), None);
        assert_eq!(literal("snd"), Some(" – "));
        assert_eq!(country("UKR"), Some("Ukraine"));
    }
}
