//! The printed copies of documents.

use axum::extract::Path;
use axum::response::IntoResponse;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

const PDF: &str = "application/pdf";

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(print))
}

/// Prints a document: A, C certificate for the worker; B, D attestato for the employer; E admission
#[utoipa::path(get, path = "/worlds/{world}/prints/{kind}/{file}", tag = "documents",
    params(("world" = String, Path, example = "default"), ("kind" = String, Path, description = "`A` to `E`"),
        ("file" = String, Path, description = "The protocol number with `.pdf`")),
    responses((status = 200, description = "The print", content_type = PDF), Refusals))]
async fn print(
    Chosen(world): Chosen,
    Path(path): Path<(String, String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let (_, kind, file) = path;
    let asked = kind.parse::<sac_print::Kind>().ok().zip(file.strip_suffix(".pdf"));
    let (store, name) = (world.ledger(), world.name().as_str());
    let pdf = match asked {
        Some((kind, number)) => sac_print::print(kind, number, store.store(), name).await,
        None => Ok(None),
    };
    let pdf = pdf.map_err(|error| Problem::new(Kind::Internal, Text::of(&error)))?;
    let pdf = pdf.ok_or_else(|| {
        let detail = Text::new(
            format!("in `{name}` non c'è una stampa `{kind}/{file}`"),
            format!("there is no print `{kind}/{file}` in `{name}`"),
        );
        Problem::new(Kind::NotFound, detail)
    })?;
    let disposition = format!("inline; filename=\"{kind}-{file}\"");
    Ok(([(CONTENT_TYPE, PDF.to_owned()), (CONTENT_DISPOSITION, disposition)], pdf))
}
