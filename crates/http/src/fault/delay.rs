//! A response that comes later.

use std::time::Duration;

use tokio::{sync::watch::Receiver, time::sleep};

use crate::stage::{Stage, no_longer_running};

/// Waits for so long, or until the server shuts down.
pub(crate) async fn delay(by: Duration, stage: Receiver<Stage>) {
    tokio::select! {
        () = sleep(by) => (),
        () = no_longer_running(stage) => (),
    }
}
