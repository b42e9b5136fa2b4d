//! HTTP/1.1 messages out of the bytes that pass.

use sac_exchanges::HttpMessage;
use sac_http::gzip;

/// The longest head and the longest body that are looked at.
const LONGEST_HEAD: usize = 64 << 10;
const LONGEST_BODY: usize = 16 << 20;

/// Reads the messages of one direction of a connection.
#[derive(Default)]
pub(super) struct Wire {
    waiting: Vec<u8>,
    body: Option<Reading>,
    /// What passes is not HTTP, or too long: nothing more is read.
    is_lost: bool,
}

struct Reading {
    head: Vec<u8>,
    framing: Framing,
    body: Vec<u8>,
    is_packed: bool,
}

enum Framing {
    Length(usize),
    Chunked,
    UntilEnd,
}

impl Wire {
    /// The messages that are whole with these bytes. `has_no_body` says of a response that the request was HEAD.
    pub(super) fn feed(&mut self, bytes: &[u8], has_no_body: impl Fn() -> bool) -> Vec<HttpMessage> {
        let mut found = Vec::new();
        if self.is_lost {
            return found;
        }
        self.waiting.extend_from_slice(bytes);
        while let Some(message) = self.next(&has_no_body) {
            found.push(message);
        }
        self.is_lost |= self.waiting.len() > LONGEST_BODY + LONGEST_HEAD;
        if self.is_lost {
            self.waiting.clear();
        }
        found
    }

    /// The message that ends with the connection.
    pub(super) fn end(mut self) -> Option<HttpMessage> {
        let mut reading = self.body.take().filter(|reading| matches!(reading.framing, Framing::UntilEnd))?;
        reading.body.append(&mut self.waiting);
        reading.message()
    }

    fn next(&mut self, has_no_body: &impl Fn() -> bool) -> Option<HttpMessage> {
        if self.body.is_none() {
            self.read_head(has_no_body);
        }
        let reading = self.body.as_mut()?;
        let is_whole = match reading.framing {
            Framing::Length(length) => {
                let whole = self.waiting.len() >= length;
                if whole {
                    reading.body = self.waiting.drain(..length).collect();
                }
                whole
            }
            Framing::Chunked => match chunks(&self.waiting) {
                Chunks::Whole { body, length } => {
                    self.waiting.drain(..length);
                    reading.body = body;
                    true
                }
                Chunks::Partial => false,
                Chunks::Broken => {
                    self.is_lost = true;
                    false
                }
            },
            Framing::UntilEnd => {
                reading.body.append(&mut self.waiting);
                self.is_lost |= reading.body.len() > LONGEST_BODY;
                false
            }
        };
        if is_whole { self.body.take().and_then(Reading::message) } else { None }
    }

    fn read_head(&mut self, has_no_body: &impl Fn() -> bool) {
        loop {
            // Empty lines may stand between messages.
            while self.waiting.starts_with(b"\r\n") {
                self.waiting.drain(..2);
            }
            let Some(end) = self.waiting.windows(4).position(|window| window == b"\r\n\r\n") else {
                self.is_lost |= self.waiting.len() > LONGEST_HEAD;
                return;
            };
            let head: Vec<u8> = self.waiting.drain(..end + 4).collect();
            let Some(status) = status(&head) else {
                self.is_lost = true;
                return;
            };
            // An interim answer: the final one follows.
            if status.is_some_and(|status| (100..200).contains(&status)) {
                continue;
            }
            let value = |name: &str| header(&head, name);
            let is_chunked =
                value("transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
            let length = value("content-length").and_then(|value| value.parse().ok());
            let is_bare = status.is_some_and(|status| matches!(status, 204 | 304)) || status.is_some() && has_no_body();
            let framing = match (is_bare, is_chunked, length, status) {
                (true, ..) => Framing::Length(0),
                (_, true, ..) => Framing::Chunked,
                (_, _, Some(length), _) => Framing::Length(length),
                (_, _, None, None) => Framing::Length(0),
                (_, _, None, Some(_)) => Framing::UntilEnd,
            };
            let is_packed = value("content-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("gzip"));
            self.body = Some(Reading { head, framing, body: Vec::new(), is_packed });
            return;
        }
    }
}

impl Reading {
    fn message(self) -> Option<HttpMessage> {
        let body = if self.is_packed { gzip::inflate(&self.body, LONGEST_BODY).ok()? } else { self.body };
        let head = self.head.strip_suffix(b"\r\n").unwrap_or(&self.head);
        HttpMessage::read(head, body)
    }
}

/// The status of a response, none of a request; nothing at all of what is no HTTP.
#[expect(clippy::option_option, reason = "no HTTP, a request, a response")]
fn status(head: &[u8]) -> Option<Option<u16>> {
    let line = std::str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let mut words = line.split(' ');
    let (first, second, third) = (words.next()?, words.next()?, words.next());
    if first.starts_with("HTTP/1.") {
        return second.parse().ok().map(Some);
    }
    third.is_some_and(|version| version.starts_with("HTTP/1.")).then_some(None)
}

fn header(head: &[u8], name: &str) -> Option<String> {
    head.split(|byte| *byte == b'\n').skip(1).find_map(|line| {
        let line = std::str::from_utf8(line).ok()?;
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

enum Chunks {
    Whole { body: Vec<u8>, length: usize },
    Partial,
    Broken,
}

/// The chunks at the beginning of these bytes, trailers included.
fn chunks(bytes: &[u8]) -> Chunks {
    let mut body = Vec::new();
    let mut at = 0;
    let line = |at: usize| {
        let rest = bytes.get(at..)?;
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        Some((rest.get(..end)?, at + end + 2))
    };
    loop {
        let Some((size, next)) = line(at) else { return Chunks::Partial };
        let digits = size.split(|byte| *byte == b';').next().unwrap_or_default();
        let size = std::str::from_utf8(digits).ok().and_then(|text| usize::from_str_radix(text.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size <= LONGEST_BODY) else { return Chunks::Broken };
        at = next;
        if size == 0 {
            loop {
                let Some((trailer, next)) = line(at) else { return Chunks::Partial };
                at = next;
                if trailer.is_empty() {
                    return Chunks::Whole { body, length: at };
                }
            }
        }
        let Some(chunk) = bytes.get(at..at + size) else { return Chunks::Partial };
        body.extend_from_slice(chunk);
        match bytes.get(at + size..at + size + 2) {
            None => return Chunks::Partial,
            Some(b"\r\n") => at += size + 2,
            Some(_) => return Chunks::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_out_whole_however_the_bytes_are_cut() {
        let bytes = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\r\nPOST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
            2\r\nde\r\n3;x=y\r\nfgh\r\n0\r\nT: t\r\n\r\nGET /c HTTP/1.1\r\n\r\n";
        for size in [1, 2, 7, 1000] {
            let mut wire = Wire::default();
            let mut found = Vec::new();
            for piece in bytes.chunks(size) {
                found.extend(wire.feed(piece, || false));
            }
            let bodies: Vec<&[u8]> = found.iter().map(|message| message.body.as_slice()).collect();
            assert_eq!(bodies, [&b"abc"[..], b"defgh", b""], "{size}");
        }
    }

    #[test]
    fn responses_without_a_length_end_with_the_connection_and_interim_ones_are_none() {
        let mut wire = Wire::default();
        assert!(wire.feed(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nab", || false).is_empty());
        assert!(wire.feed(b"c", || false).is_empty());
        let last = wire.end().unwrap();
        assert_eq!((last.status(), last.body.as_slice()), (Some(200), &b"abc"[..]));
        let mut wire = Wire::default();
        assert_eq!(wire.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No\r\n\r\n", || true).len(), 2);
        let mut wire = Wire::default();
        assert!(wire.feed(b"\x16\x03\x01 nonsense\r\n\r\n", || false).is_empty() && wire.is_lost);
    }
}
