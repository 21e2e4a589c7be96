//! Rules: patterns with what they mean, read from the rule files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::lexicon::{Lexicon, Symbol};
use super::pattern::{Capture, Names, Program, Scope};
use crate::meaning::{Key, Meaning, Op, code};

/// The rule files, in order of precedence among matches of equal length.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("calendar", include_str!("../../rules/calendar.toml")),
    ("clock", include_str!("../../rules/clock.toml")),
    ("relative", include_str!("../../rules/relative.toml")),
    ("duration", include_str!("../../rules/duration.toml")),
    ("vague", include_str!("../../rules/vague.toml")),
];
const LEXICON: &str = include_str!("../../rules/lexicon.toml");

/// A word class's values: a number, or a name of [`code`].
#[derive(Deserialize)]
#[serde(untagged)]
enum ClassValue {
    Number(i32),
    Name(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    define: BTreeMap<String, String>,
    #[serde(default)]
    rule: Vec<RuleText>,
}

/// One rule as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleText {
    /// Its name within the file.
    pub(crate) id: String,
    /// One or more patterns.
    pub(crate) patterns: Vec<String>,
    /// What it means, as `op key=value …`.
    pub(crate) value: String,
    /// Words and classes that must not stand before the match.
    #[serde(default)]
    pub(crate) not_after: Vec<String>,
    /// Words and classes that must not stand behind it.
    #[serde(default)]
    pub(crate) not_before: Vec<String>,
    /// How the mention grows over the words that follow.
    #[serde(default)]
    pub(crate) extend: Extend,
    /// How the mentions of one match belong together.
    #[serde(default)]
    pub(crate) link: Option<Link>,
    /// The context behind the mention is read with it, and finds nothing of its own.
    #[serde(default)]
    pub(crate) swallows: bool,
    /// Texts with what is found in them.
    #[serde(default)]
    pub(crate) tests: Vec<RuleTest>,
    /// Texts in which the rule finds nothing.
    #[serde(default)]
    pub(crate) refuses: Vec<String>,
}

/// A test of a rule: the mentions that it alone accounts for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleTest {
    /// The text, read as one paragraph.
    pub(crate) text: String,
    /// The mentions, in order.
    pub(crate) finds: Vec<String>,
    /// Their TIMEX3 values.
    #[serde(default)]
    pub(crate) values: Vec<String>,
    /// Their EDTF values.
    #[serde(default)]
    pub(crate) edtf: Vec<String>,
    /// The reference day.
    #[serde(default)]
    pub(crate) reference: Option<String>,
}

/// How a mention grows over the words that follow its pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Extend {
    /// Not at all.
    #[default]
    No,
    /// Over "of" and a noun phrase ("two months of siege").
    Of,
    /// To the end of the clause or phrase ("two days after the fall of X").
    Event,
}

/// How the mentions of one match belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Link {
    /// First and last of a range.
    Range,
    /// Members of a list.
    List,
    /// One of them, not told which.
    OneOf,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Capture(u8),
    Literal(i32),
}

/// A compiled rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// `time/file/id`.
    pub(crate) id: String,
    /// Its patterns as written.
    pub(crate) patterns: Vec<String>,
    op: Op,
    args: Vec<(Key, Source)>,
    pub(crate) not_after: Vec<Symbol>,
    pub(crate) not_before: Vec<Symbol>,
    pub(crate) extend: Extend,
    pub(crate) link: Option<Link>,
    pub(crate) swallows: bool,
}

impl Rule {
    /// The meaning of one mention of a match.
    pub(crate) fn meaning(&self, captures: &[Capture], item: u8) -> Meaning {
        let mut meaning = Meaning::new(self.op);
        for (key, source) in &self.args {
            let value = match *source {
                Source::Literal(value) => Some(value),
                Source::Capture(slot) => captures
                    .iter()
                    .filter(|c| c.slot == slot && c.item == item)
                    .map(|c| c.value)
                    .reduce(i32::saturating_add),
            };
            if let Some(value) = value {
                meaning.set(*key, value);
            }
        }
        meaning
    }
}

/// Every rule, compiled.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: Vec<Rule>,
    /// Patterns with the rule that each belongs to.
    pub(crate) programs: Vec<(Program, u16)>,
    /// For each symbol, the programs that can begin with it.
    pub(crate) starts: Vec<Vec<u16>>,
}

impl RuleSet {
    /// The committed rules.
    pub(crate) fn committed() -> &'static Self {
        static RULES: std::sync::LazyLock<RuleSet> = std::sync::LazyLock::new(|| {
            RuleSet::compile(LEXICON, FILES).expect("the committed rules compile")
        });
        &RULES
    }

    /// Reads and compiles a lexicon and rule files.
    pub(crate) fn compile(lexicon_text: &str, files: &[(&str, &str)]) -> Result<Self, String> {
        let mut lexicon = Lexicon::new();
        let classes: BTreeMap<String, BTreeMap<String, ClassValue>> =
            toml::from_str(lexicon_text).map_err(|e| format!("lexicon: {e}"))?;
        for (class, words) in &classes {
            for (word, value) in words {
                let value = match value {
                    ClassValue::Number(n) => *n,
                    ClassValue::Name(name) => code(name).ok_or_else(|| format!("lexicon: no code {name}"))?,
                };
                lexicon.add(class, word, value);
            }
        }
        let mut names = Names::default();
        let mut set =
            Self { lexicon: Lexicon::new(), rules: Vec::new(), programs: Vec::new(), starts: Vec::new() };
        let mut defines = BTreeMap::new();
        for (file, text) in files {
            let parsed: RuleFile = toml::from_str(text).map_err(|e| format!("{file}: {e}"))?;
            defines.extend(parsed.define);
            for rule in parsed.rule {
                let id = format!("time/{file}/{}", rule.id);
                let told = |e: String| format!("{id}: {e}");
                let at = set.rules.len() as u16;
                for pattern in &rule.patterns {
                    let mut scope = Scope { lexicon: &mut lexicon, names: &mut names, defines: &defines };
                    set.programs.push((Program::compile(pattern, &mut scope).map_err(told)?, at));
                }
                let (op, args) = action(&rule.value, &names).map_err(told)?;
                let mut guards = |words: &[String]| words.iter().map(|w| guard(w, &mut lexicon)).collect();
                let (not_after, not_before) = (guards(&rule.not_after), guards(&rule.not_before));
                set.rules.push(Rule {
                    id,
                    patterns: rule.patterns,
                    op,
                    args,
                    not_after,
                    not_before,
                    extend: rule.extend,
                    link: rule.link,
                    swallows: rule.swallows,
                });
            }
        }
        set.starts = vec![Vec::new(); lexicon.len()];
        for (at, (program, _)) in set.programs.iter().enumerate() {
            for symbol in program.first() {
                set.starts[symbol.0 as usize].push(at as u16);
            }
        }
        set.lexicon = lexicon;
        Ok(set)
    }
}

fn guard(word: &str, lexicon: &mut Lexicon) -> Symbol {
    lexicon.known(word).unwrap_or_else(|| lexicon.literal(word))
}

fn action(text: &str, names: &Names) -> Result<(Op, Vec<(Key, Source)>), String> {
    let mut words = text.split_whitespace();
    let op = match words.next() {
        Some("date") => Op::Date,
        Some("shift") => Op::Shift,
        Some("same") => Op::Same,
        Some("duration") => Op::Duration,
        Some("set") => Op::Set,
        Some("ref") => Op::Ref,
        Some("vague") => Op::Vague,
        other => return Err(format!("no such meaning {other:?}")),
    };
    let mut args = Vec::new();
    for word in words {
        let (key, value) = word.split_once('=').ok_or_else(|| format!("{word:?} is not key=value"))?;
        let key = Key::parse(key).ok_or_else(|| format!("no field {key}"))?;
        let source = if let Some(name) = value.strip_prefix('$') {
            Source::Capture(names.known(name).ok_or_else(|| format!("nothing captures ${name}"))?)
        } else if let Ok(number) = value.parse() {
            Source::Literal(number)
        } else {
            Source::Literal(code(value).ok_or_else(|| format!("no code {value}"))?)
        };
        args.push((key, source));
    }
    Ok((op, args))
}

/// Reading rule files that are not committed, and the committed ones with their tests.
pub(crate) mod check {
    use super::{FILES, LEXICON, RuleFile, RuleSet, RuleText};

    /// The committed rules with those of `text` added, and the latter as written.
    pub(crate) fn read(name: &str, text: &str) -> Result<(RuleSet, Vec<(String, RuleText)>), String> {
        let written = written(name, text)?;
        let mut files = FILES.to_vec();
        files.push((name, text));
        Ok((RuleSet::compile(LEXICON, &files)?, written))
    }

    /// The rules of a file as written.
    pub(crate) fn written(name: &str, text: &str) -> Result<Vec<(String, RuleText)>, String> {
        let parsed: RuleFile = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
        Ok(parsed.rule.into_iter().map(|rule| (format!("time/{name}/{}", rule.id), rule)).collect())
    }

    /// The committed rules as written.
    pub(crate) fn committed() -> Vec<(String, RuleText)> {
        FILES.iter().flat_map(|(name, text)| written(name, text).expect("the rule file parses")).collect()
    }
}
