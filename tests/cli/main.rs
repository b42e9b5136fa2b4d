//! The program as its users run it: `sac serve` in a process of its own, `sac send` and
//! `sac health` against it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg(unix)]

mod cards;
mod control;
mod exchanges;
mod harness;
mod language;
mod people;
mod phone;
mod printing;
mod refusals;
mod reports;
mod rulebook;
mod sending;
mod serving;
mod usage;
