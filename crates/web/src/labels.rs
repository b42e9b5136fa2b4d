//! Labels of coded values, as on the prints.

use super::lang::Lang;

/// The label of a code of this field, where it has one.
pub(crate) fn label(lang: Lang, field: &str, code: &str) -> Option<&'static str> {
    Some(match (field, code) {
        ("ruoloMedico", "S") => lang.of("Medico SSN", "Doctor of the health service (SSN)"),
        ("ruoloMedico", "P") => lang.of("Libero professionista", "Private practice"),
        ("visita", "A") => lang.of("Ambulatoriale", "In the surgery"),
        ("visita", "D") => lang.of("Domiciliare", "At home"),
        ("visita", "P") => lang.of("Pronto soccorso", "Emergency room"),
        ("tipoCertificato", "I") => lang.of("Inizio", "Beginning"),
        ("tipoCertificato", "C") => lang.of("Continuazione", "Continuation"),
        ("tipoCertificato", "R") => lang.of("Ricaduta", "Relapse"),
        ("tipoRicovero", "R") => lang.of("Ricovero ordinario", "Ordinary admission"),
        ("tipoRicovero", "H") => lang.of("Day hospital", "Day hospital"),
        ("agevolazioni", "T") => {
            lang.of("Patologia grave che richiede terapia salvavita", "Serious illness that needs life-saving therapy")
        }
        ("agevolazioni", "C") => lang.of(
            "Malattia per la quale è stata riconosciuta la causa di servizio",
            "Illness recognised as caused by service",
        ),
        ("agevolazioni", "I") => lang.of(
            "Stato patologico sotteso o connesso alla situazione di invalidità riconosciuta",
            "Condition connected with a recognised disability",
        ),
        ("stato", "attivo") => lang.of("Attivo", "Valid"),
        ("stato", "rettificato") => lang.of("Rettificato", "Replaced"),
        ("stato", "annullato") => lang.of("Annullato", "Cancelled"),
        ("stato", "aperto") => lang.of("Aperto", "Open"),
        ("stato", "dimesso") => lang.of("Dimesso", "Discharged"),
        ("tipo", "attestato" | "malattia") => lang.of("Malattia", "Sickness"),
        ("tipo", "dimissione") => lang.of("Dimissione", "Discharge"),
        ("tipo", "ricovero") => lang.of("Ricovero", "Admission"),
        ("giornataLavorata" | "trauma", "true") => lang.of("Sì", "Yes"),
        ("giornataLavorata" | "trauma", "false") => "No",
        _ => return None,
    })
}

/// A state in words.
pub(crate) fn state_label(lang: Lang, state: &str) -> &'static str {
    label(lang, "stato", state).unwrap_or_default()
}
