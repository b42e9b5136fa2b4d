//! The control listener: an HTTP API, on this machine only, for those who test programs with the gateway.
//!
//! ```text
//! listener (sac-http) ─▶ guard ─▶ router ─▶ handler
//!                        Host, Origin, token
//! ```
//!
//! Every call below [`BASE`] is a handler in `api/`, declared together with its part of the `OpenAPI` document, so that
//! the two cannot differ. Bodies are read by `json::Json` and queries by `query::Query`, which name what is wrong;
//! every refusal is a [`Problem`] (RFC 9457).
//!
//! To add calls: a file in `api/` with handlers over `state::State` and `chosen::Chosen`, and a line in
//! `api/mod.rs`.

mod accept_language;
mod api;
mod chosen;
mod console;
mod contents;
mod durable;
mod guard;
mod handler;
mod health;
mod json;
mod listener;
mod metrics;
mod new_world;
mod problem;
mod query;
mod response;
mod state;
mod translated;
mod words;
mod world_problem;
mod world_set;

pub use durable::reopen;
pub use listener::{Control, Settings};
pub use problem::Problem;
pub use world_set::{Addresses, WorldSet};

/// What every path of the API begins with.
pub const BASE: &str = "/control/v1";
