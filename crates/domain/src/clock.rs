//! The only place where the time of day is read. Everything else receives a [`Clock`].

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::Rome;

/// The gateway's clock: the machine's, or one that a test has set.
///
/// Clones share one state, so a clone kept as a handle moves the time for all.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Shared>);

/// Is told whenever a clock is set, moved, stopped or let run, but not as time goes by.
pub trait Watcher: Send + Sync {
    /// The clock shows another time from now on, or shows it in another way.
    fn clock_changed(&self);
}

#[derive(Default)]
struct Shared {
    mode: RwLock<Mode>,
    watchers: Mutex<Vec<Weak<dyn Watcher>>>,
}

/// How a clock shows the time, as it can be set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// The machine's time.
    System,
    /// It was this instant when it was set, and runs at this multiple of the machine's speed.
    Running(DateTime<Utc>, f64),
    /// It stands still at this instant; the speed counts once it runs.
    Frozen(DateTime<Utc>, f64),
}

#[derive(Clone, Copy, Debug, Default)]
enum Mode {
    #[default]
    System,
    /// It was `shown` when the machine's clock showed `machine`.
    Running {
        shown: DateTime<Utc>,
        machine: DateTime<Utc>,
        speed: f64,
    },
    Frozen {
        shown: DateTime<Utc>,
        speed: f64,
    },
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

    /// A clock that shows the time in this way.
    #[must_use]
    pub fn of(setting: Setting) -> Self {
        let clock = Self::default();
        clock.apply(setting);
        clock
    }

    /// Makes it `instant` now; the clock runs on from there.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.apply(Setting::Running(instant, 1.0));
    }

    /// Makes it `instant`, and keeps it so.
    pub fn freeze(&self, instant: DateTime<Utc>) {
        self.apply(Setting::Frozen(instant, 1.0));
    }

    /// Shows the time in this way from now on.
    pub fn apply(&self, setting: Setting) {
        self.change(|_| match setting {
            Setting::System => Mode::System,
            Setting::Running(shown, speed) => Mode::Running { shown, machine: Utc::now(), speed },
            Setting::Frozen(shown, speed) => Mode::Frozen { shown, speed },
        });
    }

    /// How it shows the time: for a clock that runs, as of now.
    #[must_use]
    pub fn setting(&self) -> Setting {
        let mode = self.mode();
        match mode {
            Mode::System => Setting::System,
            Mode::Running { speed, .. } => Setting::Running(mode.now(), speed),
            Mode::Frozen { shown, speed } => Setting::Frozen(shown, speed),
        }
    }

    /// Moves the time forward (or, with a negative duration, back). It stops at the first and at the last instant
    /// that can be told.
    pub fn advance(&self, by: Duration) {
        self.change(|mode| match mode {
            Mode::System => Mode::Running { shown: moved(Utc::now(), by), machine: Utc::now(), speed: 1.0 },
            Mode::Running { shown, machine, speed } => Mode::Running { shown: moved(shown, by), machine, speed },
            Mode::Frozen { shown, speed } => Mode::Frozen { shown: moved(shown, by), speed },
        });
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.mode().now()
    }

    /// The civil date in Rome, by which every rule counts its days (rules.md §3).
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        civil_date(self.now())
    }

    /// Tells this one of every change, as long as it lives.
    pub fn watch(&self, watcher: &Arc<dyn Watcher>) {
        let mut watchers = self.0.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|watcher| watcher.strong_count() > 0);
        watchers.push(Arc::downgrade(watcher));
    }

    /// How long it takes until it shows this instant, if nobody changes it; nothing where it stands still before it.
    #[must_use]
    pub fn until(&self, instant: DateTime<Utc>) -> Option<std::time::Duration> {
        let mode = self.mode();
        let left = (instant - mode.now()).to_std().unwrap_or_default();
        match mode {
            _ if left.is_zero() => Some(left),
            Mode::System => Some(left),
            Mode::Running { speed, .. } => {
                let seconds = left.as_secs_f64() / speed;
                Some(std::time::Duration::try_from_secs_f64(seconds).unwrap_or(std::time::Duration::MAX))
            }
            Mode::Frozen { .. } => None,
        }
    }

    fn mode(&self) -> Mode {
        *self.0.mode.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(Mode) -> Mode) {
        let mut mode = self.0.mode.write().unwrap_or_else(PoisonError::into_inner);
        *mode = change(*mode);
        drop(mode);
        let watchers = self.0.watchers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for watcher in watchers.iter().filter_map(Weak::upgrade) {
            watcher.clock_changed();
        }
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl Mode {
    #[expect(clippy::float_cmp, reason = "1 is exactly 1")]
    fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Running { shown, machine, speed } => {
                let passed = Utc::now() - machine;
                // As exact as the machine's clock at its own speed.
                let shown_passed = if speed == 1.0 { passed } else { times(passed, speed) };
                moved(shown, shown_passed)
            }
            Self::Frozen { shown, .. } => shown,
        }
    }
}

/// Days with less than 24 hours to their end are left out, so that the day in Rome exists too.
fn moved(instant: DateTime<Utc>, by: Duration) -> DateTime<Utc> {
    let day = Duration::days(1);
    let (first, last) = (DateTime::<Utc>::MIN_UTC + day, DateTime::<Utc>::MAX_UTC - day);
    let end = if by < Duration::zero() { first } else { last };
    instant.checked_add_signed(by).unwrap_or(end).clamp(first, last)
}

fn times(passed: Duration, factor: f64) -> Duration {
    let passed = passed.to_std().unwrap_or_default().as_secs_f64() * factor;
    std::time::Duration::try_from_secs_f64(passed)
        .ok()
        .and_then(|passed| Duration::from_std(passed).ok())
        .unwrap_or(Duration::MAX)
}

/// Day and time of day in Europe/Rome at `instant`.
#[must_use]
pub fn civil_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&Rome).naive_local()
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
    fn how_long_it_takes_until_an_instant_depends_on_the_speed() {
        let start: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().unwrap();
        let minute = start + Duration::minutes(1);
        let seconds = |clock: &Clock| clock.until(minute).map(|left| left.as_secs_f64().round());
        assert_eq!(seconds(&Clock::starting_at(start)), Some(60.0));
        assert_eq!(seconds(&Clock::of(Setting::Running(start, 20.0))), Some(3.0));
        assert_eq!(seconds(&Clock::frozen_at(start)), None);
        assert_eq!(seconds(&Clock::frozen_at(minute)), Some(0.0));
        assert_eq!(seconds(&Clock::system()), Some(0.0));
    }

    #[test]
    fn a_watcher_is_told_of_every_change_as_long_as_it_lives() {
        struct Count(std::sync::atomic::AtomicUsize);
        impl Watcher for Count {
            fn clock_changed(&self) {
                self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
        let clock = Clock::system();
        let count = Arc::new(Count(std::sync::atomic::AtomicUsize::new(0)));
        let watcher: Arc<dyn Watcher> = count.clone();
        clock.watch(&watcher);
        clock.clone().advance(Duration::days(1));
        clock.freeze(clock.now());
        drop(watcher);
        clock.apply(Setting::System);
        assert_eq!(Arc::into_inner(count).map(|count| count.0.into_inner()), Some(3));
        clock.apply(Setting::System);
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

    #[test]
    fn a_clock_runs_as_fast_as_it_is_told() {
        let clock = Clock::of(Setting::Running(at("2026-03-02T10:00:00Z"), 1_000_000.0));
        std::thread::sleep(std::time::Duration::from_millis(2));
        // Two milliseconds are 2000 seconds there.
        assert!(clock.now() >= at("2026-03-02T10:33:20Z"), "{}", clock.now());
        let Setting::Running(shown, speed) = clock.setting() else { panic!("{:?}", clock.setting()) };
        assert!(shown >= at("2026-03-02T10:33:20Z") && (speed - 1_000_000.0).abs() < 1.0);
    }

    #[test]
    fn the_last_instant_of_all_is_where_time_ends() {
        let clock = Clock::of(Setting::Running(at("2026-03-02T10:00:00Z"), f64::MAX));
        std::thread::sleep(std::time::Duration::from_millis(1));
        let _ = clock.today();
        clock.advance(Duration::MAX);
        let _ = clock.today();
        clock.advance(Duration::MIN);
        let _ = clock.today();
    }
}
