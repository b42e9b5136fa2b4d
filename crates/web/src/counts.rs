//! How often something was asked for, by a key.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

/// Keys that are remembered.
const MOST: usize = 10_000;

/// Counts by key, over times that the caller says.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<HashMap<String, VecDeque<DateTime<Utc>>>>);

impl Counts {
    /// Counts one more, unless there were so many within the last seconds; whether it was counted.
    pub(crate) fn count(&self, key: &str, allowed: usize, seconds: u32, now: DateTime<Utc>) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST && !counts.contains_key(key) {
            counts.clear();
        }
        let times = counts.entry(key.to_owned()).or_default();
        let window = TimeDelta::seconds(i64::from(seconds));
        times.retain(|at| *at > now - window && *at <= now);
        if times.len() >= allowed {
            return false;
        }
        times.push_back(now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_time_and_no_more() {
        let counts = Counts::default();
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        assert!((0..5).all(|_| counts.count("a", 5, 3600, start)));
        assert!(!counts.count("a", 5, 3600, start) && counts.count("b", 5, 3600, start));
        assert!(counts.count("a", 5, 3600, start + TimeDelta::seconds(3600)));
    }
}
