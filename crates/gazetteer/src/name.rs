//! Names that may be places, with what the words around them say.

use annalist_language::Analysis;
use annalist_span::Span;

use crate::PlaceKind;
use crate::cue::{Cues, generic, is_plural};
use crate::fold::fold;
use crate::token::{Shape, Token, is_joint};

/// A capitalised name, or one in a script without capitals, before it is decided what it is.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    /// Bytes of the passage's text.
    pub(crate) span: Span,
    /// The name, folded, without the generic words around it.
    pub(crate) folded: String,
    /// Other folds to look for, the likelier first ("milha airbase" for "Milha" before "airbase").
    pub(crate) variants: Vec<String>,
    /// The kind that the words around say.
    pub(crate) cue: Option<PlaceKind>,
    /// The kind's noun is a part of the name ("Milha River").
    pub(crate) own_noun: bool,
    /// How strongly the words around say that it is a place: 0 nothing, 2 a preposition, 3 a verb of
    /// taking, 4 a noun of places.
    pub(crate) strength: u8,
    /// A person's title, an acronym's shape, a speaker's verb: no place.
    pub(crate) against: bool,
    /// It names something else after the place.
    pub(crate) associative: bool,
    /// Words make it an area about the place ("northern X", "X countryside").
    pub(crate) area: bool,
    /// Number of words.
    pub(crate) words: u8,
    /// Several names in one coordination have one number.
    pub(crate) group: u32,
    /// First and last token.
    pub(crate) tokens: (usize, usize),
    /// Whether it may be capitalised only as the first word of a sentence.
    pub(crate) first: bool,
    /// Whether it is followed by another name after a comma ("X, Y").
    pub(crate) comma: bool,
    /// The folded name of the area that the name is said to lie in ("X and Y in northern Z province").
    pub(crate) hint: Option<String>,
    /// The script has no capitals.
    pub(crate) uncased: bool,
    /// It stands in running text, not in a heading or an infobox.
    pub(crate) told: bool,
    /// The folded name of a place told beside it, and the bearing from there in degrees ("X, north of Y").
    pub(crate) bearing: Option<(String, f64)>,
}

/// What the search for names asks of the lists.
pub(crate) trait Known {
    /// Whether a folded name is recorded as written.
    fn exact(&self, folded: &str) -> bool;
    /// Whether it is recorded in any romanisation.
    fn any(&self, folded: &str) -> bool;
}

/// Finds the names of a passage.
pub(crate) fn names(
    tokens: &[Token<'_>],
    analysis: Option<&Analysis>,
    known: &dyn Known,
    title_case: bool,
) -> Vec<Name> {
    let cues = Cues::get();
    let mut out: Vec<Name> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((first, last)) = run(tokens, at, known) else {
            at += 1;
            continue;
        };
        at = last + 1;
        segment(tokens, first, last, cues, analysis, known, title_case, &mut out);
    }
    coordinate(tokens, cues, &mut out);
    hints(tokens, cues, &mut out);
    resume(tokens, cues, &mut out);
    bearings(tokens, cues, &mut out);
    out
}

/// Finds the bearings that names are told by: "X, north of Y", "north of Y, capturing X".
fn bearings(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 1..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (a, b) = (&mut before[i - 1], &mut rest[0]);
        if a.tokens.1 >= b.tokens.0 {
            continue;
        }
        let between = &tokens[a.tokens.1 + 1..b.tokens.0];
        if let Some(degrees) = bearing_of(between, cues) {
            a.bearing = Some((b.folded.clone(), degrees));
        }
        let end = a.tokens.0;
        let told = [2, 3].iter().find_map(|n| bearing_of(&tokens[end.saturating_sub(*n)..end], cues));
        let takes = between.iter().any(|t| t.low.ends_with("ing") && cues.word(&t.low).taking)
            && between.len() <= 5
            && between.iter().all(|t| {
                let word = cues.word(&t.low);
                t.is(",") || word.taking || word.between || t.is("of") || cues.kind(&t.low).is_some()
            });
        if let Some(degrees) = told.filter(|_| takes) {
            let (from, group) = (a.folded.clone(), b.group);
            for name in rest.iter_mut().take_while(|n| n.group == group) {
                name.bearing = Some((from.clone(), degrees));
            }
        }
    }
}

/// The bearing of words that end in "north of", with nothing but distances and modifiers before it.
fn bearing_of(words: &[Token<'_>], cues: &Cues) -> Option<f64> {
    let (of, rest) = words.split_last()?;
    if !(of.is("of") || of.is("from")) {
        return None;
    }
    let at = (0..rest.len()).find(|i| crate::measure::bearing_at(rest, *i).is_some())?;
    let (degrees, last) = crate::measure::bearing_at(rest, at)?;
    let plain = |t: &Token<'_>| {
        t.shape == Shape::Number
            || matches!(
                t.low.as_str(),
                "," | "to" | "the" | "just" | "located" | "situated" | "lying" | "and" | "in" | "on"
            )
            || cues.kind(&t.low).is_some()
            || cues.word(&t.low).of_place
    };
    (last + 1 == rest.len() && rest[..at].iter().all(plain) && rest.len() <= 8).then_some(degrees)
}

/// Finds the areas that groups of names are said to lie in.
fn hints(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    let mut end = names.len();
    while end > 0 {
        let mut start = end - 1;
        while start > 0 && names[start - 1].group == names[end - 1].group {
            start -= 1;
        }
        if let Some(next) = names.get(end).filter(|n| n.area || n.cue == Some(PlaceKind::Province)) {
            let between = &tokens[names[end - 1].tokens.1 + 1..next.tokens.0];
            let lies = between.iter().any(|t| matches!(t.low.as_str(), "in" | "of" | "from"))
                && between.len() <= 6
                && between.iter().all(|t| {
                    matches!(t.low.as_str(), "in" | "of" | "from" | "the" | "both" | "s")
                        || cues.word(&t.low).direction
                        || cues.kind(&t.low).is_some()
                });
            if lies {
                let hint = next.folded.clone();
                for name in &mut names[start..end] {
                    name.hint = Some(hint.clone());
                }
            }
        }
        end = start;
    }
}

/// The maximal run of name words from `at` on.
fn run(tokens: &[Token<'_>], at: usize, known: &dyn Known) -> Option<(usize, usize)> {
    match tokens[at].shape {
        Shape::Name => {}
        Shape::Uncased => return uncased(tokens, at, known),
        Shape::Number => {
            let joined = adjacent(tokens, at) && tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Name);
            return (joined && known.exact(&folded(tokens, at, at + 1))).then_some((at, at + 1));
        }
        Shape::Word
            if is_joint(&tokens[at].low)
                && !matches!(
                    tokens[at].low.as_str(),
                    "as" | "at" | "an" | "am" | "i" | "na" | "do" | "us" | "upon"
                ) =>
        {
            if !tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Name && adjacent(tokens, at)) {
                return None;
            }
        }
        _ => return None,
    }
    let mut last = at;
    while !tokens[last].possessive && adjacent(tokens, last) {
        match tokens.get(last + 1) {
            Some(next) if next.shape == Shape::Name => last += 1,
            Some(next)
                if next.is("of")
                    && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                    && known.exact(&folded(tokens, at, last + 2)) =>
            {
                last += 2;
            }
            Some(next) if next.shape == Shape::Number && number_belongs(tokens, at, last + 1, known) => {
                last += 1;
            }
            Some(next)
                if is_joint(&next.low)
                    && adjacent(tokens, last + 1)
                    && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                    && !matches!(next.low.as_str(), "as" | "at" | "i" | "us")
                    || (tokens.get(last + 1).is_some_and(|n| matches!(n.low.as_str(), "as" | "at"))
                        && tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name)
                        && known.any(&folded(tokens, at, last + 2))) =>
            {
                last += 2;
            }
            _ => break,
        }
    }
    Some((at, last))
}

fn number_belongs(tokens: &[Token<'_>], first: usize, last: usize, known: &dyn Known) -> bool {
    known.exact(&folded(tokens, first, last))
}

/// The longest recorded name of up to four words in a script without capitals.
fn uncased(tokens: &[Token<'_>], at: usize, known: &dyn Known) -> Option<(usize, usize)> {
    (1..=4usize).rev().find_map(|n| {
        let last = at + n - 1;
        let whole = (at..last).all(|i| adjacent(tokens, i))
            && tokens.get(last).is_some_and(|t| t.shape == Shape::Uncased);
        (whole && known.exact(&folded(tokens, at, last))).then_some((at, last))
    })
}

/// Whether only a space stands between a token and the next.
fn adjacent(tokens: &[Token<'_>], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|next| next.is_word() && next.span.start.saturating_sub(tokens[at].span.end) <= 2)
        && !tokens[at].possessive
}

fn folded(tokens: &[Token<'_>], first: usize, last: usize) -> String {
    let words: Vec<&str> = tokens[first..=last].iter().map(|t| t.text).collect();
    fold(&words.join(" "))
}

#[allow(clippy::too_many_arguments)]
fn segment(
    tokens: &[Token<'_>],
    mut first: usize,
    mut last: usize,
    cues: &Cues,
    analysis: Option<&Analysis>,
    known: &dyn Known,
    title_case: bool,
    out: &mut Vec<Name>,
) {
    let sentence_first = tokens[first].first;
    // “Old Mill” base: the quoted words and the noun after them are the recorded name.
    if let Some(noun) = quoted_noun(tokens, last, cues) {
        let whole = format!("{} {}", folded(tokens, first, last), fold(&tokens[noun].low));
        if known.exact(&whole) {
            let mut name = plain_name(tokens, first, last, whole, out.len() as u32);
            (name.cue, name.own_noun, name.strength) = (cues.kind(&tokens[noun].low), true, 4);
            out.push(name);
            return;
        }
    }
    // A capital that only the sentence gave.
    if sentence_first
        && first < last
        && (cues.word(&tokens[first].low).never || untagged(&tokens[first], analysis))
        && !known.exact(&folded(tokens, first, last))
    {
        first += 1;
    }
    let mut area = false;
    let mut against = false;
    let mut cue = None;
    // Directions, titles, generic nouns before the name.
    while first < last && !known.exact(&folded(tokens, first, last)) {
        let word = cues.word(&tokens[first].low);
        if word.direction {
            area = true;
        } else if word.title && !known.any(&folded(tokens, first, last)) {
            against = true;
        } else if cues.demonym(&tokens[first].low).is_some() {
            // "Syrian", "Russian": whose the named thing is
        } else {
            break;
        }
        first += 1;
    }
    // Joints cannot end a name.
    while last > first && is_joint(&tokens[last].low) && tokens[last].shape != Shape::Name {
        last -= 1;
    }
    let mut associative = false;
    let mut variants = Vec::new();
    let mut strength = 0u8;
    let whole = folded(tokens, first, last);
    let mut end = last;
    let mut found = known.exact(&whole) || (first < last && known.any(&whole));
    if found
        && first < last
        && let Some(kind) = cues.kind(&tokens[last].low).filter(|k| k.is_area())
    {
        cue = Some(kind);
        strength = 4;
    }
    if !found && first < last {
        let tail = &tokens[last].low;
        if cues.word(tail).body {
            // "Milha University", "Milha Shield Brigade": something named after the place
            let prefix = (first..last).rev().find(|end| known.exact(&folded(tokens, first, *end)));
            let Some(prefix) = prefix else {
                push_other(tokens, first, last, out);
                return;
            };
            associative = true;
            end = prefix;
            found = true;
        } else {
            // "Milha Governorate", "Milha International Airport"
            let mut stem = last;
            while stem > first && generic(&tokens[stem].low, cues) {
                stem -= 1;
            }
            let admin = |kind: PlaceKind| {
                matches!(
                    kind,
                    PlaceKind::Province | PlaceKind::District | PlaceKind::Airport | PlaceKind::Military
                )
            };
            if stem < last
                && (known.any(&folded(tokens, first, stem))
                    || (stem + 1..=last).any(|from| cues.kind(&plain(tokens, from, last)).is_some_and(admin)))
            {
                let noun = (stem + 1..=last).find_map(|from| cues.kind(&plain(tokens, from, last)));
                if stem == first
                    && let Some((a, b)) = tokens[first].text.split_once(['-', '–', '‑'])
                    && !known.any(&folded(tokens, first, first))
                {
                    let before = out.len();
                    hyphenated(tokens, first, a, b, known, out);
                    for name in &mut out[before..] {
                        name.cue = noun;
                        name.strength = 4;
                    }
                    if out.len() > before {
                        return;
                    }
                }
                if let Some(kind) = noun {
                    cue = Some(kind);
                    strength = 4;
                    variants.push(whole.clone());
                    end = stem;
                    found = true;
                }
            } else if let Some(kind) = cues.kind(&tokens[first].low) {
                // "Mount Milha", "Lake Milha", "Tell Milha"
                cue = Some(kind);
                strength = 3;
                found = true;
            }
        }
    }
    if cues.word(&tokens[end].low).event && first < end && !found {
        end -= 1;
        associative = true;
    }
    let (text, span_last) =
        (folded(tokens, first, end), if cue.is_some() && end < last { last } else { end });
    if text.is_empty() {
        return;
    }
    let words = (end - first + 1) as u8;
    let token = &tokens[first];
    if first == end {
        let split = token.text.split_once(['-', '–', '‑']);
        if let Some((a, b)) = split
            && !found
            && !known.any(&text)
        {
            hyphenated(tokens, first, a, b, known, out);
            return;
        }
        let word = cues.word(&token.low);
        if cues.kind(&token.low).is_some() && !known.exact(&text) {
            return;
        }
        let acronym = token.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            && token.text.chars().count() <= 6
            && !title_case;
        if (word.never && !(known.exact(&text) && cues.word(&token.low).direction))
            || cues.demonym(&token.low).is_some()
            || (acronym && token.shape == Shape::Name)
        {
            return;
        }
    }
    let mut name = Name {
        span: tokens[first].span.cover(tokens[span_last].span),
        folded: text,
        variants,
        cue,
        own_noun: cue.is_some(),
        strength,
        against,
        associative,
        area,
        words,
        group: out.len() as u32,
        tokens: (first, span_last),
        first: sentence_first && tokens[first].first && !title_case,
        comma: false,
        hint: None,
        uncased: tokens[first].shape == Shape::Uncased,
        told: true,
        bearing: None,
    };
    left(tokens, first, cues, &mut name);
    right(tokens, span_last, cues, &mut name);
    if name.first && untagged(&tokens[first], analysis) && name.strength == 0 {
        return;
    }
    out.push(name);
}

/// The generic noun right after closing quotation marks.
fn quoted_noun(tokens: &[Token<'_>], last: usize, cues: &Cues) -> Option<usize> {
    let mark = tokens.get(last + 1)?;
    let noun = tokens.get(last + 2)?;
    (matches!(mark.low.as_str(), "\"" | "”" | "″" | "»" | "’") && cues.kind(&noun.low).is_some())
        .then_some(last + 2)
}

/// A name of which only the words are known.
fn plain_name(tokens: &[Token<'_>], first: usize, last: usize, folded: String, group: u32) -> Name {
    Name {
        span: tokens[first].span.cover(tokens[last].span),
        folded,
        variants: Vec::new(),
        cue: None,
        own_noun: false,
        strength: 0,
        against: false,
        associative: false,
        area: false,
        words: (last - first + 1) as u8,
        group,
        tokens: (first, last),
        first: false,
        comma: false,
        hint: None,
        uncased: false,
        told: true,
        bearing: None,
    }
}

/// Words of one run that end in a body's noun and begin with no place: kept as what is no place.
fn push_other(tokens: &[Token<'_>], first: usize, last: usize, out: &mut Vec<Name>) {
    let mut name = plain_name(tokens, first, last, folded(tokens, first, last), out.len() as u32);
    (name.against, name.associative) = (true, true);
    out.push(name);
}

/// "Milha-Zeina road": two names.
fn hyphenated(tokens: &[Token<'_>], at: usize, a: &str, b: &str, known: &dyn Known, out: &mut Vec<Name>) {
    let start = tokens[at].span.start;
    let parts = [(a, start), (b, tokens[at].span.end - b.len() as u32)];
    let cues = Cues::get();
    let road = tokens.get(at + 1).is_some_and(|t| cues.kind(&t.low) == Some(PlaceKind::Road));
    let capital = parts.iter().all(|(part, _)| part.starts_with(char::is_uppercase) && part.len() > 2);
    // A road between two names names two places, though a list may spell one otherwise.
    let places = parts.iter().filter(|(part, _)| known.any(&fold(part))).count();
    if !capital || places < if road { 1 } else { 2 } {
        return;
    }
    let group = out.len() as u32;
    for (part, from) in parts {
        let mut name = plain_name(tokens, at, at, fold(part), group);
        name.span = Span::new(from, from + part.len() as u32);
        name.strength = if road { 4 } else { 2 };
        out.push(name);
    }
}

/// The words of tokens, lower case.
fn plain(tokens: &[Token<'_>], first: usize, last: usize) -> String {
    tokens[first..=last].iter().map(|t| t.low.as_str()).collect::<Vec<_>>().join(" ")
}

/// Whether the tagger took a word for no name.
fn untagged(token: &Token<'_>, analysis: Option<&Analysis>) -> bool {
    let Some(analysis) = analysis else { return false };
    analysis
        .sentences
        .iter()
        .filter(|s| s.span.overlaps(token.span))
        .flat_map(|s| &s.tokens)
        .find(|t| t.span.overlaps(token.span))
        .is_some_and(|t| !matches!(t.tag.as_str(), "NNP" | "NNPS" | "NN" | "NNS" | "FW" | "JJ" | "XX"))
}

/// What the words before a name say.
fn left(tokens: &[Token<'_>], first: usize, cues: &Cues, name: &mut Name) {
    let mut at = first;
    let mut passed = 0;
    while at > 0 && passed < 5 {
        let token = &tokens[at - 1];
        if token.possessive {
            break;
        }
        let word = cues.word(&token.low);
        if token.is("of") && at >= 2 {
            let before = &tokens[at - 2];
            let class = cues.word(&before.low);
            if class.body
                && before.shape == Shape::Name
                && cues.kind(&before.low) != Some(PlaceKind::Facility)
            {
                // "State of X", "Ministry of X"
                name.associative = true;
                return;
            }
            if let Some(kind) = noun_ending(tokens, at - 2, cues) {
                let generic_area = kind == PlaceKind::Region;
                // "the village of X" is X; "the airport of X" is a part of X.
                let same = matches!(
                    kind,
                    PlaceKind::Settlement | PlaceKind::Province | PlaceKind::District | PlaceKind::Hill
                );
                name.strength = name.strength.max(if same { 4 } else { 2 });
                if name.cue.is_none() && same {
                    name.cue = Some(kind);
                }
                name.area |= generic_area
                    && !matches!(
                        before.low.as_str(),
                        "outskirts"
                            | "environs"
                            | "front"
                            | "frontline"
                            | "line"
                            | "axis"
                            | "area"
                            | "areas"
                            | "direction"
                    );
            } else if class.event_of
                && before.shape == Shape::Name
                && !(before.first && matches!(before.low.as_str(), "siege" | "fall" | "liberation"))
            {
                name.associative = true;
                name.strength = name.strength.max(2);
            } else if class.of_place || class.event_of {
                name.strength = name.strength.max(2);
            } else if class.title {
                name.strength = name.strength.max(1);
            }
            return;
        }
        if token.shape == Shape::Name && class_title(&word) {
            name.against = true;
            return;
        }
        if let Some(kind) = noun_ending(tokens, at - 1, cues).filter(|_| token.shape == Shape::Word) {
            // "the village Milha", "hill Milha"; but "from the city Milha forces …" is rare
            name.strength = name.strength.max(3);
            name.cue = name.cue.or(Some(kind).filter(|k| *k != PlaceKind::Region));
            return;
        }
        if word.taking {
            name.strength = name.strength.max(3);
            return;
        }
        if word.touching {
            name.strength = name.strength.max(2);
            return;
        }
        if word.preposition {
            let weak = matches!(token.low.as_str(), "on" | "against" | "over" | "off" | "above" | "until");
            let before =
                at.checked_sub(2).and_then(|i| tokens.get(i)).map(|t| (t.low.as_str(), cues.word(&t.low)));
            let aimed = before.is_some_and(|(low, w)| {
                w.event
                    || w.touching
                    || matches!(low, "advance" | "advances" | "pushed" | "closing" | "march" | "shelling")
            });
            name.strength = name.strength.max(match (weak, aimed) {
                (true, false) => 1,
                (true, true) => 3,
                _ => 2,
            });
            return;
        }
        if word.direction && passed == 0 {
            name.area = true;
            name.strength = name.strength.max(1);
        }
        if word.title {
            name.against = true;
            return;
        }
        if !(word.between || word.direction) {
            return;
        }
        at -= 1;
        passed += 1;
    }
}

const fn class_title(word: &crate::cue::Word) -> bool {
    word.title
}

/// The kind of the noun of one or two words that ends at a token.
fn noun_ending(tokens: &[Token<'_>], at: usize, cues: &Cues) -> Option<PlaceKind> {
    if at > 0
        && let Some(kind) = cues.kind(&plain(tokens, at - 1, at))
    {
        return Some(kind);
    }
    cues.kind(&tokens[at].low)
}

/// The kind of the noun of up to three words that begins at a token, and its last token.
pub(crate) fn noun_beginning(tokens: &[Token<'_>], at: usize, cues: &Cues) -> Option<(PlaceKind, usize)> {
    (0..3usize).rev().find_map(|n| {
        let last = at + n;
        (last < tokens.len() && tokens[at..=last].iter().all(Token::is_word))
            .then(|| cues.kind(&plain(tokens, at, last)).map(|k| (k, last)))
            .flatten()
    })
}

/// What the words after a name say.
fn right(tokens: &[Token<'_>], last: usize, cues: &Cues, name: &mut Name) {
    let Some(next) = tokens.get(last + 1) else { return };
    if next.is(",") {
        name.comma = tokens.get(last + 2).is_some_and(|t| t.shape == Shape::Name);
        return;
    }
    if !next.is_word() {
        return;
    }
    if let Some((kind, end)) = noun_beginning(tokens, last + 1, cues) {
        let noun = plain(tokens, last + 1, end);
        // "the Milha front", "Milha state": a noun that also follows what is no place
        let weak = matches!(
            noun.as_str(),
            "front"
                | "state"
                | "states"
                | "base"
                | "bases"
                | "line"
                | "school"
                | "camp"
                | "camps"
                | "headquarters"
                | "station"
                | "stronghold"
                | "strongholds"
                | "capital"
                | "positions"
        );
        if tokens[last].possessive {
            name.strength = name.strength.max(2);
            if matches!(kind, PlaceKind::Military | PlaceKind::Airport | PlaceKind::Facility) {
                name.variants.insert(0, format!("{} {}", name.folded, fold(&noun)));
            }
            return;
        }
        if matches!(noun.as_str(), "city" | "town" | "village") {
            name.cue = Some(PlaceKind::Settlement);
        }
        match kind {
            PlaceKind::Region => {
                name.strength = name.strength.max(if name.strength >= 1 { 3 } else { 2 });
                name.area |= !matches!(
                    noun.as_str(),
                    "outskirts" | "front" | "frontline" | "line" | "axis" | "direction" | "area" | "areas"
                );
            }
            PlaceKind::Military
            | PlaceKind::Airport
            | PlaceKind::Facility
            | PlaceKind::Road
            | PlaceKind::Water => {
                name.strength = name.strength.max(if weak { 1 } else { 2 });
                name.variants.insert(0, format!("{} {}", name.folded, fold(&singular(&noun))));
                if kind != PlaceKind::Road && name.cue.is_none() {
                    name.cue = Some(kind);
                }
            }
            _ => {
                name.strength = name.strength.max(if weak { 1 } else { 4 });
                if name.cue.is_none() && !weak {
                    name.cue = Some(kind);
                }
            }
        }
        return;
    }
    let word = cues.word(&next.low);
    if tokens[last].possessive {
        if word.direction || word.of_place {
            name.strength = name.strength.max(2);
        }
        return;
    }
    let event = word.event
        && name.cue.is_none()
        && name.strength < 4
        && !(next.shape == Shape::Word && ambiguous_event(tokens, last + 1));
    let body = word.body
        && next.shape == Shape::Word
        && !word.preposition
        && !matches!(
            next.low.as_str(),
            "front" | "state" | "command" | "force" | "today" | "post" | "office"
        );
    if event || body {
        name.associative = true;
    } else if word.saying && name.strength < 3 {
        name.against |= name.words > 1;
    }
}

/// "captured Milha attack helicopters …" does not come; but "in Milha strikes hit" has a verb.
fn ambiguous_event(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[at].low.as_str(), "backed" | "chemical")
        && !tokens.get(at + 1).is_some_and(|t| t.is("attack") || t.is("attacks"))
}

fn singular(noun: &str) -> String {
    if is_plural(noun) { noun.trim_end_matches('s').to_owned() } else { noun.to_owned() }
}

/// Lends evidence along coordinations: "the villages of A, B and C", "captured A and B", "the A and B
/// districts".
fn coordinate(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 1..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (Some(a), Some(b)) = (before.last(), rest.first_mut()) else { continue };
        if a.tokens == b.tokens || joined(tokens, a.tokens.1, b.tokens.0, cues) {
            b.group = a.group;
        }
    }
    let mut start = 0;
    while start < names.len() {
        let mut end = start + 1;
        while end < names.len() && names[end].group == names[start].group {
            end += 1;
        }
        lend(tokens, cues, &mut names[start..end]);
        start = end;
    }
}

/// "the villages of A and B in northern X and C and D in Y": the enumeration goes on after its area.
fn resume(tokens: &[Token<'_>], cues: &Cues, names: &mut [Name]) {
    for i in 2..names.len() {
        let (before, rest) = names.split_at_mut(i);
        let (area, listed, next) = (&before[i - 1], &before[i - 2], &mut rest[0]);
        let inside = tokens[listed.tokens.1 + 1..area.tokens.0.max(listed.tokens.1 + 1)].iter();
        let lies = listed.hint.as_ref() == Some(&area.folded) && inside.clone().any(|t| t.is("in"));
        if !lies || listed.strength < 3 || area.tokens.1 >= next.tokens.0 {
            continue;
        }
        let link = tokens[area.tokens.1 + 1..next.tokens.0].iter();
        let goes_on = link.clone().any(|t| t.is("and") || t.is(","))
            && link.clone().all(|t| {
                matches!(t.low.as_str(), "and" | "," | "the" | "as" | "well") || cues.kind(&t.low).is_some()
            });
        if goes_on {
            let (strength, cue, group) = (listed.strength, listed.cue, next.group);
            for name in rest.iter_mut().take_while(|n| n.group == group) {
                name.strength = name.strength.max(strength);
                name.cue = name.cue.or(cue.filter(|_| !name.area));
            }
        }
    }
}

/// Whether only commas, "and" and modifiers stand between two names.
fn joined(tokens: &[Token<'_>], a: usize, b: usize, cues: &Cues) -> bool {
    if tokens[a].possessive || b <= a {
        return false;
    }
    let mut link = false;
    for token in &tokens[a + 1..b] {
        match token.low.as_str() {
            "," | "and" | "or" | "&" | "/" | "–" | "—" | "-" => link = true,
            // "in X and both Y and Z …" begins anew.
            "both" if link => return false,
            "as" | "well" | "then" | "also" | "both" | "of" => {}
            low if cues.word(low).between || cues.word(low).direction => {}
            low if cues.kind(low).is_some() => {}
            _ => return false,
        }
    }
    link
}

fn lend(tokens: &[Token<'_>], cues: &Cues, group: &mut [Name]) {
    if group.len() < 2 {
        return;
    }
    // From the first to the others.
    let head = &group[0];
    let plural_before = {
        let at = head.tokens.0;
        at >= 2 && tokens[at - 1].is("of") && is_plural(&tokens[at - 2].low)
            || (at >= 1 && is_plural(&tokens[at - 1].low))
    };
    let said = head.tokens.0.checked_sub(if head.tokens.0 > 0 && tokens[head.tokens.0 - 1].is("of") {
        2
    } else {
        1
    });
    let cue = said
        .filter(|_| plural_before)
        .and_then(|at| noun_ending(tokens, at, cues))
        .filter(|k| Some(*k) == head.cue);
    let of_body = head.associative && head.tokens.0 > 0 && tokens[head.tokens.0 - 1].is("of");
    let (strength, against, area) = (head.strength, head.against, head.area && plural_before);
    for name in &mut group[1..] {
        if name.strength == 0 && against {
            name.against = true;
        }
        name.associative |= of_body;
        name.strength = name.strength.max(strength.min(if plural_before { 4 } else { 3 }));
        if plural_before {
            name.cue = name.cue.or(cue);
            name.area |= area;
        }
    }
    // From the end of "X–Y highway" to its beginning.
    for i in (1..group.len()).rev() {
        let (a, b) = (group[i - 1].tokens.1, group[i].tokens.0);
        if b > a && tokens[a + 1..b].iter().all(|t| matches!(t.low.as_str(), "–" | "-" | "—")) {
            group[i - 1].strength = group[i - 1].strength.max(group[i].strength);
        }
    }
    // From a plural noun inside the last ("Milha and Zeina Governorates") to the ones before.
    let Some(last) = group.last() else { return };
    if let Some(kind) = last.cue.filter(|_| last.own_noun && is_plural(&tokens[last.tokens.1].low))
        && last.tokens.0 < last.tokens.1
    {
        let noun = fold(&singular(&tokens[last.tokens.1].low));
        let before = group.len() - 1;
        for (index, name) in group.iter_mut().enumerate().filter(|(i, n)| *i == before || n.cue.is_none()) {
            if index < before {
                name.strength = name.strength.max(3);
                name.cue = Some(kind).filter(|k| *k != PlaceKind::Road);
            }
            name.variants.insert(0, format!("{} {noun}", name.folded));
        }
        return;
    }
    // From a plural noun after the last to the ones before.
    let after = last.tokens.1 + 1;
    if after < tokens.len()
        && let Some((kind, end)) = noun_beginning(tokens, after, cues)
        && is_plural(&tokens[end].low)
        && kind != PlaceKind::Region
    {
        let noun = fold(&singular(&plain(tokens, after, end)));
        let strength = last.strength;
        for name in group.iter_mut() {
            name.strength = name.strength.max(strength.min(3));
            if name.cue.is_none() {
                name.cue = Some(kind).filter(|k| *k != PlaceKind::Road);
                name.variants.insert(0, format!("{} {noun}", name.folded));
            }
        }
    }
}
