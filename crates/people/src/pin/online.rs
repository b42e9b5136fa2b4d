//! A new PIN asked for on the site or at the contact center (circular 131/2009 §2).

use sac_pin::event::Accaduto;
use sac_pin::machine::{Pin, Tipo, Ultimo};
use sac_pin::message::Recapito;
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::INIZIALE;
use sac_pin::subject::Soggetto;
use sac_settings::PinFirstHalf;

use super::checks;
use super::error::PinError;
use super::form::Modulo;
use super::service::{Esito, Pins, refuse};

impl Pins {
    /// Asks for a new PIN of a citizen whom the register knows. The first half is shown once, or goes to a contact;
    /// the second goes by post.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn ask_online(&self, form: &Modulo, canale: Canale) -> Result<Esito, PinError> {
        let mut found = Vec::new();
        let code = checks::code(form, &mut found);
        let given = checks::contacts(form, &mut found);
        let Some(code) = code else { return refuse(found).and(Err(PinError::NotFound)) };
        refuse(std::mem::take(&mut found))?;
        let _alone = self.alone(&code).await;
        let Some(person) = self.person(&code).await?.filter(|person| person.arca) else {
            return Err(PinError::of(Refusal::of(Rule::PinArcaSconosciuto)));
        };
        Self::compare_with(&person, form, &mut found);
        refuse(std::mem::take(&mut found))?;
        let kept = self.find(&code).await?;
        self.against_new(kept.as_ref(), &code, &mut found);
        refuse(std::mem::take(&mut found))?;
        let mut contatti = kept.map(|kept| kept.contatti).unwrap_or_default();
        contatti.cellulare = given.cellulare.or(contatti.cellulare);
        contatti.email = given.email.or(contatti.email);
        contatti.residenza = person.residenza.clone().or_else(|| checks::residence(form));
        let first = [Recapito::Cellulare, Recapito::Email, Recapito::Pec];
        let probe =
            Soggetto { contatti: contatti.clone(), ..Soggetto::new(code.clone(), String::new(), String::new()) };
        let by_contact = self.settings().pin_first_half == PinFirstHalf::Contact && canale == Canale::Online;
        let first = probe.recapito(&first).map(|(kind, _)| kind).filter(|_| by_contact);
        if by_contact && first.is_none() {
            return Err(PinError::of(Refusal::of(Rule::ContattoObbligatorio)));
        }
        let numero = self.ledger().new_pin_request_number().await?;
        let new = || Soggetto::new(code.clone(), person.cognome.clone(), person.nome.clone());
        let mut atto = self.begin_with(new, &code).await?;
        let ora = atto.ora;
        self.drop_former(&mut atto.soggetto);
        atto.soggetto.contatti = contatti;
        atto.soggetto.aggiungi(Profilo::Cittadino, None, ora);
        atto.soggetto.riparte();
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, INIZIALE, ora).await?;
        let (mut pin, passaggio) = Pin::richiesto(segreto, Tipo::Online, numero);
        atto.nota(Accaduto::of(ora, passaggio).by(canale.as_str()));
        let (prima, seconda) = codice.halves();
        let shown = if let Some(kind) = first {
            self.manda_meta(&mut atto, Ultimo::Prima, prima, kind, numero);
            None
        } else {
            let passaggio = pin.consegna_meta(Ultimo::Prima, ora).map_err(|_| PinError::State)?;
            atto.nota(Accaduto::of(ora, passaggio).by(canale.as_str()));
            Some(prima)
        };
        self.manda_meta(&mut atto, Ultimo::Seconda, seconda, Recapito::Posta, numero);
        let stato = pin.stato().as_str().to_owned();
        atto.soggetto.pin = Some(pin);
        let mut richiesta = Richiesta::new(code, canale, TipoRichiesta::Nuovo, ora);
        richiesta.numero = numero;
        richiesta.stato = StatoRichiesta::Attivata;
        richiesta.decisa = Some(ora);
        atto.richiesta(&richiesta);
        self.commit(atto).await?;
        Ok(Esito { numero, stato, prima_parte: shown, busta: None })
    }

    /// After the end of a PIN a new one begins with the profile of any person, unless the settings keep the others.
    pub(super) fn drop_former(&self, soggetto: &mut Soggetto) {
        let had_one = soggetto.pin.as_ref().is_some_and(|pin| !pin.stato().in_vita());
        if had_one && !self.settings().pin_profiles_survive {
            let ora = self.ora();
            for profilo in Profilo::ALL.iter().filter(|profilo| **profilo != Profilo::Cittadino) {
                soggetto.togli(*profilo, ora);
            }
        }
    }
}
