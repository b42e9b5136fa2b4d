//! `sac check`, as a library and as a program.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::format_collect, reason = "the messages of a test are small")]

mod agreement;
mod archives;
mod browser;
mod captures;
mod devtools;
mod examples;
mod formats;
mod going_on;
mod hook;
mod hostile;
mod hostile_files;
mod jobs;
mod manual;
mod output;
#[path = "../../fuzz/src/packets.rs"]
mod packet_files;
mod packets;
mod page;
mod pipes;
mod places;
mod program;
mod quoted;
mod recognised;
mod rules;
mod search;
mod serve;
mod siblings;
#[path = "../support/mod.rs"]
mod support;
mod words;

use sac_gateway::check::{Checker, Circumstances, Report, Severity};

/// The day of the fixtures.
fn checker() -> Checker {
    Checker::new("2026-03-02".parse().unwrap())
}

/// How the reports of the tests say that they were made.
fn circumstances() -> Circumstances {
    Circumstances::of(&checker(), "2026-03-02T10:00:00Z".parse().unwrap(), None, None)
}

/// The codes of a report that are more severe than a warning.
fn errors(report: &Report) -> Vec<&'static str> {
    let issues = report.issues.iter().filter(|issue| issue.severity != Severity::Warning);
    issues.map(|issue| issue.code.as_str()).collect()
}
