//! The change of a secret, and the conversion to *dispositivo*.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Pin, Segreto, Tipo};
use sac_pin::message::Avviso;
use sac_pin::request::{Canale, Richiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::{Codice, INIZIALE, META};
use sac_settings::PinRegeneration;
use secrecy::{ExposeSecret as _, SecretString};

use super::checks;
use super::error::PinError;
use super::fingerprint::fingerprint;
use super::form::Modulo;
use super::hash;
use super::service::{Atto, Esito, Pins, refuse};

/// The longest copy of a document.
pub(super) const MOST_COPY: usize = 2 << 20;

impl Pins {
    /// Makes the secret anew: generated and given back to be shown once, or the one that was chosen.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn regenerate(
        &self,
        code: &CodiceFiscale,
        chosen: Option<&SecretString>,
    ) -> Result<Option<Codice>, PinError> {
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let ora = atto.ora;
        let pin = atto.soggetto.pin_in_vita().ok_or(PinError::State)?;
        let (shown, segreto) =
            if let (PinRegeneration::Chosen, Some(chosen)) = (self.settings().pin_regeneration, chosen) {
                let codice = Codice::typed(chosen.expose_secret());
                self.may_be_chosen(pin, code, &codice).await?;
                let hash = hash::hash(&codice, self.cost()).await?;
                atto.soggetto.seme = false;
                atto.soggetto.generazioni += 1;
                (None, Segreto { hash, caratteri: codice.len(), dal: ora })
            } else {
                let short = self.settings().pin_short_from.is_none_or(|from| self.oggi() >= from);
                let length = if short { META } else { INIZIALE };
                let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, length, ora).await?;
                (Some(codice), segreto)
            };
        let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
        let passaggio = pin.rigenera(segreto, ora).map_err(|_| PinError::State)?;
        atto.soggetto.riparte();
        atto.change.forget_secrets = true;
        atto.nota(Accaduto::of(ora, passaggio).by("titolare"));
        self.avvisa(&mut atto, &Avviso::Attivo, None);
        self.commit(atto).await?;
        Ok(shown)
    }

    async fn may_be_chosen(&self, pin: &Pin, code: &CodiceFiscale, codice: &Codice) -> Result<(), PinError> {
        let no = |motivo: &str| PinError::of(Refusal::of(Rule::PinNuovoNonAmmesso).with("motivo", motivo));
        codice.may_be_chosen(code.as_str()).map_err(|why| no(why.motivo()))?;
        for half in self.store().sent_halves(code).await? {
            if half.text.expose() == codice.expose() {
                return Err(no("è una delle metà ricevute"));
            }
        }
        for hash in pin.ricordati().take(3) {
            if hash::verify(codice.secret(), Some(hash.to_owned()), self.cost()).await? {
                return Err(no("è uno degli ultimi tre"));
            }
        }
        Ok(())
    }

    /// Asks for the conversion to *dispositivo*, with a copy of a document.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn ask_conversion(
        &self,
        code: &CodiceFiscale,
        form: &Modulo,
        copy: Option<Vec<u8>>,
    ) -> Result<Esito, PinError> {
        let today = self.oggi();
        let _alone = self.alone(code).await;
        let soggetto = self.find(code).await?.ok_or(PinError::NotFound)?;
        let pin = soggetto.pin_in_vita().ok_or(PinError::State)?;
        let mut found = Vec::new();
        if pin.tipo() == Tipo::Dispositivo {
            found.push(Refusal::of(Rule::PinGiaDispositivo));
        }
        if self.is_pending(code, TipoRichiesta::Conversione).await? {
            found.push(Refusal::of(Rule::RichiestaDuplicata));
        }
        refuse(std::mem::take(&mut found))?;
        let documento = checks::document(form, today, &mut found);
        if !copy.as_deref().is_some_and(is_pdf) {
            found.push(Refusal::of(Rule::CopiaNonValida).with("campo", "copia"));
        }
        refuse(found)?;
        let ora = self.ora();
        let copy = copy.unwrap_or_default();
        let mut richiesta = Richiesta::new(code.clone(), Canale::Online, TipoRichiesta::Conversione, ora);
        richiesta.numero = self.ledger().new_pin_request_number().await?;
        richiesta.documento = documento;
        richiesta.decide = self.decision(ora);
        richiesta.copia = Some(fingerprint(&copy));
        let change = sac_store::pin::PinChange {
            codice_fiscale: Some(code.clone()),
            requests: vec![richiesta.clone()],
            copy: Some((richiesta.numero, copy)),
            events: vec![Accaduto::new(ora, "conversione-richiesta").by("online")],
            ..sac_store::pin::PinChange::default()
        };
        self.ledger().change_pin(change).await?;
        Ok(Esito { numero: richiesta.numero, stato: richiesta.stato.as_str().to_owned(), ..Esito::default() })
    }

    /// Makes the PIN *dispositivo*; the secret stays.
    pub(super) fn make_dispositivo(&self, atto: &mut Atto, by: &str, richiesta: Option<u32>) -> Result<(), PinError> {
        let ora = atto.ora;
        let pin = atto.soggetto.pin.as_mut().filter(|pin| pin.stato().in_vita()).ok_or(PinError::State)?;
        if pin.tipo() == Tipo::Dispositivo {
            return Err(PinError::of(Refusal::of(Rule::PinGiaDispositivo)));
        }
        let passaggio = pin.converti().map_err(|_| PinError::State)?;
        atto.nota(Accaduto::of(ora, passaggio).by(by));
        self.avvisa(atto, &Avviso::Dispositivo, richiesta);
        Ok(())
    }
}

/// Whether these bytes are a whole PDF without encryption.
fn is_pdf(bytes: &[u8]) -> bool {
    let has = |part: &[u8], what: &[u8]| part.windows(what.len()).any(|window| window == what);
    let tail = bytes.get(bytes.len().saturating_sub(1024)..).unwrap_or_default();
    bytes.len() <= MOST_COPY && bytes.starts_with(b"%PDF-1.") && has(tail, b"%%EOF") && !has(bytes, b"/Encrypt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_a_whole_pdf_without_encryption() {
        let whole = b"%PDF-1.7\n1 0 obj\n%%EOF\n".to_vec();
        assert!(is_pdf(&whole));
        let mut long = whole.clone();
        long.splice(9..9, std::iter::repeat_n(b' ', MOST_COPY));
        let mut late = whole.clone();
        late.extend(std::iter::repeat_n(b' ', 1100));
        for wrong in [&b""[..], b"PK", b"%PDF-1.7\n", b"%PDF-1.7 /Encrypt 1 0 R %%EOF", b"%PDF-2.0 %%EOF", &long, &late]
        {
            assert!(!is_pdf(wrong));
        }
    }
}
