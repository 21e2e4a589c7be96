//! Words that make a telling doubtful: adverbs, and nouns that hold reports.

use annalist_language::{Label, Tag};

use super::{Stance, Teller};
use crate::lexicon::Classes;
use crate::view::View;

/// Whether a hedging adverb stands over a predicate: on it, on a verb that governs it without a new
/// subject, or on the verb whose result it is.
pub(super) fn hedges(view: &View<'_>, hedge: u32, predicate: u32) -> bool {
    let head = view.token(hedge).head;
    // "was reportedly mined"
    if hedge < predicate && predicate - hedge <= 2 && !matches!(view.word(predicate - 1), "," | "and" | "or")
    {
        return true;
    }
    if head == predicate
        || view.token(head).head == predicate
            && view.token(head).label != Label::Conj
            && view.token(head).label != Label::Advcl
            && head < predicate
    {
        return true;
    }
    let mut at = predicate;
    for _ in 0..8 {
        let token = view.token(at);
        if token.head == at {
            break;
        }
        let carries = match token.label {
            Label::Xcomp
            | Label::Dobj
            | Label::Nsubjpass
            | Label::Pobj
            | Label::Prep
            | Label::Nsubj
            | Label::Oprd
            | Label::Attr => true,
            Label::Ccomp | Label::Advcl => token.tag == Tag::Vbg,
            Label::Conj => {
                view.token(at).tag == Tag::Vbg && view.token(token.head).tag == Tag::Vbg
                    || hedge < token.head && view.token(token.head).tag == Tag::Vbg
            }
            _ => false,
        };
        if !carries {
            break;
        }
        at = token.head;
        if at == head {
            return true;
        }
    }
    false
}

/// "a false report that X": the noun that holds the clause, when it says that it is not so.
pub(super) fn false_report(view: &View<'_>, predicate: u32) -> bool {
    let mut at = predicate;
    for _ in 0..6 {
        let token = view.token(at);
        if token.head == at {
            return false;
        }
        at = token.head;
        if view.lexicon.listed("report_noun", &view.token(at).lemma) {
            return view.children(at).iter().any(|&c| {
                matches!(
                    view.word(c).to_lowercase().as_str(),
                    "false" | "baseless" | "unfounded" | "untrue" | "fabricated" | "erroneous" | "bogus"
                )
            });
        }
        if !matches!(
            token.label,
            Label::Acl | Label::Ccomp | Label::Relcl | Label::Pobj | Label::Prep | Label::Pcomp
        ) {
            return false;
        }
    }
    false
}

/// "reports of a mill shelled", "rebel claims of airstrikes", "a report that a mill was shelled".
pub(super) fn report_noun(view: &View<'_>, predicate: u32, tellers: &mut Vec<Teller>) -> bool {
    if let Some(teller) = reporter(view, predicate) {
        tellers.push(teller);
        return true;
    }
    if let Some(teller) = content_of(view, predicate).and_then(|noun| denied(view, noun)) {
        tellers.push(teller);
        return true;
    }
    let mut at = predicate;
    for _ in 0..8 {
        let token = view.token(at);
        let over = view.token(token.head);
        let held = token.label == Label::Ccomp
            && matches!(over.tag, Tag::Nn | Tag::Nns)
            && view.lexicon.listed("report_noun", &over.lemma);
        if token.head == at
            || !held
                && !matches!(
                    token.label,
                    Label::Pobj
                        | Label::Prep
                        | Label::Conj
                        | Label::Acl
                        | Label::Pcomp
                        | Label::Nmod
                        | Label::Compound
                        | Label::Appos
                        | Label::Amod
                )
        {
            return false;
        }
        at = token.head;
        if view.lexicon.listed("report_noun", &view.token(at).lemma)
            && matches!(view.token(at).tag, Tag::Nn | Tag::Nns)
        {
            if let Some(teller) = denied(view, at) {
                tellers.push(teller);
                return true;
            }
            let owner = view.children(at).iter().copied().find(|&c| {
                c < at
                    && matches!(
                        view.token(c).label,
                        Label::Poss | Label::Compound | Label::Amod | Label::Nmod
                    )
                    && is_owner(view, c)
            });
            if let Some(owner) = owner {
                let noun = &*view.token(at).lemma;
                let stance = if noun == "denial" { Stance::Denies } else { Stance::Says };
                tellers.push(Teller { stance, ..Teller::says(owner, view.phrase(owner), noun) });
            }
            return true;
        }
    }
    false
}

/// "rejected accusations on Monday that a mill was shelled": the noun, when a parser hangs what it holds on the verb.
fn content_of(view: &View<'_>, predicate: u32) -> Option<u32> {
    let token = view.token(predicate);
    let that =
        view.children(predicate).iter().any(|&c| c < predicate && view.word(c).eq_ignore_ascii_case("that"));
    let object = |&c: &u32| {
        c > token.head && c < predicate && matches!(view.token(c).label, Label::Dobj | Label::Nsubjpass)
    };
    let held = that && matches!(token.label, Label::Ccomp | Label::Advcl);
    held.then(|| view.children(token.head).iter().copied().find(object)).flatten()
}

/// "X rejected accusations that a mill was shelled": X says that it was not.
fn denied(view: &View<'_>, noun: u32) -> Option<Teller> {
    let token = view.token(noun);
    let verb = token.head;
    let lemma = &*view.token(verb).lemma;
    if !view.lexicon.listed("deny", lemma)
        || !matches!(
            &*token.lemma,
            "report" | "claim" | "allegation" | "rumor" | "rumour" | "accusation" | "suggestion"
        )
    {
        return None;
    }
    let child =
        |of: u32, label: Label| view.children(of).iter().copied().find(|&c| view.token(c).label == label);
    let who = match token.label {
        Label::Dobj => child(verb, Label::Nsubj),
        Label::Nsubjpass => child(verb, Label::Agent).and_then(|by| child(by, Label::Pobj)),
        _ => None,
    }?;
    Some(Teller { stance: Stance::Denies, ..Teller::says(who, view.phrase(who), lemma) })
}

/// "claims by X that a mill was shelled": X, on whom a parser hangs what is claimed.
fn reporter(view: &View<'_>, predicate: u32) -> Option<Teller> {
    let token = view.token(predicate);
    let who = token.head;
    let preposition = view.token(who).head;
    let noun = preposition.checked_sub(1)?;
    let subject = |&c: &u32| {
        matches!(view.token(c).label, Label::Nsubj | Label::Nsubjpass)
            && !matches!(view.word(c).to_lowercase().as_str(), "that" | "which" | "who")
    };
    let content = matches!(token.label, Label::Relcl | Label::Acl | Label::Ccomp)
        && view.children(predicate).iter().any(|c| *c < predicate && view.word(*c) == "that")
        && view.children(predicate).iter().any(subject);
    let told = view.token(who).label == Label::Pobj
        && matches!(view.word(preposition), "by" | "from")
        && matches!(view.token(noun).tag, Tag::Nn | Tag::Nns)
        && view.lexicon.listed("report_noun", &view.token(noun).lemma);
    let first = view.children(who).first().copied().filter(|&c| c < who).unwrap_or(who);
    (content && told).then(|| {
        let words = view.token(first).span.cover(view.token(who).span);
        Teller::says(who, words, view.token(noun).lemma.to_string())
    })
}

fn is_owner(view: &View<'_>, token: u32) -> bool {
    let t = view.token(token);
    matches!(t.tag, Tag::Nnp | Tag::Nnps)
        || view
            .lexicon
            .noun(&crate::lexicon::key(&t.lemma))
            .has(Classes::ARMED.with(Classes::SOURCE).with(Classes::CIVILIAN))
        || t.tag == Tag::Jj && view.word(token).chars().next().is_some_and(char::is_uppercase)
}
