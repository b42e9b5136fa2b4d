//! A world of a running gateway, for programs that embed it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::error::CallError;
use super::expect::Expect;
use super::pin::PinOf;
use crate::client::{Client, Credentials, Message, Pincode, Target, Trust, prepare};
use crate::clock::Clock;
use crate::faults::FaultPlan;
use crate::journal::{Exchange, Page, Selection};
use crate::keys::Keys;
use crate::message::CONTRACT;
use crate::sealed::Sealer;
use crate::store::{Ledger, StoreError};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleError};
use sac_world::schedule::Happening;

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

    /// Moves its clock forward to this instant. What falls due on the way (lockouts that end) happens at its time and
    /// in order, before this returns, and is what it returns.
    ///
    /// # Errors
    /// The store fails.
    pub async fn advance(&self, to: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        self.state.schedule().advance(self.state.clock(), to).await
    }

    /// Which calls go wrong on purpose; rules can be added and taken away.
    #[must_use]
    pub fn faults(&self) -> &FaultPlan {
        self.state.faults()
    }

    /// The exchanges so far that are selected, newest first: 10000 at most.
    ///
    /// # Errors
    /// The store fails.
    pub async fn exchanges(&self, selection: Selection) -> Result<Vec<Exchange>, StoreError> {
        self.state.journal().exchanges(selection, Page { after: None, limit: 10_000 }).await
    }

    /// Waits until there are such exchanges: at least one within five seconds, unless said otherwise.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use sac_gateway::journal::Selection;
    ///
    /// let gateway = sac_gateway::Gateway::for_tests().start().await?;
    /// let sac = gateway.default_world();
    /// # let doctor = sac.client("PROVAX00X00X000Y", "prova")?;
    /// # doctor.send(&sac.message(&std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml")?)?).await?;
    /// // … the program under test sends a certificate of the first visit …
    /// let sent = Selection { operation: Some("InviaMalattia".to_owned()), ..Selection::default() };
    /// sac.expect(sent).count(1).element("malattia/visita", "A").await?;
    /// # gateway.shutdown().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn expect(&self, selection: Selection) -> Expect {
        Expect::new(Arc::clone(&self.state), selection)
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
        let credentials = Credentials { user: user.to_owned(), password: password.into() };
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

    /// The PIN of the subject of this codice fiscale.
    ///
    /// # Errors
    /// It is no codice fiscale.
    pub fn pin(&self, codice_fiscale: &str) -> Result<PinOf, CodiceFiscaleError> {
        let code = CodiceFiscale::parse(&codice_fiscale.to_ascii_uppercase())?;
        Ok(PinOf::new(Arc::clone(&self.state), code))
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
