//! Links that open the console once.

use axum::extract;
use hyper::StatusCode;
use sac_http::Client;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::new_world::NO_CHANCE;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;

/// The call.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(ticket))
}

/// A link that opens the console once.
#[derive(Serialize, ToSchema)]
struct ConsoleLink {
    /// The address to open in a browser on this machine.
    url: String,
}

/// Makes a link that opens the console in a browser, once
#[utoipa::path(post, path = "/console/tickets", tag = "gateway",
    responses((status = 201, description = "The link", body = ConsoleLink), Refusals))]
async fn ticket(
    extract::State(state): extract::State<State>,
    client: Client,
) -> Result<(StatusCode, axum::Json<ConsoleLink>), Problem> {
    let url = state.access.link(&client.base_url);
    let url = url.map_err(|_| Problem::new(Kind::Internal, NO_CHANCE))?;
    Ok((StatusCode::CREATED, axum::Json(ConsoleLink { url })))
}
