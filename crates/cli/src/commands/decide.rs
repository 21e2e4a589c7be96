//! `annalist decide`, `decisions`, `agreement`: the journal of what people decided.

use std::path::Path;

use annalist_chronicle::{Act, Decision, Orphan, coders, orphans, standing};
use annalist_store::Project;
use serde::Serialize;

use crate::args::{Agreement, Decide, DecideAct, Decisions};
use crate::failure::{Exit, Failure, warn};
use crate::out::{Format, clip};
use crate::{clock, out};

pub(crate) fn decide(arguments: &Decide) -> Result<(), Failure> {
    let Some(author) = &arguments.author else {
        let help = Some("a journal says who decided: --author \"A. Coder\"".to_owned());
        return Err(Failure::new(Exit::Usage, "--author is missing", help));
    };
    let mut stored = Project::open(&arguments.project)?;
    let now = clock::now();
    for act in acts(&stored, &arguments.act)? {
        let decision = stored.decide(author, &now, act)?;
        out::print(&format!("{}\n", said(&decision)));
    }
    let before = stored.history(None)?.len();
    annalist_intake::write_views(&mut stored, &now)?;
    for row in stored.history(None)?.into_iter().skip(before) {
        out::print(&format!("  {}: {} → {}\n", row.change, row.before.join(", "), row.after.join(", ")));
    }
    Ok(stored.close()?)
}

/// The acts that a command line asks for, one a claim.
fn acts(stored: &Project, act: &DecideAct) -> Result<Vec<Act>, Failure> {
    let usage = |words: String| Failure::new(Exit::Usage, words, None);
    Ok(match act {
        DecideAct::Accept { claims } => claims.iter().map(|c| Act::Accept { claim: c.clone() }).collect(),
        DecideAct::Reject { claims } => claims.iter().map(|c| Act::Reject { claim: c.clone() }).collect(),
        DecideAct::Correct { claim, slot, value } => {
            let read =
                stored.claim(claim)?.ok_or_else(|| usage(format!("the project has no claim {claim}")))?;
            // A bare word is a word; anything that reads as JSON is that.
            let to = serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::String(value.clone()));
            vec![Act::correct(&read, slot, to).map_err(usage)?]
        }
        DecideAct::Merge { ids } => {
            let mut claims = Vec::new();
            for id in ids {
                match stored.event(id)? {
                    Some(event) => claims.extend(event.claims),
                    None => claims.push(id.clone()),
                }
            }
            vec![Act::Merge { claims }]
        }
        DecideAct::Split { claims } => vec![Act::Split { claims: claims.clone() }],
        DecideAct::SetPlace { name, place } => {
            vec![Act::SetPlace { name: name.clone(), place: place.clone() }]
        }
        DecideAct::SetAlignment { source, alignment } => {
            vec![Act::SetAlignment { source: source.clone(), alignment: alignment.clone() }]
        }
        DecideAct::Note { about, text } => vec![Act::Note { about: about.clone(), text: text.clone() }],
        DecideAct::Undo { decision } => vec![Act::Undo { decision: decision.clone() }],
    })
}

/// A decision in a line.
fn said(decision: &Decision) -> String {
    let what = match &decision.act {
        Act::Accept { claim } | Act::Reject { claim } => claim.clone(),
        Act::Correct { claim, slot, from, to } => format!("{claim} {slot}: {from} → {to}"),
        Act::Merge { claims } | Act::Split { claims } => claims.join(", "),
        Act::SetPlace { name, place } => format!("{name} → {place}"),
        Act::SetAlignment { source, alignment } => {
            format!("{source} → {}", serde_json::to_string(alignment).unwrap_or_default())
        }
        Act::Note { about, text } => format!("{about}: {text}"),
        Act::Undo { decision } => decision.clone(),
    };
    let words = decision.about.first().map_or(String::new(), |a| format!(" “{}”", clip(&a.quote, 60)));
    format!("{} {} {what}{words}", decision.id, decision.act.name())
}

pub(crate) fn decisions(action: &Decisions) -> Result<(), Failure> {
    match action {
        Decisions::List { project, format } => list(project, *format),
        Decisions::Export { project } => {
            Project::open_to_read(project)?.decisions()?.iter().for_each(out::line);
            Ok(())
        }
        Decisions::Replay { project, file } => replay(project, file),
    }
}

/// A decision with what became of it.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    decision: Decision,
    stands: bool,
    lost: Option<String>,
    candidates: Vec<String>,
}

fn list(path: &Path, format: Format) -> Result<(), Failure> {
    let stored = Project::open_to_read(path)?;
    let log = stored.decisions()?;
    let lost = orphans(&stored.sources()?, &log);
    let stand: Vec<&str> = standing(&log).iter().map(|d| d.id.as_str()).collect();
    let rows: Vec<Row> = log
        .iter()
        .map(|decision| {
            let orphan = lost.iter().find(|o| o.decision.id == decision.id);
            Row {
                stands: stand.contains(&decision.id.as_str()),
                lost: orphan.map(|o| o.reason.clone()),
                candidates: orphan.map(|o| o.candidates.clone()).unwrap_or_default(),
                decision: decision.clone(),
            }
        })
        .collect();
    out::list(format, &rows, &["at", "author", "decision", "state"], |r| {
        let state = match (&r.lost, r.stands, &r.decision.act) {
            (Some(reason), ..) => format!("lost: {reason}"),
            (None, false, Act::Undo { .. }) | (None, true, _) => "stands".to_owned(),
            (None, false, _) => "taken back".to_owned(),
        };
        vec![r.decision.at.clone(), r.decision.author.clone(), said(&r.decision), state]
    });
    Ok(())
}

fn replay(path: &Path, file: &Path) -> Result<(), Failure> {
    let no = |reason: String| {
        let help = Some("`annalist decisions export PROJECT` writes such a file".to_owned());
        Failure::new(Exit::Unreadable, format!("{}: {reason}", file.display()), help)
    };
    let text = std::fs::read_to_string(file).map_err(|e| no(format!("cannot be read ({e})")))?;
    let mut log: Vec<Decision> = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        log.push(serde_json::from_str(line).map_err(|e| no(format!("line {}: {e}", at + 1)))?);
    }
    let mut stored = Project::open(path)?;
    let done = stored.replay_decisions(&log)?;
    if !done.added.is_empty() {
        annalist_intake::write_views(&mut stored, &clock::now())?;
    }
    anstream::eprintln!("{} decisions added, {} already there", done.added.len(), done.known);
    warn_lost(&stored)?;
    Ok(stored.close()?)
}

/// Names the decisions that find their claim no more.
pub(crate) fn warn_lost(stored: &Project) -> Result<(), Failure> {
    let log = stored.decisions()?;
    if log.is_empty() {
        return Ok(());
    }
    for Orphan { decision, reason, candidates } in orphans(&stored.sources()?, &log) {
        let help = (!candidates.is_empty())
            .then(|| format!("the same words are now read as {}; decide anew", candidates.join(", ")));
        warn(format!("{} has no effect: {reason}", said(&decision)), help);
    }
    Ok(())
}

pub(crate) fn agreement(arguments: &Agreement) -> Result<(), Failure> {
    let stored = Project::open_to_read(&arguments.project)?;
    let log = stored.decisions()?;
    let busiest: Vec<String> = coders(&log).into_iter().map(|(author, _)| author).collect();
    let asked = if arguments.coders.is_empty() { &busiest } else { &arguments.coders };
    let [a, b, ..] = &asked[..] else {
        let help =
            Some("agreement needs two authors who judged claims: accept, reject or correct".to_owned());
        return Err(Failure::new(Exit::Usage, format!("{} judged claims here", busiest.len()), help));
    };
    let mut claims = std::collections::BTreeMap::new();
    for source in stored.sources()? {
        claims.extend(source.claims.into_iter().map(|c| (c.id.clone(), c)));
    }
    let found = annalist_chronicle::agreement(&log, a, b, |id| claims.get(id).cloned());
    match arguments.format {
        Format::Json => out::json(&found),
        Format::Jsonl => out::line(&found),
        Format::Table => {
            let mut table = out::table(&["slot", "both judged", "alike", "Cohen's κ", "Krippendorff's α"]);
            let number = |n: Option<f64>| n.map_or("—".to_owned(), |n| format!("{n:.3}"));
            for s in &found.slots {
                let cells = [
                    s.slot.clone(),
                    s.both.to_string(),
                    s.alike.to_string(),
                    number(s.kappa),
                    number(s.alpha),
                ];
                table.add_row(cells);
            }
            let (a, b) = &found.coders;
            let table = table.trim_fmt();
            out::print(&format!("{a} and {b}: {} claims, {} alike\n\n{table}\n", found.both, found.alike));
            for d in &found.differ {
                let state =
                    d.adjudicated.as_ref().map_or("open".to_owned(), |who| format!("adjudicated by {who}"));
                out::print(&format!("\n  {} ({state}) “{}”\n", d.claim, clip(&d.quote, 100)));
                for (slot, mine, yours) in &d.slots {
                    out::print(&format!("    {slot}: {a} {} | {b} {}\n", clip(mine, 60), clip(yours, 60)));
                }
            }
        }
    }
    Ok(())
}
