//! Which clause a mention belongs to, by the dependency tree.

use annalist_language::{Label, PredicateForm, Relation, Sentence};
use annalist_span::Span;

/// Where a mention hangs in its sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Its clause.
    pub(crate) clause: Option<usize>,
    /// Steps up the tree to the clause's predicate.
    pub(crate) distance: u32,
    /// The clause is the sentence's main one, or side by side with it.
    pub(crate) main: bool,
}

/// The token that governs a span: the first one whose head lies outside.
pub(crate) fn head_token(sentence: &Sentence, span: Span) -> Option<usize> {
    let inside = |i: usize| sentence.tokens.get(i).is_some_and(|t| t.span.overlaps(span));
    let mut first = None;
    for (i, token) in sentence.tokens.iter().enumerate() {
        if !inside(i) {
            continue;
        }
        first = first.or(Some(i));
        if token.head as usize == i || !inside(token.head as usize) {
            // A stray mark at the edge governs nothing.
            if token.label != Label::Punct && token.label != Label::Det {
                return Some(i);
            }
        }
    }
    first
}

/// The clause that the mention at `span` hangs on.
pub(crate) fn attach(sentence: &Sentence, span: Span) -> Attachment {
    let Some(start) = head_token(sentence, span) else { return Attachment::default() };
    let mut at = start;
    let mut distance = 0;
    loop {
        let clause = sentence.clauses.iter().position(|c| c.predicate as usize == at);
        if let Some(clause) = clause.filter(|_| at != start) {
            return Attachment { clause: Some(clause), distance, main: is_main(sentence, clause) };
        }
        let head = sentence.tokens[at].head as usize;
        if head == at || head >= sentence.tokens.len() || distance > 40 {
            break;
        }
        at = head;
        distance += 1;
    }
    // The tree leads nowhere: the smallest clause around it.
    let around = sentence.clauses.iter().enumerate().filter(|(_, c)| c.span.overlaps(span));
    let clause = around.min_by_key(|(_, c)| c.span.len()).map(|(i, _)| i);
    Attachment { clause, distance: 20, main: clause.is_some_and(|c| is_main(sentence, c)) }
}

/// "captured it after a fight | by 1 March": a bound is the verb's, wherever the parser hung it.
pub(crate) fn to_verb(sentence: &Sentence, found: Attachment) -> Attachment {
    let verb = || {
        let clause = sentence.clauses.get(found.clause?)?;
        let noun = sentence.tokens.get(clause.predicate as usize)?;
        let preposition = sentence.tokens.get(noun.head as usize)?;
        let under = clause.form == PredicateForm::Nominal
            && noun.label == Label::Pobj
            && preposition.label == Label::Prep;
        let above = |c: &annalist_language::Clause| {
            c.form != PredicateForm::Nominal && c.predicate == preposition.head
        };
        sentence.clauses.iter().position(above).filter(|_| under)
    };
    verb().map_or(found, |clause| Attachment {
        clause: Some(clause),
        main: is_main(sentence, clause),
        ..found
    })
}

fn is_main(sentence: &Sentence, mut clause: usize) -> bool {
    for _ in 0..8 {
        // "for being seen there": under a preposition or a noun, whether or not a governor was found.
        let told = sentence.clauses.get(clause);
        let label = told.and_then(|c| sentence.tokens.get(c.predicate as usize)).map(|t| t.label);
        if matches!(label, Some(Label::Pcomp | Label::Acl)) {
            return false;
        }
        let Some(governor) = told.and_then(|c| c.governor) else { return true };
        let level = matches!(
            governor.relation,
            Relation::Coordination
                | Relation::Parataxis
                | Relation::Complement
                | Relation::OpenComplement
                | Relation::Result
        );
        if !level {
            return false;
        }
        clause = governor.clause as usize;
    }
    false
}

/// Whether the clause is in the past perfect ("had captured"); an infinitive ("to have captured") is
/// told from where its governor stands.
pub(crate) fn is_pluperfect(sentence: &Sentence, predicate: usize, text: &str) -> bool {
    let infinitive = |t: &annalist_language::Token| {
        t.head as usize == predicate && t.span.of_text(text).eq_ignore_ascii_case("to")
    };
    if sentence.tokens.iter().take(predicate).any(infinitive) {
        return false;
    }
    sentence.tokens.iter().any(|t| {
        t.head as usize == predicate
            && matches!(t.label, Label::Aux | Label::Auxpass)
            && matches!(t.span.of_text(text), "had" | "Had" | "'d" | "’d")
    })
}

/// Whether the clause tells that a state is over ("no longer held").
pub(crate) fn is_over(sentence: &Sentence, predicate: usize, text: &str) -> bool {
    sentence.tokens.windows(2).any(|pair| {
        pair[0].span.of_text(text).eq_ignore_ascii_case("no")
            && pair[1].span.of_text(text) == "longer"
            && pair[1].head as usize == predicate
    })
}
/// Verbs by which something is said.
const SAYING: &[&str] = &["say", "report", "announce", "state", "claim", "tell", "add", "confirm", "write"];

/// "Ten were killed, the army said on Monday": whether a mention dates only a saying that follows what is said.
pub(crate) fn said_behind(sentence: &Sentence, clause: usize, mention: Span) -> bool {
    let Some(saying) = sentence.clauses.get(clause).filter(|c| SAYING.contains(&c.lemma.as_str())) else {
        return false;
    };
    let said = sentence.clauses.iter().any(|c| {
        let under =
            c.governor.is_some_and(|g| g.clause as usize == clause && g.relation == Relation::Complement);
        under && c.predicate < saying.predicate
    });
    let verb = sentence.tokens.get(saying.predicate as usize).map(|t| t.span.start);
    said && verb.is_some_and(|at| mention.start > at)
}
