//! When the event that the whole document tells took place: from its infobox, or from what its lead says of its course.

use annalist_span::Span;
use annalist_time::{ClauseTime, Edtf};

use crate::Kind;
use crate::draft::Draft;
use crate::view::View;
use crate::world::World;

/// Gives a document's own event, told by its first sentence ("The X offensive was an operation …"), and what was meant
/// by it, the days of its course where the sentence tells none or only a year.
pub(crate) fn date(view: &View<'_>, world: &World<'_>, draft: &Draft, meant: bool, time: &mut ClauseTime) {
    let first = world.document.passages.iter().position(|p| p.role.is_narrative());
    if first != Some(view.passage as usize) || view.index != 0 {
        return;
    }
    let event = draft.nominal && matches!(draft.kind, Kind::Attack | Kind::Clash) && entitled(view, draft);
    let aim =
        meant && (0..view.sentence.clauses.len()).any(|c| view.clauses[c].lemma == "be" && c != draft.clause);
    // A bare year.
    let wide = time.when.as_ref().is_none_or(|w| w.as_str().len() == 4);
    if (event || aim)
        && wide
        && let Some(course) = of(world, view.passage)
    {
        time.when = Some(course);
    }
}

/// "The X was a battle": what the subject is, with its name before it.
fn entitled(view: &View<'_>, draft: &Draft) -> bool {
    let token = view.token(draft.predicate);
    let copula = |v: u32| {
        &*view.token(v).lemma == "be"
            && view.children(v).iter().any(|&s| s < v && view.token(s).span.start < token.span.start)
    };
    copula(token.head) || draft.carrier.is_some_and(|c| view.clauses[c].lemma == "be")
}

/// The days of the event: those of the infobox, else those on which the lead says that it lasted, or began and ended.
fn of(world: &World<'_>, passage: u32) -> Option<Edtf> {
    if let Some(days) = crate::infobox::dates(world) {
        return Some(days);
    }
    let text = world.text(passage);
    let list = world.times_along(passage, Span::of(0, text.len()));
    let behind = |words: &[&str]| {
        let at = words.iter().filter_map(|w| text.find(w).map(|at| at + w.len())).min()? as u32;
        list.iter().position(|m| m.span.start >= at && m.span.start < at + 6)
    };
    let day =
        |at: usize| list.get(at).and_then(|m| m.value.edtf.as_ref()).filter(|e| e.single_day().is_some());
    if let Some(at) = behind(&[" lasted from", " lasting from", " lasted between"]) {
        let group = list.get(at).and_then(|m| m.value.group.clone().or_else(|| m.value.edtf.clone()));
        let pair = || Edtf::between(day(at)?, day(at + 1)?);
        return group.filter(|g| g.as_str().contains('/')).or_else(pair);
    }
    let began =
        behind(&[" began on", " started on", " beginning on", " begun on", " launched on"]).and_then(day)?;
    let ended = behind(&[" ended on", " concluded on", " ending on"]).and_then(day);
    ended.and_then(|e| Edtf::between(began, e)).or_else(|| Some(began.clone()))
}

#[cfg(test)]
mod tests {
    use crate::testing::when;

    #[test]
    fn the_event_of_the_document_has_the_days_that_its_lead_gives_it() {
        let text = "The Battle of Belvar was a battle for the town of Belvar during the 2019 Northern war. The \
                    battle lasted from 4 May 2019 to 9 June 2019, the last day of shelling.";
        assert_eq!(when(text, "battle for").as_deref(), Some("2019-05-04/2019-06-09"));
        let text =
            "The Battle of Belvar was an engagement of the 2019 Northern war that began on 4 May 2019.";
        assert_eq!(when(text, "engagement").as_deref(), Some("2019-05-04"));
    }

    #[test]
    fn the_infobox_dates_the_event_and_what_was_meant_by_it() {
        let text = "---\ntitle: Belvar offensive\ndate:\n  - 4 May – 9 June 2019\n---\n\nThe 2019 Belvar offensive was a military \
                    operation launched by rebel forces to capture the town of Belvar from the army.\n";
        let claims = crate::testing::claims(text);
        let told: Vec<_> = claims.iter().map(|c| c.when.as_ref().map(annalist_time::Edtf::as_str)).collect();
        assert_eq!(told, [Some("2019-05-04/2019-06-09"); 2], "{claims:?}");
    }
}
