//! Office Open XML text (DOCX).
//!
//! The text stands compressed in the archive, so no character has bytes of its own: every passage
//! leads to the bytes of the archive's part that holds it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use annalist_span::Span;

use super::xml::{self, Node};
use crate::prose::Prose;
use crate::source::Source;
use crate::tree::Tree;
use crate::{Cause, Document, Form, ReadError, Reference, Role, SectionKind, citing, dates, marks};

/// Most bytes that a part may unpack to.
const LARGEST_PART: u64 = 256 << 20;

/// Reads a DOCX file.
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let damaged = |reason: String| {
        let cause = Cause::Damaged { format: "DOCX file", reason };
        ReadError::new(name, cause, 0, "open it in a word processor and save it again")
    };
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::new(name, Cause::TooLarge(bytes.len() as u64), 0, "split the file"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(e.to_string()))?;
    let mut part = |path: &str| -> Result<Option<(String, Span)>, ReadError> {
        let Ok(file) = archive.by_name(path) else { return Ok(None) };
        let start = file.data_start() as usize;
        let span =
            Span::of(start.min(bytes.len()), (start + file.compressed_size() as usize).min(bytes.len()));
        let mut raw = Vec::new();
        file.take(LARGEST_PART).read_to_end(&mut raw).map_err(|e| damaged(format!("{path}: {e}")))?;
        Ok(Some((String::from_utf8_lossy(&raw).into_owned(), span)))
    };
    let Some((main, span)) = part("word/document.xml")? else {
        let cause = Cause::Binary("it is a ZIP archive without an Office text inside".to_owned());
        return Err(ReadError::new(name, cause, 0, "unpack it and give the files"));
    };
    let notes = [part("word/footnotes.xml")?, part("word/endnotes.xml")?];
    let core = part("docProps/core.xml")?;
    let source = Source::verbatim("", 0);
    let mut tree = Tree::new(&source);
    if let Some((core, _)) = core {
        properties(&mut tree, &core);
    }
    let paragraphs = paragraphs(&main).map_err(|e| damaged(format!("word/document.xml: {e}")))?;
    for paragraph in paragraphs {
        tell(&mut tree, paragraph, span);
    }
    for (kind, (text, span)) in ["foot", "end"].iter().zip(notes).filter_map(|(k, n)| Some((k, n?))) {
        let mut number = 0;
        for note in
            self::paragraphs(&text).map_err(damaged)?.into_iter().filter(|n| !n.text.trim().is_empty())
        {
            number += 1;
            let prose = marks::prose(&note.text, 0..note.text.len()).somewhere(span);
            let mut reference = Reference { label: number.to_string(), ..Reference::default() };
            citing::fill(&mut reference, &prose.text);
            reference.note = reference.title.is_none() && reference.url.is_none();
            let role = if reference.note { Role::Note } else { Role::Reference };
            reference.passage = tree.passage(role, prose);
            let index = tree.reference(reference);
            tree.alias(format!("{kind} {}", note.id), index);
        }
    }
    let document = tree.finish(name, bytes, Form::Docx, "utf-8");
    if document.passages.is_empty() {
        return Err(ReadError::new(
            name,
            Cause::NoText("DOCX file"),
            u64::from(span.start),
            "check that it is not a scan",
        ));
    }
    Ok(document)
}

#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: String,
    list: bool,
    table: bool,
    /// Id of the note that the paragraph is of.
    id: String,
    /// Notes cited, with their place in the text.
    notes: Vec<(usize, String)>,
}

/// The paragraphs of a part, with their styles and the notes they cite.
fn paragraphs(text: &str) -> Result<Vec<Paragraph>, String> {
    let (mut out, mut current, mut run, mut tables, mut deleted) =
        (Vec::new(), Paragraph::default(), false, 0_u32, 0_u32);
    let mut note = String::new();
    let value = |attributes: &[(String, String)], key: &str| {
        attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).unwrap_or_default()
    };
    xml::walk(text, |node| match node {
        Node::Start { name, attributes, .. } => match name.as_str() {
            "p" => current = Paragraph { table: tables > 0, id: note.clone(), ..Paragraph::default() },
            "pStyle" => current.style = value(&attributes, "val").to_lowercase(),
            "numPr" => current.list = true,
            "t" => run = deleted == 0,
            "del" => deleted += 1,
            "tab" | "br" | "cr" => current.text.push(' '),
            "tbl" => tables += 1,
            "footnote" | "endnote" => note = value(&attributes, "id"),
            "footnoteReference" => {
                current.notes.push((current.text.len(), format!("foot {}", value(&attributes, "id"))));
            }
            "endnoteReference" => {
                current.notes.push((current.text.len(), format!("end {}", value(&attributes, "id"))));
            }
            _ => {}
        },
        Node::End { name, .. } => match name.as_str() {
            "p" => out.push(std::mem::take(&mut current)),
            "t" => run = false,
            "del" => deleted = deleted.saturating_sub(1),
            "tbl" => tables = tables.saturating_sub(1),
            _ => {}
        },
        Node::Text(range) if run => current.text.push_str(&text[range]),
        Node::Entity(range) if run => current.text.push_str(&html_escape::decode_html_entities(&text[range])),
        _ => {}
    })
    .map_err(|(at, reason)| format!("{reason} at {at}"))?;
    Ok(out)
}

fn tell(tree: &mut Tree<'_>, paragraph: Paragraph, span: Span) {
    let mut prose = Prose::default();
    let mut from = 0;
    for (at, label) in paragraph.notes {
        marks::push(&mut prose, &paragraph.text, from..at);
        prose.cite(label, at..at);
        from = at;
    }
    marks::push(&mut prose, &paragraph.text, from..paragraph.text.len());
    let prose = prose.somewhere(span);
    if prose.is_empty() {
        return;
    }
    let style = paragraph.style.as_str();
    let level = style
        .strip_prefix("heading")
        .or_else(|| style.strip_prefix("überschrift"))
        .or_else(|| style.strip_prefix("titre"))
        .and_then(|n| n.trim().parse::<u8>().ok());
    match (style, level) {
        ("title", _) => tree.title(prose),
        (_, Some(level)) => tree.heading(level, prose),
        _ if style.contains("quote") => drop(tree.passage(Role::Quotation, prose)),
        _ if style.contains("caption") => drop(tree.passage(Role::Caption, prose)),
        _ if paragraph.table => drop(tree.passage(Role::Table, prose)),
        _ if tree.section_kind() == SectionKind::References => {
            let mut reference = Reference::default();
            citing::fill(&mut reference, &prose.text);
            reference.passage = tree.passage(Role::Reference, prose);
            tree.reference(reference);
        }
        _ if paragraph.list || style.contains("list") => drop(tree.body(Role::ListItem, prose)),
        _ => drop(tree.body(Role::Narrative, prose)),
    }
}

/// Author, day and language from the file's properties.
fn properties(tree: &mut Tree<'_>, core: &str) {
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    let mut open = String::new();
    // A fault in the properties is no reason to refuse the text.
    let _ = xml::walk(core, |node| match node {
        Node::Start { name, .. } => open = name,
        Node::Text(range) => told.entry(open.clone()).or_default().push_str(&core[range]),
        Node::End { .. } => open.clear(),
        Node::Entity(_) => {}
    });
    let take = |key: &str| told.get(key).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty());
    tree.origin.author = take("creator");
    tree.origin.language = take("language");
    tree.origin.published = take("created").and_then(|d| dates::edtf(&d));
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in parts {
            writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_styles_notes_and_properties() {
        let main = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Siege of Dorn</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>The siege </w:t></w:r><w:del><w:r><w:t>never </w:t></w:r></w:del><w:r><w:t>began &amp; ended</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Battle</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>An item.</w:t></w:r></w:p></w:body></w:document>";
        let notes = "<w:footnotes xmlns:w='w'><w:footnote w:id='2'><w:p><w:r><w:t>\"Dorn falls\". Ledger. 5 May 2001.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let core = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d'><dc:creator>Ada Marsh</dc:creator><dcterms:created xmlns:dcterms='t'>2001-05-06T00:00:00Z</dcterms:created></cp:coreProperties>";
        let bytes = archive(&[
            ("word/document.xml", main),
            ("word/footnotes.xml", notes),
            ("docProps/core.xml", core),
        ]);
        let d = document("a.docx", &bytes).expect("read");
        let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(
            all,
            [
                (Role::Title, "Siege of Dorn"),
                (Role::Narrative, "The siege began & ended."),
                (Role::Heading, "Battle"),
                (Role::Table, "Cell"),
                (Role::ListItem, "An item."),
                (Role::Reference, "\"Dorn falls\". Ledger. 5 May 2001."),
            ]
        );
        assert_eq!(d.passages[1].citations[0].reference, Some(0));
        assert_eq!(d.origin.author.as_deref(), Some("Ada Marsh"));
        assert!(
            d.passages.iter().all(|p| p.file_span().end as usize <= bytes.len() && !p.file_span().is_empty())
        );
    }

    #[test]
    fn an_archive_of_something_else_is_refused() {
        let bytes = archive(&[("a.txt", "x")]);
        assert!(matches!(document("a.zip", &bytes).unwrap_err().cause, Cause::Binary(_)));
        assert!(matches!(document("a.docx", &bytes[..30]).unwrap_err().cause, Cause::Damaged { .. }));
    }
}
