//! Events told as what led up to another: "after four days of …".

use annalist_language::{Label, Sentence};

use crate::meaning::Op;
use crate::usage::Use;
use crate::when::Used;
use crate::{ClauseTime, Edtf, TimexKind};

/// "It fell after three days of shelling": the shelling filled the three days that led up to it.
pub(crate) fn led_up_to(
    sentence: &Sentence,
    used: &[Used],
    own: &[Option<ClauseTime>],
    times: &mut [ClauseTime],
) {
    for length in used.iter().filter(|u| u.op == Op::Duration && u.how == Use::After) {
        let (Some(days), Some(head)) = (days_of(length), length.head) else { continue };
        let governor = length.attached.clause;
        let Some(end) = governor.and_then(|g| times.get(g)?.when.as_ref()?.single_day()) else { continue };
        let Some(run) =
            Edtf::day(end).shifted(-days).and_then(|begin| Edtf::between(&begin, &Edtf::day(end)))
        else {
            continue;
        };
        for (i, clause) in sentence.clauses.iter().enumerate() {
            let undated = own.get(i).is_none_or(Option::is_none);
            if Some(i) != governor && undated && hangs_on(sentence, clause.predicate as usize, head) {
                times[i].when = Some(run.clone());
                times[i].part = None;
            }
        }
    }
}

/// The days of a length told in days or weeks.
fn days_of(length: &Used) -> Option<i64> {
    let value = length.value.value.strip_prefix('P').filter(|_| length.value.kind == TimexKind::Duration)?;
    let days = |unit: char, each: i64| Some(value.strip_suffix(unit)?.parse::<i64>().ok()? * each);
    days('D', 1).or_else(|| days('W', 7)).filter(|d| (1..=366).contains(d))
}

/// Whether the token at `at` is `head` or hangs on it by "of".
fn hangs_on(sentence: &Sentence, mut at: usize, head: usize) -> bool {
    for _ in 0..6 {
        if at == head {
            return true;
        }
        let Some(token) = sentence.tokens.get(at) else { return false };
        if !matches!(token.label, Label::Pobj | Label::Pcomp | Label::Prep | Label::Conj) {
            return false;
        }
        at = token.head as usize;
    }
    false
}

#[cfg(test)]
mod tests {
    use annalist_language::Pipeline;
    use annalist_span::Span;

    use crate::TimeLayer;

    /// The time of the clause around `word` in `text`.
    fn time(text: &str, word: &str) -> Option<String> {
        let document = annalist_document::read("text.txt", text.as_bytes()).unwrap().remove(0);
        let pipeline = Pipeline::embedded();
        let analyses: Vec<_> = document.passages.iter().map(|p| pipeline.analyse(&p.text)).collect();
        let layer = TimeLayer::read(&document, &analyses, None);
        let found = document.passages.iter().enumerate().find_map(|(i, p)| Some((i, p.text.find(word)?)));
        let (passage, at) = found.unwrap();
        let time = layer.time_at(passage as u32, Span::of(at, at + word.len()));
        time.when.map(|w| w.as_str().to_owned())
    }

    #[test]
    fn what_led_up_to_a_day_filled_the_days_before() {
        let text = "The garrison left on 9 June 1931. The next day, the fort fell to the army after two days of shelling.";
        assert_eq!(time(text, "shelling").as_deref(), Some("1931-06-08/1931-06-10"));
        assert_eq!(time(text, "fell").as_deref(), Some("1931-06-10"));
    }

    #[test]
    fn a_while_after_an_untold_day_of_a_month_may_reach_the_next() {
        let text = "In June 1931, the army attacked the fort. After ten days, the rebels shelled the camp.";
        assert_eq!(time(text, "shelled").as_deref(), Some("1931-06/1931-07"));
    }

    #[test]
    fn as_of_a_day_sees_the_story_from_there() {
        let text = "On 7 June 1931 the fort fell. As of 9 June 1931, the siege had stalled. The rebels shelled the camp.";
        assert_eq!(time(text, "stalled").as_deref(), Some("../1931-06-09"));
        assert_eq!(time(text, "shelled").as_deref(), Some("1931-06-09"));
    }
}
