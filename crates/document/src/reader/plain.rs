//! Plain text: paragraphs, and headings guessed from short bare lines.

use std::ops::Range;

use crate::lines::{lines, list_item, trim};
use crate::tree::Tree;
use crate::{Role, SectionKind, lexicon, marks};

/// Reads the whole text into the tree.
pub(crate) fn read(tree: &mut Tree<'_>) {
    let text = tree.text();
    let all: Vec<Range<usize>> = lines(text).map(|line| trim(text, line)).collect();
    let mut at = 0;
    while at < all.len() {
        let line = all[at].clone();
        at += 1;
        if line.is_empty() {
            continue;
        }
        let words = &text[line.clone()];
        if words.len() < 100 && is_heading(text, &all, at - 1, tree.section_kind()) {
            let prose = marks::prose(text, trim(text, strip(words, line)));
            if tree.is_fresh() {
                tree.title(prose);
            } else {
                tree.heading(1, prose);
            }
            continue;
        }
        let (role, range) = match list_item(text, &line) {
            Some((_, item)) => (Role::ListItem, item),
            None => (Role::Narrative, line),
        };
        tree.body(role, marks::prose(text, range));
    }
}

fn strip(words: &str, line: Range<usize>) -> Range<usize> {
    if words.starts_with('=') && words.ends_with('=') && words.len() > 2 {
        let marks = words.bytes().take_while(|&b| b == b'=').count();
        let tail = words.bytes().rev().take_while(|&b| b == b'=').count();
        if marks + tail < words.len() {
            return line.start + marks..line.end - tail;
        }
    }
    line
}

fn is_heading(text: &str, all: &[Range<usize>], at: usize, section: SectionKind) -> bool {
    let line = &text[all[at].clone()];
    if lexicon::section_kind(line.trim_matches(['=', ' '])).is_some() {
        return true;
    }
    if matches!(section, SectionKind::Links | SectionKind::References | SectionKind::Notes) {
        return false;
    }
    let short = line.chars().count() <= 80 && line.split_whitespace().count() <= 12;
    let ends = line.ends_with(['.', '!', '?', ':', ';', ',', '…', '"', '”', ')', ']']);
    let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let next = all[at + 1..].iter().find(|r| !r.is_empty());
    short
        && !ends
        && begins
        && next.is_some_and(|next| next.len() > line.len() && text[next.clone()].len() > 80)
}
