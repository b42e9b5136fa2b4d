//! What the acts have in common: one subject at a time, one commit an act.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sac_domain::clock::{Clock, civil_date};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Segreto, Ultimo};
use sac_pin::message::{Avviso, Mittenti, Recapito};
use sac_pin::request::Richiesta;
use sac_pin::rule::Refusal;
use sac_pin::secret::Codice;
use sac_pin::subject::{Contatti, Soggetto};
use sac_settings::{PinHash, PinSettings, Span};
use sac_store::pin::{Changed, Kept, PinChange, PinMessage, PutSubject};
use sac_store::{Ledger, Store};
use tokio::sync::MutexGuard;

use super::error::PinError;
use super::hash;
use super::random::Random;
use crate::credentials::{LoginLocks, PincodeKey};
use crate::register::Register;

/// What the PINs of a world go by.
#[derive(Clone, Debug)]
pub struct PinsSettings {
    /// The settings of the group.
    pub pin: PinSettings,
    /// Whether the world is kept: then a secret is never cheap to guess.
    pub is_durable: bool,
    /// From where messages come.
    pub mittenti: Mittenti,
}

/// The PINs of one world. Clones are the same ones.
#[derive(Clone)]
pub struct Pins(Arc<Shared>);

struct Shared {
    ledger: Ledger,
    clock: Clock,
    settings: PinsSettings,
    register: Register,
    pincodes: PincodeKey,
    random: Random,
    locks: LoginLocks,
}

/// What a request comes to.
#[derive(Clone, Debug, Default)]
pub struct Esito {
    /// Its number.
    pub numero: u32,
    /// Where it, or the PIN that it made, stands.
    pub stato: String,
    /// The half that is shown once.
    pub prima_parte: Option<Codice>,
    /// The number of the envelope.
    pub busta: Option<u32>,
}

/// One act on one subject: the subject as it becomes, and all that is written with it.
pub(super) struct Atto {
    pub(super) soggetto: Soggetto,
    from: i64,
    pub(super) change: PinChange,
    pub(super) ora: DateTime<Utc>,
}

impl Pins {
    /// The PINs of the subjects in `ledger`. Who asks online must be in `register`.
    #[must_use]
    pub fn new(ledger: Ledger, clock: Clock, register: Register, pincodes: PincodeKey, settings: PinsSettings) -> Self {
        let (random, locks) = (Random::default(), LoginLocks::default());
        Self(Arc::new(Shared { ledger, clock, settings, register, pincodes, random, locks }))
    }

    /// New secrets repeat under this key from now on; without one they come from the operating system.
    pub fn seed(&self, key: Option<[u8; 32]>) {
        self.0.random.seed(key);
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &PinSettings {
        &self.0.settings.pin
    }

    /// What is on record.
    #[must_use]
    pub fn store(&self) -> &Store {
        self.0.ledger.store()
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    pub(super) fn register(&self) -> &Register {
        &self.0.register
    }

    pub(super) fn pincodes(&self) -> &PincodeKey {
        &self.0.pincodes
    }

    /// Now, by the world's clock.
    #[must_use]
    pub fn ora(&self) -> DateTime<Utc> {
        self.0.clock.now()
    }

    /// Today, in Rome.
    #[must_use]
    pub fn oggi(&self) -> NaiveDate {
        civil_date(self.ora())
    }

    pub(super) fn cost(&self) -> PinHash {
        if self.0.settings.is_durable { PinHash::Normal } else { self.settings().pin_hash }
    }

    /// Holds back other acts on this subject.
    pub(super) async fn alone(&self, code: &CodiceFiscale) -> Option<MutexGuard<'_, ()>> {
        self.0.locks.acquire(code.as_str()).await
    }

    /// The subject of this code, with what time did to it meanwhile.
    ///
    /// # Errors
    /// The store failed.
    pub async fn find(&self, code: &CodiceFiscale) -> Result<Option<Soggetto>, PinError> {
        let kept = self.store().pin_subject(code).await?;
        Ok(kept.map(|kept| {
            let mut soggetto = kept.soggetto;
            sac_pin::due::matura(&mut soggetto, self.settings(), self.ora());
            soggetto
        }))
    }

    /// Begins an act on the subject of this code, if there is one; the caller holds [`Self::alone`].
    pub(super) async fn begin(&self, code: &CodiceFiscale) -> Result<Option<Atto>, PinError> {
        Ok(self.store().pin_subject(code).await?.map(|kept| self.atto(kept)))
    }

    /// The same where there may be none yet.
    pub(super) async fn begin_with(
        &self,
        new: impl FnOnce() -> Soggetto,
        code: &CodiceFiscale,
    ) -> Result<Atto, PinError> {
        let kept = self.store().pin_subject(code).await?;
        Ok(self.atto(kept.unwrap_or_else(|| Kept { soggetto: new(), version: 0 })))
    }

    /// An act that time begins, or a caller who holds [`Self::alone`].
    pub(super) fn atto(&self, kept: Kept) -> Atto {
        let ora = self.ora();
        let code = kept.soggetto.codice_fiscale.clone();
        let change = PinChange { codice_fiscale: Some(code), ..PinChange::default() };
        let mut atto = Atto { soggetto: kept.soggetto, from: kept.version, change, ora };
        // What is due comes first, so that nothing is judged by an outdated state.
        self.matura(&mut atto);
        atto
    }

    /// Carries out what is due; the names of it, with their instants.
    pub(super) fn matura(&self, atto: &mut Atto) -> Vec<(DateTime<Utc>, &'static str)> {
        let done = sac_pin::due::matura(&mut atto.soggetto, self.settings(), atto.ora);
        let mut happened = Vec::new();
        for one in done {
            happened.push((one.at, one.what));
            atto.change.events.push(one.accaduto.by("orologio"));
            if let Some(avviso) = one.avviso {
                self.avvisa(atto, &avviso, None);
            }
        }
        happened
    }

    /// Writes the act down.
    pub(super) async fn commit(&self, mut atto: Atto) -> Result<Soggetto, PinError> {
        let due = atto.soggetto.prossimo(self.settings());
        atto.change.subject = Some(PutSubject { soggetto: atto.soggetto.clone(), from: Some(atto.from), due });
        match self.ledger().change_pin(atto.change).await? {
            Changed::Done => Ok(atto.soggetto),
            Changed::Outdated => Err(PinError::State),
        }
    }

    /// Writes something down of a code that may be no subject's.
    pub(super) async fn note(&self, code: &CodiceFiscale, accaduto: Accaduto) -> Result<(), PinError> {
        let events = vec![accaduto];
        let change = PinChange { codice_fiscale: Some(code.clone()), events, ..PinChange::default() };
        self.ledger().change_pin(change).await?;
        Ok(())
    }

    /// Adds a message to the subject's preferred contact, if it has one.
    pub(super) fn avvisa(&self, atto: &mut Atto, avviso: &Avviso, richiesta: Option<u32>) {
        let Some((kind, to)) = atto.soggetto.recapito(avviso.order()) else { return };
        let to = to.to_owned();
        self.invia(atto, avviso, (kind, &to), richiesta, None);
    }

    /// Adds a message to this contact.
    pub(super) fn invia(
        &self,
        atto: &mut Atto,
        avviso: &Avviso,
        to: (Recapito, &str),
        richiesta: Option<u32>,
        half: Option<(u32, Ultimo)>,
    ) {
        let code = atto.soggetto.codice_fiscale.as_str();
        let message = avviso.message(to, &self.0.settings.mittenti, richiesta, code, atto.ora);
        let letter = (to.0 == Recapito::Posta).then(|| later(atto.ora, self.settings().pin_letter));
        atto.change.messages.push(PinMessage { message, due: letter, half });
    }

    /// Makes a secret for the subject, and its hash.
    pub(super) async fn nuovo_codice(
        &self,
        soggetto: &mut Soggetto,
        characters: usize,
        ora: DateTime<Utc>,
    ) -> Result<(Codice, Segreto), PinError> {
        soggetto.generazioni += 1;
        let what = format!("{} {}", soggetto.codice_fiscale.as_str(), soggetto.generazioni);
        let codice = self.0.random.codice(characters, self.settings().pin_alphabet, &what)?;
        let hash = hash::hash(&codice, self.cost()).await?;
        // It is not one of the default people's any more.
        soggetto.seme = soggetto.inpdap.is_some() && soggetto.seme;
        let segreto = Segreto { hash, caratteri: codice.len(), dal: ora };
        Ok((codice, segreto))
    }

    /// Sends a half to this kind of contact.
    pub(super) fn manda_meta(&self, atto: &mut Atto, quale: Ultimo, meta: Codice, kind: Recapito, richiesta: u32) {
        let Some(to) = indirizzo(&atto.soggetto.contatti, kind) else { return };
        let half = Some((atto.soggetto.generazioni, quale));
        self.invia(atto, &Avviso::Meta(quale, meta), (kind, &to), Some(richiesta), half);
    }
}

impl Atto {
    /// Adds a line to the subject's history.
    pub(super) fn nota(&mut self, accaduto: Accaduto) {
        self.change.events.push(accaduto);
    }

    /// Puts a request into the commit.
    pub(super) fn richiesta(&mut self, richiesta: &Richiesta) {
        self.change.requests.push(richiesta.clone());
    }
}

/// An instant so much later; the last there is where it would be beyond.
pub(super) fn later(ora: DateTime<Utc>, by: Span) -> DateTime<Utc> {
    TimeDelta::from_std(by.0).ok().and_then(|by| ora.checked_add_signed(by)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// Where a message of this kind goes; of the post it is the whole address.
pub(super) fn indirizzo(contatti: &Contatti, kind: Recapito) -> Option<String> {
    match kind {
        Recapito::Cellulare => contatti.cellulare.clone(),
        Recapito::Email => contatti.email.clone(),
        Recapito::Pec => contatti.pec.clone(),
        Recapito::Posta => contatti.residenza.as_ref().map(|residenza| {
            let comune = residenza.comune.as_deref().or(residenza.codice_catastale.as_deref()).unwrap_or_default();
            let provincia = residenza.provincia.as_deref().map(|sigla| format!(" ({sigla})")).unwrap_or_default();
            format!("{} {}, {} {comune}{provincia}", residenza.via, residenza.civico, residenza.cap)
        }),
    }
}

/// All of them, or the findings of the first stage that has any.
pub(super) fn refuse(found: Vec<Refusal>) -> Result<(), PinError> {
    if found.is_empty() { Ok(()) } else { Err(PinError::Refused(sac_pin::rule::first_stage(found))) }
}

impl fmt::Debug for Pins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pins").finish_non_exhaustive()
    }
}
