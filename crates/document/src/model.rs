//! The tree that every reader gives.

use annalist_span::{Digest, OffsetMap, Span};
use serde::{Deserialize, Serialize};

/// One file as it came, read.
///
/// Invariants: passages are in file order of their first byte; every index (`Section::heading`,
/// `InfoboxField::passage`, `Citation::reference` …) points into this document's own lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// SHA-256 of the file's bytes: the document's id.
    pub digest: Digest,
    /// The name it was given as (a file name, never an absolute path).
    pub name: String,
    /// Length of the file in bytes.
    pub bytes: u32,
    /// The form that was recognised.
    pub form: Form,
    /// The character encoding by its WHATWG label (`utf-8`, `windows-1256` …).
    pub encoding: String,
    /// Index of the passage that holds the title, where one was told.
    pub title: Option<u32>,
    /// What the file says of its own origin.
    pub origin: Origin,
    /// Sections in order; the first (index 0) is the document itself, level 0, without a heading.
    pub sections: Vec<Section>,
    /// Infobox fields in order; lists inside a field are fields of their own, with depth.
    pub infobox: Vec<InfoboxField>,
    /// Every passage, in order.
    pub passages: Vec<Passage>,
    /// Notes and cited references, in order.
    pub references: Vec<Reference>,
    /// What was odd in the file, with its place: never a reason to lose the rest.
    pub problems: Vec<Problem>,
    /// Where the document stood in a file of many (a dump, JSON lines, a feed); `None` for a file
    /// of its own. `digest`, `bytes` and every span are of the document's own bytes, which begin
    /// at `container.start` of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<Container>,
    /// Where the text stands packed in the file (a PDF, a DOCX): its parts, one after the other.
    /// Spans then count in what [`Document::unpacked`] gives. Empty for every other form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

impl Document {
    /// The bytes of the file as it was given that a span of the document stands at: the same bytes,
    /// further on where the document is one of many in its file.
    pub fn in_file(&self, span: Span) -> std::ops::Range<u64> {
        self.offset() + u64::from(span.start)..self.offset() + u64::from(span.end)
    }
}

/// A part of a file whose text stands packed in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is called: `page 3`, `word/document.xml`.
    pub name: String,
    /// The bytes of the file that hold it.
    pub packed: Span,
    /// The same unpacked: the range that spans of the document count in.
    pub span: Span,
}

/// A file of many documents, and where in it one of them stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    /// Name of the file of many.
    pub name: String,
    /// First byte of the document in that file (in the uncompressed stream of a compressed dump).
    pub start: u64,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Plain text, headings guessed from short lines.
    Plain,
    /// MediaWiki markup.
    Wikitext,
    /// `= Title =`, `Infobox`, `- Key: value`, `== Section ==`.
    SimpleWiki,
    /// HTML saved from a browser or by a crawler.
    Html,
    /// The text of a web page as pasted or dumped ("Jump to content", `[12]` marks).
    PastedPage,
    /// Markdown, with or without front matter.
    Markdown,
    /// Markdown dumped from a page whose tables broke into `| |` rows.
    MarkdownDump,
    /// One page of a MediaWiki XML dump.
    WikiDump,
    /// PDF with a text layer.
    Pdf,
    /// Office Open XML text.
    Docx,
    /// An e-mail message.
    Email,
    /// An RSS or Atom item.
    Feed,
    /// One line of a JSON-lines file of articles.
    JsonLine,
}

/// What the file says of its own origin; each as written, `None` where it is silent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Publisher or outlet.
    pub publisher: Option<String>,
    /// Author or by-line.
    pub author: Option<String>,
    /// Date of publication as EDTF.
    pub published: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// BCP 47 language, where told.
    pub language: Option<String>,
}

/// A section of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// 0 for the document, 1 for a top section, 2 below it …
    pub level: u8,
    /// Index of the heading's passage.
    pub heading: Option<u32>,
    /// Index of the enclosing section.
    pub parent: Option<u32>,
    /// What the section is for.
    pub kind: SectionKind,
}

/// What a section is for, from its heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// The text before the first heading.
    #[default]
    Lead,
    /// What came before ("Background", "Prelude").
    Background,
    /// The narrative itself.
    Narrative,
    /// What came after ("Aftermath").
    Aftermath,
    /// Analysis, reactions: about the events.
    Commentary,
    /// "See also", "External links".
    Links,
    /// "Notes".
    Notes,
    /// "References", "Sources", "Bibliography".
    References,
}

/// What a passage is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The document's title.
    Title,
    /// A section's heading.
    Heading,
    /// A paragraph of narrative: the only role mined for claims of clauses.
    Narrative,
    /// A list item that is narrative prose.
    ListItem,
    /// One value of an infobox field.
    Infobox,
    /// An image's caption.
    Caption,
    /// A quotation set apart.
    Quotation,
    /// A table's cell or row.
    Table,
    /// A note.
    Note,
    /// A line of a reference list.
    Reference,
    /// A link list's line.
    Link,
    /// Navigation, menus, banners.
    Navigation,
    /// Licence and other footers.
    Footer,
}

impl Role {
    /// Whether sentences of this role are read for claims.
    pub const fn is_narrative(self) -> bool {
        matches!(self, Self::Narrative | Self::ListItem)
    }
}

/// A paragraph, heading, list item or infobox value, as text, with the way back to its bytes.
///
/// Sentences are cut within a passage by the crate `language`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Its role.
    pub role: Role,
    /// Index of its section.
    pub section: u32,
    /// The text: decoded, markup and citation marks left out, whitespace runs one space.
    pub text: String,
    /// From `text` to the bytes of the file.
    pub map: OffsetMap,
    /// Citation marks, in order, at their place in `text`.
    pub citations: Vec<Citation>,
    /// Editors' flags, at their place in `text`.
    pub flags: Vec<EditorFlag>,
}

impl Passage {
    /// The file's bytes of the whole passage.
    pub fn file_span(&self) -> Span {
        self.map.to_file(Span::of(0, self.text.len()))
    }
}

/// A citation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// Offset in the passage's text after which the mark stood.
    pub at: u32,
    /// Bytes of the mark in the file.
    pub file: Span,
    /// Index in [`Document::references`], where the mark could be followed.
    pub reference: Option<u32>,
}

/// "clarification needed", "unreliable source?", "better source needed" …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorFlag {
    /// Offset in the passage's text after which the flag stood.
    pub at: u32,
    /// Bytes of the flag in the file.
    pub file: Span,
    /// Its words.
    pub text: String,
}

/// One value of an infobox field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InfoboxField {
    /// What the field tells.
    pub kind: FieldKind,
    /// The field's name as written.
    pub key: String,
    /// Column of the belligerent it belongs to, from 1; `None` where it has none.
    pub column: Option<u8>,
    /// Depth in a nested list, from 0.
    pub depth: u8,
    /// A heading inside the field above this value ("Eastern front:", "Killed:").
    pub group: Option<String>,
    /// Index of the passage with the value.
    pub passage: u32,
    /// What became of a person or unit, from a mark (`{{KIA}}`, `†`) or the list's heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fate: Option<Fate>,
    /// Country or force of a flag shown before the value, as written in its template or `alt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// Who claims the figure ("per the rebels"): a span of the passage's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claimant: Option<Span>,
}

/// What an infobox says became of a person or a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Killed in action, assassinated, executed, died of wounds.
    Killed,
    /// Wounded.
    Wounded,
    /// Taken prisoner.
    Captured,
    /// Missing.
    Missing,
    /// Surrendered or defected.
    Surrendered,
}

/// What an infobox field tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Name of the conflict.
    Conflict,
    /// What it is part of.
    PartOf,
    /// Date or span of dates.
    Date,
    /// Place.
    Place,
    /// Result or status.
    Result,
    /// Territorial changes.
    Territory,
    /// A belligerent.
    Combatant,
    /// A commander.
    Commander,
    /// A unit.
    Unit,
    /// Strength.
    Strength,
    /// Casualties and losses.
    Casualties,
    /// Anything else.
    Other,
}

/// A cited reference or a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Its mark or name as written (`16`, `a`, `sohr1`).
    pub label: String,
    /// Whether it is a note rather than a source.
    pub note: bool,
    /// Index of the passage with its text.
    pub passage: Option<u32>,
    /// Outlet or publisher.
    pub outlet: Option<String>,
    /// Title of the cited work.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// Date of publication as EDTF.
    pub published: Option<String>,
    /// Date of access as EDTF.
    pub accessed: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Archived address.
    pub archive: Option<String>,
    /// Language as written.
    pub language: Option<String>,
    /// References that a note cites in turn.
    pub cites: Vec<u32>,
}

/// Something odd in a file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Bytes of the file.
    pub span: Span,
    /// What is odd and what was done about it.
    pub message: String,
}
