//! A page to drop files on, for people who have no shell: on this machine only, and nothing of
//! what is sent is kept.
//!
//! ```text
//! listener (sac-http) ─▶ guard ─▶ GET /       the page
//!                        Host     POST /check the report, as `sac check --format html` writes it
//!                        Origin
//! ```

mod form;
mod handler;
mod page;
mod report;
mod state;

pub use state::Settings;

use std::sync::Arc;
use std::thread::available_parallelism;

use sac_http::{BindError, Limits, Routes, Server};
use tokio::sync::Semaphore;

use state::State;

/// How many times the limit of one file all files of a request together may have.
const FILES: usize = 4;
/// More connections than this wait: each may hold a whole request.
const MOST_CONNECTIONS: usize = 16;

/// A page that is served. Dropping it closes every connection at once.
#[derive(Debug)]
pub struct Page {
    server: Server,
}

impl Page {
    /// Listens, and serves the page.
    ///
    /// # Errors
    /// The address is not available.
    pub async fn start(settings: Settings) -> Result<Self, BindError> {
        let cap = settings.checker.max_bytes.saturating_mul(FILES);
        let mut limits = Limits::default();
        (limits.max_body_bytes, limits.max_inflated_bytes) = (cap, cap);
        limits.max_connections = MOST_CONNECTIONS;
        let address = settings.address;
        let threads = available_parallelism().map_or(1, usize::from);
        let state = Arc::new(State { settings, cap, places: Semaphore::new(threads) });
        let routes = Routes::new().handler("/", Arc::new(handler::Guarded::new(state)));
        Ok(Self { server: Server::bind(address, None, limits, Arc::new(routes)).await? })
    }

    /// Where it is, for a browser.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.server.local_addr())
    }

    /// Lets the requests under way end, and stops.
    pub async fn shutdown(self) -> bool {
        self.server.shutdown().await
    }
}
