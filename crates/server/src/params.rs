//! What requests say, read with errors as problems.

use annalist_chronicle::Account;
use annalist_time::Day;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::problem::Problem;
use crate::view::{View, number};

/// The query's parameters; unknown ones are refused.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(e) => Err(Problem::bad_request(e.body_text())),
        }
    }
}

/// The key in the path.
pub(crate) struct Key(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(key)) => Ok(Self(key)),
            Err(e) => Err(Problem::bad_request(e.body_text())),
        }
    }
}

/// The body, JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(JsonRejection::JsonSyntaxError(e)) => Err(Problem::bad_request(e.body_text())),
            Err(JsonRejection::JsonDataError(e)) => Err(Problem::unfit(e.body_text())),
            Err(JsonRejection::MissingJsonContentType(e)) => Err(Problem::wrong_type(e.body_text())),
            Err(e) if e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::too_large(e.body_text()))
            }
            Err(e) => Err(Problem::bad_request(e.body_text())),
        }
    }
}

/// Values in one parameter, with commas between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Commas(pub(crate) Vec<String>);

impl std::str::FromStr for Commas {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()))
    }
}

/// A parameter's value; an empty one is not given.
pub(crate) fn given<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(serde::de::Error::custom) }
}

impl Commas {
    /// The values as words of an enumeration; an unknown word is a bad request.
    pub(crate) fn words<T: DeserializeOwned>(
        words: Option<&Self>,
        name: &str,
    ) -> Result<Option<Vec<T>>, Problem> {
        let Some(Self(words)) = words else { return Ok(None) };
        words.iter().map(|word| one_word(word, name)).collect::<Result<Vec<T>, _>>().map(Some)
    }
}

fn one_word<T: DeserializeOwned>(word: &str, name: &str) -> Result<T, Problem> {
    serde_json::from_value(word.into()).map_err(|e| Problem::bad_request(format!("{name}: {e}")))
}

/// West, south, east, north in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

impl Bounds {
    pub(crate) fn holds(&self, point: annalist_gazetteer::Point) -> bool {
        let inside = if self.west <= self.east {
            (self.west..=self.east).contains(&point.lon)
        } else {
            // Across the 180th meridian.
            point.lon >= self.west || point.lon <= self.east
        };
        inside && (self.south..=self.north).contains(&point.lat)
    }
}

impl std::str::FromStr for Bounds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Vec<f64> = text.split(',').filter_map(|n| n.trim().parse().ok()).collect();
        match (numbers.as_slice(), text.split(',').count()) {
            (&[west, south, east, north], 4) if numbers.iter().all(|n| n.is_finite()) && south <= north => {
                Ok(Self { west, south, east, north })
            }
            _ => Err(format!("{text:?} are no bounds (west,south,east,north in degrees)")),
        }
    }
}

/// A day as a number.
pub(crate) fn day(day: Option<Day>) -> Option<i32> {
    day.map(number)
}

/// The account asked for; `all` without one. A policy that the project does not keep is no account.
pub(crate) fn account(view: &View, asked: Option<Account>) -> Result<Account, Problem> {
    let account = asked.unwrap_or(Account::All);
    if view.chronicle.knows(&account) {
        Ok(account)
    } else {
        Err(Problem::bad_request(format!("account: the project keeps no {account}"))
            .helped("GET /api/v1/accounts lists those that can be asked for"))
    }
}

/// Text that was sent and is not empty.
pub(crate) fn said(text: Option<&String>) -> Option<&str> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use annalist_gazetteer::Point;

    use super::Bounds;

    #[test]
    fn bounds_are_four_numbers() {
        let bounds: Bounds = "35, 34,38.5,36".parse().unwrap();
        assert!(
            bounds.holds(Point { lat: 35.0, lon: 36.7 }) && !bounds.holds(Point { lat: 37.0, lon: 36.7 })
        );
        for bad in ["", "1,2,3", "1,2,3,x", "1,5,3,4", "1,2,3,4,5", "1,NaN,3,4"] {
            assert!(bad.parse::<Bounds>().is_err(), "{bad}");
        }
        let pacific: Bounds = "170,-20,-170,20".parse().unwrap();
        assert!(
            pacific.holds(Point { lat: 0.0, lon: 179.0 }) && !pacific.holds(Point { lat: 0.0, lon: 0.0 })
        );
    }
}
