//! Where the HTTP messages of a byte stream begin and end.

use std::ops::Range;

use super::captured::{Captured, Start};
use super::scan::{Scanner, start_of};

/// A message of a byte stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Where it is.
    pub(crate) range: Range<usize>,
    pub(crate) side: Side,
    /// Its head says how long it is, and that much is there.
    pub(crate) is_whole: bool,
}

/// Who sent a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Server,
    /// The server, before its response: `100 Continue`.
    ServerInterim,
}

/// The messages of a stream, and how many bytes before the first one belong to none. What cannot be
/// read is one message up to the end.
pub(crate) fn stretches(bytes: &[u8]) -> Option<(usize, Vec<Stretch>)> {
    let first = first_head(bytes)?;
    let mut scanner = Scanner::new(bytes.get(first..)?);
    let mut found: Vec<Stretch> = Vec::new();
    loop {
        let start = first + scanner.position();
        match scanner.next_message() {
            Ok(None) => return Some((first, found)),
            Ok(Some(captured)) => {
                let range = first + captured.place.offset..first + scanner.position();
                found.push(Stretch { range, side: side(&captured.start), is_whole: is_whole(&captured) });
            }
            Err(_) => {
                let side = found.last().map_or(Side::Client, |message| message.side);
                found.push(Stretch { range: start..bytes.len(), side, is_whole: false });
                return Some((first, found));
            }
        }
    }
}

fn side(start: &Start) -> Side {
    match start {
        Start::Request { .. } => Side::Client,
        Start::Response(status) if status.is_informational() => Side::ServerInterim,
        Start::Response(_) => Side::Server,
    }
}

fn is_whole(captured: &Captured<'_>) -> bool {
    match &captured.dechunked {
        Some(dechunked) => dechunked.is_ok(),
        None if captured.header("content-length").is_some() => captured.wrong_length().is_none(),
        // A request without a length has no body; the body of a response goes on until the server closes.
        None => matches!(captured.start, Start::Request { .. }) || captured.has_no_body(),
    }
}

/// Where the first line is that begins a message, with its version.
fn first_head(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let is_versioned = memchr::memmem::find(line, b"HTTP/1.").is_some();
        let is_head = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|line| start_of(line.trim_end()).is_some());
        if is_versioned && is_head(line) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was sent, what of it is skipped, and whose messages are found and whether they are whole.
    type Case<'a> = (String, usize, &'a [(Side, bool)]);

    #[test]
    fn each_message_is_found_with_its_side_and_whether_it_is_whole() {
        use Side::{Client, Server, ServerInterim};
        let post = "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi";
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
        let cases: &[Case<'_>] = &[
            (format!("{post}{post}"), 0, &[(Client, true), (Client, true)]),
            (format!("lost\n{post}"), 5, &[(Client, true)]),
            ("GET /a HTTP/1.1\r\n\r\n".to_owned(), 0, &[(Client, true)]),
            (format!("HTTP/1.1 100 Continue\r\n\r\n{chunked}"), 0, &[(ServerInterim, true), (Server, true)]),
            ("HTTP/1.1 204 No Content\r\n\r\n".to_owned(), 0, &[(Server, true)]),
            ("HTTP/1.1 200 OK\r\n\r\nuntil it closes".to_owned(), 0, &[(Server, false)]),
            (post.replace("hi", "h"), 0, &[(Client, false)]),
            (chunked.replace("0\r\n\r\n", ""), 0, &[(Server, false)]),
            ("POST /a HTTP/1.1\r\nbroken".to_owned(), 0, &[(Client, false)]),
        ];
        for (text, skipped, expected) in cases {
            let (first, found) = stretches(text.as_bytes()).unwrap();
            let seen: Vec<_> = found.iter().map(|one| (one.side, one.is_whole)).collect();
            assert_eq!((first, &*seen), (*skipped, *expected), "{text}");
            assert_eq!(found.last().unwrap().range.end, text.len(), "{text}");
        }
        assert_eq!(stretches(b"SSH-2.0-x\r\n"), None);
    }
}
