//! Names that may be places: the runs of a passage's tokens that can be names.

use annalist_language::Analysis;
use annalist_span::Span;

use crate::PlaceKind;
use crate::coordinate::{bearings, beside, coordinate, hints, resume};
use crate::cue::Cues;
use crate::fold::fold;
use crate::segment::segment;
use crate::token::{Shape, Token, is_joint};

/// A capitalised name, or one in a script without capitals, before it is decided what it is.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Bytes of the passage's text.
    pub(crate) span: Span,
    /// The name, folded, without the generic words around it.
    pub(crate) folded: String,
    /// Other folds to look for, the likelier first ("milha airbase" for "Milha" before "airbase").
    pub(crate) variants: Vec<String>,
    /// The kind that the words around say.
    pub(crate) cue: Option<PlaceKind>,
    /// The kind's noun is a part of the name ("Milha River").
    pub(crate) own_noun: bool,
    /// How strongly the words around say that it is a place: 0 nothing, 2 a preposition, 3 a verb of
    /// taking, 4 a noun of places.
    pub(crate) strength: u8,
    /// A person's title, an acronym's shape, a speaker's verb: no place.
    pub(crate) against: bool,
    /// It names something else after the place.
    pub(crate) associative: bool,
    /// Words make it an area about the place ("northern X", "X countryside").
    pub(crate) area: bool,
    /// Number of words.
    pub(crate) words: u8,
    /// Several names in one coordination have one number.
    pub(crate) group: u32,
    /// First and last token.
    pub(crate) tokens: (usize, usize),
    /// Whether it may be capitalised only as the first word of a sentence.
    pub(crate) first: bool,
    /// Whether it is followed by another name after a comma ("X, Y").
    pub(crate) comma: bool,
    /// The folded name of the area that the name is said to lie in ("X and Y in northern Z province").
    pub(crate) hint: Option<String>,
    /// The country that an adjective before it tells ("the Ruritanian village of X").
    pub(crate) country: Option<String>,
    /// The script has no capitals.
    pub(crate) uncased: bool,
    /// "The" stands right before it.
    pub(crate) article: bool,
    /// It stands in running text, not in a heading or an infobox.
    pub(crate) told: bool,
    /// The folded name of a place told beside it, and the bearing from there in degrees ("X, north of Y").
    pub(crate) bearing: Option<(String, f64)>,
    /// The folded name of a place that it is said to lie near.
    pub(crate) beside: Option<String>,
}

/// What the search for names asks of the lists.
pub(crate) trait Known {
    /// Whether a folded name is recorded as written.
    fn exact(&self, folded: &str) -> bool;
    /// Whether it is recorded in any romanisation.
    fn any(&self, folded: &str) -> bool;
}

/// Finds the names of a passage.
pub(crate) fn names(
    tokens: &[Token<'_>],
    analysis: Option<&Analysis>,
    known: &dyn Known,
    title_case: bool,
) -> Vec<Name> {
    let cues = Cues::get();
    let mut out: Vec<Name> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((first, last)) = run(tokens, at, known) else {
            at += 1;
            continue;
        };
        at = last + 1;
        segment(tokens, first, last, cues, analysis, known, title_case, &mut out);
    }
    coordinate(tokens, cues, &mut out);
    hints(tokens, cues, &mut out);
    resume(tokens, cues, &mut out);
    bearings(tokens, cues, &mut out);
    beside(tokens, cues, &mut out);
    out
}

/// The maximal run of name words from `at` on.
fn run(tokens: &[Token<'_>], at: usize, known: &dyn Known) -> Option<(usize, usize)> {
    match tokens[at].shape {
        Shape::Name => {}
        Shape::Uncased => return uncased(tokens, at, known),
        Shape::Number => {
            return numbered(tokens, at, known);
        }
        Shape::Word
            if is_joint(&tokens[at].low)
                && !matches!(
                    tokens[at].low.as_str(),
                    "as" | "at" | "an" | "am" | "i" | "na" | "do" | "us" | "upon"
                ) =>
        {
            if !tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Name && adjacent(tokens, at)) {
                return None;
            }
        }
        _ => return None,
    }
    let mut last = at;
    while !tokens[last].possessive && adjacent(tokens, last) {
        match tokens.get(last + 1) {
            Some(next) if next.shape == Shape::Name => last += 1,
            // "Gulf of Milha": a water's name, whether or not a list has it.
            Some(next)
                if next.is("of")
                    && last == at
                    && Cues::get().kind(&tokens[at].low) == Some(PlaceKind::Water)
                    && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name) =>
            {
                last += 2;
            }
            Some(next)
                if next.is("of")
                    && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                    && known.exact(&folded(tokens, at, last + 2)) =>
            {
                last += 2;
            }
            Some(next) if next.shape == Shape::Number && number_belongs(tokens, at, last + 1, known) => {
                last += 1;
            }
            Some(next)
                if is_joint(&next.low)
                    && adjacent(tokens, last + 1)
                    && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                    && !matches!(next.low.as_str(), "as" | "at" | "i" | "us")
                    || (tokens.get(last + 1).is_some_and(|n| matches!(n.low.as_str(), "as" | "at"))
                        && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                        && known.any(&folded(tokens, at, last + 2))) =>
            {
                last += 2;
            }
            _ => break,
        }
    }
    Some((at, last))
}

/// The longest recorded name of up to four words that begins with a number ("46th Regiment base").
fn numbered(tokens: &[Token<'_>], at: usize, known: &dyn Known) -> Option<(usize, usize)> {
    let ordinal = tokens[at].text.ends_with(char::is_alphabetic);
    let belongs = |t: &Token<'_>| t.shape == Shape::Name || (ordinal && t.shape == Shape::Word);
    let whole = (at..at + 3).take_while(|&i| adjacent(tokens, i) && tokens.get(i + 1).is_some_and(belongs));
    let whole: Vec<usize> = whole.map(|i| i + 1).collect();
    whole.into_iter().rev().find(|&last| known.exact(&folded(tokens, at, last))).map(|last| (at, last))
}

fn number_belongs(tokens: &[Token<'_>], first: usize, last: usize, known: &dyn Known) -> bool {
    known.exact(&folded(tokens, first, last))
}

/// The longest recorded name of up to four words in a script without capitals.
fn uncased(tokens: &[Token<'_>], at: usize, known: &dyn Known) -> Option<(usize, usize)> {
    (1..=4usize).rev().find_map(|n| {
        let last = at + n - 1;
        let whole = (at..last).all(|i| adjacent(tokens, i))
            && tokens.get(last).is_some_and(|t| t.shape == Shape::Uncased);
        (whole && known.exact(&folded(tokens, at, last))).then_some((at, last))
    })
}

/// Whether only a space stands between a token and the next.
fn adjacent(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|next| next.is_word() && next.span.start.saturating_sub(tokens[at].span.end) <= 2)
        && !tokens[at].possessive
}

pub(crate) fn folded(tokens: &[Token<'_>], first: usize, last: usize) -> String {
    let words: Vec<&str> = tokens[first..=last].iter().map(|t| t.text).collect();
    fold(&words.join(" "))
}

/// The words of tokens, lower case.
pub(crate) fn plain(tokens: &[Token<'_>], first: usize, last: usize) -> String {
    tokens[first..=last].iter().map(|t| t.low.as_str()).collect::<Vec<_>>().join(" ")
}
