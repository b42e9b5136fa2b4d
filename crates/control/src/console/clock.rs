//! The clock of a world.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use serde_json::{Map, Value};

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent, body};
use super::frame::{Frame, Section, Time};
use super::html;
use super::notice::Notice;
use super::site::{self, Site};
use super::words;
use crate::api::clock::{self, Advanced, ClockState};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "clock.html")]
struct Page {
    frame: Frame,
    state: ClockState,
    speed: String,
    is_usual_speed: bool,
    fields: Fields,
    trouble: Option<Trouble>,
}

/// Shows the clock.
pub(super) async fn show(site: Site) -> Response {
    page(&site, Fields::default(), None)
}

/// Sets it, moves it forward, or gives it back to the machine.
pub(super) async fn act(
    Path((_, action)): Path<(String, String)>,
    Sent { site, fields }: Sent,
) -> Result<Response, Failed> {
    let done = match action.as_str() {
        "advance" => advance(&site, &fields).await,
        "set" => set(&site, fields.texts(&["now"])).await,
        "freeze" => set(&site, Map::from_iter([("frozen".to_owned(), Value::Bool(true))])).await,
        "run" => set(&site, Map::from_iter([("frozen".to_owned(), Value::Bool(false))])).await,
        "speed" => {
            set(&site, fields.number("speed").map(|speed| ("speed".to_owned(), speed)).into_iter().collect()).await
        }
        "reset" => clock::reset(site.state(), site.chosen())
            .await
            .map(|_| Notice::new("L'orologio segna l'ora della macchina.", "The clock shows the machine's time.")),
        _ => return Err(site::nothing(site).await),
    };
    match done {
        Ok(notice) => {
            site.leave(notice);
            Ok(Redirect::to(&format!("{}/clock", site.base())).into_response())
        }
        Err(problem) => Ok(page(&site, fields, Some(problem))),
    }
}

async fn set(site: &Site, members: Map<String, Value>) -> Result<Notice, Problem> {
    let _ = clock::put(site.state(), site.chosen(), body(members)?).await?;
    Ok(Notice::new("L'orologio è impostato.", "The clock is set."))
}

async fn advance(site: &Site, fields: &Fields) -> Result<Notice, Problem> {
    let members = fields.texts(&["by", "to"]);
    let axum::Json(Advanced { now, happened }) = clock::advance(site.state(), site.chosen(), body(members)?).await?;
    let mut notice = Notice::new(
        format!("L'orologio segna ora {now}. Scadenze passate: {}.", happened.len()),
        format!("The clock now shows {now}. What fell due on the way: {}.", happened.len()),
    );
    let words = |what| words::happening(site.lang, what).to_owned();
    notice.happened = happened.into_iter().map(|one| [one.at.to_string(), words(one.what), one.id]).collect();
    Ok(notice)
}

fn page(site: &Site, fields: Fields, problem: Option<Problem>) -> Response {
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let trouble = problem.map(|problem| Trouble::of(site.lang, problem));
    let state = ClockState::of(site.world.clock());
    html::page(
        status,
        &Page {
            frame: site.frame(Section::Clock),
            is_usual_speed: (state.speed - 1.0).abs() < f64::EPSILON,
            speed: state.speed.to_string(),
            state,
            fields,
            trouble,
        },
    )
}

impl Page {
    /// The present instant.
    fn now(&self) -> Time {
        Time::of(self.state.now)
    }
}
