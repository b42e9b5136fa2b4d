//! The calls, one file for each kind of thing.

mod accreditation;
mod captcha;
pub(crate) mod clock;
mod coverage;
mod document;
pub(crate) mod documents;
mod employers;
pub(crate) mod exchange;
pub(crate) mod exchanges;
mod expect;
mod export;
pub(crate) mod faults;
mod language;
mod merge;
mod message;
mod outbox;
pub(crate) mod people;
mod pin_requests;
mod pins;
mod planting;
mod prints;
mod secrets;
mod selecting;
pub(crate) mod snapshots;
mod stream;
mod tickets;
pub(crate) mod worlds;

use axum::Router;
use axum::middleware::from_fn;
use hyper::{Method, Uri};
use sac_domain::words::Text;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Kind, Problem};
use crate::state::State;
use crate::{BASE, health, metrics, translated};

/// Every path of the listener.
pub(crate) fn router(state: State) -> Router {
    let (router, document) = OpenApiRouter::with_openapi(document::frame(state.version))
        .nest(BASE, calls())
        .routes(routes!(health::health))
        .routes(routes!(metrics::metrics))
        .split_for_parts();
    // The same two below the base path, for those who look for them there; the document names them once.
    let router = router
        .route(&format!("{BASE}{}", health::PATH), axum::routing::get(health::health))
        .route(&format!("{BASE}{}", metrics::PATH), axum::routing::get(metrics::metrics))
        .merge(document::route(&document));
    let router = router.fallback(unknown_path).method_not_allowed_fallback(wrong_method).with_state(state);
    router.layer(from_fn(translated::translate))
}

/// The calls below the base path.
fn calls() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .merge(worlds::router())
        .merge(clock::router())
        .merge(snapshots::router())
        .merge(people::router())
        .merge(employers::router())
        .merge(pins::router())
        .merge(pin_requests::router())
        .merge(documents::router())
        .merge(faults::router())
        .merge(exchanges::router())
        .merge(expect::router())
        .merge(export::router())
        .merge(stream::router())
        .merge(prints::router())
        .merge(secrets::router())
        .merge(captcha::router())
        .merge(coverage::router())
        .merge(tickets::router())
        .merge(accreditation::router())
        .merge(outbox::router())
}

async fn unknown_path(uri: Uri) -> Problem {
    let path = uri.path();
    let detail = Text::new(
        format!("a `{path}` non c'è nulla; {BASE}/openapi.json elenca tutti i percorsi"),
        format!("there is nothing at `{path}`; {BASE}/openapi.json lists every path"),
    );
    Problem::new(Kind::UnknownPath, detail)
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let path = uri.path();
    let detail = Text::new(
        format!("`{path}` non accetta {method}; `Allow` dice che cosa accetta"),
        format!("`{path}` does not take {method}; `Allow` says what it takes"),
    );
    Problem::new(Kind::MethodNotAllowed, detail)
}
