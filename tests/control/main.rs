//! The control API, called over HTTP.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accreditation;
mod clock;
mod console;
mod coverage;
mod document;
mod documents;
mod export;
mod faults;
mod guard;
mod harness;
mod hostile;
mod journal;
mod masked;
mod outbox;
mod people;
mod prints;
mod search;
mod worlds;
