//! A world of a running gateway, for programs that embed it.

use std::sync::Arc;

use super::error::CallError;
use crate::client::{Client, Credentials, Message, Pincode, Target, Trust, prepare};
use crate::clock::Clock;
use crate::keys::Keys;
use crate::message::CONTRACT;
use crate::sealed::Sealer;
use crate::store::Ledger;

/// A world of a running gateway. Clones are the same world.
#[derive(Clone, Debug)]
pub struct World {
    state: Arc<sac_world::World>,
    keys: Arc<Keys>,
    url: String,
}

impl World {
    /// `url` is the start of every address below which the world is reached.
    pub(super) fn new(state: Arc<sac_world::World>, keys: Arc<Keys>, url: String) -> Self {
        Self { state, keys, url }
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
        Self::endpoint_below(&self.url)
    }

    /// The URL of the WSDL.
    #[must_use]
    pub fn wsdl(&self) -> String {
        Self::wsdl_below(&self.url)
    }

    /// The URL to call, of a world whose addresses begin so.
    pub(super) fn endpoint_below(url: &str) -> String {
        format!("{url}{}", CONTRACT.interface.path)
    }

    /// The URL of the WSDL, of a world whose addresses begin so.
    pub(super) fn wsdl_below(url: &str) -> String {
        format!("{}?wsdl", Self::endpoint_below(url))
    }

    /// A client of this world that logs in with this name and password, and trusts the gateway's CA.
    ///
    /// # Errors
    /// The CA's file cannot be read.
    pub fn client(&self, user: &str, password: &str) -> Result<Client, CallError> {
        let trust = Trust { ca: Some(self.keys.ca_path().to_owned()), identity: None };
        let credentials = Credentials { user: user.to_owned(), password: password.to_owned() };
        Ok(Client::new(Target::parse(&self.endpoint())?, &trust)?.credentials(Some(credentials)))
    }

    /// A request element or a whole envelope, ready to be sent: what the contract has encrypted and
    /// is in clear here (the worker's codice fiscale, the pincode) is encrypted for this gateway.
    ///
    /// # Errors
    /// It is no message of the contract.
    pub fn message(&self, xml: &[u8]) -> Result<Message, CallError> {
        let sealer = Sealer::new(self.keys.encryption_certificate_der())?;
        let seal = |clear: &str| sealer.seal(clear).map_err(|error| error.to_string());
        Ok(prepare(xml, Pincode::AsWritten, Some(&seal))?)
    }

    /// Where documents and people are kept.
    #[doc(hidden)]
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        self.state.ledger()
    }

    /// All of it.
    #[doc(hidden)]
    #[must_use]
    pub fn state(&self) -> &Arc<sac_world::World> {
        &self.state
    }
}
