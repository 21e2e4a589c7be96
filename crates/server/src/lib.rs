//! The web application's server.
//!
//! **Takes** a project's file. **Gives** an HTTP API and the page. **The idea:** everything that the
//! page does is an API call; what is read is a view in memory that is never changed, only replaced;
//! what is written is in the project's file before the answer; and the text of sources is served as
//! text, never as HTML.

mod api;
mod app;
mod assets;
mod fresh;
mod gate;
mod jobs;
mod page;
mod params;
mod problem;
mod view;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::compression::CompressionLayer;

pub use api::description;
pub use app::{App, Settings, UploadLimits};
pub use gate::{Gate, Role, User, Users, UsersError};

/// Bytes of a body that is no upload.
const BODY: usize = 1 << 20;

/// The whole application over one project.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .nest("/api/v1", api::routes(&app))
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(Arc::clone(&app), gate::guard))
        .with_state(app)
}

/// Serves the application on a listening socket until the program is stopped.
///
/// # Errors
/// When the runtime cannot be made, the socket fails, or the project's layers cannot be written at the
/// end.
pub fn serve(listener: std::net::TcpListener, app: Arc<App>) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let service = router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::select! {
            served = async { axum::serve(listener, service).await } => served,
            // Who listens for changes would hold a graceful end up for ever; what is written is on the
            // disk before its answer, so nothing is lost by ending now.
            () = stopped() => Ok(()),
        }
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    served.and_then(|()| app.settle().map_err(std::io::Error::other))
}

async fn stopped() {
    #[cfg(unix)]
    {
        let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
        let terminate = async {
            match &mut ended {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = terminate => {} }
    }
    // Without a handler for the signal the program simply ends, which is as good.
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}
