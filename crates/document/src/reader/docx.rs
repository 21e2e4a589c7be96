//! Office Open XML text (DOCX).
//!
//! The text stands compressed in the archive. Spans count in its XML parts, unpacked and laid one after
//! the other; [`crate::Part`]s say which of it is which part, and where in the file it is packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::ops::Range;

use annalist_span::Span;

use super::xml::{self, Node, Pieces};
use crate::prose::Prose;
use crate::source::Source;
use crate::tree::Tree;
use crate::{Cause, Document, Form, Part, ReadError, Reference, Role, SectionKind, citing, dates, marks};

/// Most bytes that a part may unpack to.
const LARGEST_PART: u64 = 256 << 20;

/// The parts whose text is read, in order; those that may be there many times are counted from 1.
const PARTS: [(&str, bool); 5] = [
    ("word/document.xml", false),
    ("word/footnotes.xml", false),
    ("word/endnotes.xml", false),
    ("word/header", true),
    ("word/footer", true),
];

/// The XML of a file, unpacked.
struct Unpacked {
    text: String,
    parts: Vec<Part>,
    styles: String,
    core: String,
}

/// The parts of the XML that a document's spans count in.
pub(crate) fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>, ReadError> {
    unpack(name, bytes).map(|u| u.text.into_bytes())
}

fn damaged(name: &str, reason: String) -> ReadError {
    let cause = Cause::Damaged { format: "DOCX file", reason };
    ReadError::new(name, cause, 0, "open it in a word processor and save it again")
}

fn unpack(name: &str, bytes: &[u8]) -> Result<Unpacked, ReadError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(ReadError::new(name, Cause::TooLarge(bytes.len() as u64), 0, "split the file"));
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(name, e.to_string()))?;
    let mut part = |path: &str| -> Result<Option<(String, Span)>, ReadError> {
        let Ok(file) = archive.by_name(path) else { return Ok(None) };
        let start = (file.data_start() as usize).min(bytes.len());
        let span = Span::of(start, start.saturating_add(file.compressed_size() as usize).min(bytes.len()));
        let mut raw = Vec::new();
        file.take(LARGEST_PART).read_to_end(&mut raw).map_err(|e| damaged(name, format!("{path}: {e}")))?;
        let text = match raw.as_slice() {
            [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
            [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
            _ => String::from_utf8_lossy(&raw).into_owned(),
        };
        Ok(Some((text, span)))
    };
    let (mut text, mut parts) = (String::new(), Vec::new());
    let mut add = |path: String, (xml, packed): (String, Span)| {
        let start = text.len();
        text.push_str(&xml);
        parts.push(Part { name: path, packed, span: Span::of(start, text.len()) });
    };
    for (path, many) in PARTS {
        if many {
            for number in 1..100 {
                let path = format!("{path}{number}.xml");
                let Some(found) = part(&path)? else { break };
                add(path, found);
            }
        } else if let Some(found) = part(path)? {
            add(path.to_owned(), found);
        } else if path == "word/document.xml" {
            let cause = Cause::Binary("it is a ZIP archive without an Office text inside".to_owned());
            return Err(ReadError::new(name, cause, 0, "unpack it and give the files"));
        }
    }
    let styles = part("word/styles.xml")?.map(|p| p.0).unwrap_or_default();
    let core = part("docProps/core.xml")?.map(|p| p.0).unwrap_or_default();
    if u32::try_from(text.len()).is_err() {
        return Err(ReadError::new(name, Cause::TooLarge(text.len() as u64), 0, "split the file"));
    }
    Ok(Unpacked { text, parts, styles, core })
}

/// Reads a DOCX file.
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Document, ReadError> {
    let unpacked = unpack(name, bytes)?;
    let styles = styles(&unpacked.styles);
    // The words of all paragraphs one after the other, each with its place in the XML.
    let (mut words, mut paragraphs) = (Pieces::default(), Vec::new());
    let mut problems = Vec::new();
    for (index, part) in unpacked.parts.iter().enumerate() {
        let range = part.span.range();
        let result = read_part(&unpacked.text, range, index, &styles, &mut words, &mut paragraphs);
        match result {
            Err((_, reason)) if index == 0 && paragraphs.is_empty() => {
                return Err(damaged(name, format!("{}: {reason}", part.name)));
            }
            Err((at, reason)) => {
                problems.push((at, format!("{}: {reason}; what comes after is lost", part.name)));
            }
            Ok(()) => {}
        }
    }
    let outer = Source::verbatim(&unpacked.text, 0);
    let source = Source::inside(words.text, &words.map, &outer);
    let mut tree = Tree::new(&source);
    properties(&mut tree, &unpacked.core);
    let mut numbers = BTreeMap::new();
    let top = paragraphs.iter().filter(|p| p.heading() == Some(1)).count();
    for paragraph in paragraphs {
        match unpacked.parts[paragraph.part].name.as_str() {
            "word/document.xml" => tell(&mut tree, paragraph, top == 1),
            "word/footnotes.xml" => note(&mut tree, "foot", paragraph, &mut numbers),
            "word/endnotes.xml" => note(&mut tree, "end", paragraph, &mut numbers),
            _ => drop(tree.passage(Role::Navigation, prose(&tree, &paragraph))),
        }
    }
    let mut document = tree.finish(name, bytes, Form::Docx, "utf-8");
    if document.passages.is_empty() {
        let start = unpacked.parts.first().map_or(0, |p| p.packed.start);
        let advice = "check that it is not a scan";
        return Err(ReadError::new(name, Cause::NoText("DOCX file"), u64::from(start), advice));
    }
    for (at, message) in problems {
        document.problems.push(crate::Problem { span: Span::of(at, at), message });
    }
    document.parts = unpacked.parts;
    Ok(document)
}

#[derive(Clone, Debug, Default)]
struct Paragraph {
    /// Its words in the text of all paragraphs.
    range: Range<usize>,
    /// Index of its part.
    part: usize,
    style: String,
    /// Level of a heading, from 1.
    level: Option<u8>,
    list: bool,
    table: bool,
    /// Id of the note that the paragraph is of.
    id: String,
    /// Notes cited: the bytes of the words that are the mark, and its label.
    notes: Vec<(Range<usize>, String)>,
}

impl Paragraph {
    /// The level of a heading, from 1.
    fn heading(&self) -> Option<u8> {
        let named = ["heading", "überschrift", "titre", "заголовок", "başlık"]
            .iter()
            .find_map(|word| self.style.strip_prefix(word))
            .and_then(|n| n.trim().parse::<u8>().ok());
        self.level.or(named).filter(|_| !self.table)
    }
}

/// A style's name in small letters, and the level of the outline that it gives.
type Styles = BTreeMap<String, (String, Option<u8>)>;

/// The styles by their ids: ids are of the program's language, names are not.
fn styles(xml: &str) -> Styles {
    let mut out = Styles::new();
    let mut id = String::new();
    // A fault of the styles is no reason to refuse the text.
    let _ = xml::walk(xml, |node| {
        if let Node::Start { name, attributes, .. } = node {
            match name.as_str() {
                "style" => id = attribute(&attributes, "styleId"),
                "name" if !id.is_empty() => {
                    out.entry(id.clone()).or_default().0 = attribute(&attributes, "val").to_lowercase();
                }
                "outlineLvl" if !id.is_empty() => {
                    out.entry(id.clone()).or_default().1 = level(&attribute(&attributes, "val"));
                }
                _ => {}
            }
        }
    });
    out
}

fn attribute(attributes: &[(String, String)], key: &str) -> String {
    attributes.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone()).unwrap_or_default()
}

/// An outline's level as told, from 0; 9 is running text.
fn level(told: &str) -> Option<u8> {
    told.trim().parse::<u8>().ok().filter(|l| *l < 9).map(|l| l + 1)
}

/// Collects the paragraphs of a part.
fn read_part(
    text: &str,
    part: Range<usize>,
    index: usize,
    styles: &Styles,
    words: &mut Pieces,
    out: &mut Vec<Paragraph>,
) -> Result<(), (usize, String)> {
    let base = part.start;
    let xml = &text[part];
    // Paragraphs of a text box stand inside the paragraph that the box hangs on.
    let mut open: Vec<(Paragraph, Pieces)> = Vec::new();
    let (mut run, mut raised) = (false, false);
    let (mut tables, mut deleted, mut fallback) = (0_u32, 0_u32, 0_u32);
    let mut note = String::new();
    let mut done: Vec<(Paragraph, Pieces)> = Vec::new();
    let result = xml::walk(xml, |node| match node {
        Node::Start { name, attributes, tag } => {
            let tag = base + tag.start..base + tag.end;
            let current = open.last_mut();
            match (name.as_str(), current) {
                ("Fallback", _) => fallback += 1,
                _ if fallback > 0 => {}
                ("p", _) => {
                    let paragraph = Paragraph {
                        part: index,
                        table: tables > 0,
                        id: note.clone(),
                        ..Paragraph::default()
                    };
                    open.push((paragraph, Pieces::default()));
                }
                ("pStyle", Some((current, _))) => {
                    let id = attribute(&attributes, "val");
                    let (name, outline) = styles.get(&id).cloned().unwrap_or_default();
                    current.style = if name.is_empty() { id.to_lowercase() } else { name };
                    current.level = current.level.or(outline);
                }
                ("outlineLvl", Some((current, _))) => current.level = level(&attribute(&attributes, "val")),
                ("numPr", Some((current, _))) => current.list = true,
                ("t", _) => run = deleted == 0,
                ("vertAlign", _) => raised = attribute(&attributes, "val") == "superscript",
                ("position", _) => {
                    raised = attribute(&attributes, "val").parse::<i32>().is_ok_and(|v| v > 0);
                }
                ("del" | "moveFrom", _) => deleted += 1,
                ("tab" | "br" | "cr", Some((_, pieces))) => pieces.literal(" ", tag),
                ("noBreakHyphen", Some((_, pieces))) => pieces.literal("-", tag),
                ("tbl", _) => tables += 1,
                ("footnote" | "endnote", _) => note = attribute(&attributes, "id"),
                ("footnoteReference" | "endnoteReference", Some((current, pieces))) => {
                    let kind = if name.starts_with('f') { "foot" } else { "end" };
                    let (at, id) = (pieces.text.len(), attribute(&attributes, "id"));
                    current.notes.push((at..at, format!("{kind} {id}")));
                }
                _ => {}
            }
        }
        Node::End { name, .. } => match name.as_str() {
            "Fallback" => fallback = fallback.saturating_sub(1),
            _ if fallback > 0 => {}
            "p" => done.extend(open.pop()),
            "t" => run = false,
            "r" => raised = false,
            "del" | "moveFrom" => deleted = deleted.saturating_sub(1),
            "tbl" => tables = tables.saturating_sub(1),
            _ => {}
        },
        Node::Text(range) if run && fallback == 0 => {
            if let Some((current, pieces)) = open.last_mut() {
                let (start, words) = (pieces.text.len(), xml[range.clone()].trim());
                pieces.verbatim(text, base + range.start..base + range.end);
                if raised && marks::is_raised_mark(&pieces.text[..start], words) {
                    current.notes.push((start..pieces.text.len(), words.to_owned()));
                }
            }
        }
        Node::Entity(range) if run && fallback == 0 => {
            if let Some((_, pieces)) = open.last_mut() {
                pieces.entity(text, base + range.start..base + range.end);
            }
        }
        _ => {}
    });
    done.extend(open);
    // In the order of their first byte: a box may stand inside its paragraph's words.
    done.sort_by_key(|(_, pieces)| pieces.map.pieces().first().map_or(0, |p| p.file.start));
    for (mut paragraph, pieces) in done {
        let start = words.text.len();
        words.text.push_str(&pieces.text);
        for piece in pieces.map.pieces() {
            words.map.push(piece.text.len(), piece.file);
        }
        paragraph.range = start..words.text.len();
        for (mark, _) in &mut paragraph.notes {
            *mark = start + mark.start..start + mark.end;
        }
        out.push(paragraph);
    }
    result.map_err(|(at, reason)| (base + at, reason))
}

/// The words of a paragraph with its marks masked.
fn prose(tree: &Tree<'_>, paragraph: &Paragraph) -> Prose {
    let text = tree.text();
    let mut prose = Prose::default();
    let mut from = paragraph.range.start;
    for (mark, label) in &paragraph.notes {
        marks::push(&mut prose, text, from..mark.start);
        prose.cite(label.clone(), mark.clone());
        from = mark.end;
    }
    marks::push(&mut prose, text, from..paragraph.range.end);
    prose
}

/// Tells a paragraph; where one heading alone is of the first level, it is the title.
fn tell(tree: &mut Tree<'_>, paragraph: Paragraph, one_top: bool) {
    let prose = prose(tree, &paragraph);
    if prose.is_empty() {
        return;
    }
    let style = paragraph.style.as_str();
    match (style, paragraph.heading()) {
        ("title", _) => tree.title(prose),
        ("subtitle", _) => drop(tree.passage(Role::Navigation, prose)),
        (_, Some(1)) if one_top && !tree.has_title() && tree.is_body_empty() => tree.title(prose),
        (_, Some(level)) => tree.heading(level, prose),
        _ if style.contains("quot") => drop(tree.passage(Role::Quotation, prose)),
        _ if style.contains("caption") => drop(tree.passage(Role::Caption, prose)),
        _ if paragraph.table => drop(tree.passage(Role::Table, prose)),
        _ if tree.section_kind() == SectionKind::References => {
            let mut reference = Reference::default();
            citing::fill(&mut reference, &prose.text);
            reference.passage = tree.passage(Role::Reference, prose);
            tree.reference(reference);
        }
        _ if paragraph.list || style.contains("list") => drop(tree.body(Role::ListItem, prose)),
        _ if tree.is_body_empty() && super::masthead::read(tree, &prose.text) => {
            tree.passage(Role::Navigation, prose);
        }
        _ => drop(tree.body(Role::Narrative, prose)),
    }
}

/// A note; its second paragraph and those after it are of the same note.
fn note(tree: &mut Tree<'_>, kind: &str, paragraph: Paragraph, numbers: &mut BTreeMap<String, u32>) {
    let prose = prose(tree, &paragraph);
    let key = format!("{kind} {}", paragraph.id);
    if prose.is_empty() {
        return;
    }
    if tree.reference_of(&key).is_some() {
        tree.passage(Role::Note, prose);
        return;
    }
    let number = numbers.entry(kind.to_owned()).or_default();
    *number += 1;
    let mut reference = Reference { label: number.to_string(), ..Reference::default() };
    citing::fill(&mut reference, &prose.text);
    reference.note = reference.title.is_none() && reference.url.is_none();
    let role = if reference.note { Role::Note } else { Role::Reference };
    reference.passage = tree.passage(role, prose);
    let index = tree.reference(reference);
    tree.alias(key, index);
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
        // Every word stands in the XML, unpacked.
        let xml = String::from_utf8(unpacked("a.docx", &bytes).expect("read")).expect("text");
        let of = |index: usize, words: &str| {
            let p = &d.passages[index];
            let at = p.text.find(words).expect("in the passage");
            p.map.to_file(Span::of(at, at + words.len())).of_text(&xml).to_owned()
        };
        assert_eq!(of(1, "began & ended"), "began &amp; ended");
        assert_eq!(of(5, "5 May 2001"), "5 May 2001");
        let notes = d.part_of(d.passages[5].file_span()).expect("a part");
        assert_eq!(notes.name, "word/footnotes.xml");
        assert!(notes.packed.end as usize <= bytes.len() && !notes.packed.is_empty());
    }

    #[test]
    fn a_text_box_a_localised_style_and_a_note_of_two_paragraphs() {
        let main = "<w:document xmlns:w='w' xmlns:mc='m'><w:body><w:p><w:pPr><w:pStyle w:val='Berschrift2'/></w:pPr><w:r><w:t>Schlacht</w:t></w:r></w:p><w:p><w:r><w:t>Before </w:t></w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent><w:r><w:t>and [1</w:t></w:r><w:r><w:t>2] after.</w:t><w:footnoteReference w:id='4'/></w:r></w:p></w:body></w:document>";
        let styles = "<w:styles><w:style w:styleId='Berschrift2'><w:name w:val='heading 2'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style></w:styles>";
        let notes = "<w:footnotes><w:footnote w:id='4'><w:p><w:r><w:t>A remark.</w:t></w:r></w:p><w:p><w:r><w:t>More of it.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let parts = [("word/document.xml", main), ("word/styles.xml", styles), ("word/footnotes.xml", notes)];
        let d = document("a.docx", &archive(&parts)).expect("read");
        let all: Vec<_> = d.passages.iter().map(|p| (p.role, p.text.as_str())).collect();
        assert_eq!(
            all,
            [
                (Role::Heading, "Schlacht"),
                (Role::Narrative, "Before and after."),
                (Role::Narrative, "In a box."),
                (Role::Note, "A remark."),
                (Role::Note, "More of it."),
            ]
        );
        assert_eq!(d.sections[1].level, 2);
        assert_eq!(d.passages[1].citations.len(), 2);
        assert_eq!(d.references.len(), 1);
    }

    #[test]
    fn an_archive_of_something_else_is_refused() {
        let bytes = archive(&[("a.txt", "x")]);
        assert!(matches!(document("a.zip", &bytes).unwrap_err().cause, Cause::Binary(_)));
        assert!(matches!(document("a.docx", &bytes[..30]).unwrap_err().cause, Cause::Damaged { .. }));
    }
}
