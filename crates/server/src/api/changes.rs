//! What happens, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::broadcast::error::RecvError;

use crate::app::{App, News};

/// Events `view` (the views were computed anew: [`News`]), `decision` (one was written) and `ingest` (a
/// job went on). The first is a `view` with the present version.
#[utoipa::path(get, path = "/changes", tag = "changes",
    responses((status = 200, description = "A stream of events; `view` carries News, `decision` a Decision, `ingest` a Job",
        body = String, content_type = "text/event-stream")))]
pub(crate) async fn changes(
    State(app): State<Arc<App>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let listener = app.listen();
    let first = now(&app);
    let later = stream::unfold((app, listener), |(app, mut listener)| async move {
        let event = match listener.recv().await {
            Ok(change) => Event::default().event(change.event).data(&*change.json),
            // Who is too slow is told the present state instead of what was missed.
            Err(RecvError::Lagged(_)) => now(&app),
            Err(RecvError::Closed) => return None,
        };
        Some((event, (app, listener)))
    });
    let events = stream::once(async move { first }).chain(later).map(Ok);
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn now(app: &App) -> Event {
    let news = serde_json::to_string(&News::of(&app.view())).expect("our own values have a JSON form");
    Event::default().event("view").data(news)
}
