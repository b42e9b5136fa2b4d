//! The clock of a world.

use sac_domain::clock::{Clock, Setting};
use sac_domain::instant::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::Problem;
use crate::response::Refusals;
use crate::state::State;

/// How many times faster than the machine's a clock may run: an hour is a century then.
const FASTEST: f64 = 1_000_000.0;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(show, put, reset))
}

/// What a clock shows, and how it runs.
#[derive(Serialize, ToSchema)]
pub(super) struct ClockState {
    /// The present instant.
    #[schema(value_type = String, format = DateTime)]
    now: Instant,
    /// Whether it stands still.
    frozen: bool,
    /// How fast it runs: 1 is as fast as the machine's.
    speed: f64,
}

/// How a clock is to show the time; what is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    /// The instant that it is to be, earlier or later than now.
    #[schema(value_type = Option<String>, format = DateTime)]
    now: Option<Instant>,
    /// Whether it stands still.
    frozen: Option<bool>,
    /// How fast it runs: more than 0, at most 1000000.
    speed: Option<f64>,
}

/// Shows the clock
#[utoipa::path(get, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path)),
    responses((status = 200, body = ClockState), Refusals))]
async fn show(Chosen(world): Chosen) -> axum::Json<ClockState> {
    axum::Json(ClockState::of(world.clock()))
}

/// Sets the clock, forward or back; nothing falls due by it
#[utoipa::path(put, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path)),
    request_body = ClockChange, responses((status = 200, body = ClockState), Refusals))]
async fn put(Chosen(world): Chosen, Json(change): Json<ClockChange>) -> Result<axum::Json<ClockState>, Problem> {
    let clock = world.clock();
    clock.apply(change.applied_to(clock)?);
    Ok(axum::Json(ClockState::of(clock)))
}

/// Goes back to the machine's time
#[utoipa::path(delete, path = "/worlds/{world}/clock", tag = "clock", params(("world" = String, Path)),
    responses((status = 200, body = ClockState), Refusals))]
async fn reset(Chosen(world): Chosen) -> axum::Json<ClockState> {
    world.clock().apply(Setting::System);
    axum::Json(ClockState::of(world.clock()))
}

impl ClockState {
    /// What the clock shows now.
    pub(super) fn of(clock: &Clock) -> Self {
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
            return Err(Problem::bad_value(
                "/speed",
                "it is a number above 0 and at most 1000000; `frozen` stops the clock",
            ));
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
