//! What falls due in a world while its clock runs.

use std::sync::Arc;

use sac_world::World;
use tokio::task::JoinHandle;

/// Lets things fall due in one world until it is dropped. It sleeps in between.
#[derive(Debug)]
pub(super) struct Due(JoinHandle<()>);

impl Due {
    pub(super) fn start(world: Arc<World>) -> Self {
        Self(tokio::spawn(async move { world.run().await }))
    }
}

impl Drop for Due {
    fn drop(&mut self) {
        self.0.abort();
    }
}
