//! The calls of a world: how many, and for how long.

use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use sac_world::resets::Era;

use crate::call::Call;
use crate::dialogue::Dialogue;

/// The longest call.
const WHOLE: TimeDelta = TimeDelta::minutes(20);
/// Calls at a time.
const MOST: usize = 500;
/// Calls that an address may begin in a minute.
const STARTS: usize = 60;
const MINUTE: Duration = Duration::from_mins(1);
/// Addresses that are remembered.
const PEERS: usize = 10_000;

/// The calls of a world.
pub(crate) struct Calls {
    /// How long a call may be silent.
    idle: TimeDelta,
    going_on: Mutex<HashMap<String, Arc<Line>>>,
    starts: Mutex<HashMap<IpAddr, VecDeque<Instant>>>,
}

/// A call that goes on; one request at a time.
pub(crate) struct Line {
    era: Era,
    started: DateTime<Utc>,
    seen: Mutex<DateTime<Utc>>,
    pub(crate) call: tokio::sync::Mutex<Call>,
}

/// Why no call begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoCall {
    /// The address has begun too many.
    TooManyStarts,
    /// There are too many calls.
    Full,
    /// There is no randomness.
    NoRandomness,
}

impl Calls {
    pub(crate) fn new(idle: Duration) -> Self {
        let idle = TimeDelta::from_std(idle).unwrap_or(TimeDelta::MAX);
        Self { idle, going_on: Mutex::default(), starts: Mutex::default() }
    }

    /// Counts a call that this address wants to begin, by the machine's time: the limit protects the machine.
    pub(crate) fn may_start(&self, peer: IpAddr, arrived: Instant) -> Result<(), NoCall> {
        let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |at: &Instant| arrived.saturating_duration_since(*at) < MINUTE;
        if starts.len() >= PEERS && !starts.contains_key(&peer) {
            starts.retain(|_, times| times.back().is_some_and(is_recent));
            if starts.len() >= PEERS {
                return Err(NoCall::TooManyStarts);
            }
        }
        let times = starts.entry(peer).or_default();
        times.retain(is_recent);
        if times.len() >= STARTS {
            return Err(NoCall::TooManyStarts);
        }
        times.push_back(arrived);
        Ok(())
    }

    /// Begins a call.
    pub(crate) fn begin(&self, dialogue: Dialogue, era: Era, now: DateTime<Utc>) -> Result<Arc<Line>, NoCall> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| NoCall::NoRandomness)?;
        let id = bytes.iter().fold(String::with_capacity(32), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        });
        let mut calls = self.lock();
        if calls.len() >= MOST {
            calls.retain(|_, line| self.goes_on(line, era, now) && !line.is_over());
            if calls.len() >= MOST {
                return Err(NoCall::Full);
            }
        }
        let call = tokio::sync::Mutex::new(Call::new(id.clone(), dialogue));
        let line = Arc::new(Line { era, started: now, seen: Mutex::new(now), call });
        calls.insert(id, Arc::clone(&line));
        Ok(line)
    }

    /// The call of this name, if it goes on.
    pub(crate) fn find(&self, id: &str, era: Era, now: DateTime<Utc>) -> Option<Arc<Line>> {
        let mut calls = self.lock();
        let line = calls.get(id).cloned()?;
        if !self.goes_on(&line, era, now) {
            calls.remove(id);
            return None;
        }
        *line.seen.lock().unwrap_or_else(PoisonError::into_inner) = now;
        Some(line)
    }

    /// Ends a call.
    pub(crate) fn end(&self, id: &str) {
        self.lock().remove(id);
    }

    fn goes_on(&self, line: &Line, era: Era, now: DateTime<Utc>) -> bool {
        let seen = *line.seen.lock().unwrap_or_else(PoisonError::into_inner);
        line.era == era && now - seen <= self.idle && now - line.started <= WHOLE && now >= line.started
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Line>>> {
        self.going_on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// Whether only its last document can still be had.
    fn is_over(&self) -> bool {
        self.call.try_lock().is_ok_and(|call| call.dialogue.state.is_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_world::resets::Resets;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn begin(calls: &Calls, era: Era, now: DateTime<Utc>) -> Result<String, NoCall> {
        let line = calls.begin(Dialogue::begin().0, era, now)?;
        Ok(line.call.try_lock().unwrap().id.clone())
    }

    #[test]
    fn a_call_ends_by_silence_and_by_its_length() {
        let era = Resets::default().era();
        let calls = Calls::new(Duration::from_mins(2));
        let id = begin(&calls, era, start()).unwrap();
        assert_eq!(id.len(), 32);
        for seconds in (0..=1200).step_by(120) {
            assert!(calls.find(&id, era, start() + TimeDelta::seconds(seconds)).is_some(), "{seconds}");
        }
        assert!(calls.find(&id, era, start() + TimeDelta::seconds(1201)).is_none());
        let id = begin(&calls, era, start()).unwrap();
        assert!(calls.find(&id, era, start() + TimeDelta::seconds(121)).is_none());
        assert!(calls.find(&id, era, start()).is_none());
        assert!(calls.find("", era, start()).is_none());
    }

    #[test]
    fn there_are_so_many_calls_and_so_many_starts() {
        let era = Resets::default().era();
        let calls = Calls::new(Duration::from_mins(2));
        for _ in 0..MOST {
            begin(&calls, era, start()).unwrap();
        }
        assert_eq!(begin(&calls, era, start()), Err(NoCall::Full));
        assert!(begin(&calls, era, start() + TimeDelta::minutes(3)).is_ok());
        let (one, other): (IpAddr, IpAddr) = ("127.0.0.1".parse().unwrap(), "127.0.0.2".parse().unwrap());
        let at = Instant::now();
        for _ in 0..STARTS {
            assert_eq!(calls.may_start(one, at), Ok(()));
        }
        assert_eq!(calls.may_start(one, at), Err(NoCall::TooManyStarts));
        assert_eq!(calls.may_start(other, at), Ok(()));
        assert_eq!(calls.may_start(one, at + MINUTE), Ok(()));
    }
}
