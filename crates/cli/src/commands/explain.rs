//! `annalist explain`: which rule fired on a clause, which nearly did, and why not.

use std::path::PathBuf;

use annalist_claim::Extractor;
use annalist_span::LineIndex;

use crate::args::Explain;
use crate::failure::{Exit, Failure};
use crate::{files, out};

pub(crate) fn run(arguments: &Explain) -> Result<(), Failure> {
    let (path, line) = place(&arguments.place);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let file = files::read(&path, &name).map_err(|e| Failure::new(Exit::Unreadable, e.message, e.help))?;
    let last = LineIndex::new(&file.bytes).position(u32::MAX).line;
    let lines = match line {
        Some(line) if line == 0 || line > last => {
            let message = format!("{}: there is no line {line}, the last is {last}", path.display());
            return Err(Failure::new(Exit::Usage, message, None));
        }
        Some(line) => line..=line,
        None => 1..=last,
    };
    let extractor = Extractor::embedded();
    let mut explained = Vec::new();
    for document in &file.documents {
        for line in lines.clone() {
            explained.extend(extractor.explain(document, &file.bytes, line));
        }
    }
    explained.sort_by_key(|e| (e.span, e.predicate.clone()));
    explained.dedup_by(|a, b| a == b);
    out::list(
        arguments.format,
        &explained,
        &["bytes", "clause", "predicate", "arguments", "fired", "nearly"],
        |e| {
            let fired = e.fired.clone().unwrap_or_else(|| "—".to_owned());
            vec![
                e.span.to_string(),
                out::clip(&e.quote, 80),
                e.predicate.clone(),
                e.arguments.join("\n"),
                e.note.as_ref().map_or_else(|| fired.clone(), |note| format!("{fired}\n({note})")),
                e.near
                    .iter()
                    .map(|(rule, failed)| format!("{rule}: {failed}"))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ]
        },
    );
    Ok(())
}

/// `FILE:LINE`, or a file alone (whose name may hold a colon).
fn place(text: &str) -> (PathBuf, Option<u32>) {
    match text.rsplit_once(':').map(|(file, line)| (file, line.parse())) {
        Some((file, Ok(line))) => (file.into(), Some(line)),
        _ => (text.into(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn the_last_number_is_the_line() {
        assert_eq!(place("a:b.txt:12"), ("a:b.txt".into(), Some(12)));
        assert_eq!(place("a:b.txt"), ("a:b.txt".into(), None));
    }
}
