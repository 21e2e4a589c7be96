//! Accounts, in a file beside the project: `PROJECT.users.toml`. They are not in the project, which is
//! mailed around. A running server and `annalist user` both write the file: each change is made under a
//! lock to what the file holds at that moment, and whoever logs in is looked up in it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use serde::{Deserialize, Serialize};

/// The hash against which an unknown name's password is held, so that it takes as long.
pub(crate) const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What somebody may do; each may what the ones before may.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    #[default]
    Reader,
    /// Decides and takes in reports.
    Coder,
    /// Manages accounts.
    Admin,
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "reader" => Ok(Self::Reader),
            "coder" => Ok(Self::Coder),
            "admin" => Ok(Self::Admin),
            _ => Err(format!("no role {text:?} (one of reader, coder, admin)")),
        }
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The name, which signs decisions.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// argon2id, as a PHC string.
    pub hash: String,
}

/// What can go wrong with the accounts' file.
#[derive(Debug, thiserror::Error)]
pub enum UsersError {
    /// The file cannot be read or written.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The name cannot be an account's.
    #[error("{0:?} cannot be a name: 1 to 64 letters, digits, spaces and .-_@")]
    Name(String),
    /// The name is taken.
    #[error("there is an account {0:?} already; remove it first")]
    Taken(String),
    /// There is no such account.
    #[error("there is no account {0:?}")]
    Missing(String),
    /// The password is too short or too long.
    #[error("a password has at least {LEAST} characters and at most {LONGEST} bytes")]
    Password,
    /// Nobody would be left to manage accounts.
    #[error("{0:?} is the last admin; make another one first")]
    LastAdmin(String),
}

const LEAST: usize = 10;
const LONGEST: usize = 1024;

#[derive(Default, Serialize, Deserialize)]
struct File {
    #[serde(default, rename = "user")]
    users: Vec<User>,
}

/// The accounts of a project, as they were when the file was last read.
pub struct Users {
    path: PathBuf,
    list: Vec<User>,
    stamp: Stamp,
}

/// By what a changed file is known without reading it: when it was written, and how long it is.
type Stamp = Option<(Option<SystemTime>, u64)>;

impl Users {
    /// The file of a project's accounts.
    pub fn path_beside(project: &Path) -> PathBuf {
        let mut name = project.as_os_str().to_owned();
        name.push(".users.toml");
        name.into()
    }

    /// The accounts of a project; none when there is no file.
    pub fn beside(project: &Path) -> Result<Self, UsersError> {
        let mut users = Self { path: Self::path_beside(project), list: Vec::new(), stamp: None };
        users.read()?;
        Ok(users)
    }

    /// Reads the file; no file is no accounts.
    pub(crate) fn read(&mut self) -> Result<(), UsersError> {
        // The stamp is taken first: a change in between is seen the next time.
        self.stamp = self.stamp_now();
        self.list = match std::fs::read_to_string(&self.path) {
            Ok(text) => toml::from_str::<File>(&text).map_err(|e| file(&self.path, &e))?.users,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(e) => return Err(file(&self.path, &e)),
        };
        Ok(())
    }

    /// Reads the file when it has changed.
    pub(crate) fn refresh(&mut self) -> Result<(), UsersError> {
        if self.stamp_now() == self.stamp { Ok(()) } else { self.read() }
    }

    fn stamp_now(&self) -> Stamp {
        std::fs::metadata(&self.path).ok().map(|m| (m.modified().ok(), m.len()))
    }

    /// Every account, by name.
    pub fn list(&self) -> &[User] {
        &self.list
    }

    pub(crate) fn get(&self, name: &str) -> Option<&User> {
        self.list.iter().find(|u| u.name == name)
    }

    /// Checks a new account and hashes its password, which takes a while.
    pub fn prepare(name: &str, password: &str, role: Role) -> Result<User, UsersError> {
        let fits = |c: char| c.is_alphanumeric() || " .-_@".contains(c);
        if name.trim() != name || name.is_empty() || name.chars().count() > 64 || !name.chars().all(fits) {
            return Err(UsersError::Name(name.to_owned()));
        }
        if password.chars().count() < LEAST || password.len() > LONGEST {
            return Err(UsersError::Password);
        }
        let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| UsersError::Password)?;
        Ok(User { name: name.to_owned(), role, hash: hash.to_string() })
    }

    /// Adds an account and writes the file.
    pub fn add(&mut self, user: User) -> Result<(), UsersError> {
        let _lock = self.lock()?;
        self.read()?;
        if self.get(&user.name).is_some() {
            return Err(UsersError::Taken(user.name));
        }
        let mut list = self.list.clone();
        list.push(user);
        list.sort_by(|a, b| a.name.cmp(&b.name));
        self.write(list)
    }

    /// Removes an account and writes the file. The last admin stays while there are others.
    pub fn remove(&mut self, name: &str) -> Result<(), UsersError> {
        let _lock = self.lock()?;
        self.read()?;
        let Some(user) = self.get(name) else { return Err(UsersError::Missing(name.to_owned())) };
        let admins = self.list.iter().filter(|u| u.role == Role::Admin).count();
        if user.role == Role::Admin && admins == 1 && self.list.len() > 1 {
            return Err(UsersError::LastAdmin(name.to_owned()));
        }
        let list = self.list.iter().filter(|u| u.name != name).cloned().collect();
        self.write(list)
    }

    /// Waits until nobody else writes; the lock ends with the value. It is on a file of its own, since
    /// the accounts' file is replaced as a whole.
    fn lock(&self) -> Result<std::fs::File, UsersError> {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".lock");
        let held = std::fs::File::create(&beside).and_then(|file| file.lock().map(|()| file));
        held.map_err(|e| file(Path::new(&beside), &e))
    }

    /// Writes a new file readable by its owner alone, and puts it in the old one's place.
    fn write(&mut self, list: Vec<User>) -> Result<(), UsersError> {
        let content = File { users: list };
        let text = toml::to_string(&content).map_err(|e| file(&self.path, &e))?;
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let written = (|| {
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create(true).truncate(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, &self.path)
        })();
        written.map_err(|e| file(&self.path, &e))?;
        self.list = content.users;
        self.stamp = self.stamp_now();
        Ok(())
    }
}

fn file(path: &Path, error: &dyn std::fmt::Display) -> UsersError {
    UsersError::File { path: path.to_owned(), reason: error.to_string() }
}

/// Whether a password is that of a hash.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::{NOBODY, Role, Users, UsersError, verify};

    #[test]
    fn accounts_are_kept_in_a_file_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p.gpkg");
        let mut users = Users::beside(&project).unwrap();
        assert!(users.list().is_empty());
        users.add(Users::prepare("ada", "correct horse", Role::Admin).unwrap()).unwrap();
        users.add(Users::prepare("bob", "battery staple", Role::Reader).unwrap()).unwrap();
        let again = Users::beside(&project).unwrap();
        assert_eq!(again.list(), users.list());
        let ada = again.get("ada").unwrap();
        assert!(ada.hash.starts_with("$argon2id$"));
        assert!(verify("correct horse", &ada.hash) && !verify("correct horses", &ada.hash));
        let text = std::fs::read_to_string(Users::path_beside(&project)).unwrap();
        assert!(!text.contains("horse"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(Users::path_beside(&project)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(matches!(users.remove("ada"), Err(UsersError::LastAdmin(_))));
        users.remove("bob").unwrap();
        assert_eq!(Users::beside(&project).unwrap().list().len(), 1);
    }

    #[test]
    fn accounts_that_another_program_added_or_removed_are_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("p.gpkg");
        let user = |name: &str| Users::prepare(name, "correct horse", Role::Admin).unwrap();
        let mut served = Users::beside(&project).unwrap();
        served.add(user("ada")).unwrap();
        let mut command = Users::beside(&project).unwrap();
        command.add(user("bob")).unwrap();
        served.add(user("cem")).unwrap();
        let names = |users: &Users| users.list().iter().map(|u| u.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&Users::beside(&project).unwrap()), ["ada", "bob", "cem"]);
        command.remove("ada").unwrap();
        served.refresh().unwrap();
        assert_eq!(names(&served), ["bob", "cem"]);
        assert!(matches!(command.add(user("cem")), Err(UsersError::Taken(_))));
    }

    #[test]
    fn what_is_no_name_or_password_is_refused() {
        let prepare = |name: &str, password: &str| Users::prepare(name, password, Role::Reader);
        assert!(matches!(prepare("", "long enough"), Err(UsersError::Name(_))));
        assert!(matches!(prepare("a/b", "long enough"), Err(UsersError::Name(_))));
        assert!(matches!(prepare(" a", "long enough"), Err(UsersError::Name(_))));
        assert!(matches!(prepare("ada", "short"), Err(UsersError::Password)));
    }

    #[test]
    fn nobody_has_a_hash_that_is_checked_but_never_right() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("", NOBODY));
    }
}
