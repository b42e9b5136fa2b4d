//! Failures of those who guess, by the address that they come from.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// The time over which failures are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// Addresses that are remembered.
const MOST: usize = 10_000;

/// The failures of the last ten minutes.
#[derive(Debug, Default)]
pub struct Guesses {
    allowed: usize,
    failures: Mutex<HashMap<IpAddr, VecDeque<DateTime<Utc>>>>,
}

impl Guesses {
    /// So many failures, 0 for any number.
    #[must_use]
    pub fn new(allowed: u32) -> Self {
        Self { allowed: usize::try_from(allowed).unwrap_or(usize::MAX), failures: Mutex::default() }
    }

    /// Whether this address must wait.
    #[must_use]
    pub fn must_wait(&self, peer: IpAddr, now: DateTime<Utc>) -> bool {
        if self.allowed == 0 {
            return false;
        }
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(times) = failures.get_mut(&peer) else { return false };
        times.retain(|at| *at > now - WINDOW && *at <= now);
        times.len() >= self.allowed
    }

    /// Forgets every failure.
    pub fn forget(&self) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Counts a failure.
    pub fn failed(&self, peer: IpAddr, now: DateTime<Utc>) {
        if self.allowed == 0 {
            return;
        }
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MOST && !failures.contains_key(&peer) {
            failures.retain(|_, times| times.back().is_some_and(|at| *at > now - WINDOW));
            if failures.len() >= MOST {
                failures.clear();
            }
        }
        let times = failures.entry(peer).or_default();
        times.push_back(now);
        if times.len() > self.allowed {
            times.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_so_many_failures_an_address_waits_and_others_do_not() {
        let guesses = Guesses::new(10);
        let (one, other): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "127.0.0.2".parse().unwrap());
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        for minute in 0..10 {
            let now = start + TimeDelta::seconds(minute);
            assert!(!guesses.must_wait(one, now), "{minute}");
            guesses.failed(one, now);
        }
        assert!(guesses.must_wait(one, start + TimeDelta::minutes(1)));
        assert!(!guesses.must_wait(other, start + TimeDelta::minutes(1)));
        assert!(!guesses.must_wait(one, start + TimeDelta::seconds(600)));
    }
}
