//! `annalist user`: the accounts of a served project, in a file beside it.

use std::io::{IsTerminal as _, Read as _};
use std::path::Path;

use annalist_server::{Users, UsersError};

use crate::args::{User, UserAction};
use crate::failure::{Exit, Failure};
use crate::out::{self, word};

pub(crate) fn run(arguments: &User) -> Result<(), Failure> {
    match &arguments.action {
        UserAction::Add { project, name, role } => {
            let mut users = of(project)?;
            let password = password()?;
            let user = Users::prepare(name, &password, *role).map_err(failure)?;
            users.add(user).map_err(failure)?;
            anstream::eprintln!("{}: {name} was added", Users::path_beside(project).display());
            Ok(())
        }
        UserAction::List { project, format } => {
            let users = of(project)?;
            let rows: Vec<_> =
                users.list().iter().map(|u| serde_json::json!({"name": u.name, "role": u.role})).collect();
            out::list(*format, &rows, &["name", "role"], |row| vec![word(&row["name"]), word(&row["role"])]);
            Ok(())
        }
        UserAction::Remove { project, name } => {
            of(project)?.remove(name).map_err(failure)?;
            anstream::eprintln!("{}: {name} was removed", Users::path_beside(project).display());
            Ok(())
        }
    }
}

/// The accounts of a project that is there.
fn of(project: &Path) -> Result<Users, Failure> {
    annalist_store::Project::open_to_read(project)?;
    Users::beside(project).map_err(failure)
}

/// Asks for a password twice without showing it; reads one line when standard input is no terminal.
fn password() -> Result<String, Failure> {
    let io = |e: std::io::Error| Failure::new(Exit::Usage, format!("no password could be read: {e}"), None);
    if !std::io::stdin().is_terminal() {
        let mut text = String::new();
        std::io::stdin().take(4096).read_to_string(&mut text).map_err(io)?;
        return Ok(text.lines().next().unwrap_or("").to_owned());
    }
    let first = rpassword::prompt_password("Password: ").map_err(io)?;
    let again = rpassword::prompt_password("Again: ").map_err(io)?;
    if first == again {
        Ok(first)
    } else {
        Err(Failure::new(Exit::Usage, "the two passwords are not the same", None))
    }
}

pub(super) fn failure(error: UsersError) -> Failure {
    let exit = if matches!(error, UsersError::File { .. }) { Exit::Unwritable } else { Exit::Usage };
    Failure::new(exit, error.to_string(), None)
}
