//! Which slot may be chosen (rules `slot-non-disponibile`, `oltre-limite`, `variazioni-esaurite`).

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::index::{Agenda, Held};
use super::need::{Moment, Need, Slot};
use super::propose::{Window, after_notice};
use crate::identifier::IdSlot;
use crate::settings::Settings;

/// Days after the old date within which a changed one lies, where the limit is earlier (assumed).
const AFTER_OLD_DATE: u64 = 30;

/// A change of a fixed date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The date that is given up.
    pub old: NaiveDate,
    /// How often it was changed before.
    pub changes: u8,
}

/// Why a slot cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChosen {
    /// Rule `slot-non-disponibile`: taken, past, unknown, of another kind or ASL, or outside of the days.
    NotAvailable,
    /// Rule `oltre-limite`: later than the limit while a slot within it is free.
    BeyondLimit,
    /// Rule `variazioni-esaurite`: changed too often, or on the day of the visit or after it.
    NoChangeLeft,
}

impl Agenda {
    /// Whether this slot may be chosen for the first time. `own` is the one that is held for the
    /// applicant, which is free for no one else.
    ///
    /// # Errors
    /// Why it cannot be had.
    pub fn choose(
        &self,
        need: &Need,
        within_limit: Window,
        slot: &IdSlot,
        own: Option<&IdSlot>,
        now: DateTime<Utc>,
    ) -> Result<Slot, NotChosen> {
        let chosen = self.available(need, slot, own, now)?;
        if slot.data() < within_limit.from {
            return Err(NotChosen::NotAvailable);
        }
        let is_late = within_limit.to.is_some_and(|to| slot.data() > to);
        let other = || {
            let held = own.is_some_and(|own| within_limit.to.is_none_or(|to| own.data() <= to));
            held || self.has_free(need, self.rule_for(need, now), within_limit, now)
        };
        if is_late && other() { Err(NotChosen::BeyondLimit) } else { Ok(chosen) }
    }

    /// Whether a fixed date may be changed for this slot.
    ///
    /// # Errors
    /// Why not.
    pub fn change(
        &self,
        need: &Need,
        limit: NaiveDate,
        change: Change,
        slot: &IdSlot,
        now: DateTime<Utc>,
        settings: &Settings,
    ) -> Result<Slot, NotChosen> {
        let today = Moment::of(now).day;
        if change.changes >= settings.reschedules || today >= change.old {
            return Err(NotChosen::NoChangeLeft);
        }
        let latest = change.old.checked_add_days(Days::new(AFTER_OLD_DATE)).map_or(limit, |day| day.max(limit));
        if slot.data() < after_notice(today, settings) || slot.data() > latest {
            return Err(NotChosen::NotAvailable);
        }
        self.available(need, slot, None, now)
    }

    fn available(
        &self,
        need: &Need,
        slot: &IdSlot,
        own: Option<&IdSlot>,
        now: DateTime<Utc>,
    ) -> Result<Slot, NotChosen> {
        let rule = self.rule_for(need, now);
        let (found, held) = self.look_up(need, rule, slot).ok_or(NotChosen::NotAvailable)?;
        let hour = chrono::Timelike::num_seconds_from_midnight(&slot.ora()) / 60;
        let is_past = Moment::of(now).is_past(slot.data(), u16::try_from(hour).unwrap_or(0));
        if is_past || (held == Held::Taken && own != Some(slot)) {
            return Err(NotChosen::NotAvailable);
        }
        Ok(found)
    }
}
