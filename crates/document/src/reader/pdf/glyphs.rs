//! What the pages draw: every glyph with its character and its place.

use annalist_span::Span;
use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Array, Stream};
use hayro_interpret::hayro_syntax::page::Page as SourcePage;
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page, kurbo,
};

/// Most glyphs that are taken from one file.
const MOST: usize = 20_000_000;

/// One character (or a ligature's several) on a page; lengths are in points, `y` grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) text: String,
    /// Left and right end of its advance.
    pub(super) x: (f64, f64),
    /// Its baseline.
    pub(super) y: f64,
    /// Height of its font.
    pub(super) size: f64,
    /// Whether it stands upright; a text at the page's edge or a watermark may not.
    pub(super) upright: bool,
}

/// The glyphs of a page, in the order of drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
    /// Width and height.
    pub(super) size: (f64, f64),
    /// Glyphs for which the file tells no character.
    pub(super) unknown: usize,
    /// Bytes of the file that hold the page's drawing commands.
    pub(super) packed: Span,
}

/// What a file tells of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
}

/// The pages of a file, and what it says of itself.
pub(super) fn pages(bytes: &[u8]) -> Result<(Vec<Page>, Told), String> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "it is locked with a password".to_owned(),
        LoadPdfError::Invalid => "it has no pages that can be found".to_owned(),
    })?;
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    let cache = InterpreterCache::new();
    let (mut out, mut count) = (Vec::new(), 0);
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let mut device = Collector { page: Page::default(), left: MOST - count };
        device.page.size = (f64::from(width), f64::from(height));
        device.page.packed = packed(page, pdf.data().as_ref());
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut device);
        count += device.page.glyphs.len();
        out.push(device.page);
    }
    let text = |raw: &Option<Box<[u8]>>| raw.as_ref().map(|raw| text_string(raw)).filter(|t| !t.is_empty());
    let metadata = pdf.metadata();
    Ok((out, Told { title: text(&metadata.title), author: text(&metadata.author) }))
}

/// Bytes of the file from the first to the last of a page's content streams.
fn packed(page: &SourcePage<'_>, file: &[u8]) -> Span {
    let dict = page.raw();
    let streams: Vec<Stream<'_>> = match dict.get::<Stream<'_>>(b"Contents".as_slice()) {
        Some(one) => vec![one],
        None => dict
            .get::<Array<'_>>(b"Contents".as_slice())
            .map(|many| many.iter::<Stream<'_>>().collect())
            .unwrap_or_default(),
    };
    let whole = Span::of(0, file.len());
    let mut found: Option<Span> = None;
    for stream in &streams {
        let raw = stream.raw_data();
        // A stream that was decrypted, or stands packed in another, has no bytes of its own.
        let Some(start) = (raw.as_ptr() as usize).checked_sub(file.as_ptr() as usize) else { return whole };
        if start + raw.len() > file.len() {
            return whole;
        }
        let span = Span::of(start, start + raw.len());
        found = Some(found.map_or(span, |f| f.cover(span)));
    }
    found.unwrap_or(whole)
}

/// A string of the file's own records: UTF-16 with a mark, UTF-8 with one, or Latin letters.
fn text_string(raw: &[u8]) -> String {
    let text = match raw {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0.into_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Collector {
    page: Page,
    left: usize,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.left == 0 {
                return;
            }
            let place = props.transform * glyph.transform();
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(own) => own.advance_width(),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => plain(c),
                Some(BfString::String(s)) => s.chars().map(plain).collect(),
                None => {
                    self.page.unknown += 1;
                    continue;
                }
            };
            let Some(glyph) = placed(text, place, f64::from(advance.unwrap_or(500.0))) else { continue };
            // Bold is sometimes faked by drawing twice.
            let twice = self.page.glyphs.iter().rev().take(200).any(|g| {
                g.text == glyph.text && (g.x.0 - glyph.x.0).abs() < 0.01 && (g.y - glyph.y).abs() < 0.01
            });
            if !twice {
                self.left -= 1;
                self.page.glyphs.push(glyph);
            }
        }
    }

    fn draw_path(&mut self, _: &kurbo::BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// A glyph whose thousand units are drawn by `place`; `None` when its place is no number.
fn placed(text: String, place: Affine, advance: f64) -> Option<Glyph> {
    let from = place * Point::ZERO;
    let to = place * Point::new(advance, 0.0);
    let top = place * Point::new(0.0, 1000.0);
    let size = (top - from).hypot();
    let upright = (to.y - from.y).abs() <= 0.2 * (to.x - from.x).abs() + 0.01 && top.y < from.y;
    let numbers = [from.x, from.y, to.x, size];
    let sane = numbers.iter().all(|n| n.is_finite() && n.abs() < 1e6) && size > 0.1;
    sane.then(|| Glyph { text, x: (from.x.min(to.x), from.x.max(to.x)), y: from.y, size, upright })
}

/// A character as it is written elsewhere: ligatures taken apart, Arabic forms by their letters.
fn plain(c: char) -> String {
    match c {
        'ﬀ' => "ff".to_owned(),
        'ﬁ' => "fi".to_owned(),
        'ﬂ' => "fl".to_owned(),
        'ﬃ' => "ffi".to_owned(),
        'ﬄ' => "ffl".to_owned(),
        'ﬅ' | 'ﬆ' => "st".to_owned(),
        '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
            unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(c)).collect()
        }
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => " ".to_owned(),
        c => c.to_string(),
    }
}
