//! A sentence's tree with quick access to words and children, which repairs may change.

use annalist_span::Span;

use crate::{Label, Sentence, Tag};

/// How far a walk up the tree goes before it gives up: deeper nesting is not narrative.
pub(super) const CLIMB: usize = 24;
/// How many conjuncts of one coordination are followed.
const CONJUNCTS: usize = 256;

/// A tree over token indices. Invariant: acyclic; a root is its own head.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) words: Vec<&'a str>,
    pub(super) lower: Vec<String>,
    pub(super) lemmas: Vec<String>,
    pub(super) spans: Vec<Span>,
    pub(super) tags: Vec<Tag>,
    pub(super) labels: Vec<Label>,
    pub(super) heads: Vec<usize>,
    children: Vec<Vec<usize>>,
    extents: Vec<(usize, usize)>,
}

impl<'a> Tree<'a> {
    /// The tree of a sentence. Heads off the sentence and cycles, which no parser of ours makes,
    /// become roots.
    pub(super) fn new(text: &'a str, sentence: &Sentence) -> Self {
        let count = sentence.tokens.len();
        let words: Vec<&str> = sentence.tokens.iter().map(|t| t.span.of_text(text)).collect();
        let mut tree = Self {
            lower: words.iter().map(|w| w.to_lowercase()).collect(),
            words,
            lemmas: sentence.tokens.iter().map(|t| t.lemma.to_string()).collect(),
            spans: sentence.tokens.iter().map(|t| t.span).collect(),
            tags: sentence.tokens.iter().map(|t| t.tag).collect(),
            labels: sentence.tokens.iter().map(|t| t.label).collect(),
            heads: sentence
                .tokens
                .iter()
                .enumerate()
                .map(|(i, t)| if (t.head as usize) < count { t.head as usize } else { i })
                .collect(),
            children: Vec::new(),
            extents: Vec::new(),
        };
        tree.cut_cycles();
        tree.close();
        tree
    }

    fn cut_cycles(&mut self) {
        // 0: not seen, 1: on the current path, 2: known to end at a root.
        let mut state = vec![0_u8; self.len()];
        for start in 0..self.len() {
            let mut path = Vec::new();
            let mut at = start;
            while state[at] == 0 {
                state[at] = 1;
                path.push(at);
                if self.heads[at] == at {
                    break;
                }
                at = self.heads[at];
            }
            if state[at] == 1 && self.heads[at] != at {
                self.heads[at] = at;
            }
            for node in path {
                state[node] = 2;
            }
        }
    }

    /// Number of tokens.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Recomputes children and extents after heads changed.
    pub(super) fn close(&mut self) {
        let count = self.len();
        self.children.iter_mut().for_each(Vec::clear);
        self.children.resize_with(count, Vec::new);
        for i in 0..count {
            if self.heads[i] != i {
                self.children[self.heads[i]].push(i);
            }
        }
        self.extents.clear();
        self.extents.extend((0..count).map(|i| (i, i)));
        for node in self.bottom_up() {
            let head = self.heads[node];
            if head != node {
                let (low, high) = self.extents[node];
                let extent = &mut self.extents[head];
                *extent = (extent.0.min(low), extent.1.max(high));
            }
        }
    }

    fn bottom_up(&self) -> Vec<usize> {
        let mut order: Vec<usize> = Vec::with_capacity(self.len());
        order.extend((0..self.len()).filter(|&i| self.heads[i] == i));
        let mut next = 0;
        while next < order.len() {
            let node = order[next];
            order.extend_from_slice(&self.children[node]);
            next += 1;
        }
        order.reverse();
        order
    }

    /// Hangs `node` on `head`, unless that would close a cycle.
    pub(super) fn attach(&mut self, node: usize, head: usize, label: Label) -> bool {
        let mut above = head;
        for _ in 0..CLIMB * 4 {
            if above == node {
                return false;
            }
            if self.heads[above] == above {
                let old = self.heads[node];
                if old != node {
                    self.children[old].retain(|&c| c != node);
                }
                self.heads[node] = head;
                self.labels[node] = label;
                let place = self.children[head].partition_point(|&c| c < node);
                self.children[head].insert(place, node);
                return true;
            }
            above = self.heads[above];
        }
        false
    }

    /// Makes a token a root of its own.
    pub(super) fn make_root(&mut self, node: usize) {
        let old = self.heads[node];
        if old != node {
            self.children[old].retain(|&c| c != node);
        }
        self.heads[node] = node;
        self.labels[node] = Label::Root;
    }

    /// Derives the lemma anew after the tag changed.
    pub(super) fn refresh_lemma(&mut self, node: usize) {
        self.lemmas[node] = crate::lemma::lemma(self.words[node], self.tags[node]);
    }

    /// The children of a token, in text order.
    pub(super) fn children(&self, node: usize) -> &[usize] {
        &self.children[node]
    }

    /// The children under one of the labels.
    pub(super) fn under<'t>(&'t self, node: usize, labels: &'t [Label]) -> impl Iterator<Item = usize> + 't {
        self.children[node].iter().copied().filter(move |&c| labels.contains(&self.labels[c]))
    }

    /// The first child under one of the labels.
    pub(super) fn first(&self, node: usize, labels: &[Label]) -> Option<usize> {
        self.children[node].iter().copied().find(|&c| labels.contains(&self.labels[c]))
    }

    /// The head, unless the token is a root.
    pub(super) fn parent(&self, node: usize) -> Option<usize> {
        (self.heads[node] != node).then_some(self.heads[node])
    }

    /// First and last token of the token's subtree.
    pub(super) fn extent(&self, node: usize) -> (usize, usize) {
        self.extents[node]
    }

    /// Whether the token is tagged as a verb.
    pub(super) fn is_verb(&self, node: usize) -> bool {
        matches!(self.tags[node], Tag::Vb | Tag::Vbd | Tag::Vbg | Tag::Vbn | Tag::Vbp | Tag::Vbz)
    }

    /// Whether the token is tagged as a noun, pronoun or number.
    pub(super) fn is_nominal(&self, node: usize) -> bool {
        matches!(self.tags[node], Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps | Tag::Prp | Tag::Cd)
    }

    /// Whether the token is tagged as a proper noun.
    pub(super) fn is_name(&self, node: usize) -> bool {
        matches!(self.tags[node], Tag::Nnp | Tag::Nnps)
    }

    /// The token and its conjuncts of the same sort (nouns with nouns, verbs with verbs), in text
    /// order.
    pub(super) fn conjuncts(&self, node: usize) -> Vec<usize> {
        let mut found = vec![node];
        let mut next = 0;
        while next < found.len() && found.len() < CONJUNCTS {
            let at = found[next];
            let verb = self.is_verb(node);
            found.extend(self.under(at, &[Label::Conj]).filter(|&c| self.is_verb(c) == verb));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// The text span of tokens `first..=last`.
    pub(super) fn cover(&self, first: usize, last: usize) -> Span {
        self.spans[first].cover(self.spans[last])
    }
}
