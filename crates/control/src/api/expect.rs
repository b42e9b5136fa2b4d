//! Waiting for exchanges.

use std::collections::BTreeMap;
use std::time;

use axum::response::{IntoResponse, Response};
use sac_domain::duration::Duration;
use sac_world::journal::{Count, ElementPath, Expectation, Unmet};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::exchange::ExchangeShown;
use super::selecting::{BadMember, selecting};
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::{Said, Text, said};

/// How long to wait where nothing is said of it.
const USUAL: time::Duration = time::Duration::from_secs(5);
/// The longest wait.
const LONGEST: time::Duration = time::Duration::from_hours(1);

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(expect))
}

/// What is expected of the journal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// Which exchanges; every one where it is absent.
    #[serde(rename = "match", default)]
    matching: Match,
    /// How many of them: a number, or `min` and `max`. At least one where it is absent.
    #[schema(value_type = Option<Value>, example = 1)]
    count: Option<HowMany>,
    /// How long to wait: 5s where it is absent.
    #[schema(value_type = Option<String>, example = "5s")]
    within: Option<Duration>,
}

selecting! {
    /// Which exchanges; what is absent does not matter.
    #[derive(Default, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Match {
        #[schema(value_type = Option<String>, format = DateTime)]
        since,
        /// What elements of the request hold, by the end of their path.
        #[schema(value_type = Option<BTreeMap<String, String>>)]
        xpath: Option<BTreeMap<String, String>>,
        /// The version of TLS.
        #[schema(example = "TLS 1.3")]
        tls: Option<String>,
        /// The subject of the client certificate.
        client_certificate: Option<String>,
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum HowMany {
    Exactly(u32),
    Between(Bounds),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    min: Option<u32>,
    max: Option<u32>,
}

/// An expectation that does not hold: a problem document with what there is instead.
#[derive(Serialize, ToSchema)]
struct NotMet {
    #[serde(flatten)]
    problem: Problem,
    /// How many exchanges match.
    found: usize,
    /// The exchanges that match.
    exchanges: Vec<ExchangeShown>,
    /// Those that come nearest among the others.
    nearest: Vec<Nearest>,
}

/// An exchange that comes near to what is expected.
#[derive(Serialize, ToSchema)]
struct Nearest {
    exchange: ExchangeShown,
    /// Member by member, what differs.
    differs: Vec<Differs>,
}

/// A member that differs.
#[derive(Serialize, ToSchema)]
struct Differs {
    /// As in `match`; for an element `xpath/PATH`.
    member: String,
    expected: String,
    /// What there is.
    actual: Option<String>,
}

/// Waits until the journal holds what is expected
///
/// The exchanges that match are the answer. Where the time is up, or more match than may, it is 409, with the
/// nearest ones and, member by member, what differs.
#[utoipa::path(post, path = "/worlds/{world}/expect", tag = "journal", params(("world" = String, Path, example = "default")),
    request_body = Expected, responses((status = 200, body = [ExchangeShown]),
    (status = 409, body = NotMet, content_type = "application/problem+json"), Refusals))]
async fn expect(Chosen(world): Chosen, Json(expected): Json<Expected>) -> Result<Response, Problem> {
    let expectation = expected.read()?;
    match world.journal().expect(&expectation).await? {
        Ok(found) => {
            let shown: Vec<ExchangeShown> = found.into_iter().map(ExchangeShown::of).collect();
            Ok(axum::Json(shown).into_response())
        }
        Err(unmet) => Ok(not_met(&expectation, unmet)),
    }
}

/// A count that nothing can have.
pub(super) const MAX_BELOW_MIN: Said = said("`max` è minore di `min`", "`max` is less than `min`");

fn not_met(expectation: &Expectation, unmet: Unmet) -> Response {
    let Unmet { matching, nearest } = unmet;
    let (found, wanted) = (matching.len(), Text::of(&expectation.count));
    let detail = Text::new(
        format!("gli scambi che corrispondono sono {found}, attesi {}", wanted.it),
        format!("{found} exchanges match, expected {}", wanted.en),
    );
    let not_met = NotMet {
        problem: Problem::new(Kind::Conflict, detail),
        found: matching.len(),
        exchanges: matching.into_iter().take(100).map(ExchangeShown::of).collect(),
        nearest: nearest
            .into_iter()
            .map(|near| Nearest {
                exchange: ExchangeShown::of(near.exchange),
                differs: near
                    .differences
                    .into_iter()
                    .map(|it| Differs { member: it.member, expected: it.expected, actual: it.actual })
                    .collect(),
            })
            .collect(),
    };
    not_met.problem.respond(&not_met)
}

impl Expected {
    fn read(self) -> Result<Expectation, Problem> {
        let Self { mut matching, count, within } = self;
        let selection = matching
            .selection()
            .map_err(|BadMember { name, detail }| Problem::bad_value(format!("/match/{name}"), detail))?;
        let mut elements = BTreeMap::new();
        for (path, value) in matching.xpath.unwrap_or_default() {
            let place = || format!("/match/xpath/{}", path.replace('~', "~0").replace('/', "~1"));
            let parsed: ElementPath = path.parse().map_err(|error| Problem::bad_value(place(), Text::of(&error)))?;
            elements.insert(parsed, value);
        }
        let count = match count {
            None => Count::default(),
            Some(HowMany::Exactly(count)) => Count::exactly(count),
            Some(HowMany::Between(Bounds { min, max })) => {
                Count { min: min.unwrap_or(0), max: max.unwrap_or(u32::MAX) }
            }
        };
        if count.min > count.max {
            return Err(Problem::bad_value("/count/max", MAX_BELOW_MIN));
        }
        Ok(Expectation {
            selection,
            elements,
            tls: matching.tls,
            client_certificate: matching.client_certificate,
            count,
            within: within.map_or(USUAL, |within| within.0.min(LONGEST)),
        })
    }
}
