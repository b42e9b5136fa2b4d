//! Many inputs on many cores, their reports in order, memory flat.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::checker::Checker;
use super::input::Input;
use super::issue::{Issue, IssueCode, Severity};
use super::report::{Report, Summary};
use sac_diagnostic::Code;

/// How far ahead of the last report told the workers may be, in inputs.
const AHEAD: usize = 64;
/// More threads than this only wait for one another.
const MOST_THREADS: usize = 64;

/// The remark that is made once a run.
const CLEAR: IssueCode = IssueCode::Code(Code::CHECK_CLEAR);

/// Checks all inputs on so many threads, and hands over every report, in the order of the
/// inputs, as soon as it is its turn. Where the system gives fewer threads, those do; where it
/// gives none, this one.
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
    // That fields are still in clear is the same remark for every draft: it is reported once.
    let mut is_clear_reported = false;
    let mut hand_over = |reports: &[Report]| {
        reports.iter().try_for_each(|report| {
            summary.add(report);
            let is_clear = |issue: &Issue| issue.code == CLEAR && issue.severity == Severity::Warning;
            if !report.issues.iter().any(is_clear) {
                return tell(report);
            }
            if !std::mem::replace(&mut is_clear_reported, true) {
                return tell(report);
            }
            summary.clear_not_repeated += 1;
            let mut shorter = report.clone();
            shorter.issues.retain(|issue| !is_clear(issue));
            tell(&shorter)
        })
    };
    let threads = threads.get().min(inputs.len()).min(MOST_THREADS);
    let started = if threads > 1 { in_parallel(checker, inputs, threads, &mut hand_over)? } else { 0 };
    if started == 0 {
        inputs.iter().try_for_each(|input| hand_over(&checker.check(input)))?;
    }
    Ok(summary)
}

/// The same on threads of their own; how many there were. With none, nothing was checked.
fn in_parallel(
    checker: &Checker,
    inputs: &[Input],
    threads: usize,
    hand_over: &mut impl FnMut(&[Report]) -> io::Result<()>,
) -> io::Result<usize> {
    let turn = &Turn::default();
    let next = &AtomicUsize::new(0);
    let (sender, receiver) = sync_channel(AHEAD);
    thread::scope(|scope| {
        let worker = |sender: SyncSender<_>| {
            move || {
                let _guard = turn.stop_if_panicking();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(index) else { break };
                    if !turn.is_near(index) || sender.send((index, checker.check(input))).is_err() {
                        break;
                    }
                }
            }
        };
        let spawn = |_: &usize| thread::Builder::new().spawn_scoped(scope, worker(sender.clone())).is_ok();
        let started = (0..threads).take_while(spawn).count();
        drop(sender);
        // A panic here must not leave the workers waiting for their turn.
        let _guard = turn.stop_if_panicking();
        let told = if started == 0 { Ok(()) } else { in_order(&receiver, turn, hand_over) };
        // Workers that wait for their turn, or for room in the channel, are let go.
        turn.stop();
        drop(receiver);
        told.map(|()| started)
    })
}

/// Hands over what the workers send, each when all before it is told.
fn in_order(
    receiver: &Receiver<(usize, Vec<Report>)>,
    turn: &Turn,
    hand_over: &mut impl FnMut(&[Report]) -> io::Result<()>,
) -> io::Result<()> {
    let mut waiting = BTreeMap::new();
    let mut due = 0;
    for (index, reports) in receiver {
        waiting.insert(index, reports);
        while let Some(reports) = waiting.remove(&due) {
            hand_over(&reports)?;
            due += 1;
        }
        turn.reach(due);
    }
    Ok(())
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

    fn stop_if_panicking(&self) -> impl Drop {
        StopIfPanicking(self)
    }

    fn stop(&self) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        self.stopped.store(true, Ordering::Relaxed);
        drop(told);
        self.moved.notify_all();
    }
}

/// Lets everybody go when its thread panics.
struct StopIfPanicking<'a>(&'a Turn);

impl Drop for StopIfPanicking<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some_inputs() -> Vec<Input> {
        (0..10 * AHEAD).map(|number| Input::File(format!("no-such-{number}.xml").into())).collect()
    }

    #[test]
    fn a_teller_that_fails_or_panics_ends_the_run() {
        let checker = Checker::new("2026-03-02".parse().unwrap());
        for threads in [1, 2, 8, usize::MAX] {
            let threads = NonZero::new(threads).unwrap();
            let mut told = 0;
            let failed = run(&checker, &some_inputs(), threads, |_| {
                told += 1;
                if told == 7 { Err(io::Error::other("full")) } else { Ok(()) }
            });
            assert!(failed.is_err() && told == 7);
            let panicked = std::panic::catch_unwind(|| run(&checker, &some_inputs(), threads, |_| panic!("teller")));
            assert!(panicked.is_err());
        }
    }
}
