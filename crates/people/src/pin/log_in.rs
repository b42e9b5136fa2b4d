//! Log-in: one answer and one cost for every failure.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Pin, Stato};
use sac_pin::message::Avviso;
use sac_pin::profile::{Profilo, Servizio};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::secret::Codice;
use sac_pin::subject::Soggetto;
use sac_settings::DispositivoUse;
use secrecy::{ExposeSecret as _, SecretString};

use super::error::PinError;
use super::hash;
use super::service::{Atto, Pins};

/// Where a good log-in leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Porta {
    /// To the service.
    Servizio,
    /// To the change of an initial secret.
    PrimoAccesso,
    /// To the change of an expired one.
    Cambio,
    /// To the unification.
    Unificazione,
}

/// A good log-in.
#[derive(Clone, Debug)]
pub struct Entrato {
    /// Who it is.
    pub soggetto: Soggetto,
    /// Where it leads.
    pub porta: Porta,
}

/// The proof that the PIN of a subject opens a service now. Only [`Pins::in_force`] makes it.
#[derive(Clone, Debug)]
pub struct InForce {
    soggetto: Soggetto,
    servizio: Servizio,
}

impl InForce {
    /// Who it is.
    #[must_use]
    pub fn soggetto(&self) -> &Soggetto {
        &self.soggetto
    }

    /// Which service it opens.
    #[must_use]
    pub fn servizio(&self) -> Servizio {
        self.servizio
    }
}

/// Why a log-in is refused.
#[derive(Debug, thiserror::Error)]
pub enum Negato {
    /// Whatever the cause.
    #[error("refused")]
    NonValide,
    /// The secret is right, the service is not the subject's.
    #[error("refused")]
    Servizio(Refusal),
    /// It could not be verified.
    #[error(transparent)]
    Broken(#[from] PinError),
}

impl From<sac_store::StoreError> for Negato {
    fn from(error: sac_store::StoreError) -> Self {
        Self::Broken(error.into())
    }
}

/// Which secret was the right one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trovato {
    Iniziale,
    Corrente,
    Inpdap,
    Nessuno,
}

impl Pins {
    /// Verifies a codice fiscale and a secret, as typed for this service.
    ///
    /// # Errors
    /// [`Negato`].
    pub async fn log_in(&self, code: &str, typed: &SecretString, servizio: Servizio) -> Result<Entrato, Negato> {
        let codice = Codice::typed(typed.expose_secret());
        let Ok(code) = CodiceFiscale::parse(&code.trim().to_ascii_uppercase()) else {
            hash::verify(codice.secret(), None, self.cost()).await?;
            return Err(Negato::NonValide);
        };
        let _alone = self.alone(&code).await;
        self.adopt(&code, typed).await?;
        let Some(atto) = self.begin(&code).await? else {
            hash::verify(codice.secret(), None, self.cost()).await?;
            self.refused(&code, "codice fiscale senza PIN").await?;
            return Err(Negato::NonValide);
        };
        let trovato = self.compare(&atto.soggetto, &codice).await?;
        let atto = self.judge(atto, trovato, servizio).await?;
        self.entra(atto, trovato, servizio).await
    }

    /// Verifies a codice fiscale and a password of the former INPDAP.
    ///
    /// # Errors
    /// [`Negato`].
    pub async fn log_in_inpdap(&self, code: &str, password: &SecretString) -> Result<Entrato, Negato> {
        let Ok(code) = CodiceFiscale::parse(&code.trim().to_ascii_uppercase()) else {
            hash::verify(password, None, self.cost()).await?;
            return Err(Negato::NonValide);
        };
        let _alone = self.alone(&code).await;
        let Some(atto) = self.begin(&code).await? else {
            hash::verify(password, None, self.cost()).await?;
            self.refused(&code, "codice fiscale senza credenziali").await?;
            return Err(Negato::NonValide);
        };
        let kept = atto.soggetto.inpdap.clone().or_else(|| atto.soggetto.inpdap_unificata.clone());
        let matches = hash::verify(password, kept, self.cost()).await?;
        if matches && atto.soggetto.inpdap.is_none() {
            let rule = Rule::CredenzialiUnificate;
            self.nega(atto, rule, "password ex INPDAP già unificata").await?;
            return Err(Negato::NonValide);
        }
        let blocked = atto.soggetto.pin_in_vita().is_some_and(|pin| pin.stato() == Stato::Bloccato);
        let trovato = if matches && !blocked { Trovato::Inpdap } else { Trovato::Nessuno };
        let atto = self.judge(atto, trovato, Servizio::Enti).await?;
        self.entra(atto, trovato, Servizio::Enti).await
    }

    /// Whether this is the secret in use of the subject, for acts that ask for it again. Failures count.
    ///
    /// # Errors
    /// [`PinError::Refused`] with `credenziali-non-valide`.
    pub async fn verify_again(&self, code: &CodiceFiscale, typed: &SecretString) -> Result<(), PinError> {
        let codice = Codice::typed(typed.expose_secret());
        let _alone = self.alone(code).await;
        let Some(atto) = self.begin(code).await? else { return Err(PinError::NotFound) };
        let trovato = self.compare(&atto.soggetto, &codice).await?;
        if trovato == Trovato::Corrente && !atto.soggetto.e_fermo(atto.ora) {
            return Ok(());
        }
        self.sbaglia(atto).await?;
        Err(PinError::of(Refusal::of(Rule::CredenzialiNonValide)))
    }

    /// Compares the secret with those of the subject: one verification, or one for nothing.
    async fn compare(&self, soggetto: &Soggetto, codice: &Codice) -> Result<Trovato, PinError> {
        let pin = soggetto.pin_in_vita();
        let fits = |segreto: &&sac_pin::machine::Segreto| segreto.caratteri == codice.len();
        let iniziale = pin.and_then(Pin::iniziale).filter(fits);
        let corrente = pin.and_then(Pin::corrente).filter(fits).filter(|one| Some(*one) != iniziale);
        let mut trovato = Trovato::Nessuno;
        for (found, segreto) in [(Trovato::Iniziale, iniziale), (Trovato::Corrente, corrente)] {
            if let Some(segreto) = segreto
                && hash::verify(codice.secret(), Some(segreto.hash.clone()), self.cost()).await?
            {
                trovato = found;
            }
        }
        if iniziale.is_none() && corrente.is_none() {
            hash::verify(codice.secret(), None, self.cost()).await?;
        }
        Ok(trovato)
    }

    /// Refuses whoever may not come in, right secret or not, and counts wrong ones.
    async fn judge(&self, atto: Atto, trovato: Trovato, servizio: Servizio) -> Result<Atto, Negato> {
        let code = &atto.soggetto.codice_fiscale;
        let over = self.settings().pin_valid_until.is_some_and(|last| self.oggi() > last);
        let died = atto.soggetto.deceduto || self.store().worker(code).await?.is_some_and(|worker| worker.deceduto);
        let reason = if over {
            Some(("pin-dismesso", Rule::PinDismesso))
        } else if atto.soggetto.e_fermo(atto.ora) {
            Some(("bloccato", Rule::CredenzialiNonValide))
        } else if died {
            Some(("deceduto", Rule::CredenzialiNonValide))
        } else {
            None
        };
        match reason {
            Some((reason, rule)) => {
                let event = Accaduto::new(atto.ora, format!("accesso-negato: {reason}")).breaking(rule);
                self.note(code, event.by(servizio.as_str())).await?;
                Err(Negato::NonValide)
            }
            None if trovato == Trovato::Nessuno => {
                self.sbaglia(atto).await?;
                Err(Negato::NonValide)
            }
            None => Ok(atto),
        }
    }

    /// A wrong secret is counted.
    async fn sbaglia(&self, mut atto: Atto) -> Result<(), PinError> {
        let ora = atto.ora;
        let reason = match atto.soggetto.pin.as_ref().map(Pin::stato) {
            None => "nessun PIN".to_owned(),
            Some(Stato::Attivo) => "PIN errato".to_owned(),
            Some(stato) => format!("PIN errato o non utilizzabile ({stato})"),
        };
        let event = Accaduto::new(ora, format!("accesso-negato: {reason}")).breaking(Rule::CredenzialiNonValide);
        atto.nota(event);
        if let Some(fino) = atto.soggetto.sbaglia(self.settings(), ora) {
            if let Some(passaggio) = atto.soggetto.pin.as_mut().and_then(|pin| pin.blocca(fino).ok()) {
                atto.nota(Accaduto::of(ora, passaggio));
            } else {
                atto.nota(Accaduto::new(ora, "blocco"));
            }
            self.avvisa(&mut atto, &Avviso::Bloccato(fino), None);
        }
        self.commit(atto).await.map(drop)
    }

    /// The secret is right.
    async fn entra(&self, mut atto: Atto, trovato: Trovato, servizio: Servizio) -> Result<Entrato, Negato> {
        let ora = atto.ora;
        let unify = atto.soggetto.da_unificare(self.settings(), self.oggi());
        let stato = atto.soggetto.pin_in_vita().map(Pin::stato);
        let porta = match trovato {
            Trovato::Iniziale => Porta::PrimoAccesso,
            _ if unify => Porta::Unificazione,
            Trovato::Corrente if stato == Some(Stato::Scaduto) => Porta::Cambio,
            _ => Porta::Servizio,
        };
        if porta == Porta::Servizio
            && let Err(refusal) = self.service_of(&atto.soggetto, servizio, trovato == Trovato::Inpdap).await?
        {
            let event = Accaduto::new(ora, "accesso-negato: servizio").breaking(refusal.rule).by(servizio.as_str());
            self.note(&atto.soggetto.codice_fiscale, event).await?;
            return Err(Negato::Servizio(refusal));
        }
        atto.soggetto.riparte();
        if let Some(pin) = atto.soggetto.pin.as_mut() {
            if trovato == Trovato::Iniziale
                && let Ok(passaggio) = pin.primo_accesso()
            {
                let busta = pin.busta().is_some();
                atto.change.events.push(Accaduto::of(ora, passaggio).by(servizio.as_str()));
                // Nobody needs the envelope any more.
                atto.change.forget_secrets = busta;
            }
            pin.usa(ora);
        }
        if trovato != Trovato::Iniziale {
            atto.nota(Accaduto::new(ora, "accesso").by(servizio.as_str()));
        }
        let soggetto = self.commit(atto).await?;
        Ok(Entrato { soggetto, porta })
    }

    /// The subject of this code, if its PIN opens this service now: to be asked on every request. A block, a
    /// revocation, an expiry or a lost profile ends what a log-in began.
    ///
    /// # Errors
    /// The store failed.
    pub async fn in_force(&self, code: &CodiceFiscale, servizio: Servizio) -> Result<Option<InForce>, PinError> {
        let Some(soggetto) = self.find(code).await? else { return Ok(None) };
        let pin = soggetto.pin_in_vita();
        let opens = pin.is_some_and(|pin| pin.corrente().is_some() && pin.stato() != Stato::Scaduto);
        let over = self.settings().pin_valid_until.is_some_and(|last| self.oggi() > last);
        if !opens || over || soggetto.e_fermo(self.ora()) || self.service_of(&soggetto, servizio, false).await?.is_err()
        {
            return Ok(None);
        }
        Ok(Some(InForce { soggetto, servizio }))
    }

    /// Verifies codice fiscale and PIN for the workers' own log-in, which counts failures itself: those of the PIN's
    /// pages are not touched.
    ///
    /// # Errors
    /// The store failed.
    pub async fn check(&self, code: &CodiceFiscale, typed: &SecretString) -> Result<Option<Entrato>, PinError> {
        let codice = Codice::typed(typed.expose_secret());
        let _alone = self.alone(code).await;
        self.adopt(code, typed).await?;
        let Some(atto) = self.begin(code).await? else {
            hash::verify(codice.secret(), None, self.cost()).await?;
            return Ok(None);
        };
        let trovato = self.compare(&atto.soggetto, &codice).await?;
        let over = self.settings().pin_valid_until.is_some_and(|last| self.oggi() > last);
        if trovato == Trovato::Nessuno || over || atto.soggetto.e_fermo(atto.ora) {
            return Ok(None);
        }
        match self.entra(atto, trovato, Servizio::Cittadino).await {
            Ok(entrato) => Ok(Some(entrato)),
            Err(Negato::Broken(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// Whether the subject may use this service: on every request, not at log-in only.
    ///
    /// # Errors
    /// The store failed. The inner error is the rule.
    pub async fn service_of(
        &self,
        soggetto: &Soggetto,
        servizio: Servizio,
        with_password: bool,
    ) -> Result<Result<(), Refusal>, PinError> {
        let none = || Refusal::of(Rule::ProfiloNonAbilitato);
        if servizio == Servizio::Pin {
            return Ok(Ok(()));
        }
        // Before the unification the old password is all that opens the area.
        let is_former = servizio == Servizio::Enti && (with_password || soggetto.inpdap.is_some());
        if soggetto.profili_per(servizio).is_empty() && !is_former {
            return Ok(Err(none()));
        }
        let known = match servizio {
            Servizio::Web => self.doctor(&soggetto.codice_fiscale).await?.is_some(),
            Servizio::Azienda => !soggetto.aziende.is_empty(),
            Servizio::Cittadino => self.register().find(soggetto.codice_fiscale.clone()).await?.is_some(),
            _ => true,
        };
        if !known {
            return Ok(Err(none()));
        }
        if servizio == Servizio::Enti && !with_password {
            return Ok(self.gdp(soggetto));
        }
        let needs = match servizio {
            Servizio::Azienda => Some(DispositivoUse::Azienda),
            Servizio::Ctu => Some(DispositivoUse::Ctu),
            _ => None,
        };
        let is_missing = needs.is_some_and(|needs| self.needs_dispositivo(soggetto, needs));
        Ok(if is_missing { Err(Refusal::of(Rule::DispositivoRichiesto)) } else { Ok(()) })
    }

    /// Whether this use needs a PIN *dispositivo* that the subject has not.
    #[must_use]
    pub fn needs_dispositivo(&self, soggetto: &Soggetto, what: DispositivoUse) -> bool {
        let is_online = soggetto.pin_in_vita().is_none_or(|pin| pin.tipo() == sac_pin::machine::Tipo::Online);
        self.settings().dispositivo_required.has(what) && is_online
    }

    /// Whether the area of public bodies opens (circular 71/2016 §2).
    ///
    /// # Errors
    /// The rule.
    pub fn gdp(&self, soggetto: &Soggetto) -> Result<(), Refusal> {
        let last = self.settings().gdp_dispositivo_by;
        let refused = self.oggi() > last && self.needs_dispositivo(soggetto, DispositivoUse::Gdp);
        if refused {
            let termine = last.format("%d/%m/%Y");
            return Err(Refusal::of(Rule::GdpDispositivoRichiesto).with("termine", termine));
        }
        Ok(())
    }

    /// The user of the doctor of this code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn doctor(&self, code: &CodiceFiscale) -> Result<Option<String>, PinError> {
        let users = self.store().users().await?;
        let is_theirs = |user: &sac_domain::user::User| match &user.kind {
            sac_domain::user::UserKind::Medico { codice_fiscale, .. } => codice_fiscale.as_str() == code.as_str(),
            _ => false,
        };
        Ok(users.into_iter().find(|user| is_theirs(user) && !user.blocked).map(|user| user.name))
    }

    /// A worker whose PIN is kept from before there were subjects becomes one, if this is the PIN.
    async fn adopt(&self, code: &CodiceFiscale, typed: &SecretString) -> Result<(), PinError> {
        if self.store().pin_subject(code).await?.is_some() {
            return Ok(());
        }
        let Some(profile) = self.store().worker_profile(code).await? else { return Ok(()) };
        if !self.pincodes().is_pin(code.as_str(), typed, profile.pin_hash) {
            return Ok(());
        }
        let Some(person) = self.register().find(code.clone()).await? else { return Ok(()) };
        let mut soggetto = Soggetto::new(code.clone(), person.cognome, person.nome);
        soggetto.seme = profile.seed_pin;
        soggetto.contatti = super::planting::contatti(&profile.recapiti);
        let ora = self.ora();
        soggetto.aggiungi(Profilo::Cittadino, None, ora);
        let codice = Codice::typed(typed.expose_secret());
        let hash = hash::hash(&codice, self.cost()).await?;
        let segreto = sac_pin::machine::Segreto { hash, caratteri: codice.len(), dal: ora };
        soggetto.pin = Some(Pin::seminato(segreto, sac_pin::machine::Tipo::Online, ora));
        let mut atto = self.begin_with(|| soggetto, code).await?;
        atto.nota(Accaduto::new(ora, "PIN del lavoratore adottato"));
        self.commit(atto).await.map(drop)
    }

    async fn refused(&self, code: &CodiceFiscale, reason: &str) -> Result<(), PinError> {
        let event = Accaduto::new(self.ora(), format!("accesso-negato: {reason}")).breaking(Rule::CredenzialiNonValide);
        self.note(code, event).await
    }

    async fn nega(&self, mut atto: Atto, rule: Rule, reason: &str) -> Result<(), PinError> {
        let event = Accaduto::new(atto.ora, format!("accesso-negato: {reason}")).breaking(rule);
        atto.nota(event);
        self.commit(atto).await.map(drop)
    }
}
