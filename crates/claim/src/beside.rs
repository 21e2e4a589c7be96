//! Slots that a draft borrows from words beside its own arguments.

use annalist_language::{Clause, Label, Tag};

use crate::Kind;
use crate::draft::Draft;
use crate::kinds::strikes;
use crate::lexicon::Classes;
use crate::matcher::{Bound, is_locative};
use crate::view::{Arg, Knowledge, View};

/// Fills actors and places of drafts that tell none.
pub(crate) fn borrow(view: &View<'_>, world: &dyn Knowledge, bounds: &[Bound], drafts: &mut [Draft]) {
    for draft in drafts {
        let means = strikes(draft.kind) && draft.kind != Kind::Attack;
        if draft.actors.is_empty() && (means || draft.kind == Kind::Harm && !draft.nominal) {
            draft.actors = makers(view, world, &bounds[draft.clause], draft);
        }
        if draft.nominal && draft.actors.is_empty() && strikes(draft.kind) {
            draft.actors = blamed(view, world, draft.predicate);
            if draft.actors.is_empty()
                && let Some(carrier) = draft.carrier
            {
                draft.actors = whence(view, world, &bounds[carrier]);
            }
        }
        if matches!(draft.kind, Kind::Withdraw | Kind::Hold | Kind::Defect) && draft.places.is_empty() {
            draft.places = draft.actors.iter().flat_map(|a| garrisoned(view, world, a.head)).collect();
        }
        if draft.kind == Kind::Withdraw && draft.places.iter().all(whither) {
            let stood = left(view, world, draft);
            if !stood.is_empty() {
                draft.places = stood;
            }
        }
        if draft.places.is_empty() && matches!(draft.kind, Kind::Attack | Kind::Shelling | Kind::Airstrike) {
            draft.places = draft.targets.iter().flat_map(|t| stand(view, bounds, t.head)).collect();
        }
    }
}

/// "a strike blamed on X": X is said to have done it.
fn blamed(view: &View<'_>, world: &dyn Knowledge, noun: u32) -> Vec<Arg> {
    let on = attributed(view, noun).into_iter().flat_map(|verb| view.prepositional(verb));
    on.filter(|(p, _)| matches!(p.as_str(), "on" | "to"))
        .map(|(_, head)| view.noun(head, world, &|_| false))
        .filter(|a| a.classes.has(Classes::ARMED.with(Classes::NAME)))
        .map(|a| Arg { classes: a.classes.with(Classes::ARMED), ..a })
        .collect()
}

/// "blamed on X", "attributed to X" behind an event noun.
pub(crate) fn attributed(view: &View<'_>, noun: u32) -> Option<u32> {
    view.children(noun).iter().copied().find(|&c| {
        view.token(c).label == Label::Acl
            && matches!(&*view.token(c).lemma, "blame" | "attribute" | "ascribe" | "pin")
    })
}

/// "came under fire from Northern positions": whose they are.
fn whence(view: &View<'_>, world: &dyn Knowledge, bound: &Bound) -> Vec<Arg> {
    let from = bound.obliques.iter().filter(|o| o.preposition.as_deref() == Some("from"));
    from.filter_map(|o| {
        if o.classes.has(Classes::ARMED) && !o.classes.has(Classes::GROUND) {
            Some(o.clone())
        } else {
            modifier(view, world, o.head)
        }
    })
    .take(1)
    .collect()
}

/// "the battle for X left ten dead": there.
pub(crate) fn there(view: &View<'_>, bounds: &[Bound], clause: usize) -> Vec<Arg> {
    let event = bounds[clause].agents.iter().find(|a| a.classes.has(Classes::EVENT));
    let Some(event) = event else { return Vec::new() };
    let Some(own) = view.clauses.iter().position(|c| c.predicate == event.head && View::is_nominal(c)) else {
        return Vec::new();
    };
    let places = bounds[own].obliques.iter().filter(|o| {
        let at = o.preposition.as_deref().is_some_and(|p| p == "for" || p == "of" || is_locative(view, p));
        at && o.classes.has(Classes::GROUND.with(Classes::NAME)) && !o.classes.has(Classes::ARMED)
    });
    places.take(1).map(|o| Arg { classes: o.classes.with(Classes::GROUND), ..o.clone() }).collect()
}

/// "the garrison of X", "the defenders of X": there they stand.
fn garrisoned(view: &View<'_>, world: &dyn Knowledge, head: u32) -> Vec<Arg> {
    if !matches!(&*view.token(head).lemma, "garrison" | "defender" | "occupier" | "besieger") {
        return Vec::new();
    }
    let of = view.prepositional(head).into_iter().filter(|(p, _)| p == "of");
    of.map(|(_, place)| view.noun(place, world, &|_| false).lent())
        .filter(|a| a.classes.has(Classes::GROUND.with(Classes::NAME)) && !a.classes.has(Classes::ARMED))
        .map(|a| Arg { classes: a.classes.with(Classes::GROUND).with(Classes::PLACE), ..a })
        .collect()
}

/// "withdrew back to X": where they went.
fn whither(place: &Arg) -> bool {
    place
        .preposition
        .as_deref()
        .is_some_and(|p| matches!(p, "to" | "toward" | "towards") || p.ends_with(" to"))
}

/// "the rebels in X retreated to Y": it is X that they left.
fn left(view: &View<'_>, world: &dyn Knowledge, draft: &Draft) -> Vec<Arg> {
    let inside = draft.actors.iter().flat_map(|a| view.prepositional(a.head));
    inside
        .filter(|(p, _)| matches!(p.as_str(), "in" | "at" | "inside" | "around" | "near"))
        .map(|(preposition, head)| view.noun(head, world, &|_| false).under(preposition).lent())
        .filter(|place| place.classes.has(Classes::GROUND))
        .collect()
}

/// "a Northern missile exploded in X": whose missile it was.
fn makers(view: &View<'_>, world: &dyn Knowledge, bound: &Bound, draft: &Draft) -> Vec<Arg> {
    let thrown = Classes::MUNITION.with(Classes::AIRCRAFT).with(Classes::EXPLOSIVE).with(Classes::DRONE);
    let things = draft.means.iter().chain(&bound.agents).filter(|a| a.classes.has(thrown));
    things.filter_map(|thing| modifier(view, world, thing.head)).take(1).collect()
}

/// "troops stationed north of X": where those stand who are attacked.
fn stand(view: &View<'_>, bounds: &[Bound], target: u32) -> Vec<Arg> {
    let clause = view.clauses.iter().position(|c| {
        let token = view.token(c.predicate);
        let behind = c.predicate == target + 1 && matches!(token.tag, Tag::Vbn | Tag::Vbd);
        (token.label == Label::Acl && token.head == target || behind)
            && view.lexicon.listed("stationed", &view.word(c.predicate).to_lowercase())
    });
    let Some(clause) = clause else { return Vec::new() };
    let there = bounds[clause].obliques.iter().filter(|o| {
        o.classes.has(Classes::GROUND)
            && o.preposition.as_deref().is_some_and(|p| is_locative(view, p))
            && o.head > view.clauses[clause].predicate
    });
    there.cloned().collect()
}

/// "the number of people killed in X rose to 200": the number that a clause behind its noun is counted by.
pub(crate) fn tally(view: &View<'_>, clause: &Clause) -> Option<Arg> {
    let token = view.token(clause.predicate);
    let counted = view.token(token.head);
    let of = counted.head;
    let number = view.token(of).head;
    let told = token.label == Label::Acl
        && counted.label == Label::Pobj
        && view.word(of).eq_ignore_ascii_case("of")
        && view.lexicon.listed("tally", &view.token(number).lemma)
        && matches!(view.token(number).label, Label::Nsubj | Label::Nsubjpass);
    let verb = view.token(number).head;
    let below = view.children(verb).iter().filter(|&&c| told && c > verb);
    let head = below
        .flat_map(|&c| std::iter::once(c).chain(view.children(c).iter().copied()))
        .find(|&c| view.token(c).tag == Tag::Cd)?;
    Some(Arg::of(head, view.token(head).span, Classes::NONE).lent())
}

/// "a Northern night attack": the party among the words before a noun.
pub(crate) fn modifier(view: &View<'_>, world: &dyn Knowledge, noun: u32) -> Option<Arg> {
    let found = (noun.saturating_sub(5)..noun).rev().take_while(|&i| {
        matches!(
            view.token(i).tag,
            Tag::Jj | Tag::Nn | Tag::Nnp | Tag::Nnps | Tag::Hyph | Tag::Vbg | Tag::Vbn
        )
    });
    let head = found
        .filter(|&i| view.word(i).chars().next().is_some_and(char::is_uppercase))
        // "Northern-made rockets" are anybody's.
        .filter(|&i| {
            !(view.word(i + 1) == "-" && view.lexicon.listed("make", &view.word(i + 2).to_lowercase()))
        })
        .find(|&i| world.is_actor(view.passage, view.token(i).span))?;
    let arg = view.noun_of(head, view.token(head).span, world, &|_| false);
    Some(Arg { classes: arg.classes.with(Classes::ARMED), ..arg })
}

#[cfg(test)]
mod tests {
    use crate::testing::claims as read;

    #[test]
    fn whose_missile_it_was_is_told_before_it() {
        let claims = read("On 4 May 2022, two Russian rockets exploded in Sumy.");
        assert_eq!(claims[0].actors[0].side.as_deref(), Some("russia"));
        let claims = read("On 4 May 2022, two Russian-made rockets exploded in Sumy.");
        assert!(claims[0].actors.is_empty(), "{:?}", claims[0].actors);
    }

    #[test]
    fn an_attack_on_troops_stationed_somewhere_is_there() {
        let claims = read(
            "On 4 May 2019, rebel forces launched an offensive against the troops stationed near Belvar.",
        );
        let places: Vec<&str> = claims[0].places.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(places, ["near Belvar"]);
    }

    #[test]
    fn what_is_fought_for_is_where() {
        let claims = read("On 4 May 2019, rebel forces fought for control of the town of Belvar.");
        let places: Vec<&str> = claims[0].places.iter().map(|p| p.text.as_str()).collect();
        assert_eq!(places, ["town of Belvar"]);
    }

    #[test]
    fn a_tally_is_told_by_its_verb() {
        let claims = read("On 4 May 2019, the number of civilians killed in the town of Belvar rose to 212.");
        let told: Vec<_> = claims[0].figures.iter().map(|f| (f.what, f.min)).collect();
        assert_eq!(told, [(crate::FigureKind::Killed, Some(212))]);
    }

    #[test]
    fn who_came_with_an_attack_is_counted() {
        let claims = read(
            "On 4 May 2019, rebel forces launched an assault on the port of Belvar with a column of some 6,000 fighters.",
        );
        let told: Vec<_> = claims[0].figures.iter().map(|f| (f.what, f.min)).collect();
        assert_eq!(told, [(crate::FigureKind::Deployed, Some(6000))]);
    }

    #[test]
    fn groups_are_not_people() {
        let claims = read(
            "On 4 May 2019, government forces killed three separate groups of militants near the town of Belvar.",
        );
        assert!(claims.iter().all(|c| c.figures.iter().all(|f| f.min != Some(3))));
    }
}
