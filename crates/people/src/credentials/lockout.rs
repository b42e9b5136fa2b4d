//! Three wrong passwords in a row lock a user out for a while (rules §5, observed for the
//! web channel; how long: assumed).
//!
//! Counted in memory: a restart ends every lockout. One that begins is also put on record, so that
//! another process can end it (`sac user unblock`). Unknown names are treated like any other, so
//! that a lockout does not show whether a user has the name.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// The failures in a row, by name.
pub(super) struct Lockouts {
    after: u32,
    lasting: Duration,
    capacity: usize,
    failures: Mutex<HashMap<String, Failures>>,
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
    locked_until: Option<DateTime<Utc>>,
    /// Whether the lockout is on record, and ends when it is taken off it.
    is_recorded: bool,
}

impl Lockouts {
    pub(super) fn new(after: u32, lasting: Duration, capacity: usize) -> Self {
        Self { after, lasting, capacity: capacity.max(1), failures: Mutex::default() }
    }

    /// Whether the name is locked out now.
    pub(super) fn is_locked(&self, name: &str, now: DateTime<Utc>) -> bool {
        let failures = self.failures();
        failures.get(name).is_some_and(|found| found.is_locked(now))
    }

    /// Whether the name is locked out now by a lockout that is on record.
    pub(super) fn is_recorded(&self, name: &str) -> bool {
        self.failures().get(name).is_some_and(|found| found.is_recorded)
    }

    /// The lockout of this name is on record now.
    pub(super) fn note_recorded(&self, name: &str) {
        if let Some(found) = self.failures().get_mut(name) {
            found.is_recorded = found.locked_until.is_some();
        }
    }

    /// Counts a failure; returns the end of the lockout that begins with it. While the name is
    /// locked out, further ones change nothing.
    pub(super) fn note_failure(&self, name: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.after == 0 {
            return None;
        }
        let mut failures = self.failures();
        let earlier = failures.get(name).copied().filter(|found| found.locked_until.is_none_or(|until| now < until));
        if earlier.is_some_and(|found| found.is_locked(now)) {
            return None;
        }
        let count = earlier.map_or(0, |found| found.count) + 1;
        // A clock that is set to its last day must not overflow.
        let lasting = TimeDelta::from_std(self.lasting).unwrap_or(TimeDelta::MAX);
        let until = now.checked_add_signed(lasting).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let locked_until = (count >= self.after).then_some(until);
        if failures.len() >= self.capacity && !failures.contains_key(name) {
            make_room(&mut failures, now);
        }
        failures.insert(name.to_owned(), Failures { count, last: now, locked_until, is_recorded: false });
        locked_until
    }

    /// When the next lockout ends, however long ago that is.
    pub(super) fn next_end(&self) -> Option<DateTime<Utc>> {
        self.failures().values().filter_map(|found| found.locked_until).min()
    }

    /// Takes out the lockouts that end up to `until`, with their names.
    pub(super) fn end(&self, until: DateTime<Utc>) -> Vec<(DateTime<Utc>, String)> {
        let mut failures = self.failures();
        let ended = failures.extract_if(|_, found| found.locked_until.is_some_and(|end| end <= until));
        let mut ended: Vec<_> = ended.filter_map(|(name, found)| Some((found.locked_until?, name))).collect();
        ended.sort();
        ended
    }

    /// Every count starts anew.
    pub(super) fn forget_all(&self) {
        self.failures().clear();
    }

    /// A right password: the count starts anew.
    pub(super) fn forget(&self, name: &str) {
        self.failures().remove(name);
    }
}

impl Lockouts {
    fn failures(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Failures {
    fn is_locked(self, now: DateTime<Utc>) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }
}

/// Drops names that are not locked out before those that are, and those without a recent
/// failure first. A tenth at a time, so that a flood of names does not sort for each.
fn make_room(failures: &mut HashMap<String, Failures>, now: DateTime<Utc>) {
    let mut by_worth: Vec<_> =
        failures.iter().map(|(name, found)| (found.is_locked(now), found.last, name.clone())).collect();
    by_worth.sort();
    let leaving = by_worth.len().div_ceil(10);
    for (_, _, name) in by_worth.into_iter().take(leaving) {
        failures.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn lockouts() -> Lockouts {
        Lockouts::new(3, Duration::from_mins(1), 100)
    }

    #[test]
    fn the_third_failure_in_a_row_locks_for_the_time_set() {
        let lockouts = lockouts();
        lockouts.note_failure("a", at(0));
        lockouts.note_failure("a", at(1));
        assert!(!lockouts.is_locked("a", at(1)));
        lockouts.note_failure("a", at(2));
        assert!(lockouts.is_locked("a", at(2)));
        assert!(!lockouts.is_locked("b", at(2)));
        assert!(lockouts.is_locked("a", at(61)));
        assert!(!lockouts.is_locked("a", at(62)));
    }

    #[test]
    fn failures_while_locked_do_not_extend_and_afterwards_the_count_starts_anew() {
        let lockouts = lockouts();
        for second in 0..30 {
            lockouts.note_failure("a", at(second));
        }
        assert!(!lockouts.is_locked("a", at(62)));
        lockouts.note_failure("a", at(62));
        lockouts.note_failure("a", at(63));
        assert!(!lockouts.is_locked("a", at(63)));
        lockouts.note_failure("a", at(64));
        assert!(lockouts.is_locked("a", at(64)));
    }

    #[test]
    fn a_right_password_breaks_the_row() {
        let lockouts = lockouts();
        for round in 0..10 {
            lockouts.note_failure("a", at(round));
            lockouts.note_failure("a", at(round));
            lockouts.forget("a");
        }
        assert!(!lockouts.is_locked("a", at(10)));
    }

    #[test]
    fn a_flood_of_names_neither_grows_the_table_nor_frees_the_locked() {
        let lockouts = lockouts();
        for _ in 0..3 {
            lockouts.note_failure("locked", at(0));
        }
        for name in 0..1_000 {
            lockouts.note_failure(&format!("flood {name}"), at(1));
            assert!(lockouts.failures.lock().unwrap().len() <= 100);
        }
        assert!(lockouts.is_locked("locked", at(2)));
    }

    #[test]
    fn the_last_day_of_all_does_not_overflow() {
        let lockouts = lockouts();
        for _ in 0..3 {
            lockouts.note_failure("a", DateTime::<Utc>::MAX_UTC - TimeDelta::seconds(1));
        }
        assert!(lockouts.is_locked("a", DateTime::<Utc>::MAX_UTC - TimeDelta::seconds(1)));
    }
}
