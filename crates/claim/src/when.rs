//! When a claim's event was, from the time of its clause and how it is told.

use annalist_language::Label;
use annalist_time::{ClauseTime, Edtf, TimeReason, TimeWay};

use crate::Kind;
use crate::draft::Draft;
use crate::view::{Knowledge, View};
use crate::world::World;

/// The time of a draft; `told` says that somebody's word carries it.
pub(crate) fn of(view: &View<'_>, world: &World<'_>, draft: &Draft, told: bool) -> ClauseTime {
    let mut time = attached(view, world, draft);
    if former(view, draft, &time) || agreed(view, draft, &time) {
        time.when = time.when.as_ref().and_then(Edtf::by);
    }
    on_the_day(view, world, draft.kind, told, &mut time);
    time
}

/// The time of its own clause, or of the verb that carries it.
fn attached(view: &View<'_>, world: &World<'_>, draft: &Draft) -> ClauseTime {
    let own = if draft.clause < view.sentence.clauses.len() {
        world.clause_time(view.passage, view.index, draft.clause)
    } else {
        world.times.time_at(view.passage, draft.span)
    };
    if own.reason == TimeReason::Attached {
        return own;
    }
    for other in draft.carrier.iter().chain(&draft.absorbed) {
        let time = world.clause_time(view.passage, view.index, *other);
        if time.reason == TimeReason::Attached {
            return time;
        }
    }
    own
}

/// "an earlier attack": at some time before, unless its own time is told behind it.
fn former(view: &View<'_>, draft: &Draft, time: &ClauseTime) -> bool {
    let before = |&c: &u32| view.lexicon.listed("earlier", &view.word(c).to_lowercase());
    let end = view.token(draft.predicate.min(view.len().saturating_sub(1))).span.end;
    draft.nominal
        && time.way != TimeWay::Own
        && time.mention.is_none_or(|(p, m)| p != view.passage || m.end <= end)
        && view.children(draft.predicate).iter().any(before)
}

/// "left under an agreement": what was agreed before.
fn agreed(view: &View<'_>, draft: &Draft, time: &ClauseTime) -> bool {
    let token = view.token(draft.predicate.min(view.len().saturating_sub(1)));
    let word = view.word(token.head).to_lowercase();
    draft.kind == Kind::Accord
        && draft.nominal
        && time.way != TimeWay::Own
        && token.label == Label::Pobj
        && matches!(word.as_str(), "under" | "following" | "after" | "per")
}

/// "On the 4th, X said that they had captured Y": told as the news of that day. What people suffered,
/// or that somebody had left, may be older.
fn on_the_day(view: &View<'_>, world: &World<'_>, kind: Kind, told: bool, time: &mut ClauseTime) {
    let news = matches!(
        kind,
        Kind::Capture | Kind::Transfer | Kind::Enter | Kind::Advance | Kind::Encircle | Kind::Attack
    ) && told
        || kind == Kind::Hold;
    let Some(when) = time.when.as_ref().filter(|w| news && w.begin().is_none()) else { return };
    let until = (0..view.len()).any(|i| {
        matches!(view.word(i).to_lowercase().as_str(), "by" | "until" | "till" | "before")
            && (i + 1..view.len().min(i + 4)).any(|t| world.is_time(view.passage, view.token(t).span))
    });
    if until {
        return;
    }
    // "Between the 4th and the 6th, X said": the news of those days.
    let days = time.mention.and_then(|(passage, span)| {
        let value = &world.times_along(passage, span).iter().find(|m| m.span == span)?.value;
        value
            .group
            .clone()
            .or_else(|| value.edtf.clone())
            .filter(|e| e.begin().is_some() && e.end().is_some())
    });
    time.when = days.or_else(|| when.latest().map(Edtf::day)).or(time.when.take());
}

#[cfg(test)]
mod tests {
    use crate::Extractor;

    fn when(text: &str, words: &str) -> Option<String> {
        let document = annalist_document::read("t.txt", text.as_bytes()).unwrap().remove(0);
        let claims = Extractor::embedded().extract(&document, None).claims;
        let claim = claims.into_iter().find(|c| c.evidence.quote.contains(words)).unwrap();
        claim.when.map(|w| w.as_str().to_owned())
    }

    #[test]
    fn what_was_said_between_two_days_is_the_news_of_those_days() {
        let text =
            "Between 4 and 6 May 2019, local sources said that the rebels had captured the town of Belvar.";
        assert_eq!(when(text, "had captured").as_deref(), Some("2019-05-04/2019-05-06"));
    }

    #[test]
    fn an_earlier_attack_was_before() {
        let text = "On 4 May 2019, rebel forces captured Belvar, following an earlier attack by the army.";
        assert_eq!(when(text, "earlier attack").as_deref(), Some("../2019-05-04"));
    }

    #[test]
    fn what_was_agreed_came_before_what_was_done_under_it() {
        let text = "On 4 May 2019, under a truce with the army, rebel forces left the town of Belvar.";
        assert_eq!(when(text, "truce with").as_deref(), Some("../2019-05-04"));
    }
}
