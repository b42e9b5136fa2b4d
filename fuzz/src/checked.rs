//! What `sac check` says, whatever it is given.

use std::sync::LazyLock;

use chrono::NaiveDate;
use sac_gateway::check::{Checker, Report, Severity, Verdict};

/// The check's reports, of which some things hold whatever was checked.
pub fn checked(name: &str, bytes: &[u8]) -> Vec<Report> {
    let reports = CHECKER.check_bytes(name, bytes);
    assert!(!reports.is_empty(), "nothing is said");
    for report in &reports {
        let errors = report.count(Severity::Error);
        assert!(errors == 0 || report.verdict != Verdict::Conformant, "{errors} errors, and conformant");
        for issue in &report.issues {
            // What is inside something else has its places there.
            let is_inside = report.unpacked || report.file != name;
            let within = |offset| offset <= bytes.len() || (is_inside && offset <= report.bytes);
            assert!(issue.place.as_ref().is_none_or(|place| within(place.offset)), "{issue:?}");
            assert!(issue.code.as_str() != "SAC-CHECK-INTERNAL", "{issue:?}");
        }
    }
    reports
}

static CHECKER: LazyLock<Checker> =
    LazyLock::new(|| Checker::new(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap_or_default()));
