//! The faults that can be asked for, for testers who want to know how their program reacts.
//!
//! [`WireFault`] takes the place of a response, [`Distortion`] happens to one, and
//! [`Handshake::Alert`] ends a connection before its first request.

use std::{net::SocketAddr, num::NonZeroUsize, time::Duration};

/// What happens to a connection instead of a response. In HTTP/2 each of them ends all requests of
/// the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WireFault {
    /// The connection is closed (TCP FIN) without another byte, not even TLS's closing alert, as when
    /// a process is killed.
    Close,
    /// The connection is reset (TCP RST).
    Reset,
    /// Nothing is sent. The connection stays open for this long and is then closed; earlier where the
    /// client closes it or the server shuts down.
    NoReply {
        /// How long it stays open.
        hold: Duration,
    },
}

/// What happens to a response on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Distortion {
    /// The head, with the length of the whole body, and so many bytes of the body; then the connection
    /// is closed as by [`WireFault::Close`]. A body that is not longer is sent whole.
    Cut {
        /// How many bytes of the body are sent.
        at: u64,
    },
    /// The response comes so much later; at once where the server shuts down.
    Delay {
        /// How much later.
        by: Duration,
    },
    /// The body is sent in small pieces with a pause after each; the rest at once where the server
    /// shuts down.
    Drip {
        /// The bytes of a piece.
        bytes: NonZeroUsize,
        /// The pause.
        every: Duration,
    },
}

/// What is known of a client when it begins a TLS handshake.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Hello<'a> {
    /// The other end of the connection.
    pub peer: SocketAddr,
    /// The name that the client calls (SNI).
    pub server_name: Option<&'a str>,
}

/// How to go on after a client's first message of the handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handshake {
    /// As always.
    Continue,
    /// It ends in a fatal alert, `handshake_failure`.
    Alert,
}
