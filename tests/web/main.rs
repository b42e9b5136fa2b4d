//! The web channel of doctors and operators, over TLS: what is sent, what is refused and where it is said, and how
//! sessions hold.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../azienda/browser.rs"]
#[allow(dead_code, reason = "each test binary uses its part")]
mod browser;
#[path = "../support/mod.rs"]
mod support;

mod doctor;
mod fixtures;
mod scenarios;
mod sessions;
