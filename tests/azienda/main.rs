//! The pages of employers, over TLS: who sees what, what never goes out, and how sessions hold.

#[path = "../support/mod.rs"]
mod support;

mod browser;
mod canary;
mod scenarios;
mod sessions;
