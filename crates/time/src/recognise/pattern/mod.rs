//! The pattern language of the rule files, compiled to a small backtracking program.
//!
//! A pattern is words and classes with white space between:
//!
//! | written | matches |
//! |---|---|
//! | `later`, `,`, `-` | that word or mark, in any case |
//! | `MONTH` | a token of that class; its value is captured as `$month` |
//! | `n:NUM` | the same, captured as `$n`; values captured twice under one name are added |
//! | `(a \| b c)` | one of them |
//! | `x?`, `x*` | at most once; any number of times |
//! | `~x` | `x` with no white space before it |
//! | `^x`, `%x` | `x` beginning with a capital; without one |
//! | `!x` | nothing, if `x` does not come next |
//! | `=CLASS` | nothing, if the class comes next; its value is captured |
//! | `<x y>` | `x y` as a mention of its own; what stands outside is context |
//! | `$NAME` | the pattern that `[define]` gives that name |

mod compile;

use std::collections::BTreeMap;

use super::lexicon::{Lexicon, Symbol};
use super::token::Tokens;

#[derive(Clone, Copy, Debug)]
enum Step {
    Symbol {
        symbol: Symbol,
        glued: bool,
        capital: Option<bool>,
        slot: u8,
    },
    /// Try the first, then the second.
    Split(u16, u16),
    Jump(u16),
    Not(Symbol),
    /// Captures the symbol of the token that comes next, and stays before it.
    Peek(Symbol, u8),
    Open,
    Close,
    Done,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
    /// What the second token of a match can be; `None` when one token can be all.
    second: Option<SymbolSet>,
}

/// A set of symbols, a bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SymbolSet(Vec<u64>);

impl SymbolSet {
    /// Adds a symbol.
    pub(crate) fn insert(&mut self, symbol: Symbol) {
        let word = symbol.0 as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (symbol.0 % 64);
    }

    /// Whether it has one of `symbols`.
    pub(crate) fn meets(&self, symbols: &[(Symbol, i32)]) -> bool {
        symbols.iter().any(|(s, _)| self.0.get(s.0 as usize / 64).is_some_and(|w| w >> (s.0 % 64) & 1 == 1))
    }
}

/// A value that a pattern captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capture {
    /// Which name, by its place in [`Names`].
    pub(crate) slot: u8,
    /// Which mention of the pattern, from 0.
    pub(crate) item: u8,
    /// The token's value.
    pub(crate) value: i32,
}

/// One way a pattern matched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    /// First and last token (exclusive) of each mention.
    pub(crate) items: Vec<(u32, u32)>,
    /// What was captured.
    pub(crate) captures: Vec<Capture>,
    /// One past the last token that was looked at, context included.
    pub(crate) end: usize,
    /// Places to go back to: step, token, lengths of captures and items.
    back: Vec<(u16, usize, usize, usize)>,
}

/// Capture names of a rule set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    list: Vec<String>,
}

impl Names {
    /// The slot of a name, made on first sight. Slot 0 is for what nobody names.
    pub(crate) fn slot(&mut self, name: &str) -> u8 {
        if let Some(at) = self.list.iter().position(|n| n == name) {
            return at as u8 + 1;
        }
        self.list.push(name.to_owned());
        self.list.len() as u8
    }

    /// The slot of a known name.
    pub(crate) fn known(&self, name: &str) -> Option<u8> {
        self.list.iter().position(|n| n == name).map(|at| at as u8 + 1)
    }
}

/// What the compiler needs to know.
pub(crate) struct Scope<'a> {
    pub(crate) lexicon: &'a mut Lexicon,
    pub(crate) names: &'a mut Names,
    pub(crate) defines: &'a BTreeMap<String, String>,
}

impl Program {
    /// Compiles `pattern`.
    pub(crate) fn compile(pattern: &str, scope: &mut Scope<'_>) -> Result<Self, String> {
        let steps = compile::steps(pattern, scope)?;
        let mut program = Self { steps, second: None };
        program.second = program.second_symbols();
        Ok(program)
    }

    /// Whether a match can go on from its first token with `next`.
    pub(crate) fn can_go_on(&self, next: &[(Symbol, i32)]) -> bool {
        self.second.as_ref().is_none_or(|set| set.meets(next))
    }

    fn second_symbols(&self) -> Option<SymbolSet> {
        let mut set = SymbolSet::default();
        for step in self.reach(0).0 {
            let (symbols, done) = self.reach(step + 1);
            if done {
                return None;
            }
            for at in symbols {
                if let Step::Symbol { symbol, .. } = self.steps[at as usize] {
                    set.insert(symbol);
                }
            }
        }
        Some(set)
    }

    /// The symbol steps that can come next from `from`, and whether the match can end there.
    fn reach(&self, from: u16) -> (Vec<u16>, bool) {
        let mut out = Vec::new();
        let mut done = false;
        let mut seen = vec![false; self.steps.len()];
        let mut todo = vec![from];
        while let Some(at) = todo.pop() {
            if std::mem::replace(&mut seen[at as usize], true) {
                continue;
            }
            match self.steps[at as usize] {
                Step::Symbol { .. } => out.push(at),
                Step::Split(a, b) => todo.extend([a, b]),
                Step::Jump(to) => todo.push(to),
                Step::Not(_) | Step::Peek(..) | Step::Open | Step::Close => todo.push(at + 1),
                Step::Done => done = true,
            }
        }
        (out, done)
    }

    /// The symbols that a match can begin with.
    pub(crate) fn first(&self) -> Vec<Symbol> {
        let mut out: Vec<Symbol> = Vec::new();
        for at in self.reach(0).0 {
            if let Step::Symbol { symbol, .. } = self.steps[at as usize] {
                out.push(symbol);
            }
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The first match at token `from`, in the order of the pattern's choices.
    pub(crate) fn run(&self, tokens: &Tokens, from: usize, out: &mut Match) -> bool {
        out.items.clear();
        out.captures.clear();
        out.back.clear();
        let (mut step, mut at) = (0u16, from);
        loop {
            let ok = match self.steps[step as usize] {
                Step::Symbol { symbol, glued, capital, slot } => match tokens.list.get(at) {
                    Some(token)
                        if (!glued || token.glued)
                            && capital.is_none_or(|c| c == token.capital)
                            && (at == from || !token.after_break) =>
                    {
                        match tokens.value(at, symbol) {
                            Some(value) => {
                                if slot > 0 {
                                    let item = out.items.len().saturating_sub(1) as u8;
                                    out.captures.push(Capture { slot, item, value });
                                }
                                at += 1;
                                step += 1;
                                true
                            }
                            None => false,
                        }
                    }
                    _ => false,
                },
                Step::Split(a, b) => {
                    out.back.push((b, at, out.captures.len(), out.items.len()));
                    step = a;
                    true
                }
                Step::Jump(to) => {
                    step = to;
                    true
                }
                Step::Not(symbol) => {
                    let ok = tokens
                        .list
                        .get(at)
                        .is_none_or(|t| t.after_break || tokens.value(at, symbol).is_none());
                    step += 1;
                    ok
                }
                Step::Peek(symbol, slot) => {
                    let value = (at < tokens.list.len()).then(|| tokens.value(at, symbol)).flatten();
                    if let Some(value) = value {
                        let item = out.items.len().saturating_sub(1) as u8;
                        out.captures.push(Capture { slot, item, value });
                    }
                    step += 1;
                    value.is_some()
                }
                Step::Open => {
                    out.items.push((at as u32, at as u32));
                    step += 1;
                    true
                }
                Step::Close => {
                    if let Some(last) = out.items.last_mut() {
                        last.1 = at as u32;
                    }
                    step += 1;
                    true
                }
                Step::Done => {
                    out.end = at;
                    if out.items.is_empty() {
                        out.items.push((from as u32, at as u32));
                    }
                    return true;
                }
            };
            if !ok {
                let Some((to, token, captures, items)) = out.back.pop() else { return false };
                step = to;
                at = token;
                out.captures.truncate(captures);
                out.items.truncate(items);
            }
        }
    }
}
