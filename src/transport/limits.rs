//! Every limit of the listener, as data: what it bounds, in which unit, and its default.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The limits of the listener. Times are written in seconds, fractions allowed (`0.5`).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections open at the same time. Those beyond it wait, unaccepted, in the system's
    /// queue: a client of a busy gateway sees a delay, not an error. Default 1024.
    pub max_connections: usize,
    /// Bytes of a request's line and headers. Beyond it: 431. At least 8192. Default 32768.
    pub max_header_bytes: usize,
    /// Bytes of a request's body as it travels. Beyond it: 413. Default 1048576 (1 MiB).
    pub max_body_bytes: usize,
    /// Bytes of a gzip body once inflated. Beyond it: 413. Default 1048576 (1 MiB), so that
    /// compression gives room to nothing that could not come uncompressed.
    pub max_inflated_bytes: usize,
    /// Requests that one HTTP/2 connection may have under way. Default 32.
    pub max_streams: u32,
    /// From accepting a connection to the end of its TLS handshake. Default 10 seconds.
    #[serde(with = "seconds")]
    pub handshake_timeout: Duration,
    /// From a request's first byte to the end of its headers; on a new connection also from its
    /// opening to the first byte. Then the connection is closed. Default 10 seconds.
    #[serde(with = "seconds")]
    pub header_timeout: Duration,
    /// From the end of a request's headers to the end of its body. Then: 408. Default 30 seconds.
    #[serde(with = "seconds")]
    pub body_timeout: Duration,
    /// From a reply to the first byte of the next request on the same connection, the time that
    /// the client takes to read the reply included. Then the connection is closed.
    /// Default 75 seconds.
    #[serde(with = "seconds")]
    pub idle_timeout: Duration,
    /// How long a connection that is closed in the middle of a request goes on throwing away what
    /// the client still sends, so that the client gets to read the reply. Default 5 seconds.
    #[serde(with = "seconds")]
    pub linger_timeout: Duration,
    /// How long a shutdown waits for the requests under way. Default 20 seconds.
    #[serde(with = "seconds")]
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 1024,
            max_header_bytes: 32 * 1024,
            max_body_bytes: 1024 * 1024,
            max_inflated_bytes: 1024 * 1024,
            max_streams: 32,
            handshake_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(75),
            linger_timeout: Duration::from_secs(5),
            drain_timeout: Duration::from_secs(20),
        }
    }
}

/// A limit with which nothing could be served.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the limit `{name}` is {found}, but it must be at least {least}")]
pub struct LimitError {
    /// The setting's name.
    pub name: &'static str,
    /// Its value.
    pub found: usize,
    /// The least value that makes sense.
    pub least: usize,
}

impl Limits {
    /// Refuses limits with which nothing could be served.
    ///
    /// # Errors
    /// The first number that is too small. (A time of zero is allowed: it is what a test of
    /// deadlines wants.)
    pub fn check(&self) -> Result<(), LimitError> {
        let floors = [
            ("max_connections", self.max_connections, 1),
            ("max_header_bytes", self.max_header_bytes, 8192),
            ("max_body_bytes", self.max_body_bytes, 1),
            ("max_inflated_bytes", self.max_inflated_bytes, 1),
            (
                "max_streams",
                usize::try_from(self.max_streams).unwrap_or(usize::MAX),
                1,
            ),
        ];
        match floors.into_iter().find(|(_, found, least)| found < least) {
            Some((name, found, least)) => Err(LimitError { name, found, least }),
            None => Ok(()),
        }
    }
}

/// Durations as seconds.
mod seconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(value.as_secs_f64())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let seconds = f64::deserialize(from)?;
        Duration::try_from_secs_f64(seconds)
            .map_err(|_| D::Error::custom(format!("{seconds} is not a number of seconds")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_whole_and_in_fractions() {
        let limits: Limits = toml::from_str("idle_timeout = 5\nheader_timeout = 0.25").unwrap();
        assert_eq!(limits.idle_timeout, Duration::from_secs(5));
        assert_eq!(limits.header_timeout, Duration::from_millis(250));
        assert_eq!(limits.max_body_bytes, Limits::default().max_body_bytes);
    }

    #[test]
    fn what_is_not_a_limit_is_refused() {
        for text in [
            "idle_timeout = -1",
            "idle_timeout = nan",
            "idle_timeout = 'x'",
            "no_such = 1",
        ] {
            assert!(toml::from_str::<Limits>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn limits_survive_a_round_trip() {
        let text = toml::to_string(&Limits::default()).unwrap();
        assert_eq!(toml::from_str::<Limits>(&text).unwrap(), Limits::default());
    }

    #[test]
    fn limits_that_serve_nobody_are_refused() {
        assert_eq!(Limits::default().check(), Ok(()));
        let none = Limits {
            max_connections: 0,
            ..Limits::default()
        };
        assert_eq!(none.check().unwrap_err().name, "max_connections");
    }
}
