//! Whether the gateway is alive and ready.

use axum::extract;
use axum::response::IntoResponse;
use hyper::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::State;

/// Where it is asked.
pub(crate) const PATH: &str = "/health";

/// Whether the gateway is alive and ready.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`, or `store` where the store of the default world cannot be read and written.
    status: &'static str,
    /// Why it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The gateway's version.
    version: &'static str,
}

/// Says whether the gateway is alive and ready; needs no token
#[utoipa::path(get, path = "/health", tag = "gateway", security(()), responses(
    (status = 200, description = "Alive and ready", body = Health),
    (status = 503, description = "The store cannot be read and written", body = Health),
))]
pub(crate) async fn health(extract::State(state): extract::State<State>) -> impl IntoResponse {
    let result = state.worlds.health().await.map_err(|reason| reason.en);
    let code = if result.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let status = if result.is_ok() { "ok" } else { "store" };
    (code, axum::Json(Health { status, reason: result.err(), version: state.version }))
}
