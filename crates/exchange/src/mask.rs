//! What an export withholds: names of victims and sensitive sites.
//!
//! The list stands in a file beside the project, `PROJECT.mask.toml`, and not in the project: it names the very
//! people that it is to protect, and a project is mailed around.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use annalist_chronicle::Holding;
use annalist_claim::{Claim, Party};
use serde::{Deserialize, Serialize};

/// What stands in the place of a name.
pub const NAME: &str = "[name withheld]";
/// What stands in the place of a site.
pub const SITE: &str = "[site withheld]";

/// Words of sites that may be attacked when they are found.
const SITES: [&str; 8] =
    ["hospital", "clinic", "medical", "school", "orphanage", "shelter", "camp", "safe house"];

/// Words that begin a phrase of people and are no names.
const NO_NAMES: [&str; 54] = [
    "a",
    "about",
    "all",
    "almost",
    "an",
    "another",
    "any",
    "around",
    "at",
    "both",
    "dozens",
    "each",
    "eight",
    "eighteen",
    "eleven",
    "every",
    "few",
    "fifteen",
    "fifty",
    "five",
    "forty",
    "four",
    "fourteen",
    "her",
    "his",
    "hundreds",
    "its",
    "many",
    "more",
    "most",
    "nearly",
    "nine",
    "no",
    "one",
    "only",
    "other",
    "our",
    "over",
    "seven",
    "several",
    "six",
    "some",
    "ten",
    "that",
    "the",
    "their",
    "these",
    "they",
    "those",
    "thousands",
    "three",
    "twelve",
    "twenty",
    "two",
];

/// What to withhold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MaskList {
    /// Whether names that stand in what is told of civilians are withheld.
    pub victims: bool,
    /// Words by which a sensitive site is known ("hospital"), in lower case.
    pub sites: Vec<String>,
    /// Further names of people.
    pub names: Vec<String>,
    /// Further places, by id or by name.
    pub places: Vec<String>,
}

impl Default for MaskList {
    fn default() -> Self {
        Self {
            victims: true,
            sites: SITES.map(str::to_owned).to_vec(),
            names: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl MaskList {
    /// The file of a project's list.
    pub fn path_beside(project: &Path) -> PathBuf {
        let mut name = project.as_os_str().to_owned();
        name.push(".mask.toml");
        name.into()
    }

    /// The list of a project; the default one when there is no file.
    ///
    /// # Errors
    /// `FILE: reason` when it cannot be read.
    pub fn beside(project: &Path) -> Result<Self, String> {
        let path = Self::path_beside(project);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(format!("{}: {e}", path.display())),
        }
    }

    /// Writes the list beside a project.
    ///
    /// # Errors
    /// `FILE: reason` when it cannot be written.
    pub fn keep(&self, project: &Path) -> Result<(), String> {
        let path = Self::path_beside(project);
        let said = |e: &dyn std::fmt::Display| format!("{}: {e}", path.display());
        let text = toml::to_string(self).map_err(|e| said(&e))?;
        let mut new = path.clone().into_os_string();
        new.push(".new");
        std::fs::write(&new, text).and_then(|()| std::fs::rename(&new, &path)).map_err(|e| said(&e))
    }
}

/// A list made ready for the claims of a project. By default it withholds nothing.
#[derive(Default)]
pub struct Mask {
    /// Longest first.
    words: Vec<(String, &'static str)>,
    /// Ids of sensitive places, with what stands in their place.
    places: BTreeMap<String, String>,
    /// Words by which a withheld place is known, in lower case: one that no list knows has no id.
    site_words: Vec<String>,
}

impl Mask {
    /// Finds what is to be withheld. `people` are names of civilians that documents introduce.
    pub fn new<'a>(
        list: &MaskList,
        claims: impl IntoIterator<Item = &'a Claim>,
        people: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut names: BTreeSet<String> = list.names.iter().cloned().collect();
        let (mut ids, mut sites, mut others) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let listed: Vec<String> = list.places.iter().map(|p| p.to_lowercase()).collect();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for claim in claims {
            for slot in &claim.places {
                let (id, name) = (slot.place.id.as_deref(), slot.place.name.as_deref());
                // "A clinic near Velm" leans on Velm, which is no clinic.
                let place = id.is_some_and(|id| listed.contains(&id.to_lowercase()))
                    || is_site(&slot.text, &listed)
                    || name.is_some_and(|n| is_site(n, &listed) || is_site(n, &list.sites));
                let text = place || is_site(&slot.text, &list.sites);
                let named = |text: &&str| text.contains(char::is_uppercase);
                (if text { &mut sites } else { &mut others })
                    .extend(Some(slot.text.as_str()).filter(named).map(str::to_owned));
                (if place { &mut sites } else { &mut others }).extend(name.filter(named).map(str::to_owned));
                ids.extend(id.filter(|_| place).map(str::to_owned));
            }
            if list.victims {
                let civilian = |side: Option<&str>| side == Some("civilian");
                told.extend(
                    claim.targets.iter().filter(|p| civilian(p.side.as_deref())).map(|p| p.text.as_str()),
                );
                told.extend(
                    claim.figures.iter().filter(|f| civilian(f.side.as_deref())).map(|f| f.who.as_str()),
                );
            }
        }
        if list.victims {
            names.extend(told.into_iter().flat_map(named));
            names.extend(people.into_iter().map(str::to_owned));
        }
        // A family name alone tells as much as the whole.
        let last: Vec<String> =
            names.iter().filter_map(|n| n.rsplit_once(' ')).map(|(_, last)| last.to_owned()).collect();
        names.extend(last);
        names.retain(|name| !name.is_empty() && !others.contains(name) && !sites.contains(name));
        sites.retain(|site| !others.contains(site));
        sites.extend(list.places.iter().filter(|p| !p.contains(':')).cloned());
        let site_words = list.sites.iter().chain(&listed).cloned().collect();
        let mut words: Vec<(String, &str)> =
            names.into_iter().map(|n| (n, NAME)).chain(sites.into_iter().map(|s| (s, SITE))).collect();
        words.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        let places = ids.into_iter().zip(1..).map(|(id, n)| (id, format!("withheld:{n}"))).collect();
        Self { words, places, site_words }
    }

    /// A text without what is withheld.
    pub fn text(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (word, instead)| replaced(&text, word, instead))
    }

    /// A claim without what is withheld. Its id, rule and byte positions stay.
    pub fn claim(&self, claim: &Claim) -> Claim {
        let mut out = claim.clone();
        let party = |p: &mut Party| p.text = self.text(&p.text);
        out.actors.iter_mut().for_each(party);
        out.targets.iter_mut().for_each(party);
        for slot in out.places.iter_mut().chain(out.asides.iter_mut().map(|a| &mut a.place)) {
            if self.withholds(slot.place.id.as_deref(), &slot.text) {
                SITE.clone_into(&mut slot.text);
                slot.place.name = None;
                slot.place.geometry = None;
                slot.place.candidates.clear();
                slot.place.id = slot.place.id.take().and_then(|id| self.places.get(&id).cloned());
            } else {
                slot.text = self.text(&slot.text);
            }
        }
        for figure in &mut out.figures {
            figure.who = self.text(&figure.who);
            figure.quote = self.text(&figure.quote);
        }
        for source in &mut out.attribution {
            source.text = self.text(&source.text);
        }
        out.instruments.iter_mut().for_each(|i| *i = self.text(i));
        out.evidence.quote = self.text(&out.evidence.quote);
        out
    }

    /// A holding without what is withheld: a sensitive site has neither name nor coordinates.
    pub fn holding(&self, holding: &Holding) -> Holding {
        let mut out = holding.clone();
        if self.withholds(Some(&holding.place), &holding.name) {
            out.place = self.places.get(&holding.place).cloned().unwrap_or_else(|| "withheld".to_owned());
            SITE.clone_into(&mut out.name);
            out.point = None;
        }
        out
    }

    /// Whether a place is withheld.
    pub fn withholds(&self, id: Option<&str>, name: &str) -> bool {
        id.is_some_and(|id| self.places.contains_key(id)) || is_site(name, &self.site_words)
    }
}

fn is_site(text: &str, words: &[String]) -> bool {
    let text = text.to_lowercase();
    words.iter().filter(|w| !w.is_empty()).any(|word| {
        text.match_indices(word.as_str()).any(|(at, _)| {
            !text[..at].ends_with(char::is_alphanumeric)
                && text[at + word.len()..]
                    .trim_start_matches('s')
                    .chars()
                    .next()
                    .is_none_or(|c| !c.is_alphanumeric())
        })
    })
}

/// The text with every whole-word occurrence of `word` replaced.
fn replaced(text: &str, word: &str, instead: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        out += before;
        let whole = !out.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        out += if whole { instead } else { word };
        rest = after;
    }
    out + rest
}

/// Names in what is told of people: runs of capitalised words. A single word that begins the phrase is a name
/// when a comma or nothing follows and it is no plural ("Hasan, a nurse", not "Villagers").
fn named(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_name = |at: usize| {
        let word = bare(words[at]);
        let begins = word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase)
            || word.split('-').nth(1).is_some_and(|part| part.starts_with(char::is_uppercase));
        begins && !(at == 0 && NO_NAMES.contains(&word.to_lowercase().as_str()))
    };
    let ends = |at: usize| words[at].ends_with([',', ';', ')', '.', ':']);
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let first = at;
        while !ends(at) && at + 1 < words.len() && is_name(at + 1) {
            at += 1;
        }
        let alone = first == at && first == 0;
        let single = bare(words[first]);
        if !alone || ((ends(at) || words.len() == 1) && !single.ends_with('s')) {
            out.push(words[first..=at].iter().map(|w| bare(w)).collect::<Vec<_>>().join(" "));
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MaskList, is_site, named, replaced};

    #[test]
    fn names_are_found_in_what_is_told_of_people() {
        assert_eq!(named("Salim Darwish, a paramedic"), ["Salim Darwish"]);
        assert_eq!(named("the teacher Huda al-Karim and her son"), ["Huda al-Karim"]);
        assert_eq!(named("Hasan, a nurse"), ["Hasan"]);
        for none in
            ["Four civilians", "Villagers", "around 40 people", "an orthopaedic doctor", "The wounded"]
        {
            assert!(named(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_site_is_known_by_a_whole_word() {
        let words = MaskList::default().sites;
        assert!(is_site("Velm Central Hospital", &words) && is_site("two schools in Velm", &words));
        assert!(!is_site("Campbell's Bridge", &words) && !is_site("Velm", &words));
    }

    #[test]
    fn only_whole_words_are_replaced() {
        assert_eq!(replaced("Amal and Amalia met Amal.", "Amal", "X"), "X and Amalia met X.");
    }

    #[test]
    fn a_list_says_what_it_does_not_know() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p.gpkg");
        assert_eq!(MaskList::beside(&project).unwrap(), MaskList::default());
        let list = MaskList { names: vec!["Huda al-Karim".to_owned()], ..MaskList::default() };
        list.keep(&project).unwrap();
        assert_eq!(MaskList::beside(&project).unwrap(), list);
        std::fs::write(MaskList::path_beside(&project), "nmaes = []").unwrap();
        assert!(MaskList::beside(&project).unwrap_err().contains("nmaes"));
    }

    proptest! {
        #[test]
        fn nothing_panics_and_no_whole_word_stays(text in "\\PC{0,40}", word in "[A-Z][a-z]{1,6}") {
            let _ = named(&text);
            let masked = replaced(&format!("{text} {word} {text}"), &word, "[ ]");
            prop_assert!(!masked.split(' ').any(|w| w == word));
        }
    }
}
