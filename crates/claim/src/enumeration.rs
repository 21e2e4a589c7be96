//! Enumerations of places read off the words.
//!
//! Parsers lose members of long coordinations; the words do not: a name, a comma, a name, "and" a
//! name. A list is read from left to right and ends at the first thing that is no name.

use annalist_language::{Label, Tag};
use annalist_span::Span;

use crate::lexicon::Classes;
use crate::phrase::{chunk, trailing};
use crate::view::{Arg, Knowledge, View};
use crate::world::World;

/// Longest list that is read.
const MOST: usize = 64;

/// The names of a list that begins at token `from`, in order.
pub(crate) fn members(view: &View<'_>, world: &World<'_>, from: u32) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = from;
    while out.len() < MOST {
        let Some((span, next)) = member(view, world, at) else { break };
        out.push(span);
        match separator(view, next) {
            Some(after) => at = after,
            None => break,
        }
    }
    out
}

/// The names that stand for the members of a group: "six places, including A and B", "the villages
/// of A and B", "three villages: A, B and C".
pub(crate) fn listed(view: &View<'_>, world: &World<'_>, head: u32) -> Vec<Span> {
    // "most of the province, including A and B"
    let area = matches!(view.token(head).tag, Tag::Nnp | Tag::Nn | Tag::Jjs)
        && view.tokens_in(view.phrase(head)).last().is_some_and(|last| {
            let word = |n: u32| if last + n < view.len() { view.word(last + n) } else { "" };
            word(1) == "," && word(2) == "including"
        });
    if !matches!(view.token(head).tag, Tag::Nns | Tag::Nnps) && !area {
        return Vec::new();
    }
    opening(view, head).map(|from| members(view, world, from)).unwrap_or_default()
}

/// The names after "the villages of", where the noun names its members.
pub(crate) fn named(view: &View<'_>, world: &World<'_>, head: u32) -> Vec<Span> {
    let of = head + 1;
    let plural =
        matches!(view.token(head).tag, Tag::Nns) && view.lexicon.listed("naming", &view.token(head).lemma);
    if plural && of < view.len() && view.word(of) == "of" { members(view, world, of + 1) } else { Vec::new() }
}

/// The names before a noun that they share: "A, B and C districts", "the A and B oil fields".
pub(crate) fn fronted(view: &View<'_>, world: &World<'_>, head: u32) -> Vec<Span> {
    let ground = view.lexicon.noun(&crate::lexicon::key(&view.token(head).lemma)).has(Classes::GROUND);
    if view.token(head).tag != Tag::Nns || !ground {
        return Vec::new();
    }
    let listed = |i: u32| {
        capital(view, i)
            || particle(view, i)
            || matches!(view.word(i), "," | "and" | "-" | "–" | "'" | "’")
            || i > 0 && particle(view, i - 1)
    };
    // "the A and B | oil fields"
    let mut last = head;
    while last > 0 && !capital(view, last - 1) && matches!(view.token(last - 1).tag, Tag::Nn | Tag::Jj) {
        last -= 1;
    }
    let mut from = last;
    while from > 0 && listed(from - 1) && last - from < 24 {
        from -= 1;
    }
    while from < last && matches!(view.word(from), "," | "and" | "-" | "–" | "'" | "’") {
        from += 1;
    }
    let names = members(view, world, from);
    // A tagger may take a strange name for an adjective, but "Northian" and "eastern" are ones.
    let named = |s: &Span| {
        let end = view.tokens_in(*s).last().unwrap_or(head);
        let word = view.word(end).to_lowercase();
        let adjective = ["ian", "ish", "ese", "ean", "ern"].iter().any(|e| word.ends_with(e));
        match view.token(end).tag {
            Tag::Nnp | Tag::Nnps | Tag::Nn => {
                !view.lexicon.listed("compass", &word) && !word.ends_with("ern")
            }
            Tag::Jj => *s != names[0] && !adjective,
            _ => false,
        }
    };
    let whole = names.last().is_some_and(|s| s.end == view.token(last.max(1) - 1).span.end);
    if names.len() > 1 && whole && names.iter().all(named) { names } else { Vec::new() }
}

/// The names after a colon or in brackets that say who a counted group is.
pub(crate) fn spelt(view: &View<'_>, world: &World<'_>, head: u32) -> Vec<Span> {
    let mark = head + 1;
    let counted = crate::figures::count(view, head).is_some();
    if counted
        && matches!(view.token(head).tag, Tag::Nns)
        && mark + 1 < view.len()
        && matches!(view.word(mark), ":" | "(" | "—" | "–")
    {
        members(view, world, mark + 1)
    } else {
        Vec::new()
    }
}

/// Whether a colon says that the list after a group is all of it ("including: A, B and C").
pub(crate) fn spelt_out(view: &View<'_>, head: u32) -> bool {
    opening(view, head).is_some_and(|from| from > 0 && view.word(from - 1) == ":")
}

/// Where the list after "including" begins that belongs to the group of `head`.
fn opening(view: &View<'_>, head: u32) -> Option<u32> {
    // "villages that they had lost, including A": what tells of the group is passed over.
    let aside = view.children(head).iter().copied().find(|&c| view.token(c).label == Label::Relcl);
    let behind = aside.and_then(|c| (c..view.len().min(c + 8)).find(|&i| view.word(i) == ","));
    let listed = behind.filter(|&i| i + 1 < view.len() && view.word(i + 1).eq_ignore_ascii_case("including"));
    for i in listed.unwrap_or(head + 1)..view.len() {
        let word = view.word(i);
        match word.to_lowercase().as_str() {
            "including" | "namely" | "notably" if i + 1 < view.len() && view.word(i + 1) == ":" => {
                return Some(i + 2);
            }
            "including" | "namely" | "notably" => return Some(i + 1),
            "such" if i + 1 < view.len() && view.word(i + 1) == "as" => return Some(i + 2),
            ";" | "." | ":" | "while" | "after" | "before" | "when" | "who" | "which" | "that" => {
                return None;
            }
            _ => {}
        }
        if matches!(view.token(i).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg | Tag::Md) {
            return None;
        }
    }
    None
}

/// Heads of what a phrase adds to the places before it: "captured A in addition to B".
pub(crate) fn added(view: &View<'_>, arg: &Arg) -> Vec<u32> {
    let mut i = arg.head + 1;
    while i < view.len().min(arg.head + 14) {
        let word = view.word(i).to_lowercase();
        let next = |n: u32| if i + n < view.len() { view.word(i + n) } else { "" };
        let last = match word.as_str() {
            "in" if next(1) == "addition" && next(2) == "to" => Some(i + 2),
            "along" | "together" if next(1) == "with" => Some(i + 1),
            _ => None,
        };
        if let Some(last) = last {
            let objects = view.children(last).iter().copied();
            return objects
                .filter(|&o| view.token(o).label == annalist_language::Label::Pobj)
                .flat_map(|o| view.conjuncts(o))
                .collect();
        }
        let token = view.token(i);
        // "the posts that were lost, in addition to B"
        let aside = |i: u32| view.token(i).label == Label::Relcl && view.token(i).head == arg.head;
        let verb = matches!(token.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbg | Tag::Vbn | Tag::Md)
            && !aside(i)
            && !(matches!(token.label, Label::Aux | Label::Auxpass) && aside(token.head));
        if verb || matches!(word.as_str(), ";" | ".") {
            break;
        }
        i += 1;
    }
    Vec::new()
}

/// Whether an exception follows a phrase: "all of the villages except A".
pub(crate) fn excepted(view: &View<'_>, arg: &Arg) -> bool {
    let from = view.tokens_in(arg.span).last().unwrap_or(arg.head).max(arg.head);
    (arg.head + 1..view.len().min(from + 3)).any(|i| {
        let word = view.word(i).to_lowercase();
        let next = if i + 1 < view.len() { view.word(i + 1) } else { "" };
        matches!(word.as_str(), "except" | "excluding" | "bar")
            || word == "apart" && next == "from"
            || word == "but" && next == "for"
    })
}

/// The phrases that go on a list after its first place, named or not: "captured a bridge | , the old
/// mill and a hill near A". `after` is the token behind the place, `first` its head.
pub(crate) fn following(view: &View<'_>, world: &World<'_>, first: u32, after: u32) -> Vec<(Span, u32)> {
    let mut out = Vec::new();
    let mut last = first;
    let (mut at, _) = trailing(view, after);
    while out.len() < MOST {
        let Some(next) = separator(view, at) else { break };
        let joined = view.word(next - 1) != ",";
        let Some(found) = chunk(view, next) else { break };
        let (behind, inner) = trailing(view, found.head + 1);
        let token = view.token(found.head);
        let span = found.span(view);
        let (classes, _) = view.classify(found.head, span, world, &|_| false);
        let ground = classes.has(Classes::GROUND.with(Classes::NAME))
            && !classes.has(Classes::ARMED.with(Classes::PERSON).with(Classes::CIVILIAN).with(Classes::TIME));
        let subject = matches!(token.label, Label::Nsubj | Label::Nsubjpass)
            && token.head > found.head
            && !matches!(view.token(token.head).label, Label::Relcl);
        let verb = behind < view.len() && {
            let next = view.token(behind);
            matches!(next.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
        };
        if !ground
            || subject
            || verb
            || world.actor(view.passage, span).side.is_some() && !classes.has(Classes::GROUND)
        {
            break;
        }
        // "A, a village south of B": which place A is.
        let same = view.token(last).lemma == token.lemma && matches!(token.tag, Tag::Nn);
        let named = matches!(view.token(last).tag, Tag::Nnp | Tag::Nnps);
        let generic = matches!(token.tag, Tag::Nn)
            && matches!(view.word(next).to_lowercase().as_str(), "a" | "an" | "the");
        let whole = inner.map_or(span, |i| span.cover(view.token(i).span));
        let aside = !joined && (same || named && generic && token.label == Label::Appos);
        if !aside {
            out.push((whole, found.head));
            last = found.head;
        }
        at = behind;
        if joined && view.word(next - 1) == "and" {
            break;
        }
    }
    out
}

fn member(view: &View<'_>, world: &World<'_>, from: u32) -> Option<(Span, u32)> {
    let mut at = from;
    // "the nearby town of X", "both X"
    while at < view.len() && at < from + 6 && !capital(view, at) {
        let word = view.word(at).to_lowercase();
        let token = view.token(at);
        let generic = matches!(token.tag, Tag::Nn | Tag::Nns) && view.lexicon.listed("naming", &token.lemma);
        let opens = matches!(
            word.as_str(),
            "the" | "both" | "of" | "nearby" | "strategic" | "key" | "small" | "neighbouring" | "neighboring"
        );
        if particle(view, at) {
            break;
        }
        if !generic && !opens {
            return None;
        }
        at += 1;
    }
    let end = run(view, at)?;
    let mut last = end;
    // "X hill"
    if last + 1 < view.len()
        && matches!(view.token(last + 1).tag, Tag::Nn)
        && view.lexicon.listed("naming", &view.token(last + 1).lemma)
    {
        last += 1;
    }
    let name = view.token(at).span.cover(view.token(last).span);
    if world.is_time(view.passage, view.token(at).span) {
        return None;
    }
    let place = world.named_place(view.passage, name).is_some();
    if !place && world.actor(view.passage, name).side.is_some() {
        return None;
    }
    let mut next = last + 1;
    let mut span = name;
    // "X in the Y countryside"
    if next + 1 < view.len() && matches!(view.word(next), "in" | "near") {
        let mut inner = next + 1;
        while inner < view.len()
            && matches!(view.token(inner).tag, Tag::Dt | Tag::Jj)
            && !capital(view, inner)
        {
            inner += 1;
        }
        if let Some(mut end) = run(view, inner)
            && !world.is_time(view.passage, view.token(inner).span)
        {
            while end + 1 < view.len() && matches!(view.token(end + 1).tag, Tag::Nn) {
                end += 1;
            }
            span = span.cover(view.token(end).span);
            next = end + 1;
        }
    }
    let verb = next < view.len() && matches!(view.token(next).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    (!verb).then_some((span, next))
}

/// The last token of the capitalised run that begins at `at`.
fn run(view: &View<'_>, at: u32) -> Option<u32> {
    if at >= view.len() || !(capital(view, at) || particle(view, at)) {
        return None;
    }
    let mut end = at;
    let mut capitals = usize::from(capital(view, at));
    for i in at + 1..view.len() {
        let glued = view.token(i).span.start == view.token(i - 1).span.end;
        let mark = glued && matches!(view.word(i), "-" | "–" | "'" | "’" | "‑");
        let after = glued && matches!(view.word(i - 1), "-" | "–" | "'" | "’" | "‑");
        // "Bir al Maran": an article that is written small.
        let article = i + 1 < view.len()
            && view.word(i).chars().count() <= 3
            && matches!(view.token(i).tag, Tag::Nnp | Tag::Dt | Tag::Fw)
            && !matches!(view.word(i).to_lowercase().as_str(), "the" | "a" | "an" | "all" | "any" | "no")
            && capital(view, i + 1);
        if capital(view, i) {
            capitals += 1;
        } else if !(mark || after || article || particle(view, i)) {
            break;
        }
        if !mark {
            end = i;
        }
    }
    (capitals > 0).then_some(end)
}

fn capital(view: &View<'_>, i: u32) -> bool {
    // "al-Maran" may be one token.
    view.word(i).split(['-', '–', '‑']).any(|w| w.chars().next().is_some_and(char::is_uppercase))
}

/// The article of a name: "al-", "ez-".
fn particle(view: &View<'_>, i: u32) -> bool {
    if i + 2 >= view.len()
        || view.word(i).chars().count() > 3
        || !view.word(i).chars().all(char::is_alphabetic)
    {
        return false;
    }
    let (own, mark, next) = (view.token(i).span, view.token(i + 1).span, view.token(i + 2).span);
    own.end == mark.start && mark.end == next.start && matches!(view.word(i + 1), "-" | "–" | "‑" | "'" | "’")
}

/// The token after a comma, "and", or both.
fn separator(view: &View<'_>, at: u32) -> Option<u32> {
    let mut i = at;
    let mut parted = false;
    if i < view.len() && view.word(i) == "," {
        i += 1;
        parted = true;
    }
    if i < view.len() && matches!(view.word(i), "and" | "&" | "plus") {
        i += 1;
        parted = true;
    } else if i + 2 < view.len()
        && view.word(i) == "as"
        && view.word(i + 1) == "well"
        && view.word(i + 2) == "as"
    {
        i += 3;
        parted = true;
    }
    (parted && i < view.len()).then_some(i)
}

#[cfg(test)]
mod tests {
    use crate::{Claim, Extent, Extractor};

    fn read(text: &str) -> Vec<Claim> {
        let documents = annalist_document::read("t.txt", text.as_bytes()).expect("plain text is read");
        let extractor = Extractor::embedded();
        documents.iter().flat_map(|d| extractor.extract(d, None).claims).collect()
    }

    fn places(text: &str) -> Vec<String> {
        read(text).iter().flat_map(|c| c.places.iter().map(|p| p.text.clone())).collect()
    }

    #[test]
    fn every_name_of_a_list_is_a_place() {
        let told = places(
            "On 6 May 2019, rebel forces took control of the villages of Belvar, Dostan, Upper Belvar, \
             Kemrin and Zelan.",
        );
        assert_eq!(told, ["villages of Belvar", "Dostan", "Upper Belvar", "Kemrin", "Zelan"]);
    }

    #[test]
    fn an_article_inside_a_name_does_not_end_it() {
        let told = places("On 6 May 2019, rebel forces took the towns of Bir al Maran, Dostan, and Kemrin.");
        assert_eq!(told, ["towns of Bir al Maran", "Dostan", "Kemrin"]);
    }

    #[test]
    fn members_of_a_group_are_told_and_the_rest_is_counted() {
        let claims = read(
            "On 7 May 2019, the Northern Army captured 20 towns, including the towns of Ravan, Tolmek, \
             Sirda, Haslan and Vordan.",
        );
        let places = &claims[0].places;
        assert_eq!(places[0].place.count, Some(15));
        assert_eq!(places.len(), 6);
    }

    #[test]
    fn what_is_added_is_a_place_and_what_is_excepted_is_none() {
        let told =
            places("On 8 May 2019, rebel forces captured Kelmar in addition to the village of Tirvan.");
        assert_eq!(told, ["Kelmar", "village of Tirvan"]);
        let claims = read("On 9 May 2019, the Northern Army captured all of the villages except Jorvan.");
        assert!(claims[0].places.iter().all(|p| p.extent == Extent::Most && !p.text.contains("Jorvan")));
    }

    #[test]
    fn names_before_a_noun_that_they_share_are_places() {
        let told = places("On 6 May 2019, rebel forces captured the Kelmar and Dostan oil fields.");
        assert_eq!(told, ["Kelmar", "Dostan"]);
        let told = places("On 6 May 2019, rebel forces captured Kelmar, Zelan and Dostan districts.");
        assert_eq!(told, ["Kelmar", "Zelan", "Dostan"]);
        let told =
            places("On 6 May 2019, rebel forces captured the northern and western districts of Kelmar.");
        assert_eq!(told.len(), 1, "{told:?}");
    }

    #[test]
    fn what_lies_near_a_town_is_not_the_town() {
        let told = places("On 12 May 2019, the Northern Army captured a checkpoint near the town of Wesvar.");
        assert_eq!(told, ["a checkpoint near the town of Wesvar"]);
    }
}
