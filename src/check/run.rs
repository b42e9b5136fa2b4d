//! Many inputs on many cores, their reports in order, memory flat.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::{Checker, Input, Report, Summary};

/// How far ahead of the last report told the workers may be, in inputs.
const AHEAD: usize = 256;

/// Checks all inputs on so many threads, and hands over every report, in the order of the
/// inputs, as soon as it is its turn.
///
/// # Errors
/// What `tell` fails with; the check then stops.
pub fn run(
    checker: &Checker,
    inputs: &[Input],
    threads: NonZero<usize>,
    mut tell: impl FnMut(&Report) -> io::Result<()>,
) -> io::Result<Summary> {
    let mut summary = Summary::default();
    let mut hand_over = |reports: &[Report]| {
        reports.iter().try_for_each(|report| {
            summary.add(report);
            tell(report)
        })
    };
    if threads.get() == 1 || inputs.len() < 2 {
        inputs.iter().try_for_each(|input| hand_over(&checker.check(input)))?;
        return Ok(summary);
    }

    let turn = Turn::default();
    let next = AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(AHEAD);
    let (turn, next) = (&turn, &next);
    thread::scope(|scope| {
        for _ in 0..threads.get().min(inputs.len()) {
            let sender = sender.clone();
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(index) else { break };
                    if !turn.is_near(index) || sender.send((index, checker.check(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut due = 0;
        let mut outcome = Ok(());
        for (index, reports) in &receiver {
            waiting.insert(index, reports);
            while let Some(reports) = waiting.remove(&due) {
                outcome = hand_over(&reports);
                due += 1;
                if outcome.is_err() {
                    break;
                }
            }
            turn.reach(due);
            if outcome.is_err() {
                break;
            }
        }
        // Workers that wait for their turn, or for room in the channel, are let go.
        turn.stop();
        drop(receiver);
        outcome
    })?;
    Ok(summary)
}

/// How many inputs have been told: nobody may run far ahead of it.
#[derive(Default)]
struct Turn {
    told: Mutex<usize>,
    moved: Condvar,
    stopped: AtomicBool,
}

impl Turn {
    /// Waits until the input is near its turn; false when there will be none.
    fn is_near(&self, index: usize) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        while index > *told + AHEAD && !self.stopped.load(Ordering::Relaxed) {
            told = self.moved.wait(told).unwrap_or_else(PoisonError::into_inner);
        }
        !self.stopped.load(Ordering::Relaxed)
    }

    fn reach(&self, due: usize) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = due;
        self.moved.notify_all();
    }

    fn stop(&self) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        self.stopped.store(true, Ordering::Relaxed);
        drop(told);
        self.moved.notify_all();
    }
}
