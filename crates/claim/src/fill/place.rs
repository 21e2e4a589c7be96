//! Where it was, when the claim's own arguments tell no place.

use annalist_language::{Label, Relation, Tag};

use crate::draft::{Draft, chain};
use crate::kinds::somewhere;
use crate::story::Story;
use crate::view::{Knowledge, View};
use crate::world::World;
use crate::{Claim, Kind, Modality, PlaceSlot, slots};

/// A place that the claim's own words name and no other claim of the sentence has: "led by X north of Y".
fn own(view: &View<'_>, world: &World<'_>, told: &[(Draft, Claim)], i: usize) -> Option<PlaceSlot> {
    let span = told[i].1.text_span;
    let taken = |s: annalist_span::Span| {
        told.iter().flat_map(|(_, c)| &c.places).any(|p| p.span.is_some_and(|p| p.overlaps(s)))
    };
    world.places_along(view.passage, span).iter().find_map(|m| {
        if m.value.associative
            || !span.contains(m.span)
            || taken(m.span)
            || world.in_actor(view.passage, m.span)
        {
            return None;
        }
        if world.actor(view.passage, m.span).side.is_some()
            && world.actor(view.passage, m.span).antecedent.is_none()
            && m.value.id.is_none()
        {
            return None;
        }
        let first = view.tokens_in(m.span).next()?;
        let mut at = first.checked_sub(1)?;
        while at > 0
            && (matches!(view.token(at).tag, annalist_language::Tag::Dt | annalist_language::Tag::Jj)
                || view.lexicon.listed("settlement", &view.token(at).lemma)
                || view.word(at) == "of" && view.lexicon.listed("settlement", &view.token(at - 1).lemma))
        {
            at -= 1;
        }
        let word = view.word(at).to_lowercase();
        let turned =
            word == "of" && at > 0 && view.lexicon.listed("compass", &view.word(at - 1).to_lowercase());
        let beside = view.lexicon.listed("nearby", &word);
        if !turned && !beside && !view.lexicon.listed("within", &word) {
            return None;
        }
        let from = match word.as_str() {
            "of" => at - 1,
            _ if beside => at,
            _ => first,
        };
        let whole = view.token(from).span.cover(m.span);
        Some(PlaceSlot {
            text: view.text(whole).to_owned(),
            span: Some(whole),
            place: world.place(view.passage, whole),
            extent: crate::Extent::Whole,
        })
    })
}

/// "In X, a resident said that her house was shelled": the place that a sentence begins with.
fn fronted(view: &View<'_>, world: &World<'_>, claim: &Claim) -> Option<PlaceSlot> {
    let subject =
        (0..view.len()).find(|&i| matches!(view.token(i).label, Label::Nsubj | Label::Nsubjpass))?;
    // "In the capital X, the ministry said that ten had died": where those sit who speak.
    let verb = view.token(subject).head;
    let says = ["report", "confirm", "deny"].iter().any(|l| view.lexicon.listed(l, &view.token(verb).lemma));
    if says && view.lexicon.listed("seat", &view.token(subject).lemma.to_lowercase()) {
        return None;
    }
    (0..subject).find_map(|i| {
        let token = view.token(i);
        if token.label != Label::Prep
            || token.head < subject
            || !view.lexicon.listed("within", &view.word(i).to_lowercase())
        {
            return None;
        }
        let object = *view.children(i).iter().find(|&&c| view.token(c).label == Label::Pobj)?;
        let proper = |&t: &u32| matches!(view.token(t).tag, Tag::Nnp | Tag::Nnps);
        let first = (0..=object).rev().take_while(proper).last()?;
        let unknown = view.token(first).span.cover(view.token(object).span);
        let name = world.named_place(view.passage, view.phrase(object)).unwrap_or(unknown);
        let told = claim.text_span.start >= name.end
            && name.contains(view.token(object).span)
            && !world.is_time(view.passage, name);
        told.then(|| slots::slot_at(view, world, name, object))
    })
}

/// "launched an offensive to capture X": on X.
fn goal(view: &View<'_>, told: &[(Draft, Claim)], i: usize) -> Option<Vec<PlaceSlot>> {
    let (own, claim) = &told[i];
    if !matches!(claim.kind, Kind::Attack | Kind::Advance) {
        return None;
    }
    let meant = told.iter().skip(i + 1).find(|(d, c)| {
        let token = view.token(d.predicate);
        let carried = own.carrier.map(|n| view.clauses[n].predicate);
        let hangs = token.head == own.predicate || carried == Some(token.head);
        matches!(c.kind, Kind::Capture | Kind::Enter | Kind::Encircle)
            && matches!(c.modality, Modality::Intended | Modality::Attempted)
            && (hangs
                || chain(view, d.clause).iter().any(|(n, _)| *n == own.clause || own.carrier == Some(*n)))
    });
    let named = |p: &&PlaceSlot| p.text.chars().any(char::is_uppercase);
    let places: Vec<PlaceSlot> =
        meant?.1.places.iter().filter(named).map(|p| PlaceSlot { span: None, ..p.clone() }).collect();
    (!places.is_empty()).then_some(places)
}

/// Whether a claim tells where the story is: a goal or a plan is somewhere else.
fn stands(claim: &Claim) -> bool {
    claim.modality != Modality::Intended
        && claim.modality != Modality::Denied
        && !matches!(claim.kind, Kind::Accord | Kind::Say | Kind::Release | Kind::Route)
        && !(claim.kind == Kind::Advance && claim.modality == Modality::Attempted)
}

/// "reinforcements came from X": where they came from is not where things happen.
fn origin(draft: &Draft) -> bool {
    let from = |a: &crate::view::Arg| a.preposition.as_deref() == Some("from");
    draft.kind == Kind::Deploy && !draft.places.is_empty() && draft.places.iter().all(from)
}

/// "a factory was bombed. Ten people were killed": those who were harmed were where the sentence before struck.
fn struck(view: &View<'_>, story: &Story) -> Option<Vec<PlaceSlot>> {
    let from = story.sentence.max(story.paragraph).min(story.claims.len());
    let one = |p: &&PlaceSlot| {
        let head = head_of(p);
        !head.ends_with('s') && !view.lexicon.listed("owned_ground", head) && bounded(view, p)
    };
    let hit = |c: &&Claim| crate::kinds::strikes(c.kind) && stands(c) && c.places.iter().any(|p| one(&p));
    let before = story.claims[from..].iter().rev().find(hit)?;
    Some(before.places.iter().filter(one).cloned().collect())
}

/// Whether a place lends itself to claims after it: "streets", "several positions" and "territory" do not.
fn lends(view: &View<'_>, place: &PlaceSlot) -> bool {
    let bare = !place.text.chars().any(char::is_uppercase);
    let head = head_of(place);
    // "within two kilometres of X": how near somebody came.
    let reach = place.text.starts_with("within ") || place.text.starts_with("to within ");
    if reach || place.text.starts_with("along ") || view.lexicon.listed("length", &crate::lexicon::key(head))
    {
        return false;
    }
    // "the flank of the rebels", "rebel positions": where somebody was, not where things are.
    let named = [" in ", " near ", " at ", " around "]
        .iter()
        .any(|w| place.text.split_once(w).is_some_and(|(_, rest)| rest.chars().any(char::is_uppercase)));
    let owned = view.lexicon.listed("owned_ground", head) && !named;
    let within =
        place.text.rsplit_once(" of ").is_some_and(|(_, whole)| whole.starts_with(char::is_uppercase));
    let named = named || within;
    let building = view.lexicon.listed("building", &crate::lexicon::key(&head.to_lowercase()))
        || view.lexicon.listed("building", head.to_lowercase().trim_end_matches('s'));
    !(owned || building && !named || bare) && bounded(view, place)
}

/// "rebel-held areas of the town": what lends itself is the city, which the document is about.
fn town_of(view: &View<'_>, world: &World<'_>, place: &PlaceSlot) -> Option<PlaceSlot> {
    let (part, whole) = place.text.rsplit_once(" of the ")?;
    let held = ["-held", "-controlled", "-occupied"].iter().any(|w| part.contains(w));
    let main = world.main().filter(|_| held && view.lexicon.listed("settlement", whole))?;
    let mut told = world.mentions_before(view.passage + 1, 0);
    let (text, value) = told.find(|(t, v)| crate::world::is_known_by(t, v, main))?;
    let extent = crate::Extent::Whole;
    Some(PlaceSlot { text: text.to_owned(), span: None, place: value.clone(), extent })
}

/// "the Northern quarter", "the Orlin roundabout": what goes on later goes on in the town that the document is about.
fn quarter_of(view: &View<'_>, world: &World<'_>, place: &PlaceSlot) -> Option<PlaceSlot> {
    let head = head_of(place).to_lowercase();
    let quarter = ["neighborhood", "neighbourhood", "quarter", "roundabout", "hospital"]
        .contains(&head.trim_end_matches('s'));
    let main = world.main().filter(|_| quarter)?;
    let mut told = world.mentions_before(view.passage + 1, 0);
    let (text, value) = told.find(|(t, v)| crate::world::is_known_by(t, v, main))?;
    Some(PlaceSlot { text: text.to_owned(), span: None, place: value.clone(), extent: crate::Extent::Whole })
}

/// Whether a place is one: "territory", "more ground" and "rural areas" have no bounds.
fn bounded(view: &View<'_>, place: &PlaceSlot) -> bool {
    place.text.chars().any(char::is_uppercase) || !view.lexicon.listed("unbounded", head_of(place))
}

/// The last word of a place's own noun: "position" of "the position of a tank".
fn head_of(place: &PlaceSlot) -> &str {
    let head = place.text.split([',', '(']).next().unwrap_or("");
    let head = [" of ", " over ", " in ", " near "].iter().fold(head, |h, w| h.split(w).next().unwrap_or(h));
    head.trim().rsplit(' ').next().unwrap_or("")
}

/// A claim without a place stands where its sentence, or the narrative before it, stands.
pub(super) fn places(
    view: &View<'_>,
    world: &World<'_>,
    story: &Story,
    told: &mut [(Draft, Claim)],
    i: usize,
) {
    if !told[i].1.places.is_empty() || !somewhere(told[i].1.kind) {
        return;
    }
    if let Some(slot) = own(view, world, told, i) {
        told[i].1.places = vec![slot];
        return;
    }
    if let Some(goal) = goal(view, told, i) {
        told[i].1.places = goal;
        told[i].1.flags.push("place: told before".to_owned());
        return;
    }
    let clause = told[i].0.clause;
    // The clause that governs it, or that it governs.
    let near: Vec<usize> = chain(view, clause)
        .into_iter()
        .filter(|(_, r)| !matches!(r, Relation::Relative))
        .map(|(c, _)| c)
        .collect();
    let related = told
        .iter()
        .enumerate()
        .filter(|(j, (d, c))| {
            *j != i
                && stands(c)
                && !origin(d)
                && c.places.iter().any(|p| !p.text.is_empty() && bounded(view, p))
        })
        .filter(|(_, (d, _))| {
            let tied = near.contains(&d.clause)
                || told[i].1.kind != Kind::Deploy && d.carrier.is_some_and(|c| near.contains(&c))
                || chain(view, d.clause).iter().any(|(c, _)| *c == clause);
            let loose = !matches!(told[i].1.kind, Kind::Airstrike | Kind::Drone | Kind::Deploy)
                && told[i].1.modality != Modality::Intended;
            tied || loose
        })
        .min_by_key(|(j, (d, _))| {
            let own = told[i].0.carrier.unwrap_or(clause);
            let below = chain(view, d.clause).iter().position(|(c, _)| *c == clause || *c == own);
            let governs = below.or_else(|| near.iter().position(|n| *n == d.clause || d.carrier == Some(*n)));
            (governs.unwrap_or(99), *j > i, j.abs_diff(i))
        })
        .map(|(_, (_, c))| c.places.clone());
    let here = if related.is_none() { fronted(view, world, &told[i].1) } else { None };
    // Who is meant to be killed is not where the story stands.
    if told[i].1.modality == Modality::Intended && told[i].1.kind == Kind::Harm {
        return;
    }
    if let Some(slot) = here {
        told[i].1.places = vec![slot];
        return;
    }
    let found = related.or_else(|| {
        let kind = told[i].1.kind;
        if told[i].1.modality == Modality::Intended || kind == Kind::Deploy {
            return None;
        }
        // "the offensive was halted": where it was told to be.
        if kind == Kind::Attack && told[i].0.definite {
            let noun = view.word(told[i].0.predicate).to_lowercase();
            let same = |c: &Claim| {
                c.kind == kind
                    && c.places.iter().any(|p| bounded(view, p))
                    && c.evidence.quote.to_lowercase().contains(&noun)
            };
            if let Some(places) = story.last(same, true).map(|c| c.places.clone()) {
                return Some(places);
            }
        }
        if kind == Kind::Airstrike {
            return None;
        }
        // "a counter-attack" is where the attack was that it answers.
        let answers = kind == Kind::Attack
            && told[i].0.nominal
            && view.lexicon.listed("answer", &crate::lexicon::key(view.word(told[i].0.predicate)));
        let narrow = matches!(
            kind,
            Kind::Attack
                | Kind::Shelling
                | Kind::Bombing
                | Kind::Advance
                | Kind::Capture
                | Kind::Displace
                | Kind::Chemical
        );
        if narrow && told[i].0.nominal && !told[i].0.definite && !answers {
            return None;
        }
        if kind == Kind::Harm
            && let Some(there) = struck(view, story)
        {
            return Some(there);
        }
        let from = story.last(|c| stands(c) && c.places.iter().any(|p| lends(view, p)), false)?;
        let whole = |p| {
            quarter_of(view, world, p)
                .or_else(|| town_of(view, world, p))
                .unwrap_or_else(|| crate::slots::undivided(view, p))
        };
        Some(from.places.iter().filter(|p| lends(view, p)).map(whole).collect())
    });
    let elsewhere = told[i].1.modality == Modality::Intended || told[i].1.kind == Kind::Deploy;
    let found = found.or_else(|| world.stage().filter(|_| !elsewhere).map(|p| vec![p]));
    if let Some(found) = found {
        told[i].1.places = found.into_iter().map(|p| PlaceSlot { span: None, ..p }).collect();
        told[i].1.flags.push("place: told before".to_owned());
    }
}

#[cfg(test)]
mod tests {
    fn place(text: &str, words: &str) -> Vec<String> {
        let claims = crate::testing::claims(text);
        let claim = claims.into_iter().find(|c| c.evidence.quote.contains(words)).unwrap();
        claim.places.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn where_a_ministry_speaks_is_not_where_soldiers_died() {
        let text = "In Belvar, the Defence Ministry said that four soldiers had died on 4 May 2019.";
        assert_eq!(place(text, "died"), Vec::<String>::new());
        let text = "In Belvar, a resident said that four soldiers had died on 4 May 2019.";
        assert_eq!(place(text, "died"), ["Belvar"]);
    }

    #[test]
    fn the_dead_were_where_the_sentence_before_struck() {
        let text = "On 4 May 2019, rebels fought the army in Belvar. The army shelled a factory. Ten people were killed.";
        assert_eq!(place(text, "Ten people"), ["a factory"]);
    }

    #[test]
    fn what_happens_later_is_in_the_town_rather_than_in_a_house_of_it() {
        let text =
            "On 4 May 2019, rebels fought the army in Belvar. The army shelled a house. Fighting continued.";
        assert_eq!(place(text, "Fighting continued"), ["Belvar"]);
    }

    #[test]
    fn how_near_somebody_came_is_not_where_others_died() {
        let text = "On 4 May 2019, the army fought rebels in Dorin. The rebels came within two kilometres of Belvar. Ten \
                    soldiers were killed.";
        assert_eq!(place(text, "Ten soldiers"), ["Dorin"]);
    }

    #[test]
    fn the_town_is_the_one_entered_rather_than_the_one_ahead() {
        let text = "On 4 May 2019, the army entered Dorin, advancing towards Belvar. Fighting broke out inside the town.";
        assert_eq!(place(text, "Fighting broke"), ["Dorin"]);
    }

    #[test]
    fn where_reinforcements_came_from_lends_nothing() {
        let text = "On 4 May 2019, rebels fought the army in Belvar. The attack was repelled, with rebel reinforcements \
                    coming from Dorin.";
        assert_eq!(place(text, "was repelled"), ["Belvar"]);
    }
}
