//! Names of places: as keys under which claims of one place meet, and as people read them.

use annalist_claim::PlaceSlot;
use unicode_normalization::UnicodeNormalization;

use crate::words::words;

/// A name as a key: without accents, articles and the common nouns around it, cut before what it
/// leans on. `None` when the words name nothing by themselves ("several hills", "a farm near X",
/// "the outskirts of X").
pub(crate) fn name_key(text: &str) -> Option<String> {
    let kept = kept(text)?;
    Some(kept.iter().map(|word| fold_word(word)).collect::<Vec<_>>().join(" "))
}

/// The name alone inside the words that tell of a place: "the village of X" and "the Guard-held X"
/// give "X". `None` when they name nothing by themselves.
pub fn bare_name(text: &str) -> Option<&str> {
    let kept = kept(text)?;
    let at = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    let (first, last) = (kept.first()?, kept.last()?);
    let start = article_before(text, at(first));
    Some(&text[start..at(last) + last.len()])
}

/// Where the article begins that belongs to the name at an offset; the offset itself without one.
fn article_before(text: &str, name: usize) -> usize {
    let before = &text[..name];
    let Some(glue) = before.chars().next_back().filter(|c| matches!(c, '-' | '–' | ' ')) else {
        return name;
    };
    let before = &before[..before.len() - glue.len_utf8()];
    let start = before
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let article = &before[start..];
    let written = glue != ' ' || article.chars().next().is_some_and(char::is_uppercase);
    if written && words().article.has(&fold_word(article)) { start } else { name }
}

/// The words of a name, in the order of the text.
fn kept(text: &str) -> Option<Vec<&str>> {
    let own = before_relation(text);
    if portion_of(own).is_some() {
        return None;
    }
    let lists = words();
    let own = after_cue(after_holder(own));
    let mut first = true;
    let mut proper = false;
    let mut kept: Vec<&str> = Vec::new();
    for word in bare_words(own) {
        let capital =
            word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || is_uncased(c));
        let folded = fold_word(word);
        if std::mem::take(&mut first)
            && !capital
            && (lists.unnamed.has(&folded) || lists.portion.has(&folded))
        {
            return None;
        }
        if lists.generic.has(&folded) || lists.article.has(&folded) {
            continue;
        }
        proper |= capital;
        if !folded.is_empty() {
            kept.push(word);
        }
    }
    (proper && !kept.is_empty()).then_some(kept)
}

/// A phrase as a key, whether it names something or not.
pub(crate) fn phrase_key(text: &str) -> String {
    let lists = words();
    let kept: Vec<String> = bare_words(text)
        .map(fold_word)
        .filter(|w| !w.is_empty() && !lists.generic.has(w) && !lists.article.has(w))
        .collect();
    kept.join(" ")
}

/// The bare name of a slot's place, without the common nouns of areas: that of a town and of the province
/// that bears its name.
pub(crate) fn area_key(slot: &PlaceSlot) -> Option<String> {
    let key = name_key(slot.place.name.as_deref().unwrap_or(&slot.text))?;
    let kept: Vec<&str> = key.split(' ').filter(|word| !words().area.has(word)).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// The words for a part of a place, where a phrase has them: "the northern part of X" and "X's western
/// flank" give "the northern part" and "western flank".
pub(super) fn portion_of(text: &str) -> Option<&str> {
    let before =
        [" of ", " in ", " at ", " from "].iter().filter_map(|r| text.find(r).map(|cut| &text[..cut]));
    let after = ["'s ", "’s "].iter().filter_map(|m| text.find(m).map(|cut| &text[cut + m.len()..]));
    before.chain(after).find(|part| is_portion(part))
}

/// Whether a phrase holds nothing but words for parts, directions and common nouns, at least one of
/// them for a part.
fn is_portion(text: &str) -> bool {
    let lists = words();
    let mut portion = false;
    for word in bare_words(text) {
        let folded = fold_word(word);
        portion |= lists.portion.has(&folded);
        let number = word.chars().all(|c| c.is_numeric() || c == '.');
        if !(lists.portion.has(&folded) || lists.generic.has(&folded) || lists.unnamed.has(&folded) || number)
        {
            return false;
        }
    }
    portion
}

/// "the rural parts of X", "X's outskirts": what lies around a place and is not the place.
pub(super) fn lies_around(text: &str) -> bool {
    let lists = words();
    let around =
        |part: &str| is_portion(part) && bare_words(part).any(|word| lists.around.has(&fold_word(word)));
    [" of ", " in ", " around "].iter().filter_map(|r| text.find(r)).any(|cut| around(&text[..cut]))
        || ["'s ", "’s "]
            .iter()
            .any(|mark| text.find(mark).is_some_and(|cut| around(&text[cut + mark.len()..])))
}

/// "the northern part of X": a part of it, and not what lies around it.
pub(crate) fn is_part(text: &str) -> bool {
    portion_of(text).is_some() && !lies_around(text)
}

/// "the X area": X with what lies at its feet, told as if it were X.
pub(super) fn is_with_its_area(text: &str) -> bool {
    let mut seen: Vec<&str> = bare_words(text).collect();
    let area = seen.pop().is_some_and(|last| words().extended.has(&fold_word(last)));
    area && before_relation(text) == text && seen.last().is_some_and(|w| w.chars().any(char::is_uppercase))
}

/// "the village of X", "X in the Y province", "the X area": one place, whatever else the words name.
pub(super) fn names_one_place(text: &str) -> bool {
    let lists = words();
    let settled = text
        .find(" of ")
        .and_then(|cut| bare_words(&text[..cut]).last())
        .is_some_and(|last| lists.settled.has(&fold_word(last)));
    let inside = text.find(" in ").is_some_and(|cut| name_key(&text[..cut]).is_some());
    settled || inside || is_with_its_area(text)
}

/// What stands behind "held", "controlled": "rebel-held X" gives "X".
fn after_holder(text: &str) -> &str {
    let end = bare_words(text)
        .filter(|word| words().holding.has(word))
        .map(|word| word.as_ptr().addr() - text.as_ptr().addr() + word.len())
        .last();
    match end {
        Some(end) if end < text.len() => text[end..].trim_start(),
        _ => text,
    }
}

/// What stands after a common noun and "of" ("the rebel-held town of X" gives "X").
fn after_cue(text: &str) -> &str {
    let Some(cut) = text.find(" of ") else { return text };
    let (before, after) = (&text[..cut], &text[cut + 4..]);
    let is_name = |w: &str| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    // "the X district of Y" names X; "the X-held town of Y" names Y.
    if before.split_whitespace().any(|w| !w.contains('-') && is_name(w)) {
        // "the 12th depot of the garrison": whose it is names nothing.
        return if bare_words(after).any(is_name) { text } else { before };
    }
    let cue = bare_words(before).last().map(fold_word).unwrap_or_default();
    if words().generic.has(&cue) && !words().portion.has(&cue) { after } else { text }
}

/// Whether a phrase tells of some more single positions without a name ("a checkpoint at X"), not of all
/// those told before.
pub(crate) fn is_site(text: &str) -> bool {
    let lists = words();
    let mut head = None;
    for (at, word) in bare_words(text).map(fold_word).enumerate() {
        if at == 0 && (!lists.unnamed.has(&word) || lists.definite.has(&word)) {
            return false;
        }
        if at > 0 && lists.r#where.has(&word) {
            break;
        }
        head = Some(word);
    }
    head.is_some_and(|head| lists.site.has(&head))
}

/// Whether the words before a name say that something is there, rather than naming it.
pub(crate) fn is_where(before: &str) -> bool {
    bare_words(before).last().is_some_and(|last| words().r#where.has(&fold_word(last)))
}

/// Whether the words before a name lead to it rather than away from it: of "to" and "from" the last says.
pub(crate) fn is_toward(before: &str) -> bool {
    let lists = words();
    bare_words(before)
        .filter_map(|word| {
            let word = fold_word(word);
            if lists.toward.has(&word) { Some(true) } else { lists.away.has(&word).then_some(false) }
        })
        .last()
        .unwrap_or(false)
}

/// The words of a phrase without marks.
fn bare_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '"' | '“' | '”' | '(' | ')' | ','))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// A letter of a script without case (Arabic, Hebrew, Han …) begins a name as well as a capital.
fn is_uncased(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// The words before the place that a phrase leans on ("X hill, south of Y" gives "X hill").
fn before_relation(text: &str) -> &str {
    const RELATIONS: [&str; 19] = [
        " in ",
        " north of ",
        " south of ",
        " east of ",
        " west of ",
        " northeast of ",
        " northwest of ",
        " southeast of ",
        " southwest of ",
        " north-east of ",
        " north-west of ",
        " south-east of ",
        " south-west of ",
        " near ",
        " outside ",
        " between ",
        " to the ",
        " in the ",
        " around ",
    ];
    let cut = RELATIONS.iter().filter_map(|r| text.find(r)).min().unwrap_or(text.len());
    text[..cut].trim_end_matches([',', ' '])
}

/// Lower case without accents and marks.
fn fold_word(word: &str) -> String {
    word.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{bare_name, is_site, is_toward, lies_around, name_key, portion_of};

    #[test]
    fn names_become_keys() {
        let key = |text: &str| name_key(text);
        assert_eq!(key("the village of Brenno"), Some("brenno".into()));
        assert_eq!(key("Brenno hill, south of Tarsk"), Some("brenno".into()));
        assert_eq!(key("Al-Brénno area"), Some("brenno".into()));
        assert_eq!(key("Point 71, to the north east of Tarsk"), Some("point 71".into()));
        assert_eq!(key("a farm near Tarsk"), None);
        assert_eq!(key("several hills"), None);
        assert_eq!(key("the territory"), None);
        assert_eq!(key("Two Bridges"), Some("two bridges".into()));
        assert_eq!(key("Guard-held town of Brenno"), Some("brenno".into()));
        assert_eq!(key("Guard-held Brenno"), Some("brenno".into()));
        assert_eq!(key("Guard controlled village Brenno"), Some("brenno".into()));
        assert_eq!(key("12th depot base of Guard troops"), Some("12th depot guard troops".into()));
        assert_eq!(key("12th depot base of the garrison"), Some("12th depot".into()));
        assert_eq!(key("near Brenno"), None);
        assert_eq!(key("north of Brenno"), None);
        assert_eq!(key("the northeastern part of Brenno city"), None);
        assert_eq!(key("Brenno's western flank"), None);
        assert_eq!(key("outskirts of Brenno"), None);
        assert_eq!(key("Citadel of Brenno"), Some("citadel brenno".into()));
        assert_eq!(key("Lower Mill district of Brenno city"), Some("lower mill brenno".into()));
        assert_eq!(key("حماة"), Some("حماة".into()));
    }

    #[test]
    fn what_is_around_a_place_is_not_a_part_of_it() {
        assert!(lies_around("rural parts of Brenno") && lies_around("Brenno's outskirts"));
        assert!(!lies_around("parts of Brenno") && !lies_around("the town of Brenno"));
        assert_eq!(portion_of("the lost ground at Brenno"), Some("the lost ground"));
        assert_eq!(portion_of("Brenno's western flank"), Some("western flank"));
        assert_eq!(portion_of("the town of Brenno"), None);
    }

    #[test]
    fn single_positions_are_told_from_named_places() {
        for text in ["a checkpoint at the gate of Brenno", "several positions", "three outposts near Brenno"]
        {
            assert!(is_site(text), "{text}");
        }
        for text in [
            "its three checkpoints",
            "the lost positions",
            "several hamlets",
            "the Guard",
            "a mill in Brenno",
        ] {
            assert!(!is_site(text), "{text}");
        }
    }

    #[test]
    fn a_goal_is_told_from_what_is_left() {
        assert!(is_toward("withdrew from Brenno to Tarsk, ") && is_toward("fell back towards "));
        assert!(!is_toward("withdrew to the hills from ") && !is_toward("left "));
    }

    #[test]
    fn the_name_is_shown_without_the_words_around_it() {
        for (text, name) in [
            ("villages of Al-Brenno", "Al-Brenno"),
            ("Tall al Brenno hill south of Tarsk", "Tall al Brenno"),
            ("the Guard-held town of Upper Mill", "Upper Mill"),
            ("Lower Mill district of Brenno city", "Lower Mill district of Brenno"),
            ("the Al Brenno area", "Al Brenno"),
            ("12th depot base of the garrison", "12th depot"),
        ] {
            assert_eq!(bare_name(text), Some(name), "{text}");
        }
        assert_eq!(bare_name("several hills"), None);
    }
}
