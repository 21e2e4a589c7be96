//! Who says so: sources and accounts.

use std::collections::{BTreeMap, BTreeSet};

use annalist_chronicle::{Account, Act, standing};
use annalist_claim::{Alignment, AttributionKind};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer;
use super::project::label;
use super::schema;
use crate::fresh::Now;
use crate::problem::Problem;
use crate::view::{View, folded};

/// A source.
#[derive(Serialize, ToSchema)]
#[schema(as = Source)]
pub(crate) struct SourceRow {
    /// As written most often.
    name: String,
    kind: SourceKind,
    #[schema(value_type = schema::Alignment)]
    alignment: Alignment,
    /// Whether a reviewer set the alignment.
    alignment_set: bool,
    claims: usize,
    /// Keys of the documents in which it speaks.
    documents: Vec<String>,
    /// The account of its word alone.
    account: Option<String>,
}

/// Where a source speaks from.
#[derive(Clone, Copy, Serialize, ToSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
enum SourceKind {
    /// Named in a text.
    Named,
    /// In the text without a name.
    Unnamed,
    /// A cited reference.
    Reference,
    /// A document's own voice.
    Document,
}

#[derive(Default)]
struct Heard {
    names: BTreeMap<String, usize>,
    alignment: Alignment,
    claims: BTreeSet<usize>,
    documents: BTreeSet<usize>,
}

/// Everybody who says something: sources named in texts, cited references, and documents in their own
/// voice; those who say most first.
#[utoipa::path(get, path = "/sources", tag = "sources", responses((status = 200, body = Vec<SourceRow>)))]
pub(crate) async fn sources(Now(view): Now) -> Result<Response, Problem> {
    answer(view, "sources".to_owned(), heard).await
}

fn heard(view: &View) -> Vec<SourceRow> {
    let mut all: BTreeMap<(SourceKind, String), Heard> = BTreeMap::new();
    for (at, shown) in view.claims.iter().enumerate() {
        let mut note = |kind: SourceKind, name: &str, alignment: &Alignment| {
            let heard = all.entry((kind, folded(name))).or_default();
            *heard.names.entry(name.to_owned()).or_default() += 1;
            if heard.alignment == Alignment::Unknown {
                heard.alignment = alignment.clone();
            }
            heard.claims.insert(at);
            heard.documents.insert(shown.document);
        };
        let mut narrated = true;
        for link in shown.claim.attribution.iter().filter(|a| !a.text.is_empty()) {
            let kind = match link.kind {
                AttributionKind::Named => SourceKind::Named,
                AttributionKind::Unnamed => SourceKind::Unnamed,
                AttributionKind::Reference => SourceKind::Reference,
                AttributionKind::Narrator => continue,
            };
            narrated &= kind == SourceKind::Reference;
            note(kind, link.name(), &link.alignment);
        }
        if narrated {
            let row = &view.document(shown.document).row;
            note(SourceKind::Document, &row.name, &row.alignment);
        }
    }
    let set: BTreeMap<String, &Alignment> = standing(&view.journal)
        .into_iter()
        .filter_map(|d| match &d.act {
            Act::SetAlignment { source, alignment } => Some((folded(source), alignment)),
            _ => None,
        })
        .collect();
    let mut rows: Vec<SourceRow> = all
        .into_iter()
        .map(|((kind, key), heard)| {
            let name = heard.names.iter().max_by_key(|(name, n)| (**n, std::cmp::Reverse(*name)));
            let name = name.map(|(name, _)| name.clone()).unwrap_or_default();
            SourceRow {
                account: (kind == SourceKind::Named).then(|| Account::Source(name.clone()).to_string()),
                alignment: set.get(&key).map_or(heard.alignment, |a| (*a).clone()),
                alignment_set: set.contains_key(&key),
                claims: heard.claims.len(),
                documents: heard.documents.iter().map(|&d| view.document(d).row.id.clone()).collect(),
                name,
                kind,
            }
        })
        .collect();
    rows.sort_by(|a, b| (b.claims, a.kind, &a.name).cmp(&(a.claims, b.kind, &b.name)));
    rows
}

/// An account that can be asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountRow {
    id: String,
    /// A name for people.
    label: String,
    /// Whose word counts.
    about: String,
    /// How many places it tells a holder of.
    places: usize,
}

/// The accounts: policies first, then sides, then named sources.
#[utoipa::path(get, path = "/accounts", tag = "sources", responses((status = 200, body = Vec<AccountRow>)))]
pub(crate) async fn accounts(Now(view): Now) -> Result<Response, Problem> {
    answer(view, "accounts".to_owned(), |view| {
        view.chronicle.accounts().into_iter().map(|account| row(view, account)).collect::<Vec<_>>()
    })
    .await
}

fn row(view: &View, account: Account) -> AccountRow {
    let (label, about) = match &account {
        Account::All => ("All sources".to_owned(), "every claim at its word".to_owned()),
        Account::AgainstInterest => (
            "Against interest".to_owned(),
            "a partisan source only where it is unfavourable to its own side".to_owned(),
        ),
        Account::Monitors => ("Monitors and press".to_owned(), "neutral monitors and the press".to_owned()),
        Account::Reviewed => ("Reviewed".to_owned(), "only what a reviewer accepted or corrected".to_owned()),
        Account::Side(side) => (label(side), format!("sources that speak for or lean to {}", label(side))),
        Account::Source(name) => (name.clone(), format!("only what {name} says")),
        Account::Sources(names) => {
            let names = names.join(", ");
            (names.clone(), format!("only what {names} say"))
        }
        Account::Policy(name) => (name.clone(), "a policy of one's own, kept in the project".to_owned()),
    };
    let places: BTreeSet<String> =
        view.holdings(&account).iter().filter(|h| h.holder.is_some()).map(|h| h.place.clone()).collect();
    AccountRow { id: account.to_string(), label, about, places: places.len() }
}
