//! The words of the sheet, in both languages.

use sac_diagnostic::Text;

use crate::accreditation::report::{Accreditation, CaseReport};
use crate::accreditation::signed::Signed;

pub(super) fn title() -> Text {
    Text::new("Scheda di accreditamento SAC", "SAC accreditation sheet")
}

pub(super) fn about() -> Text {
    Text::new(
        "Casi svolti dal programma contro un emulatore del Sistema di Accoglienza Centrale, ciascuno riconosciuto nel traffico.",
        "Cases that the program performed against an emulator of the Sistema di Accoglienza Centrale, each recognised in the traffic.",
    )
}

/// How it stands.
pub(super) fn outcome(report: &Accreditation) -> Text {
    let (done, total) = (report.total.done, report.total.total);
    if report.is_complete() {
        return Text::new(format!("Tutti i {total} casi sono svolti."), format!("All {total} cases are done."));
    }
    Text::new(
        format!("{done} casi svolti su {total}; ne restano {}.", total - done),
        format!("{done} of {total} cases are done; {} are open.", total - done),
    )
}

/// A kind of user; nothing is all.
pub(super) fn role(role: Option<&str>) -> Text {
    match role {
        None => Text::new("tutti i casi", "all cases"),
        Some("medico") => Text::new("medico", "doctor (medico)"),
        Some("operatore") => Text::new("operatore di ASL o ospedale", "clerk of an ASL or hospital (operatore)"),
        Some("ente") => Text::new("ente inviante (regione)", "region (ente)"),
        Some(other) => Text::same(other),
    }
}

/// Label and value of what is known of the software.
pub(super) fn facts(signed: &Signed) -> Vec<(Text, &str)> {
    let Signed { software, version, vendor } = signed;
    let all = [
        (Text::new("Software", "Software"), software),
        (Text::new("Versione", "Version"), version),
        (Text::new("Produttore", "Vendor"), vendor),
    ];
    all.into_iter().filter_map(|(label, value)| Some((label, value.as_deref()?))).collect()
}

impl CaseReport {
    /// The operation, and who performs it.
    pub(super) fn who(&self) -> String {
        let roles = self.roles.join(", ");
        match (&self.operation, roles.is_empty()) {
            (Some(operation), false) => format!("{operation} · {roles}"),
            (Some(operation), true) => operation.clone(),
            (None, _) => roles,
        }
    }
}
