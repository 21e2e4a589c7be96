//! `annalist serve` and `annalist demo`: the map on this machine.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use annalist_chronicle::Chronicle;
use annalist_server::{Claimed, View, ViewDocument};
use annalist_store::Project;

use crate::args::{Address, Demo, Serve};
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
    let view = view(file)?;
    let listener = listen(at.port)?;
    let address = listener.local_addr().map_err(|e| Failure::new(Exit::Usage, e.to_string(), None))?;
    println!("Annalist serves {} at http://{address}/ (stop with Ctrl-C)", file.display());
    if !at.no_open {
        open(&format!("http://{address}/"));
    }
    annalist_server::serve(listener, view)
        .map_err(|e| Failure::new(Exit::Usage, format!("the server stopped: {e}"), None))
}

/// Loads a project into memory.
fn view(file: &Path) -> Result<View, Failure> {
    let project = Project::open_to_read(file)?;
    let sources = annalist_intake::sources(&project)?;
    let chronicle = Chronicle::build(&sources, &project.decisions()?);
    let mut view = View {
        name: file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(),
        documents: std::collections::BTreeMap::new(),
        claims: Vec::new(),
        chronicle,
    };
    for (row, source) in project.documents()?.into_iter().zip(sources) {
        view.claims
            .extend(source.claims.into_iter().map(|claim| Claimed { document: row.id.clone(), claim }));
        if let Some(document) = project.document(&row.id)? {
            view.documents.insert(row.id.clone(), ViewDocument { row, document });
        }
    }
    Ok(view)
}

/// The port asked for, or a free one when it is taken.
fn listen(port: u16) -> Result<TcpListener, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .map_err(|e| Failure::new(Exit::Usage, format!("no port can be opened on this machine: {e}"), None))
}

/// Opens the system's browser; when there is none, the printed address is enough.
fn open(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let quiet = std::process::Stdio::null;
    let _ = std::process::Command::new(program).arg(address).stdout(quiet()).stderr(quiet()).spawn();
}
