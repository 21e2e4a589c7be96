//! From bytes to text: the encoding is detected, the way back kept.
//!
//! Order of trust: byte order mark, UTF-16 without a mark (zero bytes that make sense as halves of
//! characters), valid UTF-8, UTF-8 with a few broken bytes, then a statistical guess among the
//! legacy encodings (chardetng, as browsers do it).

use std::borrow::Cow;

use annalist_span::{OffsetMap, Span};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::Problem;
use crate::error::{Cause, ReadError};
use crate::source::{Index, Source};

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) source: Source<'a>,
    /// WHATWG label in lower case.
    pub(crate) encoding: String,
    pub(crate) problems: Vec<Problem>,
}

/// How many bytes are looked at to decide whether a file is a text.
const SAMPLE: usize = 64 * 1024;

/// Decodes a file, or says why its bytes are no text.
pub(crate) fn decode<'a>(name: &str, bytes: &'a [u8]) -> Result<Decoded<'a>, ReadError> {
    if u32::try_from(bytes.len()).is_err() {
        let advice = "split the file";
        return Err(ReadError::new(name, Cause::TooLarge(bytes.len() as u64), 0, advice));
    }
    if bytes.is_empty() {
        return Err(ReadError::new(name, Cause::Empty, 0, "check that it was saved or copied whole"));
    }
    if let Some(what) = signature(bytes) {
        return Err(binary(name, what, 0));
    }
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) if encoding == UTF_8 => utf8(&bytes[skip..], skip as u32),
        Some((encoding, skip)) => Some(utf16(encoding, &bytes[skip..], skip as u32)),
        None if bytes.iter().take(SAMPLE).any(|&b| b == 0) => {
            bare_utf16(bytes).map(|encoding| utf16(encoding, bytes, 0))
        }
        None => utf8(bytes, 0).or_else(|| legacy(bytes)),
    };
    let Some(decoded) = decoded else {
        let at = bytes.iter().position(|&b| b == 0).unwrap_or(0);
        return Err(binary(name, "its bytes make no text in any encoding", at));
    };
    if let Some(at) = not_text(&decoded.source.text) {
        let at = decoded.source.file(Span::new(at, at)).start as usize;
        return Err(binary(name, "too many control characters", at));
    }
    if decoded.source.text.trim().is_empty() {
        return Err(ReadError::new(name, Cause::Empty, 0, "it holds only white space"));
    }
    Ok(decoded)
}

fn binary(name: &str, what: &str, at: usize) -> ReadError {
    let advice = "give the text itself (plain text, HTML, Markdown, wikitext, DOCX, e-mail …)";
    ReadError::new(name, Cause::Binary(what.to_owned()), at as u64, advice)
}

/// The kind of a binary file by its first bytes.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 13] = [
        (b"\x89PNG", "it is a PNG image"),
        (b"\xff\xd8\xff", "it is a JPEG image"),
        (b"GIF8", "it is a GIF image"),
        (b"\x7fELF", "it is a program"),
        (b"SQLite format 3\0", "it is an SQLite database"),
        (b"%PDF-", "it is a PDF inside another file"),
        (b"PK\x03\x04", "it is a ZIP archive without an Office text inside"),
        (b"\x1f\x8b", "it is compressed with gzip"),
        (b"\xfd7zXZ\0", "it is compressed with xz"),
        (b"\x28\xb5\x2f\xfd", "it is compressed with Zstandard"),
        (b"\xd0\xcf\x11\xe0", "it is an old Office file"),
        (b"OggS", "it is a sound or film"),
        (b"RIFF", "it is a sound or film"),
    ];
    SIGNATURES.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, what)| *what)
}

/// The offset of the first control character when there are more than a few, and one in a hundred.
fn not_text(text: &str) -> Option<u32> {
    let (mut seen, mut odd, mut first) = (0_usize, 0_usize, None);
    for (at, c) in text.char_indices().take(SAMPLE) {
        seen += 1;
        let control = c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}');
        if control || c == '\u{fffd}' {
            odd += 1;
            first.get_or_insert(at as u32);
        }
    }
    first.filter(|_| (odd > 2 && odd * 100 > seen) || odd * 4 > seen)
}

/// UTF-8; a few broken bytes are replaced and told, many of them mean another encoding.
fn utf8(bytes: &[u8], start: u32) -> Option<Decoded<'_>> {
    let encoding = "utf-8".to_owned();
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded { source: Source::verbatim(text, start), encoding, problems: Vec::new() });
    }
    let (mut text, mut map) = (String::new(), OffsetMap::default());
    let (mut at, mut wide, mut problems) = (start, 0_usize, Vec::new());
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        wide += valid.len() - valid.bytes().filter(u8::is_ascii).count();
        text.push_str(valid);
        map.push(valid.len() as u32, Span::new(at, at + valid.len() as u32));
        at += valid.len() as u32;
        if !chunk.invalid().is_empty() {
            let span = Span::new(at, at + chunk.invalid().len() as u32);
            text.push('\u{fffd}');
            map.push(3, span);
            at = span.end;
            problems.push(Problem { span, message: "broken UTF-8, replaced by U+FFFD".to_owned() });
        }
    }
    // A legacy text has hardly any valid sequence between its bytes above 127.
    (wide > 8 * problems.len()).then_some(Decoded {
        source: Source { text: Cow::Owned(text), index: Index::Table(map) },
        encoding,
        problems,
    })
}

fn utf16(encoding: &'static Encoding, bytes: &[u8], start: u32) -> Decoded<'static> {
    let (pairs, tail) = bytes.split_at(bytes.len() & !1);
    let (text, broken) = encoding.decode_without_bom_handling(pairs);
    let text = text.into_owned();
    let mut problems = Vec::new();
    if !tail.is_empty() {
        let end = start + bytes.len() as u32;
        let message = "half a character of UTF-16 at the end is left out".to_owned();
        problems.push(Problem { span: Span::new(end - 1, end), message });
    }
    if broken {
        let span = Span::new(start, start + bytes.len() as u32);
        problems.push(Problem { span, message: "unpaired UTF-16 halves were replaced".to_owned() });
    }
    let index = Index::chars(&text, start, |c| 2 * c.len_utf16() as u32);
    let source = Source { text: Cow::Owned(text), index };
    Decoded { source, encoding: encoding.name().to_ascii_lowercase(), problems }
}

/// UTF-16 without a mark: the byte order under which a sample reads as letters, digits and spaces.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let sense = |encoding: &'static Encoding| {
        let (text, broken) = encoding.decode_without_bom_handling(sample);
        let good = text.chars().filter(
            |&c| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{6ff}' | '\u{2010}'..='\u{203a}'),
        );
        if broken { 0 } else { good.count() * 100 / text.chars().count().max(1) }
    };
    let (little, big) = (sense(UTF_16LE), sense(UTF_16BE));
    (little.max(big) >= 95).then_some(if little >= big { UTF_16LE } else { UTF_16BE })
}

/// One of the legacy encodings.
fn legacy(bytes: &[u8]) -> Option<Decoded<'static>> {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let name = encoding.name().to_ascii_lowercase();
    let (text, index, problems) = if encoding.is_single_byte() {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let text = text.into_owned();
        let index = Index::chars(&text, 0, |_| 1);
        (text, index, Vec::new())
    } else {
        let (text, map, problems) = pieces(encoding, bytes);
        (text, Index::Table(map), problems)
    };
    // More than one character in fifty without a meaning: this was not the encoding of a text.
    let lost = text.matches('\u{fffd}').count();
    (lost * 50 <= text.chars().count()).then_some(Decoded {
        source: Source { text: Cow::Owned(text), index },
        encoding: name,
        problems,
    })
}

/// Decodes byte by byte, so that every character's bytes are known.
pub(crate) fn pieces(encoding: &'static Encoding, bytes: &[u8]) -> (String, OffsetMap, Vec<Problem>) {
    let (mut text, mut map, mut problems) = (String::new(), OffsetMap::default(), Vec::new());
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut begun = 0;
    for at in 0..bytes.len() {
        let mut rest = &bytes[at..=at];
        let last = at + 1 == bytes.len();
        loop {
            let mut buffer = [0_u8; 32];
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut buffer, last);
            rest = &rest[read..];
            let span = Span::of(begun, at + 1 - rest.len());
            if written > 0 {
                text.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or("\u{fffd}"));
                map.push(text.len() as u32 - map.text_len(), span);
                begun = span.end as usize;
            }
            let DecoderResult::Malformed(..) = result else { break };
            let span = Span::of(begun, at + 1 - rest.len());
            text.push('\u{fffd}');
            map.push(3, span);
            begun = span.end as usize;
            problems.push(Problem { span, message: format!("no character of {}", encoding.name()) });
        }
    }
    (text, map, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(bytes: &[u8]) -> (String, String) {
        let decoded = decode("t", bytes).expect("a text");
        (decoded.source.text.into_owned(), decoded.encoding)
    }

    #[test]
    fn utf_16_with_and_without_a_mark() {
        let text = "الجيش takes Вольное, 12 km";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(words(&little), (text.to_owned(), "utf-16le".to_owned()));
        assert_eq!(words(&big), (text.to_owned(), "utf-16be".to_owned()));
        let marked = [b"\xfe\xff".as_slice(), &big].concat();
        assert_eq!(words(&marked), (text.to_owned(), "utf-16be".to_owned()));
    }

    #[test]
    fn half_a_character_at_the_end_is_left_out() {
        let mut bytes: Vec<u8> = "The town fell.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.push(b'x');
        let decoded = decode("t", &bytes).expect("a text");
        assert_eq!(decoded.source.text, "The town fell.");
        assert_eq!(decoded.problems.len(), 1);
    }

    #[test]
    fn windows_1256_is_told_from_1252() {
        let arabic = "دخل الجيش البلدة صباح اليوم بعد معارك عنيفة مع الفصائل المسلحة في ريف المدينة الشمالي";
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1256.encode(arabic);
        assert!(!lossy);
        assert_eq!(words(&bytes), (arabic.to_owned(), "windows-1256".to_owned()));
        let french = "L’armée a pris le village de Saint-Été après une longue journée.";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(french);
        assert_eq!(words(&bytes), (french.to_owned(), "windows-1252".to_owned()));
    }

    #[test]
    fn offsets_lead_to_the_bytes_of_a_legacy_file() {
        let text = "Après le siège";
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        let decoded = decode("t", &bytes).expect("a text");
        let siege = Span::of(text.find("siège").unwrap(), text.len());
        assert_eq!(decoded.source.file(siege), Span::new(9, 14));
    }

    #[test]
    fn a_broken_byte_is_told_and_the_rest_kept() {
        let bytes = ["Бои шли весь день у переправы через реку ".as_bytes(), b"\xff", b" ok"].concat();
        let decoded = decode("t", &bytes).expect("a text");
        assert_eq!(decoded.encoding, "utf-8");
        assert_eq!(decoded.problems.len(), 1);
        assert!(decoded.source.text.ends_with("\u{fffd} ok"));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let cause = |bytes: &[u8]| decode("t", bytes).expect_err("no text").cause;
        assert_eq!(cause(b""), Cause::Empty);
        assert_eq!(cause(b" \n\t"), Cause::Empty);
        assert!(matches!(cause(b"\x89PNG\r\n"), Cause::Binary(_)));
        let junk: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(matches!(cause(&junk), Cause::Binary(_)));
    }

    #[test]
    fn two_byte_encodings_keep_their_offsets() {
        let text = "部隊は三月に町を占領した。その後、住民は南へ避難した。";
        let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
        assert!(!lossy);
        let decoded = decode("t", &bytes).expect("a text");
        assert_eq!(decoded.source.text, text);
        assert_eq!(decoded.source.file(Span::new(3, 6)), Span::new(2, 4));
    }
}
