//! Asks a chronicle of files: `who [--at PLACE DATE [ACCOUNT] | --timeline PLACE | --events |
//! --disputes | --figures | --expect FILE.tsv | --pairs FILE.tsv] [ACCOUNT] FILE…`. A file `*.jsonl` holds claims
//! as JSON lines; any other is read as a document. Without a question it lists the places.
//!
//! `--pairs FILE.tsv` holds links between documents against annotated ones: yes or no, the beginning
//! of a file's name and words of a claim, twice.
//!
//! A file of expectations has the columns kind, place, date, account, holder and status; `*` is any,
//! `?` none known, `|` or.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::pedantic, reason = "an example is a program")]

mod wire;

use annalist_chronicle::{Account, Answer, Chronicle, Source, Status};
use annalist_claim::{Alignment, Extractor};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let question =
        if args.first().is_some_and(|a| a.starts_with("--")) { args.remove(0) } else { String::new() };
    let mut next = |n: usize| -> Vec<String> { args.drain(..n.min(args.len())).collect() };
    let given = match question.as_str() {
        "--at" => next(2),
        "--timeline" | "--expect" | "--pairs" => next(1),
        _ => Vec::new(),
    };
    let account: Account = match args.first().map(|a| a.parse()) {
        Some(Ok(account)) => {
            args.remove(0);
            account
        }
        _ => Account::All,
    };
    let chronicle = Chronicle::build(&sources(&args)?, &[]);
    match question.as_str() {
        "--at" => {
            for place in chronicle.find(&given[0]).places {
                let answer = chronicle.who(&place.id, given[1].parse()?, &account);
                println!("{}", serde_json::to_string_pretty(&answer)?);
            }
        }
        "--timeline" => {
            for place in chronicle.find(&given[0]).places {
                println!("{} {} {:?}", place.id, place.name, place.spellings);
                timeline(&chronicle, &place.id, &account);
            }
        }
        "--events" => chronicle.events.iter().for_each(|e| {
            let words: Vec<&str> = e
                .claims
                .iter()
                .filter_map(|c| chronicle.claim(c))
                .map(|c| c.evidence.quote.as_str())
                .collect();
            println!(
                "{} {:?} {} {:?} by {:?} on {:?} independent {}\n    {}",
                e.id,
                e.kind,
                e.when.as_ref().map_or("?", |w| w.as_str()),
                e.places,
                e.actors,
                e.targets,
                e.independent,
                words.join("\n    ")
            );
        }),
        "--disputes" => chronicle.disputes.iter().for_each(|d| {
            println!(
                "{:?} {:?} {} {:.0}",
                d.kind,
                d.place,
                d.when.as_ref().map_or("?", |w| w.as_str()),
                d.effect
            );
            for p in &d.positions {
                println!("    {} — {}", p.says, p.by.join("; "));
            }
        }),
        "--figures" => chronicle.figures.iter().for_each(|f| {
            println!(
                "{:?} {:?} {:?} {} {:?}–{:?} part of {}",
                f.what,
                f.victims,
                f.scope,
                f.when.as_ref().map_or("?", |w| w.as_str()),
                f.min,
                f.max,
                f.part_of.len()
            );
            for c in &f.claimants {
                println!("    {} ({}) — {}", c.quote, c.who, c.by.join("; "));
            }
        }),
        "--expect" => expect(&chronicle, &std::fs::read_to_string(&given[0])?)?,
        "--pairs" => pairs(&chronicle, &std::fs::read_to_string(&given[0])?),
        _ => {
            for place in chronicle.places() {
                println!("{} {} {:?} {}", place.id, place.name, place.spellings, place.claims);
                timeline(&chronicle, &place.id, &account);
            }
        }
    }
    Ok(())
}

fn sources(files: &[String]) -> Result<Vec<Source>, Box<dyn std::error::Error>> {
    let extractor = Extractor::embedded();
    let mut sources = Vec::new();
    for file in files {
        let name = file.rsplit('/').next().unwrap_or(file);
        if name.ends_with(".jsonl") {
            sources.push(wire::read(name, &std::fs::read_to_string(file)?)?);
            continue;
        }
        for document in annalist_document::read(name, &std::fs::read(file)?)? {
            let title =
                document.title.and_then(|t| document.passages.get(t as usize)).map(|p| p.text.clone());
            sources.push(Source {
                document: document.digest,
                name: name.to_owned(),
                title,
                publisher: document.origin.publisher.clone(),
                work: None,
                alignment: Alignment::Unknown,
                claims: extractor.extract(&document, None).claims,
            });
        }
    }
    Ok(sources)
}

fn timeline(chronicle: &Chronicle, place: &str, account: &Account) {
    for h in chronicle.timeline(place, account) {
        let day = |d: Option<annalist_time::Day>| d.map_or("..".to_owned(), |d| d.to_string());
        println!(
            "    {}/{} {} {:?}{}",
            day(h.start),
            day(h.end),
            h.holder.as_deref().unwrap_or("-"),
            h.status,
            if h.implied { " implied" } else { "" }
        );
        for id in h.begun_by.iter().chain(&h.confirmed_by) {
            if let Some(claim) = chronicle.claim(id) {
                println!("        {:?} {:?} {}", claim.kind, claim.modality, claim.evidence.quote);
            }
        }
    }
}

fn status_name(status: Status) -> String {
    serde_json::to_value(status).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn expect(chronicle: &Chronicle, table: &str) -> Result<(), Box<dyn std::error::Error>> {
    let (mut met, mut all) = (0, 0);
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[kind, place, date, account, holder, status, ..] = &fields[..] else { continue };
        all += 1;
        let found = chronicle.find(place);
        let any = |wanted: &str, is: &str| wanted == "*" || wanted.split('|').any(|w| w == is);
        let (ok, is) = match kind {
            "who" => {
                let account: Account = account.parse()?;
                let answers: Vec<Answer> = found
                    .places
                    .iter()
                    .filter(|_| found.exact)
                    .map(|p| date.parse().map(|d| chronicle.who(&p.id, d, &account)))
                    .collect::<Result<_, _>>()?;
                let fits = |a: &Answer| {
                    let who = a.holder.as_deref().unwrap_or("?");
                    any(holder, who) && any(status, &status_name(a.status))
                };
                let is = answers.first().map_or("no such place".to_owned(), |a| {
                    format!("{} {} [{}]", a.holder.as_deref().unwrap_or("?"), status_name(a.status), a.place)
                });
                (answers.first().is_some_and(fits), is)
            }
            "timeline" => {
                let day = date.parse()?;
                let fits = found.places.iter().take(1).any(|p| {
                    chronicle.timeline(&p.id, &account.parse().unwrap_or(Account::All)).iter().any(|h| {
                        h.start == Some(day)
                            && any(holder, h.holder.as_deref().unwrap_or("?"))
                            && any(status, &status_name(h.status))
                    })
                });
                (fits, String::new())
            }
            "event" => {
                let when = annalist_time::Edtf::parse(date)?;
                let fits = chronicle.events.iter().any(|e| {
                    let documents: std::collections::BTreeSet<_> = e
                        .claims
                        .iter()
                        .filter_map(|c| chronicle.claim(c))
                        .map(|c| c.evidence.document)
                        .collect();
                    let here = place.is_empty()
                        || found.exact && found.places.iter().any(|p| e.places.contains(&p.id));
                    let then = e.when.as_ref().is_some_and(|w| {
                        w.earliest().is_none_or(|d| Some(d) <= when.latest()) && w.latest() >= when.earliest()
                    });
                    let what = serde_json::to_value(e.kind)
                        .ok()
                        .is_some_and(|v| any(holder, v.as_str().unwrap_or("")));
                    here && then && what && status.parse().is_ok_and(|n: usize| documents.len() >= n)
                });
                (fits, String::new())
            }
            "dispute" => {
                let fits = chronicle.disputes.iter().any(|d| {
                    let what = serde_json::to_value(d.kind).ok().is_some_and(|v| v.as_str() == Some(holder));
                    let here = place.is_empty()
                        || found.exact && found.places.iter().any(|p| d.place.as_ref() == Some(&p.id));
                    let words: String =
                        d.positions.iter().map(|p| format!("{} {}\n", p.says, p.by.join(" "))).collect();
                    let said = status == "*" || status.split('|').all(|w| words.contains(w));
                    what && here && said
                });
                (fits, String::new())
            }
            _ => (false, "what is this?".to_owned()),
        };
        met += u32::from(ok);
        if !ok {
            println!("UNMET {kind} {place} {date} {account}: wanted {holder} {status}, is {is}");
        }
    }
    println!("{met} of {all} expectations met, {:.1} %", 100.0 * f64::from(met) / f64::from(all.max(1)));
    Ok(())
}

/// Holds the links between documents against annotated pairs.
fn pairs(chronicle: &Chronicle, table: &str) {
    let name = |id: &str| -> (String, String) {
        let claim = chronicle.claim(id).expect("an event's claims are there");
        (
            chronicle.document_name(&claim.evidence.document).unwrap_or("").to_owned(),
            claim.evidence.quote.clone(),
        )
    };
    let gold: Vec<Vec<&str>> =
        table.lines().map(|l| l.split('\t').collect::<Vec<_>>()).filter(|f| f.len() == 5).collect();
    let is = |f: &[&str], a: &(String, String), b: &(String, String)| {
        let one =
            |file: &str, words: &str, c: &(String, String)| c.0.starts_with(file) && c.1.contains(words);
        one(f[1], f[2], a) && one(f[3], f[4], b) || one(f[1], f[2], b) && one(f[3], f[4], a)
    };
    let mut found = vec![false; gold.len()];
    let (mut right, mut wrong, mut unjudged) = (0, 0, 0);
    for event in &chronicle.events {
        for (i, x) in event.claims.iter().enumerate() {
            for y in &event.claims[i + 1..] {
                let (a, b) = (name(x), name(y));
                if a.0 == b.0 {
                    continue;
                }
                let hits: Vec<usize> = (0..gold.len()).filter(|g| is(&gold[*g], &a, &b)).collect();
                hits.iter().for_each(|g| found[*g] = true);
                match hits.first().map(|g| gold[*g][0]) {
                    Some("yes") => right += 1,
                    Some(_) => wrong += 1,
                    None => {
                        unjudged += 1;
                        println!(
                            "UNJUDGED {} | {} ~ {} | {}",
                            &a.0[..3.min(a.0.len())],
                            a.1,
                            &b.0[..3.min(b.0.len())],
                            b.1
                        );
                    }
                }
            }
        }
    }
    let yes: Vec<usize> = (0..gold.len()).filter(|g| gold[*g][0] == "yes").collect();
    for g in yes.iter().filter(|g| !found[**g]) {
        println!("MISSED {}", gold[*g].join(" | "));
        let claims = || chronicle.events.iter().flat_map(|e| &e.claims);
        let at = |file: &str, words: &str| {
            claims().find(|id| {
                let claim = name(id);
                claim.0.starts_with(file) && claim.1.contains(words)
            })
        };
        if let (Some(x), Some(y)) = (at(gold[*g][1], gold[*g][2]), at(gold[*g][3], gold[*g][4]))
            && let Some(link) = chronicle.explain_link(x, y)
        {
            let parts: Vec<String> = link.parts().iter().map(|(n, w)| format!("{n} {w:+.1}")).collect();
            println!("    {:.1} = {}", link.weight, parts.join(", "));
        }
    }
    let hit = yes.iter().filter(|g| found[**g]).count();
    println!("{right} right, {wrong} wrong, {unjudged} not annotated; {hit} of {} pairs found", yes.len());
}
