//! Stage (f): a discharge must agree with the notice of its admission (contract §6.8).

use super::{Refusal, Rule};
use sac_domain::admission::{ComunicazioneRicovero, Ricovero};
use sac_domain::certificate::{Dimissione, Indirizzo, Sede};

/// One refusal for each element that differs from the notice.
#[must_use]
pub fn dimissione_incongruente(
    sede: &Sede,
    residenza: &Indirizzo,
    dimissione: &Dimissione,
    notice: &ComunicazioneRicovero,
) -> Vec<Refusal> {
    let expected = &notice.sede;
    let struttura_differs = expected.codice_struttura.is_some() && sede.codice_struttura != expected.codice_struttura;
    let differing = [
        ("medico/codiceRegione", sede.codice_regione.as_deref() != Some(&expected.codice_regione)),
        ("medico/codiceAsl", sede.codice_asl.as_deref() != Some(&expected.codice_asl)),
        ("medico/codiceStruttura", struttura_differs),
        ("residenza", *residenza != notice.residenza),
        ("dimissione/dataRicovero", dimissione.data_ricovero != notice.ricovero.data_ricovero),
    ];
    let refusals = differing.into_iter().filter(|(_, differs)| *differs);
    refusals.map(|(elemento, _)| Refusal::of(Rule::DimissioneIncongruente).with("elemento", elemento)).collect()
}

/// One refusal for each flag that the notice raised and the discharge does not.
#[must_use]
pub fn dimissione_flag_incongruenti(dimissione: &Dimissione, notice: &Ricovero) -> Vec<Refusal> {
    let lowered = |then: Option<bool>, now: Option<bool>| then == Some(true) && now != Some(true);
    let flags = [
        ("giornataLavorata", lowered(notice.giornata_lavorata, dimissione.giornata_lavorata)),
        ("trauma", lowered(notice.trauma, dimissione.trauma)),
    ];
    let refusals = flags.into_iter().filter(|(_, lowered)| *lowered);
    refusals.map(|(elemento, _)| Refusal::of(Rule::DimissioneFlagIncongruenti).with("elemento", elemento)).collect()
}
