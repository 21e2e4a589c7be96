//! Which documents are versions of one work.
//!
//! A text is its set of shingles (runs of words; Broder 1997, "On the resemblance and containment
//! of documents"). Two texts are versions of one work when most of the shorter one stands in the
//! longer: a page at two dates, an article and its excerpt, an agency's report and its reprint.

use std::collections::BTreeMap;

use annalist_span::Digest;

use crate::{Document, Role};

/// Words in a shingle.
const WORDS: usize = 4;
/// Fewer shingles than this say nothing about a work.
const FEWEST: usize = 24;
/// How much of the shorter text must stand in the longer.
const CONTAINED: f64 = 0.5;
/// A shingle that stands in more documents than this is a phrase of the trade, not of a work.
const COMMON: usize = 200;

/// The shingles of one document, as sorted hashes.
///
/// Four bytes a hash: two works of ten thousand words share 0.02 by chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shingles {
    /// The document's digest.
    pub document: Digest,
    hashes: Vec<u32>,
}

/// How alike two documents are; both numbers are between 0 and 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Similarity {
    /// Shared shingles among all of both (Jaccard's index).
    pub resemblance: f64,
    /// Shared shingles among those of the shorter text.
    pub containment: f64,
    /// Shingles of the shorter text.
    pub shingles: usize,
}

impl Similarity {
    /// Whether the two are versions of one work.
    pub fn same_work(&self) -> bool {
        self.shingles >= FEWEST && self.containment >= CONTAINED
    }
}

/// Documents that are versions of one work, by their place in the list that was given, in the
/// order of their digests (so that the order of files does not matter).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// Indices of the documents.
    pub members: Vec<usize>,
}

impl Shingles {
    /// The shingles of a document's running text (of all its text when it has no running text).
    pub fn of(document: &Document) -> Self {
        let told = |running: bool| {
            let passages = document.passages.iter().filter(move |p| {
                if running {
                    p.role.is_narrative() || p.role == Role::Quotation
                } else {
                    p.role != Role::Navigation
                }
            });
            let mut hashes: Vec<u32> = passages.flat_map(|p| hashes(&p.text)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        };
        let mut hashes = told(true);
        if hashes.len() < FEWEST {
            hashes = told(false);
        }
        Self { document: document.digest, hashes }
    }

    /// The hashes as they are stored: four bytes each, the lowest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// The shingles of a document from the bytes that [`to_bytes`](Self::to_bytes) gave; `None` for others.
    pub fn from_bytes(document: Digest, bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<4>();
        let hashes: Vec<u32> = hashes.iter().map(|hash| u32::from_le_bytes(*hash)).collect();
        (rest.is_empty() && hashes.is_sorted_by(|a, b| a < b)).then_some(Self { document, hashes })
    }

    /// How alike two documents are.
    pub fn similarity(&self, other: &Self) -> Similarity {
        let (mut a, mut b, mut shared) = (self.hashes.iter().peekable(), other.hashes.iter().peekable(), 0);
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        from_counts(self.hashes.len(), other.hashes.len(), shared)
    }
}

fn from_counts(a: usize, b: usize, shared: usize) -> Similarity {
    let part = |whole: usize| if whole == 0 { 0.0 } else { shared as f64 / whole as f64 };
    Similarity { resemblance: part(a + b - shared), containment: part(a.min(b)), shingles: a.min(b) }
}

/// How alike two documents are.
pub fn similarity(a: &Document, b: &Document) -> Similarity {
    Shingles::of(a).similarity(&Shingles::of(b))
}

/// The works that documents belong to: every document is in exactly one.
pub fn versions(documents: &[Document]) -> Vec<Work> {
    works(&documents.iter().map(Shingles::of).collect::<Vec<_>>())
}

/// The works of documents whose shingles are known.
pub fn works(documents: &[Shingles]) -> Vec<Work> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&i| (documents[i].document, i));
    let mut holders: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (rank, &i) in order.iter().enumerate() {
        for &hash in &documents[i].hashes {
            holders.entry(hash).or_default().push(rank as u32);
        }
    }
    let mut shared: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for ranks in holders.values().filter(|r| (2..=COMMON).contains(&r.len())) {
        for (at, &a) in ranks.iter().enumerate() {
            for &b in &ranks[at + 1..] {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let mut root: Vec<usize> = (0..order.len()).collect();
    for (&(a, b), &count) in &shared {
        let (a, b) = (a as usize, b as usize);
        let len = |rank: usize| documents[order[rank]].hashes.len();
        if from_counts(len(a), len(b), count).same_work() {
            let (a, b) = (find(&mut root, a), find(&mut root, b));
            root[a.max(b)] = a.min(b);
        }
    }
    let mut works: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (rank, &document) in order.iter().enumerate() {
        works.entry(find(&mut root, rank)).or_default().push(document);
    }
    works.into_values().map(|members| Work { members }).collect()
}

fn find(root: &mut [usize], mut at: usize) -> usize {
    while root[at] != at {
        root[at] = root[root[at]];
        at = root[at];
    }
    at
}

/// Hashes of the runs of words in a text (FNV-1a over the words in lower case).
fn hashes(text: &str) -> Vec<u32> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| {
            w.chars()
                .flat_map(char::to_lowercase)
                .fold(0xcbf2_9ce4_8422_2325, |h, c| fnv(h, u64::from(c as u32)))
        })
        .collect();
    let run = |run: &[u64]| run.iter().fold(0xcbf2_9ce4_8422_2325, |h, w| fnv(h, *w));
    words.windows(WORDS).map(|words| (run(words) ^ (run(words) >> 32)) as u32).collect()
}

const fn fnv(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    const FIRST: &str = "Siege of Dorn\n\nOn 3 May the Third Army crossed the river near the mill and pushed the garrison back towards the station. By the evening of the next day the station was lost too, and with it the depot and four guns. The garrison asked for terms on 5 May.\n";

    fn document(text: &str) -> Document {
        read("t.txt", text.as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn a_later_version_and_an_excerpt_are_of_one_work() {
        let later = format!(
            "= Siege of Dorn =\n\n{}\n\n== Aftermath ==\nThe mill was rebuilt in 2004. A year later the river was bridged again near the station, where a new quarter stands today.\n",
            FIRST.replace("four guns", "five guns")
        );
        let other = "Fall of Elm\n\nIn June the Second Army went over the pass in snow and reached the gates of Elm after three days of marching. Nobody had expected it there, least of all the governor, who was at table when the news came to him.\n";
        let all = [document(FIRST), document(other), document(&later)];
        assert!(similarity(&all[0], &all[2]).same_work());
        assert!(!similarity(&all[0], &all[1]).same_work());
        let found = versions(&all);
        assert_eq!(found.len(), 2);
        let mut pair = found.iter().find(|w| w.members.len() == 2).unwrap().members.clone();
        pair.sort_unstable();
        assert_eq!(pair, [0, 2]);
    }

    #[test]
    fn the_order_of_files_does_not_matter() {
        let (a, b) = (document(FIRST), document(&FIRST.replace("3 May", "4 May")));
        let digests = |list: &[Document]| {
            versions(list)
                .iter()
                .map(|w| w.members.iter().map(|&m| list[m].digest).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        assert_eq!(digests(&[a.clone(), b.clone()]), digests(&[b, a]));
    }

    #[test]
    fn shingles_are_kept_as_bytes() {
        let shingles = Shingles::of(&document(FIRST));
        let bytes = shingles.to_bytes();
        assert_eq!(Shingles::from_bytes(shingles.document, &bytes), Some(shingles.clone()));
        assert_eq!(Shingles::from_bytes(shingles.document, &bytes[1..]), None);
        let reversed: Vec<u8> = bytes.chunks(4).rev().flatten().copied().collect();
        assert_eq!(Shingles::from_bytes(shingles.document, &reversed), None);
    }

    #[test]
    fn a_few_words_are_no_work() {
        let (a, b) = (document("The town fell on Monday."), document("The town fell on Monday."));
        assert!(!similarity(&a, &b).same_work());
    }
}
