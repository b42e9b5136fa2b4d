//! A world of a running gateway, for programs that embed it.

use std::sync::Arc;

use crate::clock::Clock;
use crate::message::CONTRACT;
use crate::store::Ledger;

/// A world of a running gateway. Clones are the same world.
#[derive(Clone, Debug)]
pub struct World {
    state: Arc<sac_world::World>,
    url: String,
}

impl World {
    /// `url` is the start of every address below which the world is reached.
    pub(super) fn new(state: Arc<sac_world::World>, url: String) -> Self {
        Self { state, url }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.state.name().as_str()
    }

    /// Its clock, to be moved by tests.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.state.clock()
    }

    /// The URL to call.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("{}{}", self.url, CONTRACT.interface.path)
    }

    /// The URL of the WSDL.
    #[must_use]
    pub fn wsdl(&self) -> String {
        format!("{}?wsdl", self.endpoint())
    }

    /// Where documents and people are kept.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.state.ledger()
    }

    /// All of it.
    #[must_use]
    pub fn state(&self) -> &Arc<sac_world::World> {
        &self.state
    }
}
