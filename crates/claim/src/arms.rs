//! Of which kind an attack or a strike is, by what it is made with.

use annalist_language::{Label, Tag};

use crate::Kind;
use crate::draft::Draft;
use crate::lexicon::Classes;
use crate::matcher::Bound;
use crate::view::{Arg, View};

/// What an attack "using X" uses.
pub(crate) fn tools(view: &View<'_>, bounds: &[Bound], predicate: u32) -> Vec<Arg> {
    let mut out = Vec::new();
    for (i, clause) in view.clauses.iter().enumerate() {
        let under = view.token(clause.predicate).head == predicate
            || view.clauses.iter().any(|c| {
                c.predicate == view.token(clause.predicate).head && view.token(c.predicate).head == predicate
            });
        if clause.lemma == "use" && under && view.token(clause.predicate).tag == Tag::Vbg {
            out.extend(bounds[i].patients.iter().cloned());
        }
    }
    out
}

pub(crate) fn by_tool<'a>(means: impl Iterator<Item = &'a Arg>) -> Kind {
    let mut kind = Kind::Attack;
    for arg in means {
        if arg.classes.has(Classes::DRONE) {
            kind = Kind::Drone;
        } else if arg.classes.has(Classes::AGENT) {
            kind = Kind::Chemical;
        } else if arg.classes.has(Classes::EXPLOSIVE) && !arg.classes.has(Classes::MUNITION) {
            kind = Kind::Bombing;
        }
    }
    kind
}

/// "rocket launcher strikes", "a drone strike": the words before the noun say from where.
pub(crate) fn by_modifier(view: &View<'_>, noun: u32) -> Kind {
    let mut kind = Kind::Airstrike;
    for &c in view.children(noun).iter().filter(|&&c| c < noun) {
        if !matches!(view.token(c).label, Label::Compound | Label::Amod | Label::Nmod) {
            continue;
        }
        let classes = view.lexicon.noun(&crate::lexicon::key(&view.token(c).lemma));
        if classes.has(Classes::DRONE) {
            return Kind::Drone;
        }
        if classes.has(Classes::AIRCRAFT) || view.word(c).eq_ignore_ascii_case("air") {
            return Kind::Airstrike;
        }
        if classes.has(Classes::MUNITION) || matches!(&*view.token(c).lemma, "launcher" | "ground") {
            kind = Kind::Shelling;
        }
    }
    kind
}

/// "artillery and air strikes": strikes of two kinds are two claims.
pub(crate) fn twofold(view: &View<'_>, draft: &Draft) -> Option<Kind> {
    if !draft.nominal || !matches!(draft.kind, Kind::Airstrike | Kind::Shelling) {
        return None;
    }
    let from = draft.predicate.saturating_sub(5);
    let kinds: Vec<Kind> = (from..draft.predicate)
        .rev()
        .take_while(|&i| {
            matches!(view.token(i).tag, Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Cc | Tag::Hyph | Tag::Comma)
                || matches!(view.word(i), "and" | "-")
        })
        .filter_map(|i| {
            let word = view.word(i).to_lowercase();
            match word.as_str() {
                "air" | "aerial" => Some(Kind::Airstrike),
                "artillery" | "missile" | "rocket" | "mortar" | "naval" => Some(Kind::Shelling),
                _ => None,
            }
        })
        .collect();
    let joined = (from..draft.predicate).any(|i| view.word(i) == "and");
    let other = if draft.kind == Kind::Airstrike { Kind::Shelling } else { Kind::Airstrike };
    (joined && kinds.contains(&draft.kind) && kinds.contains(&other)).then_some(other)
}
