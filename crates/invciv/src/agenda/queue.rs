//! Those who wait for a date (circular §3.3).

use chrono::{DateTime, NaiveDate, Utc};

use super::index::Agenda;
use super::need::{Need, Slot};
use super::propose::{Window, limit};
use crate::code::{EsitoAgenda, Urgenza};
use crate::identifier::Piu;
use crate::settings::{NoSlot, Settings};

/// A domanda that waits for a date.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its number.
    pub piu: Piu,
    /// How urgent it is.
    pub urgenza: Urgenza,
    /// When it was presented.
    pub presentata: NaiveDate,
    /// What it needs.
    pub need: Need,
}

/// A domanda that got a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Its number.
    pub piu: Piu,
    /// Its slot, which is taken in the agenda.
    pub slot: Slot,
    /// Whether the date is after the limit.
    pub oltre_limite: bool,
}

impl Agenda {
    /// Gives the waiting ones their dates: rosso first, then by presentation, then by number. Each takes
    /// the first slot within its limit, else the first later one.
    pub fn serve(&mut self, mut waiting: Vec<Waiting>, now: DateTime<Utc>, settings: &Settings) -> Vec<Served> {
        waiting.sort_by(|a, b| key(a).cmp(&key(b)));
        // Whatever the setting says of a new domanda: one that waits takes a later date too.
        let settings = Settings { no_slot: NoSlot::Later, alternatives: 0, ..settings.clone() };
        let mut served = Vec::new();
        for Waiting { piu, urgenza, presentata, need } in waiting {
            let window = Window::within_limit(presentata, limit(presentata, urgenza), now, &settings);
            let proposal = self.propose(&need, window, now, &settings);
            if let Some(slot) = proposal.proposta.filter(|slot| self.take(&slot.id)) {
                served.push(Served { piu, slot, oltre_limite: proposal.esito == EsitoAgenda::OltreLimite });
            }
        }
        served
    }
}

fn key(waiting: &Waiting) -> (bool, NaiveDate, &Piu) {
    (waiting.urgenza != Urgenza::Rosso, waiting.presentata, &waiting.piu)
}
