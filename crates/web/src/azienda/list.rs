//! The list of an employer's documents, and the same as XML.

use hyper::{Method, StatusCode};
use sac_certificates::copy;
use sac_certificates::lista::{self, Content, EmployerDocument, Form};
use sac_domain::attestato::Prognosi;
use sac_domain::clock::civil_date;
use sac_store::certificates::{Addressed, AddressedTo, DocumentKind};

use crate::answer::Answer;
use crate::azienda::filters;
use crate::azienda::reader::Reader;
use crate::call::{Broken, Call};
use crate::filter::{PAGE, STATES};
use crate::html::{FormError, Input, ListPage, Row, errors, rendered};
use crate::labels::label;
use crate::view::{Field, minute, moment};

/// Documents of a file.
const FILE: u32 = 10_000;

/// The list.
pub(super) async fn list(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if call.head.method == Method::POST && !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    match filters::read(call, reader) {
        Ok(which) => {
            let page = u64::from(which.offset / PAGE) + 1;
            let (total, found) = call.world().ledger().store().addressed(which).await?;
            let documents = documents(call, reader, found).await?;
            Ok(shown(call, reader, StatusCode::OK, &[], (total, page, &documents)))
        }
        Err(wrong) => Ok(shown(call, reader, StatusCode::UNPROCESSABLE_ENTITY, &wrong, (0, 1, &[]))),
    }
}

/// The same documents as XML.
pub(super) async fn xml(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let which = match filters::read(call, reader) {
        Ok(which) => AddressedTo { offset: 0, limit: FILE, ..which },
        Err(wrong) => return Ok(shown(call, reader, StatusCode::UNPROCESSABLE_ENTITY, &wrong, (0, 1, &[]))),
    };
    let (total, found) = call.world().ledger().store().addressed(which).await?;
    if total > u64::from(FILE) {
        let error = FormError {
            field: "dal".to_owned(),
            code: "SAC-WEB-TOO-MANY".to_owned(),
            text: "Restringere il periodo.".to_owned(),
            ..FormError::default()
        };
        return Ok(shown(call, reader, StatusCode::UNPROCESSABLE_ENTITY, &[error], (0, 1, &[])));
    }
    let documents = documents(call, reader, found).await?;
    let entries: Vec<_> = documents.into_iter().map(|document| (document, false)).collect();
    let name = format!("attestati-{}.xml", civil_date(call.now()).format("%Y%m%d"));
    Ok(Answer::file("application/xml", &name, lista::write(&entries, Form::Site, call.namespace())))
}

async fn documents(call: &Call<'_>, reader: &Reader, found: Vec<Addressed>) -> Result<Vec<EmployerDocument>, Broken> {
    let store = call.world().ledger().store();
    let mut documents = Vec::new();
    for one in found {
        let mut employers = reader.employers.iter();
        let Some(employer) = employers.find(|employer| employer.codice_fiscale.as_str() == one.employer) else {
            continue;
        };
        documents.extend(copy::for_employer(store, employer, one.number, one.kind).await?);
    }
    Ok(documents)
}

fn shown(
    call: &Call<'_>,
    reader: &Reader,
    status: StatusCode,
    wrong: &[FormError],
    (total, page, documents): (u64, u64, &[EmployerDocument]),
) -> Answer {
    let is_intermediary = reader.employers.len() > 1;
    let mut heads = vec![
        call.of("Numero", "Number"),
        call.of("Ricevuto", "Received"),
        "Codice fiscale",
        call.of("Cognome", "Surname"),
        call.of("Nome", "First name"),
        call.of("Dal", "From"),
        call.of("Al", "Until"),
        call.of("Tipo", "Type"),
        call.of("Stato", "State"),
    ];
    if is_intermediary {
        heads.push(call.of("Azienda", "Employer"));
    }
    let row = |document: &EmployerDocument| row(call, document, is_intermediary.then_some(()), &heads);
    let broken: Vec<(String, String)> = wrong.iter().map(|error| (error.rule.clone(), error.tipo.clone())).collect();
    let names = ["dal", "al", "lavoratore", "numero", "tipo", "stato", "azienda"];
    let kept = names.into_iter().map(|name| (name, call.form.get(name))).filter(|(_, value)| !value.is_empty());
    let list = ListPage {
        f: call.frame("attestati", call.of("Attestati dei dipendenti", "Attestati of your workers")),
        path: "/attestati",
        xml: "/attestati.xml",
        errors: errors(wrong),
        inputs: inputs(call, reader, wrong),
        rows: documents.iter().map(row).collect(),
        total,
        page,
        pages: total.div_ceil(u64::from(PAGE)).max(1),
        kept: kept.collect(),
        heads: heads.clone(),
    };
    Answer::page(status, rendered(&list)).breaking(&broken)
}

fn row(call: &Call<'_>, document: &EmployerDocument, employer: Option<()>, heads: &[&'static str]) -> Row {
    let (kind, received, worker, from, until) = match &document.content {
        Content::Attestato(attestato) => {
            let (kind, from, until) = match &attestato.prognosi {
                Prognosi::Malattia { data_inizio, data_fine, .. } => (DocumentKind::Attestato, data_inizio, data_fine),
                Prognosi::Dimissione { data_ricovero, data_fine, .. } => {
                    (DocumentKind::Dimissione, data_ricovero, data_fine)
                }
            };
            (kind, attestato.ricevuto, &attestato.lavoratore, *from, until.to_string())
        }
        Content::Ricovero(ricovero, _) => {
            let day = ricovero.ricovero.comunicazione.ricovero.data_ricovero;
            (DocumentKind::Ricovero, ricovero.ricovero.ricevuto, &ricovero.lavoratore, day, String::new())
        }
    };
    let from_name = if kind == DocumentKind::Attestato { "dataInizio" } else { "dataRicovero" };
    let (kind, state) = (kind.as_str(), document.state());
    let mut values = vec![
        ("numero", document.number(), None),
        ("dataRicezione", moment(received), Some(minute(received))),
        ("codiceFiscale", worker.codice_fiscale.as_str().to_owned(), None),
        ("cognome", worker.cognome.clone(), None),
        ("nome", worker.nome.clone(), None),
        (from_name, from.to_string(), None),
        ("dataFine", until, None),
        ("tipo", kind.to_owned(), label(call.lang, "tipo", kind).map(str::to_owned)),
        ("stato", state.to_owned(), label(call.lang, "stato", state).map(str::to_owned)),
    ];
    if employer.is_some() {
        values.push(("azienda", document.employer.codice_fiscale.as_str().to_owned(), None));
    }
    let cells = values.into_iter().zip(heads).map(|((path, raw, shown), head)| Field {
        path: path.to_owned(),
        name: None,
        label: head,
        raw,
        shown,
    });
    Row { number: document.number(), kind, state: state.to_owned(), cells: cells.collect() }
}

fn inputs(call: &Call<'_>, reader: &Reader, wrong: &[FormError]) -> Vec<String> {
    let error = |name: &str| wrong.iter().find(|error| error.field == name);
    let text = |name: &'static str, label, kind: &'static str| {
        let (value, error) = (call.form.get(name), error(name));
        Input { name, label, kind, value, error, autocomplete: "off", ..Input::default() }.render()
    };
    let all = (String::new(), call.of("Tutti", "All").to_owned());
    let choice = |name: &'static str, title, values: &[&str]| {
        let labelled = values
            .iter()
            .map(|value| ((*value).to_owned(), label(call.lang, name, value).unwrap_or_default().to_owned()));
        let options = std::iter::once(all.clone()).chain(labelled).collect();
        let (value, error) = (call.form.get(name), error(name));
        Input { name, label: title, value, error, options, ..Input::default() }.render()
    };
    let mut inputs = vec![
        text("dal", call.of("Ricevuti dal", "Received from"), "date"),
        text("al", call.of("al", "until"), "date"),
        text("lavoratore", call.of("Codice fiscale", "Codice fiscale"), "text"),
        text("numero", call.of("Numero", "Number"), "text"),
        choice("tipo", call.of("Tipo", "Type"), &DocumentKind::ALL.map(DocumentKind::as_str)),
        choice("stato", call.of("Stato", "State"), &STATES),
    ];
    if reader.employers.len() > 1 {
        let employers = reader
            .employers
            .iter()
            .map(|employer| (employer.codice_fiscale.as_str().to_owned(), employer.denominazione.clone()));
        let options = std::iter::once((String::new(), call.of("Tutte", "All").to_owned())).chain(employers).collect();
        let (value, error) = (call.form.get("azienda"), error("azienda"));
        let title = call.of("Azienda", "Employer");
        inputs.push(Input { name: "azienda", label: title, value, error, options, ..Input::default() }.render());
    }
    inputs
}
