//! Programs that the chores need: found, installed, or named with the command that installs them.

use std::path::PathBuf;
use std::process::Stdio;

use crate::shell::{cargo, command, output, run, target};

/// The version of cargo-deny that `deny.toml` is written for.
const CARGO_DENY: &str = "0.20.2";
/// The validator script that comes with GDAL, newer than Debian's own.
const GDAL_UTILS: &str = "3.13.3";
/// The tester of the API's description.
const SCHEMATHESIS: &str = "4.32.5";

/// Finds a program on the path, or installs its Debian package.
pub(crate) fn debian(program: &str, package: &str) -> Result<(), String> {
    if exists(program) {
        return Ok(());
    }
    install_debian(package)?;
    if exists(program) { Ok(()) } else { Err(missing(program, package)) }
}

/// Installs a Debian package when `works` says that what it brings is missing.
pub(crate) fn debian_unless(works: bool, package: &str) -> Result<(), String> {
    if works { Ok(()) } else { install_debian(package) }
}

fn install_debian(package: &str) -> Result<(), String> {
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id == "0");
    if !exists("apt-get") {
        return Err(missing(package, package));
    }
    let apt = |arguments: &[&str]| {
        let mut apt = if is_root { command("apt-get") } else { command("sudo") };
        if !is_root {
            apt.args(["-n", "apt-get"]);
        }
        apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        run(&mut apt)
    };
    eprintln!("installing {package} …");
    apt(&["update", "-qq"])
        .and_then(|()| apt(&["install", "-y", "-qq", "--no-install-recommends", package]))
        .map_err(|_| missing(package, package))
}

fn missing(what: &str, package: &str) -> String {
    format!("{what} is missing; install it with `sudo apt-get install {package}` and run this again")
}

fn exists(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// Where tools of the project's own choosing are kept: beside the build's output.
fn tools() -> PathBuf {
    target().join("tools")
}

/// The path of cargo-deny, built once when it is not there.
pub(crate) fn cargo_deny() -> Result<PathBuf, String> {
    if exists("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let path = tools().join("bin/cargo-deny");
    if !path.is_file() {
        eprintln!("building cargo-deny {CARGO_DENY} (once; some minutes) …");
        run(cargo()
            .args(["install", "--quiet", "--locked", "cargo-deny", "--version", CARGO_DENY, "--root"])
            .arg(tools()))
        .map_err(|e| format!("{e}; or install it yourself: cargo install --locked cargo-deny"))?;
    }
    Ok(path)
}

/// Node and npm, which the page is built with.
pub(crate) fn npm() -> Result<(), String> {
    debian("node", "nodejs")?;
    debian("npm", "npm")
}

/// A folder with GDAL's newest validator, for Debian's GDAL bindings.
pub(crate) fn gdal_validator() -> Result<PathBuf, String> {
    debian("ogrinfo", "gdal-bin")?;
    let bindings = output(command("/usr/bin/python3").args(["-c", "import osgeo.gdal"])).is_some();
    debian_unless(bindings, "python3-gdal")?;
    let folder = tools().join("gdal-utils");
    if !folder.join("osgeo_utils").is_dir() {
        python_package(&format!("gdal-utils=={GDAL_UTILS}"), &["--no-deps"], &folder)?;
    }
    Ok(folder)
}

/// A folder with schemathesis and what it needs.
pub(crate) fn schemathesis() -> Result<PathBuf, String> {
    debian("python3", "python3")?;
    let folder = tools().join(format!("schemathesis-{SCHEMATHESIS}"));
    if !folder.join("schemathesis").is_dir() {
        eprintln!("installing schemathesis {SCHEMATHESIS} (once) …");
        python_package(&format!("schemathesis=={SCHEMATHESIS}"), &[], &folder)?;
    }
    Ok(folder)
}

/// Installs a Python package into a folder of its own.
fn python_package(package: &str, further: &[&str], folder: &std::path::Path) -> Result<(), String> {
    let has_pip = |python: &str| output(command(python).args(["-m", "pip", "--version"])).is_some();
    debian_unless(has_pip("/usr/bin/python3") || has_pip("python3"), "python3-pip")?;
    let python = if has_pip("python3") { "python3" } else { "/usr/bin/python3" };
    run(command(python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(further)
        .arg("--target")
        .arg(folder)
        .arg(package))
}
