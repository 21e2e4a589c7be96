//! Comparisons: what two claims come to, level by level.

use annalist_claim::Kind;

use super::feature::{BIT, Feature, Parties, Told};
use crate::place::kilometres;

/// The level that each comparison comes to, in the order of [`COMPARISONS`].
pub type Levels = [u8; 10];

/// The comparisons and their levels, best first.
pub const COMPARISONS: &[(&str, &[&str])] = &[
    (
        "place",
        &[
            "list", "same", "portion", "part", "overlap", "alike", "close", "namesake", "several", "leaning",
            "told", "setting", "blank", "absent", "theatre", "apart",
        ],
    ),
    (
        "time",
        &["same", "within", "week", "span", "month", "inside", "drift", "loose", "next", "far", "absent"],
    ),
    ("kind", &["operation", "rare", "same", "family", "kin", "consequence", "other"]),
    ("actor", &["same", "side", "absent", "other"]),
    ("target", &["same", "side", "absent", "other"]),
    ("figures", &["same", "overlap", "absent", "other"]),
    ("words", &["copied", "named", "many", "some", "short", "few"]),
    ("part_of_day", &["same", "absent", "other"]),
    ("telling", &["elsewhere", "version", "voice", "retelling", "onward", "same_sentence"]),
    ("origin", &["shared", "absent", "other"]),
];

/// Compares two claims.
pub(crate) fn compare(a: &Feature, b: &Feature) -> Levels {
    [
        place(a, b),
        time(a, b),
        kind(a, b),
        party(&a.actors, &b.actors),
        party(&a.targets, &b.targets),
        figures(a, b),
        words(a, b),
        part(a, b),
        telling(a, b),
        origin(a, b),
    ]
}

/// Names at most this far apart in edits per letter are spellings of one.
const ALIKE: f64 = 0.25;
/// Points at most this far apart, in kilometres, may be one place in two gazetteers.
const CLOSE: f64 = 2.0;
/// Texts that are at points at most this far apart, in kilometres, are at one place.
const SCENE: f64 = 15.0;
/// Points further apart than this, in kilometres, are of no one happening.
const ELSEWHERE: f64 = 100.0;
/// Points at most this far apart, in kilometres, may be of one operation.
const THEATRE: f64 = 50.0;

/// Places by name that two claims must share to be of one list.
const LISTED: usize = 3;

/// Levels of the place, by their names in [`COMPARISONS`].
mod at {
    pub(super) const LIST: u8 = 0;
    pub(super) const SAME: u8 = 1;
    pub(super) const PORTION: u8 = 2;
    pub(super) const PART: u8 = 3;
    pub(super) const OVERLAP: u8 = 4;
    pub(super) const ALIKE: u8 = 5;
    pub(super) const CLOSE: u8 = 6;
    pub(super) const NAMESAKE: u8 = 7;
    pub(super) const SEVERAL: u8 = 8;
    pub(super) const LEANING: u8 = 9;
    pub(super) const TOLD: u8 = 10;
    pub(super) const SETTING: u8 = 11;
    pub(super) const BLANK: u8 = 12;
    pub(super) const ABSENT: u8 = 13;
    pub(super) const THEATRE: u8 = 14;
    pub(super) const APART: u8 = 15;
}

fn place(a: &Feature, b: &Feature) -> u8 {
    let shared = shared(&a.places, &b.places);
    // "the north of X" and "parts of X" may be one part of it; neither is X.
    if self::shared(&a.portions, &b.portions) > 0 {
        return at::ALIKE;
    }
    if shared >= LISTED {
        return at::LIST;
    }
    if shared > 0 {
        return match (shared == a.places.len(), shared == b.places.len()) {
            (true, true) if a.portions.is_empty() == b.portions.is_empty() => at::SAME,
            (true, true) => at::PORTION,
            (true, false) | (false, true) => at::PART,
            _ => at::OVERLAP,
        };
    }
    let leaning = |x: &Feature, y: &Feature| {
        self::shared(&x.anchors, &y.places) > 0 || self::shared(&x.anchors, &y.anchors) > 0
    };
    let leans = leaning(a, b) || leaning(b, a);
    // Places without names: as many of them, or the same words for them, unless they lean on others.
    let unlike = !leans && !a.anchors.is_empty() && !b.anchors.is_empty();
    if a.names.iter().any(|x| b.names.iter().any(|y| alike(x, y))) {
        return at::ALIKE;
    }
    let unnamed = a.is_placeless() || b.is_placeless();
    let apart = distance(a, b);
    // A number of places here and as many far away are not the same.
    if unnamed && apart.is_some_and(|km| km > ELSEWHERE) {
        return at::APART;
    }
    let same_count = a.counts.iter().any(|n| b.counts.contains(n));
    let same_words = a.leans.iter().any(|x| b.leans.iter().any(|y| x.contains(' ') && alike(x, y)));
    // All that was lost is all that was lost, in whatever words.
    let swept = a.sweep && b.sweep;
    if !unlike && (same_count || same_words || swept) {
        return at::ALIKE;
    }
    if !unnamed && apart.is_some_and(|km| km <= CLOSE) {
        return at::CLOSE;
    }
    // "entered the prison of X" is not "entered X".
    if a.facility != b.facility && (a.is_of_ground() || b.is_of_ground()) {
        return at::APART;
    }
    // The province and the town of one name: a report says "in northern X" where another says "north of X".
    let namesake = |x: &Feature, y: &Feature| {
        x.areas.iter().any(|area| y.bare.contains(area)) || x.areas.iter().any(|area| y.areas.contains(area))
    };
    if namesake(a, b) || namesake(b, a) {
        return at::NAMESAKE;
    }
    let one_day = a
        .window
        .zip(b.window)
        .is_some_and(|(x, y)| x.gap(y) == 0 && [x, y].iter().all(|w| w.width().is_some_and(|n| n <= NARROW)));
    // Some places here and some there are the same when it is one ground and one day.
    if unnamed && a.several && b.several && !unlike && one_day && apart.is_some_and(|km| km <= THEATRE) {
        return at::SEVERAL;
    }
    if leans {
        return at::LEANING;
    }
    // One names in passing what the other tells of.
    if unnamed && (self::shared(&a.spoken, &b.place_words) > 0 || self::shared(&b.spoken, &a.place_words) > 0)
    {
        return at::TOLD;
    }
    if unnamed && !unlike {
        let at = |x: &Feature| x.points.first().or(x.scene.first()).copied();
        let near = at(a).zip(at(b)).is_some_and(|(p, q)| kilometres(p, q) <= SCENE);
        let blank = |x: &Feature| x.is_placeless() && x.anchors.is_empty() && x.areas.is_empty();
        return match near {
            true => at::SETTING,
            // "all of the lost ground" and "its old positions": neither tells where.
            false if blank(a) && blank(b) => at::BLANK,
            false => at::ABSENT,
        };
    }
    // An operation goes over many places: its parts are told with one or another. Wide areas may lie in one
    // another, when one side begins an operation on one day.
    let own = self::shared(&a.actors.sides, &b.actors.sides) > 0;
    let wide =
        a.is_placeless() && b.is_placeless() && own && one_day && apart.is_none_or(|km| km <= ELSEWHERE);
    if a.operation && b.operation && (wide || apart.is_some_and(|km| km <= THEATRE)) {
        at::THEATRE
    } else {
        at::APART
    }
}

/// Kilometres between two claims: the least between their points, or where the texts may be at.
fn distance(a: &Feature, b: &Feature) -> Option<f64> {
    let of = |x: &Feature| x.points.iter().chain(&x.scene).copied().collect::<Vec<_>>();
    let (left, right) = (of(a), of(b));
    let pairs = left.iter().flat_map(|p| right.iter().map(move |q| kilometres(*p, *q)));
    pairs.min_by(f64::total_cmp)
}

/// How many numbers two sorted lists share.
fn shared(left: &[u32], right: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (n, m) = (a.chars().count(), b.chars().count());
    let longest = n.max(m);
    let allowed = (ALIKE * longest as f64) as usize;
    longest >= 5 && n.abs_diff(m) <= allowed && edits(a, b) <= allowed
}

/// Levenshtein distance in letters.
pub(crate) fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Windows at most this wide, in days, tell when.
const NARROW: i32 = 3;
/// Windows at most this wide tell about when.
const WEEK: i32 = 7;

/// Share of the days of both from which on two wide windows are of one span of time.
const SPAN: f64 = 0.4;
/// Days by which a day that was not told may be off.
const DRIFT: i32 = 3;
/// Windows at most this wide tell about which month.
const MONTHS: i32 = 62;

/// Windows at most this wide tell which month.
const MONTH: i32 = 31;

fn time(a: &Feature, b: &Feature) -> u8 {
    let (Some(x), Some(y)) = (a.window, b.window) else { return 10 };
    let within = |w: crate::day::Window, days: i32| w.width().is_some_and(|n| n <= days);
    let encloses = |days| within(x, days) && within(y, days) && (x.encloses(y) || y.encloses(x));
    match x.gap(y) {
        0 if x == y && x.width() == Some(0) => 0,
        0 if within(x, NARROW) && within(y, NARROW) => 1,
        0 if x == y => 3,
        // "By the 22nd" and the 21st: within reach of each other.
        0 if x.last.is_some() && y.last.is_some() && (x.surely() - y.surely()).abs() <= NARROW => 1,
        0 if within(x, WEEK) && within(y, WEEK) => 2,
        // An operation lasts: a day of it and the month of it are told of one.
        0 if x.in_common(y) >= SPAN || a.operation && b.operation => 3,
        // A summary tells the month of what a report tells the day of.
        0 if encloses(MONTH) => 4,
        0 if encloses(MONTHS) => 5,
        0 => 7,
        // An operation is dated by the night of its beginning or by the day after.
        1 if a.operation && b.operation => 7,
        // Where the story stood when no day was told is not told to the day.
        1..=DRIFT if a.inherited || b.inherited => 6,
        1 => 8,
        _ => 9,
    }
}

fn kind(a: &Feature, b: &Feature) -> u8 {
    if a.operation && b.operation {
        0
    } else if a.kind == b.kind && a.operation == b.operation && a.beginning == b.beginning {
        if is_rare(a.kind) { 1 } else { 2 }
    } else if a.kind == b.kind && a.beginning != b.beginning {
        // To begin to leave is not to have left.
        4
    } else if family(a.kind) == family(b.kind) {
        3
    } else if are_kin(family(a.kind), family(b.kind)) {
        4
    } else if is_consequence(a.kind) && is_violent(b.kind) || is_consequence(b.kind) && is_violent(a.kind) {
        5
    } else {
        6
    }
}

/// Kinds of which reports tell seldom, each less than one claim in forty of 35 articles: that two claims have such a
/// kind in common tells more than that both tell of a capture.
///
/// Reference: W. E. Winkler, "Frequency-based matching in the Fellegi–Sunter model of record linkage", ASA
/// Proceedings (1989).
const fn is_rare(kind: Kind) -> bool {
    matches!(family(kind), 5 | 6 | 9 | 10 | 11 | 14 | 15 | 17 | 18)
        || matches!(kind, Kind::Transfer | Kind::Drone | Kind::Bombing | Kind::Chemical | Kind::Massacre)
}

/// Kinds that one happening is told as.
pub(crate) const fn family(kind: Kind) -> u8 {
    match kind {
        Kind::Capture | Kind::Transfer => 0,
        Kind::Withdraw => 1,
        Kind::Enter | Kind::Advance => 2,
        Kind::Attack | Kind::Clash => 3,
        Kind::Hold => 4,
        Kind::Encircle => 5,
        Kind::Route => 6,
        Kind::Airstrike | Kind::Shelling | Kind::Drone | Kind::Bombing | Kind::Chemical => 7,
        Kind::Harm | Kind::Massacre => 8,
        Kind::Detain => 9,
        Kind::Release => 10,
        Kind::Displace => 11,
        Kind::Loss => 12,
        Kind::Deploy => 13,
        Kind::Defect => 14,
        Kind::Accord => 15,
        Kind::Say => 16,
        Kind::Relief => 17,
        Kind::Protest => 18,
    }
}

/// Whether one happening may be told as either: entering and taking, attacking and advancing, leaving and
/// redeploying.
const fn are_kin(a: u8, b: u8) -> bool {
    let (least, most) = if a < b { (a, b) } else { (b, a) };
    matches!((least, most), (0, 2) | (0 | 2, 3) | (3, 5) | (1, 13))
}

const fn is_consequence(kind: Kind) -> bool {
    matches!(kind, Kind::Harm | Kind::Massacre | Kind::Loss | Kind::Displace)
}

const fn is_violent(kind: Kind) -> bool {
    matches!(family(kind), 3 | 7)
}

fn party(a: &Parties, b: &Parties) -> u8 {
    if shared(&a.names, &b.names) > 0 {
        0
    } else if shared(&a.sides, &b.sides) > 0 {
        1
    } else if a.sides.is_empty() || b.sides.is_empty() {
        2
    } else {
        3
    }
}

/// Whether both are told and no side is of both.
pub(crate) fn excludes(a: &Parties, b: &Parties) -> bool {
    party(a, b) == 3
}

fn figures(a: &Feature, b: &Feature) -> u8 {
    let same_thing = |x: &Told, y: &Told| x.0 == y.0 && (x.1 == y.1 || x.1.is_none() || y.1.is_none());
    let numbered = |x: &Told| x.2.is_some() || x.3.is_some();
    let pairs = || {
        a.figures
            .iter()
            .flat_map(|x| b.figures.iter().map(move |y| (x, y)))
            .filter(|(x, y)| same_thing(x, y) && numbered(x) && numbered(y))
    };
    let overlap = |x: &Told, y: &Told| {
        x.2.unwrap_or(0) <= y.3.unwrap_or(u64::MAX) && y.2.unwrap_or(0) <= x.3.unwrap_or(u64::MAX)
    };
    if pairs().any(|(x, y)| (x.2, x.3) == (y.2, y.3)) {
        0
    } else if pairs().any(|(x, y)| overlap(x, y)) {
        1
    } else if pairs().next().is_none() {
        2
    } else {
        3
    }
}

/// Share of words, of both texts together, from which on a text is copied.
const COPIED: f64 = 0.7;
/// Bits of the words in common from which on they are many, and some.
const TELLING: [u64; 2] = [24 * BIT as u64, 10 * BIT as u64];
/// The part of the lesser text's bits that they must be besides: a fifth.
const A_FIFTH: u64 = 5;

fn words(a: &Feature, b: &Feature) -> u8 {
    let (n, bits) = shared_words(a, b);
    let all = a.words.len() + b.words.len() - n;
    let share = if all == 0 { 0.0 } else { n as f64 / all as f64 };
    let whole = |text: &Feature| text.bits.iter().copied().map(u64::from).sum::<u64>();
    let lesser = whole(a).min(whole(b));
    let portion = bits * A_FIFTH >= lesser;
    // A few words can be the same by chance.
    if share >= COPIED && n >= 5 || a.text.is_some() && a.text == b.text {
        0
    } else if shared(&a.proper, &b.proper) >= 2 && portion {
        // Two names that are no place's and no party's: a person, a weapon, a paper.
        1
    } else if bits >= TELLING[0] && portion {
        2
    } else if bits >= TELLING[1] && portion {
        3
    } else if a.words.len().min(b.words.len()) < 3 {
        4
    } else {
        5
    }
}

/// How many words two texts share, and how much those tell.
fn shared_words(left: &Feature, right: &Feature) -> (usize, u64) {
    let (mut i, mut j, mut shared, mut bits) = (0, 0, 0, 0);
    while i < left.words.len() && j < right.words.len() {
        match left.words[i].cmp(&right.words[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                bits += u64::from(left.bits[i]);
                (i, j, shared) = (i + 1, j + 1, shared + 1);
            }
        }
    }
    (shared, bits)
}

fn part(a: &Feature, b: &Feature) -> u8 {
    match (a.part, b.part) {
        (Some(x), Some(y)) if x == y => 0,
        (Some(_), Some(_)) => 2,
        _ => 1,
    }
}

/// Passages from which on a document tells a thing a second time rather than goes on.
pub(crate) const RETELLING: u32 = 12;

/// Passages within which one text sets one source's word beside another's.
const BESIDE: u32 = 2;

/// Whether one text gives two sources' words on one matter: a denial or a confirmation.
pub(crate) fn another_voice(a: &Feature, b: &Feature) -> bool {
    a.document == b.document
        && a.passage.abs_diff(b.passage) <= BESIDE
        && (a.denial != b.denial || a.origins != b.origins)
}

fn telling(a: &Feature, b: &Feature) -> u8 {
    let distance = a.passage.abs_diff(b.passage);
    if a.document != b.document {
        u8::from(a.work == b.work)
    } else if another_voice(a, b) {
        2
    } else if distance >= RETELLING {
        3
    } else if distance > 0 {
        4
    } else {
        5
    }
}

/// Whether two claims rest on one named source or cited reference.
fn origin(a: &Feature, b: &Feature) -> u8 {
    if shared(&a.origins, &b.origins) > 0 {
        0
    } else if a.origins.is_empty() || b.origins.is_empty() {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::{alike, edits};

    #[test]
    fn spellings_are_told_by_their_edits() {
        assert_eq!(edits("brenno", "brunno"), 1);
        assert_eq!(edits("", "abc"), 3);
        assert!(alike("zumrakheh", "zumrakhah"));
        assert!(!alike("tarsk", "brenno"));
        assert!(!alike("ana", "aza"));
    }
}
