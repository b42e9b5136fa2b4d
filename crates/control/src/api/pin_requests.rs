//! Requests of PINs: made, listed, decided, handed over.

use std::collections::BTreeMap;

use axum::extract::Path;
use hyper::StatusCode;
use sac_domain::instant::Instant;
use sac_domain::words::{Text, said};
use sac_people::pin::{Esito, Modulo};
use sac_pin::abilitazione::CanaleAbilitazione;
use sac_pin::machine::Stato;
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule};
use sac_store::pin::{Requests, Subjects};
use sac_world::World;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::pins::problem;
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::query::{Query, of_parameter};
use crate::response::Refusals;
use crate::state::State;
use crate::words;

/// What stands for the copy of a document where a call brings none.
const NO_COPY: &[u8] = b"%PDF-1.4\n%%EOF\n";

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(hand_over)).routes(routes!(decide))
}

/// Which requests; what is absent does not matter.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// `richiesta`, `presso-ordine`, `consegnata-inps`, `in-ritardo`, `attivata` or `respinta`.
    state: Option<String>,
    /// `online`, `contact-center`, `sportello`, `ordine`, `ripristino` or `unificazione`.
    canale: Option<String>,
}

/// A request to make: by which way, for what, and the fields of the way's form by their names.
#[derive(Deserialize, ToSchema)]
struct NewPinRequest {
    /// `online`, `contact-center`, `sportello`, `ordine`, `ripristino` or `unificazione`; of an abilitazione `sede`,
    /// `regionale`, `pec-passweb` or `pec-centrale`.
    canale: String,
    /// `nuovo` (default), `estensione`, `ripristino`, `conversione` or `abilitazione`.
    tipo: Option<String>,
    /// `codiceFiscale` and the other fields of the form.
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

/// What became of a request.
#[derive(Serialize, ToSchema)]
struct MadeRequest {
    /// Nine digits.
    id: String,
    /// Where the request, or the PIN that it made, stands.
    stato: String,
    /// The number of the envelope.
    #[serde(skip_serializing_if = "Option::is_none")]
    busta: Option<String>,
}

/// A request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PinRequest {
    id: String,
    codice_fiscale: String,
    canale: &'static str,
    tipo: &'static str,
    stato: &'static str,
    #[schema(value_type = String, format = DateTime)]
    presentata: Instant,
    /// When it decides itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    decide: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    decisa: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    motivo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profilo: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordine: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lotto: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abilitazione: Option<&'static str>,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// `rilascia` or `respingi`.
    esito: String,
    /// Why it is refused.
    motivo: Option<String>,
}

/// Whose requests are handed over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLot {
    /// The Ordine, such as `ME-PROVA`.
    ordine: String,
}

/// A lot that was handed over.
#[derive(Serialize, ToSchema)]
struct Lot {
    /// Its number.
    lotto: String,
    /// The requests in it.
    richieste: Vec<String>,
}

/// Lists requests, newest first
#[utoipa::path(get, path = "/worlds/{world}/pins/requests", tag = "pin", params(("world" = String, Path, example = "default"), Filters),
    responses((status = 200, body = [PinRequest]), Refusals))]
async fn list(Chosen(world): Chosen, Query(filters): Query<Filters>) -> Result<axum::Json<Vec<PinRequest>>, Problem> {
    let states: Vec<&str> = StatoRichiesta::ALL.iter().map(|one| one.as_str()).collect();
    let ways: Vec<&str> = Canale::ALL.iter().map(|one| one.as_str()).collect();
    let bad = |name: &str, text: &str, all: &[&str]| {
        Problem::new(Kind::BadQuery, of_parameter(name, &words::unknown(words::VALUE, text, all)))
    };
    let stato = filters.state.map(|text| StatoRichiesta::parse(&text).ok_or_else(|| bad("state", &text, &states)));
    let canale = filters.canale.map(|text| Canale::parse(&text).ok_or_else(|| bad("canale", &text, &ways)));
    let which = Requests { stato: stato.transpose()?, canale: canale.transpose()?, ..Requests::default() };
    let found = world.pins().store().pin_requests(which).await?;
    Ok(axum::Json(found.iter().map(PinRequest::of).collect()))
}

/// Makes a request, as the form of its way does
#[utoipa::path(post, path = "/worlds/{world}/pins/requests", tag = "pin",
    params(("world" = String, Path, example = "default")), request_body = NewPinRequest,
    responses((status = 201, body = MadeRequest), Refusals))]
async fn make(
    Chosen(world): Chosen,
    Json(new): Json<NewPinRequest>,
) -> Result<(StatusCode, axum::Json<MadeRequest>), Problem> {
    let types: Vec<&str> = TipoRichiesta::ALL.iter().map(|one| one.as_str()).collect();
    let usual = if new.canale == "ripristino" { "ripristino" } else { "nuovo" };
    let tipo = new.tipo.as_deref().unwrap_or(usual);
    let tipo = TipoRichiesta::parse(tipo)
        .ok_or_else(|| Problem::bad_value("/tipo", words::unknown(words::VALUE, tipo, &types)))?;
    let mut form = form(new.fields)?;
    let esito = dispatch(&world, &new.canale, tipo, &mut form).await?;
    let made = MadeRequest {
        id: format!("{:09}", esito.numero),
        stato: esito.stato,
        busta: esito.busta.map(|numero| format!("{numero:08}")),
    };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

async fn dispatch(world: &World, canale: &str, tipo: TipoRichiesta, form: &mut Modulo) -> Result<Esito, Problem> {
    let pins = world.pins();
    let refused = |error| problem(world, error);
    let code = || super::pins::code(&form.codice_fiscale);
    if tipo == TipoRichiesta::Abilitazione {
        let ways: Vec<&str> = CanaleAbilitazione::ALL.iter().map(|one| one.as_str()).collect();
        if CanaleAbilitazione::parse(canale).is_none() {
            return Err(Problem::bad_value("/canale", words::unknown(words::VALUE, canale, &ways)));
        }
        if sac_pin::abilitazione::Abilitazione::parse(&form.codice).is_none() {
            let all: Vec<&str> = sac_pin::abilitazione::Abilitazione::ALL.iter().map(|one| one.as_str()).collect();
            return Err(Problem::bad_value("/codice", words::unknown(words::VALUE, &form.codice, &all)));
        }
        return pins.ask_abilitazione(&code()?, form, canale).await.map_err(refused);
    }
    let ways: Vec<&str> = Canale::ALL.iter().map(|one| one.as_str()).collect();
    let way = Canale::parse(canale)
        .ok_or_else(|| Problem::bad_value("/canale", words::unknown(words::VALUE, canale, &ways)))?;
    match (way, tipo) {
        (Canale::Online, TipoRichiesta::Conversione) => {
            pins.ask_conversion(&code()?, form, Some(NO_COPY.to_vec())).await.map_err(refused)
        }
        (Canale::Online | Canale::ContactCenter, TipoRichiesta::Nuovo) => {
            pins.ask_online(form, way).await.map_err(refused)
        }
        (Canale::Sportello, TipoRichiesta::Nuovo) => pins.issue_at_counter(form).await.map_err(refused),
        (Canale::Ordine, TipoRichiesta::Nuovo | TipoRichiesta::Estensione | TipoRichiesta::Ripristino) => {
            if form.ordine.is_empty() {
                form.ordine = only_ordine(world).await?;
            }
            pins.ask_ordine(form, tipo).await.map_err(refused)
        }
        (Canale::Ripristino, TipoRichiesta::Ripristino) => {
            let code = code()?;
            pins.restore(code.as_str(), &form.contatto1, &form.contatto2).await.map_err(refused)?;
            // Outside it looks the same in every case; a test is told.
            let soggetto = pins.find(&code).await.map_err(refused)?;
            let pin = soggetto.and_then(|soggetto| soggetto.pin).filter(|pin| pin.stato() == Stato::Ripristino);
            let pin = pin.ok_or_else(|| {
                refused(sac_people::pin::PinError::Refused(vec![Refusal::of(Rule::RipristinoContatti)]))
            })?;
            Ok(Esito { numero: pin.richiesta(), stato: pin.stato().as_str().to_owned(), ..Esito::default() })
        }
        (Canale::Unificazione, TipoRichiesta::Nuovo) => {
            let code = code()?;
            // The code is shown to nobody: a test that needs it walks through the pages.
            pins.unify(&code).await.map_err(refused)?;
            let pin = pins.find(&code).await.map_err(refused)?.and_then(|soggetto| soggetto.pin);
            let pin = pin.ok_or_else(super::planting::vanished)?;
            Ok(Esito { numero: pin.richiesta(), stato: pin.stato().as_str().to_owned(), ..Esito::default() })
        }
        (way, tipo) => {
            let detail = Text::new(
                format!("`{tipo}` non si chiede per `{way}`"),
                format!("`{tipo}` is not asked for by `{way}`"),
            );
            Err(Problem::bad_value("/tipo", detail))
        }
    }
}

/// The fields of a form, by the names of pages or of the columns of a file.
fn form(fields: BTreeMap<String, Value>) -> Result<Modulo, Problem> {
    let mut named = serde_json::Map::new();
    for (name, value) in fields {
        let text = match value {
            Value::String(text) => text,
            Value::Bool(truth) => if truth { "si" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => {
                let detail = said("qui è atteso un testo", "a text is expected");
                return Err(Problem::bad_value(format!("/{name}"), detail));
            }
        };
        named.insert(camel(&name), Value::String(text));
    }
    crate::json::read(Value::Object(named).to_string().as_bytes())
}

/// `documento_tipo` as `documentoTipo`.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut raise = false;
    for letter in name.chars() {
        match letter {
            '_' => raise = true,
            letter if raise => {
                out.extend(letter.to_uppercase());
                raise = false;
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The Ordine of the one clerk of an Ordine whom the world knows.
async fn only_ordine(world: &World) -> Result<String, Problem> {
    let which = Subjects { profilo: Some(Profilo::OperatoreOrdine), limit: 2, ..Subjects::default() };
    let found = world.pins().store().pin_subjects(which).await?;
    let ordine = match found.as_slice() {
        [one] => one.ordine.clone(),
        _ => None,
    };
    ordine.ok_or_else(|| {
        let detail = said(
            "manca `ordine`: nel mondo non c'è l'operatore di un solo Ordine",
            "`ordine` is missing: the world has no clerk of one Ordine alone",
        );
        Problem::new(Kind::MissingMember, detail).at("/ordine")
    })
}

/// Hands over what is ready at an Ordine, whatever the hour
#[utoipa::path(post, path = "/worlds/{world}/pins/requests/lots", tag = "pin",
    params(("world" = String, Path, example = "default")), request_body = NewLot,
    responses((status = 201, body = Lot), Refusals))]
async fn hand_over(Chosen(world): Chosen, Json(new): Json<NewLot>) -> Result<(StatusCode, axum::Json<Lot>), Problem> {
    let lot = world.pins().hand_over(new.ordine.trim(), true).await.map_err(|error| problem(&world, error))?;
    let lot = lot.ok_or_else(|| {
        let detail = said("presso questo Ordine nessuna richiesta è pronta", "no request is ready at this Ordine");
        Problem::new(Kind::Conflict, detail)
    })?;
    let richieste = lot.richieste.iter().map(|numero| format!("{numero:09}")).collect();
    Ok((StatusCode::CREATED, axum::Json(Lot { lotto: format!("{:09}", lot.numero), richieste })))
}

/// Decides a request
#[utoipa::path(post, path = "/worlds/{world}/pins/requests/{id}/decide", tag = "pin",
    params(("world" = String, Path, example = "default"), ("id" = String, Path)), request_body = Decision,
    responses((status = 200, body = PinRequest), Refusals))]
async fn decide(
    Chosen(world): Chosen,
    Path(path): Path<(String, String)>,
    Json(decision): Json<Decision>,
) -> Result<axum::Json<PinRequest>, Problem> {
    let unknown = || {
        let id = &path.1;
        let detail = Text::new(format!("la richiesta `{id}` non esiste"), format!("there is no request `{id}`"));
        Problem::new(Kind::NotFound, detail)
    };
    let numero: u32 = path.1.parse().map_err(|_| unknown())?;
    let release = match decision.esito.as_str() {
        "rilascia" => true,
        "respingi" => false,
        other => {
            return Err(Problem::bad_value("/esito", words::unknown(words::VALUE, other, &["rilascia", "respingi"])));
        }
    };
    let motivo = decision.motivo.unwrap_or_default();
    match world.pins().decide(numero, release, &motivo).await {
        Ok(richiesta) => Ok(axum::Json(PinRequest::of(&richiesta))),
        Err(sac_people::pin::PinError::NotFound) => Err(unknown()),
        Err(sac_people::pin::PinError::State) => {
            let detail =
                said("è già decisa, o ancora presso l'Ordine", "it is decided already, or still with the Ordine");
            Err(Problem::new(Kind::Conflict, detail))
        }
        Err(error) => Err(problem(&world, error)),
    }
}

impl PinRequest {
    fn of(richiesta: &Richiesta) -> Self {
        Self {
            id: richiesta.id(),
            codice_fiscale: richiesta.codice_fiscale.as_str().to_owned(),
            canale: richiesta.canale.as_str(),
            tipo: richiesta.tipo.as_str(),
            stato: richiesta.stato.as_str(),
            presentata: Instant(richiesta.presentata),
            decide: richiesta.decide.filter(|_| richiesta.stato.aperta()).and_then(Instant::within),
            decisa: richiesta.decisa.map(Instant),
            motivo: richiesta.motivo.clone(),
            profilo: richiesta.profilo.map(Profilo::as_str),
            ordine: richiesta.ordine.clone(),
            lotto: richiesta.lotto.map(|numero| format!("{numero:09}")),
            abilitazione: richiesta.abilitazione.map(|(one, _)| one.as_str()),
        }
    }
}
