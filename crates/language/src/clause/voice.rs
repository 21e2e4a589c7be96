//! Active or passive.

use super::tree::{CLIMB, Tree};
use crate::lexicon::lexicon;
use crate::{Label, Tag};

/// Whether the verb is passive: by its auxiliary, its subject's label or its "by" agent; as a
/// participle that modifies a noun; or by coordination with a passive that lends it the auxiliary.
pub(super) fn is_passive(tree: &Tree<'_>, verb: usize) -> bool {
    let mut at = verb;
    for _ in 0..CLIMB {
        if tree
            .children(at)
            .iter()
            .any(|&c| matches!(tree.labels[c], Label::Auxpass | Label::Nsubjpass | Label::Csubjpass))
        {
            return true;
        }
        if has_agent(tree, at) && matches!(tree.tags[at], Tag::Vbn | Tag::Vbd) {
            return true;
        }
        let participle = matches!(tree.tags[at], Tag::Vbn);
        let Some(head) = tree.parent(at) else {
            // "news of two soldiers killed"
            return participle
                && lexicon().is_transitive(&tree.lemmas[at])
                && tree.first(at, &[Label::Aux, Label::Dobj]).is_none();
        };
        match tree.labels[at] {
            Label::Acl | Label::Amod | Label::Advcl | Label::Pcomp | Label::Relcl if participle => {
                return tree.first(at, &[Label::Aux, Label::Dobj]).is_none();
            }
            Label::Conj if lends_passive(tree, at) => at = head,
            Label::Conj if participle && lexicon().is_transitive(&tree.lemmas[at]) => {
                return tree.first(at, &[Label::Aux, Label::Dobj]).is_none() && tree.is_verb(head);
            }
            // "with 14 soldiers wounded": without an object, what stands before undergoes it.
            Label::Advcl
                if matches!(tree.tags[at], Tag::Vbd)
                    && lexicon().is_transitive(&tree.lemmas[at])
                    && tree.under(at, &[Label::Mark]).any(|m| tree.lower[m] == "with") =>
            {
                return tree.first(at, &[Label::Aux, Label::Dobj]).is_none();
            }
            // "was confirmed killed"
            Label::Xcomp | Label::Oprd | Label::Acomp | Label::Ccomp
                if participle
                    && lexicon().is_transitive(&tree.lemmas[at])
                    && tree.first(at, &[Label::Aux, Label::Dobj, Label::Nsubj]).is_none() =>
            {
                return true;
            }
            Label::Xcomp => {
                return participle
                    && tree
                        .children(at)
                        .iter()
                        .any(|&c| matches!(tree.lower[c].as_str(), "be" | "been" | "being"));
            }
            _ => return false,
        }
    }
    false
}

/// Whether a conjunct has nothing of its own that would stop it from sharing the passive auxiliary.
fn lends_passive(tree: &Tree<'_>, verb: usize) -> bool {
    matches!(tree.tags[verb], Tag::Vbn)
        && tree.first(verb, &[Label::Nsubj, Label::Aux, Label::Dobj]).is_none()
}

fn has_agent(tree: &Tree<'_>, verb: usize) -> bool {
    tree.under(verb, &[Label::Agent]).any(|p| tree.first(p, &[Label::Pobj]).is_some())
}
