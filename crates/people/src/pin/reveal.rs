//! What a test may know of secrets on their way: what the holder knows, and what is in an envelope.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::machine::Ultimo;
use sac_pin::secret::{Codice, META};
use sac_store::pin::{EnvelopeState, EnvelopeUse};

use super::error::PinError;
use super::service::Pins;

impl Pins {
    /// The initial secret of sixteen characters as its holder knows it. `None` where not both halves went by the outbox
    /// and are still there.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn reveal(&self, code: &CodiceFiscale) -> Result<Option<Codice>, PinError> {
        let soggetto = self.find(code).await?.ok_or(PinError::NotFound)?;
        let halves = self.store().sent_halves(code).await?;
        let half = |which: Ultimo| {
            let mut found = halves.iter().filter(|half| half.generation == soggetto.generazioni && half.which == which);
            found.next_back().map(|half| &half.text).filter(|text| text.len() == META)
        };
        let (Some(first), Some(second)) = (half(Ultimo::Prima), half(Ultimo::Seconda)) else { return Ok(None) };
        let whole = secrecy::zeroize::Zeroizing::new(format!("{}{}", first.expose(), second.expose()));
        Ok(Some(Codice::typed(&whole)))
    }

    /// Takes the secret out of an envelope, once for each use; with it whose it is.
    ///
    /// # Errors
    /// [`PinError::NotFound`]; [`PinError::State`] where it was done before.
    pub async fn envelope(&self, numero: u32, r#use: EnvelopeUse) -> Result<(Codice, String), PinError> {
        match self.ledger().use_envelope(numero, r#use).await? {
            EnvelopeState::Unknown => Err(PinError::NotFound),
            EnvelopeState::Used => Err(PinError::State),
            EnvelopeState::Sealed(codice, whose) => Ok((codice, whose)),
        }
    }
}
