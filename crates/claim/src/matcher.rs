//! Matching: which rule reads a clause, which nearly did, and why not.

use annalist_language::{Clause, Label, Voice};

use crate::lexicon::Classes;
use crate::rules::{Form, Role, Rule, RuleSet, Selector};
use crate::view::{Arg, View};

/// A clause's arguments with their classes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bound {
    pub agents: Vec<Arg>,
    pub patients: Vec<Arg>,
    pub obliques: Vec<Arg>,
    /// Key of the predicate: the verb's lemma, or the event noun's key.
    pub key: String,
    /// Particles, prepositions and objects that may belong to the verb.
    pub particles: Vec<String>,
}

/// A rule that did not fire and the condition that stopped it.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    pub rule: u16,
    pub failed: String,
}

/// What matching a clause gave.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub fired: Option<u16>,
    pub near: Vec<Near>,
}

/// The verb's lemma, or the longest compound that names an event.
pub(crate) fn predicate_key(view: &View<'_>, clause: &Clause, rules: &RuleSet) -> String {
    if View::is_nominal(clause) {
        let idle = |k: &str| view.lexicon.noun(k).has(Classes::IDLE);
        let key = view.noun_key(clause.predicate, |k| rules.is_event(k) || idle(k));
        if rules.is_event(&key) || idle(&key) { key } else { crate::lexicon::key(&clause.lemma) }
    } else {
        clause.lemma.clone()
    }
}

/// Runs the candidates of a clause, in order of precedence.
pub(crate) fn run(view: &View<'_>, clause: &Clause, bound: &Bound, rules: &RuleSet) -> Outcome {
    let idiom = |a: &Arg| {
        let bare = !view
            .children(a.head)
            .iter()
            .any(|&c| matches!(view.token(c).label, Label::Det | Label::Nummod | Label::Prep));
        bare && view.lexicon.listed("idiom", &format!("{} {}", clause.lemma, view.token(a.head).lemma))
    };
    let form = if View::is_nominal(clause) { Form::Noun } else { Form::Verb };
    let mut near = Vec::new();
    let idiom = bound.patients.iter().find(|a| idiom(a));
    // "took part in X": verb and object are one verb.
    let key = idiom.map(|a| format!("{}_{}", clause.lemma, view.token(a.head).lemma));
    // A verb with its particle is another verb: its own rules come first.
    let all = rules.candidates(form, key.as_deref().unwrap_or(&bound.key));
    let own = all.iter().filter(|c| !c.particle.is_empty() && bound.particles.contains(&c.particle));
    // "left behind": where the verb has rules with its particle, the plain ones are of another verb.
    let behind = |p: &String| p == "behind";
    let bound_up = bound.particles.iter().any(behind) && all.iter().any(|c| behind(&c.particle));
    for candidate in own.chain(all.iter().filter(|c| c.particle.is_empty() && !bound_up)) {
        let rule = rules.rule(candidate.rule);
        match test(view, rule, clause, bound) {
            Ok(()) => return Outcome { fired: Some(candidate.rule), near },
            Err(failed) => near.push(Near { rule: candidate.rule, failed }),
        }
    }
    Outcome { fired: None, near }
}

fn test(view: &View<'_>, rule: &Rule, clause: &Clause, bound: &Bound) -> Result<(), String> {
    if let Some(passive) = rule.passive
        && passive != (clause.voice == Voice::Passive)
    {
        return Err(format!("voice is not {}", if passive { "passive" } else { "active" }));
    }
    if !rule.spec.without.is_empty() && bound.particles.contains(&rule.spec.without) {
        return Err(format!("{:?} beside it", rule.spec.without));
    }
    if !rule.adverbs.is_empty() {
        let has = |w: &String| {
            view.children(clause.predicate).iter().any(|&c| view.word(c).eq_ignore_ascii_case(w))
                || clause.predicate > 0 && view.word(clause.predicate - 1).eq_ignore_ascii_case(w)
                || clause.predicate + 1 < view.len() && view.word(clause.predicate + 1).eq_ignore_ascii_case(w)
                // "set two trucks ablaze"
                || bound.patients.iter().any(|a| {
                    view.children(a.head).iter().any(|&c| c > a.head && view.word(c).eq_ignore_ascii_case(w))
                })
        };
        if !rule.adverbs.iter().any(has) {
            return Err(format!("no {:?} beside it", rule.spec.adverb));
        }
    }
    if !rule.objects.is_empty() && !has_object(view, rule, bound) {
        return Err(format!("no object of {:?}", rule.spec.object.trim()));
    }
    // "gained no ground": nothing happened.
    // "No fewer than ten were killed" denies nobody.
    let nothing = |a: &Arg| {
        view.children(a.head).iter().any(|&c| {
            let bound = c + 2 < view.len()
                && matches!(view.word(c + 1), "fewer" | "less" | "more")
                && view.word(c + 2) == "than";
            view.word(c).eq_ignore_ascii_case("no") && !bound
        })
    };
    if !clause.agents.is_empty() && bound.patients.iter().any(nothing)
        || clause.agents.is_empty() && bound.patients.first().is_some_and(nothing)
    {
        return Err("its object is denied".to_owned());
    }
    for need in &rule.needs {
        if select(bound, need, view).is_empty() {
            return Err(format!("needs {}", need.text));
        }
    }
    for reject in &rule.rejects {
        // Of coordinated patients the first speaks: parsers glue the next clause's subject to the list.
        let first = match reject.role {
            Role::Patient => bound.patients.first(),
            _ => None,
        };
        if let Some(arg) = select(bound, reject, view).into_iter().find(|a| {
            first.is_none_or(|f| f.head == a.head)
                && (reject.classes.is_empty() || a.classes.has(reject.classes))
        }) {
            return Err(format!("rejects {} ({:?})", reject.text, view.text(arg.span)));
        }
    }
    Ok(())
}

fn has_object(view: &View<'_>, rule: &Rule, bound: &Bound) -> bool {
    let known = |arg: &Arg| {
        let own = crate::lexicon::key(&view.token(arg.head).lemma);
        rule.objects.iter().any(|o| *o == arg.key || *o == own)
    };
    if bound.patients.is_empty() {
        bound.obliques.iter().any(known) || bound.agents.iter().any(known)
    } else {
        // "used villagers as shields": the parser may hang "as" on the villagers.
        let own = |o: &&Arg| !o.shared || o.preposition.as_deref() == Some("as");
        bound.patients.iter().any(known) || bound.obliques.iter().filter(own).any(known)
    }
}

/// The arguments that a selector picks, in text order.
pub(crate) fn select<'b>(bound: &'b Bound, selector: &Selector, view: &View<'_>) -> Vec<&'b Arg> {
    let fits = |arg: &&Arg| fits(view, arg, selector.classes);
    let under = |test: &dyn Fn(&str) -> bool| -> Vec<&'b Arg> {
        bound.obliques.iter().filter(|o| o.preposition.as_deref().is_some_and(test)).filter(fits).collect()
    };
    match &selector.role {
        Role::Agent => bound.agents.iter().filter(fits).collect(),
        Role::Patient => bound.patients.iter().filter(fits).collect(),
        Role::Under(words) => under(&|p| {
            words.iter().any(|w| w == p || p.split(' ').next_back() == Some(w.as_str()) && !w.contains(' '))
        }),
        Role::Place => under(&|p| is_locative(view, p)),
        Role::Toward => under(&|p| view.lexicon.listed("direction", p) || p == "on"),
        Role::Against => under(&|p| matches!(p, "against" | "on" | "upon")),
        Role::Or(roles) => {
            let each = |role: &Role| {
                select(
                    bound,
                    &Selector { role: role.clone(), classes: selector.classes, text: String::new() },
                    view,
                )
            };
            let mut found: Vec<&'b Arg> = roles.iter().flat_map(each).collect();
            found.sort_by_key(|a| a.head);
            found.dedup_by_key(|a| a.head);
            found
        }
        Role::Any => bound.agents.iter().chain(&bound.patients).chain(&bound.obliques).filter(fits).collect(),
    }
}

pub(crate) fn is_locative(view: &View<'_>, preposition: &str) -> bool {
    view.lexicon.listed("locative", preposition)
        || preposition.split(' ').next_back().is_some_and(|w| matches!(w, "of" | "from" | "in" | "at" | "to"))
            && {
                let first = preposition.split(' ').next().unwrap_or("");
                view.lexicon.listed("locative", first) && !matches!(first, "of" | "from")
            }
}

fn fits(view: &View<'_>, arg: &Arg, classes: Classes) -> bool {
    if classes.is_empty() || arg.classes.has(classes) {
        return true;
    }
    if arg.classes.has(Classes::PRONOUN) {
        let word = view.word(arg.head).to_lowercase();
        return match word.as_str() {
            "it" | "which" | "itself" | "each" | "its" => classes.has(Classes::ARMED.with(Classes::GROUND)),
            "they" | "them" | "he" | "him" | "she" | "her" | "who" | "whom" | "we" | "us" | "themselves"
            | "i" | "their" | "his" => classes.has(Classes::ARMED.with(Classes::PERSON)),
            "there" => classes.has(Classes::GROUND.with(Classes::PLACE)),
            "both" | "all" | "some" | "many" | "others" | "most" | "those" | "these" => {
                classes.has(Classes::ARMED.with(Classes::GROUND).with(Classes::PERSON))
            }
            _ => false,
        };
    }
    false
}
