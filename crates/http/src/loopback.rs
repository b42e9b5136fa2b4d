//! Listeners for this machine only: a name that somebody makes lead here (DNS rebinding) and pages of
//! other sites get no answer.

use std::net::IpAddr;

use hyper::{
    header::{HOST, ORIGIN},
    http::uri::Authority,
};

use super::request::RequestHead;

/// The name and port that the request was sent to, if it is this machine's.
#[must_use]
pub fn addressed(head: &RequestHead) -> Option<Authority> {
    let sent = head.headers.contains_key(HOST).then(|| head.header(&HOST)?.parse::<Authority>().ok());
    // In HTTP/2 the name stands in the request's target. No browser leaves both out.
    let authority = match sent {
        Some(sent) => sent?,
        None => head.authority.parse().ok()?,
    };
    is_loopback(&authority).then_some(authority)
}

/// Whether a page of another site sent the request, by its `Origin`; `host` is where it was sent to.
#[must_use]
pub fn is_from_elsewhere(head: &RequestHead, host: &Authority) -> bool {
    head.headers.contains_key(ORIGIN) && !is_own_origin(head, host)
}

fn is_own_origin(head: &RequestHead, host: &Authority) -> bool {
    let origin = head.header(&ORIGIN).and_then(|origin| origin.strip_prefix("http://")?.parse::<Authority>().ok());
    let port = |authority: &Authority| authority.port_u16().unwrap_or(80);
    origin.is_some_and(|origin| is_loopback(&origin) && port(&origin) == port(host))
}

fn is_loopback(authority: &Authority) -> bool {
    let host = authority.host();
    let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_name = host.eq_ignore_ascii_case("localhost") && !authority.as_str().contains('@');
    is_name || (number.is_ok_and(|address| address.is_loopback()) && !authority.as_str().contains('@'))
}
