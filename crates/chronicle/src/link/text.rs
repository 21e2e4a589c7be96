//! The words of a claim's clause, as the linkage compares them.

use annalist_claim::Claim;

/// Words of which a claim must have as many to be met by their likeness.
const WORDS: usize = 6;

/// The content words of a claim without those of its places and parties, which are compared as such.
pub(super) fn own_words(claim: &Claim) -> Vec<String> {
    let named: Vec<String> = claim
        .places
        .iter()
        .map(|slot| &slot.text)
        .chain(claim.actors.iter().chain(&claim.targets).map(|p| &p.text))
        .flat_map(|text| content_words(text))
        .collect();
    let mut words = content_words(&claim.evidence.quote);
    words.retain(|w| !named.contains(w));
    words
}

/// The words of a clause in order, when there are enough of them to tell a copy from a chance.
pub(super) fn whole(quote: &str) -> Option<String> {
    let words: Vec<String> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    (words.len() >= 4).then(|| format!("t:{}", words.join(" ")))
}

/// FNV-1a.
pub(crate) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// One hash of two.
pub(crate) const fn mix(a: u64, b: u64) -> u64 {
    let mut h = a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// `MinHash`: bands of two least hashes of words, so that like texts meet wherever they are told to have
/// happened.
pub(super) fn bands(words: &[String]) -> Option<[u64; 3]> {
    let hashes: Vec<u64> = words.iter().map(|w| hash(w)).collect();
    (hashes.len() >= WORDS).then(|| {
        std::array::from_fn(|band| {
            let band = band as u64;
            let least = |nth: u64| hashes.iter().map(|w| mix(band * 2 + nth + 1, *w)).min().unwrap_or(0);
            [band, least(0), least(1)].iter().fold(7, |h, part| mix(h, *part))
        })
    })
}

/// The content words that are written with a capital, the clause's first word left out, and the name of the whole
/// war, which all of its reports share ("the Northern Civil War").
pub(super) fn capitals(quote: &str) -> Vec<String> {
    let is_capital = |w: &&str| w.chars().next().is_some_and(char::is_uppercase);
    let mut run: Vec<&str> = Vec::new();
    let mut kept: Vec<&str> = Vec::new();
    let mut first = true;
    // A name ends at a comma or a full stop.
    for piece in quote.split(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-'))) {
        for word in piece.split([' ', '-']).filter(|w| !w.is_empty()) {
            if std::mem::take(&mut first) {
                continue;
            }
            if !is_capital(&word) {
                kept.append(&mut run);
            } else if word == "War" {
                run.clear();
            } else {
                run.push(word);
            }
        }
        kept.append(&mut run);
    }
    kept.into_iter().flat_map(content_words).collect()
}

/// The words of a clause that carry content: at least four letters, three capitals or any digit,
/// cut to six letters.
pub(super) fn content_words(quote: &str) -> Vec<String> {
    const EMPTY: [&str; 22] = [
        "that", "with", "from", "were", "been", "have", "this", "they", "their", "which", "also", "while",
        "after", "into", "then", "there", "over", "when", "near", "more", "than", "them",
    ];
    let abbreviation = |w: &str| w.chars().count() == 3 && w.chars().all(char::is_uppercase);
    let mut words: Vec<String> = quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= 4 || abbreviation(w) || w.chars().any(|c| c.is_ascii_digit()))
        .map(|w| w.to_lowercase().chars().take(6).collect())
        .collect();
    words.retain(|w: &String| !EMPTY.contains(&w.as_str()));
    words.sort();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::{capitals, content_words, whole};

    #[test]
    fn words_that_carry_content_are_kept_short() {
        assert_eq!(
            content_words("They seized the Brenno mill after 12 days"),
            ["12", "brenno", "days", "mill", "seized"]
        );
        assert_eq!(capitals("Guards of the Second Column seized Brenno"), ["second", "column", "brenno"]);
        assert_eq!(
            capitals("The raid on Tarsk during the Northern Civil War was of the Guard"),
            ["tarsk", "guard"]
        );
        assert_eq!(
            capitals("The guard left Brenno, Second World War mines and all. War Minister Lorn stayed"),
            ["brenno", "minist", "lorn"]
        );
        assert_eq!(whole("the mill fell"), None);
    }
}
