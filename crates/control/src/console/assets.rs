//! The console's own style, script and icon. Nothing comes from elsewhere.

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};

use crate::state::State;

/// Where they are; they hold nothing that needs a visit.
pub(crate) const BASE: &str = "/assets/";

/// The routes.
pub(super) fn router() -> Router<State> {
    let asset = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text).into_response() })
    };
    Router::new()
        .route("/assets/console.css", asset("text/css; charset=utf-8", include_str!("../../assets/console.css")))
        .route("/assets/console.js", asset("text/javascript; charset=utf-8", include_str!("../../assets/console.js")))
        .route("/assets/icon.svg", asset("image/svg+xml", include_str!("../../assets/icon.svg")))
}
