//! What an analysis is made of.

use annalist_span::Span;
use serde::{Deserialize, Serialize};

use crate::Clause;

/// The analysis of one passage's text. All spans are text spans of that passage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Sentences in order; together they hold every token of the text.
    pub sentences: Vec<Sentence>,
}

/// One sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Tokens in order.
    pub tokens: Vec<Token>,
    /// Clauses in order of their predicates.
    pub clauses: Vec<Clause>,
}

/// One token.
///
/// Invariant: `head` is an index into the same sentence; a root is its own head, and each sentence
/// has at least one root.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// Bytes of the passage's text.
    pub span: Span,
    /// Penn Treebank tag (`VBD`, `NNP` …).
    pub tag: Tag,
    /// Index of the head in the sentence.
    pub head: u32,
    /// Dependency label (`nsubj`, `dobj`, `prep`, `pobj` …, `ClearNLP` scheme).
    pub label: Label,
    /// Lemma, lower case but for proper nouns.
    pub lemma: Box<str>,
}

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum $type { $($variant),* }

        impl $type {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in the scheme.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The value of that name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }

        impl Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let name = String::deserialize(deserializer)?;
                Self::parse(&name).ok_or_else(|| serde::de::Error::custom(format!("unknown name {name:?}")))
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

names! {
    /// Penn Treebank part-of-speech tags, with `OntoNotes`' additions.
    Tag {
        Dollar = "$", OpenQuote = "``", CloseQuote = "''", Comma = ",", OpenBracket = "-LRB-",
        CloseBracket = "-RRB-", Period = ".", Colon = ":", Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD",
        Dt = "DT", Ex = "EX", Fw = "FW", Hyph = "HYPH", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS",
        Ls = "LS", Md = "MD", Nfp = "NFP", Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT",
        Pos = "POS", Prp = "PRP", PrpS = "PRP$", Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM",
        To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD", Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ",
        Wdt = "WDT", Wp = "WP", WpS = "WP$", Wrb = "WRB", Xx = "XX", Space = "_SP",
    }
}

names! {
    /// Dependency labels of the `ClearNLP` scheme, as the model uses them.
    Label {
        Root = "ROOT", Acl = "acl", Acomp = "acomp", Advcl = "advcl", Advmod = "advmod", Agent = "agent",
        Amod = "amod", Appos = "appos", Attr = "attr", Aux = "aux", Auxpass = "auxpass", Case = "case",
        Cc = "cc", Ccomp = "ccomp", Compound = "compound", Conj = "conj", Csubj = "csubj",
        Csubjpass = "csubjpass", Dative = "dative", Dep = "dep", Det = "det", Dobj = "dobj", Expl = "expl",
        Intj = "intj", Mark = "mark", Meta = "meta", Neg = "neg", Nmod = "nmod", Npadvmod = "npadvmod",
        Nsubj = "nsubj", Nsubjpass = "nsubjpass", Nummod = "nummod", Oprd = "oprd", Parataxis = "parataxis",
        Pcomp = "pcomp", Pobj = "pobj", Poss = "poss", Preconj = "preconj", Predet = "predet", Prep = "prep",
        Prt = "prt", Punct = "punct", Quantmod = "quantmod", Relcl = "relcl", Xcomp = "xcomp",
    }
}
