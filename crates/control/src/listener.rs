//! The listener.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sac_http::{BindError, Limits, Pages, Routes, Server};
use secrecy::SecretString;

use crate::api;
use crate::console;
use crate::console::access::Access;
use crate::guard::Guard;
use crate::handler::Guarded;
use crate::state::State;
use crate::world_set::WorldSet;

/// The longest body, in bytes: a seed of some thousand people.
const MAX_BODY: usize = 4 << 20;

/// How the listener is to be.
#[derive(Debug)]
pub struct Settings {
    /// Where it listens: a loopback address.
    pub address: SocketAddr,
    /// What every call must send.
    pub token: SecretString,
    /// The file that holds the token.
    pub token_path: PathBuf,
    /// The gateway's limits.
    pub limits: Limits,
    /// The gateway's version.
    pub version: &'static str,
}

/// A control listener that runs. Dropping it closes every connection at once.
pub struct Control {
    server: Server,
    token_path: PathBuf,
    access: Arc<Access>,
}

impl Control {
    /// Listens, and lets these worlds be controlled.
    ///
    /// # Errors
    /// The address is not available.
    pub async fn start(settings: Settings, worlds: Arc<dyn WorldSet>) -> Result<Self, BindError> {
        let Settings { address, token, token_path, mut limits, version } = settings;
        (limits.max_body_bytes, limits.max_inflated_bytes) = (MAX_BODY, MAX_BODY);
        let access = Arc::new(Access::default());
        let guard = Guard::new(token, Arc::clone(&access));
        let state = State { worlds, version, access: Arc::clone(&access) };
        let pages = Pages::new(api::router(state.clone()).merge(console::router().with_state(state)));
        let handler = Guarded { guard, pages };
        let routes = Routes::new().handler("/", Arc::new(handler));
        let server = Server::bind(address, None, limits, Arc::new(routes)).await?;
        Ok(Self { server, token_path, access })
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.server.local_addr()
    }

    /// The start of its URLs.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.local_addr())
    }

    /// The file that holds the token.
    #[must_use]
    pub fn token_path(&self) -> &Path {
        &self.token_path
    }

    /// A link that opens the console once, for whoever follows it.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn console_link(&self) -> io::Result<String> {
        self.access.link(&self.url()).map_err(io::Error::other)
    }

    /// Lets the requests under way end, and stops.
    pub async fn shutdown(self) -> bool {
        self.server.shutdown().await
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("server", &self.server).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_the_token() {
        let settings = Settings {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: "segreta".into(),
            token_path: PathBuf::from("control.token"),
            limits: Limits::default(),
            version: "0",
        };
        let shown = format!("{settings:?}");
        assert!(shown.contains("control.token") && !shown.contains("segreta"), "{shown}");
    }
}
