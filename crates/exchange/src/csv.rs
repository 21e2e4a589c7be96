//! Comma-separated values (RFC 4180), with the byte-order mark by which Excel knows UTF-8.

use annalist_chronicle::Holding;
use annalist_claim::{Claim, Party};
use serde::Serialize;

use crate::Mask;

pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One row a claim, in the order given; lists are joined by `; `.
pub fn claims<'a>(claims: impl IntoIterator<Item = (&'a str, &'a Claim)>, mask: &Mask) -> String {
    let mut rows = vec![row([
        "id",
        "document",
        "kind",
        "actors",
        "actor_sides",
        "targets",
        "target_sides",
        "places",
        "place_ids",
        "when",
        "part",
        "modality",
        "factuality",
        "by",
        "figures",
        "instruments",
        "quote",
        "start_byte",
        "end_byte",
        "rule",
        "confidence",
    ])];
    for (document, claim) in claims {
        let c = mask.claim(claim);
        let texts = |parties: &[Party]| join(parties.iter().map(|p| p.text.as_str()));
        let sides = |parties: &[Party]| join(parties.iter().map(|p| p.side.as_deref().unwrap_or("")));
        rows.push(row([
            c.id.as_str(),
            &mask.text(document),
            &word(&c.kind),
            &texts(&c.actors),
            &sides(&c.actors),
            &texts(&c.targets),
            &sides(&c.targets),
            &join(c.places.iter().map(|p| p.text.as_str())),
            &join(c.places.iter().map(|p| p.place.id.as_deref().unwrap_or(""))),
            c.when.as_ref().map_or("", |w| w.as_str()),
            &c.part.map(|p| word(&p)).unwrap_or_default(),
            &word(&c.modality),
            &word(&c.factuality),
            &join(c.attribution.iter().map(|a| a.text.as_str())),
            &join(c.figures.iter().map(|f| f.quote.as_str())),
            &join(c.instruments.iter().map(String::as_str)),
            &c.evidence.quote,
            &c.evidence.span.start.to_string(),
            &c.evidence.span.end.to_string(),
            &c.rule.to_string(),
            &format!("{:.2}", c.confidence),
        ]));
    }
    BYTE_ORDER_MARK.to_owned() + &rows.concat()
}

/// One row an interval; `end` is the day after the last. `claim` gives a claim by its id.
pub fn holdings<'a>(holdings: &[Holding], claim: impl Fn(&str) -> Option<&'a Claim>, mask: &Mask) -> String {
    let mut rows = vec![row([
        "account",
        "place",
        "name",
        "lat",
        "lon",
        "start",
        "end",
        "holder",
        "status",
        "newest_evidence",
        "first_words",
    ])];
    for h in holdings.iter().map(|h| mask.holding(h)) {
        let day = |day: Option<annalist_time::Day>| day.map(|d| d.to_string()).unwrap_or_default();
        let first = h.begun_by.first().and_then(|id| claim(id));
        let words = first.map(|c| mask.text(&c.evidence.quote)).unwrap_or_default();
        rows.push(row([
            h.account.as_str(),
            &h.place,
            &h.name,
            &h.point.map(|p| p.lat.to_string()).unwrap_or_default(),
            &h.point.map(|p| p.lon.to_string()).unwrap_or_default(),
            &day(h.start),
            &day(h.end),
            h.holder.as_deref().unwrap_or(""),
            &word(&h.status),
            &day(h.newest_evidence),
            &words,
        ]));
    }
    BYTE_ORDER_MARK.to_owned() + &rows.concat()
}

pub(crate) fn row<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let fields: Vec<String> = fields.into_iter().map(field).collect();
    fields.join(",") + "\r\n"
}

/// A field, quoted where it must be. A cell that a spreadsheet would take for a formula is kept as
/// text by a leading apostrophe.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

pub(crate) fn join<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join("; ")
}

fn word<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own values have a JSON form").trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{field, row};

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(row(["a", "b, c", "say \"d\""]), "a,\"b, c\",\"say \"\"d\"\"\"\r\n");
    }

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("well-known"), "well-known");
    }
}
