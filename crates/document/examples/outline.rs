//! Prints the outline of each file named on the command line.
#![allow(clippy::print_stdout, clippy::print_stderr)]

fn main() {
    for path in std::env::args().skip(1) {
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let documents = match std::fs::read(&path) {
            Ok(bytes) => annalist_document::read(&name, &bytes),
            Err(error) => {
                eprintln!("{path}: {error}");
                continue;
            }
        };
        match documents {
            Ok(documents) => documents.iter().for_each(print),
            Err(error) => eprintln!("{error}"),
        }
    }
}

fn print(d: &annalist_document::Document) {
    let cited: usize = d.passages.iter().map(|p| p.citations.len()).sum();
    println!(
        "== {} {:?} {} {} passages, {} fields, {} references, {cited} marks, {} problems, {:?}",
        d.name,
        d.form,
        d.encoding,
        d.passages.len(),
        d.infobox.len(),
        d.references.len(),
        d.problems.len(),
        d.origin
    );
    for line in d.outline() {
        let text: String = line.text.chars().take(110).collect();
        let indent = "  ".repeat(line.depth as usize);
        let field = d.infobox.iter().find(|f| f.passage == line.passage);
        let more = field.map_or_else(String::new, |f| {
            format!(" [{:?} c{:?} d{} {:?} {:?}]", f.kind, f.column, f.depth, f.fate, f.flag)
        });
        println!("{indent}{:?} {} {}{more} {text}", line.role, line.span, line.label);
    }
    for (i, r) in d.references.iter().enumerate() {
        println!(
            "  ref {i} {} note={} {:?} | {:?} | {:?} | {:?} {:?} | {:?} {:?} cites {:?}",
            r.label, r.note, r.title, r.outlet, r.author, r.published, r.accessed, r.url, r.language, r.cites
        );
    }
    for p in &d.problems {
        println!("  problem {} {}", p.span, p.message);
    }
}
