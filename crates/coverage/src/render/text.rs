//! For a terminal.

use std::fmt::Write as _;

use sac_diagnostic::Language;

use super::words;
use crate::report::{Item, Report};

/// Things of a group that are listed one by one.
const LISTED: usize = 400;

pub(super) fn coverage(report: &Report, language: Language) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    line(words::looked_at(report).get(language));
    for note in words::notes(report) {
        line(note.get(language));
    }
    line("");
    for group in &report.summary {
        let name = words::group(group.group);
        line(&format!("{:>9}  {}", format!("{}/{}", group.exercised, group.total), name.get(language)));
    }
    let items = report.items();
    let never = match language {
        Language::It => "mai provati",
        Language::En => "never exercised",
    };
    for group in &report.summary {
        let missing: Vec<&Item> =
            items.iter().filter(|item| item.group == group.group && item.count.is_never()).collect();
        if missing.is_empty() || report.exchanges == 0 {
            continue;
        }
        line("");
        line(&format!("{} ({never}):", words::group(group.group).get(language)));
        let mut operation = None;
        for item in missing.iter().take(LISTED) {
            if item.operation != operation {
                operation = item.operation;
                line(&format!("  {}", operation.unwrap_or_default()));
            }
            let indent = if operation.is_some() { "    " } else { "  " };
            line(&format!("{indent}{}", item.name.get(language)));
        }
    }
    line("");
    faults(&mut out, report, language);
    out
}

fn faults(out: &mut String, report: &Report, language: Language) {
    for kind in &report.faults.kinds {
        let after = match (kind.soonest_ms, kind.latest_ms) {
            (Some(soonest), Some(latest)) => format!(" ({soonest}–{latest} ms)"),
            _ => String::new(),
        };
        let crate::survival::Kind { kind, suffered, resent, resends, recovered, duplicates, .. } = kind;
        let _ = match language {
            Language::It => writeln!(
                out,
                "{kind}: subito {suffered} volte, rinviato dopo {resent} con {resends} rinvii{after}, risolto {recovered}, doppioni {duplicates}"
            ),
            Language::En => writeln!(
                out,
                "{kind}: suffered {suffered} times, sent again after {resent} with {resends} resends{after}, recovered {recovered}, duplicates {duplicates}"
            ),
        };
    }
    let _ = writeln!(out, "{}", words::errors(report.faults.several_errors).get(language));
    let _ = writeln!(out, "{}", words::duplicates(&report.faults).get(language));
}
