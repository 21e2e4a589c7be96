//! Adds a document to a large project: `grow FOLDER [CLAIMS]` makes a project of a synthetic war (100,000 claims,
//! those of the chronicle's `scale`) in a folder, adds one document of twenty claims, and prints the seconds
//! of processor time of each step, and how much was written: the pages that the write-ahead log has
//! after it.
#![allow(clippy::print_stdout, clippy::pedantic, reason = "an example is a program")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use annalist_belligerent::OrderOfBattle;
use annalist_chronicle::Source;
use annalist_claim::Claim;
use annalist_document::{Document, Form, Origin, Passage, Role, Section, SectionKind};
use annalist_span::{Digest, OffsetMap};
use annalist_store::{Clock, Project, StoredSource};

#[path = "../../chronicle/examples/scale/war.rs"]
#[allow(dead_code, reason = "its other growth is for the chronicle's own measurements")]
mod war;

use war::{Growth, war};

/// The allocator of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Seconds that this process has had of the processor, where the system tells; else those on the wall.
fn seconds() -> f64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    // Threads that have ended count in the process' times alone, which are in hundredths of a second.
    let told = std::fs::read_to_string("/proc/self/stat").ok();
    let times = told.and_then(|told| {
        let after: Vec<f64> = told
            .rsplit_once(')')?
            .1
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|t| t.parse().ok())
            .collect();
        (after.len() == 2).then(|| (after[0] + after[1]) / 100.0)
    });
    times.unwrap_or_else(|| start.elapsed().as_secs_f64())
}

/// A document whose passages are the words of its claims.
fn document(source: &Source) -> (Document, Vec<Claim>) {
    let mut passages = Vec::new();
    for claim in &source.claims {
        let text = claim.evidence.quote.clone();
        passages.push(Passage {
            role: Role::Narrative,
            section: 0,
            map: OffsetMap::verbatim(0, text.len() as u32),
            text,
            citations: Vec::new(),
            flags: Vec::new(),
        });
    }
    let document = Document {
        digest: source.document,
        name: source.name.clone(),
        bytes: 0,
        form: Form::Plain,
        encoding: "utf-8".to_owned(),
        title: None,
        origin: Origin::default(),
        sections: vec![Section { level: 0, heading: None, parent: None, kind: SectionKind::Lead }],
        infobox: Vec::new(),
        passages,
        references: Vec::new(),
        problems: Vec::new(),
        container: None,
        parts: Vec::new(),
    };
    (document, source.claims.clone())
}

fn add(project: &mut Project, documents: &[(Document, Vec<Claim>)], clock: &Clock) -> Result<(), Failure> {
    let order = OrderOfBattle::default();
    let sources: Vec<StoredSource<'_>> =
        documents.iter().map(|(document, claims)| StoredSource::new(document, claims, &order)).collect();
    Ok(project.add(&sources, &BTreeMap::new(), "grow", clock)?)
}

type Failure = Box<dyn std::error::Error>;

/// Kilobytes of a file.
fn kilobytes(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |m| m.len() / 1024)
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().ok_or("grow FOLDER [CLAIMS]")?;
    let claims: usize = args.next().map_or(Ok(100_000), |n| n.parse())?;
    let path = Path::new(&folder).join(format!("grow-{claims}.gpkg"));
    let log = path.with_extension("gpkg-wal");
    let _ = std::fs::remove_file(&path);
    let clock = Clock("2040-01-01T00:00:00Z".to_owned());
    let mut project = Project::open_or_create(&path)?;
    let documents: Vec<_> = war(claims, Growth::Both, 7).0.iter().map(document).collect();
    let mut late: Vec<_> = war(20, Growth::Both, 8).0.iter().map(document).collect();
    late.iter_mut().for_each(|(d, _)| d.digest = Digest::of(b"late"));
    for (what, documents) in
        [("made", &documents), ("one document added", &late), ("nothing added", &Vec::new())]
    {
        let start = seconds();
        add(&mut project, documents, &clock)?;
        let added = seconds();
        let chronicle = project.chronicle()?;
        let computed = seconds();
        project.checkpoint()?;
        let before = seconds();
        let counts = project.write_views(&chronicle, &clock)?;
        let written = seconds();
        println!(
            "{what}: claims stored {:.2} s, read and linked {:.2} s, views written {:.2} s ({} kB of the log; {} events, {} holdings, {} places); the file has {} kB",
            added - start,
            computed - added,
            written - before,
            kilobytes(&log),
            counts.events,
            counts.holdings,
            counts.places,
            kilobytes(&path),
        );
        project.checkpoint()?;
    }
    Ok(project.close()?)
}
