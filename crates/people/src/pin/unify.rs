//! The unification of credentials of the former INPDAP (circular 71/2016 §2, §3).

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::Pin;
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::secret::{Codice, META};

use super::error::PinError;
use super::service::Pins;

impl Pins {
    /// Joins the credentials of a subject into one new PIN, whose code is given back to be shown once, whole.
    ///
    /// # Errors
    /// [`PinError::State`] where there is nothing to join.
    pub async fn unify(&self, code: &CodiceFiscale) -> Result<Codice, PinError> {
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let ora = atto.ora;
        if !atto.soggetto.da_unificare(self.settings(), self.oggi()) {
            return Err(PinError::State);
        }
        let tipo = atto.soggetto.tipo_unificato();
        let numero = self.ledger().new_pin_request_number().await?;
        let by = Canale::Unificazione.as_str();
        if let Some(pin) = atto.soggetto.pin.as_mut().filter(|pin| pin.stato().in_vita()) {
            // One that was in use is replaced; one that never was is only revoked.
            let passaggio = pin.sostituisci().or_else(|_| pin.revoca()).map_err(|_| PinError::State)?;
            atto.nota(Accaduto::of(ora, passaggio).by(by));
        }
        atto.soggetto.inpdap_unificata = atto.soggetto.inpdap.take();
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, META, ora).await?;
        let (mut pin, passaggio) = Pin::richiesto(segreto, tipo, numero);
        atto.nota(Accaduto::of(ora, passaggio).by(by));
        let passaggio = pin.unifica(ora).map_err(|_| PinError::State)?;
        atto.nota(Accaduto::of(ora, passaggio).by(by));
        atto.soggetto.pin = Some(pin);
        atto.soggetto.riparte();
        atto.soggetto.aggiungi(Profilo::Cittadino, None, ora);
        atto.soggetto.aggiungi(Profilo::OperatoreEnte, None, ora);
        atto.change.forget_secrets = true;
        let mut richiesta = Richiesta::new(code.clone(), Canale::Unificazione, TipoRichiesta::Nuovo, ora);
        richiesta.numero = numero;
        richiesta.stato = StatoRichiesta::Attivata;
        richiesta.decisa = Some(ora);
        atto.richiesta(&richiesta);
        self.commit(atto).await?;
        Ok(codice)
    }
}
