//! What is only asked: a worker's name, the certificates sent, one of them once more.

use askama::Template;
use hyper::StatusCode;
use sac_certificates::receipt::{DatiCertificato, Receipt};

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{Frame, rendered};
use crate::labels::label;
use crate::medici::doctor::Doctor;
use crate::medici::message::request;
use crate::medici::refused::{Refused, refused_by};
use crate::medici::send::again;
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;
use crate::view::{Field, minute, moment};

#[derive(Template)]
#[template(path = "medici_worker.html", escape = "html")]
struct WorkerPage {
    f: Frame,
    cognome: String,
    nome: String,
}

#[derive(Template)]
#[template(path = "medici_found.html", escape = "html")]
struct FoundPage {
    f: Frame,
    heads: Vec<&'static str>,
    rows: Vec<Row>,
}

/// A certificate in the list.
struct Row {
    number: String,
    is_cancelled: bool,
    cells: Vec<Field>,
}

/// The worker's name.
pub(super) async fn worker(call: &Call<'_>, doctor: &Doctor) -> Result<Answer, Broken> {
    let (values, receipt) = asked(call, doctor, Sheet::Lavoratore).await;
    match receipt {
        Ok(Receipt::InterrogazioneLavoratore { cognome, nome }) => {
            if let Some(session) = &call.session {
                let worker = values.get("lavoratore.codiceFiscale").to_owned();
                call.memory.sessions.keep(&session.id, |kept| kept.desk.worker = Some(worker));
            }
            let f = call.frame("lavoratore-trovato", call.of("Lavoratore", "Worker"));
            Ok(Answer::page(StatusCode::OK, rendered(&WorkerPage { f, cognome, nome })))
        }
        Ok(_) => Err(Broken::Unfinished),
        Err(refused) => again(call, doctor, Sheet::Lavoratore, values, refused).await,
    }
}

/// The certificates that the doctor sent for a worker.
pub(super) async fn certificates(call: &Call<'_>, doctor: &Doctor) -> Result<Answer, Broken> {
    let (values, receipt) = asked(call, doctor, Sheet::Ricerca).await;
    match receipt {
        Ok(Receipt::RicercaMalattia(found)) => {
            let page = FoundPage {
                f: call.frame("malattia-elenco", call.of("Certificati inviati", "Certificates sent")),
                heads: heads(call),
                rows: found.iter().map(|one| row(call, one)).collect(),
            };
            Ok(Answer::page(StatusCode::OK, rendered(&page)))
        }
        Ok(_) => Err(Broken::Unfinished),
        Err(refused) => again(call, doctor, Sheet::Ricerca, values, refused).await,
    }
}

/// One of them once more.
pub(super) async fn once_more(call: &Call<'_>, doctor: &Doctor) -> Result<Answer, Broken> {
    let (values, receipt) = asked(call, doctor, Sheet::Ristampa).await;
    match receipt {
        Ok(_) => Ok(Answer::see_other(&format!("{}/malattia/{}", call.base(), values.get("idCertificato")))),
        Err(refused) => again(call, doctor, Sheet::Ristampa, values, refused).await,
    }
}

async fn asked(call: &Call<'_>, doctor: &Doctor, sheet: Sheet) -> (Values, Result<Receipt, Refused>) {
    let values = Values::typed(sheet.form(), &call.form);
    if let Some(refused) = &call.refused {
        return (values, Err(Refused::Wrong(vec![refused.clone()])));
    }
    let request = match request(sheet.form(), &values, doctor.pincode.clone(), call.lang) {
        Ok(request) => request,
        Err(error) => return (values, Err(error.into())),
    };
    let receipt = call.world().certificates().serve(&doctor.caller, request).await;
    (values, receipt.map_err(|error| refused_by(call, error)))
}

fn heads(call: &Call<'_>) -> Vec<&'static str> {
    let lang = call.lang;
    vec![
        lang.of("Numero", "Number"),
        lang.of("Ricevuto", "Received"),
        lang.of("Annullato", "Cancelled"),
        lang.of("Rilasciato", "Issued"),
        lang.of("Dal", "From"),
        lang.of("Al", "Until"),
        lang.of("Visita", "Visit"),
        lang.of("Tipo", "Type"),
    ]
}

fn row(call: &Call<'_>, one: &DatiCertificato) -> Row {
    let lang = call.lang;
    let number = one.id_certificato.to_string();
    let malattia = &one.malattia;
    let day = |day: chrono::NaiveDate| (day.to_string(), Some(day.format("%d/%m/%Y").to_string()));
    let code = |field, code: &str| (code.to_owned(), label(lang, field, code).map(str::to_owned));
    let cancelled = if one.annullato { lang.of("Sì", "Yes") } else { "No" };
    let values = [
        ("idCertificato", (number.clone(), None)),
        ("dataRicezione", (moment(one.data_ricezione), Some(minute(one.data_ricezione)))),
        ("annullato", (one.annullato.to_string(), Some(cancelled.to_owned()))),
        ("dataRilascio", day(malattia.data_rilascio)),
        ("dataInizio", day(malattia.data_inizio)),
        ("dataFine", day(malattia.data_fine)),
        ("visita", code("visita", malattia.visita.as_str())),
        ("tipoCertificato", code("tipoCertificato", malattia.tipo_certificato.as_str())),
    ];
    let cells = values.into_iter().zip(heads(call)).map(|((path, (raw, shown)), label)| Field {
        path: path.to_owned(),
        name: None,
        label,
        raw,
        shown,
    });
    Row { number, is_cancelled: one.annullato, cells: cells.collect() }
}
