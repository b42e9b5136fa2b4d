//! What the API needs of the gateway that it controls.

use std::sync::Arc;

use async_trait::async_trait;
use sac_domain::words::Text;
use sac_keys::sealed::Unsealer;
use sac_world::{CreateWorldError, RemoveWorldError, Shared, World, WorldName, WorldPlan};

/// The worlds of a gateway.
#[async_trait]
pub trait WorldSet: Send + Sync + 'static {
    /// The world of this name, if there is one.
    fn get(&self, name: &str) -> Option<Arc<World>>;

    /// Every world, by name.
    fn all(&self) -> Vec<Arc<World>>;

    /// Makes a world and serves it.
    ///
    /// # Errors
    /// There is no new world then.
    async fn create(&self, name: WorldName, plan: WorldPlan) -> Result<Arc<World>, CreateWorldError>;

    /// Removes a world with all it holds.
    ///
    /// # Errors
    /// There is no such world, or it cannot be removed.
    async fn remove(&self, name: &str) -> Result<(), RemoveWorldError>;

    /// Whether the gateway can do its work; if not, why.
    async fn health(&self) -> Result<(), Text>;

    /// Where clients reach a world.
    fn addresses(&self, world: &World) -> Addresses;

    /// What all worlds have in common.
    fn shared(&self) -> &Shared;

    /// Opens the encrypted fields of messages.
    fn unsealer(&self) -> &Unsealer;
}

/// Where clients reach a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The URL to call.
    pub endpoint: String,
    /// The URL of the WSDL.
    pub wsdl: String,
}
