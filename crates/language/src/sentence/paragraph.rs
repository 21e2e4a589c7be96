//! Blocks of text that no sentence crosses: paragraphs and list items.

use std::ops::Range;

/// Byte ranges of the blocks, in order.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut start, mut line) = (0, 0);
    while let Some(length) = text[line..].find('\n') {
        let next = line + length + 1;
        let blank = text[line..next].trim().is_empty();
        if blank || is_item(line_at(text, next)) {
            blocks.push(start..next);
            start = next;
        }
        line = next;
    }
    blocks.push(start..text.len());
    blocks
}

fn line_at(text: &str, start: usize) -> &str {
    /// A list item's mark is within these bytes.
    const HEAD: usize = 24;
    let bytes = &text.as_bytes()[start..];
    let end = bytes.iter().take(HEAD).position(|&b| b == b'\n').unwrap_or(HEAD.min(bytes.len()));
    let end = (start..=start + end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    &text[start..end]
}

/// Whether a line begins with a bullet, or with a number or a letter and a mark.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let Some((mark, _)) = line.split_once([' ', '\t']) else { return false };
    if matches!(mark, "-" | "*" | "•" | "‣" | "◦" | "–" | "—" | "·" | "▪" | "■" | "●") {
        return true;
    }
    let body = mark.strip_prefix('(').unwrap_or(mark);
    let Some(label) = body.strip_suffix([')', '.']) else { return false };
    let number = !label.is_empty() && label.len() <= 3 && label.bytes().all(|b| b.is_ascii_digit());
    let letter = body.ends_with(')') && label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    number || letter
}
