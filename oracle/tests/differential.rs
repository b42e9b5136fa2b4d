//! The engine's verdicts against libxml2's, over generated messages.
//!
//! `SAC_ORACLE_CASES` sets how many (20,000 unless it is set; a nightly run does 1,000,000),
//! `SAC_ORACLE_SEED` repeats a run, `SAC_ORACLE_SHOW` prints so many of the cases that went
//! wrong.

use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use sac_oracle::trial::{Outcome, run};

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

#[test]
fn verdicts_agree_with_libxml2() {
    let cases = setting("SAC_ORACLE_CASES").unwrap_or(20_000);
    let seed = setting("SAC_ORACLE_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
        now.as_secs()
    });
    println!("SAC_ORACLE_SEED={seed} SAC_ORACLE_CASES={cases}");

    let workers = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let share = cases.div_ceil(workers);
    let mut outcome = Outcome { seed, ..Outcome::default() };
    let parts: Vec<_> = (0..workers)
        .map(|worker| {
            let first = worker * share;
            thread::spawn(move || run(seed, first, share.min(cases.saturating_sub(first))))
        })
        .collect();
    for part in parts {
        outcome.add(part.join().expect("no part of the run panics"));
    }
    println!("{outcome}");
    let show = usize::try_from(setting("SAC_ORACLE_SHOW").unwrap_or(3)).unwrap_or(3);
    for (what, list) in [
        ("VERDICTS DIFFER", &outcome.disagreements),
        ("NOT EXACTLY ONE FINDING", &outcome.not_one),
        ("ANOTHER PLACE", &outcome.misplaced),
    ] {
        for case in list.iter().take(show) {
            println!("{what}\n{case}");
        }
    }
    let rate = |bad: usize, of: u64| bad as f64 / of.max(1) as f64;
    assert!(rate(outcome.disagreements.len(), outcome.cases) <= 0.000_5, "verdicts differ too often");
    assert!(rate(outcome.not_one.len(), outcome.single) <= 0.01, "one fault, one finding");
    assert!(rate(outcome.misplaced.len(), outcome.single) <= 0.01, "findings at the fault");
}
