//! What an outcome of a visit asks for (rules `verbale-incompleto`, `motivazione-assente`).

use super::content::Contenuto;
use crate::code::{Beneficio, EsitoVisita, Voto};

/// A part that is missing, or that must not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The verbale of a visit that was held.
    Verbale,
    /// A verbale where there was no visit.
    UnwantedVerbale,
    /// The tests for which the visit is continued.
    Motivo,
    /// The document of identity.
    Documento,
    /// Anamnesi.
    Anamnesi,
    /// Obiettività.
    Obiettivita,
    /// An impairment with its ICD-9 code.
    Infermita,
    /// A judgment on this benefit.
    Giudizio(Beneficio),
    /// The functional diagnosis of targeted placement.
    DiagnosiFunzionale,
    /// A vote.
    Firma,
    /// The reason of a vote against.
    Dissenso,
}

impl Part {
    /// The element, as `sezioneErrata` names it.
    #[must_use]
    pub fn element(self) -> &'static str {
        match self {
            Self::Verbale | Self::UnwantedVerbale => "verbale",
            Self::Motivo => "motivo",
            Self::Documento => "documento",
            Self::Anamnesi => "anamnesi",
            Self::Obiettivita => "obiettivita",
            Self::Infermita => "infermita",
            Self::Giudizio(_) => "giudizio",
            Self::DiagnosiFunzionale => "diagnosiFunzionale",
            Self::Firma => "firma",
            Self::Dissenso => "firma/dissenso",
        }
    }
}

/// Every part that the outcome asks for and that is not there. Further tests (`motivo`) are asked
/// for where the visit is continued.
#[must_use]
pub fn missing(esito: EsitoVisita, motivo: Option<&str>, verbale: Option<&Contenuto>) -> Vec<Part> {
    let is_blank = |text: &str| text.trim().is_empty();
    let mut parts = Vec::new();
    match (esito, verbale) {
        (EsitoVisita::Eseguita, None) => parts.push(Part::Verbale),
        (EsitoVisita::Eseguita, Some(verbale)) => parts.extend(missing_in(verbale)),
        (EsitoVisita::Assente | EsitoVisita::Rinviata, Some(_)) => parts.push(Part::UnwantedVerbale),
        (EsitoVisita::Assente | EsitoVisita::Rinviata, None) => {}
    }
    if esito == EsitoVisita::Rinviata && motivo.is_none_or(is_blank) {
        parts.push(Part::Motivo);
    }
    parts
}

fn missing_in(verbale: &Contenuto) -> Vec<Part> {
    let is_blank = |text: &str| text.trim().is_empty();
    let mut parts = Vec::new();
    let mut add = |lacking: bool, part: Part| {
        if lacking {
            parts.push(part);
        }
    };
    add(verbale.documento.as_ref().is_none_or(|document| is_blank(&document.numero)), Part::Documento);
    add(is_blank(&verbale.anamnesi), Part::Anamnesi);
    add(is_blank(&verbale.obiettivita), Part::Obiettivita);
    add(verbale.infermita.iter().all(|found| is_blank(&found.codice_icd9)), Part::Infermita);
    for benefit in &verbale.tipologia {
        let judged = verbale.giudizi.iter().filter(|judgment| judgment.beneficio == *benefit).count();
        add(judged != 1, Part::Giudizio(*benefit));
    }
    let functional = verbale.diagnosi_funzionale.as_deref().is_none_or(is_blank);
    add(verbale.tipologia.contains(&Beneficio::D) && functional, Part::DiagnosiFunzionale);
    add(verbale.firme.is_empty(), Part::Firma);
    let silent = |against: Option<&str>| against.is_none_or(is_blank);
    let unexplained = verbale.firme.iter().any(|sign| sign.voto == Voto::Contrario && silent(sign.dissenso.as_deref()));
    add(unexplained, Part::Dissenso);
    parts
}
