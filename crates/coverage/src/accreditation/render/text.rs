//! For a terminal.

use std::fmt::Write as _;

use sac_diagnostic::Language;

use super::words;
use crate::accreditation::case::CaseKind;
use crate::accreditation::report::Accreditation;

pub(super) fn sheet(report: &Accreditation, language: Language) -> String {
    let mut out = format!("{}\n", words::outcome(report).get(language));
    let (exchange, setting) = match language {
        Language::It => ("scambio", "impostazione"),
        Language::En => ("exchange", "setting"),
    };
    for kind in [CaseKind::Ok, CaseKind::Ko, CaseKind::Fault] {
        let _ = writeln!(out, "\n{}", kind.heading().get(language));
        for case in report.cases.iter().filter(|case| case.kind == kind) {
            let mark = if case.done { 'x' } else { ' ' };
            let _ = write!(out, "  [{mark}] {}", case.id);
            if let Some(number) = case.exchange {
                let _ = write!(out, "  ({exchange} {number})");
            }
            let _ = writeln!(out, "\n      {}", case.text.get(language));
            if let (Some(needed), false) = (&case.setting, case.done) {
                let _ = writeln!(out, "      {setting}: {needed}");
            }
        }
    }
    out
}
