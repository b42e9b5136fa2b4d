//! What the listener refuses before a handler has answered, in words for the log and the journal.

use std::net::SocketAddr;

use hyper::{Method, StatusCode};

use super::response::Response;

/// A connection or a request that was refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refused {
    /// The other end of the connection.
    pub peer: SocketAddr,
    /// The request, as far as it was read; none where the connection never got that far.
    pub request: Option<RefusedRequest>,
    /// Why.
    pub reason: Words,
}

/// A request that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefusedRequest {
    /// The status that was sent.
    pub status: StatusCode,
    /// The method, if it could be read.
    pub method: Option<Method>,
    /// The path with its mount, without the query, if it could be read.
    pub path: Option<String>,
}

/// A sentence in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Words {
    pub(super) fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// The words of a response that is a sentence in both languages; else those of its status.
    pub(super) fn of(response: &Response) -> Self {
        let lines =
            response.body.whole().and_then(|body| std::str::from_utf8(body).ok()).map(|text| text.split_once('\n'));
        match lines.flatten() {
            Some((it, en)) if !en.trim().is_empty() && it.contains(' ') && !it.starts_with(['<', '{']) => {
                Self::new(it.trim(), en.trim())
            }
            _ => {
                let status = response.status.canonical_reason().unwrap_or(response.status.as_str());
                Self::new(status, status)
            }
        }
    }
}

impl Refused {
    /// A connection that was refused before its first request.
    pub(super) fn connection(peer: SocketAddr, reason: Words) -> Self {
        Self { peer, request: None, reason }
    }
}

/// What a client sent, short, with invisible and look-alike characters named, to be quoted in a sentence.
#[must_use]
pub fn quoted(text: &str) -> String {
    const MOST: usize = 120;
    format!("«{}»", sac_domain::visible::quoted(text, MOST))
}
