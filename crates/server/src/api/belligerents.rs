//! The order of battle.

use std::collections::{BTreeMap, BTreeSet};

use annalist_belligerent::BelligerentKind;
use annalist_claim::Kind;
use annalist_time::Day;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use super::project::label;
use super::rows::dated;
use super::{answer, schema};
use crate::fresh::Now;
use crate::params::Key;
use crate::problem::Problem;
use crate::view::{Shown, View};

/// Sides with their members as trees.
#[derive(Serialize, ToSchema)]
pub(crate) struct Belligerents {
    sides: Vec<SideRow>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Side)]
struct SideRow {
    /// `unknown` for those of whom no side is told.
    id: String,
    name: String,
    members: Vec<Node>,
}

/// A force, unit or person, with those under it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Node {
    #[serde(flatten)]
    member: Member,
    #[schema(no_recursion)]
    members: Vec<Node>,
}

/// A force, unit or person, as all documents together tell it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Belligerent)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    #[schema(value_type = schema::BelligerentKind)]
    pub(crate) kind: BelligerentKind,
    pub(crate) side: Option<String>,
    pub(crate) parent: Option<String>,
    pub(crate) rank: Option<String>,
    pub(crate) role: Option<String>,
    pub(crate) fate: Option<String>,
    /// Keys of the documents that name it.
    pub(crate) documents: Vec<String>,
    /// How many claims name it as actor or target.
    pub(crate) claims: usize,
}

/// Every member by id: names and sides that come first stand, aliases and fates are gathered.
pub(crate) fn members(view: &View) -> BTreeMap<String, Member> {
    let mut members: BTreeMap<String, Member> = BTreeMap::new();
    for row in &view.library.belligerents {
        let member = members.entry(row.id.clone()).or_insert_with(|| Member {
            id: row.id.clone(),
            name: row.name.clone(),
            aliases: Vec::new(),
            kind: row.kind,
            side: None,
            parent: None,
            rank: None,
            role: None,
            fate: None,
            documents: Vec::new(),
            claims: 0,
        });
        if row.name != member.name {
            member.aliases.push(row.name.clone());
        }
        member.aliases.extend(row.aliases.iter().filter(|a| **a != member.name).cloned());
        for (kept, told) in [
            (&mut member.side, &row.side),
            (&mut member.parent, &row.parent),
            (&mut member.rank, &row.rank),
            (&mut member.role, &row.role),
            (&mut member.fate, &row.fate),
        ] {
            if kept.is_none() {
                kept.clone_from(told);
            }
        }
        member.documents.push(row.document.clone());
    }
    for shown in &view.claims {
        for id in parties(shown) {
            if let Some(member) = members.get_mut(id) {
                member.claims += 1;
            }
        }
    }
    for member in members.values_mut() {
        member.aliases.sort();
        member.aliases.dedup();
        member.documents.sort();
        member.documents.dedup();
    }
    members
}

/// Belligerents that a claim names, each once.
fn parties(shown: &Shown) -> BTreeSet<&str> {
    let claim = &shown.claim;
    claim.actors.iter().chain(&claim.targets).filter_map(|p| p.belligerent.as_deref()).collect()
}

/// The order of battle: sides, their forces, units and people, with aliases and fates.
#[utoipa::path(get, path = "/belligerents", tag = "belligerents",
    responses((status = 200, body = Belligerents)))]
pub(crate) async fn belligerents(Now(view): Now) -> Result<Response, Problem> {
    answer(view, "belligerents".to_owned(), tree).await
}

fn tree(view: &View) -> Belligerents {
    let members = members(view);
    let mut under: BTreeMap<Option<&str>, Vec<&Member>> = BTreeMap::new();
    for member in members.values() {
        let parent =
            member.parent.as_deref().filter(|p| members.contains_key(*p) && !in_ring(&members, member));
        under.entry(parent).or_default().push(member);
    }
    let mut by_side: BTreeMap<&str, Vec<Node>> = BTreeMap::new();
    for top in under.get(&None).into_iter().flatten() {
        let side = top.side.as_deref().unwrap_or("unknown");
        by_side.entry(side).or_default().push(node(top, &under));
    }
    let mut order = view.sides();
    order.extend(by_side.keys().map(|s| (*s).to_owned()).filter(|s| s != "unknown"));
    order.push("unknown".to_owned());
    let mut seen = BTreeSet::new();
    let sides = order
        .into_iter()
        .filter(|side| seen.insert(side.clone()))
        .filter_map(|side| {
            let mut members = by_side.remove(side.as_str())?;
            sort(&mut members);
            let name = if side == "unknown" { "Side not told".to_owned() } else { label(&side) };
            Some(SideRow { id: side, name, members })
        })
        .collect();
    Belligerents { sides }
}

/// Whether the parents above a member come round to it: documents may disagree about who is above whom.
fn in_ring(members: &BTreeMap<String, Member>, member: &Member) -> bool {
    let mut seen = BTreeSet::from([member.id.as_str()]);
    let mut at = member;
    while let Some(parent) = at.parent.as_deref().and_then(|p| members.get(p)) {
        if !seen.insert(parent.id.as_str()) {
            return true;
        }
        at = parent;
    }
    false
}

fn node(member: &Member, under: &BTreeMap<Option<&str>, Vec<&Member>>) -> Node {
    let below = under.get(&Some(member.id.as_str())).into_iter().flatten();
    let mut members: Vec<Node> = below.map(|m| node(m, under)).collect();
    sort(&mut members);
    Node { member: member.clone(), members }
}

fn sort(nodes: &mut [Node]) {
    nodes.sort_by(|a, b| (b.member.claims, &a.member.name).cmp(&(a.member.claims, &b.member.name)));
}

/// A belligerent with what it did and what was done to it.
#[derive(Serialize, ToSchema)]
pub(crate) struct BelligerentDetail {
    #[serde(flatten)]
    member: Member,
    actions: Vec<ActionRow>,
}

/// A claim that names it, on the timeline.
#[derive(Serialize, ToSchema)]
#[schema(as = Action)]
struct ActionRow {
    claim: String,
    event: Option<String>,
    #[schema(value_type = schema::Kind)]
    kind: Kind,
    #[schema(value_type = Option<String>, format = Date)]
    first_day: Option<Day>,
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<Day>,
    place_names: Vec<String>,
    /// actor or target.
    #[serde(rename = "as")]
    role: &'static str,
    quote: String,
}

/// One belligerent with its actions in time.
#[utoipa::path(get, path = "/belligerents/{id}", tag = "belligerents", params(("id" = String, Path)),
    responses((status = 200, body = BelligerentDetail)))]
pub(crate) async fn belligerent(Now(view): Now, Key(id): Key) -> Result<Response, Problem> {
    if !view.library.belligerents.iter().any(|b| b.id == id) {
        return Err(Problem::not_found(format!("no belligerent has the id {id:?}")));
    }
    answer(view, format!("belligerent {id}"), move |view| {
        let member = members(view).remove(&id);
        member.map(|member| BelligerentDetail { actions: actions(view, &id), member })
    })
    .await
}

fn actions(view: &View, id: &str) -> Vec<ActionRow> {
    let mut named: Vec<&Shown> = view.claims.iter().filter(|shown| parties(shown).contains(id)).collect();
    named.sort_by_key(|shown| (shown.first.or(shown.last), shown.document, shown.claim.text_span.start));
    named
        .into_iter()
        .map(|shown| ActionRow {
            claim: shown.claim.id.clone(),
            event: shown.event.map(|at| view.chronicle.events[at].id.clone()),
            kind: shown.claim.kind,
            first_day: dated(shown.first),
            last_day: dated(shown.last),
            place_names: shown
                .claim
                .places
                .iter()
                .map(|p| p.place.name.clone().unwrap_or_else(|| p.text.clone()))
                .collect(),
            role: if shown.claim.actors.iter().any(|p| p.belligerent.as_deref() == Some(id)) {
                "actor"
            } else {
                "target"
            },
            quote: shown.claim.evidence.quote.clone(),
        })
        .collect()
}
