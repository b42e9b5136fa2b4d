//! The listener: TCP, TLS, HTTP, limits, client certificates (contract §1).
//!
//! ```text
//! accept ─▶ handshake ─▶ head ─▶ route ─▶ admits? ─▶ body ─▶ inflate ─▶ handle ─▶ reply
//!  cap       deadline   deadline     │       │    cap, deadline  cap              idle deadline
//!                                    └───────┴─ no: drain the body, refuse
//! ```
//!
//! Channels implement [`Handler`] and are put below path prefixes ([`Routes`]); nothing here knows
//! of SOAP. Whatever a client does, it holds a connection for a bounded time ([`Limits`]) and a
//! bounded amount of memory.
#![warn(clippy::indexing_slicing)]

mod bad_head;
pub mod basic;
pub mod client_certificate;
mod connection;
mod exchange;
mod fault;
pub mod gzip;
mod handler;
mod handshake;
pub mod loopback;
mod pages;
mod refused;
mod request;
mod request_body;
mod response;
mod routes;
mod sending;
mod server;
mod socket;
mod stage;
mod tls;
mod watch;
mod wire_fault;

pub use client_certificate::{ClientCertificate, Rejection, Subject, any_client};
pub use handler::{Handler, Reply};
pub use pages::{Client, Pages};
pub use refused::{Refused, RefusedRequest, Words, quoted};
pub use request::{Request, RequestHead, TlsSession};
pub use response::{Body, Response};
pub use routes::{Destination, Router, Routes};
pub use sac_settings::{LimitError, Limits};
pub use server::{BindError, Server};
pub use tls::{Tls, TlsError};
pub use wire_fault::{Distortion, Handshake, Hello, WireFault};

/// Where a container or a monitor asks whether the gateway is alive.
pub const HEALTH_PATH: &str = "/health";
