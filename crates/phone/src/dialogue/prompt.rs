//! What is said at each question, and what may be keyed there.

use chrono::NaiveDate;
use sac_domain::giorno::Giorno;

use super::memory::{Accepted, Dialogue};
use crate::format::Format;
use crate::speech::{agevolazione, date, signs, tipo, visita, yes};
use crate::state::State;
use crate::words;

/// Registrations that one digit can choose among.
const CHOICES: &str = "123456789";

/// What may be keyed.
pub(super) fn format(dialogue: &Dialogue) -> Format {
    match dialogue.state {
        State::Benv => Format::Choice("19"),
        State::Ident => Format::Digits(8),
        State::Pin => Format::Digits(5),
        State::Menu | State::Agev => Format::Choice("1230"),
        State::Sede => Format::Choice(CHOICES.get(..dialogue.sedi().len().min(CHOICES.len())).unwrap_or(CHOICES)),
        State::Cf | State::RCf | State::ACf | State::InfoCf => Format::CodiceFiscale,
        State::CfConf | State::RCfConf | State::ACfConf | State::Res | State::Ruolo | State::FlagG | State::FlagT => {
            Format::Choice("12")
        }
        State::Tipo | State::Visita | State::IcdTipo => Format::Choice("123"),
        State::Rilascio | State::Inizio | State::FineProg | State::RFine => Format::Day,
        State::Icd => Format::Diagnosis,
        State::SConf | State::Ok => Format::Choice("120"),
        State::RPuc | State::APuc | State::InfoPuc => Format::Digits(9),
        State::RConf | State::AConf => Format::Choice("10"),
        State::Info | State::Fine | State::FineErr => Format::AnyKey,
    }
}

/// What is said.
pub(super) fn prompt(dialogue: &Dialogue) -> String {
    let draft = &dialogue.draft;
    match dialogue.state {
        State::Benv => words::BENV.to_owned(),
        State::Ident => words::IDENT.to_owned(),
        State::Pin => words::PIN.to_owned(),
        State::Menu => words::MENU.to_owned(),
        State::Sede => sede(dialogue),
        State::Cf | State::RCf | State::ACf | State::InfoCf => words::CF.to_owned(),
        State::CfConf | State::RCfConf | State::ACfConf => {
            let name = draft.worker.as_ref().map_or("", |worker| &worker.name);
            format!("Lavoratore: {name}. Se è corretto prema 1, altrimenti 2.")
        }
        State::Res => residenza(dialogue),
        State::Ruolo => words::RUOLO.to_owned(),
        State::Tipo => words::TIPO.to_owned(),
        State::Visita => words::VISITA.to_owned(),
        State::Rilascio => words::RILASCIO.to_owned(),
        State::Inizio => words::INIZIO.to_owned(),
        State::FineProg => words::FINE_PROG.to_owned(),
        State::IcdTipo => words::ICD_TIPO.to_owned(),
        State::Icd => words::ICD.to_owned(),
        State::FlagG => words::FLAG_G.to_owned(),
        State::FlagT => words::FLAG_T.to_owned(),
        State::Agev => words::AGEV.to_owned(),
        State::SConf => summary(dialogue),
        State::Ok => accepted(dialogue),
        State::RPuc | State::APuc | State::InfoPuc => words::PUC.to_owned(),
        State::RFine => {
            format!("Il certificato termina il {}. Digiti il nuovo ultimo giorno, otto cifre.", named(dialogue).2)
        }
        State::RConf => {
            let (_, _, fine) = named(dialogue);
            format!("La prognosi passa dal {fine} al {}. {}", day(draft.fine.as_ref()), words::CONFIRM)
        }
        State::AConf => {
            let (number, inizio, fine) = named(dialogue);
            format!("Annullamento del certificato {number}, dal {inizio} al {fine}. {}", words::CONFIRM)
        }
        State::Info => dialogue.told.clone(),
        State::Fine => words::FINE.to_owned(),
        State::FineErr if dialogue.accepted.is_some() => words::FINE_ERR.to_owned(),
        State::FineErr => format!("{} {}", words::FINE_ERR, words::NOT_SENT),
    }
}

fn sede(dialogue: &Dialogue) -> String {
    let places = dialogue.sedi().iter().zip(CHOICES.chars());
    let choices = places.map(|(place, key)| {
        format!("Per regione {}, azienda {} prema {key}.", signs(&place.regione), signs(&place.asl))
    });
    choices.collect::<Vec<_>>().join(" ")
}

fn residenza(dialogue: &Dialogue) -> String {
    let Some(address) = &dialogue.draft.residenza else { return words::NO_ADDRESS.to_owned() };
    let comune = address.comune.as_deref().or(address.codice_catastale.as_deref()).unwrap_or_default();
    format!(
        "Risulta residente in {} {}, {} {comune}. Se è corretto e il lavoratore è reperibile lì prema 1, altrimenti 2.",
        address.via, address.civico, address.cap
    )
}

fn summary(dialogue: &Dialogue) -> String {
    let draft = &dialogue.draft;
    let name = draft.worker.as_ref().map_or("", |worker| &worker.name);
    format!(
        "Riepilogo. {name}. {}. {}. Rilascio {}. Dal {} al {}. Diagnosi {}. Giornata lavorata {}. Evento traumatico {}. \
         {}. {}",
        draft.tipo.map_or("", tipo),
        draft.visita.map_or("", visita),
        day(draft.rilascio.as_ref()),
        day(draft.inizio.as_ref()),
        day(draft.fine.as_ref()),
        signs(draft.icd.as_deref().unwrap_or_default()),
        yes(draft.giornata_lavorata == Some(true)),
        yes(draft.trauma == Some(true)),
        agevolazione(draft.agevolazioni),
        words::S_CONF
    )
}

fn accepted(dialogue: &Dialogue) -> String {
    let Some((what, number)) = dialogue.accepted else { return words::OK.to_owned() };
    let number = signs(&format!("{number:09}"));
    let what = match what {
        Accepted::Certificate => "Certificato ricevuto. Numero di protocollo:",
        Accepted::Rettifica => "Rettifica ricevuta. Numero di protocollo:",
        Accepted::Annullamento => "Annullamento ricevuto. Numero:",
    };
    format!("{what} {number}. Ripeto: {number}. {}", words::OK)
}

/// The certificate on record: its number, its first and its last day.
fn named(dialogue: &Dialogue) -> (String, String, String) {
    let named = dialogue.draft.named.as_ref();
    named.map(|named| (signs(&named.puc), date(named.inizio), date(named.fine))).unwrap_or_default()
}

fn day(day: Option<&Giorno>) -> String {
    let found: Option<NaiveDate> = day.and_then(Giorno::date);
    found.map(date).unwrap_or_default()
}
