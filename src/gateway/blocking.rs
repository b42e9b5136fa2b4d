//! A gateway for tests that are not asynchronous.

use std::ops::Deref;

use tokio::runtime::{Builder, Runtime};

use super::builder::GatewayBuilder;
use super::error::StartError;
use super::running::Gateway;

/// A running [`Gateway`] with the threads that it needs, for a plain `#[test]`. Dropping it lets the requests under way
/// end first.
#[derive(Debug)]
pub struct BlockingGateway {
    /// Some until it is dropped.
    gateway: Option<Gateway>,
    runtime: Runtime,
}

impl GatewayBuilder {
    /// Starts it on threads of its own, for a plain `#[test]` or a program that is not asynchronous.
    ///
    /// ```
    /// use sac_gateway::Gateway;
    /// use sac_gateway::client::Answer;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gateway = Gateway::for_tests().start_blocking()?;
    /// let doctor = gateway.default_world().client("PROVAX00X00X000Y", "prova")?;
    /// let message = gateway.default_world().message(&std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml")?)?;
    /// let answer = Answer::read(&gateway.block_on(doctor.send(&message))?)?;
    /// # assert!(matches!(answer, Answer::Refused(_) | Answer::Accepted { .. }));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Self::start`], and where the system gives no threads.
    pub fn start_blocking(self) -> Result<BlockingGateway, StartError> {
        let runtime = Builder::new_multi_thread().enable_all().build().map_err(StartError::Threads)?;
        let gateway = runtime.block_on(self.start())?;
        Ok(BlockingGateway { gateway: Some(gateway), runtime })
    }
}

impl BlockingGateway {
    /// Waits for something asynchronous: a client's call, [`World::expect`](super::World::expect).
    pub fn block_on<F: IntoFuture>(&self, future: F) -> F::Output {
        let future = future.into_future();
        self.runtime.block_on(future)
    }
}

impl Deref for BlockingGateway {
    type Target = Gateway;

    fn deref(&self) -> &Gateway {
        match &self.gateway {
            Some(gateway) => gateway,
            None => unreachable!("it is taken in drop alone"),
        }
    }
}

impl Drop for BlockingGateway {
    fn drop(&mut self) {
        if let Some(gateway) = self.gateway.take() {
            self.runtime.block_on(gateway.shutdown());
        }
    }
}
