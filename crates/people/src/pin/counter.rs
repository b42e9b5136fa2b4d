//! A counter of the institute: envelopes, and what an operator may do.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Pin, Stato, Tipo, Ultimo};
use sac_pin::message::{Avviso, Recapito};
use sac_pin::profile::{Profilo, Ufficio};
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::INIZIALE;
use sac_pin::subject::Soggetto;
use sac_settings::PinDelegates;
use sac_store::pin::NewEnvelope;

use super::checks;
use super::error::PinError;
use super::form::Modulo;
use super::service::{Atto, Esito, Pins, refuse};

/// What an operator does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Azione {
    Sblocca,
    Blocca,
    Revoca,
    Converti,
    Scadi,
    ProfiloAggiungi,
    ProfiloTogli,
}

impl Azione {
    /// The action of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "sblocca" => Self::Sblocca,
            "blocca" => Self::Blocca,
            "revoca" => Self::Revoca,
            "converti" => Self::Converti,
            "scadi" => Self::Scadi,
            "profilo-aggiungi" => Self::ProfiloAggiungi,
            "profilo-togli" => Self::ProfiloTogli,
            _ => return None,
        })
    }

    /// The names of all.
    pub const NAMES: [&str; 7] =
        ["sblocca", "blocca", "revoca", "converti", "scadi", "profilo-aggiungi", "profilo-togli"];
}

impl Pins {
    /// Issues a PIN in a sealed envelope, to a person at the counter. It will be *dispositivo*.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn issue_at_counter(&self, form: &Modulo) -> Result<Esito, PinError> {
        let today = self.oggi();
        let mut found = Vec::new();
        let code = checks::code(form, &mut found);
        let given = checks::contacts(form, &mut found);
        let profilo = read_profile(&form.profilo, Profilo::Cittadino, &mut found);
        let Some(code) = code else { return refuse(found).and(Err(PinError::NotFound)) };
        refuse(std::mem::take(&mut found))?;
        let _alone = self.alone(&code).await;
        let kept = self.find(&code).await?;
        self.against_new(kept.as_ref(), &code, &mut found);
        refuse(std::mem::take(&mut found))?;
        let minor = checks::is_minor(&code, today);
        let has_card = !form.tessera_sanitaria.trim().is_empty() || !form.codice_fiscale.trim().is_empty();
        let documento = if minor && has_card && form.documento_numero.trim().is_empty() {
            None
        } else {
            checks::document(form, today, &mut found)
        };
        if !Modulo::is_yes(&form.modulo_firmato) {
            found.push(Refusal::of(Rule::ModuloNonFirmato).with("campo", "moduloFirmato"));
        }
        let delegate = !form.delegato.trim().is_empty() && form.tutore.trim().is_empty() && !minor;
        if delegate && self.settings().pin_delegates == PinDelegates::None {
            found.push(Refusal::of(Rule::DelegatoNonAmmesso));
        }
        refuse(found)?;
        let person = self.person(&code).await?;
        let (cognome, nome) = match &person {
            Some(person) if form.cognome.trim().is_empty() => (person.cognome.clone(), person.nome.clone()),
            _ => (form.cognome.trim().to_owned(), form.nome.trim().to_owned()),
        };
        let numero = self.ledger().new_pin_request_number().await?;
        let busta = self.ledger().new_envelope_number().await?;
        let mut atto = self.begin_with(|| Soggetto::new(code.clone(), cognome, nome), &code).await?;
        let ora = atto.ora;
        self.drop_former(&mut atto.soggetto);
        join(&mut atto.soggetto, given);
        atto.soggetto.aggiungi(Profilo::Cittadino, None, ora);
        if let Some((profilo, ufficio)) = profilo {
            atto.soggetto.aggiungi(profilo, ufficio, ora);
        }
        atto.soggetto.riparte();
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, INIZIALE, ora).await?;
        let (mut pin, passaggio) = Pin::richiesto(segreto, Tipo::Online, numero);
        atto.nota(Accaduto::of(ora, passaggio).by(Canale::Sportello.as_str()));
        let passaggio = pin.consegna_busta(busta, ora).map_err(|_| PinError::State)?;
        atto.nota(Accaduto::of(ora, passaggio).by(Canale::Sportello.as_str()));
        let stato = pin.stato().as_str().to_owned();
        atto.soggetto.pin = Some(pin);
        atto.change.envelope = Some(NewEnvelope { numero: busta, codice });
        let mut richiesta = Richiesta::new(code, Canale::Sportello, TipoRichiesta::Nuovo, ora);
        richiesta.numero = numero;
        richiesta.stato = StatoRichiesta::Attivata;
        richiesta.decisa = Some(ora);
        richiesta.documento = documento;
        atto.richiesta(&richiesta);
        self.commit(atto).await?;
        Ok(Esito { numero, stato, prima_parte: None, busta: Some(busta) })
    }

    /// Does what an operator does.
    ///
    /// # Errors
    /// [`PinError::State`] where the state does not allow it, [`PinError::Refused`].
    pub async fn act(&self, code: &CodiceFiscale, azione: Azione, profilo: &str) -> Result<Soggetto, PinError> {
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let ora = atto.ora;
        let by = "operatore";
        match azione {
            Azione::ProfiloAggiungi | Azione::ProfiloTogli => {
                let (profilo, ufficio) = Profilo::read(profilo.trim()).ok_or(PinError::NotFound)?;
                self.change_profile(&mut atto, azione, profilo, ufficio)?;
            }
            Azione::Converti => self.make_dispositivo(&mut atto, by, None)?,
            Azione::Revoca => self.revoke(&mut atto, by)?,
            Azione::Sblocca => {
                let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
                let was_stopped = atto.soggetto.fermo.take().is_some();
                atto.soggetto.tentativi = 0;
                atto.soggetto.blocchi.clear();
                match pin.sblocca() {
                    Ok(passaggio) => atto.nota(Accaduto::of(ora, passaggio).by(by)),
                    Err(_) if was_stopped => atto.nota(Accaduto::new(ora, "sblocco").by(by)),
                    Err(_) => return Err(PinError::State),
                }
            }
            Azione::Blocca => {
                let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
                let passaggio = pin.blocca(None).map_err(|_| PinError::State)?;
                atto.soggetto.fermo = Some(chrono::DateTime::<chrono::Utc>::MAX_UTC);
                atto.nota(Accaduto::of(ora, passaggio).by(by));
                self.avvisa(&mut atto, &Avviso::Bloccato(None), None);
            }
            Azione::Scadi => {
                let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
                let passaggio = pin.scadi().map_err(|_| PinError::State)?;
                atto.nota(Accaduto::of(ora, passaggio).by(by));
            }
        }
        self.commit(atto).await
    }

    fn change_profile(
        &self,
        atto: &mut Atto,
        azione: Azione,
        profilo: Profilo,
        ufficio: Option<Ufficio>,
    ) -> Result<(), PinError> {
        let ora = atto.ora;
        if azione == Azione::ProfiloTogli {
            if !atto.soggetto.togli(profilo, ora) {
                return Err(PinError::of(Refusal::of(Rule::ProfiloNonAbilitato)));
            }
            atto.nota(Accaduto::new(ora, format!("profilo-tolto: {profilo}")).by("operatore"));
            return Ok(());
        }
        if !atto.soggetto.aggiungi(profilo, ufficio, ora) {
            return Err(PinError::of(Refusal::of(Rule::ProfiloGiaAttivo)));
        }
        atto.nota(Accaduto::new(ora, format!("profilo-aggiunto: {profilo}")).by("operatore"));
        if atto.soggetto.pin_in_vita().is_some() {
            self.avvisa(atto, &Avviso::Profilo(profilo), None);
        }
        Ok(())
    }

    /// Ends the PIN, with all that is on its way.
    pub(super) fn revoke(&self, atto: &mut Atto, by: &str) -> Result<(), PinError> {
        let ora = atto.ora;
        let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
        let passaggio = pin.revoca().map_err(|_| PinError::State)?;
        atto.soggetto.riparte();
        atto.soggetto.seme = atto.soggetto.inpdap.is_some() && atto.soggetto.seme;
        atto.change.forget_secrets = true;
        atto.nota(Accaduto::of(ora, passaggio).by(by));
        self.avvisa(atto, &Avviso::Revocato, None);
        Ok(())
    }

    /// Makes both halves anew and sends them, since one did not arrive. `to` takes the second.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn send_again(&self, code: &CodiceFiscale, to: &str) -> Result<Soggetto, PinError> {
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let ora = atto.ora;
        let contatti = atto.soggetto.contatti.clone();
        let has = |kind: &Recapito| super::service::indirizzo(&contatti, *kind).is_some();
        let second = Recapito::parse(to.trim()).filter(has);
        let second = second.or_else(|| [Recapito::Pec, Recapito::Posta].into_iter().find(has));
        let order = [Recapito::Cellulare, Recapito::Email, Recapito::Pec, Recapito::Posta];
        let first =
            order.into_iter().find(|kind| second.is_some_and(|second| contatti.sono_due(*kind, second)) && has(kind));
        let (Some(first), Some(second)) = (first, second) else {
            return Err(PinError::of(Refusal::of(Rule::ContattiCoincidenti)));
        };
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, INIZIALE, ora).await?;
        let pin = atto.soggetto.pin.as_mut().ok_or(PinError::State)?;
        pin.rifai_meta(segreto).map_err(|_| PinError::State)?;
        let richiesta = pin.richiesta();
        atto.change.forget_secrets = true;
        atto.nota(Accaduto::new(ora, "metà rispedite").by("operatore"));
        let (prima, seconda) = codice.halves();
        self.manda_meta(&mut atto, Ultimo::Prima, prima, first, richiesta);
        self.manda_meta(&mut atto, Ultimo::Seconda, seconda, second, richiesta);
        self.commit(atto).await
    }

    /// Ends an envelope that was lost before its use, with its PIN.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn revoke_envelope(&self, code: &CodiceFiscale) -> Result<Soggetto, PinError> {
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let is_sealed =
            atto.soggetto.pin.as_ref().is_some_and(|pin| pin.stato() == Stato::Consegnato && pin.busta().is_some());
        if !is_sealed {
            return Err(PinError::State);
        }
        self.revoke(&mut atto, "operatore")?;
        self.commit(atto).await
    }
}

/// The profile of a form, or the usual one where none is given.
pub(super) fn read_profile(text: &str, usual: Profilo, found: &mut Vec<Refusal>) -> Option<(Profilo, Option<Ufficio>)> {
    if text.trim().is_empty() {
        return Some((usual, None));
    }
    let read = Profilo::read(text.trim());
    if read.is_none() {
        found.push(Refusal::of(Rule::ProfiloNonAbilitato).with("campo", "profilo"));
    }
    read
}

/// Registers the contacts that are given.
pub(super) fn join(soggetto: &mut Soggetto, given: sac_pin::subject::Contatti) {
    let kept = &mut soggetto.contatti;
    kept.cellulare = given.cellulare.or(kept.cellulare.take());
    kept.email = given.email.or(kept.email.take());
    kept.pec = given.pec.or(kept.pec.take());
    kept.residenza = given.residenza.or(kept.residenza.take());
}
