//! The timeline of a side, a force or a person: the events in which it acts, suffers or speaks.

use annalist_claim::{Claim, Kind, Party};
use annalist_time::Edtf;
use serde::{Deserialize, Serialize};

use super::Quote;
use crate::state::Chronicle;
use crate::voice::fold_name;

/// What a name is in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It does it.
    Actor,
    /// It is done to it.
    Target,
    /// It says so.
    Source,
}

/// An event of a side, a force or a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Event id; `None` for a claim of no event (an aim, a summary of an infobox, a statement).
    pub event: Option<String>,
    /// What happened.
    pub kind: Kind,
    /// When.
    pub when: Option<Edtf>,
    /// Place ids.
    pub places: Vec<String>,
    /// What it is in it, each once.
    pub roles: Vec<Role>,
    /// The claims that name it.
    pub quotes: Vec<Quote>,
}

impl Chronicle {
    /// The events in which a name acts, suffers or speaks, in time. The name is a side's or a
    /// belligerent's id, or words that stand in a party's or a source's name, in any case.
    pub fn mentions(&self, name: &str) -> Vec<Mention> {
        let wanted = fold_name(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        let event_of: std::collections::BTreeMap<&str, &crate::Event> =
            self.events.iter().flat_map(|e| e.claims.iter().map(move |c| (c.as_str(), e))).collect();
        let mut out: std::collections::BTreeMap<String, Mention> = std::collections::BTreeMap::new();
        for row in self.told() {
            let roles = roles(&row.claim, name, &wanted);
            if roles.is_empty() {
                continue;
            }
            let event = event_of.get(row.claim.id.as_str());
            let key = event.map_or(&row.claim.id, |e| &e.id).clone();
            let mention = out.entry(key).or_insert_with(|| Mention {
                event: event.map(|e| e.id.clone()),
                kind: event.map_or(row.claim.kind, |e| e.kind),
                when: event.map_or(row.claim.when.clone(), |e| e.when.clone()),
                places: event.map_or_else(
                    || row.spots.iter().filter_map(crate::place::Spot::key).map(str::to_owned).collect(),
                    |e| e.places.clone(),
                ),
                roles: Vec::new(),
                quotes: Vec::new(),
            });
            mention.roles.extend(roles);
            mention.roles.sort();
            mention.roles.dedup();
            mention.quotes.push(Quote::of(&row.claim, self.name_of(row)));
        }
        let mut out: Vec<Mention> = out.into_values().collect();
        let day = |m: &Mention| m.when.as_ref().and_then(|w| w.earliest().or_else(|| w.latest()));
        out.sort_by(|a, b| {
            (day(a), &a.event, &a.quotes[0].claim).cmp(&(day(b), &b.event, &b.quotes[0].claim))
        });
        out
    }
}

fn roles(claim: &Claim, name: &str, wanted: &str) -> Vec<Role> {
    let is = |party: &Party| {
        party.side.as_deref() == Some(name)
            || party.belligerent.as_deref() == Some(name)
            || holds_words(&party.text, wanted)
    };
    let mut roles = Vec::new();
    if claim.actors.iter().any(is) {
        roles.push(Role::Actor);
    }
    if claim.targets.iter().any(is) {
        roles.push(Role::Target);
    }
    if claim.attribution.iter().any(|a| holds_words(&a.text, wanted) || holds_words(a.name(), wanted)) {
        roles.push(Role::Source);
    }
    roles
}

/// Whether folded words stand in a text as whole words in a row.
fn holds_words(text: &str, wanted: &str) -> bool {
    format!(" {} ", fold_name(text)).contains(&format!(" {wanted} "))
}

#[cfg(test)]
mod tests {
    use annalist_claim::{
        Alignment,
        Kind::{Airstrike, Capture},
    };

    use super::Role;
    use crate::testing::{plain, told};

    #[test]
    fn a_name_is_followed_through_its_roles() {
        let c = plain(vec![
            told(Airstrike, "blues", "Velm", "2031-05-09")
                .from("reds")
                .by("Colonel Ada Brand", Alignment::Unknown),
            told(Capture, "reds", "Brenno", "2031-05-04"),
        ]);
        let reds = c.mentions("reds");
        assert_eq!(reds.iter().map(|m| m.roles[0]).collect::<Vec<_>>(), [Role::Actor, Role::Target]);
        assert_eq!(c.mentions("ada brand")[0].roles, [Role::Source]);
        assert!(c.mentions("da bra").is_empty());
    }
}
