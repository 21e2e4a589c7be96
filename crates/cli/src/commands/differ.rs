//! `annalist compare`, `changes`, `sensitivity`, `accounts`: whose word counts, and what hangs on it.

use annalist_chronicle::{Account, Policy, Status};
use annalist_store::Project;
use serde::Serialize;

use crate::args::{Accounts, Asked, Changes, Compare, Listing};
use crate::failure::{Exit, Failure};
use crate::out::{Format, word};
use crate::{clock, out, project};

pub(crate) fn compare(arguments: &Compare) -> Result<(), Failure> {
    let [a, b] = &arguments.accounts[..] else {
        let help = Some("for instance --accounts side:government,side:opposition".to_owned());
        return Err(Failure::new(
            Exit::Usage,
            "--accounts takes two accounts with a comma between them",
            help,
        ));
    };
    let stored = project::open(&arguments.project)?;
    let (mut chronicle, a) = project::asked(&stored, a)?;
    if let Asked::File(path) = b {
        chronicle.define([project::policy(path)?]);
    }
    let (_, b) = project::asked(&stored, b)?;
    let rows = chronicle.compare(&a, &b);
    let (first, second) = (a.to_string(), b.to_string());
    out::list(arguments.format, &rows, &["place", "from", "to", &first, &second, "days"], |d| {
        vec![
            d.name.clone(),
            d.start.map_or("…".to_owned(), |d| d.to_string()),
            d.end.map_or("…".to_owned(), |d| d.yesterday().unwrap_or(d).to_string()),
            state(&d.a),
            state(&d.b),
            d.days.to_string(),
        ]
    });
    if arguments.format == Format::Table {
        let days: u32 = rows.iter().map(|d| d.days).sum();
        out::print(&format!("\n{days} place-days differ, of {} places\n", {
            let mut places: Vec<&str> = rows.iter().map(|d| d.place.as_str()).collect();
            places.dedup();
            places.len()
        }));
    }
    Ok(())
}

fn state((holder, status): &(Option<String>, Status)) -> String {
    format!("{}, {}", holder.as_deref().unwrap_or("—"), word(status))
}

pub(crate) fn changes(arguments: &Changes) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let (chronicle, account) = project::asked(&stored, &arguments.account)?;
    let rows = chronicle.changes(arguments.from, arguments.to, &account);
    out::list(arguments.format, &rows, &["place", "before", "after", "claims"], |c| {
        vec![c.name.clone(), state(&c.before), state(&c.after), c.claims.len().to_string()]
    });
    Ok(())
}

/// How one holding, event or total changes over the accounts.
#[derive(Serialize)]
struct Row {
    about: &'static str,
    id: String,
    says: String,
    disagreement: f64,
    tell: Vec<Account>,
    differ: Vec<Account>,
}

pub(crate) fn sensitivity(arguments: &Listing) -> Result<(), Failure> {
    let stored = project::open(&arguments.project)?;
    let chronicle = stored.chronicle()?;
    let names = project::Names::of(&stored)?;
    let mut rows = Vec::new();
    let told = |d: Option<annalist_time::Day>| d.map_or("…".to_owned(), |d| d.to_string());
    let says: std::collections::BTreeMap<String, String> = chronicle
        .holdings(&Account::All)
        .into_iter()
        .map(|h| {
            let holder = h.holder.as_deref().unwrap_or("—");
            let says = format!("{}: {holder}, {} {}/{}", h.name, word(&h.status), told(h.start), told(h.end));
            (h.id, says)
        })
        .collect();
    for s in chronicle.sensitivity() {
        let says = says.get(&s.about).cloned().unwrap_or_default();
        rows.push(Row {
            about: "holding",
            id: s.about,
            says,
            disagreement: s.disagreement,
            tell: s.tell,
            differ: s.differ,
        });
    }
    for event in &chronicle.events {
        let s = chronicle.sensitivity_of_event(event);
        let when = event.when.as_ref().map(ToString::to_string).unwrap_or_default();
        let says = format!("{} {when} {}", word(&event.kind), names.list(&event.places));
        rows.push(Row {
            about: "event",
            id: s.about,
            says,
            disagreement: s.disagreement,
            tell: s.tell,
            differ: s.differ,
        });
    }
    for t in chronicle.sensitivity_of_totals() {
        let victims = t.victims.as_deref().unwrap_or("untold");
        rows.push(Row {
            about: "total",
            id: format!("{} {victims}", word(&t.what)),
            says: format!("{} of {victims}: {} to {}", word(&t.what), t.least, t.most),
            disagreement: t.disagreement,
            tell: t.accounts.into_iter().map(|s| s.account).collect(),
            differ: Vec::new(),
        });
    }
    rows.sort_by(|a, b| b.disagreement.total_cmp(&a.disagreement).then_with(|| a.id.cmp(&b.id)));
    let all = rows.len();
    if arguments.format == Format::Table {
        rows.retain(|r| r.disagreement > 0.0);
    }
    out::list(arguments.format, &rows, &["about", "says", "disagreement", "told by", "otherwise by"], |r| {
        let names = |accounts: &[Account]| {
            let names: Vec<String> = accounts.iter().take(4).map(ToString::to_string).collect();
            let more = accounts.len().saturating_sub(4);
            if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
        };
        vec![
            r.about.to_owned(),
            r.says.clone(),
            format!("{:.2}", r.disagreement),
            names(&r.tell),
            names(&r.differ),
        ]
    });
    if arguments.format == Format::Table {
        out::print(&format!("\n{} of {all} hang on whose word counts\n", rows.len()));
    }
    Ok(())
}

/// An account with what it is.
#[derive(Serialize)]
struct AccountRow {
    account: Account,
    title: String,
    holdings: usize,
}

pub(crate) fn accounts(arguments: &Accounts) -> Result<(), Failure> {
    if arguments.add.is_some() || arguments.forget.is_some() {
        let mut stored = Project::open(&arguments.project)?;
        if let Some(path) = &arguments.add {
            stored.keep_policy(&project::policy(path)?, &clock::now())?;
        }
        if let Some(name) = &arguments.forget
            && !stored.forget_policy(name, &clock::now())?
        {
            return Err(Failure::new(Exit::Usage, format!("the project keeps no policy {name:?}"), None));
        }
        stored.close()?;
    }
    let stored = project::open(&arguments.project)?;
    let own = stored.policies()?;
    let mut rows = Vec::new();
    for account in stored.accounts()? {
        let name = account.to_string();
        let named = |p: &&Policy| p.name == name || Account::Policy(p.name.clone()) == account;
        let title = Policy::shipped().iter().chain(&own).find(named).map(|p| p.title.clone());
        let title = title.unwrap_or_else(|| match &account {
            Account::Side(side) => format!("sources that speak for or lean to {side}"),
            _ => "one named source".to_owned(),
        });
        rows.push(AccountRow { holdings: stored.holdings(Some(&name), None)?.len(), account, title });
    }
    out::list(arguments.format, &rows, &["account", "whose word counts", "holdings"], |r| {
        vec![r.account.to_string(), r.title.clone(), r.holdings.to_string()]
    });
    Ok(())
}
