//! A gateway that runs.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::channels::Channels;
use super::directory_lock::DirectoryLock;
use super::error::{CreateWorldError, RemoveWorldError};
use super::world::World;
use super::worlds::{Worlds, mount};
use crate::clock::Clock;
use crate::keys::Keys;
use crate::store::{Ledger, StoreError};
use crate::transport::Server;
use sac_world::{Shared, WorldName, WorldPlan};

/// A running gateway. Dropping it stops it at once; [`Gateway::shutdown`] lets the requests
/// under way end first.
pub struct Gateway {
    pub(super) server: Server,
    pub(super) parts: Parts,
    /// Scheme, host and port, as clients write them.
    pub(super) origin: String,
    pub(super) default: World,
    /// Held while a world is made or removed.
    pub(super) changing: Mutex<()>,
    /// Given back last.
    pub(super) _lock: DirectoryLock,
}

/// What a gateway has beside its listener.
pub(super) struct Parts {
    pub(super) worlds: Arc<Worlds>,
    pub(super) shared: Shared,
    pub(super) channels: Channels,
    pub(super) keys: Arc<Keys>,
    /// The address to listen on, if nobody may have a password there that everybody can read.
    pub(super) guarded: Option<SocketAddr>,
}

impl Gateway {
    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.server.local_addr()
    }

    /// The URL to call, under a name that the server's certificate has. Where the gateway listens
    /// on all addresses it is the first `host`, else the host of `public_url`, else `localhost`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        self.default.endpoint()
    }

    /// The URL of the WSDL.
    #[must_use]
    pub fn wsdl(&self) -> String {
        self.default.wsdl()
    }

    /// The CA that clients must trust, PEM.
    #[must_use]
    pub fn ca_path(&self) -> &Path {
        self.parts.keys.ca_path()
    }

    /// The certificate that clients encrypt with, DER.
    #[must_use]
    pub fn encryption_certificate_path(&self) -> &Path {
        self.parts.keys.encryption_certificate_path()
    }

    /// The certificate that clients encrypt with, PEM.
    #[must_use]
    pub fn encryption_certificate_pem_path(&self) -> &Path {
        self.parts.keys.encryption_certificate_pem_path()
    }

    /// Every key of the installation, to issue client certificates with.
    #[doc(hidden)]
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.parts.keys
    }

    /// The clock of the default world, to be moved by tests.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.default.clock()
    }

    /// Where documents and people of the default world are kept.
    #[doc(hidden)]
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.default.ledger()
    }

    /// The world that is always there, and answers at the paths without a name in front.
    #[must_use]
    pub fn default_world(&self) -> &World {
        &self.default
    }

    /// The world of this name, if there is one.
    #[must_use]
    pub fn world(&self, name: &str) -> Option<World> {
        self.parts.worlds.get(name).map(|world| self.handle(world))
    }

    /// Every world, by name.
    #[must_use]
    pub fn worlds(&self) -> Vec<World> {
        self.parts.worlds.all().into_iter().map(|world| self.handle(world)).collect()
    }

    /// Makes a world and serves it below `/w/NAME`.
    ///
    /// # Errors
    /// [`CreateWorldError`]; there is no new world then.
    pub async fn create_world(&self, name: &str, plan: WorldPlan) -> Result<World, CreateWorldError> {
        let name: WorldName = name.parse()?;
        let _alone = self.changing.lock().await;
        if self.parts.worlds.get(name.as_str()).is_some() {
            return Err(CreateWorldError::Exists(name));
        }
        let world = Arc::new(sac_world::World::open(name, plan, &self.parts.shared).await?);
        if let Some((user, listen)) = self.parts.refused(&world).await? {
            world.close().await;
            return Err(CreateWorldError::SeedPassword { user, listen });
        }
        self.parts.serve(&world);
        Ok(self.handle(world))
    }

    /// Removes a world with all it holds.
    ///
    /// # Errors
    /// [`RemoveWorldError`].
    pub async fn remove_world(&self, name: &str) -> Result<(), RemoveWorldError> {
        let _alone = self.changing.lock().await;
        let unknown = || RemoveWorldError::Unknown(name.to_owned());
        let world = self.parts.worlds.get(name).ok_or_else(unknown)?;
        if world.name().is_default() {
            return Err(RemoveWorldError::Default);
        }
        self.parts.worlds.remove(name);
        world.close().await;
        let database = self.parts.shared.database(world.name());
        match database.parent().filter(|folder| folder.exists()) {
            Some(path) => {
                fs::remove_dir_all(path).map_err(|source| RemoveWorldError::Folder { path: path.to_owned(), source })
            }
            None => Ok(()),
        }
    }

    /// Accepts no more, lets the requests under way end, and writes what is still to be
    /// written. Returns whether all had ended in time.
    pub async fn shutdown(self) -> bool {
        let drained = self.server.shutdown().await;
        for world in self.parts.worlds.all() {
            world.close().await;
        }
        drained
    }

    fn handle(&self, world: Arc<sac_world::World>) -> World {
        self.parts.handle(world, &self.origin)
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("server", &self.server).finish_non_exhaustive()
    }
}

impl Parts {
    /// Serves the world below its name.
    pub(super) fn serve(&self, world: &Arc<sac_world::World>) {
        self.worlds.put(Arc::clone(world), self.channels.routes(world));
    }

    /// A user who must not be reached from other machines, since everybody can read the password,
    /// and the address where that would be so.
    pub(super) async fn refused(&self, world: &sac_world::World) -> Result<Option<(String, SocketAddr)>, StoreError> {
        let Some(listen) = self.guarded else { return Ok(None) };
        let users = world.ledger().store().users().await?;
        Ok(users.into_iter().find(|user| user.seed_password).map(|user| (user.name, listen)))
    }

    pub(super) fn handle(&self, world: Arc<sac_world::World>, origin: &str) -> World {
        let url = format!("{origin}{}", mount(world.name()));
        World::new(world, Arc::clone(&self.keys), url)
    }
}
