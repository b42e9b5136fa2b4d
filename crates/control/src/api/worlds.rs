//! The worlds.

use axum::extract;
use hyper::StatusCode;
use sac_domain::error::chain;
use sac_world::{RemoveWorldError, World};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clock::ClockState;
use crate::chosen::{Chosen, no_such_world};
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use crate::world_set::Addresses;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one, delete))
}

/// A world.
#[derive(Serialize, ToSchema)]
pub(super) struct Shown {
    /// Its name.
    name: String,
    /// The URL that clients call.
    endpoint: String,
    /// The URL of its WSDL.
    wsdl: String,
    /// Its clock.
    clock: ClockState,
    /// How many certificates it holds.
    certificates: u64,
    /// How many exchanges its journal holds.
    exchanges: u64,
}

/// Lists the worlds, by name
#[utoipa::path(get, path = "/worlds", tag = "worlds", responses((status = 200, body = [Shown]), Refusals))]
async fn list(extract::State(state): extract::State<State>) -> Result<axum::Json<Vec<Shown>>, Problem> {
    let mut shown = Vec::new();
    for world in state.worlds.all() {
        shown.push(show(&state, &world).await?);
    }
    Ok(axum::Json(shown))
}

/// Shows one world
#[utoipa::path(get, path = "/worlds/{world}", tag = "worlds", params(("world" = String, Path, description = "Its name")),
    responses((status = 200, body = Shown), Refusals))]
async fn one(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
) -> Result<axum::Json<Shown>, Problem> {
    Ok(axum::Json(show(&state, &world).await?))
}

/// Removes a world with all it holds; `default` cannot be removed
#[utoipa::path(delete, path = "/worlds/{world}", tag = "worlds", params(("world" = String, Path)),
    responses((status = 204, description = "It is gone"), Refusals))]
async fn delete(extract::State(state): extract::State<State>, Chosen(world): Chosen) -> Result<StatusCode, Problem> {
    let name = world.name().as_str();
    match state.worlds.remove(name).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(RemoveWorldError::Unknown(_)) => Err(no_such_world(&state, name)),
        Err(error @ RemoveWorldError::Default) => Err(Problem::new(Kind::Conflict, error.to_string())),
        Err(error) => Err(Problem::new(Kind::Internal, chain(&error).to_string())),
    }
}

/// What is shown of a world.
pub(super) async fn show(state: &State, world: &World) -> Result<Shown, Problem> {
    let Addresses { endpoint, wsdl } = state.worlds.addresses(world);
    world.journal().flush().await?;
    let counts = world.ledger().store().counts().await?;
    Ok(Shown {
        name: world.name().to_string(),
        endpoint,
        wsdl,
        clock: ClockState::of(world.clock()),
        certificates: counts.certificates,
        exchanges: counts.exchanges,
    })
}
