//! PINs: subjects, their histories, and what an operator does.

use axum::extract::Path;
use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::instant::Instant;
use sac_domain::words::{Said, Text, said};
use sac_people::pin::{Azione, PinError};
use sac_people::seed::Seed;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Stato, Tipo};
use sac_pin::profile::Profilo;
use sac_pin::rule::Refusal;
use sac_pin::secret::Codice;
use sac_pin::subject::Soggetto;
use sac_store::pin::{EnvelopeUse, Subjects};
use sac_world::World;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::people::Residenza;
use super::planting::{given, plant, same_as_in_path, secret, vanished};
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{BrokenRule, Kind, Problem};
use crate::query::{Query, of_parameter};
use crate::response::Refusals;
use crate::state::State;
use crate::words;

/// Subjects in a page where nothing is said of it.
const PAGE: u32 = 100;
/// The same at most.
const MOST: u32 = 10_000;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show, put, remove))
        .routes(routes!(events))
        .routes(routes!(act))
        .routes(routes!(reveal))
        .routes(routes!(open))
}

/// Which subjects; what is absent does not matter.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// The state of the PIN: `richiesto`, `attivo`, …
    state: Option<String>,
    /// `online` or `dispositivo`.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// A profile in force.
    profile: Option<String>,
    /// At most so many: 100 where it is absent.
    limit: Option<u32>,
    /// Those after this codice fiscale.
    after: Option<String>,
}

/// A subject. It never holds a secret.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Pin {
    codice_fiscale: String,
    /// The state of its PIN; absent where it never had one.
    stato: Option<&'static str>,
    /// `online` or `dispositivo`.
    tipo: Option<&'static str>,
    /// Of an expired PIN: `iniziale` or `corrente`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cosa: Option<&'static str>,
    /// Profiles in force.
    profili: Vec<&'static str>,
    abilitazioni: Vec<&'static str>,
    parti: Parti,
    /// Wrong secrets in a row.
    tentativi: u32,
    /// The end of a block; absent where it has none.
    #[schema(value_type = Option<String>, format = DateTime)]
    fino: Option<Instant>,
    /// When the secret expires.
    #[schema(value_type = Option<String>, format = DateTime)]
    scadenza: Option<Instant>,
    /// Whether credentials of the former INPDAP are still to be unified.
    inpdap: bool,
    /// The number of the envelope that the PIN is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    busta: Option<String>,
}

/// Where the halves of a PIN are.
#[derive(Serialize, ToSchema)]
struct Parti {
    /// `assente`, `in-consegna`, `consegnata` or `non-consegnata`.
    prima: &'static str,
    /// The same.
    seconda: &'static str,
}

/// A subject as a seed file has it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPin {
    /// The same as in the path, where it is given.
    codice_fiscale: Option<String>,
    /// As the codice fiscale tells it, where it is absent.
    cognome: Option<String>,
    /// The same.
    nome: Option<String>,
    /// `online` (default) or `dispositivo`.
    tipo: Option<String>,
    /// 8 letters and digits: in use; 16: delivered; absent: no PIN. It never comes out again.
    #[schema(value_type = Option<String>)]
    secret: Option<SecretString>,
    /// Profiles, in the names of either document.
    profili: Option<Vec<String>>,
    ente: Option<String>,
    ordine: Option<String>,
    sede: Option<String>,
    /// Codici fiscali of employers.
    aziende: Option<Vec<String>>,
    abilitazioni: Option<Vec<String>>,
    /// Since when enabled to `PassWeb`.
    passweb_dal: Option<String>,
    /// Whether the register of persons knows it: `true` where it is absent.
    arca: Option<bool>,
    cellulare: Option<String>,
    email: Option<String>,
    pec: Option<String>,
    residenza: Option<Residenza>,
    /// A password of the former INPDAP. It never comes out again.
    #[schema(value_type = Option<String>)]
    inpdap_password: Option<SecretString>,
}

/// What an operator does.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Action {
    /// `sblocca`, `blocca`, `revoca`, `converti`, `scadi`, `profilo-aggiungi` or `profilo-togli`.
    azione: String,
    /// Of the last two: which.
    profilo: Option<String>,
}

/// A line of a subject's history.
#[derive(Serialize, ToSchema)]
pub(crate) struct PinEvent {
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    evento: String,
    /// The state before.
    #[serde(skip_serializing_if = "Option::is_none")]
    da: Option<&'static str>,
    /// The state after.
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    canale: Option<String>,
    /// The rule that refused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    regola: Option<String>,
}

/// A secret, for a test.
#[derive(Serialize, ToSchema)]
pub(crate) struct Revealed {
    /// Sixteen characters.
    #[schema(value_type = String)]
    secret: Shown,
}

/// A secret that is told on purpose. Nothing but the answer shows it.
pub(crate) struct Shown(Codice);

impl Serialize for Shown {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

/// Lists subjects, by codice fiscale
#[utoipa::path(get, path = "/worlds/{world}/pins", tag = "pin", params(("world" = String, Path, example = "default"), Filters),
    responses((status = 200, body = [Pin]), Refusals))]
async fn list(Chosen(world): Chosen, Query(filters): Query<Filters>) -> Result<axum::Json<Vec<Pin>>, Problem> {
    fn chosen<T>(
        name: &str,
        text: Option<String>,
        parse: fn(&str) -> Option<T>,
        all: &[&str],
    ) -> Result<Option<T>, Problem> {
        let read = |text: String| {
            parse(&text).ok_or_else(|| {
                Problem::new(Kind::BadQuery, of_parameter(name, &words::unknown(words::VALUE, &text, all)))
            })
        };
        text.map(read).transpose()
    }
    let states: Vec<&str> = Stato::ALL.iter().map(|one| one.as_str()).collect();
    let types: Vec<&str> = Tipo::ALL.iter().map(|one| one.as_str()).collect();
    let profiles: Vec<&str> = Profilo::ALL.iter().map(|one| one.as_str()).collect();
    let which = Subjects {
        stato: chosen("state", filters.state, Stato::parse, &states)?,
        tipo: chosen("type", filters.kind, Tipo::parse, &types)?,
        profilo: chosen("profile", filters.profile, |name| Profilo::read(name).map(|(profilo, _)| profilo), &profiles)?,
        after: filters.after,
        limit: filters.limit.unwrap_or(PAGE).min(MOST),
    };
    let found = world.pins().store().pin_subjects(which).await?;
    Ok(axum::Json(found.iter().map(|soggetto| Pin::of(&world, soggetto)).collect()))
}

/// Shows a subject
#[utoipa::path(get, path = "/worlds/{world}/pins/{codice_fiscale}", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 200, body = Pin), Refusals))]
async fn show(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<axum::Json<Pin>, Problem> {
    let code = code(&path.1)?;
    let soggetto = world.pins().find(&code).await.map_err(|error| problem(&world, error))?.ok_or_else(unknown)?;
    Ok(axum::Json(Pin::of(&world, &soggetto)))
}

/// Adds or replaces a subject, with the secret given or none
#[utoipa::path(put, path = "/worlds/{world}/pins/{codice_fiscale}", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = NewPin,
    responses((status = 200, description = "Replaced", body = Pin), (status = 201, description = "Added", body = Pin), Refusals))]
async fn put(
    Chosen(world): Chosen,
    Path(path): Path<(String, String)>,
    Json(new): Json<NewPin>,
) -> Result<(StatusCode, axum::Json<Pin>), Problem> {
    let in_path = path.1.to_ascii_uppercase();
    let in_body = new.codice_fiscale.as_ref().map(|code| code.to_ascii_uppercase());
    same_as_in_path("codice_fiscale", &in_path, in_body.as_ref())?;
    let parsed = CodiceFiscale::parse(&in_path).map_err(|_| {
        let detail = Text::new(
            format!("`{in_path}` non è un codice fiscale: undici cifre, o sedici caratteri"),
            format!("`{in_path}` is no codice fiscale: eleven digits, or sixteen characters"),
        );
        Problem::bad_value("/codice_fiscale", detail)
    })?;
    let list = |items: Option<Vec<String>>| items.map(|items| items.join(" "));
    let mut members = given([
        ("codice_fiscale", Some(in_path)),
        ("cognome", new.cognome),
        ("nome", new.nome),
        ("tipo", new.tipo),
        ("profili", list(new.profili)),
        ("ente", new.ente),
        ("ordine", new.ordine),
        ("sede", new.sede),
        ("aziende", list(new.aziende)),
        ("abilitazioni", list(new.abilitazioni)),
        ("passweb_dal", new.passweb_dal),
        ("arca", new.arca.map(|truth| truth.to_string())),
        ("cellulare", new.cellulare),
        ("email", new.email),
        ("pec", new.pec),
    ]);
    if let Some(residenza) = new.residenza {
        members.extend(given([
            ("residenza.via", Some(residenza.via)),
            ("residenza.civico", Some(residenza.civico)),
            ("residenza.cap", Some(residenza.cap)),
            ("residenza.codice_catastale", residenza.codice_catastale),
            ("residenza.comune", residenza.comune),
            ("residenza.provincia", residenza.provincia),
        ]));
    }
    members.extend(secret([("secret", new.secret), ("inpdap_password", new.inpdap_password)]));
    let store = world.pins().store();
    let status = if store.pin_subject(&parsed).await?.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    plant(&world, Seed::of_pin(members, world.clock().today())).await?;
    let kept = store.pin_subject(&parsed).await?.ok_or_else(vanished)?;
    Ok((status, axum::Json(Pin::of(&world, &kept.soggetto))))
}

/// Removes a subject with its requests and its history
#[utoipa::path(delete, path = "/worlds/{world}/pins/{codice_fiscale}", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 204, description = "It is gone"), Refusals))]
async fn remove(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<StatusCode, Problem> {
    let was_there = world.ledger().remove_pin_subject(&code(&path.1)?).await?;
    if was_there { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

/// Shows what happened to a subject; here stands the true reason of a refused log-in
#[utoipa::path(get, path = "/worlds/{world}/pins/{codice_fiscale}/events", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 200, body = [PinEvent]), Refusals))]
async fn events(
    Chosen(world): Chosen,
    Path(path): Path<(String, String)>,
) -> Result<axum::Json<Vec<PinEvent>>, Problem> {
    let code = code(&path.1)?;
    let found = world.pins().store().pin_events(&code).await?;
    if found.is_empty() && world.pins().store().pin_subject(&code).await?.is_none() {
        return Err(unknown());
    }
    Ok(axum::Json(found.into_iter().map(PinEvent::of).collect()))
}

/// Does what an operator does
#[utoipa::path(post, path = "/worlds/{world}/pins/{codice_fiscale}/actions", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)), request_body = Action,
    responses((status = 200, body = Pin), Refusals))]
async fn act(
    Chosen(world): Chosen,
    Path(path): Path<(String, String)>,
    Json(action): Json<Action>,
) -> Result<axum::Json<Pin>, Problem> {
    let code = code(&path.1)?;
    let azione = Azione::parse(&action.azione)
        .ok_or_else(|| Problem::bad_value("/azione", words::unknown(words::VALUE, &action.azione, &Azione::NAMES)))?;
    let profilo = action.profilo.unwrap_or_default();
    if matches!(azione, Azione::ProfiloAggiungi | Azione::ProfiloTogli) && Profilo::read(&profilo).is_none() {
        let all: Vec<&str> = Profilo::ALL.iter().map(|one| one.as_str()).collect();
        return Err(Problem::bad_value("/profilo", words::unknown(words::VALUE, &profilo, &all)));
    }
    let soggetto = world.pins().act(&code, azione, &profilo).await.map_err(|error| problem(&world, error))?;
    Ok(axum::Json(Pin::of(&world, &soggetto)))
}

/// Tells the sixteen characters as the holder knows them, where both halves went by the outbox and are still there
#[utoipa::path(post, path = "/worlds/{world}/pins/{codice_fiscale}/secret", tag = "pin",
    params(("world" = String, Path, example = "default"), ("codice_fiscale" = String, Path)),
    responses((status = 200, body = Revealed), Refusals))]
async fn reveal(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<axum::Json<Revealed>, Problem> {
    only_of_tests(&world)?;
    let code = code(&path.1)?;
    let found = world.pins().reveal(&code).await.map_err(|error| problem(&world, error))?;
    let secret = found.ok_or_else(|| Problem::new(Kind::Conflict, NOT_BOTH))?;
    Ok(axum::Json(Revealed { secret: Shown(secret) }))
}

/// Opens an envelope, once
#[utoipa::path(post, path = "/worlds/{world}/pins/envelopes/{numero}/open", tag = "pin",
    params(("world" = String, Path, example = "default"), ("numero" = String, Path)),
    responses((status = 200, body = Revealed), Refusals))]
async fn open(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<axum::Json<Revealed>, Problem> {
    only_of_tests(&world)?;
    let unknown = || {
        let number = &path.1;
        let detail = Text::new(format!("la busta `{number}` non esiste"), format!("there is no envelope `{number}`"));
        Problem::new(Kind::NotFound, detail)
    };
    let numero: u32 = path.1.parse().map_err(|_| unknown())?;
    match world.pins().envelope(numero, EnvelopeUse::Open).await {
        Ok((secret, _)) => Ok(axum::Json(Revealed { secret: Shown(secret) })),
        Err(PinError::NotFound) => Err(unknown()),
        Err(PinError::State) => Err(Problem::new(Kind::Conflict, OPENED)),
        Err(error) => Err(problem(&world, error)),
    }
}

const NOT_BOTH: Said = said(
    "le due metà di un PIN non sono passate entrambe dai messaggi in uscita, o i loro testi non ci sono più",
    "not both halves of a PIN went by the outbox, or their texts are gone by now",
);
const OPENED: Said = said(
    "la busta è già stata aperta, o il suo segreto è stato usato o revocato",
    "the envelope was opened before, or its secret was used or revoked",
);
const NO_SECRET: Said = said(
    "`journal_bodies` è off: un gateway che può servire persone vere non dice segreti",
    "`journal_bodies` is off: a gateway that may serve real people tells no secret",
);
const NO_SUBJECT: Said =
    said("non c'è un soggetto con questo codice fiscale", "there is no subject of this codice fiscale");
const TOO_MANY: Said = said("si stanno verificando troppi segreti", "too many secrets are being verified");

/// Secrets are told only where whole messages may be kept too: in worlds of made-up people.
fn only_of_tests(world: &World) -> Result<(), Problem> {
    if world.journal().keeps_messages() {
        return Ok(());
    }
    Err(Problem::new(Kind::Conflict, NO_SECRET))
}

pub(super) fn code(text: &str) -> Result<CodiceFiscale, Problem> {
    CodiceFiscale::parse(&text.trim().to_ascii_uppercase()).map_err(|_| unknown())
}

pub(super) fn unknown() -> Problem {
    Problem::new(Kind::NotFound, NO_SUBJECT)
}

/// What an error of the service is for who called.
pub(super) fn problem(world: &World, error: PinError) -> Problem {
    match error {
        PinError::Refused(found) => Problem::of_rules(found.iter().map(|refusal| broken(world, refusal)).collect()),
        PinError::NotFound => unknown(),
        PinError::State => {
            Problem::new(Kind::Conflict, said("lo stato non lo consente", "the state does not allow it"))
        }
        PinError::Busy => Problem::new(Kind::Http(StatusCode::SERVICE_UNAVAILABLE), TOO_MANY),
        PinError::Store(error) => error.into(),
        error @ (PinError::NoRandomness | PinError::Hash(_)) => Problem::new(
            Kind::Internal,
            Text::new(
                format!("un segreto non si può creare o verificare (dettaglio tecnico: {error})"),
                error.to_string(),
            ),
        ),
    }
}

fn broken(world: &World, refusal: &Refusal) -> BrokenRule {
    let errore = world.pin_catalogue().errore(refusal);
    BrokenRule {
        rule: refusal.rule.name().to_owned(),
        tipo_errore: errore.tipo_errore,
        sezione_errata: errore.sezione_errata,
        descrizione: errore.descrizione,
    }
}

impl Pin {
    pub(super) fn of(world: &World, soggetto: &Soggetto) -> Self {
        let pin = soggetto.pin.as_ref();
        let (prima, seconda) = pin.map_or(("assente", "assente"), |pin| {
            let (prima, seconda) = pin.parti();
            (prima.as_str(), seconda.as_str())
        });
        let scadenza = pin.and_then(|pin| pin.scadenza(world.pins().settings(), soggetto.e_professionale()));
        let fino = pin.and_then(sac_pin::machine::Pin::fino).or(soggetto.fermo);
        Self {
            codice_fiscale: soggetto.codice_fiscale.as_str().to_owned(),
            stato: pin.map(|pin| pin.stato().as_str()),
            tipo: pin.map(|pin| pin.tipo().as_str()),
            cosa: pin.and_then(sac_pin::machine::Pin::cosa).map(sac_pin::machine::Cosa::as_str),
            profili: soggetto.attivi().map(|tenuto| tenuto.profilo.as_str()).collect(),
            abilitazioni: soggetto.abilitazioni.iter().map(|one| one.as_str()).collect(),
            parti: Parti { prima, seconda },
            tentativi: soggetto.tentativi,
            fino: fino.and_then(Instant::within),
            scadenza: scadenza.and_then(Instant::within),
            inpdap: soggetto.inpdap.is_some(),
            busta: pin.and_then(sac_pin::machine::Pin::busta).map(|numero| format!("{numero:08}")),
        }
    }
}

impl PinEvent {
    fn of(event: Accaduto) -> Self {
        Self {
            at: Instant(event.at),
            evento: event.evento,
            da: event.da.map(Stato::as_str),
            a: event.a.map(Stato::as_str),
            canale: event.canale,
            regola: event.regola,
        }
    }
}
