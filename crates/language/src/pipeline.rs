//! From text to trees.

use std::sync::{Mutex, OnceLock, PoisonError};

use annalist_span::Span;

use crate::cache::Cache;
use crate::lexeme::Lexicon;
use crate::net::encoder::Vectors;
use crate::net::kernel::Kernel;
use crate::parse::{Parser, Scratch, Tree};
use crate::token::classes::is_space;
use crate::token::{RawToken, Tokenizer};
use crate::weights::{EMBEDDED, Malformed, Weights};
use crate::{Analysis, Sentence, Tag, Token};

/// The English analysis with its model.
///
/// A pipeline is shared freely between threads; what it gives depends on the text alone.
pub struct Pipeline {
    weights: Weights,
    lexicon: Lexicon,
    tokenizer: Tokenizer,
    tags: Vec<Tag>,
    parser: Parser,
    kernel: Kernel,
    /// Working memory that no thread uses at the moment.
    idle: Mutex<Vec<Workspace>>,
}

/// Working memory of one analysis.
#[derive(Default)]
struct Workspace {
    tokens: Vec<RawToken>,
    spaces: Vec<bool>,
    vectors: Vectors,
    tag_scores: Vec<f32>,
    tree: Tree,
    parse: Scratch,
    cache: Cache,
}

/// Which words the model sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Those of the text.
    AsWritten,
    /// A familiar word for each one that is listed as strange to it.
    Familiar,
}

impl Pipeline {
    /// The pipeline with the model that is built into the program; its weights are read once.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_PIPELINE: OnceLock<Pipeline> = OnceLock::new();
        EMBEDDED_PIPELINE.get_or_init(|| {
            Self::read(EMBEDDED, Kernel::detect()).expect("the embedded weights are well formed")
        })
    }

    fn read(bytes: &[u8], kernel: Kernel) -> Result<Self, Malformed> {
        let weights = Weights::read(bytes)?;
        let lexicon = Lexicon::new(&weights.norms);
        let tokenizer = Tokenizer::new(&weights.exceptions, &lexicon);
        let tags = weights.tags.iter().map(|name| Tag::parse(name).ok_or(Malformed));
        let tags = tags.collect::<Result<_, _>>()?;
        let parser = Parser::new(&weights)?;
        Ok(Self { weights, lexicon, tokenizer, tags, parser, kernel, idle: Mutex::default() })
    }

    /// Tokens of a text, as spans of it.
    pub fn tokenize(&self, text: &str) -> Vec<Span> {
        let mut tokens = Vec::new();
        self.tokenizer.tokenize(text, &mut tokens);
        tokens.into_iter().map(|token| Span::new(token.start, token.end)).collect()
    }

    /// Sentences, tokens, tags, trees, lemmas and clauses of a text.
    pub fn analyse(&self, text: &str) -> Analysis {
        let mut analysis = self.trees(text, Reading::Familiar);
        for sentence in &mut analysis.sentences {
            crate::clause::annotate(text, sentence);
        }
        analysis
    }

    /// Sentences, tokens, tags and trees of a text as the model gives them, without familiar words for
    /// rare ones; lemmas are empty and clauses missing.
    pub fn parse(&self, text: &str) -> Analysis {
        self.trees(text, Reading::AsWritten)
    }

    fn trees(&self, text: &str, reading: Reading) -> Analysis {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut workspace = idle().pop().unwrap_or_default();
        let spans = crate::sentences(text);
        let sentences =
            spans.into_iter().map(|span| self.sentence(text, span, reading, &mut workspace)).collect();
        idle().push(workspace);
        Analysis { sentences }
    }

    fn sentence(&self, text: &str, span: Span, reading: Reading, work: &mut Workspace) -> Sentence {
        let body = &text[span.start as usize..span.end as usize];
        work.tokens.clear();
        self.tokenizer.tokenize(body, &mut work.tokens);
        if reading == Reading::Familiar {
            crate::familiar::merge(body, &mut work.tokens);
        }
        work.vectors.clear();
        work.spaces.clear();
        for token in &work.tokens {
            let word = match reading {
                Reading::Familiar => crate::familiar::familiar(token.text(body)),
                Reading::AsWritten => token.text(body),
            };
            work.spaces.push(word.starts_with(is_space));
            let vector = work.cache.vector(
                &self.weights,
                &self.lexicon,
                self.kernel,
                word,
                token.norm,
                token.space_after,
            );
            work.vectors.push(&vector);
        }
        work.vectors.encode(&self.weights, self.kernel);
        self.tag(work);
        self.parser.parse(
            &self.weights,
            self.kernel,
            &work.vectors,
            &work.spaces,
            &mut work.parse,
            &mut work.tree,
        );
        let scores = work.tag_scores.chunks_exact(self.weights.tagger.stride());
        let trees = work.tree.heads.iter().zip(&work.tree.labels);
        let tokens = work.tokens.iter().zip(scores).zip(trees);
        let tokens = tokens.map(|((token, scores), (&head, &label))| Token {
            span: Span::new(span.start + token.start, span.start + token.end),
            tag: self.tags[highest(&scores[..self.tags.len()])],
            head,
            label,
            lemma: Box::default(),
        });
        Sentence { span, tokens: tokens.collect(), clauses: Vec::new() }
    }

    fn tag(&self, work: &mut Workspace) {
        let tagger = &self.weights.tagger;
        let tokens = work.vectors.len();
        work.tag_scores.resize(tokens * tagger.stride(), 0.0);
        work.tag_scores.truncate(tokens * tagger.stride());
        tagger.apply(self.kernel, work.vectors.rounded(), tagger.inputs(), tokens, &mut work.tag_scores);
    }
}

/// Index of the highest score, the first of equals.
fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (index, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = index;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../tests/data/trees.conllu");

    #[test]
    fn kernels_give_the_same_trees() {
        let expected = Pipeline::embedded().parse(TEXT);
        for kernel in Kernel::available() {
            let pipeline = Pipeline::read(EMBEDDED, kernel).expect("the embedded weights are well formed");
            assert!(pipeline.parse(TEXT) == expected, "{kernel:?}");
        }
    }

    #[test]
    fn vectors_are_the_same_bits_with_every_kernel_and_without_the_cache() {
        let vectors = |pipeline: &Pipeline, cached: bool| -> Vec<[u32; crate::net::WIDTH]> {
            let words = TEXT.split_whitespace();
            let mut cache = Cache::default();
            words
                .map(|word| {
                    if !cached {
                        cache = Cache::default();
                    }
                    let vector =
                        cache.vector(&pipeline.weights, &pipeline.lexicon, pipeline.kernel, word, None, true);
                    vector.map(f32::to_bits)
                })
                .take(2000)
                .collect()
        };
        let portable = Pipeline::read(EMBEDDED, Kernel::Portable).expect("the weights are well formed");
        let expected = vectors(&portable, true);
        assert!(vectors(&portable, false) == expected);
        for kernel in Kernel::available() {
            let pipeline = Pipeline::read(EMBEDDED, kernel).expect("the weights are well formed");
            assert!(vectors(&pipeline, true) == expected, "{kernel:?}");
        }
    }

    #[test]
    fn what_was_parsed_before_changes_nothing() {
        let pipeline = Pipeline::read(EMBEDDED, Kernel::detect()).expect("the weights are well formed");
        let fresh = pipeline.parse("Rebels took the mill.");
        pipeline.parse(TEXT);
        assert!(pipeline.parse("Rebels took the mill.") == fresh);
    }
}
