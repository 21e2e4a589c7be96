//! Events told before, for "two days after the fall of X".

use std::collections::BTreeSet;

use crate::clock::Told;

/// The sentences read so far that tell a day. Few phrases ask for them, so their words are cut only then.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    told: Vec<(Box<str>, Told)>,
}

/// Nouns of events whose verb is another word: noun, verb's forms.
const VERBS: &[(&str, &[&str])] = &[
    ("fall", &["fell", "fallen", "falls"]),
    ("loss", &["lost", "lose"]),
    ("death", &["died", "killed"]),
    ("beginning", &["began", "begun"]),
    ("start", &["began", "begun"]),
    ("flight", &["fled"]),
    ("departure", &["left"]),
    ("withdrawal", &["withdrew", "withdrawn"]),
    ("taking", &["took", "taken"]),
    ("seizure", &["seized"]),
    ("defeat", &["beaten"]),
    ("ceasefire", &["truce"]),
];

/// Words that tell no event.
const IDLE: &[&str] =
    &["after", "before", "from", "that", "their", "with", "days", "hours", "weeks", "months", "years"];

impl Events {
    /// Remembers that `sentence` tells of `told`.
    pub(crate) fn remember(&mut self, sentence: &str, told: Told) {
        self.told.push((sentence.into(), told));
    }

    /// When the event that a phrase names was told to be ("two days after the fall of X"): the last
    /// sentence that has all its names and one of its other words.
    pub(crate) fn find(&self, phrase: &str) -> Option<Told> {
        let names: Vec<String> = words(phrase)
            .skip(1)
            .filter(|w| w.starts_with(char::is_uppercase))
            .map(str::to_lowercase)
            .collect();
        let event = |w: &&str| {
            w.starts_with(char::is_lowercase)
                && w.chars().count() > 3
                && !IDLE.contains(&w.to_lowercase().as_str())
        };
        let events: Vec<&str> = words(phrase).skip(1).filter(event).collect();
        if names.is_empty() || events.is_empty() {
            return None;
        }
        let tells = |sentence: &str| {
            let sentence: BTreeSet<String> = words(sentence).map(str::to_lowercase).collect();
            names.iter().all(|n| sentence.contains(n))
                && events.iter().any(|e| sentence.iter().any(|w| same(e, w)))
        };
        self.told.iter().rev().find(|(sentence, _)| tells(sentence)).map(|(_, told)| *told)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').filter(|w| !w.is_empty())
}

/// Whether a verb or noun of a sentence tells what the noun names.
fn same(noun: &str, word: &str) -> bool {
    let common = noun.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    noun == word
        || (common >= 4 && common + 3 >= noun.chars().count())
        || VERBS.iter().any(|(n, verbs)| *n == noun && verbs.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::Events;
    use crate::clock::Told;
    use crate::period::Period;

    #[test]
    fn an_event_is_found_by_its_names_and_its_deed() {
        let told = |day| Told { period: Period::of_day(1931, 6, day).unwrap(), at: None };
        let mut events = Events::default();
        events.remember("Girton fell on 3 June.", told(3));
        events.remember("The army captured Tarsk.", told(8));
        events.remember("The council of Girton met.", told(9));
        assert_eq!(events.find("two days after the fall of Girton"), Some(told(3)));
        assert_eq!(events.find("a week before the capture of Tarsk"), Some(told(8)));
        assert_eq!(events.find("a week before the capture of Girton"), None);
        assert_eq!(events.find("two days after the fall"), None);
    }
}
