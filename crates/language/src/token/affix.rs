//! Prefixes and suffixes that are split from a run of characters without white space.

use super::classes::{is_icon, is_lower, is_upper};

/// Punctuation marks.
const PUNCTUATION: &str = "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪";
/// Quotation marks, and what the model's tokenizer counts among them.
const QUOTES: &str = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》\u{3008}\u{3009}\u{2329}\u{232a}⟦⟧";
/// Currency signs of one character.
const CURRENCY: &str = "$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₯₰₱₲₳₴₵₶₷₸₹₺₻₼₽₾₿";
/// Currency signs of several characters.
const LONG_CURRENCY: [&str; 3] = ["US$", "C$", "A$"];
/// Units of measurement that are split from a number.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "km", "km²", "km³", "m", "m²", "m³", "dm", "dm²", "dm³", "cm", "cm²", "cm³", "mm", "mm²",
    "mm³", "ha", "µm", "nm", "yd", "in", "ft", "kg", "g", "mg", "µg", "t", "lb", "oz",
    "m/s", "km/h", "kmh", "mph", "hPa", "Pa", "mbar", "mb", "MB", "kb", "KB", "gb", "GB", "tb",
    "TB", "T", "G", "M", "K", "%", "км", "км²", "км³", "м", "м²", "м³", "дм", "дм²",
    "дм³", "см", "см²", "см³", "мм", "мм²", "мм³", "нм", "кг", "г", "мг", "м/с", "км/ч", "кПа",
    "Па", "мбар", "Кб", "КБ", "кб", "Мб", "МБ", "мб", "Гб", "ГБ", "гб", "Тб", "ТБ", "тбكم",
    "كم²", "كم³", "م", "م²", "م³", "سم", "سم²", "سم³", "مم", "مم²", "مم³", "كم", "غرام", "جرام",
    "جم", "كغ", "ملغ", "كوب", "اكواب",
];
/// Endings of two characters.
const ENDINGS: [&str; 4] = ["'s", "'S", "’s", "’S"];

/// A quotation mark.
pub(super) fn is_quote(c: char) -> bool {
    if c.is_ascii() { matches!(c, '\'' | '"' | '`' | ',') } else { QUOTES.contains(c) }
}

fn is_punctuation(c: char) -> bool {
    if c.is_ascii() {
        matches!(
            c,
            ',' | ':'
                | ';'
                | '!'
                | '?'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '_'
                | '#'
                | '*'
                | '&'
        )
    } else {
        PUNCTUATION.contains(c)
    }
}

fn is_currency(c: char) -> bool {
    if c.is_ascii() { c == '$' } else { CURRENCY.contains(c) }
}

/// Bytes of the prefix to split, zero for none.
pub(super) fn prefix(text: &str) -> usize {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return 0 };
    if first.is_ascii_lowercase() || first.is_ascii_digit() {
        return 0;
    }
    match first {
        '+' => return usize::from(!chars.next().is_some_and(|c| c.is_ascii_digit())),
        '.' => {
            let dots = text.bytes().take_while(|&b| b == b'.').count();
            return if dots > 1 { dots } else { 0 };
        }
        '§' | '%' | '=' | '—' | '–' => return first.len_utf8(),
        _ => {}
    }
    if is_punctuation(first) || is_quote(first) || is_currency(first) || is_icon(first) {
        return first.len_utf8();
    }
    LONG_CURRENCY.iter().find(|sign| text.starts_with(**sign)).map_or(0, |sign| sign.len())
}

/// Bytes of the suffix to split, zero for none. Of several, the longest counts.
pub(super) fn suffix(text: &str) -> usize {
    let mut back = text.chars().rev();
    let Some(last) = back.next() else { return 0 };
    let before = back.next();
    let mut length = 0;
    if is_punctuation(last) || is_quote(last) || is_icon(last) || matches!(last, '—' | '–') {
        length = last.len_utf8();
    }
    if last == '…' && before == Some('…') {
        length = 2 * '…'.len_utf8();
    }
    if matches!(last, 's' | 'S') && matches!(before, Some('\'' | '’')) {
        length = ENDINGS.iter().find(|ending| text.ends_with(**ending)).map_or(length, |e| e.len());
    }
    if last == '+' && before.is_some_and(|c| c.is_ascii_digit()) {
        length = 1;
    }
    if last == '.' {
        length = length.max(full_stop(text, before, back.next()));
    }
    length.max(measure(text, last))
}

/// A full stop, or several dots, at the end.
fn full_stop(text: &str, before: Option<char>, second: Option<char>) -> usize {
    let Some(before) = before else { return 0 };
    if before == '.' {
        return text.bytes().rev().take_while(|&b| b == b'.').count();
    }
    let ends = before.is_ascii_digit()
        || is_lower(before)
        || matches!(before, '%' | '²' | '-' | '+' | '|')
        || is_punctuation(before)
        || is_quote(before)
        || (is_upper(before) && second.is_some_and(is_upper))
        || (matches!(before, 'F' | 'f' | 'C' | 'c' | 'K' | 'k') && second == Some('°'));
    usize::from(ends)
}

/// A unit or currency sign after a digit.
fn measure(text: &str, last: char) -> usize {
    // Every unit and sign is short, and no digit stands in one: it begins after the last digit.
    const LONGEST: usize = 16;
    if last.is_ascii_digit() {
        return 0;
    }
    let bytes = text.as_bytes();
    let from = bytes.len().saturating_sub(LONGEST + 1);
    let Some(digit) = bytes[from..].iter().rposition(u8::is_ascii_digit) else { return 0 };
    let rest = &text[from + digit + 1..];
    let mut chars = rest.chars();
    let sign = chars.next().is_some_and(is_currency) && chars.next().is_none();
    if sign || LONG_CURRENCY.contains(&rest) || UNITS.contains(&rest) { rest.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        for (text, length) in [
            ("(a", 1),
            ("“a", 3),
            ("...a", 3),
            (".a", 0),
            ("+5", 0),
            ("+a", 1),
            ("US$5", 3),
            ("€5", 3),
            ("…", 3),
            ("a", 0),
            ("-a", 0),
            ("", 0),
        ] {
            assert_eq!(prefix(text), length, "{text}");
        }
    }

    #[test]
    fn suffixes() {
        for (text, length) in [
            ("a)", 1),
            ("a.", 1),
            ("A.", 0),
            ("AB.", 1),
            ("a...", 3),
            ("army's", 2),
            ("army’s", 4),
            ("s", 0),
            ("5km", 2),
            ("km", 0),
            ("5km/h", 4),
            ("5$", 1),
            ("a$", 0),
            ("5US$", 3),
            ("40+", 1),
            ("a+", 0),
            ("20°C.", 1),
            ("5%", 1),
            ("10m²", 3),
            ("x—", 3),
            ("", 0),
            ("……", 6),
            ("5.", 1),
            (".", 0),
        ] {
            assert_eq!(suffix(text), length, "{text}");
        }
    }
}
