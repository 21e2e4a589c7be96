//! Which brackets belong together, found in one pass.

use std::ops::Range;

/// Matched `{{…}}`, `[[…]]`, `<!--…-->` and `{|…|}` of a text.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Start and end (past the closing mark), by start.
    spans: Vec<(u32, u32)>,
    last: Last,
}

/// Where the last of each closing mark begins. Behind it nothing is looked for: a text of many marks
/// without an end would else be walked to its end from each of them.
#[derive(Debug, Default)]
struct Last {
    angle: Option<usize>,
    reference: Option<usize>,
    spaced_reference: Option<usize>,
    nowiki: Option<usize>,
}

impl Last {
    fn of(bytes: &[u8]) -> Self {
        Self {
            angle: memchr::memrchr(b'>', bytes),
            reference: find_last(bytes, b"</ref>"),
            spaced_reference: find_last(bytes, b"</ref >"),
            nowiki: find_last(bytes, b"</nowiki>"),
        }
    }
}

impl Pairs {
    /// Matches the brackets of `text`. A mark without a partner stands for itself.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let last = Last::of(bytes);
        let mut stack: Vec<(u8, u32)> = Vec::new();
        let mut spans = Vec::new();
        let mut at = 0;
        while at + 1 < bytes.len() {
            let pair = [bytes[at], bytes[at + 1]];
            match pair {
                [b'<', b'!'] if bytes[at..].starts_with(b"<!--") => {
                    let end = find(bytes, at + 4, b"-->").unwrap_or(bytes.len());
                    spans.push((at as u32, end as u32));
                    at = end;
                    continue;
                }
                [b'<', b'n' | b'N']
                    if bytes[at..].len() > 8 && bytes[at + 1..at + 8].eq_ignore_ascii_case(b"nowiki>") =>
                {
                    let end = ahead(last.nowiki, at + 8).and_then(|from| find(bytes, from, b"</nowiki>"));
                    at = end.unwrap_or(at + 8);
                    continue;
                }
                [b'{', b'{'] | [b'[', b'['] => {
                    stack.push((pair[0], at as u32));
                    at += 2;
                    continue;
                }
                [b'{', b'|'] if line_start(bytes, at) => {
                    stack.push((b'|', at as u32));
                    at += 2;
                    continue;
                }
                [b'}', b'}'] => {
                    at += 2;
                    close(&mut stack, &mut spans, b'{', at, |_| true);
                    continue;
                }
                [b']', b']'] => {
                    at += 2;
                    // A link does not end what a template began.
                    close(&mut stack, &mut spans, b'[', at, |open| open == b'[');
                    continue;
                }
                [b'|', b'}'] if line_start(bytes, at) && bytes.get(at + 2) != Some(&b'}') => {
                    at += 2;
                    close(&mut stack, &mut spans, b'|', at, |_| true);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        spans.sort_unstable();
        Self { spans, last }
    }

    /// End of the pair that begins at `start`, if one does.
    pub(super) fn end(&self, start: usize) -> Option<usize> {
        let at = self.spans.binary_search_by_key(&(start as u32), |s| s.0).ok()?;
        Some(self.spans[at].1 as usize)
    }

    /// Offsets of `mark` in `range` outside every pair that begins there.
    pub(super) fn split(&self, text: &str, range: Range<usize>, mark: u8) -> Vec<Range<usize>> {
        let bytes = text.as_bytes();
        let (mut parts, mut from, mut at) = (Vec::new(), range.start, range.start);
        while at < range.end {
            match bytes[at] {
                b'{' | b'[' | b'<' => {
                    if let Some(end) = self.end(at) {
                        at = end.min(range.end);
                        continue;
                    }
                    if let Some(end) = self.reference_end(bytes, at) {
                        at = end.min(range.end);
                        continue;
                    }
                }
                b if b == mark => {
                    parts.push(from..at);
                    from = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        parts.push(from.min(range.end)..range.end);
        parts
    }

    /// End of a `<ref>…</ref>` or `<nowiki>…</nowiki>` that begins at `at`; `bytes` are the whole text's.
    pub(super) fn reference_end(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let rest = &bytes[at..];
        if rest.len() > 4
            && rest[..4].eq_ignore_ascii_case(b"<ref")
            && matches!(rest[4], b' ' | b'>' | b'/' | b'\n')
        {
            ahead(self.last.angle, at)?;
            let open = memchr::memchr(b'>', rest)?;
            if rest[open - 1] == b'/' {
                return Some(at + open + 1);
            }
            let closed = |last, mark| ahead(last, at + open).and_then(|from| find(bytes, from, mark));
            return closed(self.last.reference, b"</ref>")
                .or_else(|| closed(self.last.spaced_reference, b"</ref >"));
        }
        if rest.len() > 8 && rest[..8].eq_ignore_ascii_case(b"<nowiki>") {
            return ahead(self.last.nowiki, at).and_then(|from| find(bytes, from, b"</nowiki>"));
        }
        None
    }
}

/// Where to look from, if the last mark does not lie behind.
fn ahead(last: Option<usize>, from: usize) -> Option<usize> {
    last.is_some_and(|last| last >= from).then_some(from)
}

/// Offset of the last `needle` (letters in any case).
fn find_last(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(needle[0], bytes)
        .find(|&at| bytes.get(at..at + needle.len()).is_some_and(|b| b.eq_ignore_ascii_case(needle)))
}

/// Offset past the first `needle` (letters in any case) from `from` on.
pub(in crate::reader) fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    let mut at = from;
    while let Some(step) = memchr::memchr(needle[0], bytes.get(at..)?) {
        at += step;
        if bytes.len() < at + needle.len() {
            return None;
        }
        if bytes[at..at + needle.len()].eq_ignore_ascii_case(needle) {
            return Some(at + needle.len());
        }
        at += 1;
    }
    None
}

fn line_start(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    let blank = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t' | b':')).count();
    at == blank || matches!(before[at - blank - 1], b'\n' | b'\r')
}

fn close(
    stack: &mut Vec<(u8, u32)>,
    spans: &mut Vec<(u32, u32)>,
    kind: u8,
    end: usize,
    may_drop: impl Fn(u8) -> bool,
) {
    for depth in (0..stack.len()).rev().take(64) {
        let (open, start) = stack[depth];
        if open == kind {
            stack.truncate(depth);
            spans.push((start, end as u32));
            return;
        }
        if !may_drop(open) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_and_broken_brackets() {
        let text = "{{a|[[b]]|{{c}}}} [[d {{e}} x]] {{open [[f]]";
        let pairs = Pairs::of(text);
        let of = |needle: &str| {
            pairs.end(text.find(needle).unwrap()).map(|end| &text[text.find(needle).unwrap()..end])
        };
        assert_eq!(of("{{a"), Some("{{a|[[b]]|{{c}}}}"));
        assert_eq!(of("{{c"), Some("{{c}}"));
        assert_eq!(of("[[d"), Some("[[d {{e}} x]]"));
        assert_eq!(of("{{open"), None);
        assert_eq!(of("[[f"), Some("[[f]]"));
    }

    #[test]
    fn tables_and_comments() {
        let text = "{|\n| a {{b|}}\n|}\n<!-- {{ -->";
        let pairs = Pairs::of(text);
        assert_eq!(pairs.end(0), Some(16));
        assert_eq!(pairs.end(text.find("<!--").unwrap()), Some(text.len()));
    }

    #[test]
    fn many_references_without_an_end_are_each_passed_by_at_once() {
        // Were each looked up to the text's end, this would take hours.
        let text = "a</ref>".to_owned() + &"<ref>b<nowiki>c<ref name=d".repeat(200_000);
        let (bytes, pairs) = (text.as_bytes(), Pairs::of(&text));
        assert!(memchr::memchr_iter(b'<', bytes).all(|at| pairs.reference_end(bytes, at).is_none()));
        let closed = text + "></REF ></nowiki>";
        let (bytes, pairs) = (closed.as_bytes(), Pairs::of(&closed));
        assert_eq!(pairs.reference_end(bytes, 7), Some(bytes.len() - "</nowiki>".len()));
        assert_eq!(pairs.reference_end(bytes, 13), Some(bytes.len()));
    }

    #[test]
    fn split_passes_over_pairs() {
        let text = "a|{{b|c}}|[[d|e]]|<ref name=x>f|g</ref>";
        let pairs = Pairs::of(text);
        assert_eq!(pairs.split(text, 0..text.len(), b'|').len(), 4);
    }
}
