//! One module for each form.

pub(crate) mod columns;
pub(crate) mod docx;
pub(crate) mod dump;
pub(crate) mod dumped;
pub(crate) mod email;
pub(crate) mod feed;
pub(crate) mod front_matter;
pub(crate) mod glued;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod masthead;
pub(crate) mod out;
pub(crate) mod page;
pub(crate) mod panel;
pub(crate) mod pdf;
pub(crate) mod reference_list;
pub(crate) mod simple;
pub(crate) mod wikitext;
pub(crate) mod xml;

use annalist_span::{OffsetMap, Span};

use crate::Form;
use crate::tree::Tree;

/// Reads a text of one of the forms of running text into the tree.
pub(crate) fn text(tree: &mut Tree<'_>, form: Form) {
    match form {
        Form::SimpleWiki => simple::read(tree),
        Form::MarkdownDump => dumped::read(tree),
        Form::Html => html::read(tree),
        Form::Wikitext => wikitext::read(tree),
        Form::Markdown => markdown::read(tree),
        _ => page::read(tree),
    }
}

/// A map whose file offsets count from `start`.
pub(crate) fn rebase(map: &OffsetMap, start: u32) -> OffsetMap {
    let mut out = OffsetMap::default();
    for piece in map.pieces() {
        let span = Span::new(piece.file.start.saturating_sub(start), piece.file.end.saturating_sub(start));
        out.push(piece.text.len(), span);
    }
    out
}
