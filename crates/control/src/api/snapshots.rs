//! Snapshots of a world.

use axum::extract;
use axum::response::IntoResponse;
use hyper::StatusCode;
use hyper::header::LOCATION;
use sac_domain::instant::Instant;
use sac_world::SnapshotHead;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::worlds::{self, show};
use crate::BASE;
use crate::chosen::Chosen;
use crate::durable;
use crate::json::Json;
use crate::problem::Problem;
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, take)).routes(routes!(restore)).routes(routes!(remove))
}

/// A snapshot.
#[derive(Serialize, ToSchema)]
#[schema(as = Snapshot)]
pub(crate) struct Shown {
    /// Its name.
    pub(crate) name: String,
    /// When it was taken, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) taken: Instant,
}

/// How a new snapshot is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSnapshot {
    /// Its name: one to forty of `a-z`, `0-9` and `-`, the first no `-`.
    #[schema(pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    name: String,
}

/// Lists the snapshots, by name
#[utoipa::path(get, path = "/worlds/{world}/snapshots", tag = "snapshots", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = [Shown]), Refusals))]
pub(crate) async fn list(Chosen(world): Chosen) -> Result<axum::Json<Vec<Shown>>, Problem> {
    Ok(axum::Json(world.snapshots()?.into_iter().map(|(name, head)| Shown::of(name, &head)).collect()))
}

/// Keeps everything in the world under a name
#[utoipa::path(post, path = "/worlds/{world}/snapshots", tag = "snapshots", params(("world" = String, Path, example = "default")),
    request_body = NewSnapshot, responses((status = 201, description = "It is kept", body = Shown), Refusals))]
pub(crate) async fn take(
    Chosen(world): Chosen,
    Json(NewSnapshot { name }): Json<NewSnapshot>,
) -> Result<impl IntoResponse, Problem> {
    let head = world.take_snapshot(&name).await?;
    let location = format!("{BASE}/worlds/{}/snapshots/{name}", world.name());
    Ok((StatusCode::CREATED, [(LOCATION, location)], axum::Json(Shown::of(name, &head))))
}

/// Brings everything back that was in the world then
#[utoipa::path(post, path = "/worlds/{world}/snapshots/{snapshot}/restore", tag = "snapshots",
    params(("world" = String, Path, example = "default"), ("snapshot" = String, Path)),
    responses((status = 200, description = "It is as it was then", body = worlds::Shown), Refusals))]
pub(crate) async fn restore(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<axum::Json<worlds::Shown>, Problem> {
    let (_, name) = path.0;
    world.restore_snapshot(&name, state.worlds.shared()).await?;
    durable::update(&*state.worlds, &world)?;
    Ok(axum::Json(show(&state, &world).await?))
}

/// Forgets a snapshot
#[utoipa::path(delete, path = "/worlds/{world}/snapshots/{snapshot}", tag = "snapshots",
    params(("world" = String, Path, example = "default"), ("snapshot" = String, Path)),
    responses((status = 204, description = "It is gone"), Refusals))]
pub(crate) async fn remove(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (_, name) = path.0;
    world.remove_snapshot(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl Shown {
    fn of(name: String, head: &SnapshotHead) -> Self {
        Self { name, taken: head.taken }
    }
}
