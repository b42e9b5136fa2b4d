//! Whether the gateway is alive, for containers and monitors.

use std::sync::Arc;

use async_trait::async_trait;
use hyper::{Method, StatusCode};

use super::worlds::Worlds;
use crate::transport::{HEALTH_PATH, Handler, Reply, Request, RequestHead, Response};
use sac_world::WorldName;

/// Answers at [`HEALTH_PATH`]: the process lives, and the store of its default world can be read.
pub(super) struct Health {
    pub(super) worlds: Arc<Worlds>,
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
        let can_read = match self.worlds.get(WorldName::DEFAULT) {
            Some(world) => world.ledger().store().users().await.is_ok(),
            None => false,
        };
        let (status, word) = if can_read { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "store") };
        let body = format!("{{\"status\":\"{word}\",\"version\":\"{}\"}}\n", env!("CARGO_PKG_VERSION"));
        Response::new(status, "application/json", body).into()
    }
}
