//! By which name a source goes: one outlet, body or person, whatever words introduce it.

use annalist_span::RuleId;

use crate::SourceName;
use crate::cast::{Cast, Roster, name_after};
use crate::lexicon::Lexicon;
use crate::phrase::{Anchor, Hit};
use crate::words::{Word, said, words};

impl Cast {
    /// The name that a speaker or outlet goes by: a pack's, or the words without rank, role and
    /// leaning. `None` for words that name nobody ("local sources").
    pub fn source_name(&self, text: &str) -> Option<SourceName> {
        name(&self.roster, text)
    }
}

/// The name of the source that these words name; `None` when they name nobody.
///
/// In this order: an outlet of a pack under its first name; who stands behind a report; a body behind its
/// spokesman; a person without rank, role and apposition; an office; a force that fills the phrase, under
/// its full name; a body by its capitals.
fn name(roster: &Roster, text: &str) -> Option<SourceName> {
    let all = words(text);
    let pack = roster.hits(&all).into_iter().find_map(|h| match h.anchor {
        Anchor::Source(i) => Some(roster.sources[i].0.clone()),
        _ => None,
    });
    let (name, rule) = match pack {
        Some(name) => (name, "source/pack"),
        None => Phrase { roster, text, all: behind_report(roster, &all)? }.name()?,
    };
    Some(SourceName { name, rule: RuleId::named(rule) })
}

struct Phrase<'a> {
    roster: &'a Roster,
    text: &'a str,
    all: &'a [Word],
}

type Named = (String, &'static str);

impl Phrase<'_> {
    fn name(&self) -> Option<Named> {
        let cut = self.all.iter().skip(1).position(|w| matches!(w.mark, Some(',' | ';' | '(')));
        let (head, apposition) = self.all.split_at(cut.map_or(self.all.len(), |i| i + 1));
        let role = self.last_role(head);
        let person = || role.and_then(|from| self.person(&head[from..]));
        if let Some(body) = behind_spokesman(head) {
            return self.body(body).or_else(person).map(|n| (n, "source/spokesman"));
        }
        if let Some(name) = person() {
            return Some((name, "source/person"));
        }
        if role.is_some() && !names_person(head) {
            let behind = name_after(apposition, 0);
            if behind > 0 {
                return Some((self.slice(&apposition[..behind]), "source/person"));
            }
            return self.office(head).map(|n| (n, "source/office"));
        }
        let content = head.iter().filter(|w| !is_determiner(w)).count();
        let force = |h: &Hit| matches!(h.anchor, Anchor::Actor(_)) && h.len >= content;
        if let Some(Hit { anchor: Anchor::Actor(i), .. }) = self.roster.hits(head).into_iter().find(force) {
            return Some((self.roster.members[i].name.clone(), "source/force"));
        }
        self.body(head).map(|n| (n, "source/words"))
    }

    /// The person named by the words after the last rank or role.
    fn person(&self, mut rest: &[Word]) -> Option<String> {
        // "Governor of North Dorn Ada Lorn": the last two.
        if rest.first().is_some_and(|w| w.fold == "of") {
            let last = rest.iter().rposition(|w| is_small(w) || is_determiner(w))? + 1;
            rest = &rest[last..];
            if rest.len() < 3 || !rest.iter().all(|w| w.capital) {
                return None;
            }
            rest = &rest[rest.len() - 2..];
        }
        let to = name_after(rest, 0);
        let whole = to == rest.len() || rest.get(to).is_some_and(|w| w.mark.is_some() || is_small(w));
        (to > 0 && whole && !self.is_body(&rest[..to])).then(|| self.slice(&rest[..to]))
    }

    /// Where the words after the last rank or role begin. A body's own name holds no role ("General Staff").
    fn last_role(&self, head: &[Word]) -> Option<usize> {
        let vocabulary = &self.roster.vocabulary;
        let role = |at| {
            [&vocabulary.ranks, &vocabulary.roles, &vocabulary.persons, &vocabulary.offices]
                .into_iter()
                .filter_map(|list: &Lexicon<()>| list.longest(head, at))
                .map(|(len, ())| len)
                .max()
        };
        let hits = self.roster.hits(head);
        let covered = |at: usize| {
            hits.iter().any(|h| {
                h.at <= at
                    && at < h.end()
                    && (h.len > 1 && matches!(h.anchor, Anchor::Actor(_))
                        || self.is_body(&head[h.at..h.end()]))
            })
        };
        (0..head.len()).rev().find_map(|at| role(at).filter(|_| !covered(at)).map(|len| at + len))
    }

    /// "mayor of Dorn": the words themselves, when they say of what.
    fn office(&self, head: &[Word]) -> Option<String> {
        let from = head.iter().position(|w| !is_determiner(w))?;
        let place = head.iter().position(is_small)?;
        let plural = place.checked_sub(1).is_some_and(|at| is_plural(&head[at]));
        (!plural && head[place..].iter().any(|w| w.capital)).then(|| self.slice(&head[from..]))
    }

    /// The capitals of a phrase with the words between, when they name a body.
    fn body(&self, phrase: &[Word]) -> Option<String> {
        let end = phrase.iter().position(is_small).unwrap_or(phrase.len());
        let last = end.checked_sub(1)?;
        if !phrase.iter().any(|w| w.capital) {
            return None;
        }
        let tail = phrase.iter().rposition(|w| w.capital || w.joined)?;
        let common = !phrase[last].capital || last == 0 && self.is_noun(&phrase[..1]);
        if common && !self.is_body(&phrase[..end]) || self.is_people(&phrase[..end]) {
            return None;
        }
        let mut from = 0;
        while from < end {
            if let Some(len) = leaning(self.roster, phrase, from) {
                from += len;
            } else if is_determiner(&phrase[from])
                || !phrase[from].capital && !particle(phrase, from) && tail < end && from < tail
            {
                from += 1;
            } else {
                break;
            }
        }
        let name = phrase.get(from..=tail.max(last))?;
        name.iter().any(|w| w.capital).then(|| self.slice(name))
    }

    /// Whether the words end in what speaks as one ("the ministry", "state media").
    fn is_body(&self, name: &[Word]) -> bool {
        let bodies = &self.roster.vocabulary.bodies;
        (0..name.len()).any(|at| bodies.longest(name, at).is_some_and(|(len, ())| at + len == name.len()))
    }

    /// Whether the words end in people of a kind or a people ("Utopians", "Utopian sources").
    fn is_people(&self, name: &[Word]) -> bool {
        let Some(last) = name.last() else { return true };
        let vocabulary = &self.roster.vocabulary;
        if vocabulary.source_nouns.contains(&last.fold) && !self.is_body(name)
            || vocabulary.persons.longest(std::slice::from_ref(last), 0).is_some()
        {
            return true;
        }
        let proper = |own: &str| own.to_lowercase() == last.fold;
        self.roster.hits(name).iter().any(|h| {
            h.end() == name.len()
                && match h.anchor {
                    Anchor::State(i) => is_plural(last) && !proper(&self.roster.members[i].name),
                    Anchor::Side(s) => !proper(&self.roster.sides[s].name) && !self.is_body(name),
                    Anchor::Noun(_) => !self.is_body(name),
                    Anchor::Anaphor(_) => true,
                    Anchor::Actor(_) | Anchor::Source(_) => false,
                }
        })
    }

    /// Whether a word that opens the phrase, and so perhaps a sentence, is a common noun.
    fn is_noun(&self, first: &[Word]) -> bool {
        let vocabulary = &self.roster.vocabulary;
        first.iter().all(|w| vocabulary.reports.contains(&w.fold))
            || vocabulary.nouns.longest(first, 0).is_some()
            || vocabulary.bodies.longest(first, 0).is_some()
    }

    fn slice(&self, name: &[Word]) -> String {
        let words = said(self.text, name);
        words.strip_suffix("'s").or_else(|| words.strip_suffix("’s")).unwrap_or(words).to_owned()
    }
}

/// Who stands behind "X's report", "a report of X", "footage by X"; the words themselves when they are no
/// report; `None` when nobody is named behind one.
fn behind_report<'w>(roster: &Roster, all: &'w [Word]) -> Option<&'w [Word]> {
    let small = |w: &Word| is_small(w) || w.mark.is_some();
    let end = all.iter().skip(1).position(small).map_or(all.len(), |i| i + 1);
    let report = |w: &Word| roster.vocabulary.reports.contains(&w.fold);
    if !all.get(end.checked_sub(1)?).is_some_and(report) {
        // "the analysis of X" opens with the report, "X's General Staff's report on Y" holds it.
        let owner = all.iter().position(report).filter(|&at| at > 0 && all[at - 1].possessive);
        return Some(owner.map_or(all, |at| &all[..at]));
    }
    if let Some(owner) = all[..end].iter().rposition(|w| w.possessive) {
        return Some(&all[..=owner]);
    }
    match all.get(end) {
        Some(w) if matches!(w.fold.as_str(), "of" | "by" | "from") => all.get(end + 1..),
        _ => None,
    }
}

/// "X's spokesman Y", "the spokesman of X", "X spokeswoman Y": the words of X.
fn behind_spokesman(phrase: &[Word]) -> Option<&[Word]> {
    let at = phrase.iter().position(|w| w.fold.starts_with("spokes"))?;
    if phrase.get(at + 1).is_some_and(|w| matches!(w.fold.as_str(), "of" | "for" | "from")) {
        return Some(&phrase[at + 2..]);
    }
    (at > 0).then(|| &phrase[..at])
}

/// Whether a phrase opens with two capitals, as a person's name before an apposition does.
fn names_person(head: &[Word]) -> bool {
    head.len() > 1 && head.iter().all(|w| w.capital || w.joined)
}

/// "pro-government", "X-linked", "anti-X": how many words such a compound has before a name.
fn leaning(roster: &Roster, phrase: &[Word], at: usize) -> Option<usize> {
    let next = phrase.get(at + 1).filter(|w| w.joined)?;
    let v = &roster.vocabulary;
    let before = v.before_same.contains(&phrase[at].fold) || v.before_against.contains(&phrase[at].fold);
    let after = v.same.contains(&next.fold) || v.backed.contains(&next.fold);
    ((before || after) && at + 2 < phrase.len()).then_some(2)
}

fn is_plural(w: &Word) -> bool {
    w.fold.ends_with('s') && !w.fold.ends_with("ss")
}

fn is_determiner(w: &Word) -> bool {
    matches!(w.fold.as_str(), "the" | "a" | "an" | "this" | "that" | "its" | "their" | "his" | "her")
}

fn is_small(w: &Word) -> bool {
    const SMALL: [&str; 15] = [
        "of", "for", "from", "in", "by", "at", "on", "to", "with", "about", "who", "that", "as", "which",
        "near",
    ];
    !w.joined && SMALL.contains(&w.fold.as_str())
}

/// "al-" before a name belongs to it.
fn particle(phrase: &[Word], at: usize) -> bool {
    const PARTICLES: [&str; 11] = ["al", "el", "as", "ash", "an", "ar", "de", "van", "von", "bin", "ibn"];
    PARTICLES.contains(&phrase[at].fold.as_str()) && phrase.get(at + 1).is_some_and(|w| w.capital)
}

#[cfg(test)]
mod tests {
    use crate::testing::document;
    use crate::{Cast, Packs};

    fn names(text: &str, phrases: &[&str]) -> Vec<String> {
        let cast = Cast::read(&document(&[], &[text]), &[], Packs::embedded());
        phrases.iter().map(|p| cast.source_name(p).map_or_else(String::new, |n| n.name)).collect()
    }

    #[test]
    fn an_outlet_goes_by_its_packs_name_however_it_is_introduced() {
        assert_eq!(
            names(
                "The war in Syria went on in 2017.",
                &["Reuters", "the Reuters news agency", "U.N. monitors", "the United Nations"]
            ),
            ["Reuters", "Reuters", "United Nations", "United Nations"]
        );
    }

    #[test]
    fn a_name_is_free_of_rank_role_and_leaning() {
        assert_eq!(
            names(
                "Fighting went on.",
                &[
                    "pro-government Delta Radio",
                    "Harbour-linked Delta Radio",
                    "the monitoring group Open Ledger",
                    "Governor Ada Lorn",
                    "Ada Lorn, the governor of Delta",
                    "Utopian official Ada Lorn",
                    "mayor of Dorn, Ada Lorn",
                    "Governor of North Dorn Ada Lorn",
                    "the mayor of Dorn",
                    "a statement by Dorn official Ada Lorn",
                    "Footage by Delta Radio",
                    "Delta General Staff",
                    "the Delta General Staff's report on 3 May",
                    "authorities in occupied Dorn",
                    "Delta Ministry's spokesman Major Ivo Renn",
                    "a spokesman for the Delta Ministry",
                    "al-Nour Courier",
                ]
            ),
            [
                "Delta Radio",
                "Delta Radio",
                "Open Ledger",
                "Ada Lorn",
                "Ada Lorn",
                "Ada Lorn",
                "Ada Lorn",
                "Ada Lorn",
                "mayor of Dorn",
                "Ada Lorn",
                "Delta Radio",
                "Delta General Staff",
                "Delta General Staff",
                "authorities in occupied Dorn",
                "Delta Ministry",
                "Delta Ministry",
                "al-Nour Courier",
            ]
        );
    }

    #[test]
    fn common_words_name_nobody() {
        let common = [
            "rebels",
            "An unverified photo",
            "Local sources",
            "Rebels",
            "Syrian activists",
            "pro-government",
            "Ukrainian officials",
            "Russian soldiers",
            "Ukrainians",
            "Footage",
            "Residents of Dorn",
            "Ukrainian and Western analysts",
            "a senior Utopian official",
            "CCTV footage",
            "Pro-rebel media",
        ];
        assert_eq!(names("Fighting went on.", &common), [""; 15]);
        assert_eq!(
            names("Fighting went on.", &["the Syrian government", "Russia", "Ukrainian authorities"]),
            ["Syrian government", "Russia", "Ukrainian authorities"]
        );
    }
}
