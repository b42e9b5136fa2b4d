//! The sheet to sign and hand over.

use chrono::{DateTime, Utc};
use sac_diagnostic::{Language, Text};
use sac_domain::clock::civil_time;
use sac_print::{Section, Statement};

use super::words;
use crate::accreditation::case::CaseKind;
use crate::accreditation::report::{Accreditation, CaseReport};
use crate::accreditation::signed::Signed;

pub(super) fn statement(report: &Accreditation, signed: &Signed, language: Language, now: DateTime<Utc>) -> Statement {
    let in_words = |text: &Text| text.get(language).to_owned();
    let said = |it: &str, en: &str| Text::new(it, en).get(language).to_owned();
    let dots = "................................................";
    let given = |value: &Option<String>| value.clone().unwrap_or_else(|| dots.to_owned());
    let mut facts = vec![
        (said("Software", "Software"), given(&signed.software)),
        (said("Versione", "Version"), given(&signed.version)),
        (said("Produttore", "Vendor"), given(&signed.vendor)),
        (said("Data", "Date"), moment(now)),
        (said("Esito", "Result"), in_words(&words::outcome(report))),
    ];
    if let (Some(first), Some(last)) = (report.first, report.last) {
        let range = Text::new(
            format!("da {first} a {last} ({} in tutto)", report.exchanges),
            format!("{first} to {last} ({} in all)", report.exchanges),
        );
        facts.push((said("Scambi osservati", "Exchanges looked at"), in_words(&range)));
    }
    for tally in &report.roles {
        let label = words::role(tally.role);
        facts.push((in_words(&label), format!("{}/{}", tally.done, tally.total)));
    }
    let section = |kind: CaseKind| Section {
        title: in_words(&kind.heading()),
        rows: report.cases.iter().filter(|case| case.kind == kind).map(|case| row(case, language)).collect(),
    };
    Statement {
        language: match language {
            Language::It => "it-IT",
            Language::En => "en-GB",
        },
        title: in_words(&words::title()),
        about: in_words(&words::about()),
        facts,
        heads: [said("Caso", "Case"), said("Che cosa", "What"), said("Scambio", "Exchange"), said("Quando", "When")],
        sections: [CaseKind::Ok, CaseKind::Ko, CaseKind::Fault]
            .map(section)
            .into_iter()
            .filter(|section| !section.rows.is_empty())
            .collect(),
        notes: vec![said(
            "Il numero dello scambio è quello del registro dell'emulatore, dove si leggono richiesta e risposta. Questa scheda è prodotta da un emulatore e non è un atto del Sistema TS né dell'INPS.",
            "The number of the exchange is that of the emulator's journal, where request and answer can be read. This sheet is made by an emulator and is no document of Sistema TS or INPS.",
        )],
        signatures: vec![
            said("Per il produttore: nome e firma", "For the vendor: name and signature"),
            said("Luogo e data", "Place and date"),
        ],
        foot: format!("sac {} (emulatore del SAC)", env!("CARGO_PKG_VERSION")),
        page: said("pag.", "page"),
    }
}

fn row(case: &CaseReport, language: Language) -> [String; 4] {
    let open = Text::new("da fare", "open");
    [
        case.id.clone(),
        format!("{} [{}]", case.text.get(language), case.source),
        case.exchange.map_or_else(|| open.get(language).to_owned(), |number| number.to_string()),
        case.received.map(|at| moment(at.0)).unwrap_or_default(),
    ]
}

/// As people write it, by the time in Rome.
fn moment(instant: DateTime<Utc>) -> String {
    civil_time(instant).format("%d/%m/%Y %H:%M").to_string()
}
