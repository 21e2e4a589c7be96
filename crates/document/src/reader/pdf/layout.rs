//! From glyphs to paragraphs in reading order.
//!
//! Glyphs that stand side by side are a fragment; a page is cut at its gutters and gaps (the XY-cut of
//! Nagy & Seth 1984) into blocks, a block into lines, lines into paragraphs. What stands at the head
//! or foot of page after page is told apart first, so that it blocks no gutter.

use std::collections::BTreeMap;

use super::glyphs::{Glyph, Page};

/// A gap of this many font sizes begins a new fragment.
const APART: f64 = 1.2;
/// A white column of this many font sizes between fragments is a gutter.
const GUTTER: f64 = 0.8;
/// A gap of this many font sizes between two letters is a space.
const SPACE: f64 = 0.15;
/// The part of a page's height in which heads and feet stand.
const MARGIN: f64 = 0.11;

/// Where a paragraph stands on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// In the page's text.
    Body,
    /// At the head or foot of the page: page numbers, running titles.
    Margin,
    /// Turned: a stamp at the edge, a watermark.
    Turned,
}

/// A run of a line: its words, and whether they are raised and smaller (a note's mark).
pub(super) type Run = (String, bool);

/// A line of text.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) x: (f64, f64),
    pub(super) y: f64,
    pub(super) size: f64,
}

impl Line {
    /// Its words.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|(words, _)| words.as_str()).collect()
    }
}

/// Lines that belong together.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) lines: Vec<Line>,
    /// Height of its letters, in points.
    pub(super) size: f64,
    /// Whether a line of it is alone, with room to its right.
    pub(super) short: bool,
    pub(super) stand: Stand,
}

#[cfg(test)]
impl Paragraph {
    /// Its words, the lines joined by spaces.
    fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Clone, Debug)]
struct Fragment {
    glyphs: Vec<Glyph>,
    /// Whether white space follows the glyph of the same place in `glyphs`.
    blank: Vec<bool>,
    x: (f64, f64),
    y: f64,
    size: f64,
}

impl Fragment {
    fn top(&self) -> f64 {
        self.y - 0.75 * self.size
    }

    fn bottom(&self) -> f64 {
        self.y + 0.22 * self.size
    }

    fn words(&self) -> String {
        self.glyphs.iter().map(|g| g.text.as_str()).collect()
    }
}

/// The paragraphs of each page, in reading order; heads and feet before the text of their page.
pub(super) fn paragraphs(pages: &[Page]) -> Vec<Vec<Paragraph>> {
    let mut fragments: Vec<(Vec<Fragment>, Vec<Fragment>)> = pages.iter().map(|p| split(&p.glyphs)).collect();
    let margins = margins(pages, &fragments);
    let mut out = Vec::new();
    for ((page, (upright, turned)), margin) in pages.iter().zip(&mut fragments).zip(margins) {
        let (mut edge, mut body) = (Vec::new(), Vec::new());
        for (fragment, at_edge) in std::mem::take(upright).into_iter().zip(margin) {
            if at_edge { edge.push(fragment) } else { body.push(fragment) }
        }
        let mut told = Vec::new();
        for (fragments, stand) in [(edge, Stand::Margin), (std::mem::take(turned), Stand::Turned)] {
            for line in lines(fragments) {
                told.push(Paragraph { size: line.size, lines: vec![line], short: true, stand });
            }
        }
        for block in cut(body, 0) {
            told.extend(of_block(lines(block), page.size.0));
        }
        out.push(told);
    }
    out
}

/// Glyphs side by side become fragments; upright ones and turned ones.
fn split(glyphs: &[Glyph]) -> (Vec<Fragment>, Vec<Fragment>) {
    let (mut upright, mut turned): (Vec<Fragment>, Vec<Fragment>) = (Vec::new(), Vec::new());
    let mut blank = false;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            blank = true;
            if let Some(last) = upright.last_mut().and_then(|f| f.blank.last_mut()) {
                *last = true;
            }
            continue;
        }
        let list = if glyph.upright { &mut upright } else { &mut turned };
        let joins = list.last().is_some_and(|last| {
            let size = last.size.max(glyph.size);
            // Words that run from right to left come one before the other.
            let ahead = glyph.x.0 - last.x.1;
            let behind = last.x.0 - glyph.x.1;
            let gap = if ahead > -0.3 * size { ahead } else { behind };
            glyph.upright
                && (glyph.y - last.y).abs() < 0.1 * size
                && (glyph.size - last.size).abs() < 0.15 * size
                && gap > -0.3 * size
                && gap < APART * size
        }) || (!glyph.upright && !blank && !list.is_empty());
        match list.last_mut().filter(|_| joins) {
            Some(last) => {
                last.x = (last.x.0.min(glyph.x.0), last.x.1.max(glyph.x.1));
                last.glyphs.push(glyph.clone());
                last.blank.push(false);
            }
            None => list.push(Fragment {
                x: glyph.x,
                y: glyph.y,
                size: glyph.size,
                glyphs: vec![glyph.clone()],
                blank: vec![false],
            }),
        }
        blank = false;
    }
    (upright, turned)
}

/// For each fragment of each page, whether it is of a head or foot: the same words (but for
/// numbers) at the same height of several pages, or a page number alone.
fn margins(pages: &[Page], fragments: &[(Vec<Fragment>, Vec<Fragment>)]) -> Vec<Vec<bool>> {
    let edge = |page: &Page, f: &Fragment| f.y < MARGIN * page.size.1 || f.y > (1.0 - MARGIN) * page.size.1;
    let key = |f: &Fragment| {
        let words: String =
            f.words().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect::<String>();
        (words.replace("##", "#").replace("##", "#"), (f.y / 4.0).round() as i64)
    };
    let mut seen: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for (page, (upright, _)) in pages.iter().zip(fragments) {
        let mut keys: Vec<_> = upright.iter().filter(|f| edge(page, f)).map(key).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let enough = (pages.len() / 5).max(2);
    let each = pages.iter().zip(fragments).map(|(page, (upright, _))| {
        let body = median_size(upright);
        let one = |f: &Fragment| {
            // A browser prints the page's name, its address and the hour outside the text's margin.
            let outside = f.size < 0.92 * body && (f.y < 0.04 * page.size.1 || f.y > 0.96 * page.size.1);
            edge(page, f)
                && (outside || seen.get(&key(f)).is_some_and(|n| *n >= enough) || is_page_number(&f.words()))
        };
        upright.iter().map(one).collect()
    });
    each.collect()
}

/// "7", "- 7 -", "Page 7 of 12", "7/12".
fn is_page_number(words: &str) -> bool {
    let lower = words.to_lowercase();
    let rest = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let rest =
        ["page", "p.", "seite", "стр.", "صفحة"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
    let left = rest.replace("of", "").replace(['/', ' ', '|', '–', '-'], "");
    !left.is_empty() && left.chars().count() <= 8 && left.chars().all(char::is_numeric)
}

/// Blocks of a region in reading order.
fn cut(region: Vec<Fragment>, depth: u8) -> Vec<Vec<Fragment>> {
    if region.len() < 2 || depth > 24 {
        return vec![region];
    }
    if let Some(x) = gutter(&region) {
        let (left, right) = region.into_iter().partition(|f| f.x.1 <= x);
        return [cut(left, depth + 1), cut(right, depth + 1)].concat();
    }
    let gaps = gaps(&region);
    let at = |y: f64| -> (Vec<Fragment>, Vec<Fragment>) {
        region.iter().cloned().partition(|f| f.bottom() <= y + 0.01)
    };
    // A gap that opens a gutter above or below it is cut first, the widest gap else.
    let opens = gaps.iter().take(24).find(|(_, y)| {
        let (above, below) = at(*y);
        gutter(&above).is_some() || gutter(&below).is_some()
    });
    let widest = gaps.first().filter(|(gap, _)| *gap > 0.6 * median_size(&region));
    let Some((_, y)) = opens.or(widest) else { return vec![region] };
    let (above, below) = at(*y);
    if above.is_empty() || below.is_empty() {
        return vec![region];
    }
    let (mut above, mut below) = (cut(above, depth + 1), cut(below, depth + 1));
    if above.len() == 1 && below.len() == 1 {
        above[0].append(&mut below[0]);
        return above;
    }
    // A heading and the text below it are one block again, columns are not.
    above.append(&mut below);
    above
}

/// A white column with running text on both sides of it.
fn gutter(region: &[Fragment]) -> Option<f64> {
    let size = median_size(region);
    let mut order: Vec<&Fragment> = region.iter().collect();
    order.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    let mut right = order.first()?.x.1;
    let mut best: Option<(f64, f64)> = None;
    for (at, fragment) in order.iter().enumerate().skip(1) {
        let gap = fragment.x.0 - right;
        if gap >= GUTTER * size && best.is_none_or(|(widest, _)| gap > widest) && columns(&order, at, size) {
            best = Some((gap, right + gap / 2.0));
        }
        right = right.max(fragment.x.1);
    }
    best.map(|(_, x)| x)
}

/// Whether what stands left and right of a gap is prose side by side.
fn columns(order: &[&Fragment], at: usize, size: f64) -> bool {
    let side = |part: &[&Fragment]| {
        let top = part.iter().map(|f| f.top()).fold(f64::MAX, f64::min);
        let bottom = part.iter().map(|f| f.bottom()).fold(f64::MIN, f64::max);
        let letters: usize = part.iter().map(|f| f.glyphs.len()).sum();
        let mut rows: Vec<i64> = part.iter().map(|f| (f.y / size * 2.0).round() as i64).collect();
        rows.sort_unstable();
        rows.dedup();
        (top, bottom, rows.len(), letters as f64 / rows.len().max(1) as f64)
    };
    let (left, right) = (side(&order[..at]), side(&order[at..]));
    let shared = left.1.min(right.1) - left.0.max(right.0);
    let shorter = (left.1 - left.0).min(right.1 - right.0);
    let prose = |s: (f64, f64, usize, f64)| s.2 >= 2 && s.3 >= 18.0;
    prose(left) && prose(right) && left.2 + right.2 >= 6 && shared >= 0.5 * shorter
}

/// White bands between fragments: their height, and where they begin; the highest first.
fn gaps(region: &[Fragment]) -> Vec<(f64, f64)> {
    let mut order: Vec<&Fragment> = region.iter().collect();
    order.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let Some(first) = order.first() else { return Vec::new() };
    let mut bottom = first.bottom();
    let mut out = Vec::new();
    for fragment in &order[1..] {
        if fragment.top() > bottom {
            out.push((fragment.top() - bottom, bottom));
        }
        bottom = bottom.max(fragment.bottom());
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    out
}

fn median_size(region: &[Fragment]) -> f64 {
    let mut sizes: Vec<(f64, usize)> = region.iter().map(|f| (f.size, f.glyphs.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>() / 2;
    let mut seen = 0;
    for (size, count) in &sizes {
        seen += count;
        if seen > half {
            return *size;
        }
    }
    sizes.last().map_or(10.0, |s| s.0)
}

/// The lines of a block, from top to bottom.
fn lines(mut block: Vec<Fragment>) -> Vec<Line> {
    let size = median_size(&block);
    block.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.0.total_cmp(&b.x.0)));
    let (full, small): (Vec<Fragment>, Vec<Fragment>) = block.into_iter().partition(|f| f.size >= 0.9 * size);
    let mut rows = rows(full, &[]);
    // A raised mark stands within a line of larger letters; else it is a line of small print, which
    // may have raised marks of its own.
    let mut print = Vec::new();
    for fragment in small {
        match rows.iter().position(|row| row.hosts(&fragment)) {
            Some(at) => rows[at].push(fragment),
            None => print.push(fragment),
        }
    }
    let size = median_size(&print);
    let (full, marks): (Vec<Fragment>, Vec<Fragment>) = print.into_iter().partition(|f| f.size >= 0.9 * size);
    rows.extend(self::rows(full, &marks));
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows.into_iter().map(line).filter(|l| !l.runs.is_empty()).collect()
}

/// Fragments of one line; its baseline and size are those of its largest letters.
struct Row {
    parts: Vec<Fragment>,
    y: f64,
    size: f64,
}

impl Row {
    fn push(&mut self, fragment: Fragment) {
        self.parts.push(fragment);
    }

    /// Whether a fragment of smaller letters stands within the line.
    fn hosts(&self, fragment: &Fragment) -> bool {
        let (from, to) =
            self.parts.iter().fold((f64::MAX, f64::MIN), |(a, b), f| (a.min(f.x.0), b.max(f.x.1)));
        let up = self.y - fragment.y;
        (-0.25 * self.size..0.7 * self.size).contains(&up)
            && fragment.x.1 > from - self.size
            && fragment.x.0 < to + self.size
    }
}

/// Lines of fragments of much the same size, in order of their baselines, and what stands in them.
fn rows(full: Vec<Fragment>, marks: &[Fragment]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for fragment in full {
        match rows.last_mut().filter(|row| (row.y - fragment.y).abs() < 0.35 * row.size) {
            Some(row) => {
                if fragment.size > row.size {
                    (row.y, row.size) = (fragment.y, fragment.size);
                }
                row.push(fragment);
            }
            None => rows.push(Row { y: fragment.y, size: fragment.size, parts: vec![fragment] }),
        }
    }
    for mark in marks {
        match rows.iter().position(|row| row.hosts(mark)) {
            Some(at) => rows[at].push(mark.clone()),
            None => rows.push(Row { y: mark.y, size: mark.size, parts: vec![mark.clone()] }),
        }
    }
    rows
}

/// The words of the fragments of one line.
fn line(row: Row) -> Line {
    let Row { parts, y, size } = row;
    let raised = |f: &Fragment| f.size < 0.92 * size && y - f.y > 0.12 * size;
    let mut letters: Vec<(Glyph, bool, bool)> = Vec::new();
    for fragment in parts {
        let up = raised(&fragment);
        letters.extend(fragment.glyphs.into_iter().zip(fragment.blank).map(|(g, blank)| (g, blank, up)));
    }
    letters.sort_by(|a, b| a.0.x.0.total_cmp(&b.0.x.0));
    let x = letters.iter().fold((f64::MAX, f64::MIN), |(a, b), (g, ..)| (a.min(g.x.0), b.max(g.x.1)));
    // Words with the spaces that gaps stand for, from left to right.
    let mut words: Vec<(String, bool, bool)> = Vec::new();
    let mut end: Option<(f64, bool)> = None;
    for (glyph, blank, up) in letters {
        let gap = end.map_or(0.0, |(end, _)| glyph.x.0 - end);
        let spaced = gap > SPACE * size || (end.is_some_and(|(_, blank)| blank) && gap > 0.05 * size);
        end = Some((end.map_or(glyph.x.1, |(end, _)| end.max(glyph.x.1)), blank));
        words.push((glyph.text, spaced, up));
    }
    if words.iter().flat_map(|w| w.0.chars()).filter(|c| is_rtl(*c)).count() * 2
        > words.iter().flat_map(|w| w.0.chars()).filter(|c| c.is_alphabetic()).count()
    {
        words = logical(words);
    }
    let mut runs: Vec<Run> = Vec::new();
    for (text, spaced, up) in words {
        let space = if spaced && !runs.is_empty() { " " } else { "" };
        if let Some(run) = runs.last_mut().filter(|run| run.1 == up) {
            run.0.push_str(space);
            run.0.push_str(&text);
        } else if up {
            // A space before a mark is of the words before it.
            if let Some(run) = runs.last_mut() {
                run.0.push_str(space);
            }
            runs.push((text, up));
        } else {
            runs.push((format!("{space}{text}"), up));
        }
    }
    Line { runs, x, y, size }
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// Letters seen from left to right, in the order of reading a script that runs from right to left;
/// numbers and Latin words between them keep their own direction.
fn logical(seen: Vec<(String, bool, bool)>) -> Vec<(String, bool, bool)> {
    // The space before a letter becomes the space after it.
    let mut out: Vec<(String, bool, bool)> = Vec::new();
    let mut after = false;
    let mut run: Vec<(String, bool, bool)> = Vec::new();
    let settle = |run: &mut Vec<(String, bool, bool)>, out: &mut Vec<(String, bool, bool)>| {
        run.reverse();
        // Inside a run the spaces go back to stand before their words.
        let blanks: Vec<bool> = run.iter().map(|w| w.1).collect();
        let count = run.len();
        for (at, word) in run.drain(..).enumerate() {
            let spaced = if at == 0 { blanks[count - 1] } else { blanks[at - 1] };
            out.push((word.0, spaced, word.2));
        }
    };
    for (text, spaced, up) in seen.into_iter().rev() {
        let left = text.chars().any(|c| c.is_alphanumeric() && !is_rtl(c))
            || text.starts_with(['.', ',', ':', '/', '-']) && !run.is_empty();
        let word = (text, after, up);
        after = spaced;
        if left {
            run.push(word);
        } else {
            settle(&mut run, &mut out);
            out.push(word);
        }
    }
    settle(&mut run, &mut out);
    out
}

/// Cuts the lines of a block into paragraphs.
fn of_block(lines: Vec<Line>, width: f64) -> Vec<Paragraph> {
    let (left, right) = lines.iter().fold((f64::MAX, f64::MIN), |(a, b), l| (a.min(l.x.0), b.max(l.x.1)));
    let mut steps: Vec<f64> = lines.windows(2).map(|w| (w[1].y - w[0].y) / w[1].size.max(1.0)).collect();
    steps.sort_by(f64::total_cmp);
    // The step between lines of one paragraph is a small one that is common.
    let step = steps.get(steps.len() / 4).copied().unwrap_or(1.2).clamp(0.9, 2.2);
    let at_left = |l: &Line| l.x.0 < left + 0.35 * l.size;
    let indented = |l: &Line| l.x.0 > left + 0.7 * l.size && l.x.0 < left + 5.0 * l.size;
    let hanging = lines.len() > 3
        && lines.iter().filter(|l| indented(l)).count() > lines.iter().filter(|l| at_left(l)).count();
    let mut out: Vec<Paragraph> = Vec::new();
    for line in lines {
        let begins = out.last().and_then(|p| p.lines.last()).is_none_or(|last| {
            let far = line.y - last.y > (step * 1.22 + 0.05) * line.size.max(last.size);
            let other = (line.size - last.size).abs() > 0.08 * last.size;
            let indent = if hanging { at_left(&line) } else { indented(&line) && at_left(last) };
            let words = last.text();
            let ended = words.trim_end().ends_with(['.', '!', '?', '"', '”', ':', '؟', ']'])
                && last.x.1 < right - 0.12 * (right - left).max(0.3 * width);
            let text = line.text();
            let item = text.starts_with(['•', '‣', '▪', '◦', '●', '–']) || numbered(&text);
            // A line that ends well before the margin although the next word would have fitted.
            let short = last.x.1 < right - 0.45 * (right - left)
                && right - left > 0.3 * width
                && !words.ends_with(',');
            far || other || indent || ended || item || (short && text.starts_with(char::is_uppercase))
        });
        match out.last_mut().filter(|_| !begins) {
            Some(last) => last.lines.push(line),
            None => out.push(Paragraph {
                size: line.size,
                short: line.x.1 - line.x.0 < 0.75 * (right - left).max(0.3 * width),
                lines: vec![line],
                stand: Stand::Body,
            }),
        }
    }
    for paragraph in &mut out {
        paragraph.short &= paragraph.lines.len() == 1;
    }
    out
}

/// `[12] …`, "12. …" with a capital after it.
fn numbered(text: &str) -> bool {
    let text = text.trim_start();
    let body = text.strip_prefix('[').unwrap_or(text);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &body[digits..];
    (1..=3).contains(&digits)
        && (rest.starts_with("] ") && text.starts_with('[')
            || rest
                .strip_prefix(". ")
                .or(rest.strip_prefix(") "))
                .is_some_and(|r| r.starts_with(|c: char| c.is_uppercase() || "\"“^[".contains(c))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words drawn from `x` on at a baseline, each letter half its size wide.
    fn draw(page: &mut Page, x: f64, y: f64, size: f64, words: &str) {
        for (at, c) in words.chars().enumerate() {
            let from = x + at as f64 * size / 2.0;
            page.glyphs.push(Glyph {
                text: c.to_string(),
                x: (from, from + size / 2.0),
                y,
                size,
                upright: true,
            });
        }
    }

    fn page() -> Page {
        Page { size: (600.0, 800.0), ..Page::default() }
    }

    fn told(pages: &[Page]) -> Vec<(Stand, String)> {
        paragraphs(pages).concat().iter().map(|p| (p.stand, p.text())).collect()
    }

    #[test]
    fn two_columns_are_read_one_after_the_other() {
        let mut page = page();
        draw(&mut page, 60.0, 100.0, 20.0, "A heading above both of the columns");
        for row in 0..6 {
            let y = 150.0 + 12.0 * f64::from(row);
            // Drawn row by row, as some programs do.
            draw(&mut page, 60.0, y, 10.0, &format!("left column, line number {row} and words"));
            draw(&mut page, 300.0, y, 10.0, &format!("right column, line number {row} and word"));
        }
        let all = told(&[page]);
        assert_eq!(all.len(), 3, "{all:#?}");
        assert!(all[1].1.starts_with("left column, line number 0") && all[1].1.contains("number 5"));
        assert!(all[2].1.starts_with("right column, line number 0"));
    }

    #[test]
    fn heads_feet_and_page_numbers_are_told_apart() {
        let pages: Vec<Page> = (1..=3)
            .map(|n| {
                let mut page = page();
                draw(&mut page, 60.0, 30.0, 9.0, &format!("Field report {n}"));
                draw(&mut page, 60.0, 300.0, 10.0, &format!("The text of page {n} stands here."));
                draw(&mut page, 290.0, 780.0, 9.0, &n.to_string());
                page
            })
            .collect();
        let all = told(&pages);
        assert_eq!(all.iter().filter(|p| p.0 == Stand::Margin).count(), 6);
        assert_eq!(all[2], (Stand::Body, "The text of page 1 stands here.".to_owned()));
        assert!(is_page_number("- 7 -") && is_page_number("Page 7 of 12") && !is_page_number("7 killed"));
    }

    #[test]
    fn a_raised_number_is_a_run_of_its_own() {
        let mut page = page();
        draw(&mut page, 60.0, 300.0, 10.0, "The bridge fell");
        draw(&mut page, 60.0 + 75.0, 296.0, 6.0, "12");
        draw(&mut page, 60.0 + 84.0, 300.0, 10.0, "in May.");
        let lines = paragraphs(&[page]).concat().remove(0).lines;
        let runs: Vec<(&str, bool)> = lines[0].runs.iter().map(|(w, up)| (w.as_str(), *up)).collect();
        assert_eq!(runs, [("The bridge fell", false), ("12", true), (" in May.", false)]);
    }

    #[test]
    fn words_from_right_to_left_are_in_reading_order() {
        let mut page = page();
        // "دخل 12 بيت" as it is seen: the first word stands rightmost.
        draw(&mut page, 60.0, 300.0, 10.0, "تيب 12 لخد");
        assert_eq!(told(&[page])[0].1, "دخل 12 بيت");
    }
}
