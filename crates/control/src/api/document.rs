//! The `OpenAPI` document.

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::header::CONTENT_TYPE;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, SecurityRequirement};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::BASE;
use crate::problem::Problem;
use crate::state::State;

const DESCRIPTION: &str = "Worlds, clocks, people and documents of a gateway, for those who test programs with it. \
    Every call needs the token in the gateway's data directory (`control.token`).";
const TOKEN: &str = "token";

/// The document without its paths.
pub(super) fn frame(version: &str) -> OpenApi {
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = ComponentsBuilder::new()
        .security_scheme(TOKEN, SecurityScheme::Http(token))
        .schema(Problem::name(), Problem::schema())
        .build();
    let info = InfoBuilder::new().title("sac: control API").version(version).description(Some(DESCRIPTION)).build();
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components))
        .security(Some([SecurityRequirement::new::<_, [&str; 0], &str>(TOKEN, [])]))
        .build()
}

/// Where the document is read.
pub(super) fn route(document: &OpenApi) -> Router<State> {
    let json: Arc<str> = serde_json::to_string(document).unwrap_or_default().into();
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], json.to_string()).into_response() };
    Router::new().route(&format!("{BASE}/openapi.json"), get(answer))
}
