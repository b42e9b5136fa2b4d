//! The worlds.

use axum::extract;
use axum::response::IntoResponse;
use hyper::StatusCode;
use hyper::header::LOCATION;
use sac_world::{CreateWorldError, RemoveWorldError, World};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clock::ClockState;
use crate::BASE;
use crate::chosen::{Chosen, no_such_world};
use crate::durable;
use crate::json::Json;
use crate::new_world::{NewWorld, made_up_name};
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use crate::world_set::Addresses;
use sac_domain::words::Text;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(one, delete)).routes(routes!(reset))
}

/// A world.
#[derive(Serialize, ToSchema)]
#[schema(as = World)]
pub(crate) struct Shown {
    /// Its name.
    pub(crate) name: String,
    /// The URL that clients call.
    pub(crate) endpoint: String,
    /// The URL of its WSDL.
    pub(crate) wsdl: String,
    /// Its clock.
    pub(crate) clock: ClockState,
    /// How many certificates it holds.
    pub(crate) certificates: u64,
    /// How many exchanges its journal holds.
    pub(crate) exchanges: u64,
}

/// How a world is to begin anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reset {
    /// In the place of the seed that it has.
    seed: Option<u64>,
}

/// Lists the worlds, by name
#[utoipa::path(get, path = "/worlds", tag = "worlds", responses((status = 200, body = [Shown]), Refusals))]
pub(crate) async fn list(extract::State(state): extract::State<State>) -> Result<axum::Json<Vec<Shown>>, Problem> {
    let mut shown = Vec::new();
    for world in state.worlds.all() {
        shown.push(show(&state, &world).await?);
    }
    Ok(axum::Json(shown))
}

/// Makes a world
#[utoipa::path(post, path = "/worlds", tag = "worlds", request_body = NewWorld,
    responses((status = 201, description = "It is there", body = Shown), Refusals))]
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    Json(new): Json<NewWorld>,
) -> Result<impl IntoResponse, Problem> {
    let plan = new.plan(state.worlds.shared())?;
    let name = match &new.name {
        Some(name) => name.parse().map_err(CreateWorldError::from)?,
        None => made_up_name()?,
    };
    let world = state.worlds.create(name, plan).await?;
    durable::keep(&*state.worlds, &world, new)?;
    let location = format!("{BASE}/worlds/{}", world.name());
    Ok((StatusCode::CREATED, [(LOCATION, location)], axum::Json(show(&state, &world).await?)))
}

/// Makes a world as on its first day
#[utoipa::path(post, path = "/worlds/{world}/reset", tag = "worlds", params(("world" = String, Path, example = "default")),
    request_body = Reset, responses((status = 200, body = Shown), Refusals))]
pub(crate) async fn reset(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
    Json(Reset { seed }): Json<Reset>,
) -> Result<axum::Json<Shown>, Problem> {
    world.reset(seed, state.worlds.shared()).await?;
    durable::update(&*state.worlds, &world)?;
    Ok(axum::Json(show(&state, &world).await?))
}

/// Shows one world
#[utoipa::path(get, path = "/worlds/{world}", tag = "worlds", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = Shown), Refusals))]
async fn one(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
) -> Result<axum::Json<Shown>, Problem> {
    Ok(axum::Json(show(&state, &world).await?))
}

/// Removes a world with all it holds; `default` cannot be removed
#[utoipa::path(delete, path = "/worlds/{world}", tag = "worlds", params(("world" = String, Path, example = "default")),
    responses((status = 204, description = "It is gone"), Refusals))]
pub(crate) async fn delete(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
) -> Result<StatusCode, Problem> {
    let name = world.name().as_str();
    match state.worlds.remove(name).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(RemoveWorldError::Unknown(_)) => Err(no_such_world(&state, name)),
        Err(error @ RemoveWorldError::Default) => Err(Problem::new(Kind::Conflict, Text::of(&error))),
        Err(error) => Err(Problem::new(Kind::Internal, Text::of(&error))),
    }
}

/// What is shown of a world.
pub(crate) async fn show(state: &State, world: &World) -> Result<Shown, Problem> {
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
