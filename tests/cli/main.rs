//! The program as its users run it: `sac serve` in a process of its own, `sac send` and
//! `sac health` against it.
#![cfg(unix)]

mod cards;
mod harness;
mod people;
mod rulebook;
mod sending;
mod serving;
mod usage;
