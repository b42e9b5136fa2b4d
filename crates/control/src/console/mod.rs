//! The console: pages for people over the calls of `api/`.
//!
//! ```text
//! guard ─▶ site (visit, language, world) ─▶ page ─▶ call of api/ ─▶ template
//!                                             └─ form (with the visit's token)
//! ```
//!
//! A page has no logic of its own: it reads its query or form, makes the call that a program would make, and shows the
//! result by a template of `templates/`, which escapes whatever it fills in. It works without a script; `assets/console.js`
//! only keeps the list of exchanges up to date.

pub(crate) mod access;
pub(crate) mod assets;
mod clock;
pub(crate) mod cookie;
mod documents;
mod exchange;
mod exchanges;
mod failed;
mod faults;
mod form;
mod frame;
mod html;
mod kinds;
mod language;
pub(crate) mod locked;
mod marks;
mod message;
mod notice;
mod opened;
mod people;
mod sheet;
mod site;
mod state;
mod tokens;
pub(crate) mod visit;
mod words;
mod worlds;

use axum::Router;
use axum::routing::{get, post};

use crate::state::State;

/// Every page.
pub(crate) fn router() -> Router<State> {
    Router::new()
        .merge(assets::router())
        .route("/", get(visit::enter))
        .route("/language/{code}", get(language::choose))
        .route("/worlds", get(worlds::list).post(worlds::create))
        .route("/leave", post(visit::leave))
        .route("/worlds/{world}", get(worlds::open))
        .route("/worlds/{world}/delete", post(worlds::delete))
        .route("/worlds/{world}/exchanges", get(exchanges::list))
        .route("/worlds/{world}/exchanges/forget", post(exchanges::forget))
        .route("/worlds/{world}/exchanges/{number}", get(exchange::show).post(exchange::open))
        .route("/worlds/{world}/certificates", get(documents::certificates))
        .route("/worlds/{world}/certificates/{number}", get(documents::certificate))
        .route("/worlds/{world}/admissions", get(documents::admissions))
        .route("/worlds/{world}/admissions/{number}", get(documents::admission))
        .route("/worlds/{world}/people", get(people::list))
        .route("/worlds/{world}/people/{action}", post(people::act))
        .route("/worlds/{world}/clock", get(clock::show))
        .route("/worlds/{world}/clock/{action}", post(clock::act))
        .route("/worlds/{world}/faults", get(faults::list).post(faults::add))
        .route("/worlds/{world}/faults/{action}", post(faults::act))
        .route("/worlds/{world}/state", get(state::show))
        .route("/worlds/{world}/state/{action}", post(state::act))
        .route("/worlds/{world}/{*rest}", get(site::nothing))
}
