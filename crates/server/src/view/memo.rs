//! Answers kept as long as the view that they were computed from.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;

/// How many answers are kept.
const MOST: usize = 128;

/// JSON bodies by what was asked.
#[derive(Default)]
pub(crate) struct Memo {
    answers: Mutex<BTreeMap<String, Arc<OnceLock<Bytes>>>>,
}

impl Memo {
    /// The answer kept under a key, or the one computed now. Two who ask at once compute it once.
    pub(crate) fn json<T: serde::Serialize>(&self, key: String, compute: impl FnOnce() -> T) -> Bytes {
        let cell = {
            let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
            if answers.len() >= MOST && !answers.contains_key(&key) {
                answers.clear();
            }
            Arc::clone(answers.entry(key).or_default())
        };
        cell.get_or_init(|| {
            Bytes::from(serde_json::to_vec(&compute()).expect("our own values have a JSON form"))
        })
        .clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn an_answer_is_computed_once() {
        let memo = Memo::default();
        assert_eq!(&memo.json("a".into(), || 1)[..], b"1");
        assert_eq!(&memo.json("a".into(), || 2)[..], b"1");
        assert_eq!(&memo.json("b".into(), || 3)[..], b"3");
    }
}
