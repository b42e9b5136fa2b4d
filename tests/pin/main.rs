//! The institute's PIN over TLS and the control API: scenarios of its life, what never goes out, and guessing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "employers' tests use the rest")]
#[path = "../azienda/browser.rs"]
mod browser;
#[path = "../support/mod.rs"]
mod support;

mod channels;
mod life;
mod office;
mod ordine;
mod play;
mod secrets;
mod unification;
