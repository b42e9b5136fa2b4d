//! The fault plan of a world.

use axum::extract::Path;
use hyper::StatusCode;
use sac_domain::likeness::{closest, meant};
use sac_domain::words::Text;
use sac_world::faults::{PlanError, Rule};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, replace, add, clear)).routes(routes!(remove))
}

/// A rule: on which calls it acts, and how.
#[derive(ToSchema)]
#[expect(dead_code, reason = "for the document only: the rule itself is read and written")]
pub(super) struct FaultRule {
    /// Its name; made up where it is absent.
    id: Option<String>,
    /// An operation, an action of another channel, `wsdl`, or `*`: every one but `wsdl`, or every delivery where that
    /// is what goes wrong.
    #[schema(default = "*")]
    operation: Option<String>,
    /// Only calls of this user.
    caller: Option<String>,
    /// Only calls about this worker.
    worker: Option<String>,
    /// Only calls that name this number.
    puc: Option<String>,
    /// Only messages to this address or number; of deliveries.
    to: Option<String>,
    /// The first matching call that it acts on, from 1.
    #[schema(default = 1, minimum = 1)]
    nth: Option<u64>,
    /// On how many it acts, 0 for all.
    #[schema(default = 1)]
    times: Option<u64>,
    /// `before`: nothing was done. `after`: the work is committed, only the answer suffers.
    #[schema(pattern = "^(before|after)$")]
    phase: Option<String>,
    /// What it does.
    #[schema(rename = "do")]
    action: FaultAction,
}

/// What a rule does. Beside `kind` each has members of its own:
/// `no-reply` (`hold`), `reset`, `close`, `cut` (`at`), `delay` (`by`), `drip` (`bytes`, `every`),
/// `status` (`code`, `retry_after`), `fault` (`faultcode`, `faultstring`), `refuse` (`rule` or `tipoErrore`,
/// `descrizione`), `inps-unavailable`, `notice` (`codice`, `info`), `varie` (`chiave`, `valore`),
/// `wrong-charset`, `http-error-page`, `tls-close`; of messages (operation `delivery:email`, `delivery:pec`,
/// `delivery:sms`, `delivery:letter`, or `*`): `delivery-transient` and `delivery-permanent` (`detail`), `delivery-delay` (`by`),
/// `no-receipt` (`receipt`: `accettazione` or `avvenuta-consegna`).
#[derive(ToSchema)]
#[expect(dead_code, reason = "for the document only")]
pub(super) struct FaultAction {
    /// The kind.
    #[schema(example = "no-reply")]
    kind: String,
}

/// A whole plan: an array of rules, alone or as the member `faults`.
#[derive(Deserialize)]
#[serde(transparent)]
struct Rules(Vec<Rule>);

/// Lists the rules, in the order in which they are asked
#[utoipa::path(get, path = "/worlds/{world}/faults", tag = "faults", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = [FaultRule]), Refusals))]
pub(crate) async fn list(Chosen(world): Chosen) -> axum::Json<Vec<Rule>> {
    axum::Json(world.faults().rules())
}

/// Replaces all rules; each begins to count anew
#[utoipa::path(put, path = "/worlds/{world}/faults", tag = "faults", params(("world" = String, Path, example = "default")),
    request_body = [FaultRule], responses((status = 200, body = [FaultRule]), Refusals))]
async fn replace(Chosen(world): Chosen, Json(Rules(rules)): Json<Rules>) -> Result<axum::Json<Vec<Rule>>, Problem> {
    let set = world.faults().replace(rules).map_err(|error| refused(&error, &format!("/{}", error.index)))?;
    Ok(axum::Json(set))
}

/// Adds a rule behind the others
#[utoipa::path(post, path = "/worlds/{world}/faults", tag = "faults", params(("world" = String, Path, example = "default")),
    request_body = FaultRule, responses((status = 201, body = FaultRule), Refusals))]
pub(crate) async fn add(
    Chosen(world): Chosen,
    Json(rule): Json<Rule>,
) -> Result<(StatusCode, axum::Json<Rule>), Problem> {
    let added = world.faults().add(rule).map_err(|error| refused(&error, ""))?;
    Ok((StatusCode::CREATED, axum::Json(added)))
}

/// Removes every rule
#[utoipa::path(delete, path = "/worlds/{world}/faults", tag = "faults", params(("world" = String, Path, example = "default")),
    responses((status = 204, description = "There is no rule any more"), Refusals))]
pub(crate) async fn clear(Chosen(world): Chosen) -> StatusCode {
    world.faults().clear();
    StatusCode::NO_CONTENT
}

/// Removes a rule
#[utoipa::path(delete, path = "/worlds/{world}/faults/{id}", tag = "faults",
    params(("world" = String, Path, example = "default"), ("id" = String, Path, description = "Its name")),
    responses((status = 204, description = "It is gone"), Refusals))]
pub(crate) async fn remove(Chosen(world): Chosen, path: Path<(String, String)>) -> Result<StatusCode, Problem> {
    let Path((_, id)) = path;
    if world.faults().remove(&id) {
        return Ok(StatusCode::NO_CONTENT);
    }
    let rules = world.faults().rules();
    let meant = meant(closest(&id, rules.iter().map(Rule::id)).first().copied());
    let detail = Text::new(format!("la regola `{id}` non esiste"), format!("there is no rule `{id}`"));
    Err(Problem::new(Kind::NotFound, detail.followed_by(&meant)))
}

/// A plan as it was.
fn refused(error: &PlanError, pointer: &str) -> Problem {
    let problem = |kind| Problem::new(kind, error.detail.clone()).at(format!("{pointer}{}", error.pointer));
    // Of an array the place says it; of one rule that its name is taken is no fault of its form.
    problem(if error.is_taken { Kind::Conflict } else { Kind::BadValue })
}
