//! The mood of a clause: what the words around it say of its reality, where the grammar alone leaves it open.

use annalist_language::{Clause, Label, Mood, Tag};

use crate::view::View;

/// "would later capture" looks forward from the past: it happened.
pub(super) fn mood(view: &View<'_>, clause: &Clause) -> Mood {
    if only_to(view, clause) {
        return Mood::Fact;
    }
    if matches!(clause.mood, Mood::Fact | Mood::Possible) && (is_to(view, clause) || short_of(view, clause))
        || forestalled(view, clause)
    {
        return Mood::Intended;
    }
    // A failed attack was made.
    let failed = |w: &str| matches!(w, "failed" | "unsuccessful" | "abortive" | "aborted" | "botched");
    if View::is_nominal(clause)
        && clause.mood == Mood::Attempted
        && view.children(clause.predicate).iter().any(|&c| failed(&view.word(c).to_lowercase()))
    {
        return Mood::Fact;
    }
    if clause.mood == Mood::Intended && clause.control.is_empty() {
        let aux =
            |w: &str| view.children(clause.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case(w));
        let later =
            ["later", "eventually", "subsequently", "ultimately", "soon", "finally"].iter().any(|w| aux(w));
        let habit = ["sometimes", "often", "frequently", "regularly", "routinely"].iter().any(|w| aux(w));
        if aux("would") && (later || habit) {
            return Mood::Fact;
        }
    }
    // "ordered residents to evacuate": whether they did is another matter.
    let civilians = clause.agents.iter().any(|a| {
        view.lexicon
            .noun(&crate::lexicon::key(&view.token(a.head).lemma))
            .has(crate::lexicon::Classes::CIVILIAN)
    });
    let told = clause.control.iter().any(|c| matches!(c.as_str(), "order" | "instruct" | "command"));
    if clause.mood == Mood::Demanded && civilians && told {
        return Mood::Demanded;
    }
    if clause.mood == Mood::Demanded
        && clause.control.iter().any(|c| {
            let told = matches!(c.as_str(), "order" | "instruct" | "command");
            matches!(c.as_str(), "force" | "compel") || told && view.lexicon.listed("yield", &clause.lemma)
        })
    {
        return Mood::Fact;
    }
    clause.mood
}

/// Rebels "liberated" the town: a word or two in quotation marks are not the narrator's.
pub(super) fn scare(view: &View<'_>, predicate: u32) -> bool {
    let mark = |i: u32| matches!(view.word(i), "\"" | "“" | "”" | "``" | "''" | "‘" | "’");
    let adverb = |i: u32| matches!(view.token(i).tag, Tag::Rb | Tag::Rp);
    let at = |i: Option<u32>| i.filter(|&i| i < view.len());
    let before = at(predicate.checked_sub(1)).is_some_and(|p| mark(p) || adverb(p) && p > 0 && mark(p - 1));
    let after =
        at(Some(predicate + 1)).is_some_and(|n| mark(n) || adverb(n) && at(Some(n + 1)).is_some_and(mark));
    before && after
}

/// "only to abandon it": what came of it, not what was meant.
pub(super) fn only_to(view: &View<'_>, clause: &Clause) -> bool {
    view.children(clause.predicate).iter().any(|&c| {
        view.token(c).tag == Tag::To
            && view.token(c).label == Label::Aux
            && c > 0
            && view.word(c - 1).eq_ignore_ascii_case("only")
    })
}

/// "was to attack", "was to have attacked", "the aim is to attack": what was meant. "The result was to …" was.
fn is_to(view: &View<'_>, clause: &Clause) -> bool {
    view.children(clause.predicate).iter().any(|&c| {
        if view.token(c).tag != Tag::To || view.token(c).label != Label::Aux || c == 0 {
            return false;
        }
        let copula = view.token(c - 1);
        let outcome = view.children(c - 1).iter().chain(view.children(clause.predicate)).any(|&s| {
            matches!(view.token(s).label, Label::Nsubj | Label::Nsubjpass)
                && matches!(&*view.token(s).lemma, "result" | "effect" | "consequence" | "outcome")
        });
        &*copula.lemma == "be" && matches!(copula.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) && !outcome
    })
}

/// "came within a day's march of breaking the blockade", "on the verge of taking it": not yet.
fn short_of(view: &View<'_>, clause: &Clause) -> bool {
    let token = view.token(clause.predicate);
    if token.label != Label::Pcomp || !matches!(view.word(token.head), "of" | "to") {
        return false;
    }
    let over = view.token(view.token(token.head).head);
    view.lexicon.listed("length", &over.lemma)
        || matches!(&*over.lemma, "verge" | "brink" | "close" | "short" | "point" | "danger" | "risk")
}

/// "before they could destroy it": they did not.
fn forestalled(view: &View<'_>, clause: &Clause) -> bool {
    let has = |words: &[&str]| {
        view.children(clause.predicate)
            .iter()
            .any(|&c| words.iter().any(|w| view.word(c).eq_ignore_ascii_case(w)))
    };
    clause.mood == Mood::Possible && has(&["before"])
}

/// "Had the road been cut, …", "could be forced to flee if …": on a condition.
pub(super) fn conditional(view: &View<'_>, clause: &Clause) -> bool {
    let inverted = inverted(view, clause);
    let could = view
        .children(clause.predicate)
        .iter()
        .any(|&c| matches!(view.word(c).to_lowercase().as_str(), "could" | "would" | "might" | "may"));
    let on_if = could
        && view.children(clause.predicate).iter().any(|&c| {
            view.token(c).label == Label::Advcl
                && view.children(c).iter().any(|&m| {
                    view.token(m).label == Label::Mark
                        && matches!(view.word(m).to_lowercase().as_str(), "if" | "unless")
                })
        });
    inverted || on_if
}

/// "Had the road been cut, the town would have fallen": the first clause of such a sentence.
fn inverted(view: &View<'_>, clause: &Clause) -> bool {
    let first = (0..view.len()).find(|&i| view.word(i).chars().any(char::is_alphanumeric)).unwrap_or(0);
    if view.len() <= first || !matches!(view.word(first), "Had" | "Were" | "Should") {
        return false;
    }
    let would = (0..view.len()).find(|&i| {
        matches!(view.word(i).to_lowercase().as_str(), "would" | "could" | "might" | "should") && i > first
    });
    would.is_some_and(|w| clause.predicate < w) && (0..view.len()).all(|i| view.word(i) != "?")
}
