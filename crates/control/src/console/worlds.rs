//! The worlds.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use hyper::header::LOCATION;
use serde_json::Value;

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent, body};
use super::frame::{Frame, Section, Time};
use super::html;
use super::notice::Notice;
use super::site::Site;
use crate::BASE;
use crate::api::worlds;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "worlds.html")]
struct Page {
    frame: Frame,
    all: Vec<Row>,
    fields: Fields,
    trouble: Option<Trouble>,
}

struct Row {
    world: worlds::Shown,
    now: Time,
    is_default: bool,
}

/// Lists the worlds.
pub(super) async fn list(site: Site) -> Result<Response, Failed> {
    page(&site, Fields::default(), None).await
}

/// Leads to the exchanges of a world.
pub(super) async fn open(site: Site) -> Redirect {
    Redirect::to(&format!("{}/exchanges", site.base()))
}

/// Makes a world.
pub(super) async fn create(Sent { site, fields }: Sent) -> Result<Response, Failed> {
    match make(&site, &fields).await {
        Ok(made) => {
            site.leave(Notice::new("Il mondo è pronto.", "The world is ready."));
            let name = made.headers().get(LOCATION).and_then(|place| place.to_str().ok());
            let name = name.and_then(|place| place.strip_prefix(BASE)).unwrap_or("/worlds");
            Ok(Redirect::to(&format!("{name}/state")).into_response())
        }
        Err(problem) => page(&site, fields, Some(problem)).await,
    }
}

async fn make(site: &Site, fields: &Fields) -> Result<Response, Problem> {
    let mut members = fields.texts(&["name", "now"]);
    members.extend(fields.number("seed").map(|seed| ("seed".to_owned(), seed)));
    for flag in ["frozen", "durable"] {
        if fields.is(flag, "on") {
            members.insert(flag.to_owned(), Value::Bool(true));
        }
    }
    let people = if fields.is("people", "seed") { fields.get("seed_file") } else { fields.get("people") };
    members.insert("people".to_owned(), Value::from(people));
    worlds::create(site.state(), body(members)?).await.map(IntoResponse::into_response)
}

/// Removes a world.
pub(super) async fn delete(Sent { site, .. }: Sent) -> Result<Response, Failed> {
    let removed = worlds::delete(site.state(), site.chosen()).await;
    removed.map_err(|problem| site.failed(Section::Worlds, problem))?;
    site.leave(Notice::new("Il mondo è eliminato.", "The world is deleted."));
    Ok(Redirect::to("/worlds").into_response())
}

async fn page(site: &Site, fields: Fields, problem: Option<Problem>) -> Result<Response, Failed> {
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let trouble = problem.map(|problem| Trouble::of(site.lang, problem));
    let all = worlds::list(site.state()).await.map_err(|problem| site.failed(Section::Worlds, problem))?;
    let all = all.0.into_iter().map(Row::of).collect();
    Ok(html::page(status, &Page { frame: site.frame(Section::Worlds), all, fields, trouble }))
}

impl Row {
    /// Where it is deleted.
    fn delete(&self) -> String {
        format!("/worlds/{}/delete", self.world.name)
    }

    fn of(world: worlds::Shown) -> Self {
        Self { now: Time::of(world.clock.now), is_default: world.name == sac_world::WorldName::DEFAULT, world }
    }
}
