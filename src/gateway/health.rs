//! Whether the gateway is alive, for containers and monitors.

use async_trait::async_trait;
use hyper::{Method, StatusCode};

use crate::store::Ledger;
use crate::transport::{HEALTH_PATH, Handler, Reply, Request, RequestHead, Response};

/// Answers at [`HEALTH_PATH`]: the process lives, and its store can be read.
pub(super) struct Health {
    pub(super) ledger: Ledger,
}

#[async_trait]
impl Handler for Health {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        if head.path != HEALTH_PATH {
            return Err(Response::nothing_here());
        }
        if !matches!(head.method, Method::GET | Method::HEAD) {
            return Err(Response::read_only());
        }
        Ok(())
    }

    async fn handle(&self, _: Request) -> Reply {
        let (status, word) = match self.ledger.store().users().await {
            Ok(_) => (StatusCode::OK, "ok"),
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "store"),
        };
        let body = format!("{{\"status\":\"{word}\",\"version\":\"{}\"}}\n", env!("CARGO_PKG_VERSION"));
        Response::new(status, "application/json", body).into()
    }
}
