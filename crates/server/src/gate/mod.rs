//! Who may do what: hosts, origins, accounts, sessions, rates.

mod headers;
mod limits;
mod sessions;
mod users;
mod visitor;

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use sessions::{Sessions, Started};

pub(crate) use headers::guard;
pub(crate) use limits::Limits;
pub use users::{Role, User, Users, UsersError};
pub(crate) use visitor::{Admin, Coder, Visitor, admit, token};

/// The name of the session's cookie.
pub(crate) const COOKIE: &str = "annalist-session";

/// What the server demands of whoever speaks to it.
pub struct Gate {
    /// Names under which the server is spoken to, beside the machine's own.
    pub(crate) hosts: Vec<String>,
    /// Whether any IP address may stand in the `Host` header: not in DNS rebinding, which needs a name.
    pub(crate) any_address: bool,
    /// Whether a proxy in front speaks TLS: cookies are then for TLS only.
    pub(crate) https: bool,
    /// Accounts; without them everybody who reaches the server may do everything.
    users: Option<Mutex<Users>>,
    sessions: Mutex<Sessions>,
    by_address: Mutex<Limits<IpAddr>>,
    by_name: Mutex<Limits<String>>,
    hashing: tokio::sync::Semaphore,
}

/// Why somebody was not let in.
pub(crate) enum Refused {
    /// Wrong name or password.
    Wrong,
    /// Too often; seconds to wait.
    TooOften(u64),
    /// The accounts cannot be read; why.
    Unreadable(String),
}

impl Gate {
    /// For this machine alone: the machine's own names, nobody logs in.
    pub fn local() -> Self {
        Self::with(None)
    }

    /// With accounts.
    pub fn accounts(users: Users) -> Self {
        Self::with(Some(Mutex::new(users)))
    }

    fn with(users: Option<Mutex<Users>>) -> Self {
        Self {
            hosts: Vec::new(),
            any_address: false,
            https: false,
            users,
            sessions: Mutex::default(),
            by_address: Mutex::new(Limits::new(20, 60)),
            by_name: Mutex::new(Limits::new(5, 60)),
            hashing: tokio::sync::Semaphore::new(2),
        }
    }

    /// Answers to further names, and to any IP address.
    #[must_use]
    pub fn reachable_as(mut self, hosts: Vec<String>, any_address: bool) -> Self {
        self.hosts = hosts;
        self.any_address = any_address;
        self
    }

    /// A proxy in front speaks TLS.
    #[must_use]
    pub fn behind_https(mut self, https: bool) -> Self {
        self.https = https;
        self
    }

    /// Whether accounts are demanded.
    pub(crate) fn demands_accounts(&self) -> bool {
        self.users.is_some()
    }

    /// The users, for as long as the closure runs.
    pub(crate) fn users<T>(&self, with: impl FnOnce(&mut Users) -> T) -> Option<T> {
        self.users.as_ref().map(|users| with(&mut users.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Logs somebody in. A wrong name takes as long as a wrong password.
    pub(crate) async fn log_in(
        &self,
        name: &str,
        password: String,
        address: Option<IpAddr>,
    ) -> Result<Started, Refused> {
        let now = Instant::now();
        if let Some(address) = address {
            self.by_address
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(address, now)
                .map_err(Refused::TooOften)?;
        }
        self.by_name
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take(name.to_owned(), now)
            .map_err(Refused::TooOften)?;
        let user = self.users(|users| users.read().map(|()| users.get(name).cloned()));
        let user = user.transpose().map_err(|e| Refused::Unreadable(e.to_string()))?.flatten();
        let hash = user.as_ref().map_or_else(|| users::NOBODY.to_owned(), |u| u.hash.clone());
        let _permit = self.hashing.acquire().await;
        let right =
            tokio::task::spawn_blocking(move || users::verify(&password, &hash)).await.unwrap_or(false);
        let user = user.filter(|_| right).ok_or(Refused::Wrong)?;
        self.by_name.lock().unwrap_or_else(PoisonError::into_inner).forgive(&user.name);
        Ok(self.sessions.lock().unwrap_or_else(PoisonError::into_inner).start(&user, now))
    }

    /// The session of a token, as long as its account is there with the role it had.
    pub(crate) fn session(&self, token: &str) -> Option<sessions::Session> {
        let session =
            self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(token, Instant::now())?;
        let stands = self.users(|users| {
            // Where the file cannot be read, nobody is known.
            users.refresh().is_ok() && users.get(&session.user).is_some_and(|u| u.role == session.role)
        });
        if stands == Some(true) {
            return Some(session);
        }
        self.log_out(token);
        None
    }

    /// Ends the session of a token.
    pub(crate) fn log_out(&self, token: &str) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).end(token);
    }

    /// Ends every session of a user.
    pub(crate) fn shut_out(&self, name: &str) {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).end_all_of(name);
    }
}
