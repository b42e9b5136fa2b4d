//! A request's body: collected under a cap and a deadline, then inflated under another cap.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::{
    HeaderMap, StatusCode,
    body::{Body, Incoming},
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue},
};
use thiserror::Error;
use tokio::time::timeout;

use super::{
    Limits,
    gzip::{self, InflateError},
    refused::quoted,
    response::Response,
};

/// In HTTP/2 there is no lingering close: a client that writes all before it reads gets no more
/// permission to write, and waits, or takes the early answer for a broken stream.
const DRAINED_IN_HTTP_2: usize = 64 << 20;

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caps {
    /// Bytes as it travels.
    bytes: usize,
    /// Bytes that are read and discarded of a body that is refused.
    drained: usize,
    /// Bytes once inflated.
    inflated: usize,
    /// Time to its end.
    time: Duration,
}

impl Caps {
    /// The listener's caps, or a handler's where that is lower.
    pub(super) fn new(limits: &Limits, lower: Option<usize>, http2: bool) -> Self {
        let lower = lower.unwrap_or(usize::MAX);
        let bytes = limits.max_body_bytes.min(lower);
        Self {
            bytes,
            drained: if http2 { bytes.max(DRAINED_IN_HTTP_2) } else { bytes },
            inflated: limits.max_inflated_bytes.min(lower),
            time: limits.body_timeout,
        }
    }

    /// The caps of a body with a file.
    pub(super) fn of_file(limits: &Limits, cap: usize) -> Self {
        Self { bytes: cap, drained: cap, inflated: cap, time: limits.body_timeout }
    }
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(super) enum BodyError {
    #[error("the body is longer than {0} bytes")]
    TooLong(usize),
    #[error("the inflated body is longer than {0} bytes")]
    TooLongInflated(usize),
    #[error("the body did not arrive in time")]
    TooSlow,
    #[error("the body broke off")]
    BrokenOff,
    #[error("the content coding is neither gzip nor identity")]
    UnknownCoding,
    #[error("the gzip body cannot be inflated")]
    BadGzip,
}

/// How the body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Identity,
    Gzip,
}

/// What the headers alone say about the body.
///
/// To be called before the body is polled: polling it sends `100 Continue` to a client that waits
/// for permission to send.
pub(super) fn announced(headers: &HeaderMap, body: &Incoming, caps: &Caps) -> Result<Coding, BodyError> {
    // HTTP/1 has parsed the length already; in HTTP/2 it is only in the header.
    let header = headers.get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    let length = body.size_hint().exact().or(header).unwrap_or(0);
    if usize::try_from(length).map_or(true, |length| length > caps.bytes) {
        return Err(BodyError::TooLong(caps.bytes));
    }
    coding(headers)
}

fn coding(headers: &HeaderMap) -> Result<Coding, BodyError> {
    let mut values = headers.get_all(CONTENT_ENCODING).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Ok(Coding::Identity),
        (Some(one), None) => one.as_bytes().trim_ascii().to_ascii_lowercase(),
        (Some(_), Some(_)) => return Err(BodyError::UnknownCoding),
    };
    match value.as_slice() {
        b"" | b"identity" => Ok(Coding::Identity),
        b"gzip" | b"x-gzip" => Ok(Coding::Gzip),
        _ => Err(BodyError::UnknownCoding),
    }
}

/// The whole body, as it travels.
pub(super) async fn collect(body: &mut Incoming, caps: &Caps) -> Result<Bytes, BodyError> {
    within(caps, gather(body, caps.bytes)).await
}

/// Reads the body and discards it.
pub(super) async fn drain(body: &mut Incoming, caps: &Caps) -> Result<(), BodyError> {
    within(caps, waste(body, caps.drained)).await
}

/// Undoes the content coding.
pub(super) fn inflate(body: Bytes, coding: Coding, caps: &Caps) -> Result<Bytes, BodyError> {
    if coding == Coding::Identity {
        return Ok(body);
    }
    let inflated = gzip::inflate(&body, caps.inflated).map_err(|error| match error {
        InflateError::TooLong(cap) => BodyError::TooLongInflated(cap),
        InflateError::Broken => BodyError::BadGzip,
    })?;
    Ok(inflated.into())
}

async fn within<T>(caps: &Caps, reading: impl Future<Output = Result<T, BodyError>>) -> Result<T, BodyError> {
    timeout(caps.time, reading).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn gather(body: &mut Incoming, cap: usize) -> Result<Bytes, BodyError> {
    let mut whole = BytesMut::new();
    while let Some(piece) = next(body).await? {
        if piece.len() > cap - whole.len() {
            return Err(BodyError::TooLong(cap));
        }
        // The usual message arrives in one piece, and need not be copied.
        if whole.is_empty() && body.is_end_stream() {
            return Ok(piece);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

async fn waste(body: &mut Incoming, cap: usize) -> Result<(), BodyError> {
    let mut left = cap;
    while let Some(piece) = next(body).await? {
        left = left.checked_sub(piece.len()).ok_or(BodyError::TooLong(cap))?;
    }
    Ok(())
}

/// The next piece of data; trailers are skipped.
async fn next(body: &mut Incoming) -> Result<Option<Bytes>, BodyError> {
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|_| BodyError::BrokenOff)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

impl BodyError {
    /// The answer to the client.
    pub(super) fn response(self, headers: &HeaderMap) -> Response {
        match self {
            Self::TooLong(cap) => {
                let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
                let (it, en) = announced.map_or_else(Default::default, |bytes| {
                    (format!(": Content-Length ne annuncia {bytes}"), format!(": Content-Length announces {bytes}"))
                });
                Response::sentence(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    &format!("Il messaggio supera i {cap} byte ammessi{it}."),
                    &format!("The message is longer than the {cap} bytes allowed{en}."),
                )
            }
            Self::TooLongInflated(cap) => Response::sentence(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("Il messaggio, decompresso, supera i {cap} byte ammessi."),
                &format!("The message, once inflated, is longer than the {cap} bytes allowed."),
            ),
            Self::TooSlow => Response::sentence(
                StatusCode::REQUEST_TIMEOUT,
                "Il messaggio non è arrivato per intero nel tempo ammesso.",
                "The message did not arrive whole within the time allowed.",
            ),
            Self::BrokenOff => Response::sentence(
                StatusCode::BAD_REQUEST,
                "Il corpo della richiesta è interrotto o mal suddiviso (chunked).",
                "The request's body broke off or is badly chunked.",
            ),
            Self::UnknownCoding => {
                let values = headers.get_all(CONTENT_ENCODING).iter();
                let values: Vec<_> = values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
                let came = quoted(&values.join(", "));
                Response::sentence(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    &format!("Content-Encoding non ammesso: il corpo può essere compresso soltanto con gzip; è arrivato {came}. Da copiare: Content-Encoding: gzip"),
                    &format!("Content-Encoding not allowed: the body may be compressed with gzip only; {came} was received. To copy: Content-Encoding: gzip"),
                )
                .with_header(ACCEPT_ENCODING, HeaderValue::from_static("gzip, identity"))
            }
            Self::BadGzip => Response::sentence(
                StatusCode::BAD_REQUEST,
                "Il corpo è dichiarato gzip ma non si decomprime.",
                "The body is declared to be gzip but cannot be inflated.",
            ),
        }
    }

    /// Whether bytes of the body may be left on the connection, which cannot be used further then.
    pub(super) fn leaves_unread(self) -> bool {
        matches!(self, Self::TooLong(_) | Self::TooSlow | Self::BrokenOff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_are_told_apart() {
        let cases = [
            ("gzip", Ok(Coding::Gzip)),
            (" X-GZip ", Ok(Coding::Gzip)),
            ("identity", Ok(Coding::Identity)),
            ("deflate", Err(BodyError::UnknownCoding)),
            ("gzip, gzip", Err(BodyError::UnknownCoding)),
        ];
        for (value, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(coding(&headers), expected, "{value}");
        }
        assert_eq!(coding(&HeaderMap::new()), Ok(Coding::Identity));
    }
}
