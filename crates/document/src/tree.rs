//! The document under construction.

use std::collections::{BTreeMap, HashMap};

use annalist_span::{Digest, Span};

use crate::prose::Prose;
use crate::source::Source;
use crate::{
    Citation, Document, EditorFlag, Fate, FieldKind, Form, InfoboxField, Origin, Passage, Problem, Reference,
    Role, Section, SectionKind, dateline, lexicon,
};

/// Collects passages, sections, fields and references of one document.
pub(crate) struct Tree<'a> {
    pub(crate) source: &'a Source<'a>,
    sections: Vec<Section>,
    passages: Vec<(Role, u32, Prose)>,
    infobox: Vec<InfoboxField>,
    references: Vec<Reference>,
    labels: BTreeMap<String, u32>,
    title: Option<u32>,
    pub(crate) origin: Origin,
    pub(crate) problems: Vec<Problem>,
}

/// A value of an infobox, before its passage is known.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) kind: FieldKind,
    pub(crate) key: String,
    pub(crate) column: Option<u8>,
    pub(crate) depth: u8,
    pub(crate) group: Option<String>,
    pub(crate) fate: Option<Fate>,
    pub(crate) flag: Option<String>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(source: &'a Source<'a>) -> Self {
        let lead = Section { level: 0, heading: None, parent: None, kind: SectionKind::Lead };
        Self {
            source,
            sections: vec![lead],
            passages: Vec::new(),
            infobox: Vec::new(),
            references: Vec::new(),
            labels: BTreeMap::new(),
            title: None,
            origin: Origin::default(),
            problems: Vec::new(),
        }
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Index of the section that is open.
    pub(crate) fn section(&self) -> u32 {
        self.sections.len() as u32 - 1
    }

    /// What the open section is for.
    pub(crate) fn section_kind(&self) -> SectionKind {
        self.sections[self.sections.len() - 1].kind
    }

    /// Whether a title is known.
    pub(crate) fn has_title(&self) -> bool {
        self.title.is_some()
    }

    /// Opens a section; `level` counts from 1.
    pub(crate) fn heading(&mut self, level: u8, mut prose: Prose) {
        prose.truncate(without_button(&prose.text).len());
        if prose.is_empty() {
            return;
        }
        let level = level.max(1);
        let mut parent = self.section();
        while self.sections[parent as usize].level >= level {
            parent = self.sections[parent as usize].parent.unwrap_or(0);
        }
        let kind = lexicon::section_kind(&prose.text).unwrap_or_else(|| {
            // A sub-section is of its section's kind unless its own heading says otherwise.
            match self.sections[parent as usize].kind {
                SectionKind::Lead => SectionKind::Narrative,
                kind => kind,
            }
        });
        let heading = Some(self.passages.len() as u32);
        self.sections.push(Section { level, heading, parent: Some(parent), kind });
        let section = self.section();
        self.passages.push((Role::Heading, section, prose));
    }

    /// The document's title; a second one is a heading's repetition and marked as navigation.
    pub(crate) fn title(&mut self, prose: Prose) {
        if prose.is_empty() {
            return;
        }
        let role = if self.title.is_some() { Role::Navigation } else { Role::Title };
        self.title.get_or_insert(self.passages.len() as u32);
        self.passages.push((role, 0, prose));
    }

    /// A passage; `None` when it holds no word.
    pub(crate) fn passage(&mut self, role: Role, prose: Prose) -> Option<u32> {
        if prose.is_empty() {
            return None;
        }
        self.passages.push((role, self.section(), prose));
        Some(self.passages.len() as u32 - 1)
    }

    /// A paragraph or list item whose role follows from its section.
    pub(crate) fn body(&mut self, role: Role, prose: Prose) -> Option<u32> {
        let role = match self.section_kind() {
            SectionKind::Links if role.is_narrative() => Role::Link,
            SectionKind::References if role.is_narrative() => Role::Reference,
            SectionKind::Notes if role.is_narrative() => Role::Note,
            _ if role.is_narrative() && lexicon::is_footer(&prose.text) => Role::Footer,
            _ if role.is_narrative() && lexicon::is_navigation(&prose.text) => Role::Navigation,
            _ => role,
        };
        let dateline = dateline::length(&prose.text).filter(|_| role == Role::Narrative);
        let Some(end) = dateline else { return self.passage(role, prose) };
        let (mut head, mut story) = (prose.clone(), prose);
        head.truncate(end);
        story.skip(end);
        for marks in [&mut head.citations, &mut head.flags] {
            marks.clear();
        }
        if let Some(date) = dateline::day(head.text.trim_end_matches([' ', '-', '–', '—'])) {
            self.origin.published.get_or_insert(date);
        }
        self.passage(Role::Navigation, head);
        self.passage(role, story)
    }

    /// An infobox value.
    pub(crate) fn field(&mut self, value: Value, prose: Prose) {
        let claimant =
            if value.kind == FieldKind::Casualties { lexicon::claimant(&prose.text) } else { None };
        let section = 0;
        if prose.is_empty() {
            return;
        }
        let passage = self.passages.len() as u32;
        self.passages.push((Role::Infobox, section, prose));
        let Value { kind, key, column, depth, group, fate, flag } = value;
        self.infobox.push(InfoboxField { kind, key, column, depth, group, passage, fate, flag, claimant });
    }

    /// A reference or note; the first of a label keeps it. Gives its index.
    pub(crate) fn reference(&mut self, reference: Reference) -> u32 {
        let index = self.references.len() as u32;
        if !reference.label.is_empty() {
            self.labels.entry(reference.label.clone()).or_insert(index);
        }
        self.references.push(reference);
        index
    }

    /// Another label of a reference.
    pub(crate) fn alias(&mut self, label: String, index: u32) {
        self.labels.entry(label).or_insert(index);
    }

    /// Whether nothing but a title, navigation and infobox was told yet.
    pub(crate) fn is_body_empty(&self) -> bool {
        self.sections.len() == 1
            && self.passages.iter().all(|(role, ..)| {
                matches!(role, Role::Title | Role::Navigation | Role::Infobox | Role::Caption)
            })
    }

    /// The reference of a label, where one is known.
    pub(crate) fn reference_of(&self, label: &str) -> Option<u32> {
        self.labels.get(label).copied()
    }

    pub(crate) fn reference_mut(&mut self, index: u32) -> Option<&mut Reference> {
        self.references.get_mut(index as usize)
    }

    pub(crate) fn problem(&mut self, range: std::ops::Range<usize>, message: impl Into<String>) {
        let span = self.source.file(Span::of(range.start, range.end));
        self.problems.push(Problem { span, message: message.into() });
    }

    /// The finished document of the file's own `bytes`.
    pub(crate) fn finish(self, name: &str, bytes: &[u8], form: Form, encoding: &str) -> Document {
        let Self {
            source, mut sections, passages, mut infobox, mut references, labels, title, origin, ..
        } = self;
        let mut problems = self.problems;
        // A page without a title of its own is called by its conflict.
        let conflict = infobox.iter().find(|f| f.kind == FieldKind::Conflict).map(|f| f.passage);
        let title = title.or(conflict);
        // File order of the first byte; readers tell notes and captions when they come upon them.
        let mut order: Vec<u32> = (0..passages.len() as u32).collect();
        let start = |i: u32| {
            let prose = &passages[i as usize].2;
            let first = prose.map.pieces().first().map_or_else(Span::default, |p| p.file);
            if prose.carried { first.start } else { source.file(first).start }
        };
        order.sort_by_cached_key(|&i| (start(i), i));
        let mut place = vec![0_u32; order.len()];
        for (new, &old) in order.iter().enumerate() {
            place[old as usize] = new as u32;
        }
        let moved = |old: u32| place.get(old as usize).copied().unwrap_or(old);
        for section in &mut sections {
            section.heading = section.heading.map(moved);
        }
        for field in &mut infobox {
            field.passage = moved(field.passage);
        }
        for reference in &mut references {
            reference.passage = reference.passage.map(moved);
        }
        let mut slots: Vec<Option<(Role, u32, Prose)>> = passages.into_iter().map(Some).collect();
        let passages: Vec<Passage> = order
            .iter()
            .filter_map(|&old| slots[old as usize].take())
            .map(|(role, section, prose)| finish_passage(source, &labels, role, section, prose))
            .collect();
        for reference in &mut references {
            if let Some(passage) = reference.passage.filter(|_| reference.note) {
                let cites = passages[passage as usize].citations.iter().filter_map(|c| c.reference);
                reference.cites.extend(cites);
            }
        }
        let passages = repeats(passages, &mut problems);
        problems.sort_by_key(|p| p.span);
        Document {
            digest: Digest::of(bytes),
            name: name.to_owned(),
            bytes: bytes.len() as u32,
            form,
            encoding: encoding.to_owned(),
            title: title.map(moved),
            origin,
            sections,
            infobox,
            passages,
            references,
            problems,
            container: None,
            parts: Vec::new(),
        }
    }
}

/// A heading without the "\[edit]" that a page prints after it.
pub(crate) fn without_button(heading: &str) -> &str {
    let heading = heading.trim_end();
    let buttons = [
        "[edit]",
        "[edit source]",
        "[edit | edit source]",
        "[править]",
        "[ред.]",
        "[править | править код]",
        "[عدل]",
        "[değiştir]",
    ];
    buttons.iter().find_map(|b| heading.strip_suffix(b)).unwrap_or(heading).trim_end()
}

/// A paragraph that stands a second time (a teaser, a copy for small screens) is no second report.
fn repeats(mut passages: Vec<Passage>, problems: &mut Vec<Problem>) -> Vec<Passage> {
    let mut seen: HashMap<u64, (usize, Span)> = HashMap::new();
    for at in 0..passages.len() {
        let passage = &passages[at];
        if !passage.role.is_narrative() || passage.text.len() < 60 {
            continue;
        }
        let span = passage.file_span();
        let key = passage
            .text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3));
        let (first, place) = *seen.entry(key).or_insert((at, span));
        if first != at && passages[first].text == passage.text {
            passages[at].role = Role::Navigation;
            problems.push(Problem {
                span,
                message: format!("repeats the paragraph at bytes {place}; read once"),
            });
        }
    }
    passages
}

fn finish_passage(
    source: &Source<'_>,
    labels: &BTreeMap<String, u32>,
    role: Role,
    section: u32,
    prose: Prose,
) -> Passage {
    let carried = prose.carried;
    let file = |range: &std::ops::Range<usize>| {
        let span = Span::of(range.start, range.end);
        if carried { span } else { source.file(span) }
    };
    let citations = prose
        .citations
        .iter()
        .map(|m| Citation { at: m.at, file: file(&m.range), reference: labels.get(&m.label).copied() })
        .collect();
    let flags = prose
        .flags
        .iter()
        .map(|m| EditorFlag { at: m.at, file: file(&m.range), text: m.label.clone() })
        .collect();
    let map = if prose.carried { prose.map } else { source.index.carry(&source.text, &prose.map) };
    Passage { role, section, text: prose.text, map, citations, flags }
}
