//! The only place where the time of day is read. Everything else receives a [`Clock`].

use std::sync::{Arc, RwLock};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Europe::Rome;

/// The gateway's clock: the machine's, or one that a test has set.
///
/// Clones share one state, so a clone kept as a handle moves the time for all.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<RwLock<Mode>>);

#[derive(Clone, Copy, Debug, Default)]
enum Mode {
    /// The machine's time.
    #[default]
    System,
    /// The machine's time, shifted: set once, it goes on from there.
    Shifted(Duration),
    /// Stands still.
    Frozen(DateTime<Utc>),
}

impl Clock {
    /// The machine's time.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that reads `instant` now and runs on from there.
    #[must_use]
    pub fn starting_at(instant: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.set(instant);
        clock
    }

    /// A clock that stands still at `instant` until it is set or advanced.
    #[must_use]
    pub fn frozen_at(instant: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.freeze(instant);
        clock
    }

    /// Makes it `instant` now; the clock runs on from there.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.put(Mode::Shifted(instant - Utc::now()));
    }

    /// Makes it `instant`, and keeps it so.
    pub fn freeze(&self, instant: DateTime<Utc>) {
        self.put(Mode::Frozen(instant));
    }

    /// Moves the time forward (or, with a negative duration, back).
    pub fn advance(&self, by: Duration) {
        let moved = match self.mode() {
            Mode::System => Mode::Shifted(by),
            Mode::Shifted(shift) => Mode::Shifted(shift + by),
            Mode::Frozen(instant) => Mode::Frozen(instant + by),
        };
        self.put(moved);
    }

    /// Goes back to the machine's time.
    pub fn reset(&self) {
        self.put(Mode::System);
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self.mode() {
            Mode::System => Utc::now(),
            Mode::Shifted(shift) => Utc::now() + shift,
            Mode::Frozen(instant) => instant,
        }
    }

    /// The civil date in Rome, by which every rule counts its days (rules.md §3).
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        civil_date(self.now())
    }

    fn mode(&self) -> Mode {
        *self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn put(&self, mode: Mode) {
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = mode;
    }
}

/// The calendar day in Europe/Rome at `instant`.
#[must_use]
pub fn civil_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Rome).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_changes_at_midnight_in_rome_in_winter_and_summer() {
        let days = [
            ("2026-01-15T22:59:59.999Z", "2026-01-15"),
            ("2026-01-15T23:00:00Z", "2026-01-16"),
            ("2026-07-15T21:59:59.999Z", "2026-07-15"),
            ("2026-07-15T22:00:00Z", "2026-07-16"),
            // The nights in which the clocks change.
            ("2026-03-28T23:00:00Z", "2026-03-29"),
            ("2026-03-29T22:00:00Z", "2026-03-30"),
            ("2026-10-24T22:00:00Z", "2026-10-25"),
            ("2026-10-25T23:00:00Z", "2026-10-26"),
        ];
        for (instant, day) in days {
            assert_eq!(Clock::frozen_at(at(instant)).today().to_string(), day, "{instant}");
        }
    }

    #[test]
    fn a_handle_moves_the_time_for_all_clones() {
        let clock = Clock::frozen_at(at("2026-02-28T12:00:00Z"));
        let handle = clock.clone();
        handle.advance(Duration::days(1));
        assert_eq!(clock.now(), at("2026-03-01T12:00:00Z"));
    }

    #[test]
    fn a_clock_that_was_set_runs_on() {
        let clock = Clock::starting_at(at("2020-02-29T10:00:00Z"));
        assert_eq!(clock.today().to_string(), "2020-02-29");
        assert!(clock.now() >= at("2020-02-29T10:00:00Z"));
    }
}
