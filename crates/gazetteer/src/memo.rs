//! Names looked up before, in whatever document: a war's reports name the same places again and again.
//!
//! A look-up depends on the lists alone, so what is kept changes no answer, only its speed. What is kept
//! is bounded: a full part is emptied.

use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::gazetteer::Hit;

/// Parts, each with a lock of its own.
const PARTS: usize = 16;
/// Names and hits that one part keeps: about a megabyte over all parts.
const MOST: usize = 2_000;

/// Look-ups kept.
#[derive(Default)]
pub(crate) struct Memo {
    parts: [Mutex<Part>; PARTS],
}

#[derive(Default)]
struct Part {
    found: FxHashMap<String, Arc<[Hit]>>,
    size: usize,
}

impl Memo {
    /// What was kept for a name; else what `look` finds, which is then kept.
    pub(crate) fn get(&self, name: &str, look: impl FnOnce() -> Vec<Hit>) -> Arc<[Hit]> {
        // The map takes its place from the high and the low bits; the middle ones are free.
        let part = &self.parts[(FxBuildHasher.hash_one(name) >> 24) as usize % PARTS];
        let open = || part.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hits) = open().found.get(name) {
            return Arc::clone(hits);
        }
        let hits: Arc<[Hit]> = look().into();
        let mut part = open();
        let size = 1 + hits.len();
        if part.size + size > MOST {
            part.found.clear();
            part.size = 0;
        }
        if part.found.insert(name.to_owned(), Arc::clone(&hits)).is_none() {
            part.size += size;
        }
        hits
    }

    #[cfg(test)]
    fn size(&self) -> usize {
        self.parts.iter().map(|part| part.lock().map_or(0, |p| p.size)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{How, Ref};

    fn hit(place: u32) -> Hit {
        Hit { at: Ref { list: 0, place }, how: How::Name, likeness: 1.0 }
    }

    #[test]
    fn what_is_kept_is_not_looked_up_again() {
        let memo = Memo::default();
        assert_eq!(memo.get("milha", || vec![hit(7)])[..], [hit(7)]);
        assert_eq!(memo.get("milha", || unreachable!())[..], [hit(7)]);
        assert!(memo.get("zeina", Vec::new).is_empty());
    }

    #[test]
    fn many_names_do_not_fill_the_memory() {
        let memo = Memo::default();
        for n in 0..100_000_u32 {
            memo.get(&format!("name {n}"), || vec![hit(n); (n % 7) as usize]);
        }
        assert!(memo.size() <= PARTS * MOST);
        assert_eq!(memo.get("name 0", || vec![hit(3)])[..], [hit(3)]);
    }
}
