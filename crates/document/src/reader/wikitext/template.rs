//! Templates, by what they show.

use std::ops::Range;

use super::names::{self, Shows};
use super::{Reader, cite};
use crate::reader::out::Out;
use crate::{Reference, lexicon};

/// One parameter of a template; the first is its name.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Name in lower case, where it has one.
    pub(super) name: Option<String>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Part {
    pub(super) fn value(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Name and parameters of the template at `range` (`{{…}}`).
pub(super) fn parts(reader: &Reader<'_, '_>, range: Range<usize>) -> Vec<Part> {
    let text = reader.text;
    let inner = range.start + 2..range.end.saturating_sub(2).max(range.start + 2);
    let split = reader.pairs.split(text, inner, b'|');
    let part = |(at, part): (usize, Range<usize>)| {
        let words = &text[part.clone()];
        let equals = words.find('=').filter(|_| at > 0);
        let name =
            equals.map(|e| &words[..e]).filter(|n| !n.contains(['<', '{', '[', '"']) && n.trim().len() <= 40);
        match (name, equals) {
            (Some(name), Some(equals)) => {
                let name = name.trim().to_lowercase();
                // "1=" is the first unnamed one.
                let name = (name.parse::<u8>().is_err()).then_some(name);
                let value = crate::lines::trim(text, part.start + equals + 1..part.end);
                Part { name, start: value.start, end: value.end }
            }
            _ => Part { name: None, start: part.start, end: part.end },
        }
    };
    split.into_iter().enumerate().map(part).collect()
}

/// The template's name in its normal form.
pub(super) fn name(text: &str, parts: &[Part]) -> String {
    parts.first().map_or_else(String::new, |p| normal(&text[p.value()]))
}

pub(super) fn normal(name: &str) -> String {
    let name = name.find("<!--").map_or(name, |at| &name[..at]);
    let name = name.trim().replace('_', " ").to_lowercase();
    let name = name
        .strip_prefix("subst:")
        .or_else(|| name.strip_prefix("template:"))
        .map(str::to_owned)
        .unwrap_or(name);
    // "invoke", "#tag:ref" and the like keep what follows their colon but for parser functions.
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Reader<'_, '_> {
    /// Reads the template at `range`.
    pub(super) fn template(&mut self, range: Range<usize>, out: &mut Out) {
        let text = self.text;
        let parts = parts(self, range.clone());
        let name = name(text, &parts);
        if let Some(literal) = names::literal(&name) {
            return out.prose.literal(literal, range);
        }
        if matches!(name.as_str(), "br" | "break" | "crlf" | "brk" | "br0" | "break with left indent") {
            return out.line(out.depth, range);
        }
        if let Some(fate) = lexicon::fate_template(&name) {
            out.fate = Some(fate);
            return;
        }
        if lexicon::is_flag_template(&name) {
            return out.prose.flag(name, range);
        }
        let unnamed: Vec<Range<usize>> =
            parts.iter().skip(1).filter(|p| p.name.is_none()).map(Part::value).collect();
        let named = |key: &str| parts.iter().find(|p| p.name.as_deref() == Some(key)).map(Part::value);
        let words = |range: &Range<usize>| text[range.clone()].trim();
        match names::shows(&name) {
            Some(Shows::First) => {
                if let Some(value) =
                    unnamed.first().cloned().or_else(|| named("lt").or_else(|| named("text")))
                {
                    self.inline(value, out);
                }
            }
            Some(Shows::Second) => {
                let value = unnamed.get(1).or(unnamed.first()).cloned().or_else(|| named("text"));
                if let Some(value) = value {
                    self.inline(value, out);
                }
            }
            Some(Shows::Last) => {
                let value = unnamed.iter().rev().find(|r| !words(r).is_empty()).cloned();
                if let Some(value) = value {
                    self.inline(value, out);
                }
            }
            Some(Shows::Lines) => self.lines(&parts, range, out),
            Some(Shows::Flag) => {
                if let Some(country) = unnamed.first() {
                    out.flag = Some(words(country).to_owned());
                    let shown = named("name").unwrap_or_else(|| country.clone());
                    self.inline(shown, out);
                }
            }
            Some(Shows::Icon) => {
                out.flag = unnamed.first().map(|country| words(country).to_owned()).or(out.flag.take());
            }
            Some(Shows::Note) => self.note(&name, &parts, range, out),
            Some(Shows::Short) => {
                let spoken = name == "harvtxt" || name == "harvp";
                let key = format!("short {}", unnamed.iter().map(&words).collect::<Vec<_>>().join(" "));
                let year = unnamed
                    .iter()
                    .rev()
                    .map(&words)
                    .find(|w| w.len() >= 4 && w.as_bytes()[..4].iter().all(u8::is_ascii_digit));
                let author: Vec<_> = unnamed.iter().map(&words).filter(|w| Some(*w) != year).collect();
                let reference = Reference {
                    label: key[6..].to_owned(),
                    author: Some(author.join(", ")).filter(|a| !a.is_empty()),
                    published: year.and_then(|y| crate::dates::edtf(&y[..4])),
                    ..Reference::default()
                };
                let key = self.reference(key, reference, Out::default());
                if spoken && let Some(first) = unnamed.first().cloned() {
                    self.inline(first, out);
                }
                out.prose.cite(key, range);
            }
            Some(Shows::Named) => {
                for reference in &unnamed {
                    out.prose.cite(format!("ref /{}", words(reference)), range.clone());
                }
            }
            Some(Shows::Cite) => cite::read(self, &parts, range, out),
            Some(Shows::Quote) => {
                let value = unnamed.first().cloned().or_else(|| named("text")).or_else(|| named("quote"));
                if let Some(value) = value {
                    let mut inner = Out::default();
                    self.inline(value, &mut inner);
                    self.tree.passage(crate::Role::Quotation, inner.prose);
                }
            }
            Some(Shows::Measure) => {
                out.prose.literal(&measure(&unnamed.iter().map(words).collect::<Vec<_>>()), range);
            }
            Some(Shows::Date) => {
                let values: Vec<_> = unnamed.iter().map(words).collect();
                out.prose.literal(&date(&values), range);
            }
            Some(Shows::Circa) => {
                out.prose.literal("c. ", range.start..range.start + 2);
                if let Some(value) = unnamed.first().cloned() {
                    self.inline(value, out);
                }
            }
            Some(Shows::Fraction) => {
                let shown = match unnamed.iter().map(words).collect::<Vec<_>>().as_slice() {
                    [whole, above, below, ..] => format!("{whole} {above}/{below}"),
                    [above, below] => format!("{above}/{below}"),
                    [below] => format!("1/{below}"),
                    [] => "1/2".to_owned(),
                };
                out.prose.literal(&shown, range);
            }
            Some(Shows::Coordinates) if out.items.is_some() => {
                out.prose.literal(&coordinates(&unnamed.iter().map(words).collect::<Vec<_>>()), range);
            }
            Some(Shows::Coordinates | Shows::Pointer | Shows::Infobox | Shows::Nothing) => {}
            None => {
                let raw = parts.first().map_or("", |p| text[p.value()].trim());
                self.unknown(&name, raw, &parts, range, out);
            }
        }
    }

    /// A list template: every unnamed parameter, or every line of one, is a line.
    fn lines(&mut self, parts: &[Part], range: Range<usize>, out: &mut Out) {
        let outer = out.depth;
        let title =
            parts.iter().position(|p| matches!(p.name.as_deref(), Some("title" | "header"))).unwrap_or(0);
        for (at, part) in parts.iter().enumerate().skip(1).filter(|(at, p)| p.name.is_none() || *at == title)
        {
            if at == title {
                out.line(outer, range.start..part.start);
                self.inline(part.value(), out);
                continue;
            }
            let text = self.text;
            let lead =
                text[part.value()].bytes().take_while(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t')).count();
            let start = part.start + lead;
            let stars = text[start..part.end].bytes().take_while(|b| matches!(b, b'*' | b'#')).count();
            out.line(outer.max(stars as u8), range.start..part.start);
            self.inline(start + stars..part.end, out);
            if out.items.is_none() {
                out.prose.space(part.end..part.end);
            }
        }
        out.line(outer, range.end..range.end);
    }

    /// `{{efn|words}}`: a note, cited where it stands.
    fn note(&mut self, template: &str, parts: &[Part], range: Range<usize>, out: &mut Out) {
        let name = parts
            .iter()
            .find(|p| p.name.as_deref() == Some("name"))
            .map(|p| self.text[p.value()].trim().trim_matches('"').to_owned());
        let body = parts.iter().skip(1).find(|p| p.name.is_none()).map(Part::value);
        let key = name.as_ref().map_or_else(
            || {
                self.autos += 1;
                format!("auto {}", self.autos)
            },
            |n| format!("{template}/{n}"),
        );
        if let Some(body) = body.filter(|_| self.tree.reference_of(&key).is_none()) {
            let label = name.unwrap_or_else(|| self.autos.to_string());
            let mut inner = Out::default();
            self.inline(body, &mut inner);
            inner.reference = None;
            self.reference(key.clone(), Reference { label, note: true, ..Reference::default() }, inner);
        }
        out.prose.cite(key, range);
    }
}

/// `12|km|mi` → "12 km"; `5|-|6|km` → "5–6 km".
fn measure(values: &[&str]) -> String {
    let unit = |word: &str| -> String {
        match word {
            "km" | "m" | "mi" | "ft" | "kg" | "t" | "ha" | "mm" | "cm" | "kn" | "lb" | "in" | "yd"
            | "nmi" => word.to_owned(),
            "sqkm" | "km2" => "km²".to_owned(),
            "sqmi" | "mi2" => "sq mi".to_owned(),
            "km/h" | "kph" => "km/h".to_owned(),
            "acre" | "acres" => "acres".to_owned(),
            other => other.to_owned(),
        }
    };
    match values {
        [from, join @ ("-" | "–" | "to" | "and" | "or" | "to(-)" | "x" | "by" | "+/-"), to, u, ..] => {
            match *join {
                "to" | "and" | "or" | "by" => format!("{from} {join} {to} {}", unit(u)),
                _ => format!("{from}–{to} {}", unit(u)),
            }
        }
        [value, u, ..] => format!("{value} {}", unit(u)),
        [value] => (*value).to_owned(),
        [] => String::new(),
    }
}

/// `12|34|N|45|56|E|type:…` → "12°34′N 45°56′E"; `12.5|45.9` → "12.5 45.9".
fn coordinates(values: &[&str]) -> String {
    let signs = ["°", "′", "″"];
    let (mut out, mut part) = (String::new(), 0);
    let degrees = values.iter().any(|v| matches!(*v, "N" | "S"));
    for value in values {
        if matches!(*value, "N" | "S" | "E" | "W") {
            out.push_str(value);
            out.push(' ');
            part = 0;
        } else if value.parse::<f64>().is_ok() && part < 3 {
            out.push_str(value);
            out.push_str(if degrees { signs[part] } else { " " });
            part += 1;
        } else {
            break;
        }
    }
    out.trim().to_owned()
}

/// `2012|3|5` → "5 March 2012"; words stay as they are.
fn date(values: &[&str]) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let number = |at: usize| values.get(at).and_then(|v| v.parse::<usize>().ok());
    let month = number(1).and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (values.first(), month, number(2)) {
        (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
        (Some(year), Some(month), None) => format!("{month} {year}"),
        (Some(first), None, _) => (*first).to_owned(),
        (None, ..) => String::new(),
    }
}
