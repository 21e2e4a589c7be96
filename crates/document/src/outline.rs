//! A document as a list of lines with depths: what `annalist read` shows.

use annalist_span::Span;
use serde::Serialize;

use crate::{Document, FieldKind, Role};

/// One line of an outline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutlineLine {
    /// Depth in the tree, from 0.
    pub depth: u8,
    /// What the line is: `title`, `heading`, `narrative`, `infobox` …
    pub role: Role,
    /// For an infobox value, what its field tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldKind>,
    /// For an infobox value, its field's name and group, as `Commander1 › Killed`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Bytes of the file.
    pub span: Span,
    /// The words.
    pub text: String,
    /// Index of the passage.
    pub passage: u32,
}

impl Document {
    /// Title, infobox and sections with their passages, in file order, each at its depth.
    pub fn outline(&self) -> Vec<OutlineLine> {
        let depth_of = |section: u32| self.sections.get(section as usize).map_or(0, |s| s.level);
        let lines = self.passages.iter().enumerate().map(|(index, passage)| {
            let field = self.infobox.iter().find(|f| f.passage as usize == index);
            let below = u8::from(!matches!(passage.role, Role::Heading | Role::Title));
            let label = field.map_or_else(String::new, |f| match &f.group {
                Some(group) => format!("{} › {group}", f.key),
                None => f.key.clone(),
            });
            OutlineLine {
                depth: depth_of(passage.section) + below + field.map_or(0, |f| f.depth),
                role: passage.role,
                field: field.map(|f| f.kind),
                label,
                span: passage.file_span(),
                text: passage.text.clone(),
                passage: index as u32,
            }
        });
        lines.collect()
    }

    /// The title's words.
    pub fn title_text(&self) -> Option<&str> {
        self.title.and_then(|t| self.passages.get(t as usize)).map(|p| p.text.as_str())
    }

    /// The passages that are read for claims, each with its index.
    pub fn narrative(&self) -> impl Iterator<Item = (u32, &crate::Passage)> {
        self.passages.iter().enumerate().filter(|(_, p)| p.role.is_narrative()).map(|(i, p)| (i as u32, p))
    }

    /// The document's own bytes within the file that it was read from (all of them, but for a
    /// document of a [`container`](crate::Container)).
    pub fn own_bytes<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        let start = self.container.as_ref().map_or(0, |c| c.start as usize);
        file.get(start..start + self.bytes as usize).unwrap_or(&[])
    }

    /// How far the document's first byte stands in its file: what to add to a span's offsets.
    pub fn offset(&self) -> u64 {
        self.container.as_ref().map_or(0, |c| c.start)
    }
}
