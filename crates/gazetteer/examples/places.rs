//! Prints the place mentions of files: `cargo run -p annalist-gazetteer --example places FILE…`.

#![allow(clippy::print_stdout)]

use annalist_gazetteer::{Gazetteer, Overrides, PlaceLayer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = std::time::Instant::now();
    let gazetteer = Gazetteer::embedded();
    println!("# {} places loaded in {:?}", gazetteer.len(), start.elapsed());
    let parse = std::env::args().any(|a| a == "--parse");
    for path in std::env::args().skip(1).filter(|a| a != "--parse") {
        let bytes = std::fs::read(&path)?;
        for document in annalist_document::read(&path, &bytes)? {
            let analyses: Vec<_> = if parse {
                let english = annalist_language::Pipeline::embedded();
                document.passages.iter().map(|p| english.analyse(&p.text)).collect()
            } else {
                Vec::new()
            };
            let start = std::time::Instant::now();
            let layer = PlaceLayer::read(&document, &analyses, gazetteer, &Overrides::default());
            println!("# {path} {} bytes in {:?}", bytes.len(), start.elapsed());
            for (index, (passage, mentions)) in document.passages.iter().zip(&layer.mentions).enumerate() {
                for m in mentions {
                    let file = passage.map.to_file(m.span);
                    let v = &m.value;
                    println!(
                        "{index}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{}\t{:?}{}{}\t{}",
                        file.start,
                        file.end,
                        m.text,
                        v.status,
                        v.id.as_deref().unwrap_or("-"),
                        v.name.as_deref().unwrap_or("-"),
                        v.candidates.first().map_or(String::new(), |c| format!(
                            "{:.3},{:.3} {:.2} {}",
                            c.point.lat, c.point.lon, c.score, c.reason
                        )),
                        v.precision,
                        v.cue.map_or(String::new(), |c| format!(" cue={}", c.as_str())),
                        if v.associative { " ASSOC" } else { "" },
                        v.candidates
                            .get(1)
                            .map_or(String::new(), |c| format!("2nd {} {:.2} {}", c.name, c.score, c.reason)),
                    );
                }
            }
        }
    }
    Ok(())
}
