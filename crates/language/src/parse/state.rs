//! The state of an arc-eager parse.
//!
//! Goldberg and Nivre, *A dynamic oracle for arc-eager dependency parsing* (2012), with the unshift of
//! Nivre and Fernández-González, *Arc-eager parsing with the tree constraint* (2014), for a sentence
//! whose boundaries are known.

use super::moves::{Action, Arc};
use crate::weights::FEATURES;

/// No token.
pub(crate) const NONE: u32 = u32::MAX;

/// Which kinds of move are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Possible {
    pub(crate) shift: bool,
    pub(crate) reduce: bool,
    pub(crate) arc: bool,
}

/// Stack, buffer and arcs.
#[derive(Default)]
pub(crate) struct State {
    length: u32,
    stack: Vec<u32>,
    /// Tokens put back before the rest of the buffer, the first one last.
    returned: Vec<u32>,
    /// First token of the rest of the buffer.
    next: u32,
    tokens: Vec<TokenState>,
}

#[derive(Clone)]
struct TokenState {
    head: u32,
    arc: Option<Arc>,
    /// Was put back to the buffer, and must not be shifted again.
    returned: bool,
    /// The newest child on either side, and a child's elder on the same side.
    newest: [u32; 2],
    elder: u32,
}

const FRESH: TokenState =
    TokenState { head: NONE, arc: None, returned: false, newest: [NONE; 2], elder: NONE };
const LEFT: usize = 0;
const RIGHT: usize = 1;

impl State {
    /// Begins a sentence of `length` tokens.
    pub(crate) fn begin(&mut self, length: usize) {
        self.length = length as u32;
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        self.tokens.clear();
        self.tokens.resize(length, FRESH);
    }

    /// Everything is read and reduced.
    pub(crate) fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    /// The head and the arc of a token that hangs on another.
    pub(crate) fn arc(&self, token: usize) -> Option<(u32, Arc)> {
        let token = &self.tokens[token];
        token.arc.map(|arc| (token.head, arc))
    }

    fn stacked(&self, depth: usize) -> u32 {
        let at = self.stack.len().checked_sub(depth + 1);
        at.map_or(NONE, |at| self.stack[at])
    }

    fn buffered(&self) -> usize {
        (self.length - self.next) as usize + self.returned.len()
    }

    fn buffer(&self, index: usize) -> u32 {
        if let Some(at) = self.returned.len().checked_sub(index + 1) {
            return self.returned[at];
        }
        let token = self.next + (index - self.returned.len()) as u32;
        if token < self.length { token } else { NONE }
    }

    fn newest(&self, head: u32, side: usize) -> u32 {
        if head == NONE { NONE } else { self.tokens[head as usize].newest[side] }
    }

    /// The tokens that decide the next move.
    pub(crate) fn context(&self) -> [u32; FEATURES] {
        let (first, top) = (self.buffer(0), self.stacked(0));
        [
            first,
            self.buffer(1),
            top,
            self.stacked(1),
            self.stacked(2),
            self.newest(first, LEFT),
            self.newest(top, LEFT),
            self.newest(top, RIGHT),
        ]
    }

    /// The kinds of move that keep the parse within one sentence.
    pub(crate) fn possible(&self) -> Possible {
        let (depth, buffered) = (self.stack.len(), self.buffered());
        let first = self.buffer(0);
        let returned = first != NONE && self.tokens[first as usize].returned;
        Possible {
            shift: depth == 0 || (buffered >= 2 && !returned),
            reduce: depth > 1 || (depth == 1 && (buffered == 0 || first == 0)),
            arc: depth > 0 && buffered > 0,
        }
    }

    /// Makes a move that is [`possible`](Self::possible).
    pub(crate) fn apply(&mut self, action: Action) {
        match action {
            Action::Shift => self.push(),
            Action::Reduce => self.reduce(),
            Action::Left(arc) => {
                let (first, top) = (self.buffer(0), self.stacked(0));
                self.attach(first, top, arc);
                self.tokens[first as usize].returned = false;
                self.stack.pop();
            }
            Action::Right(arc) => {
                let (first, top) = (self.buffer(0), self.stacked(0));
                self.attach(top, first, arc);
                self.push();
            }
            Action::Break => {}
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn reduce(&mut self) {
        let last = self.stack.len() == 1;
        if let Some(top) = self.stack.pop()
            && !last
            && self.tokens[top as usize].head == NONE
        {
            self.tokens[top as usize].returned = true;
            self.returned.push(top);
        }
    }

    fn attach(&mut self, head: u32, child: u32, arc: Arc) {
        self.detach(child);
        let side = if child < head { LEFT } else { RIGHT };
        self.tokens[child as usize].elder = self.tokens[head as usize].newest[side];
        self.tokens[head as usize].newest[side] = child;
        self.tokens[child as usize].head = head;
        self.tokens[child as usize].arc = Some(arc);
    }

    fn detach(&mut self, child: u32) {
        let head = self.tokens[child as usize].head;
        if head == NONE {
            return;
        }
        let elder = self.tokens[child as usize].elder;
        let side = if child < head { LEFT } else { RIGHT };
        let mut sibling = self.tokens[head as usize].newest[side];
        if sibling == child {
            self.tokens[head as usize].newest[side] = elder;
            return;
        }
        while sibling != NONE {
            let next = self.tokens[sibling as usize].elder;
            if next == child {
                self.tokens[sibling as usize].elder = elder;
                return;
            }
            sibling = next;
        }
    }
}
