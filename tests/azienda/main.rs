//! The pages of employers, over TLS: who sees what, what never goes out, and how sessions hold.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the browser and the documents are those of other tests too")]

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod canary;
mod documents;
mod scenarios;
mod sessions;
mod settings;
