//! The web application's server.
//!
//! **Takes** a [`View`] of a project. **Gives** an HTTP API and the page. **The idea:** everything
//! that the page does is an API call, and what is served is the text of sources as text, never as
//! HTML.

mod api;
mod assets;
mod problem;
mod safety;
mod view;

use std::sync::Arc;

use axum::Router;

pub use view::{Claimed, View, ViewDocument};

/// The whole application over one project's view.
pub fn router(view: View) -> Router {
    Router::new()
        .nest("/api/v1", api::routes())
        .fallback(assets::serve)
        .layer(axum::middleware::from_fn(safety::guard))
        .with_state(Arc::new(view))
}

/// Serves the application on a listening socket until the program is stopped.
///
/// # Errors
/// When the runtime cannot be made or the socket fails.
pub fn serve(listener: std::net::TcpListener, view: View) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(view)).with_graceful_shutdown(stopped()).await
    })
}

async fn stopped() {
    // Without a handler for the signal the program simply ends, which is as good.
    let _ = tokio::signal::ctrl_c().await;
}
