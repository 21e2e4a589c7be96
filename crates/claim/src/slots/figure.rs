//! Numbers told of people and things.

use annalist_language::{Label, Tag};

use super::group::included;
use super::{party, trim};
use crate::lexicon::Classes;
use crate::view::{Arg, View};
use crate::world::World;
use crate::{Figure, FigureKind};

/// Figures of the nouns that a rule counts.
pub(crate) fn figures(view: &View<'_>, world: &World<'_>, counted: &[(Arg, FigureKind)]) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    let mut last: Option<(String, Option<String>)> = None;
    let listed: Vec<(Arg, FigureKind)> = counted
        .iter()
        .flat_map(|(arg, kind)| {
            let made_of = if crate::figures::count(view, arg.head).is_none()
                && view.lexicon.listed("body", &view.token(arg.head).lemma)
            {
                view.prepositional(arg.head).into_iter().filter(|(p, _)| p == "of").map(|(_, o)| o).collect()
            } else {
                Vec::new()
            };
            let inner = included(view, arg.head).into_iter().chain(made_of).map(|head| Arg {
                head,
                span: view.phrase(head),
                full: view.phrase(head),
                preposition: None,
                ..arg.clone()
            });
            std::iter::once(arg.clone()).chain(inner).map(|a| (a, *kind)).collect::<Vec<_>>()
        })
        .collect();
    for (arg, kind) in &listed {
        let what = refine(view, arg, *kind);
        let Some(number) = number(view, arg, what) else { continue };
        // "killed three groups of militants": nobody knows how many.
        let bands = matches!(what, FigureKind::Killed | FigureKind::Wounded | FigureKind::Captured)
            && view.lexicon.listed("band", &view.token(arg.head).lemma)
            && number.min.is_some();
        if bands {
            continue;
        }
        // "40 of their troops" counts troops.
        let more = matches!(view.word(arg.head).to_lowercase().as_str(), "more" | "further");
        let bare = (view.token(arg.head).tag == Tag::Cd || more)
            && !view.prepositional(arg.head).iter().any(|(p, o)| {
                p == "of" && matches!(view.token(*o).tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
            });
        let own = party(view, world, arg);
        let (who, side) = if bare || arg.classes.has(Classes::PRONOUN) {
            last.clone().unwrap_or((own.text.clone(), own.side.clone()))
        } else {
            (noun_text(view, arg), own.side.clone())
        };
        last = Some((who.clone(), side.clone()));
        let figure = Figure {
            what,
            who,
            side,
            min: number.min,
            max: number.max,
            quote: view.text(number.span).to_owned(),
            span: Some(number.span),
        };
        // "killing X, Y and Z": three.
        if number.span == view.phrase(arg.head)
            && is_person(view, arg)
            && let Some(before) = out.last_mut().filter(|f| {
                f.what == what
                    && f.min == f.max
                    && f.span.is_some_and(|s| {
                        view.tokens_in(s).last().is_some_and(|l| {
                            view.token(arg.head).label == Label::Conj
                                && arg.head <= l + 8
                                && joined(view, l, arg.head)
                        })
                    })
            })
        {
            // "the colonel and commander of the brigade was killed": one man.
            let bare = before.span.is_some_and(|s| {
                !view.tokens_in(s).any(|i| matches!(view.token(i).tag, Tag::Dt | Tag::PrpS))
                    && view.tokens_in(s).last().is_some_and(|i| view.token(i).tag == Tag::Nn)
            });
            let own = view.tokens_in(view.phrase(arg.head)).next();
            if bare && own.is_some_and(|i| view.token(i).tag == Tag::Nn) {
                continue;
            }
            before.min = before.min.map(|n| n + 1);
            before.max = before.min;
            before.span = before.span.map(|s| s.cover(number.span));
            before.quote = before.span.map(|s| view.text(s).to_owned()).unwrap_or_default();
            continue;
        }
        if !out.iter().any(|f| f.span == figure.span) {
            out.push(figure);
        }
    }
    out
}

/// Whether the words of a figure tell a number, rather than one person or thing.
pub(crate) fn told_number(figure: &Figure) -> bool {
    let one = figure.min == Some(1) && figure.max == Some(1);
    !one || figure.quote.split(' ').any(|w| crate::figures::value(w).is_some())
}

/// Whether only names, commas and "and" stand between two tokens.
fn joined(view: &View<'_>, from: u32, to: u32) -> bool {
    (from + 1..to).all(|i| {
        matches!(view.token(i).tag, Tag::Nnp | Tag::Nn | Tag::Jj | Tag::Comma)
            || matches!(view.word(i), "and" | "," | "&")
    })
}

/// One person: a name that is nobody's army, or "the mayor".
fn is_person(view: &View<'_>, arg: &Arg) -> bool {
    let token = view.token(arg.head);
    let word = crate::lexicon::key(&token.lemma);
    let crowd = Classes::GROUND
        .with(Classes::EQUIPMENT)
        .with(Classes::EVENT)
        .with(Classes::TIME)
        .with(Classes::PLACE);
    if arg.classes.has(crowd) {
        return false;
    }
    let titled = || {
        view.children(arg.head).iter().any(|&c| {
            matches!(view.token(c).label, Label::Compound | Label::Nmod | Label::Amod)
                && view.lexicon.listed("title", &view.word(c).to_lowercase())
        })
    };
    match token.tag {
        Tag::Nnp => {
            arg.classes.has(Classes::NAME) && !view.word(arg.head).chars().all(char::is_uppercase) || titled()
        }
        Tag::Nn => view.lexicon.listed("title", &word),
        _ => false,
    }
}

/// "leaving ten people wounded": the word after the noun says what became of them.
fn refine(view: &View<'_>, arg: &Arg, kind: FigureKind) -> FigureKind {
    if kind != FigureKind::Killed {
        return kind;
    }
    for i in arg.head + 1..view.len().min(arg.head + 4) {
        match view.word(i).to_lowercase().as_str() {
            // "three of the wounded died": who they were before.
            "injured" | "wounded" if view.word(i - 1).eq_ignore_ascii_case("the") => return kind,
            "injured" | "wounded" | "hurt" => return FigureKind::Wounded,
            "dead" | "killed" => return kind,
            "," | "and" | "." | ";" => break,
            _ => {}
        }
    }
    kind
}

fn number(view: &View<'_>, arg: &Arg, what: FigureKind) -> Option<crate::figures::Number> {
    if let Some(number) = crate::figures::count(view, arg.head) {
        return Some(number);
    }
    let group = view.lexicon.listed("group", &view.token(arg.head).lemma)
        || view.token(arg.head).label == annalist_language::Label::Pobj
            && view
                .token(arg.head)
                .head
                .checked_sub(1)
                .is_some_and(|before| view.lexicon.listed("group", &view.token(before).lemma));
    if group {
        return None;
    }
    // "heavy casualties"
    if what == FigureKind::Other && view.lexicon.listed("toll", &view.token(arg.head).lemma) {
        return Some(crate::figures::Number { min: None, max: None, span: view.phrase(arg.head) });
    }
    // "Colonel X was killed": one.
    let person = arg.classes.has(Classes::NAME.with(Classes::ARMED).with(Classes::CIVILIAN))
        && !arg.classes.has(Classes::GROUND)
        && view.token(arg.head).tag == Tag::Nnp
        && view
            .tokens_in(view.phrase(arg.head))
            .filter(|&i| i < arg.head && view.token(i).tag == Tag::Nnp)
            .count()
            > 0;
    // "the mayor was arrested" counts nobody, "the mayor was killed" one of the dead.
    let people = matches!(what, FigureKind::Killed | FigureKind::Wounded);
    if people && (is_person(view, arg) || person && single_name(view, arg.head)) {
        return Some(crate::figures::Number { min: Some(1), max: Some(1), span: view.phrase(arg.head) });
    }
    // "a tank", "an orthopaedic doctor": one.
    let model = view.token(arg.head).tag == Tag::Nnp && arg.classes.has(Classes::EQUIPMENT);
    let singular = matches!(view.token(arg.head).tag, Tag::Nn) || model;
    let article = view
        .children(arg.head)
        .iter()
        .any(|&c| matches!(view.word(c).to_lowercase().as_str(), "a" | "an" | "another") && c < arg.head);
    let counts = matches!(
        what,
        FigureKind::Killed | FigureKind::Wounded | FigureKind::Captured | FigureKind::Destroyed
    );
    let thing = what == FigureKind::Destroyed
        && (arg.classes.has(Classes::GROUND.with(Classes::ARMED)) || !arg.classes.has(Classes::EQUIPMENT));
    (singular && article && counts && !thing && !arg.classes.has(Classes::EVENT))
        .then(|| crate::figures::Number { min: Some(1), max: Some(1), span: view.phrase(arg.head) })
}

/// Whether a name is a person's: no noun of a group in it, and no article before it.
fn single_name(view: &View<'_>, head: u32) -> bool {
    view.tokens_in(view.phrase(head)).filter(|&i| i <= head).all(|i| {
        let word = view.word(i);
        let lower = word.to_lowercase();
        let body = matches!(
            lower.as_str(),
            "the"
                | "its"
                | "their"
                | "brigade"
                | "army"
                | "battalion"
                | "regiment"
                | "group"
                | "division"
                | "corps"
                | "forces"
                | "front"
        );
        !body && !view.lexicon.noun(&crate::lexicon::key(&view.token(i).lemma)).has(Classes::GROUND)
    })
}

fn noun_text(view: &View<'_>, arg: &Arg) -> String {
    let span = trim(view, view.phrase(arg.head));
    let mut words: Vec<&str> = view
        .tokens_in(span)
        .skip_while(|&i| {
            crate::figures::value(view.word(i)).is_some()
                || matches!(
                    view.word(i).to_lowercase().as_str(),
                    "-" | "at"
                        | "least"
                        | "more"
                        | "than"
                        | "over"
                        | "about"
                        | "up"
                        | "to"
                        | "a"
                        | "an"
                        | "around"
                        | "nearly"
                        | "another"
                        | "some"
                        | "of"
                )
        })
        .map(|i| view.word(i))
        .collect();
    if words.is_empty() {
        words.push(view.word(arg.head));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::testing::claims as told;

    fn counts(text: &str) -> Vec<(Option<u64>, Option<u64>)> {
        told(text).iter().flat_map(|c| &c.figures).map(|f| (f.min, f.max)).collect()
    }

    #[test]
    fn a_number_of_somebody_counts_them_and_not_those_beside() {
        let claims =
            told("On 4 May 2019, 40 of the soldiers were killed in Belvar, along with six villagers.");
        let who: Vec<_> = claims[0].figures.iter().map(|f| (f.min, f.who.as_str())).collect();
        assert!(
            who.contains(&(Some(40), "the soldiers")) && who.contains(&(Some(6), "villagers")),
            "{who:?}"
        );
    }

    #[test]
    fn so_many_more_are_of_those_told_before() {
        let claims =
            told("On 4 May 2019, rebels killed nine soldiers and wounded at least 11 more in Belvar.");
        let all: Vec<_> = claims.iter().flat_map(|c| &c.figures).map(|f| (f.min, f.who.as_str())).collect();
        assert_eq!(all, [(Some(9), "soldiers"), (Some(11), "soldiers")]);
    }

    #[test]
    fn a_share_counts_nothing() {
        assert_eq!(counts("On 4 May 2019, 90% of the houses in Belvar were destroyed."), []);
        assert_eq!(counts("On 4 May 2019, 90 houses in Belvar were destroyed."), [(Some(90), Some(90))]);
    }

    #[test]
    fn no_fewer_and_no_more_bound_a_number() {
        assert_eq!(
            counts("On 4 May 2019, no fewer than 40 rebels were killed in Belvar."),
            [(Some(40), None)]
        );
        assert_eq!(
            counts("On 4 May 2019, no more than 40 rebels were killed in Belvar."),
            [(None, Some(40))]
        );
    }

    #[test]
    fn a_plan_to_kill_somebody_has_no_dead() {
        let claims = told("On 4 May 2019, the rebels planned to assassinate President Ivan Doe in Belvar.");
        assert!(claims.iter().all(|c| c.figures.is_empty()), "{claims:?}");
        assert_eq!(
            counts("On 4 May 2019, the rebels killed Colonel Ivan Doe in Belvar."),
            [(Some(1), Some(1))]
        );
    }

    #[test]
    fn who_was_arrested_is_not_counted_without_a_number() {
        let claims = told("On 4 May 2019, soldiers arrested the mayor in Belvar.");
        assert!(claims[0].kind == Kind::Detain && claims[0].figures.is_empty(), "{claims:?}");
    }

    #[test]
    fn an_aircraft_by_its_make_is_one() {
        assert_eq!(counts("On 4 May 2019, the rebels shot down an Su-25 near Belvar."), [(Some(1), Some(1))]);
        assert_eq!(counts("On 4 May 2019, the rebels shot down Su-25s near Belvar."), []);
    }
}
