//! A world as a whole: its addresses, snapshots, and a new beginning.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use serde_json::Map;

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent, body};
use super::frame::{Frame, Section, Time};
use super::html;
use super::notice::Notice;
use super::site::{self, Site};
use crate::api::{snapshots, worlds};
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "state.html")]
struct Page {
    frame: Frame,
    world: worlds::Shown,
    snapshots: Vec<(String, Time)>,
    fields: Fields,
    trouble: Option<Trouble>,
}

/// Shows it.
pub(super) async fn show(site: Site) -> Result<Response, Failed> {
    page(&site, Fields::default(), None).await
}

/// Keeps it, brings it back, or begins it anew.
pub(super) async fn act(
    Path((_, action)): Path<(String, String)>,
    Sent { site, fields }: Sent,
) -> Result<Response, Failed> {
    let name = Path((String::new(), fields.get("name").to_owned()));
    let done = match action.as_str() {
        "take" => take(&site, &fields).await,
        "restore" => snapshots::restore(site.state(), site.chosen(), name)
            .await
            .map(|_| Notice::new("Il mondo è come nell'istantanea.", "The world is as in the snapshot.")),
        "delete" => snapshots::remove(site.chosen(), name)
            .await
            .map(|_| Notice::new("L'istantanea è eliminata.", "The snapshot is deleted.")),
        "reset" => reset(&site, &fields).await,
        _ => return Err(site::nothing(site).await),
    };
    match done {
        Ok(notice) => {
            site.leave(notice);
            Ok(Redirect::to(&format!("{}/state", site.base())).into_response())
        }
        Err(problem) => page(&site, fields, Some(problem)).await,
    }
}

async fn take(site: &Site, fields: &Fields) -> Result<Notice, Problem> {
    snapshots::take(site.chosen(), body(fields.texts(&["name"]))?).await?;
    Ok(Notice::new("L'istantanea è presa.", "The snapshot is taken."))
}

async fn reset(site: &Site, fields: &Fields) -> Result<Notice, Problem> {
    let seed: Map<_, _> = fields.number("seed").map(|seed| ("seed".to_owned(), seed)).into_iter().collect();
    let _ = worlds::reset(site.state(), site.chosen(), body(seed)?).await?;
    Ok(Notice::new("Il mondo è come il primo giorno.", "The world is as on its first day."))
}

async fn page(site: &Site, fields: Fields, problem: Option<Problem>) -> Result<Response, Failed> {
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let trouble = problem.map(|problem| Trouble::of(site.lang, problem));
    let fail = |problem| site.failed(Section::World, problem);
    let world = worlds::show(&site.state, &site.world).await.map_err(fail)?;
    let axum::Json(kept) = snapshots::list(site.chosen()).await.map_err(fail)?;
    let snapshots = kept.into_iter().map(|one| (one.name, Time::of(one.taken))).collect();
    Ok(html::page(status, &Page { frame: site.frame(Section::World), world, snapshots, fields, trouble }))
}
