//! What a gateway has beside its listeners: the worlds, and what they have in common.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::channels::Channels;
use super::health::Health;
use super::world::World;
use super::worlds::{Worlds, mount};
use crate::diagnostic::Text;
use crate::keys::Keys;
use crate::sealed::Unsealer;
use crate::store::StoreError;
use sac_control::{Addresses, WorldSet};
use sac_world::{CreateWorldError, RemoveWorldError, Shared, WorldName, WorldPlan};

/// What a gateway has beside its listeners.
pub(super) struct Parts {
    pub(super) worlds: Arc<Worlds>,
    pub(super) health: Arc<Health>,
    pub(super) shared: Shared,
    pub(super) channels: Channels,
    pub(super) keys: Arc<Keys>,
    /// The address to listen on, if no user may have a public password there.
    pub(super) guarded: Option<SocketAddr>,
    /// Scheme, host and port, as clients write them.
    pub(super) origin: String,
    /// Held while a world is made or removed.
    pub(super) changing: Mutex<()>,
}

#[async_trait]
impl WorldSet for Parts {
    fn get(&self, name: &str) -> Option<Arc<sac_world::World>> {
        self.worlds.get(name)
    }

    fn all(&self) -> Vec<Arc<sac_world::World>> {
        self.worlds.all()
    }

    async fn create(&self, name: WorldName, plan: WorldPlan) -> Result<Arc<sac_world::World>, CreateWorldError> {
        let _alone = self.changing.lock().await;
        if self.worlds.get(name.as_str()).is_some() {
            return Err(CreateWorldError::Exists(name));
        }
        let world = Arc::new(sac_world::World::open(name, plan, &self.shared).await?);
        if let Some((user, listen)) = self.refused(&world).await? {
            world.close().await;
            return Err(CreateWorldError::SeedPassword { user, listen });
        }
        self.serve(&world);
        Ok(world)
    }

    async fn remove(&self, name: &str) -> Result<(), RemoveWorldError> {
        let _alone = self.changing.lock().await;
        let unknown = || RemoveWorldError::Unknown(name.to_owned());
        let world = self.worlds.get(name).ok_or_else(unknown)?;
        if world.name().is_default() {
            return Err(RemoveWorldError::Default);
        }
        self.worlds.remove(name);
        world.close().await;
        let database = self.shared.database(world.name());
        match database.parent().filter(|folder| folder.exists()) {
            Some(path) => {
                fs::remove_dir_all(path).map_err(|source| RemoveWorldError::Folder { path: path.to_owned(), source })
            }
            None => Ok(()),
        }
    }

    async fn health(&self) -> Result<(), Text> {
        self.health.look().await
    }

    fn addresses(&self, world: &sac_world::World) -> Addresses {
        let url = self.url(world.name());
        Addresses { endpoint: World::endpoint_below(&url), wsdl: World::wsdl_below(&url) }
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }

    fn unsealer(&self) -> &Unsealer {
        &self.channels.unsealer
    }
}

impl Parts {
    /// Serves the world below its name.
    pub(super) fn serve(&self, world: &Arc<sac_world::World>) {
        self.worlds.put(Arc::clone(world), self.channels.routes(world));
    }

    /// A user who must not be reached from other machines, since the password is public,
    /// and the address where that would be so.
    pub(super) async fn refused(&self, world: &sac_world::World) -> Result<Option<(String, SocketAddr)>, StoreError> {
        let Some(listen) = self.guarded else { return Ok(None) };
        Ok(world.ledger().store().seed_secret().await?.map(|user| (user, listen)))
    }

    pub(super) fn handle(&self, world: Arc<sac_world::World>) -> World {
        let url = self.url(world.name());
        World::new(world, Arc::clone(&self.keys), url)
    }

    /// The start of every address below which the world is reached.
    fn url(&self, name: &WorldName) -> String {
        format!("{}{}", self.origin, mount(name))
    }
}
