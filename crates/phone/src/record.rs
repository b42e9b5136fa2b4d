//! What the journal keeps of an exchange of a call.

use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::header::COOKIE;
use hyper::{HeaderMap, Version};
use sac_domain::exchange::{Channel, Details, Ending, Entry, Exchange, How, Messages};
use sac_http::{Request, RequestHead, Response};
use sac_world::World;

/// What is known of an exchange.
pub(crate) struct Known {
    pub(crate) id: u64,
    pub(crate) received: DateTime<Utc>,
    pub(crate) started: Instant,
    pub(crate) action: &'static str,
    /// Name and kind of the user, once the PIN was right.
    pub(crate) user: Option<(String, &'static str)>,
    pub(crate) worker: Option<String>,
    /// The numbers that the call is about.
    pub(crate) numbers: Vec<String>,
    /// The number that was assigned.
    pub(crate) number: Option<u32>,
    pub(crate) codes: Vec<String>,
    pub(crate) fault: Option<(String, String)>,
    /// The body with its secret replaced, where it has one.
    pub(crate) masked: Option<String>,
}

/// Hands the exchange over to the journal.
pub(crate) fn record(
    world: &World,
    request: &Request,
    known: Known,
    ending: Ending,
    sent: Option<(Response, Vec<u8>)>,
) {
    let head = &request.head;
    let journal = world.journal();
    let (user, kind) = known.user.unzip();
    let entry = Entry {
        id: known.id,
        received: known.received,
        operation: Some(known.action.to_owned()),
        how: user.as_ref().map(|_| How::Password),
        user,
        kind: kind.map(str::to_owned),
        peer: Some(head.peer.ip()),
        ending,
        number: known.number,
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
    let (fault, fault_kind) = known.fault.unzip();
    let keeps = journal.keeps_messages();
    let exchange = Exchange {
        channel: Channel::Phone,
        worker: known.worker,
        numbers: known.numbers,
        codes: known.codes,
        fault,
        details: Details {
            tls: head.tls.as_ref().map(|tls| tls.version.to_owned()),
            sni: head.tls.as_ref().and_then(|tls| tls.server_name.clone()),
            status: sent.as_ref().map(|(response, _)| response.status.as_u16()),
            fault_kind,
            ..Details::default()
        },
        has_messages: false,
        entry,
    };
    let messages = keeps.then(|| Messages {
        request_head: request_head(head),
        request: known.masked.map_or_else(|| request.body.clone(), Bytes::from),
        response_head: sent.as_ref().map(|(response, _)| response_head(response)).unwrap_or_default(),
        response: sent.map(|(_, body)| Bytes::from(body)).unwrap_or_default(),
    });
    journal.record(exchange, messages);
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

/// The headers. Another channel's cookie is nothing to keep.
fn lines(out: &mut Vec<u8>, headers: &HeaderMap) {
    for (name, value) in headers {
        let value = if *name == COOKIE { b"***" } else { value.as_bytes() };
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value);
        out.extend_from_slice(b"\r\n");
    }
}
