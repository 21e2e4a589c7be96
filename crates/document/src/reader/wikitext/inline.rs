//! What stands inside a line of wikitext.

use std::ops::Range;

use super::names;
use super::{DEEPEST, Reader, pairs};
use crate::prose::Prose;
use crate::reader::out::Out;
use crate::{Reference, Role};

/// Bytes at which something may begin.
const fn special() -> [bool; 256] {
    let mut table = [false; 256];
    let marks = b"'[{<&_\n";
    let mut i = 0;
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    table
}
const SPECIAL: [bool; 256] = special();

impl Reader<'_, '_> {
    /// Reads `range` into `out`.
    pub(super) fn inline(&mut self, range: Range<usize>, out: &mut Out) {
        if self.depth >= DEEPEST || range.start >= range.end {
            return;
        }
        self.depth += 1;
        let text = self.text;
        let bytes = text.as_bytes();
        let (mut from, mut at) = (range.start, range.start);
        while at < range.end {
            let Some(step) = bytes[at..range.end].iter().position(|&b| SPECIAL[b as usize]) else { break };
            at += step;
            let next = match bytes[at] {
                b'\'' => quotes(bytes, at, range.end),
                // What ends outside of the run is none: it was cut by what surrounds it.
                b'[' => self.link_end(at, range.end).filter(|n| *n <= range.end),
                b'{' => self.pairs.end(at).filter(|n| *n <= range.end && bytes[at..].starts_with(b"{{")),
                b'<' => self.tag_end(at, range.end),
                b'&' => entity_end(bytes, at, range.end),
                b'_' => magic_word(bytes, at, range.end),
                _ => (out.items.is_some()).then_some(at + 1),
            };
            let Some(next) = next.map(|n| n.min(range.end)).filter(|&n| n > at) else {
                at += 1;
                continue;
            };
            out.prose.raw(text, from..at);
            let here = at..next;
            let mut resume = next;
            match bytes[at] {
                b'[' => self.link(here, out),
                b'{' => self.template(here, out),
                b'<' => resume = self.tag(here, out),
                b'&' => {
                    let decoded = html_escape::decode_html_entities(&text[here.clone()]);
                    out.prose.literal(&decoded, here);
                }
                b'\n' => {
                    let stars = bytes[next..range.end]
                        .iter()
                        .take_while(|b| matches!(b, b'*' | b'#' | b':' | b';'))
                        .count();
                    let blank = bytes[next..range.end]
                        .iter()
                        .find(|b| !matches!(b, b' ' | b'\r'))
                        .is_some_and(|&b| b == b'\n');
                    out.gap |= blank;
                    out.line(stars as u8, here);
                    resume = next + stars;
                }
                _ => {}
            }
            at = resume.min(range.end).max(next);
            from = at;
        }
        out.prose.raw(text, from..range.end);
        self.depth -= 1;
    }

    /// End of a link that begins at `at`: `[[…]]` or `[http… words]`.
    fn link_end(&self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if bytes[at..end].starts_with(b"[[") {
            return self.pairs.end(at);
        }
        let rest = &self.text[at + 1..end];
        let external = ["http://", "https://", "//", "ftp://", "mailto:"].iter().any(|s| rest.starts_with(s));
        let close = memchr::memchr2(b']', b'\n', rest.as_bytes()).filter(|_| external)?;
        (rest.as_bytes()[close] == b']').then_some(at + 1 + close + 1)
    }

    fn link(&mut self, range: Range<usize>, out: &mut Out) {
        let text = self.text;
        if !text[range.clone()].starts_with("[[") {
            let inner = range.start + 1..range.end - 1;
            let words = &text[inner.clone()];
            let url = words.split([' ', '\t', '|']).next().unwrap_or("").to_owned();
            if let Some(space) = words.find([' ', '\t']) {
                if let Some(reference) = &mut out.reference {
                    reference.url.get_or_insert(url);
                } else {
                    out.reference = Some(Reference { url: Some(url), ..Reference::default() });
                }
                self.inline(inner.start + space..inner.end, out);
            } else {
                self.autos += 1;
                let key = format!("auto {}", self.autos);
                let reference =
                    Reference { label: self.autos.to_string(), url: Some(url), ..Reference::default() };
                let key = self.reference(key, reference, Out::default());
                out.prose.cite(key, range);
            }
            return;
        }
        let inner = range.start + 2..range.end - 2;
        let parts = self.pairs.split(text, inner.clone(), b'|');
        let Some(target) = parts.first().map(|p| text[p.clone()].trim()) else { return };
        let namespace = target.split_once(':').map(|(n, _)| n.trim().to_lowercase()).unwrap_or_default();
        match namespace.as_str() {
            "file"
            | "image"
            | "media"
            | "файл"
            | "изображение"
            | "зображення"
            | "ملف"
            | "صورة"
            | "fichier"
            | "datei"
            | "bild"
            | "dosya"
            | "archivo" => {
                // Pictures in an infobox's line are flags and maps; elsewhere they have captions.
                let caption =
                    parts.iter().skip(1).rev().find(|p| !is_image_option(text[(*p).clone()].trim()));
                if let Some(caption) = caption.cloned().filter(|_| out.items.is_none()) {
                    let mut inner = Out::default();
                    self.inline(caption, &mut inner);
                    self.tree.passage(Role::Caption, inner.prose);
                }
                return;
            }
            "category" | "категория" | "категорія" | "تصنيف" | "catégorie" | "kategorie" | "kategori"
            | "categoría" => {
                self.tree.passage(Role::Navigation, Prose::of(text, parts[0].clone()));
                return;
            }
            _ => {}
        }
        let label = match parts.as_slice() {
            [only] => {
                let skip = usize::from(text[only.clone()].starts_with(':'));
                only.start + skip..only.end
            }
            [_, rest @ ..] => rest[0].start..inner.end,
            [] => return,
        };
        if text[label.clone()].trim().is_empty() {
            // "[[Olvena (town)|]]" shows the name without what tells it apart.
            let name = parts[0].start..parts[0].start + target.find(" (").unwrap_or(parts[0].len());
            self.inline(name, out);
        } else {
            self.inline(label, out);
        }
    }

    /// End of a tag, a comment or a reference that begins at `at`.
    fn tag_end(&self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if let Some(comment) = self.pairs.end(at) {
            return Some(comment);
        }
        if let Some(reference) = self.pairs.reference_end(bytes, at) {
            return Some(reference);
        }
        if !bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            return None;
        }
        let close = memchr::memchr2(b'>', b'<', &bytes[at + 1..end])?;
        (bytes[at + 1 + close] == b'>').then_some(at + close + 2)
    }

    /// Reads a tag; gives where to go on.
    fn tag(&mut self, range: Range<usize>, out: &mut Out) -> usize {
        let text = self.text;
        let raw = &text[range.clone()];
        if raw.starts_with("<!--") {
            return range.end;
        }
        let lower: String = raw.chars().take(24).collect::<String>().to_ascii_lowercase();
        if lower.starts_with("<ref") && !lower.starts_with("<references") {
            self.ref_tag(range.clone(), out);
        } else if lower.starts_with("<nowiki>") {
            out.prose.raw(text, range.start + 8..range.end.saturating_sub(9).max(range.start + 8));
        } else if lower.starts_with("<br") || lower.starts_with("<hr") || lower.starts_with("</br") {
            out.gap |= lower.starts_with("<hr");
            out.line(out.depth, range.clone());
        } else {
            // Tags whose content is no text.
            for name in [
                "math",
                "timeline",
                "score",
                "syntaxhighlight",
                "source",
                "graph",
                "mapframe",
                "maplink",
                "imagemap",
                "hiero",
                "chem",
                "gallery",
            ] {
                if lower[1..].starts_with(name) && !raw.ends_with("/>") {
                    let needle = format!("</{name}>");
                    return pairs::find(text.as_bytes(), range.end, needle.as_bytes()).unwrap_or(range.end);
                }
            }
            if lower.starts_with("<div")
                || lower.starts_with("</div")
                || lower.starts_with("<p")
                || lower.starts_with("</li")
                || lower.starts_with("</td")
                || lower.starts_with("<li")
            {
                out.line(out.depth, range.clone());
            }
        }
        range.end
    }

    /// `<ref name="x" group=y>…</ref>` or `<ref name=x />`.
    fn ref_tag(&mut self, range: Range<usize>, out: &mut Out) {
        let text = self.text;
        let raw = &text[range.clone()];
        let open = raw.find('>').unwrap_or(raw.len());
        let head = &raw[..open];
        let name = attribute(head, "name");
        let group = attribute(head, "group").unwrap_or_default().to_lowercase();
        let note = !group.is_empty()
            && !group.contains("ref")
            && !group.contains("source")
            && !group.contains("cite");
        let key = name.as_ref().map(|n| format!("ref {group}/{n}"));
        // The end tag is missing where what surrounds the reference ends first.
        let close = raw.len() - raw.bytes().rev().take(8).position(|b| b == b'<').map_or(0, |at| at + 1);
        let close = if raw[close..].starts_with("</") { close } else { raw.len() };
        let first = (range.start + open + 1).min(range.end);
        let body = first..(range.start + close).max(first);
        if head.ends_with('/') || text[body.clone()].trim().is_empty() {
            if let Some(key) = key {
                out.prose.cite(key, range);
            }
            return;
        }
        let key = key.unwrap_or_else(|| {
            self.autos += 1;
            format!("auto {}", self.autos)
        });
        if self.tree.reference_of(&key).is_none() {
            let label = name.unwrap_or_else(|| self.autos.to_string());
            let mut inner = Out::default();
            self.inline(body, &mut inner);
            let reference =
                Reference { label, note: note && inner.reference.is_none(), ..Reference::default() };
            self.reference(key.clone(), reference, inner);
        }
        out.prose.cite(key, range);
    }

    /// A template without a known way to be read: the country of a code, else its first words.
    pub(super) fn unknown(
        &mut self,
        name: &str,
        raw_name: &str,
        parts: &[super::template::Part],
        range: Range<usize>,
        out: &mut Out,
    ) {
        if let Some(country) = names::country(raw_name) {
            out.flag = Some(country.to_owned());
            return out.prose.literal(country, range);
        }
        if let Some(number) = name.strip_prefix("formatnum:") {
            return out.prose.literal(number, range);
        }
        // What a function of the parser shows is not known here.
        if name.starts_with('#') {
            return;
        }
        if let Some(first) = parts.iter().skip(1).find(|p| p.name.is_none()) {
            self.inline(first.value(), out);
        }
    }
}

/// The value of an attribute in a tag's head.
pub(super) fn attribute(head: &str, name: &str) -> Option<String> {
    let lower = head.to_ascii_lowercase();
    let at = lower
        .match_indices(name)
        .find(|(at, _)| {
            lower[..*at].ends_with([' ', '\n', '\t', '"', '\''])
                && lower[at + name.len()..].trim_start().starts_with('=')
        })?
        .0;
    let value = head[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '\n', '\t', '>']).next()?.trim_end_matches('/'),
    };
    Some(value.trim().to_owned())
}

/// End of a run of two or more `'`, which mark emphasis and are no text.
fn quotes(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let run = bytes[at..end].iter().take_while(|&&b| b == b'\'').count();
    match run {
        // Four are an apostrophe and three, more than five are apostrophes and five.
        0 | 1 | 4 => None,
        2 | 3 | 5 => Some(at + run),
        _ => Some(at + 5),
    }
}

fn entity_end(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let rest = &bytes[at..end.min(at + 34)];
    let semicolon = rest.iter().position(|&b| b == b';')?;
    let name = &rest[1..semicolon];
    let valid = !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'#');
    valid.then_some(at + semicolon + 1)
}

/// `__NOTOC__` and the like.
fn magic_word(bytes: &[u8], at: usize, end: usize) -> Option<usize> {
    let rest = bytes[at..end].strip_prefix(b"__")?;
    let word = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (word >= 3 && rest[word..].starts_with(b"__")).then_some(at + word + 4)
}

fn is_image_option(option: &str) -> bool {
    let lower = option.to_lowercase();
    let size = lower.strip_suffix("px").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit() || b == b'x'));
    size || matches!(
        lower.as_str(),
        "thumb"
            | "thumbnail"
            | "frame"
            | "framed"
            | "frameless"
            | "border"
            | "right"
            | "left"
            | "center"
            | "none"
            | "upright"
            | "mini"
            | "справа"
            | "слева"
            | "ліворуч"
            | "праворуч"
            | "تصغير"
            | "يسار"
            | "يمين"
            | "vignette"
            | "top"
            | "middle"
            | "baseline"
            | "мини"
            | "миниатюра"
            | "міні"
            | ""
    ) || ["upright", "alt=", "link=", "lang=", "class=", "page=", "альт="]
        .iter()
        .any(|o| lower.starts_with(o))
}
