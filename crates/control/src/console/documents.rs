//! Certificates and admissions, with their histories and prints.

use askama::Template;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use hyper::StatusCode;

use super::failed::{Failed, Trouble};
use super::form::Fields;
use super::frame::{Frame, Section, Time};
use super::html;
use super::language::Lang;
use super::sheet::{self, SheetRow};
use super::site::Site;
use super::words;
use crate::api::documents::{self, Admission, AdmissionState, Certificate, CertificateState, Happened};
use crate::problem::Problem;
use crate::query::Query;

/// Documents of a page.
const ROWS: usize = 50;
const CERTIFICATE_FILTERS: [&str; 4] = ["worker", "doctor", "state", "puc"];
const ADMISSION_FILTERS: [&str; 3] = ["worker", "state", "pucir"];

#[derive(Template)]
#[template(path = "documents.html")]
struct List {
    frame: Frame,
    is_admissions: bool,
    filters: Fields,
    is_filtered: bool,
    trouble: Option<Trouble>,
    rows: Vec<Row>,
    newest: Option<String>,
    older: Option<String>,
    states: Vec<(&'static str, String)>,
}

/// A document in the list.
struct Row {
    number: String,
    state: &'static str,
    state_in_words: String,
    kind: String,
    received: Time,
    worker: String,
    doctor: String,
}

#[derive(Template)]
#[template(path = "document.html")]
struct Sheet {
    frame: Frame,
    is_admission: bool,
    row: Row,
    facts: Vec<Fact>,
    contents: Vec<SheetRow>,
    history: Vec<Event>,
    /// Kind and name of each print.
    prints: Vec<(&'static str, String)>,
}

/// A fact of a document, with the path below the world of what it names.
struct Fact {
    name: String,
    value: String,
    link: Option<String>,
}

/// What happened to a document.
struct Event {
    what: String,
    class: &'static str,
    at: Time,
    number: String,
    document: String,
    by: Option<String>,
    exchange: Option<u64>,
}

/// Lists certificates.
pub(super) async fn certificates(site: Site, RawQuery(query): RawQuery) -> Response {
    let filters = Fields::of_query(query.as_deref());
    let found = match Query::of(&asked(&filters, &CERTIFICATE_FILTERS)) {
        Ok(query) => documents::certificates(site.chosen(), query).await,
        Err(problem) => Err(problem),
    };
    let lang = site.lang;
    let rows = found.map(|axum::Json(found)| found.iter().map(|one| Row::of_certificate(lang, one)).collect());
    let states = [CertificateState::Attivo, CertificateState::Rettificato, CertificateState::Annullato];
    let states = states.map(|state| certificate_state(lang, state)).to_vec();
    list(&site, filters, rows, states, false)
}

/// Lists admissions.
pub(super) async fn admissions(site: Site, RawQuery(query): RawQuery) -> Response {
    let filters = Fields::of_query(query.as_deref());
    let found = match Query::of(&asked(&filters, &ADMISSION_FILTERS)) {
        Ok(query) => documents::admissions(site.chosen(), query).await,
        Err(problem) => Err(problem),
    };
    let lang = site.lang;
    let rows = found.map(|axum::Json(found)| found.iter().map(|one| Row::of_admission(lang, one)).collect());
    let states = [AdmissionState::Aperto, AdmissionState::Dimesso, AdmissionState::Annullato];
    let states = states.map(|state| admission_state(lang, state)).to_vec();
    list(&site, filters, rows, states, true)
}

fn asked(filters: &Fields, names: &[&str]) -> String {
    format!("{}&limit={}", filters.query(&[names, &["after"]].concat()), ROWS + 1).trim_start_matches('&').to_owned()
}

fn list(
    site: &Site,
    filters: Fields,
    rows: Result<Vec<Row>, Problem>,
    states: Vec<(&'static str, String)>,
    is_admissions: bool,
) -> Response {
    let frame = site.frame(Section::Documents);
    let names = if is_admissions { &ADMISSION_FILTERS[..] } else { &CERTIFICATE_FILTERS };
    let code = rows.as_ref().err().map_or(StatusCode::OK, Problem::status);
    let (mut rows, trouble) = match rows {
        Ok(rows) => (rows, None),
        Err(problem) => (Vec::new(), Some(Trouble::of(frame.lang, problem))),
    };
    let has_more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let section = if is_admissions { "admissions" } else { "certificates" };
    let address = |after: &str| {
        let query = format!("{}{after}", filters.query(names));
        format!("{}/{section}?{}", frame.base(), query.trim_start_matches('&'))
    };
    let page = List {
        is_admissions,
        is_filtered: filters.has_any(names),
        newest: filters.has_any(&["after"]).then(|| address("")),
        older: rows.last().filter(|_| has_more).map(|last| address(&format!("&after={}", last.number))),
        filters,
        trouble,
        rows,
        states,
        frame,
    };
    html::page(code, &page)
}

/// Shows a certificate.
pub(super) async fn certificate(site: Site, Path(path): Path<(String, String)>) -> Result<Response, Failed> {
    let found = documents::certificate(site.chosen(), Path(path)).await;
    let axum::Json(found) = found.map_err(|problem| site.failed(Section::Documents, problem))?;
    let lang = site.lang;
    let certificate = |puc: &Option<String>| puc.clone().map(|puc| (puc.clone(), Some(format!("certificates/{puc}"))));
    let facts = [
        (lang.of("sostituisce", "replaces"), certificate(&found.replaces)),
        (lang.of("sostituito da", "replaced by"), certificate(&found.replaced_by)),
        (lang.of("annullamento", "cancellation"), found.cancellation.clone().map(|number| (number, None))),
        (
            lang.of("chiude il ricovero", "closes the admission"),
            found.pucir.clone().map(|pucir| (pucir.clone(), Some(format!("admissions/{pucir}")))),
        ),
    ];
    let prints = if found.kind == "dimissione" { ["C", "D"] } else { ["A", "B"] };
    let for_whom =
        [lang.of("per il lavoratore", "for the worker"), lang.of("per il datore di lavoro", "for the employer")];
    let page = Sheet {
        is_admission: false,
        row: Row::of_certificate(lang, &found),
        facts: facts.into_iter().filter_map(Fact::of).collect(),
        contents: sheet::rows(&found.contents),
        history: found.history.into_iter().map(|event| Event::of(lang, event)).collect(),
        prints: prints.into_iter().zip(for_whom.map(str::to_owned)).collect(),
        frame: site.frame(Section::Documents),
    };
    Ok(html::page(StatusCode::OK, &page))
}

/// Shows an admission.
pub(super) async fn admission(site: Site, Path(path): Path<(String, String)>) -> Result<Response, Failed> {
    let found = documents::admission(site.chosen(), Path(path)).await;
    let axum::Json(found) = found.map_err(|problem| site.failed(Section::Documents, problem))?;
    let lang = site.lang;
    let facts = [
        (
            lang.of("chiuso dal certificato", "closed by the certificate"),
            found.puc.clone().map(|puc| (puc.clone(), Some(format!("certificates/{puc}")))),
        ),
        (lang.of("annullamento", "cancellation"), found.cancellation.clone().map(|number| (number, None))),
    ];
    let page = Sheet {
        is_admission: true,
        row: Row::of_admission(lang, &found),
        facts: facts.into_iter().filter_map(Fact::of).collect(),
        contents: sheet::rows(&found.contents),
        history: found.history.into_iter().map(|event| Event::of(lang, event)).collect(),
        prints: vec![("E", lang.of("comunicazione di inizio ricovero", "notice of admission").to_owned())],
        frame: site.frame(Section::Documents),
    };
    Ok(html::page(StatusCode::OK, &page))
}

impl Row {
    fn of_certificate(lang: Lang, found: &Certificate) -> Self {
        let (state, state_in_words) = certificate_state(lang, found.state);
        let kind = if found.kind == "dimissione" {
            lang.of("in dimissione", "at discharge")
        } else {
            lang.of("malattia", "sickness")
        };
        Self {
            number: found.puc.clone(),
            state,
            state_in_words,
            kind: kind.to_owned(),
            received: Time::of(found.received),
            worker: found.worker.clone(),
            doctor: found.doctor.clone(),
        }
    }

    fn of_admission(lang: Lang, found: &Admission) -> Self {
        let (state, state_in_words) = admission_state(lang, found.state);
        Self {
            number: found.pucir.clone(),
            state,
            state_in_words,
            kind: lang.of("ricovero", "admission").to_owned(),
            received: Time::of(found.received),
            worker: found.worker.clone(),
            doctor: String::new(),
        }
    }
}

impl Fact {
    fn of((name, value): (&str, Option<(String, Option<String>)>)) -> Option<Self> {
        let (value, link) = value?;
        Some(Self { name: name.to_owned(), value, link })
    }
}

impl Event {
    fn of(lang: Lang, Happened { what, at, document, number, by, exchange }: Happened) -> Self {
        let at = Time::of(at);
        Self { what: words::event(lang, what).to_owned(), class: what, at, number, document, by, exchange }
    }
}

fn certificate_state(lang: Lang, state: CertificateState) -> (&'static str, String) {
    let (name, en) = match state {
        CertificateState::Attivo => ("attivo", "active"),
        CertificateState::Rettificato => ("rettificato", "replaced"),
        CertificateState::Annullato => ("annullato", "cancelled"),
    };
    (name, lang.of(name, en).to_owned())
}

fn admission_state(lang: Lang, state: AdmissionState) -> (&'static str, String) {
    let (name, en) = match state {
        AdmissionState::Aperto => ("aperto", "open"),
        AdmissionState::Dimesso => ("dimesso", "discharged"),
        AdmissionState::Annullato => ("annullato", "cancelled"),
    };
    (name, lang.of(name, en).to_owned())
}
