//! What falls due in a world as its clock runs, or is moved forward.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_domain::clock::{Clock, Setting, Watcher};
use sac_domain::error::chain;
use sac_store::{Ledger, StoreError};
use tokio::sync::{Mutex, Notify};
use tokio::time::sleep;

/// How soon the sources are asked again where something was written, or could not be done.
const SOON: Duration = Duration::from_millis(500);
/// The shortest sleep.
const SHORTEST: Duration = Duration::from_millis(10);
/// After so long they are asked again where something is to fall due: the machine's clock may have been set.
const LONGEST: Duration = Duration::from_mins(1);

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

    /// Waits until what has begun to happen has happened. As the clock runs, nobody waits for it.
    async fn settle(&self) {}
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
    /// The clock is another one, or a source knows of something that the store does not have.
    changed: Notify,
}

impl Watcher for Schedule {
    fn clock_changed(&self) {
        self.changed.notify_one();
    }
}

impl Schedule {
    /// Lets what this source knows fall due.
    pub fn register(&self, source: Arc<dyn Due>) {
        self.sources.write().unwrap_or_else(PoisonError::into_inner).push(source);
    }

    /// Lets things fall due as time goes by, for ever, or until the ledger is closed. It sleeps until the next thing falls
    /// due, or until the clock is set or something is written into the store.
    pub async fn run(&self, clock: &Clock, ledger: &Ledger) {
        let mut written = ledger.written();
        loop {
            written.mark_unchanged();
            let pause = match self.catch_up(clock).await {
                Ok(next) => next.and_then(|at| clock.until(at)).map(pause),
                Err(error) => {
                    tracing::error!(error = %chain(&error), "what is due could not be done");
                    Some(SOON)
                }
            };
            let next = async {
                match pause {
                    Some(pause) => sleep(pause).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.changed.notified() => {}
                () = next => {}
                changed = written.changed() => {
                    if changed.is_err() {
                        return;
                    }
                    // Where much is written the sources are not asked each time.
                    tokio::select! {
                        () = self.changed.notified() => {}
                        () = sleep(SOON.min(pause.unwrap_or(SOON))) => {}
                    }
                }
            }
        }
    }

    /// Lets fall due what is due by what the clock shows now, and says when the next thing falls due. Nothing is done
    /// where the clock is being moved forward: then it happens by that.
    ///
    /// # Errors
    /// The store failed.
    pub async fn catch_up(&self, clock: &Clock) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Ok(_alone) = self.advancing.try_lock() else { return Ok(None) };
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner).clone();
        let now = clock.now();
        let mut earliest = None;
        for source in sources {
            let mut next = source.next().await?;
            if next.is_some_and(|at| at <= now) {
                source.happen(now).await?;
                next = source.next().await?;
            }
            earliest = [earliest, next].into_iter().flatten().min();
        }
        Ok(earliest)
    }

    /// Moves the clock forward to `to`, stopping wherever something falls due on the way, so that it happens at its
    /// time and can make further things fall due. The clock stands still meanwhile, and then runs as before.
    ///
    /// # Errors
    /// The store failed; the clock stays where that happened.
    pub async fn advance(&self, clock: &Clock, to: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let alone = self.advancing.lock().await;
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
        drop(alone);
        self.changed.notify_one();
        Ok(happened)
    }
}

/// Whether a source that reports nothing still has the same thing to do. Not everything that is done is reported.
async fn is_stuck(source: Option<&Arc<dyn Due>>, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some(source) = source else { return Ok(true) };
    Ok(source.next().await?.is_some_and(|next| next <= at))
}

/// What is due and has not happened is asked for again soon, but not at once for ever.
fn pause(left: Duration) -> Duration {
    if left.is_zero() { SOON } else { left.clamp(SHORTEST, LONGEST) }
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
        source.settle().await;
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
    use std::sync::atomic::{AtomicUsize, Ordering};

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
        let hour = start + TimeDelta::hours(1);
        assert_eq!(schedule.catch_up(&clock).await.unwrap(), Some(hour));
        clock.apply(Setting::Frozen(hour, 1.0));
        assert_eq!(schedule.catch_up(&clock).await.unwrap(), None);
    }

    /// Falls due an hour after whatever the clock shows when it is wound up, and counts how often it is asked.
    struct Alarm {
        at: Mutex<Option<DateTime<Utc>>>,
        asked: AtomicUsize,
        rung: Notify,
    }

    #[async_trait]
    impl Due for Alarm {
        async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
            self.asked.fetch_add(1, Ordering::Relaxed);
            Ok(*self.at.lock().unwrap())
        }

        async fn happen(&self, _: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
            *self.at.lock().unwrap() = None;
            self.rung.notify_one();
            Ok(Vec::new())
        }
    }

    #[tokio::test]
    async fn the_sources_are_asked_when_something_changes_and_not_all_the_time() {
        let start: DateTime<Utc> = "2026-03-02T10:00:00Z".parse().unwrap();
        let hour = start + TimeDelta::hours(1);
        let clock = Clock::frozen_at(start);
        let ((), ledger) = sac_store::testing::ledger_in_memory();
        let schedule = Arc::new(Schedule::default());
        let watcher: Arc<dyn Watcher> = schedule.clone();
        clock.watch(&watcher);
        let alarm = Arc::new(Alarm { at: Mutex::new(Some(hour)), asked: AtomicUsize::new(0), rung: Notify::new() });
        schedule.register(alarm.clone());
        let running = tokio::spawn({
            let (schedule, clock, ledger) = (Arc::clone(&schedule), clock.clone(), ledger.clone());
            async move { schedule.run(&clock, &ledger).await }
        });
        let rings = async || tokio::time::timeout(Duration::from_secs(10), alarm.rung.notified()).await.is_ok();
        sleep(Duration::from_millis(1200)).await;
        assert_eq!(alarm.asked.load(Ordering::Relaxed), 1);
        // The clock is set past it.
        clock.freeze(hour);
        assert!(rings().await);
        // It runs so fast that the hour is over in a moment.
        *alarm.at.lock().unwrap() = Some(hour + TimeDelta::hours(1));
        clock.apply(Setting::Running(hour, 36_000.0));
        assert!(rings().await);
        // Somebody writes what is due.
        clock.freeze(hour);
        sleep(Duration::from_millis(100)).await;
        *alarm.at.lock().unwrap() = Some(hour);
        ledger.put_people(Vec::new(), Vec::new()).await.unwrap();
        assert!(rings().await);
        // The clock is moved forward; what falls due only then is found afterwards.
        schedule.advance(&clock, hour + TimeDelta::hours(1)).await.unwrap();
        *alarm.at.lock().unwrap() = Some(hour);
        schedule.advance(&clock, hour + TimeDelta::hours(2)).await.unwrap();
        assert!(rings().await);
        ledger.close().await;
        tokio::time::timeout(Duration::from_secs(10), running).await.unwrap().unwrap();
    }
}
