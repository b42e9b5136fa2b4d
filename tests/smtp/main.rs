//! E-mail and certified mail by a mail server: what it gets, and what becomes of messages that it does not take.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../support/mod.rs"]
mod support;

mod mailbox;
mod sending;
mod terminator;
