//! The documents of a world, with their histories.

use axum::extract;
use sac_domain::admission::{RicoveroRegistrato, StatoRicovero};
use sac_domain::certificate::{CertificatoRegistrato, Contenuto, StatoCertificato};
use sac_domain::identifier::{Puc, Pucir};
use sac_domain::instant::Instant;
use sac_store::certificates::{Event, Listing, State as Standing, What};
use sac_world::World;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::chosen::Chosen;
use crate::contents;
use crate::problem::{Kind, Problem};
use crate::query::{Query, of_parameter};
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

/// How many documents are listed unless it is said.
const USUAL: u32 = 100;
/// How many may be listed.
const MOST: u32 = 1000;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(certificates))
        .routes(routes!(certificate))
        .routes(routes!(admissions))
        .routes(routes!(admission))
}

/// Which certificates to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Certificates {
    /// The worker's codice fiscale.
    worker: Option<String>,
    /// The doctor's codice fiscale.
    doctor: Option<String>,
    /// The state.
    state: Option<CertificateState>,
    /// The number.
    puc: Option<String>,
    /// At most so many, 1 to 1000; 100 where it is absent.
    limit: Option<u32>,
    /// Those after the one of this number in the list.
    after: Option<String>,
}

/// Which admissions to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Admissions {
    /// The worker's codice fiscale.
    worker: Option<String>,
    /// The state.
    state: Option<AdmissionState>,
    /// The number.
    pucir: Option<String>,
    /// At most so many, 1 to 1000; 100 where it is absent.
    limit: Option<u32>,
    /// Those after the one of this number in the list.
    after: Option<String>,
}

/// What has become of a certificate.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum CertificateState {
    Attivo,
    Rettificato,
    Annullato,
}

/// What has become of an admission.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AdmissionState {
    Aperto,
    Dimesso,
    Annullato,
}

/// A certificate with its history.
#[derive(Serialize, ToSchema)]
pub(crate) struct Certificate {
    /// Its number.
    pub(crate) puc: String,
    pub(crate) state: CertificateState,
    /// `malattia`, or `dimissione` for one written at discharge.
    pub(crate) kind: &'static str,
    /// When it was received, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) received: Instant,
    /// The doctor's codice fiscale.
    pub(crate) doctor: String,
    /// The worker's codice fiscale.
    pub(crate) worker: String,
    /// The certificate that it replaced.
    pub(crate) replaces: Option<String>,
    /// The certificate that replaced it.
    pub(crate) replaced_by: Option<String>,
    /// The number of its cancellation.
    pub(crate) cancellation: Option<String>,
    /// The admission that it closes.
    pub(crate) pucir: Option<String>,
    /// What it says, by the names of the contract's elements.
    #[schema(value_type = Object)]
    pub(crate) contents: Value,
    /// What happened to it, and to those that it replaced or that replaced it, in order.
    pub(crate) history: Vec<Happened>,
}

/// An admission with its history.
#[derive(Serialize, ToSchema)]
pub(crate) struct Admission {
    /// Its number.
    pub(crate) pucir: String,
    pub(crate) state: AdmissionState,
    /// When it was received, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) received: Instant,
    /// The worker's codice fiscale.
    pub(crate) worker: String,
    /// The certificate that closed it.
    pub(crate) puc: Option<String>,
    /// The number of its cancellation.
    pub(crate) cancellation: Option<String>,
    /// What it says, by the names of the contract's elements.
    #[schema(value_type = Object)]
    pub(crate) contents: Value,
    /// What happened to it, in order.
    pub(crate) history: Vec<Happened>,
}

/// What happened to a document.
#[derive(Serialize, ToSchema)]
#[schema(as = DocumentEvent)]
pub(crate) struct Happened {
    /// `sent`, `rectified`, `discharged` or `cancelled`.
    pub(crate) what: &'static str,
    /// When, by the world's clock.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Instant,
    /// The document to which it happened.
    pub(crate) document: String,
    /// The number that was assigned: of the document, of the one in its place, or of the cancellation.
    pub(crate) number: String,
    /// The user who called; the doctor where the journal does not know any more.
    pub(crate) by: Option<String>,
    /// The number of the exchange, where the journal still has it.
    pub(crate) exchange: Option<u64>,
}

/// Lists certificates with their histories, newest first
#[utoipa::path(get, path = "/worlds/{world}/certificates", tag = "documents", params(("world" = String, Path, example = "default"), Certificates),
    responses((status = 200, body = [Certificate]), Refusals))]
pub(crate) async fn certificates(
    Chosen(world): Chosen,
    Query(query): Query<Certificates>,
) -> Result<axum::Json<Vec<Certificate>>, Problem> {
    let listing = Listing {
        worker: query.worker.map(|code| code.to_ascii_uppercase()),
        doctor: query.doctor.map(|code| code.to_ascii_uppercase()),
        state: query.state.map(|state| match state {
            CertificateState::Attivo => Standing::Stands,
            CertificateState::Rettificato => Standing::Followed,
            CertificateState::Annullato => Standing::Cancelled,
        }),
        number: number("puc", query.puc.as_deref())?,
        after: number("after", query.after.as_deref())?,
        limit: limit(query.limit)?,
    };
    Ok(axum::Json(certificates_of(&world, listing).await?))
}

/// Shows one certificate with its history
#[utoipa::path(get, path = "/worlds/{world}/certificates/{puc}", tag = "documents",
    params(("world" = String, Path, example = "default"), ("puc" = String, Path)), responses((status = 200, body = Certificate), Refusals))]
pub(crate) async fn certificate(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<axum::Json<Certificate>, Problem> {
    let (_, puc) = path.0;
    let unknown = || {
        let detail =
            Text::new(format!("il certificato `{puc}` non esiste"), format!("there is no certificate `{puc}`"));
        Problem::new(Kind::NotFound, detail)
    };
    let number = Puc::parse(&puc).ok_or_else(unknown)?.number();
    let listing = Listing { number: Some(number), limit: 1, ..Listing::default() };
    certificates_of(&world, listing).await?.pop().map(axum::Json).ok_or_else(unknown)
}

/// Lists admissions with their histories, newest first
#[utoipa::path(get, path = "/worlds/{world}/admissions", tag = "documents", params(("world" = String, Path, example = "default"), Admissions),
    responses((status = 200, body = [Admission]), Refusals))]
pub(crate) async fn admissions(
    Chosen(world): Chosen,
    Query(query): Query<Admissions>,
) -> Result<axum::Json<Vec<Admission>>, Problem> {
    let listing = Listing {
        worker: query.worker.map(|code| code.to_ascii_uppercase()),
        doctor: None,
        state: query.state.map(|state| match state {
            AdmissionState::Aperto => Standing::Stands,
            AdmissionState::Dimesso => Standing::Followed,
            AdmissionState::Annullato => Standing::Cancelled,
        }),
        number: number("pucir", query.pucir.as_deref())?,
        after: number("after", query.after.as_deref())?,
        limit: limit(query.limit)?,
    };
    Ok(axum::Json(admissions_of(&world, listing).await?))
}

/// Shows one admission with its history
#[utoipa::path(get, path = "/worlds/{world}/admissions/{pucir}", tag = "documents",
    params(("world" = String, Path, example = "default"), ("pucir" = String, Path)), responses((status = 200, body = Admission), Refusals))]
pub(crate) async fn admission(
    Chosen(world): Chosen,
    path: extract::Path<(String, String)>,
) -> Result<axum::Json<Admission>, Problem> {
    let (_, pucir) = path.0;
    let unknown = || {
        let detail = Text::new(format!("il ricovero `{pucir}` non esiste"), format!("there is no admission `{pucir}`"));
        Problem::new(Kind::NotFound, detail)
    };
    let number = Pucir::parse(&pucir).ok_or_else(unknown)?.number();
    let listing = Listing { number: Some(number), limit: 1, ..Listing::default() };
    admissions_of(&world, listing).await?.pop().map(axum::Json).ok_or_else(unknown)
}

async fn certificates_of(world: &World, listing: Listing) -> Result<Vec<Certificate>, Problem> {
    // So that the journal knows the exchanges of the last moments.
    world.journal().flush().await?;
    let found = world.ledger().store().list_certificates(listing).await?;
    Ok(found.into_iter().map(|(found, history)| Certificate::of(&found, history)).collect())
}

async fn admissions_of(world: &World, listing: Listing) -> Result<Vec<Admission>, Problem> {
    world.journal().flush().await?;
    let found = world.ledger().store().list_admissions(listing).await?;
    Ok(found.into_iter().map(|(found, history)| Admission::of(&found, history)).collect())
}

fn number(parameter: &str, text: Option<&str>) -> Result<Option<u32>, Problem> {
    let nine = Text::new("è un numero di nove cifre", "it is a number of nine digits");
    let wrong = || Problem::new(Kind::BadQuery, of_parameter(parameter, &nine));
    text.map(|text| Puc::parse(text).map(Puc::number).ok_or_else(wrong)).transpose()
}

fn limit(given: Option<u32>) -> Result<u32, Problem> {
    let limit = given.unwrap_or(USUAL);
    let range = Text::new(format!("è un numero da 1 a {MOST}"), format!("it is a number from 1 to {MOST}"));
    let wrong = || Problem::new(Kind::BadQuery, of_parameter("limit", &range));
    if (1..=MOST).contains(&limit) { Ok(limit) } else { Err(wrong()) }
}

impl Certificate {
    fn of(found: &CertificatoRegistrato, history: Vec<Event>) -> Self {
        let (kind, pucir) = match &found.certificato.contenuto {
            Contenuto::Malattia(_) => ("malattia", None),
            Contenuto::Dimissione { pucir, .. } => ("dimissione", Some(pucir.to_string())),
        };
        let (state, replaced_by, cancellation) = match found.stato {
            StatoCertificato::Attivo => (CertificateState::Attivo, None, None),
            StatoCertificato::Rettificato(puc) => (CertificateState::Rettificato, Some(puc.to_string()), None),
            StatoCertificato::Annullato(id) => (CertificateState::Annullato, None, Some(id.to_string())),
        };
        Self {
            puc: found.puc.to_string(),
            state,
            kind,
            received: Instant(found.ricevuto),
            doctor: found.certificato.medico.as_str().to_owned(),
            worker: found.certificato.lavoratore.as_str().to_owned(),
            replaces: found.rettifica_di.map(|puc| puc.to_string()),
            replaced_by,
            cancellation,
            pucir,
            contents: contents::certificate(&found.certificato),
            history: history.into_iter().map(Happened::of).collect(),
        }
    }
}

impl Admission {
    fn of(found: &RicoveroRegistrato, history: Vec<Event>) -> Self {
        let (state, puc, cancellation) = match found.stato {
            StatoRicovero::Aperto => (AdmissionState::Aperto, None, None),
            StatoRicovero::Dimesso(puc) => (AdmissionState::Dimesso, Some(puc.to_string()), None),
            StatoRicovero::Annullato(id) => (AdmissionState::Annullato, None, Some(id.to_string())),
        };
        Self {
            pucir: found.pucir.to_string(),
            state,
            received: Instant(found.ricevuto),
            worker: found.comunicazione.lavoratore.as_str().to_owned(),
            puc,
            cancellation,
            contents: contents::admission(&found.comunicazione),
            history: history.into_iter().map(Happened::of).collect(),
        }
    }
}

impl Happened {
    fn of(event: Event) -> Self {
        let what = match event.what {
            What::Sent => "sent",
            What::Rectified => "rectified",
            What::Discharged => "discharged",
            What::Cancelled => "cancelled",
        };
        Self {
            what,
            at: Instant(event.at),
            document: format!("{:09}", event.document),
            number: format!("{:09}", event.number),
            by: event.by,
            exchange: event.exchange,
        }
    }
}
