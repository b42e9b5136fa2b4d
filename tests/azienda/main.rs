//! The pages of employers, over TLS: who sees what, what never goes out, and how sessions hold.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod canary;
mod scenarios;
mod sessions;
