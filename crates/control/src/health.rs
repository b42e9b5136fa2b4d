//! Whether the gateway is alive and ready.

use axum::extract;
use axum::response::IntoResponse;
use hyper::StatusCode;
use sac_world::WorldName;
use serde::Serialize;
use utoipa::ToSchema;

use crate::state::State;

/// Where it is asked.
pub(crate) const PATH: &str = "/health";

/// Whether the gateway is alive and ready.
#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`, or `store` where the store of the default world cannot be read.
    status: &'static str,
    /// The gateway's version.
    version: &'static str,
}

/// Says whether the gateway is alive and ready; needs no token
#[utoipa::path(get, path = "/health", tag = "gateway", security(()), responses(
    (status = 200, description = "Alive and ready", body = Health),
    (status = 503, description = "The store cannot be read", body = Health),
))]
pub(crate) async fn health(extract::State(state): extract::State<State>) -> impl IntoResponse {
    let can_read = match state.worlds.get(WorldName::DEFAULT) {
        Some(world) => world.ledger().store().users().await.is_ok(),
        None => false,
    };
    let (code, status) = if can_read { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "store") };
    (code, axum::Json(Health { status, version: state.version }))
}
