//! `annalist serve` and `annalist demo`: the map on this machine.

use std::net::TcpListener;
use std::path::Path;

use annalist_server::{App, Gate, Role, Settings, UploadLimits, Users};

use super::user;
use crate::args::{Address, Demo, Serve};
use crate::clock;
use crate::failure::{Exit, Failure};

/// The reports that the demo reads.
static EXAMPLES: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../examples/hama-2017");

pub(crate) fn run(arguments: &Serve) -> Result<(), Failure> {
    serve(&arguments.project, &arguments.at)
}

/// Builds a project from the examples in a folder of its own and serves it.
pub(crate) fn demo(arguments: &Demo) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("annalist-demo-{}", std::process::id()));
    let io = |e: std::io::Error| {
        Failure::new(
            Exit::Unwritable,
            format!("{}: {e}", folder.display()),
            Some("is the disk full?".to_owned()),
        )
    };
    std::fs::create_dir_all(folder.join("reports")).map_err(io)?;
    EXAMPLES.extract(folder.join("reports")).map_err(io)?;
    let file = folder.join("hama-2017.gpkg");
    super::build::build(&[folder.join("reports")], &file)?;
    let served = serve(&file, &arguments.at);
    let _ = std::fs::remove_dir_all(&folder);
    served
}

fn serve(file: &Path, at: &Address) -> Result<(), Failure> {
    let gate = gate(file, at)?;
    let app = App::open(file, Settings { gate, clock: clock::now, upload: UploadLimits::default() })?;
    let listener = listen(at)?;
    let address = listener.local_addr().map_err(|e| Failure::new(Exit::Usage, e.to_string(), None))?;
    println!("Annalist serves {} at http://{address}/ (stop with Ctrl-C)", file.display());
    if !at.no_open && at.listen.is_loopback() {
        open(&format!("http://{address}/"));
    }
    annalist_server::serve(listener, app)
        .map_err(|e| Failure::new(Exit::Unwritable, format!("the server stopped: {e}"), None))
}

/// Who may do what. Beyond this machine there must be an admin to begin with.
fn gate(file: &Path, at: &Address) -> Result<Gate, Failure> {
    let beyond = !at.listen.is_loopback();
    if !beyond && !at.accounts {
        return Ok(Gate::local().reachable_as(at.names.clone(), false).behind_https(at.https));
    }
    let users = Users::beside(file).map_err(user::failure)?;
    if !users.list().iter().any(|u| u.role == Role::Admin) {
        return Err(Failure::new(
            Exit::Usage,
            "accounts are demanded, and the project has no admin",
            Some(format!("annalist user add {} NAME --role admin", file.display())),
        ));
    }
    Ok(Gate::accounts(users).reachable_as(at.names.clone(), beyond).behind_https(at.https))
}

/// The address asked for. On this machine alone a free port serves when the one asked for is taken.
fn listen(at: &Address) -> Result<TcpListener, Failure> {
    let bound = TcpListener::bind((at.listen, at.port));
    let bound =
        if at.listen.is_loopback() { bound.or_else(|_| TcpListener::bind((at.listen, 0))) } else { bound };
    bound.map_err(|e| {
        Failure::new(
            Exit::Usage,
            format!("{} port {} cannot be listened on: {e}", at.listen, at.port),
            Some("choose another with --listen and --port".to_owned()),
        )
    })
}

/// Opens the system's browser; when there is none, the printed address is enough.
fn open(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let quiet = std::process::Stdio::null;
    let _ = std::process::Command::new(program).arg(address).stdout(quiet()).stderr(quiet()).spawn();
}
