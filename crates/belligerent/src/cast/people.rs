//! People by rank, role and fate, as far as a text names them in public roles.

use crate::cast::roster::Roster;
use crate::words::{Word, new_sentence, said, words};

/// A person as a list of commanders names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) rank: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) fate: Option<String>,
    /// Id of the force that the role names.
    pub(crate) force: Option<String>,
}

/// Reads "Maj. Gen. A. Name † (X commander)" with the heading above it ("Killed:").
pub(crate) fn commander(
    text: &str,
    note: Option<&str>,
    group: Option<&str>,
    roster: &Roster,
) -> Option<Person> {
    let (text, glued) = glued_mark(text);
    let all = words(text);
    let mut from = 0;
    while let Some((len, ())) = roster.vocabulary.ranks.longest(&all, from) {
        from += len;
    }
    let mut person =
        Person { rank: (from > 0).then(|| said(text, &all[..from]).to_owned()), ..Person::default() };
    let mut to = all.len();
    while to > from + 1
        && (fate(&all[to - 1..], roster).is_some() || all[to - 1].caps && all[to - 1].mark == Some('('))
    {
        person.fate = person.fate.or(fate(&all[to - 1..], roster));
        to -= 1;
    }
    if from >= to || !all[from..to].iter().any(|w| w.capital) {
        return None;
    }
    // "Unnamed lieutenant colonel", "Unknown": nobody is named.
    if matches!(all[from].fold.as_str(), "unnamed" | "unknown" | "no" | "several" | "none") {
        return None;
    }
    let name = said(text, &all[from..to]);
    name.trim_matches(|c: char| !c.is_alphanumeric()).clone_into(&mut person.name);
    person.fate = person
        .fate
        .or_else(|| glued.map(str::to_owned))
        .or_else(|| text.contains('†').then(|| "killed".to_owned()))
        .or_else(|| group.and_then(|g| fate(&words(g), roster)))
        .or_else(|| note.and_then(|n| fate(&words(n), roster)));
    if let Some(note) = note {
        let all = words(note);
        if (0..all.len()).any(|at| roster.vocabulary.roles.longest(&all, at).is_some()) {
            person.role = Some(note.to_owned());
        }
        person.force = roster.hits(&all).iter().find_map(|h| match h.anchor {
            crate::phrase::Anchor::Actor(i) => Some(roster.members[i].id.clone()),
            _ => None,
        });
    }
    Some(person)
}

fn fate(all: &[Word], roster: &Roster) -> Option<String> {
    roster
        .vocabulary
        .fates
        .iter()
        .find(|(_, lexicon)| lexicon.longest(all, 0).is_some())
        .map(|(fate, _)| (*fate).to_owned())
}

/// "NameKIA": a mark that lost its space.
fn glued_mark(text: &str) -> (&str, Option<&'static str>) {
    for (mark, fate) in
        [("KIA", "killed"), ("WIA", "wounded"), ("POW", "captured"), ("MIA", "missing"), ("DOW", "killed")]
    {
        if let Some(rest) = text.strip_suffix(mark)
            && rest.ends_with(char::is_lowercase)
        {
            return (rest, Some(fate));
        }
    }
    (text, None)
}

/// The surname of a name of two words or more, with the article before it ("al-Karim"); short ones and
/// common words are left out.
pub(crate) fn surname(name: &str) -> Option<&str> {
    let all = words(name);
    let last = all.last().filter(|w| w.capital && w.fold.chars().count() > 3)?;
    let article =
        |w: &Word| matches!(w.fold.as_str(), "al" | "el" | "as" | "ash" | "ad" | "an" | "ar" | "az");
    let from = match all.len().checked_sub(2).map(|i| &all[i]) {
        Some(before) if last.joined && article(before) => before,
        _ if last.joined => return None,
        _ => last,
    };
    let first = all.first()?;
    (first.span.start < from.span.start && !all.iter().any(|w| w.fold.chars().any(char::is_numeric)))
        .then(|| from.span.cover(last.span).of_text(name))
}

/// The words that name a person after a rank or role: capitals and initials, at most four, with
/// "al-", "ibn" and the like between.
pub(crate) fn name_after(all: &[Word], at: usize) -> usize {
    let mut to = at;
    while to < all.len() && to < at + 5 {
        let w = &all[to];
        let particle = matches!(
            w.fold.as_str(),
            "al" | "el" | "as" | "ash" | "ibn" | "bin" | "abu" | "de" | "van" | "von" | "del"
        );
        if to > at && (new_sentence(all, to) || w.mark.is_some_and(|m| m != '.'))
            || !(w.capital || w.joined || particle && to > at)
            || w.fold.chars().any(char::is_numeric)
        {
            break;
        }
        to += 1;
        if w.possessive {
            break;
        }
    }
    while to > at && matches!(all[to - 1].fold.as_str(), "al" | "el" | "as" | "de" | "van" | "von") {
        to -= 1;
    }
    to
}
