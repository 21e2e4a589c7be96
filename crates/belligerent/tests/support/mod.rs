//! Documents for tests, built from text without a reader.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part")]

use annalist_document::{
    Document, FieldKind, Form, InfoboxField, Origin, Passage, Role, Section, SectionKind,
};
use annalist_span::{Digest, OffsetMap};

/// A document of paragraphs, with infobox values as (kind, column, depth, text).
pub fn document(infobox: &[(FieldKind, u8, u8, &str)], paragraphs: &[&str]) -> Document {
    let mut passages = Vec::new();
    let mut fields = Vec::new();
    for (kind, column, depth, text) in infobox {
        fields.push(InfoboxField {
            kind: *kind,
            key: format!("{kind:?}{column}").to_lowercase(),
            column: Some(*column),
            depth: *depth,
            group: None,
            passage: passages.len() as u32,
            claimant: None,
            fate: None,
            flag: None,
        });
        passages.push(passage(Role::Infobox, text));
    }
    passages.extend(paragraphs.iter().map(|p| passage(Role::Narrative, p)));
    Document {
        digest: Digest::of(b"test"),
        name: "test.txt".to_owned(),
        container: None,
        parts: Vec::new(),
        bytes: 0,
        form: Form::Plain,
        encoding: "utf-8".to_owned(),
        title: None,
        origin: Origin::default(),
        sections: vec![Section { level: 0, heading: None, parent: None, kind: SectionKind::Lead }],
        infobox: fields,
        passages,
        references: Vec::new(),
        problems: Vec::new(),
    }
}

fn passage(role: Role, text: &str) -> Passage {
    Passage {
        role,
        section: 0,
        text: text.to_owned(),
        map: OffsetMap::default(),
        citations: Vec::new(),
        flags: Vec::new(),
    }
}
