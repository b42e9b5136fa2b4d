//! The people of a world.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use serde_json::Value;

use super::failed::{Failed, Trouble};
use super::form::{Fields, Sent, body};
use super::frame::{Frame, Section};
use super::html;
use super::notice::Notice;
use super::site::{self, Site};
use crate::api::people::{self, ShownUser, ShownWorker};
use crate::problem::Problem;

/// People of each kind that are shown; a search finds the others.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "people.html")]
struct Page {
    frame: Frame,
    search: String,
    workers: Vec<ShownWorker>,
    users: Vec<ShownUser>,
    /// Everybody whom the search fits, shown or not.
    counts: [usize; 2],
    is_cut: [bool; 2],
    /// What a form was sent with that was refused, or what it is to begin with.
    worker: Fields,
    user: Fields,
    trouble: Option<Trouble>,
}

/// Lists everybody.
pub(super) async fn list(site: Site, RawQuery(query): RawQuery) -> Result<Response, Failed> {
    let search = Fields::of_query(query.as_deref()).get("q").to_owned();
    page(&site, search, Fields::default(), Fields::default(), None).await
}

/// Adds or removes somebody.
pub(super) async fn act(
    Path((_, action)): Path<(String, String)>,
    Sent { site, fields }: Sent,
) -> Result<Response, Failed> {
    let done = match action.as_str() {
        "worker" => put_worker(&site, &fields).await,
        "user" => put_user(&site, &fields).await,
        "worker-delete" => {
            let path = Path((String::new(), fields.get("codice_fiscale").to_owned()));
            people::delete_worker(site.chosen(), path)
                .await
                .map(|_| Notice::new("Il lavoratore è rimosso.", "The worker is removed."))
        }
        "user-delete" => {
            let path = Path((String::new(), fields.get("name").to_owned()));
            people::delete_user(site.chosen(), path)
                .await
                .map(|_| Notice::new("L'utente è rimosso.", "The user is removed."))
        }
        _ => return Err(site::nothing(site).await),
    };
    match (done, action.as_str()) {
        (Ok(notice), _) => {
            site.leave(notice);
            Ok(Redirect::to(&format!("{}/people", site.base())).into_response())
        }
        (Err(problem), "worker") => page(&site, String::new(), fields, Fields::default(), Some(problem)).await,
        (Err(problem), "user") => page(&site, String::new(), Fields::default(), fields, Some(problem)).await,
        (Err(problem), _) => Err(site.failed(Section::People, problem)),
    }
}

async fn put_worker(site: &Site, fields: &Fields) -> Result<Notice, Problem> {
    let mut members =
        fields.texts(&["cognome", "nome", "sesso", "data_nascita", "comune_nascita", "provincia_nascita"]);
    members.insert("deceduto".to_owned(), Value::Bool(fields.is("deceduto", "on")));
    let path = || Path((String::new(), fields.get("codice_fiscale").to_owned()));
    // Who is known keeps what the form has no fields for.
    match people::patch_worker(site.chosen(), path(), body(members.clone())?).await {
        Ok(_) => return Ok(Notice::new("Il lavoratore è cambiato.", "The worker is changed.")),
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => {}
        Err(problem) => return Err(problem),
    }
    let _ = people::put_worker(site.chosen(), path(), body(members)?).await?;
    Ok(Notice::new("Il lavoratore è aggiunto.", "The worker is added."))
}

async fn put_user(site: &Site, fields: &Fields) -> Result<Notice, Problem> {
    let mut members = fields.texts(&["kind", "codice_fiscale", "regione", "password", "pincode"]);
    let all: Vec<&str> =
        fields.get("iscrizioni").split([' ', ',', ';']).map(str::trim).filter(|one| !one.is_empty()).collect();
    if !all.is_empty() {
        members.insert("iscrizioni".to_owned(), all.into());
    }
    if fields.is("blocked", "on") {
        members.insert("blocked".to_owned(), Value::Bool(true));
    }
    let path = Path((String::new(), fields.get("name").to_owned()));
    let (status, _) = people::put_user(site.chosen(), path, body(members)?).await?;
    Ok(if status == StatusCode::CREATED {
        Notice::new("L'utente è aggiunto.", "The user is added.")
    } else {
        Notice::new("L'utente è sostituito.", "The user is replaced.")
    })
}

async fn page(
    site: &Site,
    search: String,
    worker: Fields,
    user: Fields,
    problem: Option<Problem>,
) -> Result<Response, Failed> {
    let found = people::list(site.chosen()).await.map_err(|problem| site.failed(Section::People, problem))?;
    let people::People { mut workers, mut users, .. } = found.0;
    let wanted = search.to_lowercase();
    let fits = |texts: &[&str]| texts.join(" ").to_lowercase().contains(&wanted);
    workers.retain(|it| fits(&[&it.codice_fiscale, &it.cognome, &it.nome, &it.comune_nascita]));
    users.retain(|it| fits(&[&it.name, it.kind, it.codice_fiscale.as_deref().unwrap_or_default()]));
    let counts = [workers.len(), users.len()];
    let is_cut = counts.map(|count| count > MOST);
    workers.truncate(MOST);
    users.truncate(MOST);
    let status = problem.as_ref().map_or(StatusCode::OK, Problem::status);
    let frame = site.frame(Section::People);
    let trouble = problem.map(|problem| Trouble::of(site.lang, problem));
    Ok(html::page(status, &Page { frame, search, workers, users, counts, is_cut, worker, user, trouble }))
}
