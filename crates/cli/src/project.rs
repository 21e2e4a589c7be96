//! A project as commands ask it: its stored views when they answer, its chronicle when they do not.

use std::path::Path;

use annalist_chronicle::{Account, Chronicle, Policy};
use annalist_store::{PlaceRow, Project};

use crate::args::Asked;
use crate::clock;
use crate::failure::{Exit, Failure};

/// Opens a project for reading. Views that are not those of its claims and decisions (a program died
/// between deciding and writing them, or an older version wrote them) are written anew first.
pub(crate) fn open(path: &Path) -> Result<Project, Failure> {
    let project = Project::open_to_read(path)?;
    if project.views_are_current()? {
        return Ok(project);
    }
    drop(project);
    let mut project = Project::open(path)?;
    annalist_intake::write_views(&mut project, &clock::now())?;
    project.close()?;
    Ok(Project::open_to_read(path)?)
}

/// The chronicle of a project, computed from its claims and decisions.
pub(crate) fn chronicle(path: &Path) -> Result<Chronicle, Failure> {
    Ok(open(path)?.chronicle()?)
}

/// The names of a project's places.
pub(crate) struct Names(std::collections::BTreeMap<String, String>);

impl Names {
    /// Those of a project's places.
    pub(crate) fn of(project: &Project) -> Result<Self, Failure> {
        Ok(Self(project.place_names()?))
    }

    /// A place's name for people, by its id.
    pub(crate) fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or_else(|| id.strip_prefix("name:").unwrap_or(id), String::as_str)
    }

    /// Names of several, with commas between them.
    pub(crate) fn list<'a>(&'a self, ids: impl IntoIterator<Item = &'a String>) -> String {
        let names: Vec<&str> = ids.into_iter().map(|id| self.name(id)).collect();
        names.join(", ")
    }
}

/// Whose word is asked for.
pub(crate) enum Told {
    /// An account whose holdings are stored.
    Stored(Account),
    /// Any other; its holdings are to be computed.
    Anew(Account, Option<Policy>),
}

/// Finds out whose word is asked for.
pub(crate) fn told(project: &Project, asked: &Asked) -> Result<Told, Failure> {
    let account = match asked {
        Asked::File(path) => {
            let policy = policy(path)?;
            return Ok(Told::Anew(Account::Policy(policy.name.clone()), Some(policy)));
        }
        Asked::Account(account) => account,
    };
    let stored = project.accounts()?;
    match stored.into_iter().find(|known| known.is_same(account)) {
        Some(known) => Ok(Told::Stored(known)),
        None if matches!(account, Account::Policy(_)) => Err(Failure::new(
            Exit::Usage,
            format!("the project keeps no account {account}"),
            Some("`annalist accounts PROJECT` lists them; `--add FILE.toml` keeps one".to_owned()),
        )),
        None => Ok(Told::Anew(account.clone(), None)),
    }
}

/// A chronicle that knows whose word is asked for, and the account's name in it.
pub(crate) fn asked(project: &Project, asked: &Asked) -> Result<(Chronicle, Account), Failure> {
    let mut chronicle = project.chronicle()?;
    let account = match told(project, asked)? {
        Told::Stored(account) => account,
        Told::Anew(account, policy) => {
            chronicle.define(policy);
            account
        }
    };
    Ok((chronicle, account))
}

/// Reads a file with a policy.
pub(crate) fn policy(path: &Path) -> Result<Policy, Failure> {
    let no = |reason: String| Failure::new(Exit::Unreadable, format!("{}: {reason}", path.display()), None);
    let text = std::fs::read_to_string(path).map_err(|e| no(format!("cannot be read ({e})")))?;
    Policy::parse(&text).map_err(|e| no(e.to_string()))
}

/// A place of the project by its id or any of its spellings; of several, the one told of most.
pub(crate) fn place(project: &Project, name: &str) -> Result<PlaceRow, Failure> {
    if let Some(place) = project.find_places(name)?.into_iter().next() {
        return Ok(place);
    }
    let mut known = Vec::new();
    for candidate in annalist_gazetteer::Gazetteer::embedded().lookup(name) {
        known.extend(project.find_places(&candidate.id)?);
    }
    if let Some(place) = known.into_iter().max_by(|a, b| (a.claims, &b.id).cmp(&(b.claims, &a.id))) {
        return Ok(place);
    }
    let wanted = annalist_gazetteer::fold(name);
    let mut near: Vec<(usize, String)> = project
        .spellings()?
        .into_iter()
        .map(|s| (strsim::damerau_levenshtein(&annalist_gazetteer::fold(&s), &wanted), s))
        .collect();
    near.sort_unstable();
    let near: Vec<&str> = near.iter().take(5).map(|(_, s)| s.as_str()).collect();
    let help = (!near.is_empty()).then(|| format!("nearest spellings in this project: {}", near.join(", ")));
    Err(Failure::new(Exit::UnknownPlace, format!("no claim of this project speaks of {name:?}"), help))
}
