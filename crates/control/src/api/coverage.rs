//! What a client has exercised of the contract and what never.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;
use sac_coverage::{Coverage, Format, Report, Which};
use sac_domain::instant::Instant;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::language::Lang;
use crate::chosen::Chosen;
use crate::problem::Problem;
use crate::query::Query;
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(coverage))
}

/// Which exchanges to look at, and how to tell.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// JSON unless it is given.
    #[serde(default)]
    #[param(inline, value_type = Option<Form>)]
    format: Form,
    /// The language of text and `JUnit`; the page has both and begins with this one.
    #[serde(default)]
    #[param(inline, value_type = Option<Lang>)]
    lang: Lang,
    /// Only exchanges of this user.
    caller: Option<String>,
    /// Only those received then or later, by the world's clock (RFC 3339).
    #[param(value_type = Option<String>)]
    since: Option<Instant>,
}

/// The form of the answer.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Form {
    #[default]
    Json,
    Html,
    Text,
    Junit,
}

/// Says what a client has exercised of the contract and what never
#[utoipa::path(get, path = "/worlds/{world}/coverage", tag = "coverage", params(("world" = String, Path, example = "default"), Asked),
    responses((status = 200, description = "What has been exercised; whatever has `times` 0 has not", content(
        (Report = "application/json"), (String = "text/html"), (String = "text/plain"), (String = "application/xml"))),
        Refusals))]
async fn coverage(Chosen(world): Chosen, Query(asked): Query<Asked>, _: Path<String>) -> Result<Response, Problem> {
    let which = Which { caller: asked.caller, since: asked.since.map(|since| since.0) };
    let mut coverage = Coverage::new();
    sac_coverage::each(&world, &which, |exchange| coverage.add(exchange)).await?;
    let report = coverage.report(world.catalogue());
    let format = match asked.format {
        Form::Json => return Ok(axum::Json(report).into_response()),
        Form::Html => Format::Html,
        Form::Text => Format::Text,
        Form::Junit => Format::Junit,
    };
    let text = sac_coverage::coverage(&report, format, asked.lang.into());
    Ok(([(CONTENT_TYPE, format.media_type())], text).into_response())
}
