//! The PIN of one subject, for programs that embed the gateway.

use std::sync::Arc;

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_people::pin::{Azione, PinError};
use sac_pin::event::Accaduto;
use sac_pin::subject::Soggetto;
use secrecy::SecretString;

/// The PIN of one subject of a world.
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let gateway = sac_gateway::Gateway::for_tests().start().await?;
/// let pin = gateway.default_world().pin("CNSPRV68B10F158Y")?;
/// pin.block().await?;
/// assert_eq!(pin.state().await?.as_deref(), Some("bloccato"));
/// pin.unblock().await?;
/// # gateway.shutdown().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct PinOf {
    world: Arc<sac_world::World>,
    code: CodiceFiscale,
}

impl PinOf {
    pub(super) fn new(world: Arc<sac_world::World>, code: CodiceFiscale) -> Self {
        Self { world, code }
    }

    /// The state of the PIN; nothing where the subject never had one.
    ///
    /// # Errors
    /// There is no such subject, or the store fails.
    pub async fn state(&self) -> Result<Option<String>, PinError> {
        let soggetto = self.subject().await?;
        Ok(soggetto.pin.map(|pin| pin.stato().as_str().to_owned()))
    }

    /// The subject.
    ///
    /// # Errors
    /// There is no such subject, or the store fails.
    #[doc(hidden)]
    pub async fn subject(&self) -> Result<Soggetto, PinError> {
        self.world.pins().find(&self.code).await?.ok_or(PinError::NotFound)
    }

    /// What happened to it, in order.
    ///
    /// # Errors
    /// The store fails.
    #[doc(hidden)]
    pub async fn events(&self) -> Result<Vec<Accaduto>, PinError> {
        Ok(self.world.pins().store().pin_events(&self.code).await?)
    }

    /// The sixteen characters of an initial secret as the holder knows them, where both halves went by the outbox.
    ///
    /// # Errors
    /// There is no such subject, or the store fails.
    pub async fn secret(&self) -> Result<Option<SecretString>, PinError> {
        let codice = self.world.pins().reveal(&self.code).await?;
        Ok(codice.map(|codice| codice.secret().clone()))
    }

    /// Blocks it without end.
    ///
    /// # Errors
    /// The state does not allow it, or the store fails.
    pub async fn block(&self) -> Result<(), PinError> {
        self.act(Azione::Blocca, "").await
    }

    /// Ends its block.
    ///
    /// # Errors
    /// As [`Self::block`].
    pub async fn unblock(&self) -> Result<(), PinError> {
        self.act(Azione::Sblocca, "").await
    }

    /// Revokes it.
    ///
    /// # Errors
    /// As [`Self::block`].
    pub async fn revoke(&self) -> Result<(), PinError> {
        self.act(Azione::Revoca, "").await
    }

    /// Makes it *dispositivo*.
    ///
    /// # Errors
    /// As [`Self::block`].
    pub async fn convert(&self) -> Result<(), PinError> {
        self.act(Azione::Converti, "").await
    }

    /// Has it expire.
    ///
    /// # Errors
    /// As [`Self::block`].
    pub async fn expire(&self) -> Result<(), PinError> {
        self.act(Azione::Scadi, "").await
    }

    /// Gives the subject a profile.
    ///
    /// # Errors
    /// It holds the profile already, there is none of this name, or the store fails.
    pub async fn add_profile(&self, profile: &str) -> Result<(), PinError> {
        self.act(Azione::ProfiloAggiungi, profile).await
    }

    /// Takes a profile from the subject.
    ///
    /// # Errors
    /// It does not hold the profile, there is none of this name, or the store fails.
    pub async fn remove_profile(&self, profile: &str) -> Result<(), PinError> {
        self.act(Azione::ProfiloTogli, profile).await
    }

    async fn act(&self, azione: Azione, profile: &str) -> Result<(), PinError> {
        self.world.pins().act(&self.code, azione, profile).await.map(drop)
    }
}
