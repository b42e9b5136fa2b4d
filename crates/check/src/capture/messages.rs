//! The HTTP messages of a capture, for those who do not want them checked.

use super::captured::{Captured, Start};
use super::scan::Scanner;
use crate::issue::Issue;

/// One HTTP message of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpMessage {
    /// Whether it is a request rather than a response.
    pub is_request: bool,
    /// The start line and the headers, each with its line end.
    pub head: Vec<u8>,
    /// The body, neither chunked nor compressed.
    pub body: Vec<u8>,
}

/// The messages of a capture in their order, each body of at most so many bytes.
///
/// # Errors
/// The first one that cannot be read.
pub fn http_messages(bytes: &[u8], max_bytes: usize) -> Result<Vec<HttpMessage>, Box<Issue>> {
    let mut scanner = Scanner::new(bytes);
    let mut messages = Vec::new();
    while let Some(captured) = scanner.next_message()? {
        messages.push(message(&captured, max_bytes)?);
    }
    Ok(messages)
}

fn message(captured: &Captured<'_>, max_bytes: usize) -> Result<HttpMessage, Box<Issue>> {
    let start = match &captured.start {
        Start::Request { method, target } => format!("{method} {target} HTTP/1.1\r\n"),
        Start::Response(status) => format!("HTTP/1.1 {status}\r\n"),
    };
    let headers = captured.headers.iter().map(|header| format!("{}: {}\r\n", header.name, header.value));
    let body = captured.unpack(max_bytes)?.unwrap_or_else(|| captured.body.to_vec());
    Ok(HttpMessage {
        is_request: matches!(captured.start, Start::Request { .. }),
        head: headers.fold(start, |head, line| head + &line).into_bytes(),
        body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_and_responses_come_in_their_order_without_what_was_for_the_wire() {
        let capture = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n\
                       HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nyo\n\n### next\nPOST https://h/b\nX: y\n\nbody";
        let found = http_messages(capture.as_bytes(), 100).unwrap();
        let seen: Vec<_> = found.iter().map(|it| (it.is_request, it.body.trim_ascii())).collect();
        assert_eq!(seen, [(true, &b"hi"[..]), (false, b"yo"), (true, b"body")]);
        assert!(
            found[0].head.starts_with(b"POST /a HTTP/1.1\r\n") && found[1].head.starts_with(b"HTTP/1.1 200 OK\r\n")
        );
        assert!(http_messages(b"POST /a HTTP/1.1\r\nbroken\r\n\r\n", 100).is_err());
    }
}
