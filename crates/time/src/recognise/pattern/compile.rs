//! From a pattern as written to its steps.

use std::collections::BTreeMap;

use super::{Scope, Step};
use crate::recognise::lexicon::Symbol;

/// The steps of `pattern`.
pub(super) fn steps(pattern: &str, scope: &mut Scope<'_>) -> Result<Vec<Step>, String> {
    let words = expand(pattern, scope.defines, 0)?;
    let mut compiler = Compiler { words: &words, at: 0, steps: Vec::new(), scope };
    compiler.alternatives()?;
    if compiler.at < words.len() {
        return Err(format!("unexpected {:?}", words[compiler.at]));
    }
    let mut steps = compiler.steps;
    steps.push(Step::Done);
    Ok(steps)
}

/// Cuts a pattern into its words, with the defines put in.
fn expand(pattern: &str, defines: &BTreeMap<String, String>, depth: usize) -> Result<Vec<String>, String> {
    if depth > 16 {
        return Err("a define that uses itself".to_owned());
    }
    let mut spaced = String::new();
    for c in pattern.chars() {
        if matches!(c, '(' | ')' | '|' | '<' | '>' | '?' | '*') {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    let mut out = Vec::new();
    for word in spaced.split_whitespace() {
        if let Some(name) = word.strip_prefix('$') {
            let body = defines.get(name).ok_or_else(|| format!("no define {name}"))?;
            out.push("(".to_owned());
            out.extend(expand(body, defines, depth + 1)?);
            out.push(")".to_owned());
        } else {
            out.push(word.to_owned());
        }
    }
    Ok(out)
}

struct Compiler<'a, 's> {
    words: &'a [String],
    at: usize,
    steps: Vec<Step>,
    scope: &'a mut Scope<'s>,
}

impl Compiler<'_, '_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn alternatives(&mut self) -> Result<(), String> {
        let start = self.steps.len();
        self.sequence()?;
        let mut exits = Vec::new();
        let mut branch = start;
        while self.peek() == Some("|") {
            self.at += 1;
            self.insert(branch, Step::Split(0, 0));
            exits.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            let next = self.steps.len();
            self.steps[branch] = Step::Split(branch as u16 + 1, next as u16);
            branch = next;
            self.sequence()?;
        }
        let end = self.steps.len() as u16;
        for exit in exits {
            self.steps[exit] = Step::Jump(end);
        }
        Ok(())
    }

    fn sequence(&mut self) -> Result<(), String> {
        while let Some(word) = self.peek() {
            if matches!(word, ")" | "|") {
                break;
            }
            let start = self.steps.len();
            self.atom()?;
            match self.peek() {
                Some("?") => {
                    self.at += 1;
                    self.insert(start, Step::Split(0, 0));
                    let end = self.steps.len() as u16;
                    self.steps[start] = Step::Split(start as u16 + 1, end);
                }
                Some("*") => {
                    self.at += 1;
                    self.insert(start, Step::Split(0, 0));
                    self.steps.push(Step::Jump(start as u16));
                    let end = self.steps.len() as u16;
                    self.steps[start] = Step::Split(start as u16 + 1, end);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn atom(&mut self) -> Result<(), String> {
        let word = self.words[self.at].clone();
        self.at += 1;
        match word.as_str() {
            "(" => {
                self.alternatives()?;
                if self.peek() != Some(")") {
                    return Err("a bracket is not closed".to_owned());
                }
                self.at += 1;
                Ok(())
            }
            "<" => {
                self.steps.push(Step::Open);
                Ok(())
            }
            ">" => {
                self.steps.push(Step::Close);
                Ok(())
            }
            ")" | "?" | "*" | "|" => Err(format!("{word:?} out of place")),
            _ => self.symbol(&word),
        }
    }

    fn symbol(&mut self, word: &str) -> Result<(), String> {
        let (mut glued, mut capital, mut rest) = (false, None, word);
        if let Some(name) = rest.strip_prefix('!').filter(|r| !r.is_empty()) {
            let symbol = self.class_or_literal(name)?;
            self.steps.push(Step::Not(symbol));
            return Ok(());
        }
        if let Some(name) = rest.strip_prefix('=').filter(|r| !r.is_empty()) {
            let symbol = self.class_or_literal(name)?;
            let slot = self.scope.names.slot(&name.to_lowercase());
            self.steps.push(Step::Peek(symbol, slot));
            return Ok(());
        }
        loop {
            if let Some(r) = rest.strip_prefix('~').filter(|r| !r.is_empty()) {
                (glued, rest) = (true, r);
            } else if let Some(r) = rest.strip_prefix('^').filter(|r| !r.is_empty()) {
                (capital, rest) = (Some(true), r);
            } else if let Some(r) = rest.strip_prefix('%').filter(|r| !r.is_empty()) {
                (capital, rest) = (Some(false), r);
            } else {
                break;
            }
        }
        let (name, class) = match rest.split_once(':') {
            Some((name, class)) if !name.is_empty() && !class.is_empty() => (Some(name), class),
            _ => (None, rest),
        };
        let symbol = self.class_or_literal(class)?;
        let slot = match name {
            Some(name) => self.scope.names.slot(name),
            None if is_class(class) => self.scope.names.slot(&class.to_lowercase()),
            None => 0,
        };
        self.steps.push(Step::Symbol { symbol, glued, capital, slot });
        Ok(())
    }

    fn class_or_literal(&mut self, name: &str) -> Result<Symbol, String> {
        if matches!(name, "LP" | "RP") {
            return Ok(self.scope.lexicon.literal(name));
        }
        if is_class(name) {
            return self.scope.lexicon.known(name).ok_or_else(|| format!("no class {name}"));
        }
        Ok(self.scope.lexicon.literal(name))
    }

    /// Puts a step before `at` and moves the targets of what stands behind.
    fn insert(&mut self, at: usize, step: Step) {
        self.steps.insert(at, step);
        for step in &mut self.steps[at + 1..] {
            let moved = |target: u16| if target as usize >= at { target + 1 } else { target };
            *step = match *step {
                Step::Split(a, b) => Step::Split(moved(a), moved(b)),
                Step::Jump(to) => Step::Jump(moved(to)),
                other => other,
            };
        }
    }
}

fn is_class(word: &str) -> bool {
    word.len() > 1
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
        && word.starts_with(|c: char| c.is_ascii_uppercase())
}
