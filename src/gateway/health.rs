//! Whether the gateway is alive and can do its work, for containers and monitors.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use hyper::{Method, StatusCode};

use super::worlds::Worlds;
use crate::diagnostic::{Language, Text};
use crate::transport::{HEALTH_PATH, Handler, Reply, Request, RequestHead, Response, quoted};
use sac_world::WorldName;

/// Answers at [`HEALTH_PATH`]: the process lives, and the store of its default world can be read
/// and written.
pub(super) struct Health {
    worlds: Arc<Worlds>,
    /// The language of the log's sentences.
    language: Language,
    /// What was found last; a gateway that starts is well.
    last: Mutex<Result<(), Text>>,
}

impl Health {
    pub(super) fn new(worlds: Arc<Worlds>, language: Language) -> Self {
        Self { worlds, language, last: Mutex::new(Ok(())) }
    }

    /// Why the gateway is not well, if so. A change is logged, whoever asks.
    pub(super) async fn look(&self) -> Result<(), Text> {
        let found = match self.worlds.get(WorldName::DEFAULT) {
            Some(world) => world.health().await,
            None => Err(Text::new("il gateway si sta fermando", "the gateway is stopping")),
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if *last != found {
            self.log(&found);
            last.clone_from(&found);
        }
        found
    }

    fn log(&self, found: &Result<(), Text>) {
        match found {
            Ok(()) => {
                let what = self.language.pick("il gateway funziona di nuovo", "the gateway is well again");
                tracing::info!("{what}");
            }
            Err(reason) => {
                let what = self.language.pick("il gateway non funziona", "the gateway is not well");
                tracing::warn!("{what}: {}", reason.get(self.language));
            }
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
