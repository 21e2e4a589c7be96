//! Lists in pages: a plain array, with the total and the way on in headers.

use std::fmt::Write as _;

use axum::Json;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::problem::Problem;

/// Rows of a page without a limit of its own.
const USUAL: usize = 1000;
/// Rows of a page at most.
pub(crate) const MOST: usize = 5000;

/// The last row that can be asked for.
const FARTHEST: u32 = i32::MAX as u32;

/// Which rows are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

impl Window {
    pub(crate) fn of(offset: Option<u32>, limit: Option<u32>) -> Result<Self, Problem> {
        let limit = limit.map_or(USUAL, |l| l as usize);
        if limit == 0 || limit > MOST {
            return Err(Problem::bad_request(format!("limit: 1 to {MOST}, not {limit}")));
        }
        let offset = offset.unwrap_or(0);
        if offset > FARTHEST {
            return Err(Problem::bad_request(format!("offset: at most {FARTHEST}, not {offset}")));
        }
        Ok(Self { offset: offset as usize, limit })
    }

    /// The rows of this page, made only for them, and the number of all.
    pub(crate) fn page<S, T>(
        self,
        rows: impl Iterator<Item = S>,
        mut make: impl FnMut(S) -> T,
    ) -> (Vec<T>, usize) {
        let mut total = 0;
        let mut page = Vec::new();
        for row in rows {
            if total >= self.offset && page.len() < self.limit {
                page.push(make(row));
            }
            total += 1;
        }
        (page, total)
    }

    /// The answer with its headers.
    pub(crate) fn answer<T: Serialize>(self, uri: &Uri, (page, total): (Vec<T>, usize)) -> Response {
        let mut response = Json(page).into_response();
        let headers = response.headers_mut();
        headers.insert("x-total-count", HeaderValue::from(total));
        if let Ok(links) = HeaderValue::from_str(&self.links(uri, total))
            && !links.is_empty()
        {
            headers.insert(header::LINK, links);
        }
        response
    }

    fn links(self, uri: &Uri, total: usize) -> String {
        let mut links = String::new();
        if total <= self.limit && self.offset == 0 {
            return links;
        }
        let last = total.saturating_sub(1) / self.limit * self.limit;
        let next = self.offset + self.limit;
        let mut link = |offset: usize, relation: &str| {
            let separator = if links.is_empty() { "" } else { ", " };
            let _ = write!(links, "{separator}<{}>; rel=\"{relation}\"", at(uri, offset, self.limit));
        };
        link(0, "first");
        if self.offset > 0 {
            link(self.offset.saturating_sub(self.limit).min(last), "prev");
        }
        if next < total {
            link(next, "next");
        }
        link(last, "last");
        links
    }
}

/// The same address from another row on.
fn at(uri: &Uri, offset: usize, limit: usize) -> String {
    let mut address = format!("{}?", uri.path());
    for pair in uri.query().unwrap_or("").split('&') {
        let name = pair.split('=').next().unwrap_or("");
        if !pair.is_empty() && name != "offset" && name != "limit" {
            let _ = write!(address, "{pair}&");
        }
    }
    let _ = write!(address, "offset={offset}&limit={limit}");
    address
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use proptest::prelude::*;

    use super::Window;

    #[test]
    fn links_keep_what_was_asked() {
        let uri: Uri = "/api/v1/claims?kind=capture&limit=2&offset=2".parse().unwrap();
        let links = Window { offset: 2, limit: 2 }.links(&uri, 7);
        assert_eq!(
            links,
            "</api/v1/claims?kind=capture&offset=0&limit=2>; rel=\"first\", \
             </api/v1/claims?kind=capture&offset=0&limit=2>; rel=\"prev\", \
             </api/v1/claims?kind=capture&offset=4&limit=2>; rel=\"next\", \
             </api/v1/claims?kind=capture&offset=6&limit=2>; rel=\"last\""
        );
        assert_eq!(Window { offset: 0, limit: 10 }.links(&uri, 7), "");
    }

    proptest! {
        #[test]
        fn pages_side_by_side_are_the_whole(total in 0..200_usize, limit in 1..50_usize) {
            let mut all = Vec::new();
            let mut offset = 0;
            loop {
                let (page, said) = Window { offset, limit }.page(0..total, |n| n);
                prop_assert_eq!(said, total);
                prop_assert!(page.len() <= limit);
                if page.is_empty() {
                    break;
                }
                offset += page.len();
                all.extend(page);
            }
            prop_assert_eq!(all, (0..total).collect::<Vec<_>>());
        }
    }
}
