//! The telephone, over TLS: whole dialogues, every transition, what the other channels refuse, and hostile input.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod caller;
mod fixtures;
mod hostile;
mod scenarios;
mod transitions;
