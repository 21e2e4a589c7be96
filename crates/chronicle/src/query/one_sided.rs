//! What only one side says.

use std::collections::BTreeSet;

use annalist_claim::{Alignment, Kind};
use annalist_time::Edtf;
use serde::{Deserialize, Serialize};

use super::Quote;
use crate::row::Row;
use crate::state::Chronicle;

/// An event that only the sources of one side tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneSided {
    /// The side.
    pub side: String,
    /// Event id.
    pub event: String,
    /// What is said to have happened.
    pub kind: Kind,
    /// When.
    pub when: Option<Edtf>,
    /// Place ids.
    pub places: Vec<String>,
    /// The words of that side.
    pub quotes: Vec<Quote>,
    /// The words of those who deny it.
    pub denied: Vec<Quote>,
}

impl Chronicle {
    /// The events that only the sources of one side tell, of one side or of each, in the order of the
    /// events. A monitor, the press or a source of unknown leaning that tells it too takes it off the
    /// list; a denial does not.
    pub fn one_sided(&self, side: Option<&str>) -> Vec<OneSided> {
        let mut out = Vec::new();
        for event in &self.events {
            let rows: Vec<&Row> = event.claims.iter().filter_map(|id| self.row(id)).collect();
            let told: Vec<&Row> = rows.iter().copied().filter(|r| r.is_told()).collect();
            let stances: BTreeSet<Option<&str>> =
                told.iter().flat_map(|r| &r.voice.stances).map(leaning).collect();
            let mut stances = stances.into_iter();
            let (Some(Some(only)), None) = (stances.next(), stances.next()) else { continue };
            if side.is_some_and(|side| side != only) {
                continue;
            }
            let quotes =
                |rows: Vec<&Row>| rows.into_iter().map(|r| Quote::of(&r.claim, self.name_of(r))).collect();
            out.push(OneSided {
                side: only.to_owned(),
                event: event.id.clone(),
                kind: event.kind,
                when: event.when.clone(),
                places: event.places.clone(),
                quotes: quotes(told),
                denied: quotes(rows.into_iter().filter(|r| r.is_denial()).collect()),
            });
        }
        out
    }
}

/// The side of a stance, `None` when it has none.
fn leaning(stance: &Alignment) -> Option<&str> {
    match stance {
        Alignment::Party(side) | Alignment::Leans(side) => Some(side),
        Alignment::Monitor | Alignment::Press | Alignment::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use annalist_claim::{Alignment, Kind::Capture, Modality};

    use crate::testing::{plain, told};

    #[test]
    fn what_a_monitor_tells_too_is_not_one_sided() {
        let red = || Alignment::Leans("reds".into());
        let c = plain(vec![
            told(Capture, "reds", "Brenno", "2031-05-04").by("Courier", red()),
            told(Capture, "reds", "Brenno", "2031-05-04")
                .by("Herald", Alignment::Party("blues".into()))
                .modality(Modality::Denied),
            told(Capture, "reds", "Tarsk", "2031-05-09").by("Courier", red()),
            told(Capture, "reds", "Tarsk", "2031-05-09").by("Watch", Alignment::Monitor),
        ]);
        let only = c.one_sided(None);
        assert_eq!(only.len(), 1);
        assert_eq!((only[0].side.as_str(), &only[0].places[..]), ("reds", &["t:brenno".to_owned()][..]));
        assert_eq!((only[0].quotes.len(), only[0].denied.len()), (1, 1));
        assert!(c.one_sided(Some("blues")).is_empty());
    }
}
