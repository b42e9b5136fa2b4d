//! The listener as its clients meet it: real sockets, real TLS, bytes written by hand.
//!
//! No test measures time. Where a deadline must fire, the limit is set to a moment, and the test
//! waits for the consequence as long as it takes (with a bound that ends a test that hangs).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test says what is wrong by ending")]

mod bodies;
mod certificates;
mod client;
mod deadlines;
mod exchanges;
mod faults;
mod http2;
mod pages;
mod refusals;
mod routes;
mod shutdown;
mod streams;
