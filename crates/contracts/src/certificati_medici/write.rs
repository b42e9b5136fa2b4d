//! Receipts as elements (contract §3, §4), names in `anagrafica` transliterated (rules §1).

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Europe::Rome;

use super::{Esito, MOST_ERRORS, NAMESPACE, Ricevuta};
use sac_certificates::receipt::{Copia, DatiCertificato, Receipt};
use sac_certificates::rule::catalogue::Errore;
use sac_domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Reperibilita};
use sac_domain::code::Agevolazione;
use sac_domain::operation::Operation;
use sac_domain::person::Lavoratore;
use sac_domain::transliterate;
use sac_xml::Writer;

impl Ricevuta {
    /// Writes the response element of `operation` with this in it.
    pub fn write(&self, operation: Operation, writer: &mut Writer) {
        writer.start(&format!("cert:{}", operation.response_element())).attribute("xmlns:cert", NAMESPACE);
        write_pairs(writer, "ricevutaVarie", ("chiave", "valore"), &self.varie);
        write_pairs(writer, "ricevutaInfo", ("codice", "info"), &self.info);
        match &self.esito {
            Esito::NonOk(errori) => {
                writer.start("ricevutaNonOk");
                for errore in errori.iter().take(MOST_ERRORS) {
                    write_errore(writer, errore);
                }
            }
            Esito::Ok(receipt) => {
                writer.start(receipt_element(operation));
                write_receipt(writer, receipt);
            }
        }
        writer.end();
        writer.end();
    }
}

fn write_pairs(writer: &mut Writer, element: &str, (first, second): (&str, &str), pairs: &[(String, String)]) {
    if pairs.is_empty() {
        return;
    }
    writer.start(element);
    for (key, value) in pairs {
        writer.start("info");
        writer.element(first, key);
        writer.element(second, value);
        writer.end();
    }
    writer.end();
}

fn write_receipt(writer: &mut Writer, receipt: &Receipt) {
    match receipt {
        Receipt::InvioMalattia { data_ricezione, id_certificato } => {
            instant(writer, *data_ricezione);
            writer.element("idCertificato", &id_certificato.to_string());
        }
        Receipt::RettificaMalattia { data_ricezione, id_certificato, copia } => {
            instant(writer, *data_ricezione);
            writer.element("idCertificato", &id_certificato.to_string());
            write_copia(writer, copia, write_malattia);
        }
        Receipt::Annullamento { data_ricezione, id_annullamento } => {
            instant(writer, *data_ricezione);
            writer.element("idAnnullamento", &id_annullamento.to_string());
        }
        Receipt::RicercaMalattia(found) => found.iter().for_each(|dati| write_dati(writer, dati)),
        Receipt::RistampaMalattia(copia) => write_copia(writer, copia, write_malattia),
        Receipt::InvioRicovero { data_ricezione, id_inizio_ricovero } => {
            instant(writer, *data_ricezione);
            writer.element("idInizioRicovero", &id_inizio_ricovero.to_string());
        }
        Receipt::InvioDimissione { data_ricezione, id_inizio_ricovero, id_certificato } => {
            instant(writer, *data_ricezione);
            writer.element("idInizioRicovero", &id_inizio_ricovero.to_string());
            writer.element("idCertificato", &id_certificato.to_string());
        }
        Receipt::RettificaDimissione { data_ricezione, id_certificato, copia } => {
            instant(writer, *data_ricezione);
            writer.element("idCertificato", &id_certificato.to_string());
            write_copia(writer, copia, write_dimissione);
        }
        Receipt::InterrogazioneLavoratore { cognome, nome } => {
            writer.element("cognome", cognome);
            writer.element("nome", nome);
        }
    }
}

/// The receipt's element in the response (contract §2).
fn receipt_element(operation: Operation) -> &'static str {
    match operation {
        Operation::InterrogazioneLavoratore => "ricevutaOkInterrogazioneLavoratore",
        Operation::InviaMalattia => "ricevutaOkInvioMalattia",
        Operation::RettificaMalattia => "ricevutaOkRettificaMalattia",
        Operation::AnnullaMalattia => "ricevutaOkAnnullamentoMalattia",
        Operation::RicercaMalattia => "ricevutaOkRicercaMalattia",
        Operation::RistampaMalattia => "ricevutaOkRistampaMalattia",
        Operation::InviaRicovero => "ricevutaOkInvioRicovero",
        Operation::AnnullaRicovero => "ricevutaOkAnnullamentoRicovero",
        Operation::InviaDimissione => "ricevutaOkInvioDimissione",
        Operation::RettificaDimissione => "ricevutaOkRettificaDimissione",
    }
}

fn write_errore(writer: &mut Writer, errore: &Errore) {
    writer.start("errore");
    writer.element("tipoErrore", &errore.tipo_errore);
    writer.element("sezioneErrata", &errore.sezione_errata);
    writer.element("descrizione", &errore.descrizione);
    writer.end();
}

fn write_dati(writer: &mut Writer, dati: &DatiCertificato) {
    writer.start("datiCertificato");
    writer.element("idCertificato", &dati.id_certificato.to_string());
    instant(writer, dati.data_ricezione);
    writer.element("annullato", flag(dati.annullato));
    writer.start("malattia");
    let malattia = &dati.malattia;
    writer.element("dataRilascio", &malattia.data_rilascio.to_string());
    writer.element("dataInizio", &malattia.data_inizio.to_string());
    writer.element("dataFine", &malattia.data_fine.to_string());
    writer.element("visita", malattia.visita.as_str());
    writer.element("tipoCertificato", malattia.tipo_certificato.as_str());
    writer.end();
    writer.end();
}

fn write_copia<T>(writer: &mut Writer, copia: &Copia<T>, write_contenuto: fn(&mut Writer, &T)) {
    write_anagrafica(writer, &copia.lavoratore);
    write_indirizzo(writer, "residenza", &copia.residenza);
    if let Some(reperibilita) = &copia.reperibilita {
        write_reperibilita(writer, reperibilita);
    }
    write_contenuto(writer, &copia.contenuto);
}

/// `anagrafica`, whose facets allow letters, blanks and apostrophes only (contract §5).
fn write_anagrafica(writer: &mut Writer, lavoratore: &Lavoratore) {
    writer.start("lavoratore");
    writer.element("codiceFiscale", lavoratore.codice_fiscale.as_str());
    writer.element("cognome", &transliterate::anagrafica(&lavoratore.cognome, 24));
    writer.element("nome", &transliterate::anagrafica(&lavoratore.nome, 20));
    writer.element("sesso", lavoratore.sesso.as_str());
    writer.element("dataNascita", &lavoratore.data_nascita.to_string());
    writer.element("comuneNascita", &lavoratore.comune_nascita.chars().take(25).collect::<String>());
    writer.element("provinciaNascita", &lavoratore.provincia_nascita);
    writer.end();
}

fn write_indirizzo(writer: &mut Writer, name: &str, indirizzo: &Indirizzo) {
    writer.start(name);
    writer.element("via", &indirizzo.via);
    writer.element("civico", &indirizzo.civico);
    writer.element("cap", &indirizzo.cap);
    optional(writer, "codiceCatastale", indirizzo.codice_catastale.as_deref());
    optional(writer, "comune", indirizzo.comune.as_deref());
    optional(writer, "provincia", indirizzo.provincia.as_deref());
    writer.end();
}

fn write_reperibilita(writer: &mut Writer, reperibilita: &Reperibilita) {
    writer.start("reperibilita");
    optional(writer, "cognome", reperibilita.cognome.as_deref());
    if let Some(indirizzo) = &reperibilita.indirizzo {
        write_indirizzo(writer, "indirizzo", indirizzo);
    }
    writer.end();
}

fn write_malattia(writer: &mut Writer, malattia: &Malattia) {
    writer.start("malattia");
    writer.element("ruoloMedico", malattia.ruolo_medico.as_str());
    writer.element("dataRilascio", &malattia.data_rilascio.to_string());
    writer.element("dataInizio", &malattia.data_inizio.to_string());
    writer.element("dataFine", &malattia.data_fine.to_string());
    writer.element("visita", malattia.visita.as_str());
    writer.element("tipoCertificato", malattia.tipo_certificato.as_str());
    write_diagnosi(writer, &malattia.diagnosi);
    optional(writer, "giornataLavorata", malattia.giornata_lavorata.map(flag));
    optional(writer, "trauma", malattia.trauma.map(flag));
    optional(writer, "agevolazioni", malattia.agevolazioni.map(Agevolazione::as_str));
    writer.end();
}

fn write_dimissione(writer: &mut Writer, dimissione: &Dimissione) {
    writer.start("dimissione");
    writer.element("ruoloMedico", dimissione.ruolo_medico.as_str());
    writer.element("dataRicovero", &dimissione.data_ricovero.to_string());
    writer.element("dataDimissione", &dimissione.data_dimissione.to_string());
    writer.element("dataFine", &dimissione.data_fine.to_string());
    writer.element("tipoCertificato", dimissione.tipo_certificato.as_str());
    writer.element("tipoRicovero", dimissione.tipo_ricovero.as_str());
    write_diagnosi(writer, &dimissione.diagnosi);
    optional(writer, "giornataLavorata", dimissione.giornata_lavorata.map(flag));
    optional(writer, "trauma", dimissione.trauma.map(flag));
    optional(writer, "agevolazioni", dimissione.agevolazioni.map(Agevolazione::as_str));
    writer.end();
}

fn write_diagnosi(writer: &mut Writer, diagnosi: &Diagnosi) {
    writer.start("diagnosi");
    optional(writer, "codiceDiagnosi", diagnosi.codice.as_deref());
    optional(writer, "noteDiagnosi", diagnosi.note.as_deref());
    writer.end();
}

fn optional(writer: &mut Writer, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        writer.element(name, value);
    }
}

fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// `dataRicezione`, in Rome's time with its offset, so that a client that drops the zone still
/// shows the right hour.
fn instant(writer: &mut Writer, instant: DateTime<Utc>) {
    let local = instant.with_timezone(&Rome).to_rfc3339_opts(SecondsFormat::Millis, false);
    writer.element("dataRicezione", &local);
}
