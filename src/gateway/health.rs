//! Whether the gateway is alive and can do its work, for containers and monitors.

use std::sync::Arc;

use async_trait::async_trait;
use hyper::{Method, StatusCode};

use super::worlds::Worlds;
use crate::diagnostic::Text;
use crate::transport::{HEALTH_PATH, Handler, Reply, Request, RequestHead, Response, quoted};
use sac_world::WorldName;

/// Answers at [`HEALTH_PATH`]: the process lives, and the store of its default world can be read
/// and written.
pub(super) struct Health {
    worlds: Arc<Worlds>,
}

impl Health {
    pub(super) fn new(worlds: Arc<Worlds>) -> Self {
        Self { worlds }
    }

    /// Why the gateway is not well, if so.
    async fn look(&self) -> Result<(), Text> {
        match self.worlds.get(WorldName::DEFAULT) {
            Some(world) => world.health().await,
            None => Err(Text::new("il gateway si sta fermando", "the gateway is stopping")),
        }
    }
}

#[async_trait]
impl Handler for Health {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        if head.path != HEALTH_PATH {
            let came = quoted(&head.path);
            return Err(Response::sentence(
                StatusCode::NOT_FOUND,
                &format!("All'indirizzo {came} non c'è nulla; lo stato si legge a {HEALTH_PATH}."),
                &format!("There is nothing at {came}; the state can be read at {HEALTH_PATH}."),
            ));
        }
        if !matches!(head.method, Method::GET | Method::HEAD) {
            return Err(Response::read_only());
        }
        Ok(())
    }

    async fn handle(&self, _: Request) -> Reply {
        let version = env!("CARGO_PKG_VERSION");
        let (status, state) = match self.look().await {
            Ok(()) => (StatusCode::OK, "\"status\":\"ok\"".to_owned()),
            Err(reason) => {
                let (en, it) = (in_json(&reason.en), in_json(&reason.it));
                let state = format!("\"status\":\"store\",\"reason\":\"{en}\",\"reason_it\":\"{it}\"");
                (StatusCode::SERVICE_UNAVAILABLE, state)
            }
        };
        Response::new(status, "application/json", format!("{{{state},\"version\":\"{version}\"}}\n")).into()
    }
}

/// A sentence inside of quotation marks.
fn in_json(text: &str) -> String {
    text.replace(['"', '\\'], "'").replace(|c: char| c.is_control(), " ")
}
