//! What the journal keeps of an exchange over pages.

use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::header::{COOKIE, SET_COOKIE};
use hyper::{HeaderMap, Version};
use sac_domain::exchange::{Details, Ending, Entry, Exchange, Messages};
use sac_http::{Request, RequestHead, Response};
use sac_pin::secret::Codice;
use sac_world::World;

use crate::audience::Audience;
use crate::site::Caller;

/// What is known of an exchange.
pub(crate) struct Known {
    pub(crate) id: u64,
    pub(crate) received: DateTime<Utc>,
    pub(crate) started: Instant,
    pub(crate) action: Option<&'static str>,
    /// Who is logged in.
    pub(crate) caller: Option<Caller>,
    /// The caller's name, or the one given at log-in.
    pub(crate) user: Option<String>,
    pub(crate) worker: Option<String>,
    pub(crate) numbers: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) fault: Option<String>,
    /// The body with its secrets replaced, where it has some.
    pub(crate) masked: Option<String>,
    /// The number that was assigned.
    pub(crate) assigned: Option<u32>,
    /// Secrets that the answer shows.
    pub(crate) secrets: Vec<Codice>,
    pub(crate) ending: Ending,
}

/// Hands the exchange over to the journal.
pub(crate) fn record(
    world: &World,
    audience: Audience,
    request: &Request,
    known: Known,
    sent: Option<(Response, Vec<u8>)>,
) {
    let head = &request.head;
    let journal = world.journal();
    let entry = Entry {
        id: known.id,
        received: known.received,
        operation: known.action.map(str::to_owned),
        kind: known.caller.as_ref().map(|caller| caller.kind.to_owned()),
        how: known.caller.as_ref().map(|caller| caller.how),
        user: known.user,
        peer: Some(head.peer.ip()),
        ending: known.ending,
        number: known.assigned,
        duration: known.started.elapsed(),
        bytes_in: request.body.len() as u64,
        bytes_out: sent.as_ref().map_or(0, |(_, body)| body.len() as u64),
    };
    tracing::info!(
        exchange = format_args!("{:016x}", entry.id),
        world = head.mount.rsplit('/').next().filter(|name| !name.is_empty()),
        operation = entry.operation.as_deref().unwrap_or("-"),
        ending = %entry.ending,
        "exchange"
    );
    let keeps = journal.keeps_messages();
    let exchange = Exchange {
        channel: audience.channel(),
        worker: known.worker,
        numbers: known.numbers,
        codes: known.codes,
        fault: known.fault,
        details: Details {
            tls: head.tls.as_ref().map(|tls| tls.version.to_owned()),
            sni: head.tls.as_ref().and_then(|tls| tls.server_name.clone()),
            status: sent.as_ref().map(|(response, _)| response.status.as_u16()),
            ..Details::default()
        },
        has_messages: false,
        entry,
    };
    let messages = keeps.then(|| Messages {
        request_head: request_head(head),
        request: known.masked.map_or_else(|| request.body.clone(), Bytes::from),
        response_head: sent.as_ref().map(|(response, _)| response_head(response)).unwrap_or_default(),
        response: sent.map(|(_, body)| without(body, &known.secrets)).unwrap_or_default(),
    });
    journal.record(exchange, messages);
}

/// The body without secrets. A file that shows one is not kept at all: it is not known where in it.
fn without(body: Vec<u8>, secrets: &[Codice]) -> Bytes {
    if secrets.is_empty() {
        return body.into();
    }
    match String::from_utf8(body) {
        Ok(text) => secrets.iter().fold(text, |text, secret| text.replace(secret.expose(), "***")).into(),
        Err(_) => Bytes::from_static(b"***"),
    }
}

fn request_head(head: &RequestHead) -> Vec<u8> {
    let version = match head.version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        _ => "HTTP/1.1",
    };
    let (query, mark) = head.query.as_deref().map_or(("", ""), |query| (query, "?"));
    let mut out = format!("{} {}{}{mark}{query} {version}\r\n", head.method, head.mount, head.path).into_bytes();
    lines(&mut out, &head.headers);
    out
}

fn response_head(response: &Response) -> Vec<u8> {
    let reason = response.status.canonical_reason().unwrap_or_default();
    let mut out = format!("HTTP/1.1 {} {reason}\r\n", response.status.as_u16()).into_bytes();
    lines(&mut out, &response.headers);
    out
}

/// The headers; a session's identifier is not kept.
fn lines(out: &mut Vec<u8>, headers: &HeaderMap) {
    for (name, value) in headers {
        let value = if *name == COOKIE || *name == SET_COOKIE { b"***" } else { value.as_bytes() };
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\r\n");
    }
}
