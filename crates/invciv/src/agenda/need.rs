//! What an application needs of the agenda, and what it offers.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Rome;

use crate::code::Tipologie;
use crate::identifier::{CodiceAmbulatorio, CodiceAsl, IdSlot};

/// What is needed: whose slots, for what, and which days do not do.
#[derive(Clone, Debug)]
pub struct Need {
    /// The ASL.
    pub asl: CodiceAsl,
    /// The applicant's CAP; a room that lists the CAPs it serves takes only those.
    pub cap: Option<String>,
    /// The benefits, or [`Tipologie::DOMICILIO`].
    pub tipologie: Tipologie,
    /// Days of therapy, which are skipped but may be chosen.
    pub therapy: BTreeSet<NaiveDate>,
}

/// A slot that the agenda offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name, with commission, day and hour.
    pub id: IdSlot,
    /// Its room.
    pub ambulatorio: CodiceAmbulatorio,
}

/// An instant as the agenda sees it: the day in Rome, and the minute of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub day: NaiveDate,
    pub minute: u16,
}

impl Moment {
    pub fn of(now: DateTime<Utc>) -> Self {
        let local = now.with_timezone(&Rome);
        let minute = u16::try_from(local.num_seconds_from_midnight() / 60).unwrap_or(u16::MAX);
        Self { day: local.date_naive(), minute }
    }

    /// Whether a slot that begins then has begun already.
    pub fn is_past(self, day: NaiveDate, minute: u16) -> bool {
        day < self.day || (day == self.day && minute <= self.minute)
    }
}
