//! For CI services: a test case for each case, which fails as long as it is open. An optional one is skipped.

use std::fmt::Write as _;

use sac_diagnostic::Language;

use crate::accreditation::case::CaseKind;
use crate::accreditation::report::{Accreditation, CaseReport};
use sac_report::escape;

pub(super) fn sheet(report: &Accreditation, language: Language) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sac accredit\">\n");
    for kind in [CaseKind::Ok, CaseKind::Ko, CaseKind::Fault] {
        let cases: Vec<&CaseReport> = report.cases.iter().filter(|case| case.kind == kind).collect();
        let open = cases.iter().filter(|case| !case.done && !case.optional).count();
        let skipped = cases.iter().filter(|case| !case.done && case.optional).count();
        let (name, tests) = (kind.name(), cases.len());
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{open}\" errors=\"0\" skipped=\"{skipped}\">"
        );
        for case in cases {
            let id = escape(&case.id);
            let text = escape(case.text.get(language));
            let _ = write!(out, "    <testcase classname=\"accreditation.{name}\" name=\"{id}\">");
            let _ = match (case.exchange, case.optional) {
                (Some(exchange), _) => write!(out, "<system-out>exchange {exchange}</system-out>"),
                (None, true) => write!(out, "<skipped message=\"{text}\"/>"),
                (None, false) => write!(out, "<failure type=\"open\" message=\"{text}\"/>"),
            };
            out.push_str("</testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}
