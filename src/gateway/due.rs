//! What falls due in the worlds while their clocks run.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::worlds::Worlds;

/// How often each world is looked at.
const EVERY: Duration = Duration::from_millis(500);

/// Lets things fall due in every world until it is dropped.
#[derive(Debug)]
pub(super) struct Due(JoinHandle<()>);

impl Due {
    pub(super) fn start(worlds: Arc<Worlds>) -> Self {
        Self(tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                for world in worlds.all() {
                    if let Err(error) = world.schedule().catch_up(world.clock()).await {
                        tracing::error!(world = %world.name(), %error, "what is due could not be done");
                    }
                }
            }
        }))
    }
}

impl Drop for Due {
    fn drop(&mut self) {
        self.0.abort();
    }
}
