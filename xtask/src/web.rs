//! The page: built by npm into `web/dist`, embedded by the binary, committed by nobody.

use std::path::Path;
use std::time::SystemTime;

use crate::shell::{command, root, run};
use crate::{tools, towns};

/// Builds the page when a source of it is newer than the last build.
pub(crate) fn build() -> Result<(), String> {
    let web = root().join("web");
    let built = web.join("dist/index.html");
    let last = built.metadata().and_then(|m| m.modified()).ok();
    let newest = newest(&web).max(newest(&root().join("data/basemap")));
    if last.is_some_and(|last| newest.is_some_and(|newest| newest <= last)) {
        return Ok(());
    }
    install()?;
    eprintln!("building the page …");
    towns::write()?;
    run(command("npm").current_dir(&web).args(["run", "--silent", "build"]))
}

/// Installs the page's packages when the lock file is newer than they are.
pub(crate) fn install() -> Result<(), String> {
    tools::npm()?;
    let web = root().join("web");
    let stamp = web.join("node_modules/.package-lock.json");
    let modified = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
    if modified(&stamp) >= modified(&web.join("package-lock.json")) && stamp.is_file() {
        return Ok(());
    }
    eprintln!("installing the page's packages …");
    run(command("npm").current_dir(&web).args(["ci", "--silent", "--no-audit", "--no-fund"]))
}

fn newest(folder: &Path) -> Option<SystemTime> {
    let mut newest = None;
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let seen = if path.is_dir() {
            if ["node_modules", "dist", "test-results", "base"].iter().any(|skip| name == *skip) {
                continue;
            }
            self::newest(&path)
        } else {
            path.metadata().and_then(|m| m.modified()).ok()
        };
        newest = newest.max(seen);
    }
    newest
}
