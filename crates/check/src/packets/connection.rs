//! The TCP connections of a capture, and the HTTP exchanges on each.

use std::collections::HashMap;
use std::net::SocketAddr;

use super::segment::Segment;
use super::stream::Stream;
use crate::capture::{Side, stretches};

/// All connections, in the order of their first packet.
#[derive(Default)]
pub(super) struct Connections<'a> {
    all: Vec<Connection<'a>>,
    /// The one that the packets between two addresses belong to now: ports are used again.
    current: HashMap<(SocketAddr, SocketAddr), usize>,
}

/// What is between two addresses, the lower one first.
#[derive(Default)]
struct Connection<'a> {
    streams: [Stream<'a>; 2],
    opened: Option<u32>,
}

/// What the connections came to.
#[derive(Default)]
pub(super) struct Found {
    /// Exchanges of HTTP, each a request with its responses, or a message of which the other side is missing.
    pub(super) exchanges: Vec<Vec<u8>>,
    /// Connections in TLS.
    pub(super) encrypted: usize,
    /// Connections in HTTP/2 without TLS.
    pub(super) http2: usize,
    /// HTTP messages of which something is missing.
    pub(super) incomplete: usize,
}

impl<'a> Connections<'a> {
    pub(super) fn add(&mut self, segment: &Segment<'a>) {
        let is_low = segment.from <= segment.to;
        let ends = if is_low { (segment.from, segment.to) } else { (segment.to, segment.from) };
        let known = self.current.get(&ends).copied();
        let is_new = known.and_then(|index| self.all.get(index)).is_none_or(|known| known.is_over_by(segment));
        if is_new {
            self.current.insert(ends, self.all.len());
            self.all.push(Connection::default());
        }
        let index = self.current.get(&ends).copied().unwrap_or_default();
        let Some(connection) = self.all.get_mut(index) else { return };
        if segment.opens {
            connection.opened = Some(segment.number);
        }
        let [low, high] = &mut connection.streams;
        (if is_low { low } else { high }).add(segment);
    }

    pub(super) fn read(self) -> Found {
        let mut found = Found::default();
        self.all.into_iter().for_each(|connection| connection.read(&mut found));
        found
    }
}

impl Connection<'_> {
    /// Whether the segment opens another connection between the same addresses.
    fn is_over_by(&self, segment: &Segment<'_>) -> bool {
        segment.opens && self.opened != Some(segment.number)
    }

    /// How a connection begins says what it is. In the middle the same bytes may be a part of a body, so there they
    /// count only where nothing is HTTP/1.1, since the capture began later than the connection.
    fn read(self, found: &mut Found) {
        let first = |is: fn(&[u8]) -> bool| self.streams.iter().filter_map(Stream::first).any(is);
        let any = |is: fn(&[u8]) -> bool| self.streams.iter().flat_map(Stream::pieces).any(is);
        let (begins_encrypted, begins_http2) = (first(is_tls), first(is_http2));
        let (holds_tls, holds_http2) = (any(is_tls), any(is_http2));
        let [one, other] = self.streams.map(Messages::of);
        let is_plain = !(begins_encrypted || begins_http2) && (one.is_http() || other.is_http());
        if begins_encrypted || holds_tls && !is_plain && !begins_http2 {
            found.encrypted += 1;
        } else if begins_http2 || holds_http2 && !is_plain {
            found.http2 += 1;
        } else {
            found.incomplete += one.incomplete + other.incomplete;
            let has_gaps = one.incomplete + other.incomplete > 0;
            let (requests, responses): (Vec<_>, Vec<_>) =
                one.whole.into_iter().chain(other.whole).partition(|(side, _)| *side == Side::Client);
            found.exchanges.extend(exchanges(requests, responses, has_gaps));
        }
    }
}

/// What a client of HTTP/2 sends first.
fn is_http2(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PRI * HTTP/2.0")
}

/// A record of TLS: handshake, data or an alert, of any version; or what asks a proxy for a tunnel.
fn is_tls(bytes: &[u8]) -> bool {
    matches!(bytes, [0x15..=0x17, 3, 0..=4, ..]) || bytes.starts_with(b"CONNECT ")
}

/// The messages of one direction.
#[derive(Default)]
struct Messages {
    whole: Vec<(Side, Vec<u8>)>,
    incomplete: usize,
}

impl Messages {
    fn of(stream: Stream<'_>) -> Self {
        let mut messages = Self::default();
        let assembled = stream.assemble();
        let last = assembled.runs.len().saturating_sub(1);
        // Messages whose beginning is missing, and whether the run before ended inside of one that is counted.
        let (mut headless, mut is_inside) = (0, false);
        for (index, run) in assembled.runs.iter().enumerate() {
            let Some((skipped, found)) = stretches(run) else {
                headless += usize::from(!is_inside);
                is_inside = true;
                continue;
            };
            headless += usize::from(skipped > 0 && !is_inside);
            let is_closed = assembled.is_closed && index == last;
            for (at, message) in found.iter().enumerate() {
                // Whatever its head says, a message is over where another one begins.
                let is_over = message.is_whole || is_closed || at + 1 < found.len();
                match run.get(message.range.clone()).filter(|_| is_over) {
                    Some(bytes) => messages.whole.push((message.side, bytes.to_vec())),
                    None => messages.incomplete += 1,
                }
                is_inside = !is_over;
            }
        }
        messages.incomplete += if messages.is_http() { headless } else { 0 };
        messages
    }

    /// Whether there is any.
    fn is_http(&self) -> bool {
        self.incomplete > 0 || !self.whole.is_empty()
    }
}

/// Each request with its responses. Where messages are missing nobody knows which response is whose.
fn exchanges(
    requests: Vec<(Side, Vec<u8>)>,
    responses: Vec<(Side, Vec<u8>)>,
    has_gaps: bool,
) -> impl Iterator<Item = Vec<u8>> {
    let mut responses = responses.into_iter().peekable();
    let mut exchanges: Vec<Vec<u8>> = Vec::new();
    for (_, mut exchange) in requests {
        while let Some((side, response)) = responses.next_if(|_| !has_gaps) {
            exchange.extend(b"\r\n");
            exchange.extend(response);
            if side == Side::Server {
                break;
            }
        }
        exchanges.push(exchange);
    }
    exchanges.into_iter().chain(responses.map(|(_, response)| response))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pieces: &[&[u8]]) -> Found {
        let (from, to) = ("10.0.0.1:50000".parse().unwrap(), "10.0.0.2:80".parse().unwrap());
        let mut connections = Connections::default();
        let mut number = 1;
        for &bytes in pieces {
            connections.add(&Segment { from, to, number, opens: false, is_first: false, is_last: false, bytes });
            number += u32::try_from(bytes.len()).unwrap();
        }
        connections.read()
    }

    #[test]
    fn a_connection_is_what_its_beginning_says_and_not_what_a_body_holds() {
        for (part, encrypted, http2) in [
            (&b"\x16\x03\x01\x00\x05hello"[..], 1, 0),
            (b"\x17\x03\x03\x00\x05hello", 1, 0),
            (b"CONNECT a:443 HTTP/1.1\r\n\r\n", 1, 0),
            (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0, 1),
        ] {
            let seen = |found: Found| (found.exchanges.len(), found.encrypted, found.http2, found.incomplete);
            assert_eq!(seen(found(&[part])), (0, encrypted, http2, 0), "{part:?}");
            // A capture that began later than the connection.
            assert_eq!(seen(found(&[b"rest of what was before", part])), (0, encrypted, http2, 0), "{part:?}");
            let head = format!("POST /a HTTP/1.1\r\nContent-Length: {}\r\n\r\n", part.len());
            assert_eq!(seen(found(&[head.as_bytes(), part])), (1, 0, 0, 0), "{part:?}");
        }
    }
}
