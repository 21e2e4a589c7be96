//! The arc-eager parser.

mod moves;
mod projective;
mod state;

use moves::{Action, Arc};
use state::{NONE, Possible, State};

use crate::Label;
use crate::net::encoder::Vectors;
use crate::net::kernel::{Kernel, Work};
use crate::weights::{FEATURES, HIDDEN, HIDDEN_PIECES, Malformed, Weights};

/// Numbers of a token in one feature.
const STATE: usize = HIDDEN * HIDDEN_PIECES;
/// Numbers of a token in all features.
const ROW: usize = FEATURES * STATE;

/// Moves a token, at most.
const STEPS: usize = 8;

/// The parser's moves.
pub(crate) struct Parser {
    actions: Vec<Action>,
}

/// Memory that parses reuse.
#[derive(Default)]
pub(crate) struct Scratch {
    tokens: Vec<f32>,
    rounded: Vec<i16>,
    features: Vec<f32>,
    scores: Vec<f32>,
    state: State,
}

/// A tree: a head a token (a root is its own), and its label.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    pub(crate) labels: Vec<Label>,
}

impl Parser {
    /// Reads the names of the moves.
    pub(crate) fn new(weights: &Weights) -> Result<Self, Malformed> {
        let actions = weights.moves.iter().map(|name| Action::parse(name).ok_or(Malformed));
        Ok(Self { actions: actions.collect::<Result<_, _>>()? })
    }

    /// Parses one sentence.
    pub(crate) fn parse(
        &self,
        weights: &Weights,
        kernel: Kernel,
        vectors: &Vectors,
        is_space: &[bool],
        scratch: &mut Scratch,
        tree: &mut Tree,
    ) {
        let tokens = vectors.len();
        Self::features(weights, kernel, vectors, scratch);
        scratch.state.begin(tokens);
        scratch.scores.resize(weights.scores.stride(), 0.0);
        // Each token is shifted, reduced and put back a bounded number of times; the bound only guards.
        let mut steps = STEPS * tokens;
        while !scratch.state.is_final() && steps > 0 {
            steps -= 1;
            let context = scratch.state.context();
            let mut hidden = [0; HIDDEN];
            kernel.run(Hidden { weights, features: &scratch.features, context, out: &mut hidden });
            weights.scores.apply(kernel, &hidden, 0, 1, &mut scratch.scores);
            let Some(action) = self.best(&scratch.scores, scratch.state.possible()) else { break };
            scratch.state.apply(action);
        }
        let arcs: Vec<Option<(u32, Arc)>> = (0..tokens).map(|token| scratch.state.arc(token)).collect();
        tree.heads.clear();
        tree.labels.clear();
        for (token, arc) in arcs.iter().enumerate() {
            tree.heads.push(arc.map_or(token as u32, |(head, _)| head));
            tree.labels.push(arc.map_or(Label::Root, |(_, arc)| arc.label));
        }
        let arcs: Vec<Option<Arc>> = arcs.into_iter().map(|arc| arc.map(|(_, arc)| arc)).collect();
        projective::lower(&mut tree.heads, &tree.labels, is_space, &arcs);
    }

    /// What each token adds to the hidden layer in each feature.
    fn features(weights: &Weights, kernel: Kernel, vectors: &Vectors, scratch: &mut Scratch) {
        let tokens = vectors.len();
        scratch.tokens.resize(tokens * weights.token.stride(), 0.0);
        weights.token.apply(kernel, vectors.rounded(), weights.token.inputs(), tokens, &mut scratch.tokens);
        scratch.rounded.clear();
        let rounding = weights.features.rounding();
        scratch.rounded.extend(scratch.tokens.iter().map(|&value| rounding.round(value)));
        scratch.features.resize(tokens * ROW, 0.0);
        weights.features.apply(kernel, &scratch.rounded, HIDDEN, tokens, &mut scratch.features);
    }

    /// The possible move with the highest score, the first of equals.
    fn best(&self, scores: &[f32], possible: Possible) -> Option<Action> {
        let mut best: Option<(f32, Action)> = None;
        for (&score, &action) in scores.iter().zip(&self.actions) {
            let possible = match action {
                Action::Shift => possible.shift,
                Action::Reduce => possible.reduce,
                Action::Left(_) | Action::Right(_) => possible.arc,
                Action::Break => false,
            };
            if possible && best.is_none_or(|(highest, _)| score > highest) {
                best = Some((score, action));
            }
        }
        best.map(|(_, action)| action)
    }
}

/// The hidden layer of a state.
struct Hidden<'a> {
    weights: &'a Weights,
    features: &'a [f32],
    context: [u32; FEATURES],
    out: &'a mut [i16; HIDDEN],
}

impl Work for Hidden<'_> {
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled once for each kernel")]
    fn run(self) {
        let mut sums = [0.0; STATE];
        for (feature, &token) in self.context.iter().enumerate() {
            let at = feature * STATE;
            let row = match token {
                NONE => &self.weights.padding[at..at + STATE],
                token => &self.features[token as usize * ROW + at..][..STATE],
            };
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.weights.state_bias) {
            *sum += bias;
        }
        let rounding = self.weights.scores.rounding();
        for unit in 0..HIDDEN {
            let (first, second) = (sums[unit], sums[HIDDEN + unit]);
            self.out[unit] = rounding.round(if first > second { first } else { second });
        }
    }
}
