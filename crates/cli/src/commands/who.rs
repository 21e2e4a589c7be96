//! `annalist who`: who held a place on a day, says who?

use annalist_chronicle::{Account, Answer};
use annalist_store::{PlaceRow, Project};
use annalist_time::Day;
use serde::Serialize;

use crate::args::{Asked, Who};
use crate::failure::Failure;
use crate::out::{Format, clip, word};
use crate::project::Told;
use crate::{out, project};

/// An account's answer.
#[derive(Serialize)]
struct Row<'a> {
    account: String,
    place: &'a str,
    place_id: &'a str,
    date: String,
    holder: Option<&'a str>,
    status: String,
    implied: bool,
    since: Option<String>,
    newest_evidence: Option<String>,
    stale_days: Option<i32>,
    claims: &'a [String],
    quotes: &'a [annalist_chronicle::Quote],
}

pub(crate) fn run(arguments: &Who) -> Result<(), Failure> {
    let project = project::open(&arguments.project)?;
    let place = project::place(&project, &arguments.place)?;
    let answers = match &arguments.account {
        Some(asked) => vec![answer(&project, &place, arguments.date, asked)?],
        None => answers(&project, &place, arguments.date)?,
    };
    let rows: Vec<Row<'_>> = answers.iter().map(row).collect();
    match arguments.format {
        // One account asked for by name: one object.
        Format::Json if arguments.account.is_some() => rows.iter().for_each(out::json),
        Format::Table => out::print(&table(&rows)),
        format => out::list(format, &rows, &[], |_| Vec::new()),
    }
    Ok(())
}

/// The answer of one account.
fn answer(project: &Project, place: &PlaceRow, date: Day, asked: &Asked) -> Result<Answer, Failure> {
    let (account, policy) = match project::told(project, asked)? {
        Told::Stored(account) => {
            let stored = project.who(place, date, std::slice::from_ref(&account))?;
            match stored.into_iter().next() {
                Some(answer) => return Ok(answer),
                None => (account, None),
            }
        }
        Told::Anew(account, policy) => (account, policy),
    };
    let mut chronicle = project.chronicle()?;
    chronicle.define(policy);
    Ok(chronicle.who(&place.id, date, &account))
}

/// The answers of all accounts. A source that says nothing of the place has no say; the policies always
/// have one.
fn answers(project: &Project, place: &PlaceRow, date: Day) -> Result<Vec<Answer>, Failure> {
    let mut answers = project.who(place, date, &project.accounts()?)?;
    answers.retain(|a| a.holder.is_some() || a.since.is_some() || !matches!(a.account, Account::Source(_)));
    Ok(answers)
}

fn row(answer: &Answer) -> Row<'_> {
    Row {
        account: answer.account.to_string(),
        place: &answer.name,
        place_id: &answer.place,
        date: answer.date.to_string(),
        holder: answer.holder.as_deref(),
        status: word(&answer.status),
        implied: answer.implied,
        since: answer.since.map(|d| d.to_string()),
        newest_evidence: answer.newest_evidence.map(|d| d.to_string()),
        stale_days: answer.stale_days,
        claims: &answer.claims,
        quotes: &answer.quotes,
    }
}

/// The day of the newest evidence, and how old it was.
fn newest(row: &Row<'_>) -> String {
    let Some(day) = &row.newest_evidence else { return "—".to_owned() };
    match row.stale_days {
        Some(0) | None => day.clone(),
        Some(1) => format!("{day} (a day before)"),
        Some(days) => format!("{day} ({days} days before)"),
    }
}

/// The answers side by side, then the words behind the first that has any.
fn table(rows: &[Row<'_>]) -> String {
    let mut out = rows.first().map_or(String::new(), |r| format!("{} on {}\n\n", r.place, r.date));
    let mut table = out::table(&["account", "holder", "status", "since", "newest evidence", "claims"]);
    for r in rows {
        table.add_row([
            r.account.clone(),
            r.holder.unwrap_or("—").to_owned(),
            if r.implied { format!("{}, implied", r.status) } else { r.status.clone() },
            r.since.clone().unwrap_or_else(|| "—".to_owned()),
            newest(r),
            r.claims.len().to_string(),
        ]);
    }
    let table = table.trim_fmt();
    out.push_str(&format!("{table}\n"));
    let mut seen = std::collections::BTreeSet::new();
    for quote in rows.iter().flat_map(|r| r.quotes).filter(|q| seen.insert(&q.claim)) {
        // The narrator is the document itself: naming it twice says nothing.
        let named: Vec<&str> = quote.by.iter().map(String::as_str).filter(|by| *by != quote.name).collect();
        let by = if named.is_empty() { String::new() } else { format!(" ← {}", named.join(" ← ")) };
        let when = quote.when.as_ref().map_or(String::new(), |w| format!("{w}: "));
        out.push_str(&format!(
            "\n  {when}“{}”\n    {}{by}, bytes {}\n",
            clip(&quote.quote, 240),
            quote.name,
            quote.span
        ));
    }
    out
}
