//! Rows as ACLED and UCDP GED code them, in CSV with their column names.
//!
//! The rules are in the chronicle, one file each with its basis; the last column names those that made a row.
//! Numbers that only the codebooks' keepers give (event, actor and country ids) are left out.

use annalist_chronicle::{AcledEvent, GedEvent, Violence};
use annalist_gazetteer::Point;

use crate::csv::{BYTE_ORDER_MARK, join, row};
use crate::{Mask, SITE};

/// ACLED's rows.
pub fn acled(events: &[AcledEvent], mask: &Mask) -> String {
    let mut rows = vec![row([
        "event_id",
        "event_date",
        "year",
        "time_precision",
        "event_type",
        "sub_event_type",
        "actor1",
        "actor2",
        "location",
        "latitude",
        "longitude",
        "source",
        "fatalities",
        "claims",
        "rules",
    ])];
    for e in events {
        let (name, point) = place(e.place.as_deref(), &e.name, e.point, mask);
        let sources: Vec<String> = e.sources.iter().map(|s| mask.text(s)).collect();
        rows.push(row([
            e.id.as_str(),
            &e.date.to_string(),
            &e.date.year().to_string(),
            &e.time_precision.to_string(),
            e.event_type,
            e.sub_event_type,
            e.actor1.as_deref().unwrap_or(""),
            e.actor2.as_deref().unwrap_or(""),
            &name,
            &point.map(|p| p.lat.to_string()).unwrap_or_default(),
            &point.map(|p| p.lon.to_string()).unwrap_or_default(),
            &join(sources.iter().map(String::as_str)),
            &e.fatalities.to_string(),
            &join(e.claims.iter().map(String::as_str)),
            &join(e.rules.iter().copied()),
        ]));
    }
    BYTE_ORDER_MARK.to_owned() + &rows.concat()
}

/// UCDP GED's rows. `name` gives a place's name by its id.
pub fn ged(events: &[GedEvent], name: impl Fn(&str) -> String, mask: &Mask) -> String {
    let mut rows = vec![row([
        "id",
        "type_of_violence",
        "side_a",
        "side_b",
        "date_start",
        "date_end",
        "date_prec",
        "where_coordinates",
        "where_prec",
        "latitude",
        "longitude",
        "event_clarity",
        "deaths_a",
        "deaths_b",
        "deaths_civilians",
        "deaths_unknown",
        "best",
        "high",
        "low",
        "number_of_sources",
        "claims",
        "rules",
    ])];
    for e in events {
        let told = e.place.as_deref().map(&name).unwrap_or_default();
        let (told, point) = place(e.place.as_deref(), &told, e.point, mask);
        let violence = match e.violence {
            Violence::StateBased => "1",
            Violence::NonState => "2",
            Violence::OneSided => "3",
        };
        let number = |n: u64| n.to_string();
        rows.push(row([
            e.id.as_str(),
            violence,
            e.side_a.as_deref().unwrap_or(""),
            e.side_b.as_deref().unwrap_or(""),
            &e.start.to_string(),
            &e.end.to_string(),
            &e.date_prec.to_string(),
            &told,
            &e.where_prec.to_string(),
            &point.map(|p| p.lat.to_string()).unwrap_or_default(),
            &point.map(|p| p.lon.to_string()).unwrap_or_default(),
            &e.event_clarity.to_string(),
            &number(e.deaths_a),
            &number(e.deaths_b),
            &number(e.deaths_civilians),
            &number(e.deaths_unknown),
            &number(e.best),
            &number(e.high),
            &number(e.low),
            &e.number_of_sources.to_string(),
            &join(e.claims.iter().map(String::as_str)),
            &join(e.rules.iter().copied()),
        ]));
    }
    BYTE_ORDER_MARK.to_owned() + &rows.concat()
}

/// A place's name and point, unless they are withheld.
fn place(id: Option<&str>, name: &str, point: Option<Point>, mask: &Mask) -> (String, Option<Point>) {
    if !name.is_empty() && mask.withholds(id, name) {
        (SITE.to_owned(), None)
    } else {
        (name.to_owned(), point)
    }
}

#[cfg(test)]
mod tests {
    use annalist_chronicle::{AcledEvent, GedEvent, Violence};
    use annalist_gazetteer::Point;

    use super::{acled, ged};
    use crate::Mask;

    #[test]
    fn rows_bear_the_codebooks_columns() {
        let point = Some(Point { lat: 10.5, lon: 20.25 });
        let row = AcledEvent {
            id: "acled-1".into(),
            date: "2031-05-04".parse().unwrap(),
            time_precision: 1,
            event_type: "Battles",
            sub_event_type: "Armed clash",
            actor1: Some("reds".into()),
            actor2: None,
            place: Some("t:brenno".into()),
            name: "Brenno".into(),
            point,
            fatalities: 3,
            claims: vec!["c-1".into(), "c-2".into()],
            sources: vec!["Watch".into()],
            rules: vec!["acled/hierarchy"],
        };
        let text = acled(&[row], &Mask::default());
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].contains("event_id,event_date,year,time_precision,event_type"));
        assert_eq!(
            lines[1],
            "acled-1,2031-05-04,2031,1,Battles,Armed clash,reds,,Brenno,10.5,20.25,Watch,3,c-1; c-2,acled/hierarchy"
        );
        let row = GedEvent {
            id: "ged-1".into(),
            violence: Violence::OneSided,
            side_a: Some("reds".into()),
            side_b: Some("civilian".into()),
            start: "2031-05-04".parse().unwrap(),
            end: "2031-05-05".parse().unwrap(),
            date_prec: 2,
            where_prec: 1,
            event_clarity: 1,
            place: Some("t:brenno".into()),
            point,
            deaths_a: 0,
            deaths_b: 0,
            deaths_civilians: 4,
            deaths_unknown: 0,
            best: 4,
            high: 6,
            low: 3,
            number_of_sources: 2,
            claims: vec!["c-1".into()],
            rules: vec!["ged/inclusion"],
        };
        let text = ged(&[row], |_| "Brenno".into(), &Mask::default());
        assert!(text.lines().nth(1).unwrap().starts_with(
            "ged-1,3,reds,civilian,2031-05-04,2031-05-05,2,Brenno,1,10.5,20.25,1,0,0,4,0,4,6,3,2,c-1,"
        ));
    }
}
