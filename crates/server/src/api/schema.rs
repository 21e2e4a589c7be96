//! Names of the libraries' enumerations, for the description of the API. A test holds each against
//! the library's own.
#![allow(dead_code, reason = "these types only describe")]

use utoipa::ToSchema;

macro_rules! names {
    ($(#[$about:meta])* $name:ident { $($value:ident),* $(,)? }) => {
        $(#[$about])*
        #[derive(ToSchema, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub(crate) enum $name { $($value),* }

        #[cfg(test)]
        impl $name {
            const ALL: &'static [Self] = &[$(Self::$value),*];
        }
    };
}

names! {
    /// What is said to have happened.
    Kind {
        Capture, Withdraw, Transfer, Hold, Enter, Advance, Encircle, Route, Attack, Clash, Airstrike, Shelling,
        Drone, Bombing, Chemical, Harm, Massacre, Detain, Release, Displace, Loss, Deploy, Defect, Accord, Say,
    }
}
names! {
    /// How a place is held.
    Status { Held, Contested, Besieged, Entered, Disputed, Unknown }
}
names! {
    /// How a clause is told.
    Modality { Asserted, Reported, Denied, Intended, Attempted }
}
names! {
    /// What a dispute is about.
    DisputeKind { Holder, Happened, Figure, Date, Actor }
}
names! {
    /// What a figure counts.
    FigureKind { Killed, Wounded, Captured, Displaced, Exposed, Deployed, Destroyed, Strikes, Fired, Other }
}
names! {
    /// What part of the story a figure covers, from narrow to wide.
    FigureScope { Event, Day, Period, Campaign }
}
names! {
    /// How fine a location is.
    Precision { Exact, Settlement, Near, Area, Unknown }
}
names! {
    /// How well civilian harm is borne out.
    Grade { Confirmed, Fair, Weak, Contested }
}
names! {
    /// What a belligerent is.
    BelligerentKind { State, Force, Unit, Person, Civilians, Source }
}
names! {
    /// What kind of source it is.
    AttributionKind { Narrator, Reference, Named, Unnamed }
}

/// The kinds of claims, in one line.
pub(crate) const KINDS: &str = "capture withdraw transfer hold enter advance encircle route attack clash airstrike shelling \
drone bombing chemical harm massacre detain release displace loss deploy defect accord say";

/// To whom a source leans.
#[derive(ToSchema)]
pub(crate) struct Alignment {
    /// party, leans, monitor, press, unknown.
    class: String,
    /// The side, of a party or one that leans.
    #[schema(required = false, nullable = false)]
    side: Option<String>,
}

/// Degrees on WGS 84.
#[derive(ToSchema)]
pub(crate) struct Point {
    /// Latitude.
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
    /// Longitude.
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    fn known<T: DeserializeOwned>(names: &[impl serde::Serialize]) {
        for name in names {
            let word = serde_json::to_value(name).unwrap();
            assert!(serde_json::from_value::<T>(word.clone()).is_ok(), "{word}");
        }
    }

    #[test]
    fn the_line_of_kinds_is_complete() {
        let words: Vec<String> = super::Kind::ALL
            .iter()
            .map(|k| serde_json::to_value(k).unwrap().as_str().unwrap().to_owned())
            .collect();
        assert_eq!(super::KINDS, words.join(" "));
    }

    #[test]
    fn every_name_is_one_of_the_library() {
        known::<annalist_claim::Kind>(super::Kind::ALL);
        known::<annalist_chronicle::Status>(super::Status::ALL);
        known::<annalist_claim::Modality>(super::Modality::ALL);
        known::<annalist_chronicle::DisputeKind>(super::DisputeKind::ALL);
        known::<annalist_claim::FigureKind>(super::FigureKind::ALL);
        known::<annalist_chronicle::FigureScope>(super::FigureScope::ALL);
        known::<annalist_gazetteer::Precision>(super::Precision::ALL);
        known::<annalist_chronicle::Grade>(super::Grade::ALL);
        known::<annalist_belligerent::BelligerentKind>(super::BelligerentKind::ALL);
        known::<annalist_claim::AttributionKind>(super::AttributionKind::ALL);
    }
}
