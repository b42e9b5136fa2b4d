//! Whether the gateway is alive and can do its work, for containers and monitors.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use hyper::{Method, StatusCode};
use tokio::sync::Mutex;

use super::worlds::Worlds;
use crate::domain::error::chain;
use crate::store::{Ledger, StoreError};
use crate::transport::{HEALTH_PATH, Handler, Reply, Request, RequestHead, Response, quoted};
use sac_world::WorldName;

/// For how long a result counts: a monitor that asks often must not write often.
const COUNTS_FOR: Duration = Duration::from_secs(1);

/// Answers at [`HEALTH_PATH`]: the process lives, and the store of its default world can be read
/// and written.
pub(super) struct Health {
    worlds: Arc<Worlds>,
    last: Mutex<Option<(Instant, Result<(), String>)>>,
}

impl Health {
    pub(super) fn new(worlds: Arc<Worlds>) -> Self {
        Self { worlds, last: Mutex::default() }
    }

    /// Why the gateway is not well, if so.
    async fn look(&self) -> Result<(), String> {
        let mut last = self.last.lock().await;
        if let Some((_, result)) = last.as_ref().filter(|(when, _)| when.elapsed() < COUNTS_FOR) {
            return result.clone();
        }
        let result = match self.worlds.get(WorldName::DEFAULT) {
            Some(world) => try_store(world.ledger()).await.map_err(|error| reason(&error)),
            None => Err("the gateway is stopping".to_owned()),
        };
        *last = Some((Instant::now(), result.clone()));
        result
    }
}

async fn try_store(ledger: &Ledger) -> Result<(), StoreError> {
    ledger.store().users().await?;
    ledger.probe().await
}

fn reason(error: &StoreError) -> String {
    if error.is_out_of_space() {
        "the disk is full: nothing can be recorded until there is space in the data directory".to_owned()
    } else {
        format!("the database cannot be used: {}", chain(error))
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
                (StatusCode::SERVICE_UNAVAILABLE, format!("\"status\":\"store\",\"reason\":\"{}\"", in_json(&reason)))
            }
        };
        Response::new(status, "application/json", format!("{{{state},\"version\":\"{version}\"}}\n")).into()
    }
}

/// A sentence inside of quotation marks.
fn in_json(text: &str) -> String {
    text.replace(['"', '\\'], "'").replace(|c: char| c.is_control(), " ")
}
