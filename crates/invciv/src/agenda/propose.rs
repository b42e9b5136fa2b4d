//! Which dates are proposed (circular §3.3).

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::index::{Agenda, Rule};
use super::need::{Moment, Need, Slot};
use crate::code::{EsitoAgenda, Urgenza};
use crate::settings::{NoSlot, Settings};

/// Most alternatives of one day (assumed).
const OF_ONE_DAY: usize = 3;

/// The days in which a visit may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: NaiveDate,
    /// The last; none stands for as far as the calendars reach.
    pub to: Option<NaiveDate>,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Whether the date is within the limit, after it, or missing.
    pub esito: EsitoAgenda,
    /// The proposed slot.
    pub proposta: Option<Slot>,
    /// Further ones, in order.
    pub alternative: Vec<Slot>,
}

/// The last day of the visit: 15 days (rosso) or 30 (verde) after the presentation.
#[must_use]
pub fn limit(presented: NaiveDate, urgency: Urgenza) -> NaiveDate {
    let days = match urgency {
        Urgenza::Rosso => 15,
        Urgenza::Verde => 30,
    };
    presented.checked_add_days(Days::new(days)).unwrap_or(presented)
}

impl Window {
    /// From the day on which a letter has arrived to the limit: for a domanda presented on a day,
    /// or, with the decision's day in its place, after a decision on a home visit.
    #[must_use]
    pub fn within_limit(counted_from: NaiveDate, limit: NaiveDate, now: DateTime<Utc>, settings: &Settings) -> Self {
        let start = Moment::of(now).day.max(counted_from);
        Self { from: after_notice(start, settings), to: Some(limit) }
    }

    /// All later days: where nothing within the limit is free.
    #[must_use]
    pub fn after(self) -> Self {
        let next = self.to.and_then(|to| to.succ_opt());
        Self { from: next.map_or(self.from, |next| next.max(self.from)), to: None }
    }
}

impl Agenda {
    /// Proposes dates for a domanda: the first free slot in the window within the limit and its
    /// alternatives; where there is none, later ones or none at all, as the setting says.
    #[must_use]
    pub fn propose(&self, need: &Need, window: Window, now: DateTime<Utc>, settings: &Settings) -> Proposal {
        let within = self.offer(need, window, now, settings);
        if within.proposta.is_some() || settings.no_slot == NoSlot::Prenotazione {
            return within;
        }
        let later = self.offer(need, window.after(), now, settings);
        match later.proposta {
            Some(_) => Proposal { esito: EsitoAgenda::OltreLimite, ..later },
            None => within,
        }
    }

    /// The first free slot of the window and its alternatives, all in the order of date, hour, commission,
    /// room.
    #[must_use]
    pub fn offer(&self, need: &Need, window: Window, now: DateTime<Utc>, settings: &Settings) -> Proposal {
        let rule = self.rule_for(need, now);
        let moment = Moment::of(now);
        let mut proposal = Proposal { esito: EsitoAgenda::Nessuna, proposta: None, alternative: Vec::new() };
        let most = usize::from(settings.alternatives);
        for day in self.days(need, window.from.max(moment.day), window.to) {
            let missing = most - proposal.alternative.len();
            let first = usize::from(proposal.proposta.is_none());
            if missing + first == 0 {
                break;
            }
            let mut free = self.first_free(need, rule, day, moment, first + missing.min(OF_ONE_DAY)).into_iter();
            if proposal.proposta.is_none() {
                proposal.proposta = free.next();
                proposal.esito = proposal.proposta.as_ref().map_or(EsitoAgenda::Nessuna, |_| EsitoAgenda::EntroLimite);
            }
            proposal.alternative.extend(free);
        }
        proposal
    }

    /// Whether a free slot lies in the window.
    pub(super) fn has_free(&self, need: &Need, rule: Rule, window: Window, now: DateTime<Utc>) -> bool {
        let moment = Moment::of(now);
        let mut days = self.days(need, window.from.max(moment.day), window.to);
        days.any(|day| !self.first_free(need, rule, day, moment, 1).is_empty())
    }
}

/// The day on which a letter written on `day` has arrived.
pub(super) fn after_notice(day: NaiveDate, settings: &Settings) -> NaiveDate {
    day.checked_add_days(Days::new(settings.notice_days.into())).unwrap_or(day)
}
