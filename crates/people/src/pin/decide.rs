//! The decision on a request: by time, or by an operator.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Pin, Tipo, Ultimo};
use sac_pin::message::{Avviso, Recapito};
use sac_pin::profile::Profilo;
use sac_pin::request::{Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::INIZIALE;
use sac_settings::PinType;

use super::counter::join;
use super::error::PinError;
use super::service::{Atto, Pins};

impl Pins {
    /// Decides a request that is not decided yet.
    ///
    /// # Errors
    /// [`PinError::NotFound`], [`PinError::State`] where it is decided already or is still with the Ordine.
    pub async fn decide(&self, numero: u32, release: bool, motivo: &str) -> Result<Richiesta, PinError> {
        let found = self.store().pin_request(numero).await?.ok_or(PinError::NotFound)?;
        let code: CodiceFiscale = found.codice_fiscale.clone();
        let _alone = self.alone(&code).await;
        // Again, now that nobody else decides it.
        let richiesta = self.store().pin_request(numero).await?.ok_or(PinError::NotFound)?;
        if !richiesta.stato.aperta() || richiesta.stato == StatoRichiesta::PressoOrdine {
            return Err(PinError::State);
        }
        let outcome = if release { self.release(richiesta.clone()).await } else { Err(None) };
        match outcome {
            Ok(done) => Ok(done),
            Err(Some(error @ (PinError::Store(_) | PinError::Hash(_) | PinError::NoRandomness))) => Err(error),
            Err(error) => {
                let motivo = match error {
                    Some(PinError::Refused(found)) => {
                        found.first().map(|refusal| refusal.rule.name().to_owned()).unwrap_or_default()
                    }
                    Some(_) => "lo stato del PIN non lo consente".to_owned(),
                    None if motivo.trim().is_empty() => "documenti non conformi".to_owned(),
                    None => motivo.trim().to_owned(),
                };
                self.reject(richiesta, motivo).await
            }
        }
    }

    async fn release(&self, mut richiesta: Richiesta) -> Result<Richiesta, Option<PinError>> {
        let code = richiesta.codice_fiscale.clone();
        let mut atto = self.begin_with(|| Self::stranger(&richiesta), &code).await.map_err(Some)?;
        let ora = atto.ora;
        let by = richiesta.canale.as_str();
        match richiesta.tipo {
            TipoRichiesta::Nuovo => self.release_new(&mut atto, &richiesta).await.map_err(Some)?,
            TipoRichiesta::Estensione => {
                let profilo = richiesta.profilo.unwrap_or(Profilo::MedicoCtu);
                if atto.soggetto.pin_in_vita().is_none() {
                    return Err(Some(PinError::of(Refusal::of(Rule::EstensioneSenzaPin))));
                }
                join(&mut atto.soggetto, richiesta.contatti.clone());
                atto.soggetto.ordine = richiesta.ordine.clone().or(atto.soggetto.ordine.take());
                if !atto.soggetto.aggiungi(profilo, None, ora) {
                    return Err(Some(PinError::of(Refusal::of(Rule::ProfiloGiaAttivo))));
                }
                atto.nota(Accaduto::new(ora, format!("profilo-aggiunto: {profilo}")).by(by));
                self.avvisa(&mut atto, &Avviso::Profilo(profilo), Some(richiesta.numero));
            }
            TipoRichiesta::Ripristino => {
                join(&mut atto.soggetto, richiesta.contatti.clone());
                atto.nota(Accaduto::new(ora, "contatti-registrati").by(by));
                self.avvisa(&mut atto, &Avviso::RipristinoPronto, Some(richiesta.numero));
            }
            TipoRichiesta::Conversione => {
                self.make_dispositivo(&mut atto, by, Some(richiesta.numero)).map_err(Some)?;
            }
            TipoRichiesta::Abilitazione => {
                if let Some((abilitazione, _)) = richiesta.abilitazione
                    && !atto.soggetto.abilitazioni.contains(&abilitazione)
                {
                    atto.soggetto.abilitazioni.push(abilitazione);
                    if abilitazione == sac_pin::abilitazione::Abilitazione::Passweb {
                        atto.soggetto.passweb_dal = Some(self.oggi());
                    }
                    atto.nota(Accaduto::new(ora, format!("abilitazione: {abilitazione}")).by(by));
                }
            }
        }
        richiesta.stato = StatoRichiesta::Attivata;
        richiesta.decisa = Some(ora);
        atto.richiesta(&richiesta);
        self.commit(atto).await.map_err(Some)?;
        Ok(richiesta)
    }

    /// A new PIN, half to the mobile number or e-mail, half to the certified mail.
    async fn release_new(&self, atto: &mut Atto, richiesta: &Richiesta) -> Result<(), PinError> {
        let ora = atto.ora;
        if atto.soggetto.pin_in_vita().is_some() {
            return Err(PinError::of(Refusal::of(Rule::PinGiaPresente)));
        }
        self.drop_former(&mut atto.soggetto);
        join(&mut atto.soggetto, richiesta.contatti.clone());
        atto.soggetto.ordine = richiesta.ordine.clone().or(atto.soggetto.ordine.take());
        atto.soggetto.aggiungi(Profilo::Cittadino, None, ora);
        if let Some(profilo) = richiesta.profilo {
            atto.soggetto.aggiungi(profilo, None, ora);
        }
        atto.soggetto.riparte();
        let tipo = match self.settings().pin_ordine_type {
            PinType::Online => Tipo::Online,
            PinType::Dispositivo => Tipo::Dispositivo,
        };
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, INIZIALE, ora).await?;
        let (pin, passaggio) = Pin::richiesto(segreto, tipo, richiesta.numero);
        atto.soggetto.pin = Some(pin);
        atto.nota(Accaduto::of(ora, passaggio).by(richiesta.canale.as_str()));
        let (prima, seconda) = codice.halves();
        let first = if atto.soggetto.contatti.cellulare.is_some() { Recapito::Cellulare } else { Recapito::Email };
        self.manda_meta(atto, Ultimo::Prima, prima, first, richiesta.numero);
        self.manda_meta(atto, Ultimo::Seconda, seconda, Recapito::Pec, richiesta.numero);
        Ok(())
    }

    async fn reject(&self, mut richiesta: Richiesta, motivo: String) -> Result<Richiesta, PinError> {
        let code = richiesta.codice_fiscale.clone();
        let ora = self.ora();
        richiesta.stato = StatoRichiesta::Respinta;
        richiesta.decisa = Some(ora);
        richiesta.motivo = Some(motivo.clone());
        let event = Accaduto::new(ora, format!("richiesta-respinta: {motivo}")).by(richiesta.canale.as_str());
        let avviso = Avviso::Respinto(motivo);
        if let Some(mut atto) = self.begin(&code).await? {
            if atto.soggetto.recapito(avviso.order()).is_none() {
                join(&mut atto.soggetto, richiesta.contatti.clone());
            }
            atto.nota(event);
            self.avvisa(&mut atto, &avviso, Some(richiesta.numero));
            atto.richiesta(&richiesta);
            self.commit(atto).await?;
            return Ok(richiesta);
        }
        // Nobody yet: the message goes to the contacts of the request, and no subject comes of it.
        let mut stranger = Self::stranger(&richiesta);
        join(&mut stranger, richiesta.contatti.clone());
        let mut atto = self.atto(sac_store::pin::Kept { soggetto: stranger, version: 0 });
        atto.nota(event);
        self.avvisa(&mut atto, &avviso, Some(richiesta.numero));
        atto.richiesta(&richiesta);
        self.ledger().change_pin(atto.change).await?;
        Ok(richiesta)
    }
}
