//! What falls due in a world as its clock runs, or is moved forward.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_domain::clock::{Clock, Setting};
use sac_store::StoreError;
use tokio::sync::Mutex;

/// Something that falls due at times that it knows itself: lockouts that end, messages that are sent again.
#[async_trait]
pub trait Due: Send + Sync + 'static {
    /// When the next thing falls due, however long ago that is.
    ///
    /// # Errors
    /// The store failed.
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError>;

    /// Does all that falls due up to this instant, which the world's clock shows, and reports it.
    ///
    /// # Errors
    /// The store failed.
    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError>;
}

/// Something that fell due.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// What, as a name such as `lockout-end`.
    pub what: &'static str,
    /// Of which user, message or document.
    pub id: String,
}

/// Everything that falls due in one world.
#[derive(Default)]
pub struct Schedule {
    sources: RwLock<Vec<Arc<dyn Due>>>,
    /// Held while things fall due.
    advancing: Mutex<()>,
}

impl Schedule {
    /// Lets what this source knows fall due.
    pub fn register(&self, source: Arc<dyn Due>) {
        self.sources.write().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    /// Lets fall due what is due by what the clock shows now. Nothing is done where the clock is being moved forward:
    /// then it happens by that.
    ///
    /// # Errors
    /// The store failed.
    pub async fn catch_up(&self, clock: &Clock) -> Result<Vec<Happening>, StoreError> {
        let Ok(_alone) = self.advancing.try_lock() else { return Ok(Vec::new()) };
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner).clone();
        let now = clock.now();
        let mut happened = Vec::new();
        for source in sources {
            if source.next().await?.is_some_and(|at| at <= now) {
                happened.extend(source.happen(now).await?);
            }
        }
        happened.sort();
        Ok(happened)
    }

    /// Moves the clock forward to `to`, stopping wherever something falls due on the way, so that it happens at its
    /// time and can make further things fall due. The clock stands still meanwhile, and then runs as before.
    ///
    /// # Errors
    /// The store failed; the clock stays where that happened.
    pub async fn advance(&self, clock: &Clock, to: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let _alone = self.advancing.lock().await;
        let before = clock.setting();
        let start = clock.now();
        let speed = speed(before);
        let mut sources = self.sources.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut happened = Vec::new();
        while let Some((at, first)) = earliest(&sources, to).await? {
            let at = at.max(clock.now()).max(start);
            clock.apply(Setting::Frozen(at, speed));
            let done = match sources.get(first) {
                Some(source) => source.happen(at).await?,
                None => Vec::new(),
            };
            if done.is_empty() && is_stuck(sources.get(first), at).await? {
                // It would be asked for ever.
                sources.swap_remove(first);
            }
            // What fell due before is no consequence of this.
            happened.extend(done.into_iter().filter(|one| one.at >= start));
        }
        clock.apply(match before {
            Setting::Frozen(..) => Setting::Frozen(to, speed),
            Setting::Running(..) | Setting::System => Setting::Running(to, speed),
        });
        happened.sort();
        Ok(happened)
    }
}

/// Whether a source that reports nothing still has the same thing to do. Not everything that is done is reported.
async fn is_stuck(source: Option<&Arc<dyn Due>>, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(source) = source else { return Ok(true) };
    Ok(source.next().await?.is_some_and(|next| next <= at))
}

fn speed(setting: Setting) -> f64 {
    match setting {
        Setting::System => 1.0,
        Setting::Running(_, speed) | Setting::Frozen(_, speed) => speed,
    }
}

/// The source of which something falls due first, up to `to`.
async fn earliest(sources: &[Arc<dyn Due>], to: DateTime<Utc>) -> Result<Option<(DateTime<Utc>, usize)>, StoreError> {
    let mut first = None;
    for (index, source) in sources.iter().enumerate() {
        if let Some(at) = source.next().await?.filter(|at| *at <= to)
            && first.is_none_or(|(earliest, _)| at < earliest)
        {
            first = Some((at, index));
        }
    }
    Ok(first)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use chrono::TimeDelta;

    use super::*;

    /// Rings at each of its times, and sees what the clock shows then.
    struct Bell {
        what: &'static str,
        times: Mutex<Vec<DateTime<Utc>>>,
        clock: Clock,
    }

    #[async_trait]
    impl Due for Bell {
        async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
            Ok(self.times.lock().unwrap().first().copied())
        }

        async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
            assert_eq!(self.clock.now(), until);
            let mut times = self.times.lock().unwrap();
            let due: Vec<_> = times.iter().copied().filter(|at| *at <= until).collect();
            times.retain(|at| *at > until);
            Ok(due.into_iter().map(|at| Happening { at, what: self.what, id: at.to_rfc3339() }).collect())
        }
    }

    #[tokio::test]
    async fn what_falls_due_happens_at_its_time_in_order() {
        let start: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().unwrap();
        let clock = Clock::of(Setting::Frozen(start, 2.0));
        let schedule = Schedule::default();
        let hours = |hours: &[i64]| hours.iter().map(|hours| start + TimeDelta::hours(*hours)).collect();
        for (what, times) in [("a", hours(&[-1, 1, 4])), ("b", hours(&[2, 3, 9]))] {
            schedule.register(Arc::new(Bell { what, times: Mutex::new(times), clock: clock.clone() }));
        }
        let happened = schedule.advance(&clock, start + TimeDelta::hours(4)).await.unwrap();
        let order: Vec<_> = happened.iter().map(|one| ((one.at - start).num_hours(), one.what)).collect();
        assert_eq!(order, [(1, "a"), (2, "b"), (3, "b"), (4, "a")]);
        assert_eq!(clock.setting(), Setting::Frozen(start + TimeDelta::hours(4), 2.0));
        assert_eq!(schedule.advance(&clock, start + TimeDelta::hours(8)).await.unwrap(), []);
    }

    #[tokio::test]
    async fn what_falls_due_happens_as_the_clock_runs_too() {
        let start: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().unwrap();
        let clock = Clock::of(Setting::Frozen(start, 1.0));
        let schedule = Schedule::default();
        let times = [-2, -1, 1].map(|hours| start + TimeDelta::hours(hours)).to_vec();
        schedule.register(Arc::new(Bell { what: "a", times: Mutex::new(times), clock: clock.clone() }));
        let happened = schedule.catch_up(&clock).await.unwrap();
        assert_eq!(happened.iter().map(|one| (one.at - start).num_hours()).collect::<Vec<_>>(), [-2, -1]);
        assert_eq!(schedule.catch_up(&clock).await.unwrap(), []);
        clock.apply(Setting::Frozen(start + TimeDelta::hours(1), 1.0));
        assert_eq!(schedule.catch_up(&clock).await.unwrap().len(), 1);
    }
}
