//! A gateway that runs.

use std::fmt;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::directory_lock::DirectoryLock;
use super::parts::Parts;
use super::world::World;
use crate::clock::Clock;
use crate::keys::Keys;
use crate::store::Ledger;
use crate::transport::Server;
use sac_control::{Control, WorldSet as _};
use sac_world::{CreateWorldError, RemoveWorldError, WorldPlan};

/// A running gateway. Dropping it stops it at once; [`Gateway::shutdown`] lets the requests
/// under way end first.
pub struct Gateway {
    pub(super) server: Server,
    pub(super) control: Option<Control>,
    pub(super) parts: Arc<Parts>,
    pub(super) default: World,
    /// Given back last but for the folder.
    pub(super) _lock: DirectoryLock,
    /// Removed with all that is in it.
    pub(super) _temporary: Option<TempDir>,
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
        self.parts.worlds.get(name).map(|world| self.parts.handle(world))
    }

    /// Every world, by name.
    #[must_use]
    pub fn worlds(&self) -> Vec<World> {
        self.parts.worlds.all().into_iter().map(|world| self.parts.handle(world)).collect()
    }

    /// Makes a world and serves it below `/w/NAME`.
    ///
    /// # Errors
    /// [`CreateWorldError`]; there is no new world then.
    pub async fn create_world(&self, name: &str, plan: WorldPlan) -> Result<World, CreateWorldError> {
        let world = self.parts.create(name.parse()?, plan).await?;
        Ok(self.parts.handle(world))
    }

    /// Removes a world with all it holds.
    ///
    /// # Errors
    /// [`RemoveWorldError`].
    pub async fn remove_world(&self, name: &str) -> Result<(), RemoveWorldError> {
        self.parts.remove(name).await
    }

    /// Where the control API is reached, unless it is off.
    #[must_use]
    pub fn control(&self) -> Option<&Control> {
        self.control.as_ref()
    }

    /// Accepts no more, lets the requests under way end, and writes what is still to be
    /// written. Returns whether all had ended in time.
    pub async fn shutdown(self) -> bool {
        let control = async {
            match self.control {
                Some(control) => control.shutdown().await,
                None => true,
            }
        };
        let (drained, _) = tokio::join!(self.server.shutdown(), control);
        for world in self.parts.worlds.all() {
            world.close().await;
        }
        drained
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("server", &self.server).finish_non_exhaustive()
    }
}
