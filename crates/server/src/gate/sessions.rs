//! Sessions, in memory: a stop of the server ends them all.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use annalist_span::Digest;

use super::users::{Role, User};

/// A session unused for this long is over.
const IDLE: Duration = Duration::from_hours(12);
/// Sessions of one user at most; the least recently used ends.
const MOST: usize = 20;

/// Somebody who logged in.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) user: String,
    pub(crate) role: Role,
    /// What writes must carry beside the cookie.
    pub(crate) csrf: String,
    used: Instant,
}

/// A new session and its token, which only the browser keeps.
pub(crate) struct Started {
    pub(crate) token: String,
    pub(crate) session: Session,
}

/// Sessions by the digest of their tokens.
#[derive(Default)]
pub(crate) struct Sessions {
    by_token: BTreeMap<Digest, Session>,
}

impl Sessions {
    pub(crate) fn start(&mut self, user: &User, now: Instant) -> Started {
        self.by_token.retain(|_, s| now.duration_since(s.used) < IDLE);
        let mut own: Vec<(Instant, Digest)> =
            self.by_token.iter().filter(|(_, s)| s.user == user.name).map(|(k, s)| (s.used, *k)).collect();
        own.sort_unstable();
        for (_, key) in own.iter().rev().skip(MOST - 1) {
            self.by_token.remove(key);
        }
        let token = secret();
        let session = Session { user: user.name.clone(), role: user.role, csrf: secret(), used: now };
        self.by_token.insert(Digest::of(token.as_bytes()), session.clone());
        Started { token, session }
    }

    pub(crate) fn get(&mut self, token: &str, now: Instant) -> Option<Session> {
        let key = Digest::of(token.as_bytes());
        let session = self.by_token.get_mut(&key)?;
        if now.duration_since(session.used) >= IDLE {
            self.by_token.remove(&key);
            return None;
        }
        session.used = now;
        Some(session.clone())
    }

    pub(crate) fn end(&mut self, token: &str) {
        self.by_token.remove(&Digest::of(token.as_bytes()));
    }

    pub(crate) fn end_all_of(&mut self, user: &str) {
        self.by_token.retain(|_, s| s.user != user);
    }
}

/// 256 random bits in hexadecimal.
fn secret() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    Digest(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{IDLE, MOST, Sessions};
    use crate::gate::users::{Role, User};

    fn ada() -> User {
        User { name: "ada".into(), role: Role::Coder, hash: String::new() }
    }

    #[test]
    fn a_session_ends_by_itself_and_by_will() {
        let mut sessions = Sessions::default();
        let now = Instant::now();
        let started = sessions.start(&ada(), now);
        assert_eq!(sessions.get(&started.token, now).unwrap().user, "ada");
        assert!(sessions.get("somebody else's", now).is_none());
        assert!(sessions.get(&started.token, now + IDLE).is_none());
        let again = sessions.start(&ada(), now);
        assert_ne!(again.token, started.token);
        sessions.end(&again.token);
        assert!(sessions.get(&again.token, now).is_none());
    }

    #[test]
    fn sessions_of_one_user_are_bounded() {
        let mut sessions = Sessions::default();
        let now = Instant::now();
        let first = sessions.start(&ada(), now);
        for n in 0..MOST as u64 {
            sessions.start(&ada(), now + std::time::Duration::from_secs(n + 1));
        }
        assert!(sessions.get(&first.token, now).is_none());
        assert_eq!(sessions.by_token.len(), MOST);
    }
}
