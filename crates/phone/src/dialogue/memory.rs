//! What a call remembers, and what an answer does.

use std::net::IpAddr;

use chrono::{DateTime, NaiveDate, Utc};
use sac_certificates::rule::Refusal;
use sac_certificates::service::Failure;
use sac_domain::certificate::Indirizzo;
use sac_domain::code::{Agevolazione, Ruolo, TipoCertificato, TipoVisita};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::giorno::Giorno;
use sac_domain::user::Iscrizione;
use sac_people::credentials::{Authenticated, PincodeProof};
use sac_store::StoreError;
use sac_world::World;
use secrecy::SecretString;

use crate::state::State;

/// Answers that cannot be taken, at one question, until the call ends.
pub(super) const ATTEMPTS: u8 = 3;

/// The gateway itself failed; how is for the log.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    #[error(transparent)]
    Failure(#[from] Failure),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the dialogue acts on.
pub(crate) struct Surroundings<'a> {
    pub(crate) world: &'a World,
    pub(crate) peer: IpAddr,
    pub(crate) now: DateTime<Utc>,
}

/// A call at its question.
#[derive(Clone)]
pub(crate) struct Dialogue {
    pub(crate) state: State,
    /// Answers in a row that could not be taken.
    pub(super) attempts: u8,
    /// The questions to go back to, the last one at the end.
    pub(super) back: Vec<State>,
    /// Log-ins that failed.
    pub(super) wrong_pins: u8,
    /// The telephone code that was keyed.
    pub(super) telephone: SecretString,
    pub(super) caller: Option<Caller>,
    pub(super) draft: Draft,
    /// What was accepted last.
    pub(super) accepted: Option<(Accepted, u32)>,
    /// What is told of an attestato.
    pub(super) told: String,
}

/// A doctor who has keyed the right PIN.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) authenticated: Authenticated,
    pub(super) proof: PincodeProof,
}

/// What was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Accepted {
    Certificate,
    Rettifica,
    Annullamento,
}

/// What was answered so far.
#[derive(Clone, Default)]
pub(crate) struct Draft {
    pub(super) sede: Option<Iscrizione>,
    pub(crate) worker: Option<Worker>,
    pub(super) residenza: Option<Indirizzo>,
    pub(super) ruolo: Option<Ruolo>,
    pub(super) tipo: Option<TipoCertificato>,
    pub(super) visita: Option<TipoVisita>,
    pub(super) rilascio: Option<Giorno>,
    pub(super) inizio: Option<Giorno>,
    pub(super) fine: Option<Giorno>,
    pub(super) icd_kind: String,
    pub(super) icd: Option<String>,
    pub(super) giornata_lavorata: Option<bool>,
    pub(super) trauma: Option<bool>,
    pub(super) agevolazioni: Option<Agevolazione>,
    /// The certificate to rectify or cancel.
    pub(crate) named: Option<Named>,
}

/// A worker who was found.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) code: CodiceFiscale,
    pub(super) name: String,
}

/// A certificate on record.
#[derive(Clone)]
pub(crate) struct Named {
    pub(crate) puc: String,
    pub(super) inizio: NaiveDate,
    pub(super) fine: NaiveDate,
}

/// What an answer does.
pub(super) enum Next {
    /// The next question.
    Ask(State),
    /// The same questions from this one on, which was answered before.
    From(State),
    /// The answer breaks these rules: the question again.
    Refused(Vec<Refusal>),
    /// The answer cannot be taken, for this reason: the question again.
    Again(&'static str),
    /// What was asked for is refused: the menu.
    NotAccepted(Vec<Refusal>),
    /// What was asked for is not wanted, or cannot be had: the menu.
    Left(&'static str),
    /// The number that was assigned.
    Accepted(Accepted, u32),
    /// The PIN is wrong.
    WrongPin,
    /// The end, after a last sentence.
    End(&'static str),
}
