//! Casualties and results that an infobox tells, each with its claimant.

use annalist_document::FieldKind;
use annalist_span::{Evidence, RuleId, Span};
use annalist_time::{Edtf, TimeReason};

use crate::world::World;
use crate::{
    Alignment, Attribution, AttributionKind, Claim, Factuality, Figure, FigureKind, Kind, Modality, Party,
    Scope,
};

/// Claims of the infobox's casualty and strength fields.
pub(crate) fn claims(world: &World<'_>) -> Vec<Claim> {
    let document = world.document;
    let mut out = Vec::new();
    let when = dates(world);
    for field in &document.infobox {
        let kind = match field.kind {
            FieldKind::Casualties => Kind::Harm,
            FieldKind::Strength => Kind::Deploy,
            _ => continue,
        };
        let Some(passage) = document.passages.get(field.passage as usize) else { continue };
        let mut before = None;
        for part in parts(&passage.text) {
            let words = part.of_text(&passage.text);
            let Some(figures) = figures(words, kind, before, part) else { continue };
            before = figures.last().map(|f| f.what);
            let claimant = claimant(words);
            let side = field
                .column
                .and_then(|c| world.sides().get(usize::from(c).saturating_sub(1)).map(|s| (*s).to_owned()))
                // Without columns a flag beside the figure says whose losses it counts.
                .or_else(|| world.side_of_name(field.passage, field.flag.as_deref()?));
            let side =
                if words.to_lowercase().contains("civilian") { Some("civilian".to_owned()) } else { side };
            let party: Vec<Party> = side
                .iter()
                .map(|s| Party {
                    text: world.side_name(s),
                    span: None,
                    belligerent: None,
                    side: Some(s.clone()),
                    implied: true,
                })
                .collect();
            let figures = figures.into_iter().map(|f| Figure { side: side.clone(), ..f }).collect();
            out.push(Claim {
                id: String::new(),
                evidence: Evidence {
                    document: document.digest,
                    span: passage.map.to_file(part),
                    quote: words.to_owned(),
                },
                passage: field.passage,
                text_span: part,
                kind,
                actors: if kind == Kind::Deploy { party.clone() } else { Vec::new() },
                targets: if kind == Kind::Harm { party } else { Vec::new() },
                places: Vec::new(),
                when: when.clone(),
                part: None,
                time_reason: if when.is_some() { TimeReason::Inherited } else { TimeReason::Unknown },
                modality: if claimant.is_some() { Modality::Reported } else { Modality::Asserted },
                factuality: Factuality::CertainPositive,
                attribution: claimant
                    .into_iter()
                    .map(|text| Attribution {
                        alignment: match world.alignment(&text) {
                            Alignment::Unknown => leaning(&text),
                            known => known,
                        },
                        text,
                        span: None,
                        kind: AttributionKind::Named,
                        cue: Some("per".to_owned()),
                        reference: None,
                        named: None,
                    })
                    .collect(),
                figures,
                instruments: Vec::new(),
                scope: Scope::Infobox,
                rule: RuleId::named("infobox/figures"),
                confidence: 0.0,
                flags: Vec::new(),
                readings: Vec::new(),
                measures: crate::Measures::default(),
                asides: Vec::new(),
            });
        }
    }
    out
}

/// The days that the infobox gives for all that it tells.
pub(crate) fn dates(world: &World<'_>) -> Option<Edtf> {
    let fields = world.document.infobox.iter().filter(|f| f.kind == FieldKind::Date);
    let told: Vec<&Edtf> = fields
        .filter_map(|f| world.times.mentions.get(f.passage as usize))
        .flatten()
        .filter_map(|m| m.value.group.as_ref().or(m.value.edtf.as_ref()))
        .collect();
    let first = told.iter().filter_map(|e| e.earliest()).min()?;
    let last = told.iter().filter_map(|e| e.latest()).max()?;
    Some(Edtf::days(first, last))
}

/// Values of one field: cut at semicolons, at commas before a number that is not a thousand's, and between
/// two numbers that a lost line break left side by side ("up to 427 58+ volunteers killed").
fn parts(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    let bytes = text.as_bytes();
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' | '\n' if depth <= 0 => {
                out.push(Span::of(start, i));
                start = i + 1;
            }
            ',' if depth <= 0 && bytes.get(i + 1) == Some(&b' ') => {
                out.push(Span::of(start, i));
                start = i + 1;
            }
            ' ' if depth <= 0 && between_numbers(text, i) => {
                out.push(Span::of(start, i));
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(Span::of(start, text.len()));
    out.into_iter().filter(|s| !s.of_text(text).trim().is_empty()).map(|s| trimmed(text, s)).collect()
}

/// Whether the space at `at` parts two numbers, of which the second is no group of three digits.
fn between_numbers(text: &str, at: usize) -> bool {
    let number = |word: &str| {
        let digits = word.trim_end_matches('+').replace(',', "");
        (!digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
    };
    let before = text[..at].rsplit(' ').next().and_then(number);
    let after = text[at + 1..].split(' ').next().and_then(number);
    before.is_some() && after.is_some_and(|digits| digits.len() != 3)
}

fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of_text(text);
    let lead = (words.len() - words.trim_start().len()) as u32;
    let tail = (words.len() - words.trim_end().len()) as u32;
    Span::new(span.start + lead, span.end - tail)
}

fn claimant(words: &str) -> Option<String> {
    let inner = words.rsplit_once('(')?.1.trim_end_matches(')').trim();
    let lower = inner.to_lowercase();
    for lead in ["per ", "according to ", "claimed by ", "source: "] {
        if let Some(at) = lower.find(lead) {
            let name = inner.get(at + lead.len()..)?.trim().trim_start_matches("the ");
            return (!name.is_empty()).then(|| name.to_owned());
        }
    }
    lower.ends_with(" claim").then(|| inner.get(..inner.len() - 6).map(str::to_owned)).flatten()
}

fn leaning(text: &str) -> Alignment {
    let lower = text.to_lowercase();
    lower.strip_prefix("pro-").map_or(Alignment::Unknown, |side| {
        Alignment::Leans(side.split(' ').next().unwrap_or(side).to_owned())
    })
}

/// The figures of a value. `before` is what the value before it counts: "40 killed, estimates up to 90".
fn figures(words: &str, kind: Kind, before: Option<FigureKind>, at: Span) -> Option<Vec<Figure>> {
    let plain = words.split('(').next().unwrap_or(words);
    let mut out = Vec::new();
    let mut run = String::new();
    for word in plain.split_whitespace() {
        let what = match word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str() {
            "killed" | "dead" | "deaths" => Some(FigureKind::Killed),
            "wounded" | "injured" => Some(FigureKind::Wounded),
            "captured" | "prisoners" => Some(FigureKind::Captured),
            "displaced" => Some(FigureKind::Displaced),
            "destroyed" | "lost" => Some(FigureKind::Destroyed),
            "fighters" | "soldiers" | "troops" | "men" | "militants" | "personnel"
                if kind == Kind::Deploy =>
            {
                Some(FigureKind::Deployed)
            }
            _ => None,
        };
        run.push_str(word);
        run.push(' ');
        if let Some(what) = what {
            push(&mut out, what, &run, at);
            run.clear();
        }
    }
    if out.is_empty() && kind == Kind::Deploy {
        push(&mut out, FigureKind::Deployed, &run, at);
    }
    let bare = || {
        plain
            .split_whitespace()
            .next_back()
            .is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit() || c == '+'))
    };
    if let Some(what) = before.filter(|_| out.is_empty() && kind == Kind::Harm && bare()) {
        push(&mut out, what, &run, at);
    }
    (!out.is_empty()).then_some(out)
}

fn push(out: &mut Vec<Figure>, what: FigureKind, words: &str, at: Span) {
    let (min, max) = crate::figures::bounds(&words.to_lowercase());
    if min.is_none() && max.is_none() && !words.to_lowercase().contains("hundred") && !words.contains("dozen")
    {
        return;
    }
    out.push(Figure {
        what,
        who: words.trim().to_owned(),
        side: None,
        min,
        max,
        quote: words.trim().to_owned(),
        span: Some(at),
    });
}

#[cfg(test)]
mod tests {
    use super::{claimant, parts};

    #[test]
    fn what_an_infobox_counts_is_of_its_days() {
        let text = "= Battle of Belvar =\n\nInfobox\n- Conflict: Battle of Belvar\n- Date: 3 May – 9 June 1931\n- Place: Belvar\n- Combatant1: Northern Army\n- Combatant2: Southern League\n- Casualties1: 40 killed\n- Casualties2: 90 killed\n\nThe Northern Army captured Belvar on 9 June 1931.\n";
        let claims = crate::testing::claims(text);
        let counted: Vec<_> = claims.iter().filter(|c| c.scope == crate::Scope::Infobox).collect();
        assert_eq!(counted.len(), 2, "{counted:?}");
        assert!(counted.iter().all(|c| c.when.as_ref().unwrap().as_str() == "1931-05-03/1931-06-09"));
    }

    #[test]
    fn values_are_cut_and_claimants_found() {
        let text = "40 killed and 90 wounded (per the militia), 2,400 killed (per Army press)";
        let found: Vec<_> = parts(text).into_iter().map(|s| s.of_text(text)).collect();
        assert_eq!(found, ["40 killed and 90 wounded (per the militia)", "2,400 killed (per Army press)"]);
        assert_eq!(claimant(found[0]).as_deref(), Some("militia"));
        assert_eq!(claimant("30 killed (pro-army claim)").as_deref(), Some("pro-army"));
        assert_eq!(claimant("30 killed"), None);
    }

    #[test]
    fn numbers_side_by_side_are_two_values() {
        let text = "90 reported killed, estimates up to 140 20+ volunteers killed, 12 000 displaced";
        let found: Vec<_> = parts(text).into_iter().map(|s| s.of_text(text)).collect();
        assert_eq!(
            found,
            ["90 reported killed", "estimates up to 140", "20+ volunteers killed", "12 000 displaced"]
        );
        let told = format!(
            "= Battle of Belvar =\n\nInfobox\n- Conflict: Battle of Belvar\n- Date: 3 May 1931\n- Combatant1: Northern Army\n- Combatant2: Southern League\n- Casualties2: {text}\n\nThe Northern Army captured Belvar on 3 May 1931.\n"
        );
        let claims = crate::testing::claims(&told);
        let figures = claims.iter().filter(|c| c.scope == crate::Scope::Infobox).flat_map(|c| &c.figures);
        let dead: Vec<_> =
            figures.filter(|f| f.what == crate::FigureKind::Killed).map(|f| (f.min, f.max)).collect();
        assert_eq!(dead, [(Some(90), Some(90)), (None, Some(140)), (Some(20), None)]);
    }
}
