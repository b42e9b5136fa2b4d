//! The words for coded values, and how days and moments are written.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Rome;
use sac_domain::code::{Agevolazione, Ruolo, TipoCertificato, TipoRicovero, TipoVisita};

/// A box of a choice: whether it is crossed, and its words.
pub(crate) type Choice = (bool, &'static str);

pub(crate) fn ruolo(chosen: Ruolo) -> Vec<Choice> {
    let all = [(Ruolo::Ssn, "Medico SSN"), (Ruolo::LiberoProfessionista, "Libero professionista")];
    choices(Some(chosen), &all)
}

pub(crate) fn visita(chosen: TipoVisita) -> Vec<Choice> {
    let all = [
        (TipoVisita::Ambulatoriale, "Ambulatoriale"),
        (TipoVisita::Domiciliare, "Domiciliare"),
        (TipoVisita::ProntoSoccorso, "Pronto soccorso"),
    ];
    choices(Some(chosen), &all)
}

pub(crate) fn tipo_certificato(chosen: TipoCertificato) -> Vec<Choice> {
    let all = [
        (TipoCertificato::Inizio, "Inizio"),
        (TipoCertificato::Continuazione, "Continuazione"),
        (TipoCertificato::Ricaduta, "Ricaduta"),
    ];
    choices(Some(chosen), &all)
}

pub(crate) fn tipo_ricovero(chosen: TipoRicovero) -> Vec<Choice> {
    let all = [(TipoRicovero::Ricovero, "Ricovero ordinario"), (TipoRicovero::DayHospital, "Day hospital")];
    choices(Some(chosen), &all)
}

pub(crate) fn agevolazioni(chosen: Option<Agevolazione>) -> Vec<Choice> {
    let all = [
        (Agevolazione::TerapiaSalvavita, "Patologia grave che richiede terapia salvavita"),
        (Agevolazione::CausaDiServizio, "Malattia per la quale è stata riconosciuta la causa di servizio"),
        (Agevolazione::Invalidita, "Stato patologico sotteso o connesso alla situazione di invalidità riconosciuta"),
    ];
    choices(chosen, &all)
}

/// Whether the first day was still worked and whether there was an injury, in the words of an ordinary certificate.
pub(crate) fn flags_of_malattia(giornata_lavorata: Option<bool>, trauma: Option<bool>) -> Vec<Choice> {
    let is = |flag: Option<bool>| flag.unwrap_or(false);
    vec![(is(giornata_lavorata), "Inizio il giorno successivo alla visita"), (is(trauma), "Evento traumatico")]
}

/// The same in the words of an admission.
pub(crate) fn flags_of_ricovero(giornata_lavorata: Option<bool>, trauma: Option<bool>) -> Vec<Choice> {
    let is = |flag: Option<bool>| flag.unwrap_or(false);
    vec![(is(giornata_lavorata), "Ha lavorato il giorno del ricovero"), (is(trauma), "Ricovero dovuto a trauma")]
}

/// `GG/MM/AAAA`.
pub(crate) fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// `GG/MM/AAAA`, by the calendar of Rome.
pub(crate) fn day_of(moment: DateTime<Utc>) -> String {
    day(moment.with_timezone(&Rome).date_naive())
}

/// `GG/MM/AAAA alle HH:MM`, by the clocks of Rome.
pub(crate) fn moment(moment: DateTime<Utc>) -> String {
    moment.with_timezone(&Rome).format("%d/%m/%Y alle %H:%M").to_string()
}

fn choices<T: PartialEq + Copy>(chosen: Option<T>, all: &[(T, &'static str)]) -> Vec<Choice> {
    all.iter().map(|(value, label)| (chosen == Some(*value), *label)).collect()
}
