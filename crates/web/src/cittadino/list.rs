//! The list of a worker's documents.

use hyper::{Method, StatusCode};
use sac_store::certificates::{DocumentKind, OwnDocument, OwnDocuments};

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::cittadino::worker::Worker;
use crate::filter::{Filter, PAGE, STATES};
use crate::html::{FormError, Input, ListPage, Row, errors, rendered};
use crate::labels::label;
use crate::view::{Field, minute, moment};

/// What documents are called here.
const KINDS: [(&str, DocumentKind); 3] = [
    ("malattia", DocumentKind::Attestato),
    ("dimissione", DocumentKind::Dimissione),
    ("ricovero", DocumentKind::Ricovero),
];

/// The list.
pub(super) async fn list(call: &Call<'_>, worker: &Worker) -> Result<Answer, Broken> {
    if call.head.method == Method::POST && !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    match filters(call, worker) {
        Ok(which) => {
            let page = u64::from(which.offset / PAGE) + 1;
            let (total, found) = call.world().ledger().store().own_documents(which).await?;
            Ok(shown(call, StatusCode::OK, &[], (total, page, &found)))
        }
        Err(wrong) => Ok(shown(call, StatusCode::UNPROCESSABLE_ENTITY, &wrong, (0, 1, &[]))),
    }
}

fn filters(call: &Call<'_>, worker: &Worker) -> Result<OwnDocuments, Vec<FormError>> {
    let mut filter = Filter::of(call);
    let (from, until) = filter.period();
    let kind = filter.choice("tipo", &KINDS);
    let (state, offset) = (filter.state(), filter.offset());
    filter.finish()?;
    Ok(OwnDocuments { worker: worker.code.clone(), from, until, kind, state, offset, limit: PAGE })
}

fn shown(
    call: &Call<'_>,
    status: StatusCode,
    wrong: &[FormError],
    (total, page, documents): (u64, u64, &[OwnDocument]),
) -> Answer {
    let heads = vec![
        call.of("Numero", "Number"),
        call.of("Ricevuto", "Received"),
        call.of("Dal", "From"),
        call.of("Al", "Until"),
        call.of("Tipo", "Type"),
        call.of("Stato", "State"),
    ];
    let broken: Vec<(String, String)> = wrong.iter().map(|error| (error.rule.clone(), error.tipo.clone())).collect();
    let names = ["dal", "al", "tipo", "stato"];
    let kept = names.into_iter().map(|name| (name, call.form.get(name))).filter(|(_, value)| !value.is_empty());
    let list = ListPage {
        f: call.frame("certificati", call.of("I suoi certificati", "Your certificates")),
        path: "/certificati",
        xml: "",
        errors: errors(wrong),
        inputs: inputs(call, wrong),
        rows: documents.iter().map(|document| row(call, document, &heads)).collect(),
        total,
        page,
        pages: total.div_ceil(u64::from(PAGE)).max(1),
        kept: kept.collect(),
        heads: heads.clone(),
    };
    Answer::page(status, rendered(&list)).breaking(&broken)
}

fn row(call: &Call<'_>, document: &OwnDocument, heads: &[&'static str]) -> Row {
    let OwnDocument { number, kind, received, from, until, state } = document;
    let number = format!("{number:09}");
    let name = KINDS.iter().find(|(_, known)| known == kind).map_or("", |(name, _)| name);
    let from_name = if *kind == DocumentKind::Attestato { "dataInizio" } else { "dataRicovero" };
    let shown = |field: &str, code: &str| label(call.lang, field, code).map(str::to_owned);
    let day = |date: &chrono::NaiveDate| Some(date.format("%d/%m/%Y").to_string());
    let values = [
        ("numero", number.clone(), None),
        ("dataRicezione", moment(*received), Some(minute(*received))),
        (from_name, from.to_string(), day(from)),
        ("dataFine", until.map(|day| day.to_string()).unwrap_or_default(), until.as_ref().and_then(day)),
        ("tipo", name.to_owned(), shown("tipo", name)),
        ("stato", (*state).to_owned(), shown("stato", state)),
    ];
    let cells = values.into_iter().zip(heads).map(|((path, raw, shown), head)| Field {
        path: path.to_owned(),
        name: None,
        label: head,
        raw,
        shown,
    });
    Row { number, kind: name, state: (*state).to_owned(), cells: cells.collect() }
}

fn inputs(call: &Call<'_>, wrong: &[FormError]) -> Vec<String> {
    let error = |name: &str| wrong.iter().find(|error| error.field == name);
    let date = |name: &'static str, label| {
        let (value, error) = (call.form.get(name), error(name));
        Input { name, label, kind: "date", value, error, autocomplete: "off", ..Input::default() }.render()
    };
    let choice = |name: &'static str, title, values: &[&str]| {
        let all = (String::new(), call.of("Tutti", "All").to_owned());
        let labelled = values
            .iter()
            .map(|value| ((*value).to_owned(), label(call.lang, name, value).unwrap_or_default().to_owned()));
        let options = std::iter::once(all).chain(labelled).collect();
        let (value, error) = (call.form.get(name), error(name));
        Input { name, label: title, value, error, options, ..Input::default() }.render()
    };
    vec![
        date("dal", call.of("Ricevuti dal", "Received from")),
        date("al", call.of("al", "until")),
        choice("tipo", call.of("Tipo", "Type"), &KINDS.map(|(name, _)| name)),
        choice("stato", call.of("Stato", "State"), &STATES),
    ]
}
