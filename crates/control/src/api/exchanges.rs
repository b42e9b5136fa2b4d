//! The journal of a world.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use sac_world::World;
use sac_world::journal::{Found, Messages, Page, Selection};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::exchange::ExchangeShown;
use super::selecting::{BadMember, selecting};
use crate::chosen::Chosen;
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::{Said, Text, said};

/// Exchanges of a list that says nothing of it.
const USUAL: u32 = 100;
/// Exchanges of the longest list.
pub(super) const MOST: u32 = 10_000;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, forget))
        .routes(routes!(one))
        .routes(routes!(request))
        .routes(routes!(response))
}

selecting! {
    /// Which exchanges; what is absent does not matter.
    #[derive(Deserialize, IntoParams)]
    #[serde(deny_unknown_fields)]
    #[into_params(parameter_in = Query)]
    pub(crate) struct Filters {
        #[param(value_type = Option<String>)]
        since,
        /// At most so many: 100, and 10000 at most.
        limit: Option<u32>,
        /// Those after this number in the list, which are older.
        after: Option<u64>,
    }
}

/// Lists the exchanges, newest first, without their messages
#[utoipa::path(get, path = "/worlds/{world}/exchanges", tag = "journal", params(("world" = String, Path, example = "default"), Filters),
    responses((status = 200, body = [ExchangeShown]), Refusals))]
pub(crate) async fn list(
    Chosen(world): Chosen,
    Query(mut filters): Query<Filters>,
) -> Result<axum::Json<Vec<ExchangeShown>>, Problem> {
    let (selection, page) = filters.selected()?;
    let found = world.journal().exchanges(selection, page).await?;
    Ok(axum::Json(found.into_iter().map(ExchangeShown::of).collect()))
}

/// The same as far as a search of a few hundredths of a second comes, and how far that is.
pub(crate) async fn search(world: &World, mut filters: Filters) -> Result<(Vec<ExchangeShown>, Option<u64>), Problem> {
    let (selection, page) = filters.selected()?;
    let Found { exchanges, reached } = world.journal().search(selection, page).await?;
    Ok((exchanges.into_iter().map(ExchangeShown::of).collect(), reached))
}

impl Filters {
    fn selected(&mut self) -> Result<(Selection, Page), Problem> {
        let page = Page { after: self.after, limit: self.limit.unwrap_or(USUAL).min(MOST) };
        Ok((self.selection().map_err(BadMember::in_query)?, page))
    }
}

/// Forgets every exchange; their numbers are not given again
#[utoipa::path(delete, path = "/worlds/{world}/exchanges", tag = "journal", params(("world" = String, Path, example = "default")),
    responses((status = 204, description = "There is none any more"), Refusals))]
pub(crate) async fn forget(Chosen(world): Chosen) -> Result<StatusCode, Problem> {
    world.journal().flush().await?;
    world.journal().forget().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows one exchange
#[utoipa::path(get, path = "/worlds/{world}/exchanges/{number}", tag = "journal",
    params(("world" = String, Path, example = "default"), ("number" = u64, Path)), responses((status = 200, body = ExchangeShown), Refusals))]
pub(crate) async fn one(
    Chosen(world): Chosen,
    path: Path<(String, String)>,
) -> Result<axum::Json<ExchangeShown>, Problem> {
    let Path((_, number)) = path;
    let found = match number.parse() {
        Ok(number) => world.journal().exchange(number).await?,
        Err(_) => None,
    };
    found.map(|found| axum::Json(ExchangeShown::of(found))).ok_or_else(|| no_such_exchange(&number))
}

/// The bytes of a request, with their content type
#[utoipa::path(get, path = "/worlds/{world}/exchanges/{number}/request", tag = "journal",
    params(("world" = String, Path, example = "default"), ("number" = u64, Path)),
    responses((status = 200, description = "The body, byte for byte", content_type = "text/xml"), Refusals))]
async fn request(Chosen(world): Chosen, path: Path<(String, String)>) -> Result<Response, Problem> {
    let Messages { request_head, request, .. } = messages(&world, &path.1).await?;
    Ok(raw(&request_head, request, &format!("exchange-{}-request", path.1)))
}

/// The bytes of an answer, as far as they were sent, with their content type
#[utoipa::path(get, path = "/worlds/{world}/exchanges/{number}/response", tag = "journal",
    params(("world" = String, Path, example = "default"), ("number" = u64, Path)),
    responses((status = 200, description = "The body, byte for byte", content_type = "text/xml"), Refusals))]
async fn response(Chosen(world): Chosen, path: Path<(String, String)>) -> Result<Response, Problem> {
    let Messages { response_head, response, .. } = messages(&world, &path.1).await?;
    Ok(raw(&response_head, response, &format!("exchange-{}-response", path.1)))
}

async fn messages(world: &World, number: &str) -> Result<Messages<Vec<u8>>, Problem> {
    let Ok(parsed) = number.parse() else { return Err(no_such_exchange(number)) };
    if let Some(messages) = world.journal().messages(parsed).await? {
        return Ok(messages);
    }
    let known = world.journal().exchange(parsed).await?;
    Err(known.map_or_else(|| no_such_exchange(number), |_| Problem::new(Kind::NotFound, NOT_KEPT)))
}

const NOT_KEPT: Said = said(
    "i messaggi di questo scambio non sono conservati: `journal_bodies` è off, o altri più recenti ne hanno preso il posto (`journal_bytes`)",
    "the messages of this exchange are not kept: `journal_bodies` is off, or newer ones have taken their place (`journal_bytes`)",
);

fn no_such_exchange(number: &str) -> Problem {
    let detail = Text::new(format!("lo scambio {number} non esiste"), format!("there is no exchange {number}"));
    Problem::new(Kind::NotFound, detail)
}

/// The head's `Content-Type` and the bytes, as a file. A browser that shows them all the same runs nothing in them: they
/// are a client's, and come from the address of the console.
fn raw(head: &[u8], body: Vec<u8>, name: &str) -> Response {
    let content_type = header(head, "content-type").and_then(|value| HeaderValue::from_bytes(value).ok());
    let content_type = content_type.unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let disposition = format!("attachment; filename=\"{name}.xml\"");
    let policy = "default-src 'none'; sandbox";
    ([(CONTENT_TYPE, content_type)], [(CONTENT_DISPOSITION, disposition)], [(CONTENT_SECURITY_POLICY, policy)], body)
        .into_response()
}

/// The value of a header in a head as the journal keeps it.
pub(crate) fn header<'h>(head: &'h [u8], name: &str) -> Option<&'h [u8]> {
    head.split(|byte| *byte == b'\n').skip(1).find_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (found, value) = line.split_at(colon);
        found.eq_ignore_ascii_case(name.as_bytes()).then(|| value[1..].trim_ascii())
    })
}
