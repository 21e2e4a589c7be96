//! `annalist read`: a document as a tree.

use annalist_document::Document;
use annalist_span::Digest;

use crate::args::Reading;
use crate::failure::{Exit, Failure};
use crate::files;
use crate::out::{Format, clip, line, print, word};

pub(crate) fn run(arguments: &Reading) -> Result<(), Failure> {
    if arguments.unpacked {
        return unpacked(arguments);
    }
    let mut whole = Vec::new();
    let outcome = files::each(&arguments.files, |_, document| {
        match arguments.format {
            Format::Table => print(&tree(document)),
            Format::Jsonl => line(document),
            Format::Json => whole.push(document.clone()),
        }
        Ok(())
    });
    if arguments.format == Format::Json {
        crate::out::json(&whole);
    }
    outcome
}

/// The bytes that the documents' ranges count in, one document after the other.
fn unpacked(arguments: &Reading) -> Result<(), Failure> {
    files::each(&arguments.files, |file, document| {
        let own = document.own_bytes(&file.bytes);
        if Digest::of(own) != document.digest {
            let message = format!("{}: its documents stand in a compressed file", document.name);
            let help = Some("decompress it (bunzip2 FILE) and give the file inside".to_owned());
            return Err(Failure::new(Exit::Usage, message, help));
        }
        let bytes = document.unpacked(own).map_err(|e| {
            Failure::new(Exit::Unreadable, format!("{}: {}", document.name, e.cause), Some(e.advice))
        })?;
        crate::out::bytes(&bytes);
        Ok(())
    })
}

/// Sections as they nest, each passage under its section with its byte range and role.
fn tree(document: &Document) -> String {
    let mut out = format!(
        "{}  {}, {}, {} bytes\n",
        document.name,
        word(&document.form),
        document.encoding,
        document.bytes
    );
    out.push_str(&format!("  sha256 {}\n", document.digest));
    let origin = &document.origin;
    for (name, value) in [
        ("publisher", &origin.publisher),
        ("author", &origin.author),
        ("published", &origin.published),
        ("url", &origin.url),
        ("language", &origin.language),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("  {name}: {value}\n"));
        }
    }
    for part in &document.parts {
        out.push_str(&format!("  {}: {} unpacked from {}\n", part.name, part.span, part.packed));
    }
    let text = |index: u32| document.passages.get(index as usize).map_or("", |p| p.text.as_str());
    if let Some(title) = document.title {
        out.push_str(&format!("  title: {}\n", text(title)));
    }
    if !document.infobox.is_empty() {
        out.push_str("  infobox\n");
    }
    for field in &document.infobox {
        let column = field.column.map_or(String::new(), |c| format!(" {c}"));
        let group = field.group.as_ref().map_or(String::new(), |g| format!(" [{g}]"));
        let indent = "  ".repeat(2 + usize::from(field.depth));
        let span = document.passages.get(field.passage as usize).map(annalist_document::Passage::file_span);
        let span = span.map_or(String::new(), |s| s.to_string());
        out.push_str(&format!(
            "{indent}{}{column}{group}: {}  ({span})\n",
            word(&field.kind),
            text(field.passage)
        ));
    }
    for (index, section) in document.sections.iter().enumerate() {
        let indent = "  ".repeat(usize::from(section.level) + 1);
        let heading = section.heading.map_or("(before the first heading)", text);
        out.push_str(&format!("{indent}§ {heading}  {}\n", word(&section.kind)));
        for passage in document.passages.iter().filter(|p| p.section as usize == index) {
            if matches!(passage.role, annalist_document::Role::Infobox | annalist_document::Role::Heading) {
                continue;
            }
            let marks = if passage.citations.is_empty() {
                String::new()
            } else {
                format!(" [{}]", passage.citations.len())
            };
            out.push_str(&format!(
                "{indent}  {:<10} {:>13}  {}{marks}\n",
                word(&passage.role),
                passage.file_span().to_string(),
                clip(&passage.text, 90)
            ));
        }
    }
    if !document.references.is_empty() {
        out.push_str(&format!("  {} references and notes\n", document.references.len()));
    }
    for problem in &document.problems {
        out.push_str(&format!("  ! {}: {}\n", problem.span, problem.message));
    }
    out
}
