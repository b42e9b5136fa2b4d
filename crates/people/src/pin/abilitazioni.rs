//! Requests of abilitazioni by operators of public bodies (circular 71/2016 §4).

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::abilitazione::{Abilitazione, CanaleAbilitazione};
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_settings::DispositivoUse;

use super::error::PinError;
use super::form::Modulo;
use super::service::{Esito, Pins, refuse};

impl Pins {
    /// Asks for an abilitazione.
    ///
    /// # Errors
    /// [`PinError`]; [`PinError::NotFound`] where there is no such abilitazione, way or subject.
    pub async fn ask_abilitazione(&self, code: &CodiceFiscale, form: &Modulo, canale: &str) -> Result<Esito, PinError> {
        let abilitazione = Abilitazione::parse(form.codice.trim()).ok_or(PinError::NotFound)?;
        let way = CanaleAbilitazione::parse(canale.trim()).ok_or(PinError::NotFound)?;
        let _alone = self.alone(code).await;
        let soggetto = self.find(code).await?.ok_or(PinError::NotFound)?;
        let mut found = Vec::new();
        if way != abilitazione.canale() {
            found.push(Refusal::of(Rule::AbilitazioneCanale).with("canale", abilitazione.canale()));
        }
        let mittente = form.mittente.trim();
        if !mittente.is_empty() && abilitazione == Abilitazione::Passweb {
            let ente = form.ente.trim();
            let ente = if ente.is_empty() { soggetto.ente.as_deref().unwrap_or_default() } else { ente };
            let registered = match CodiceFiscale::parse(ente) {
                Ok(ente) => self.store().employer(&ente).await?.and_then(|ente| ente.pec),
                Err(_) => None,
            };
            let registered = registered.or_else(|| soggetto.contatti.pec.clone());
            if !registered.is_some_and(|pec| pec.eq_ignore_ascii_case(mittente)) {
                found.push(Refusal::of(Rule::AbilitazioneMittente));
            }
        }
        refuse(std::mem::take(&mut found))?;
        let same_pending = self.is_pending(code, TipoRichiesta::Abilitazione).await?;
        if soggetto.abilitazioni.contains(&abilitazione) {
            found.push(Refusal::of(Rule::ProfiloGiaAttivo));
        } else if same_pending && self.is_pending_for(code, abilitazione).await? {
            found.push(Refusal::of(Rule::RichiestaDuplicata));
        }
        refuse(std::mem::take(&mut found))?;
        if !soggetto.ha(Profilo::OperatoreEnte) {
            found.push(Refusal::of(Rule::ProfiloNonAbilitato));
        }
        let needs = match abilitazione {
            Abilitazione::Passweb => Some(DispositivoUse::Passweb),
            Abilitazione::SoggiorniEnam | Abilitazione::SoggiorniSenior => Some(DispositivoUse::Soggiorni),
            _ => None,
        };
        if needs.is_some_and(|needs| self.needs_dispositivo(&soggetto, needs)) {
            found.push(Refusal::of(Rule::DispositivoRichiesto));
        }
        refuse(found)?;
        let ora = self.ora();
        let mut richiesta = Richiesta::new(code.clone(), Canale::Online, TipoRichiesta::Abilitazione, ora);
        richiesta.numero = self.ledger().new_pin_request_number().await?;
        richiesta.abilitazione = Some((abilitazione, way));
        richiesta.decide = self.decision(ora);
        self.register_request(&richiesta, "abilitazione-richiesta").await?;
        Ok(Esito { numero: richiesta.numero, stato: richiesta.stato.as_str().to_owned(), ..Esito::default() })
    }

    async fn is_pending_for(&self, code: &CodiceFiscale, abilitazione: Abilitazione) -> Result<bool, PinError> {
        let which = sac_store::pin::Requests {
            codice_fiscale: Some(code.as_str().to_owned()),
            ..sac_store::pin::Requests::default()
        };
        let found = self.store().pin_requests(which).await?;
        let is_it = |one: &Richiesta| one.abilitazione.is_some_and(|(asked, _)| asked == abilitazione);
        Ok(found.iter().any(|one| one.stato.aperta() && is_it(one)))
    }
}
