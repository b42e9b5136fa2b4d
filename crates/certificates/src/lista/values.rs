//! What a document puts into the elements of the list.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::document::{Content, EmployerDocument, Form};
use sac_domain::attestato::{Attestato, AttestatoRicovero, NomeMedico, Prognosi};
use sac_domain::certificate::Indirizzo;
use sac_domain::person::{COGNOME_MAX, Lavoratore, NOME_MAX};
use sac_domain::transliterate::{anagrafica, ascii};
use sac_people::places::{Kind, Places};

/// One entry of the list.
pub(super) struct Entry {
    pub(super) group: &'static str,
    pub(super) values: HashMap<&'static str, String>,
    received: DateTime<Utc>,
    number: String,
}

impl Entry {
    /// Within a group: by reception, then number.
    pub(super) fn order(&self) -> (DateTime<Utc>, &str) {
        (self.received, &self.number)
    }

    fn put(&mut self, path: &'static str, value: impl Into<String>) {
        self.values.insert(path, plain(&value.into()));
    }
}

/// The entries of a document.
pub(super) fn values(document: &EmployerDocument, cancelled: bool, form: Form) -> Vec<Entry> {
    let received = match &document.content {
        Content::Attestato(attestato) => attestato.ricevuto,
        Content::Ricovero(ricovero, _) => ricovero.ricovero.ricevuto,
    };
    let new = |group| {
        let mut entry = Entry { group, values: HashMap::new(), received, number: document.number() };
        entry.put("codFiscAzienda", document.employer.codice_fiscale.as_str());
        entry.put("matricolaINPS", document.employer.matricola_inps.clone().unwrap_or_default());
        entry.put("codSede", document.codice_sede.clone().unwrap_or_default());
        entry
    };
    let annullamento = |number: &str| {
        let mut entry = new("annullamento");
        entry.put("idCertificato", number);
        entry
    };
    if cancelled {
        return vec![annullamento(&document.number())];
    }
    let as_cancelled = form == Form::Site && document.is_cancelled();
    match &document.content {
        Content::Ricovero(..) if as_cancelled => Vec::new(),
        Content::Ricovero(ricovero, nome) => {
            let mut entry = new("ricovero");
            admission(&mut entry, ricovero, nome.as_ref());
            vec![entry]
        }
        Content::Attestato(attestato) => {
            let is_discharge = matches!(attestato.prognosi, Prognosi::Dimissione { .. });
            let mut entry = new(if is_discharge { "dimissioni" } else { "attestato" });
            certificate(&mut entry, attestato, document.registered.as_ref());
            // On the site the old discharge of a rettifica counts as cancelled; by PEC it is cancelled by an entry.
            let is_replaced = is_discharge && document.state() == "rettificato";
            if as_cancelled || form == Form::Site && is_replaced {
                entry.put("tipoCertificato", "A");
                if !is_discharge {
                    entry.put("idCertificatoRettificato", document.number());
                }
            }
            match attestato.rettifica_di {
                Some(old) if is_discharge && form == Form::Pec => vec![annullamento(&old.to_string()), entry],
                _ => vec![entry],
            }
        }
    }
}

fn certificate(entry: &mut Entry, attestato: &Attestato, registered: Option<&(String, String)>) {
    let Attestato { prognosi, medico, reperibilita, .. } = attestato;
    match prognosi {
        Prognosi::Malattia { data_rilascio, data_inizio, data_fine, visita, tipo_certificato } => {
            entry.put("idCertificato", attestato.puc.to_string());
            if let Some(old) = attestato.rettifica_di {
                entry.put("idCertificatoRettificato", old.to_string());
            }
            entry.put("dataRilascio", data_rilascio.to_string());
            entry.put("dataInizio", data_inizio.to_string());
            entry.put("dataFine", data_fine.to_string());
            entry.put("tipoVisita", visita.as_str());
            entry.put("tipoCertificato", tipo_certificato.as_str());
        }
        Prognosi::Dimissione { pucir, data_ricovero, data_dimissione, data_fine, tipo_ricovero, tipo_certificato } => {
            entry.put("idDimissioni", attestato.puc.to_string());
            entry.put("idInizioRicovero", pucir.to_string());
            entry.put("dataRicovero", data_ricovero.to_string());
            entry.put("dataDimissioni", data_dimissione.to_string());
            entry.put("dataFine", data_fine.to_string());
            entry.put("tipoRicovero", tipo_ricovero.as_str());
            entry.put("tipoCertificato", tipo_certificato.as_str());
        }
    }
    entry.put("medico/codiceFiscale", medico.codice_fiscale.as_str());
    name(entry, ["medico/cognome", "medico/nome"], medico.nome.as_ref());
    let sede = &medico.sede;
    let (region, asl) = registered.cloned().unzip();
    entry.put("medico/codiceRegione", sede.codice_regione.clone().or(region).unwrap_or_default());
    entry.put("medico/codiceAsl", sede.codice_asl.clone().or(asl).unwrap_or_default());
    entry.put("medico/codiceStruttura", sede.codice_struttura.clone().unwrap_or_default());
    entry.put("ruoloMedico", medico.ruolo.as_str());
    worker(entry, &attestato.lavoratore);
    let residenza = ["residenza/via", "residenza/civico", "residenza/cap", "residenza/comune", "residenza/provincia"];
    address(entry, residenza, &attestato.residenza);
    if let Some(elsewhere) = reperibilita {
        entry.put("reperibilita/cognome", elsewhere.cognome.clone().unwrap_or_default());
        let paths = [
            "reperibilita/indirizzo/via",
            "reperibilita/indirizzo/civico",
            "reperibilita/indirizzo/cap",
            "reperibilita/indirizzo/comune",
            "reperibilita/indirizzo/provincia",
        ];
        if let Some(indirizzo) = &elsewhere.indirizzo {
            address(entry, paths, indirizzo);
        }
    }
    flag(entry, "giornataLavorata", attestato.giornata_lavorata);
    flag(entry, "trauma", attestato.trauma);
    entry.put("agevolazioni", attestato.agevolazioni.map_or("", |code| code.as_str()));
}

fn admission(entry: &mut Entry, ricovero: &AttestatoRicovero, nome: Option<&NomeMedico>) {
    let notice = &ricovero.ricovero.comunicazione;
    entry.put("idInizioRicovero", ricovero.ricovero.pucir.to_string());
    entry.put("operatore/codiceFiscale", notice.redattore.as_ref().map_or("", |code| code.as_str()));
    name(entry, ["operatore/cognome", "operatore/nome"], nome);
    entry.put("operatore/codiceRegione", notice.sede.codice_regione.clone());
    entry.put("operatore/codiceAsl", notice.sede.codice_asl.clone());
    entry.put("operatore/codiceStruttura", notice.sede.codice_struttura.clone().unwrap_or_default());
    worker(entry, &ricovero.lavoratore);
    let paths = ["residenza/via", "residenza/civico", "residenza/cap", "residenza/comune", "residenza/provincia"];
    address(entry, paths, &notice.residenza);
    entry.put("dataRicovero", notice.ricovero.data_ricovero.to_string());
    flag(entry, "giornataLavorata", notice.ricovero.giornata_lavorata);
    flag(entry, "trauma", notice.ricovero.trauma);
}

fn worker(entry: &mut Entry, worker: &Lavoratore) {
    entry.put("lavoratore/codiceFiscale", worker.codice_fiscale.as_str());
    entry.put("lavoratore/cognome", anagrafica(&worker.cognome, COGNOME_MAX));
    entry.put("lavoratore/nome", anagrafica(&worker.nome, NOME_MAX));
    entry.put("lavoratore/sesso", worker.sesso.as_str());
    entry.put("lavoratore/dataNascita", worker.data_nascita.to_string());
    entry.put("lavoratore/comuneNascita", birthplace(worker));
    entry.put("lavoratore/provinciaNascita", worker.provincia_nascita.clone());
}

fn name(entry: &mut Entry, [surname, first]: [&'static str; 2], name: Option<&NomeMedico>) {
    if let Some(name) = name {
        entry.put(surname, anagrafica(&name.cognome, COGNOME_MAX));
        entry.put(first, anagrafica(&name.nome, NOME_MAX));
    }
}

fn address(entry: &mut Entry, paths: [&'static str; 5], address: &Indirizzo) {
    let [via, civico, cap, comune, provincia] = paths;
    let code = address.codice_catastale.as_deref().and_then(|code| Places::embedded().by_code(code.trim()));
    let (called, province) =
        (address.comune.as_deref().unwrap_or_default(), address.provincia.as_deref().unwrap_or_default());
    let place = code.or_else(|| place(called.trim(), province.trim()));
    entry.put(via, address.via.clone());
    entry.put(civico, address.civico.clone());
    entry.put(cap, address.cap.clone());
    entry.put(comune, place.map_or(called, |place| place.code()));
    entry.put(provincia, if province.is_empty() { place.map_or("", |place| place.provincia()) } else { province });
}

/// The code of the birthplace: the one that the codice fiscale has, if it is called so; else of the place of that
/// name; else the name as registered.
fn birthplace(worker: &Lavoratore) -> String {
    let decoded = worker.codice_fiscale.decode(worker.data_nascita);
    let told = decoded.and_then(|told| Places::embedded().by_code(&told.luogo));
    let told = told.filter(|place| place.is_called(&worker.comune_nascita));
    let place = told.or_else(|| place(&worker.comune_nascita, &worker.provincia_nascita));
    place.map_or_else(|| worker.comune_nascita.clone(), |place| place.code().to_owned())
}

/// The one place of this name.
fn place(name: &str, provincia: &str) -> Option<&'static sac_people::places::Place> {
    let places = Places::embedded();
    if provincia == sac_people::places::ESTERO {
        return places.iter().find(|place| place.kind() == Kind::Stato && place.is_called(name));
    }
    let found = if provincia.is_empty() { places.named(name) } else { places.find(name, provincia) };
    match found.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn flag(entry: &mut Entry, path: &'static str, truth: Option<bool>) {
    if let Some(truth) = truth {
        entry.put(path, truth.to_string());
    }
}

/// Letters without accents, and nothing outside of ASCII 32 to 126.
fn plain(text: &str) -> String {
    ascii(text).chars().filter(|c| (' '..='~').contains(c)).collect::<String>().trim().to_owned()
}
