//! The hours in which a commission works.

use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};

use crate::code::Tipologie;

/// Hours of one day, as minutes from midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    from: u16,
    to: u16,
}

/// Hours that end before they begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the hours end before they begin")]
pub struct WindowError;

/// Hours that come back each week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekly {
    /// The day.
    pub giorno: Weekday,
    /// The hours.
    pub hours: Hours,
    /// What is dealt with; empty stands for all but visits at home.
    pub tipologie: Tipologie,
}

/// Hours of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extraordinary {
    /// The date.
    pub data: NaiveDate,
    /// The hours.
    pub hours: Hours,
    /// What is dealt with; empty stands for all but visits at home.
    pub tipologie: Tipologie,
}

impl Hours {
    /// The hours from one time to another, to the minute.
    ///
    /// # Errors
    /// They end before they begin, or at the same minute.
    pub fn new(from: NaiveTime, to: NaiveTime) -> Result<Self, WindowError> {
        let minute = |time: NaiveTime| u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0);
        let (from, to) = (minute(from), minute(to));
        if from < to { Ok(Self { from, to }) } else { Err(WindowError) }
    }

    /// The minute of the day at which they begin.
    #[must_use]
    pub fn from(self) -> u16 {
        self.from
    }

    /// The minute of the day at which they end.
    #[must_use]
    pub fn to(self) -> u16 {
        self.to
    }

    /// Whether both have a minute in common.
    #[must_use]
    pub fn overlap(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}
