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

/// How far ahead of the last report handed over the workers may be, in inputs.
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
/// What `report_one` fails with; the check then stops.
pub fn run(
    checker: &Checker,
    inputs: &[Input],
    threads: NonZero<usize>,
    mut report_one: impl FnMut(&Report) -> io::Result<()>,
) -> io::Result<Summary> {
    let mut summary = Summary::default();
    // That fields are still in clear is the same remark for every draft: it is reported once.
    let mut is_clear_reported = false;
    let mut hand_over = |reports: &[Report]| {
        reports.iter().try_for_each(|report| {
            summary.add(report);
            let is_clear = |issue: &Issue| issue.code == CLEAR && issue.severity == Severity::Warning;
            if !report.issues.iter().any(is_clear) {
                return report_one(report);
            }
            if !std::mem::replace(&mut is_clear_reported, true) {
                return report_one(report);
            }
            summary.clear_not_repeated += 1;
            let mut shorter = report.clone();
            shorter.issues.retain(|issue| !is_clear(issue));
            report_one(&shorter)
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
        let outcome = if started == 0 { Ok(()) } else { in_order(&receiver, turn, hand_over) };
        // Workers that wait for their turn, or for room in the channel, stop waiting.
        turn.stop();
        drop(receiver);
        outcome.map(|()| started)
    })
}

/// Hands over what the workers send, each after all before it.
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

/// How many inputs have been reported: no worker may be far ahead of it.
#[derive(Default)]
struct Turn {
    reported: Mutex<usize>,
    moved: Condvar,
    stopped: AtomicBool,
}

impl Turn {
    /// Waits until the input is near its turn; false when there will be none.
    fn is_near(&self, index: usize) -> bool {
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        while index > *reported + AHEAD && !self.stopped.load(Ordering::Relaxed) {
            reported = self.moved.wait(reported).unwrap_or_else(PoisonError::into_inner);
        }
        !self.stopped.load(Ordering::Relaxed)
    }

    fn reach(&self, due: usize) {
        *self.reported.lock().unwrap_or_else(PoisonError::into_inner) = due;
        self.moved.notify_all();
    }

    fn stop_if_panicking(&self) -> impl Drop {
        StopIfPanicking(self)
    }

    fn stop(&self) {
        let reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        self.stopped.store(true, Ordering::Relaxed);
        drop(reported);
        self.moved.notify_all();
    }
}

/// Ends the waiting of all when its thread panics.
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
    fn a_reader_that_fails_or_panics_ends_the_run() {
        let checker = Checker::new("2026-03-02".parse().unwrap());
        for threads in [1, 2, 8, usize::MAX] {
            let threads = NonZero::new(threads).unwrap();
            let mut reported = 0;
            let failed = run(&checker, &some_inputs(), threads, |_| {
                reported += 1;
                if reported == 7 { Err(io::Error::other("full")) } else { Ok(()) }
            });
            assert!(failed.is_err() && reported == 7);
            let panicked = std::panic::catch_unwind(|| run(&checker, &some_inputs(), threads, |_| panic!("a reader")));
            assert!(panicked.is_err());
        }
    }
}
