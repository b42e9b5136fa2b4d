//! The sheet of accreditation.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use sac_coverage::{Accreditation, Format, Role, Sheet, Signed, Which};
use sac_domain::instant::Instant;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::language::Lang;
use crate::chosen::Chosen;
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

const PDF: &str = "application/pdf";

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(accreditation))
}

/// Which cases and exchanges to look at, how to tell, and of which software the sheet is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// JSON unless it is given.
    #[serde(default)]
    #[param(inline, value_type = Option<Sheets>)]
    format: Sheets,
    /// The language of text, `JUnit` and PDF; the page has both and begins with this one.
    #[serde(default)]
    #[param(inline, value_type = Option<Lang>)]
    lang: Lang,
    /// Only the cases of this role.
    #[param(inline)]
    role: Option<Role>,
    /// Only exchanges of this user.
    caller: Option<String>,
    /// Only those received then or later, by the world's clock (RFC 3339).
    #[param(value_type = Option<String>)]
    since: Option<Instant>,
    /// The name of the software, for the page and the PDF.
    software: Option<String>,
    /// Its version.
    version: Option<String>,
    /// Who makes it.
    vendor: Option<String>,
}

/// The form of the answer.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Sheets {
    #[default]
    Json,
    Html,
    Text,
    Junit,
    Pdf,
}

/// Says which cases of the accreditation a client has performed
#[utoipa::path(get, path = "/worlds/{world}/accreditation", tag = "coverage", params(("world" = String, Path, example = "default"), Asked),
    responses((status = 200, description = "The sheet, each case with the exchange that proves it", content(
        (Accreditation = "application/json"), (String = "text/html"), (String = "text/plain"),
        (String = "application/xml"), (String = "application/pdf"))), Refusals))]
async fn accreditation(
    Chosen(world): Chosen,
    Query(asked): Query<Asked>,
    _: Path<String>,
) -> Result<Response, Problem> {
    let which = Which { caller: asked.caller, since: asked.since.map(|since| since.0) };
    let mut sheet = Sheet::new();
    sac_coverage::each(&world, &which, |exchange| sheet.add(exchange)).await?;
    let report = sheet.report(asked.role);
    let signed = Signed { software: asked.software, version: asked.version, vendor: asked.vendor };
    let language = asked.lang.into();
    let format = match asked.format {
        Sheets::Json => return Ok(axum::Json(report).into_response()),
        Sheets::Html => Format::Html,
        Sheets::Text => Format::Text,
        Sheets::Junit => Format::Junit,
        Sheets::Pdf => {
            let pdf = sac_coverage::accreditation_pdf(&report, &signed, language, world.clock().now())
                .map_err(|error| Problem::new(Kind::Internal, Text::of(&error)))?;
            let disposition = "inline; filename=\"accreditation.pdf\"";
            return Ok(([(CONTENT_TYPE, PDF), (CONTENT_DISPOSITION, disposition)], pdf).into_response());
        }
    };
    let text = sac_coverage::accreditation(&report, &signed, format, language);
    Ok(([(CONTENT_TYPE, format.media_type())], text).into_response())
}
