//! The sessions of a world, by ASL and day, and which of their slots are taken.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound::{Excluded, Included};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::need::{Moment, Need, Slot};
use crate::calendar::{Calendario, Session, SlotIndex};
use crate::code::{TipoSeduta, Tipologie};
use crate::identifier::{CodiceAsl, CodiceCommissione, IdSlot};

/// All that the agenda of a world is computed from. Slots are computed; only which are taken is kept.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    days: HashMap<CodiceAsl, BTreeMap<NaiveDate, Vec<Planned>>>,
    asl_of: HashMap<CodiceCommissione, CodiceAsl>,
    suspended: BTreeSet<CodiceCommissione>,
}

/// A session in the agenda. Those of a day are in the order of hour, commission, room.
#[derive(Clone, Debug)]
struct Planned {
    session: Session,
    /// Neither the session nor its commission is out of use.
    open: bool,
    /// CAPs that the room serves; none listed means all.
    cap: Arc<[String]>,
}

/// Who has a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// No one.
    Free,
    /// An appointment.
    Taken,
}

/// Which kinds a session must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// All that are needed; a session without kinds takes all but visits at home.
    All(Tipologie),
    /// This one, where no session of the ASL has all (assumed).
    Leading(TipoSeduta),
}

impl Rule {
    fn admits(self, kinds: Tipologie) -> bool {
        match self {
            Self::All(Tipologie::DOMICILIO) => kinds.contains(TipoSeduta::Dom),
            Self::All(needed) => kinds.is_empty() || kinds.contains_all(needed),
            Self::Leading(kind) => kinds.contains(kind),
        }
    }
}

impl Agenda {
    /// Adds a calendar of a commission of this ASL, in a room that serves these CAPs. Days on which the
    /// commission has an appointment keep the sessions that they have; other days get the new ones.
    /// Returns how many sessions and slots were added.
    pub fn publish(&mut self, asl: &CodiceAsl, cap: &[String], calendar: &Calendario) -> (usize, usize) {
        let commission = calendar.commissione();
        self.asl_of.insert(commission.clone(), asl.clone());
        let open = !self.suspended.contains(commission);
        let days = self.days.entry(asl.clone()).or_default();
        let (first, last) = calendar.period();
        let mut kept = BTreeSet::new();
        for (day, planned) in days.range_mut((Included(first), Included(last))) {
            let own = |planned: &Planned| planned.session.commissione() == commission;
            if planned.iter().any(|planned| own(planned) && planned.session.free() < planned.session.slots()) {
                kept.insert(*day);
            } else {
                planned.retain(|planned| !own(planned));
            }
        }
        let cap: Arc<[String]> = cap.into();
        let (mut sessions, mut slots) = (0, 0);
        for session in calendar.sessions().filter(|session| !kept.contains(&session.data())) {
            sessions += 1;
            slots += usize::from(session.slots());
            let of_day = days.entry(session.data()).or_default();
            let at = of_day.partition_point(|planned| order(&planned.session) <= order(&session));
            of_day.insert(at, Planned { session, open, cap: Arc::clone(&cap) });
        }
        (sessions, slots)
    }

    /// Whether the calendar's sessions would share room and hour with another commission's (rule
    /// `calendario-fasce`).
    #[must_use]
    pub fn room_is_used(&self, asl: &CodiceAsl, calendar: &Calendario) -> bool {
        let Some(days) = self.days.get(asl) else { return false };
        calendar.sessions().any(|session| {
            days.get(&session.data()).is_some_and(|of_day| {
                of_day.iter().any(|other| {
                    other.session.ambulatorio() == session.ambulatorio()
                        && other.session.commissione() != session.commissione()
                        && other.session.hours().overlap(session.hours())
                })
            })
        })
    }

    /// Suspends a commission, so that it has no slots, or ends the suspension.
    pub fn set_suspended(&mut self, commission: &CodiceCommissione, suspended: bool) {
        if suspended {
            self.suspended.insert(commission.clone());
        } else {
            self.suspended.remove(commission);
        }
        let days = self.asl_of.get(commission).and_then(|asl| self.days.get_mut(asl));
        for planned in days.into_iter().flat_map(BTreeMap::values_mut).flatten() {
            if planned.session.commissione() == commission {
                planned.open = !suspended;
            }
        }
    }

    /// Takes a session out of use: the one of this commission that begins then. Returns the names of its
    /// taken slots, whose appointments need another date; none if there is no such session.
    pub fn cancel(&mut self, commission: &CodiceCommissione, day: NaiveDate, begins: NaiveTime) -> Option<Vec<IdSlot>> {
        let first = IdSlot::new(commission.clone(), day, begins);
        let planned = self.planned_mut(&first).filter(|planned| planned.session.slot_at(begins) == Some(0))?;
        planned.open = false;
        let session = &planned.session;
        let taken = (0..session.slots()).filter(|slot| session.is_taken(*slot)).map(|slot| session.id_of(slot));
        Some(taken.collect())
    }

    /// Takes a slot for an appointment; `false` if it is taken or there is none of this name.
    pub fn take(&mut self, slot: &IdSlot) -> bool {
        self.planned_mut(slot)
            .is_some_and(|planned| planned.session.slot_at(slot.ora()).is_some_and(|index| planned.session.take(index)))
    }

    /// Gives a slot back; `false` if it was free or there is none of this name.
    pub fn release(&mut self, slot: &IdSlot) -> bool {
        self.planned_mut(slot).is_some_and(|planned| {
            planned.session.slot_at(slot.ora()).is_some_and(|index| planned.session.release(index))
        })
    }

    /// The slot of this name, if it is one that the need can use, and whether it is taken.
    pub(super) fn look_up(&self, need: &Need, rule: Rule, slot: &IdSlot) -> Option<(Slot, Held)> {
        let of_day = self.days.get(&need.asl)?.get(&slot.data())?;
        let planned = of_day.iter().find(|planned| planned.holds(slot))?;
        let index = planned.session.slot_at(slot.ora())?;
        let held = if planned.session.is_taken(index) { Held::Taken } else { Held::Free };
        planned.serves(need, rule).then(|| (planned.slot(index), held))
    }

    /// Which kinds count for this need, from the sessions from today on.
    pub(super) fn rule_for(&self, need: &Need, now: DateTime<Utc>) -> Rule {
        let all = Rule::All(need.tipologie);
        let Some(leading) = need.tipologie.leading() else { return all };
        let days = self.days.get(&need.asl);
        let mut sessions = days.into_iter().flat_map(|days| days.range(Moment::of(now).day..)).flat_map(|(_, all)| all);
        if sessions.any(|planned| planned.serves(need, all)) { all } else { Rule::Leading(leading) }
    }

    /// The days from `from` to `to` on which the ASL has sessions, days of therapy left out.
    pub(super) fn days<'a>(
        &'a self,
        need: &'a Need,
        from: NaiveDate,
        to: Option<NaiveDate>,
    ) -> impl Iterator<Item = NaiveDate> + 'a {
        let days = self.days.get(&need.asl).filter(|_| to.is_none_or(|to| from <= to));
        let end = to.map_or(std::ops::Bound::Unbounded, Included);
        let range = days.into_iter().flat_map(move |days| days.range((Included(from), end)));
        range.map(|(day, _)| *day).filter(|day| !need.therapy.contains(day))
    }

    /// The first `most` free slots of a day, in the order of hour, commission, room.
    pub(super) fn first_free(&self, need: &Need, rule: Rule, day: NaiveDate, now: Moment, most: usize) -> Vec<Slot> {
        let Some(of_day) = self.days.get(&need.asl).and_then(|days| days.get(&day)) else { return Vec::new() };
        let mut best: Vec<(u16, &Planned, SlotIndex)> = Vec::with_capacity(most + 1);
        for planned in of_day {
            let session = &planned.session;
            // Later sessions of the day begin no earlier.
            if best.len() == most && best.last().is_none_or(|(minute, ..)| *minute < session.begins()) {
                break;
            }
            if session.free() == 0 || !planned.serves(need, rule) {
                continue;
            }
            let free = session.free_slots().map(|slot| (session.minute_of(slot), slot));
            for (minute, slot) in free.filter(|(minute, _)| !now.is_past(day, *minute)).take(most) {
                let own = (minute, session.commissione(), session.ambulatorio());
                let at = best.partition_point(|(minute, other, _)| {
                    (*minute, other.session.commissione(), other.session.ambulatorio()) < own
                });
                if at < most {
                    best.insert(at, (minute, planned, slot));
                    best.truncate(most);
                }
            }
        }
        best.into_iter().map(|(_, planned, slot)| planned.slot(slot)).collect()
    }

    /// The last day on which the ASL has a session.
    #[must_use]
    pub fn last_day(&self, asl: &CodiceAsl) -> Option<NaiveDate> {
        self.days.get(asl)?.last_key_value().map(|(day, _)| *day)
    }

    /// The free slots of a commission from a day on.
    #[must_use]
    pub fn free_slots(&self, commission: &CodiceCommissione, from: NaiveDate) -> usize {
        let days = self.asl_of.get(commission).and_then(|asl| self.days.get(asl));
        let after = days.into_iter().flat_map(|days| days.range((Excluded(from), std::ops::Bound::Unbounded)));
        let own = after.flat_map(|(_, planned)| planned).filter(|planned| planned.session.commissione() == commission);
        own.filter(|planned| planned.open).map(|planned| usize::from(planned.session.free())).sum()
    }

    #[cfg(test)]
    pub(super) fn take_all_before(&mut self, end: NaiveDate) {
        for planned in self.days.values_mut().flat_map(|days| days.range_mut(..end)).flat_map(|(_, all)| all) {
            for slot in 0..planned.session.slots() {
                planned.session.take(slot);
            }
        }
    }

    fn planned_mut(&mut self, slot: &IdSlot) -> Option<&mut Planned> {
        let asl = self.asl_of.get(slot.commissione())?;
        let of_day = self.days.get_mut(asl)?.get_mut(&slot.data())?;
        of_day.iter_mut().find(|planned| planned.holds(slot))
    }
}

impl Planned {
    fn serves(&self, need: &Need, rule: Rule) -> bool {
        self.open
            && rule.admits(self.session.tipologie())
            && (self.cap.is_empty() || need.cap.as_ref().is_some_and(|cap| self.cap.contains(cap)))
    }

    fn holds(&self, slot: &IdSlot) -> bool {
        self.session.commissione() == slot.commissione() && self.session.slot_at(slot.ora()).is_some()
    }

    fn slot(&self, index: SlotIndex) -> Slot {
        Slot { id: self.session.id_of(index), ambulatorio: self.session.ambulatorio().clone() }
    }
}

fn order(session: &Session) -> (u16, &str, &str) {
    (session.begins(), session.commissione().as_str(), session.ambulatorio().as_str())
}
