//! The exchanges of a world as they happen.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::channel::{Channel, Sender};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use sac_world::journal::Exchange;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::timeout;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::exchange::ExchangeShown;
use crate::chosen::Chosen;
use crate::response::Refusals;
use crate::state::State;

/// After so long without an exchange a comment is sent, so that nothing on the way gives up.
const QUIET: Duration = Duration::from_secs(15);

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(stream))
}

/// Sends each exchange from now on as a server-sent event `exchange`, with its number as `id`
///
/// Who reads too slowly misses some, and gets an event `missed` with how many.
#[utoipa::path(get, path = "/worlds/{world}/stream", tag = "journal", params(("world" = String, Path, example = "default")),
    responses((status = 200, description = "Server-sent events", content_type = "text/event-stream"), Refusals))]
async fn stream(Chosen(world): Chosen) -> Response {
    let (sender, body) = Channel::<Bytes, Infallible>::new(16);
    tokio::spawn(send_all(world.journal().stream(), sender));
    ([(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")], Body::new(body)).into_response()
}

/// Ends when the reader or the world is gone.
async fn send_all(mut exchanges: Receiver<std::sync::Arc<Exchange>>, mut sender: Sender<Bytes, Infallible>) {
    let mut event = Some(":\n\n".to_owned());
    while let Some(text) = event {
        if sender.send_data(text.into()).await.is_err() {
            return;
        }
        event = match timeout(QUIET, exchanges.recv()).await {
            Err(_) => Some(":\n\n".to_owned()),
            Ok(Ok(exchange)) => {
                let shown = ExchangeShown::of(Exchange::clone(&exchange));
                let json = serde_json::to_string(&shown).unwrap_or_default();
                Some(format!("id: {}\nevent: exchange\ndata: {json}\n\n", shown.id))
            }
            Ok(Err(RecvError::Lagged(missed))) => Some(format!("event: missed\ndata: {missed}\n\n")),
            Ok(Err(RecvError::Closed)) => None,
        };
    }
}
