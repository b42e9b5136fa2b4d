//! For CI services: a test case for each thing, skipped where it never happened.

use std::fmt::Write as _;

use sac_diagnostic::Language;

use crate::report::Report;
use sac_report::escape;

pub(super) fn coverage(report: &Report, language: Language) -> String {
    let items = report.items();
    let never = match language {
        Language::It => "mai provato",
        Language::En => "never exercised",
    };
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sac coverage\">\n");
    for group in &report.summary {
        let (name, total) = (group.group, group.total);
        let skipped = total - group.exercised;
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{total}\" failures=\"0\" errors=\"0\" skipped=\"{skipped}\">"
        );
        for item in items.iter().filter(|item| item.group == name) {
            let class = item.operation.map_or_else(|| name.to_owned(), |operation| format!("{name}.{operation}"));
            let _ = write!(
                out,
                "    <testcase classname=\"{}\" name=\"{}\"",
                escape(&class),
                escape(item.name.get(language))
            );
            let _ = if item.count.is_never() {
                writeln!(out, "><skipped message=\"{never}\"/></testcase>")
            } else {
                writeln!(out, "/>")
            };
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}
