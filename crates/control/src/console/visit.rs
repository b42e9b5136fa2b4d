//! How a visit begins and ends.

use axum::extract::RawQuery;
use axum::response::{IntoResponse, Redirect, Response};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, SET_COOKIE};

use super::cookie::cookie_name;
use super::exchanges;
use super::failed::Failed;
use super::form::Sent;
use super::locked;
use super::site::Site;

/// The first page: with a ticket a visit begins, without one it is the list of exchanges of the default world.
pub(super) async fn enter(site: Site, RawQuery(query): RawQuery) -> Result<Response, Failed> {
    // The guard lets in whoever brings a ticket, so with one there is never more than a visit.
    let Some(ticket) = query.as_deref().and_then(ticket) else {
        return exchanges::list(site, RawQuery(query)).await;
    };
    match site.state.access.redeem(ticket) {
        Ok(Some(key)) => {
            let cookie = format!("{}={key}; Path=/; HttpOnly; SameSite=Strict", cookie_name(site.port));
            Ok(([(SET_COOKIE, cookie), (CACHE_CONTROL, "no-store".to_owned())], Redirect::to("/")).into_response())
        }
        // Who is in already needs no ticket: a link followed twice leads to the same place.
        Ok(None) if site.visit.is_some() => Ok(Redirect::to("/").into_response()),
        Ok(None) => Ok(locked::spent(site.lang)),
        Err(_) => Err(Failed::bare(StatusCode::INTERNAL_SERVER_ERROR)),
    }
}

/// The ticket of a query.
pub(crate) fn ticket(query: &str) -> Option<&str> {
    query.strip_prefix("ticket=")
}

/// Ends the visit.
pub(super) async fn leave(Sent { site, .. }: Sent) -> Response {
    if let Some((key, _)) = &site.visit {
        site.state.access.end(key);
    }
    let cookie = format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", cookie_name(site.port));
    ([(SET_COOKIE, cookie)], Redirect::to("/")).into_response()
}
