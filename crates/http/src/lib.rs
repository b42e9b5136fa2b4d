//! The listener: TCP, TLS, HTTP, and who may come in (contract §1).
//!
//! ```text
//! accept ─▶ handshake ─▶ head ─▶ admits? ─▶ body ─▶ inflate ─▶ handle ─▶ reply
//!  cap       deadline   deadline   │       cap, deadline  cap              idle deadline
//!                                  └─ no: drain the body, refuse
//! ```
//!
//! The floor above implements [`Handler`]; nothing here knows of SOAP. Whatever a client does,
//! it holds a connection for a bounded time ([`Limits`]) and a bounded amount of memory.

pub mod basic;
mod body;
pub mod client_certificate;
mod connection;
mod exchange;
pub mod gzip;
mod server;
mod service;
mod tls;
mod watch;

pub use client_certificate::{ClientCertificate, Rejection, Subject};
pub use exchange::{Handler, Request, RequestHead, Response};
pub use sac_settings::{LimitError, Limits};
pub use server::{BindError, Server};
pub use tls::{Tls, TlsError};
