//! The clock of a world.

use axum::extract;
use chrono::{DateTime, TimeDelta, Utc};
use sac_domain::clock::{Clock, Setting};
use sac_domain::duration::Duration;
use sac_domain::instant::Instant;
use sac_world::schedule::Happening;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::durable;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::{Said, Text, said};

/// How many times faster than the machine's a clock may run: an hour is a century then.
const FASTEST: f64 = 1_000_000.0;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show, put, reset)).routes(routes!(advance))
}

/// What a clock shows, and how it runs.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClockState {
    /// The present instant.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) now: Instant,
    /// Whether it stands still.
    pub(crate) frozen: bool,
    /// How fast it runs: 1 is as fast as the machine's.
    pub(crate) speed: f64,
}

/// How a clock is to show the time; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockChange {
    /// The instant that it is to be, earlier or later than now.
    #[schema(value_type = Option<String>, format = DateTime)]
    now: Option<Instant>,
    /// Whether it stands still.
    frozen: Option<bool>,
    /// How fast it runs: more than 0, at most 1000000.
    speed: Option<f64>,
}

/// Shows the clock
#[utoipa::path(get, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = ClockState), Refusals))]
async fn show(Chosen(world): Chosen) -> axum::Json<ClockState> {
    axum::Json(ClockState::of(world.clock()))
}

/// Sets the clock, forward or back; nothing falls due by it
#[utoipa::path(put, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path, example = "default")),
    request_body = ClockChange, responses((status = 200, body = ClockState), Refusals))]
pub(crate) async fn put(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
    Json(change): Json<ClockChange>,
) -> Result<axum::Json<ClockState>, Problem> {
    let clock = world.clock();
    clock.apply(change.applied_to(clock)?);
    durable::update(&*state.worlds, &world)?;
    Ok(axum::Json(ClockState::of(clock)))
}

/// Goes back to the machine's time
#[utoipa::path(delete, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = ClockState), Refusals))]
pub(crate) async fn reset(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
) -> Result<axum::Json<ClockState>, Problem> {
    world.clock().apply(Setting::System);
    durable::update(&*state.worlds, &world)?;
    Ok(axum::Json(ClockState::of(world.clock())))
}

/// Moves the clock forward; what falls due on the way happens, in order, before the answer
#[utoipa::path(post, path = "/worlds/{world}/clock/advance", tag = "clock", params(("world" = String, Path, example = "default")),
    request_body = Advance, responses((status = 200, body = Advanced), Refusals))]
pub(crate) async fn advance(
    extract::State(state): extract::State<State>,
    Chosen(world): Chosen,
    Json(how): Json<Advance>,
) -> Result<axum::Json<Advanced>, Problem> {
    let clock = world.clock();
    let to = how.end(clock.now())?;
    let happened = world.schedule().advance(clock, to.0).await?;
    durable::update(&*state.worlds, &world)?;
    Ok(axum::Json(Advanced { now: Instant(clock.now()), happened: happened.into_iter().map(Happened::of).collect() }))
}

/// How far the clock is to go: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Advance {
    /// By this duration: `90s`, `36h`, `2d`, or in ISO 8601 `P2D`.
    #[schema(value_type = Option<String>, example = "2d")]
    by: Option<Duration>,
    /// To this instant, which is not earlier than now.
    #[schema(value_type = Option<String>, format = DateTime)]
    to: Option<Instant>,
}

/// Where the clock is now, and what happened on the way.
#[derive(Serialize, ToSchema)]
pub(crate) struct Advanced {
    /// The present instant.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) now: Instant,
    /// What fell due, in order.
    pub(crate) happened: Vec<Happened>,
}

/// Something that fell due.
#[derive(Serialize, ToSchema)]
pub(crate) struct Happened {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Instant,
    /// What, such as `lockout-end`.
    pub(crate) what: &'static str,
    /// Of which user, message or document.
    pub(crate) id: String,
}

impl Happened {
    fn of(Happening { at, what, id }: Happening) -> Self {
        Self { at: Instant(at), what, id }
    }
}

const BEYOND: Said =
    said("nessun orologio può mostrare l'istante a cui si arriva", "no clock can show the instant that this leads to");
const NEITHER: Said = said("serve `by` o `to`", "one of `by` and `to` is needed");
const BOTH: Said = said("serve `by` o `to`, non entrambi", "one of `by` and `to` is needed, not both");
const TOO_FAST: Said = said(
    "è un numero maggiore di 0 e al massimo 1000000; `frozen` ferma l'orologio",
    "it is a number above 0 and at most 1000000; `frozen` stops the clock",
);

impl Advance {
    /// The instant that it leads to.
    fn end(&self, now: DateTime<Utc>) -> Result<Instant, Problem> {
        match (self.by, self.to) {
            (Some(by), None) => {
                let by = TimeDelta::from_std(by.0).ok();
                let end = by.and_then(|by| now.checked_add_signed(by)).and_then(Instant::within);
                end.ok_or_else(|| Problem::bad_value("/by", BEYOND))
            }
            (None, Some(to)) if to.0 >= now => Ok(to),
            (None, Some(_)) => {
                let now = Instant(now);
                let detail = Text::new(
                    format!("sono già le {now}; con PUT l'orologio torna indietro"),
                    format!("it is {now} already; PUT the clock to go back"),
                );
                Err(Problem::bad_value("/to", detail))
            }
            (None, None) => Err(Problem::new(Kind::MissingMember, NEITHER).at("")),
            (Some(_), Some(_)) => Err(Problem::bad_value("", BOTH)),
        }
    }
}

impl ClockState {
    /// What the clock shows now.
    pub(crate) fn of(clock: &Clock) -> Self {
        let (now, frozen, speed) = match clock.setting() {
            Setting::System => (clock.now(), false, 1.0),
            Setting::Running(now, speed) => (now, false, speed),
            Setting::Frozen(now, speed) => (now, true, speed),
        };
        Self { now: Instant(now), frozen, speed }
    }
}

impl ClockChange {
    fn applied_to(&self, clock: &Clock) -> Result<Setting, Problem> {
        let before = ClockState::of(clock);
        let speed = self.speed.unwrap_or(before.speed);
        if !(speed > 0.0 && speed <= FASTEST) {
            return Err(Problem::bad_value("/speed", TOO_FAST));
        }
        if (self.now.is_none(), self.frozen, self.speed) == (true, None, None) {
            return Ok(clock.setting());
        }
        let now = self.now.unwrap_or(before.now).0;
        Ok(if self.frozen.unwrap_or(before.frozen) {
            Setting::Frozen(now, speed)
        } else {
            Setting::Running(now, speed)
        })
    }
}
