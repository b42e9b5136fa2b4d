//! Messages to workers and employers, certified mail to the service, and the daily flow.

use std::time;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use sac_domain::delivery::{MessageKind, MessageState};
use sac_domain::duration::Duration;
use sac_domain::instant::Instant;
use sac_print::PrintError;
use sac_store::outbox::Messages;
use sac_world::{Incoming, World, receive};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::expect::MAX_BELOW_MIN;
use super::message::{MessageShown, MessageWhole};
use crate::chosen::Chosen;
use crate::json::Json;
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::query::of_parameter;
use crate::response::Refusals;
use crate::state::State;
use crate::words;
use sac_domain::words::{Said, Text, said};

/// How long to wait where nothing is said of it.
const USUAL: time::Duration = time::Duration::from_secs(5);
/// The longest wait.
const LONGEST: time::Duration = time::Duration::from_hours(1);
/// Between two looks.
const PAUSE: time::Duration = time::Duration::from_millis(25);
/// Messages in a page where nothing is said of it.
const PAGE: u32 = 100;
/// The same at most.
const MOST: u32 = 10_000;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list, forget))
        .routes(routes!(show))
        .routes(routes!(attachment))
        .routes(routes!(raw))
        .routes(routes!(retry))
        .routes(routes!(expect))
        .routes(routes!(inbox))
        .routes(routes!(flow))
}

/// Which messages; what is absent does not matter.
#[derive(Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filters {
    /// `email`, `pec`, `sms` or `letter`.
    kind: Option<String>,
    /// The address or number.
    to: Option<String>,
    /// `malattia`, `dimissione`, `ricovero`, `rettifica`, `annullamento`, `copia-medico`, `servizi` or `flow`.
    event: Option<String>,
    /// The protocol number of the document.
    document: Option<String>,
    /// `queued`, `sent`, `delivered`, `failed` or `cancelled`.
    state: Option<String>,
    /// Written then or later, by the world's clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
    /// At most so many: 100 where it is absent.
    limit: Option<u32>,
    /// Those after this one in the list, which is newest first.
    after: Option<String>,
}

impl Filters {
    /// The filters, or the member that is wrong with what would be right.
    fn read(self) -> Result<Messages, (&'static str, Text)> {
        let kinds = MessageKind::ALL.map(MessageKind::as_str);
        let states = MessageState::ALL.map(MessageState::as_str);
        let kind = self
            .kind
            .map(|text| MessageKind::parse(&text).ok_or_else(|| ("kind", words::unknown(words::VALUE, &text, &kinds))));
        let state = self.state.map(|text| {
            MessageState::parse(&text).ok_or_else(|| ("state", words::unknown(words::VALUE, &text, &states)))
        });
        let number = |member: &'static str, text: Option<String>| {
            let wrong = |text: &str| Text::new(format!("`{text}` non è un numero"), format!("`{text}` is no number"));
            text.map(|text| text.parse::<u32>().map_err(|_| (member, wrong(&text)))).transpose()
        };
        Ok(Messages {
            kind: kind.transpose()?,
            to: self.to,
            event: self.event,
            document: number("document", self.document)?,
            state: state.transpose()?,
            since: self.since.map(|since| since.0),
            after: number("after", self.after)?.map(i64::from),
            limit: self.limit.unwrap_or(PAGE).min(MOST),
        })
    }
}

/// Lists messages, newest first, without their texts and files
#[utoipa::path(get, path = "/worlds/{world}/outbox", tag = "outbox", params(("world" = String, Path, example = "default"), Filters),
    responses((status = 200, body = [MessageShown]), Refusals))]
async fn list(Chosen(world): Chosen, Query(filters): Query<Filters>) -> Result<axum::Json<Vec<MessageShown>>, Problem> {
    let which = filters.read().map_err(|(name, detail)| Problem::new(Kind::BadQuery, of_parameter(name, &detail)))?;
    world.journal().flush().await?;
    let found = world.ledger().store().outbox(which).await?;
    let name = world.name().as_str();
    Ok(axum::Json(found.into_iter().map(|message| MessageShown::of(message, name)).collect()))
}

/// Forgets every message; documents stay
#[utoipa::path(delete, path = "/worlds/{world}/outbox", tag = "outbox", params(("world" = String, Path, example = "default")),
    responses((status = 204, description = "All are forgotten"), Refusals))]
async fn forget(Chosen(world): Chosen) -> Result<StatusCode, Problem> {
    world.ledger().forget_messages().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Shows a message
#[utoipa::path(get, path = "/worlds/{world}/outbox/{id}", tag = "outbox", params(("world" = String, Path, example = "default"), ("id" = String, Path)),
    responses((status = 200, body = MessageWhole), Refusals))]
async fn show(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<axum::Json<MessageWhole>, Problem> {
    let message = find(&world, &path.1).await?;
    whole(&world, message).await.map(axum::Json)
}

/// Gives a file that goes with a message
#[utoipa::path(get, path = "/worlds/{world}/outbox/{id}/attachments/{name}", tag = "outbox",
    params(("world" = String, Path, example = "default"), ("id" = String, Path), ("name" = String, Path)),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"), Refusals))]
async fn attachment(
    Chosen(world): Chosen,
    Path(path): Path<(String, String, String)>,
) -> Result<impl IntoResponse, Problem> {
    let (_, id, name) = path;
    let message = find(&world, &id).await?;
    let files = world.outbox().files(&message).await.map_err(|error| broken(&error))?;
    let file = files.into_iter().find(|file| file.name == name);
    let file = file.ok_or_else(|| {
        let detail = Text::new(
            format!("il messaggio `{id}` non ha un file `{name}`"),
            format!("the message `{id}` has no file `{name}`"),
        );
        Problem::new(Kind::NotFound, detail)
    })?;
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    Ok(([(CONTENT_TYPE, file.media), (CONTENT_DISPOSITION, disposition)], file.bytes))
}

/// Gives a message as RFC 5322, as it would travel
#[utoipa::path(get, path = "/worlds/{world}/outbox/{id}/raw", tag = "outbox", params(("world" = String, Path, example = "default"), ("id" = String, Path)),
    responses((status = 200, description = "The message", content_type = "message/rfc822"), Refusals))]
async fn raw(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<impl IntoResponse, Problem> {
    let message = find(&world, &path.1).await?;
    let raw = world.outbox().raw(&message).await.map_err(|error| broken(&error))?;
    let raw = raw.ok_or_else(|| Problem::new(Kind::NotFound, NO_MAIL))?;
    Ok(([(CONTENT_TYPE, "message/rfc822")], raw))
}

/// Has the next attempt made now
#[utoipa::path(post, path = "/worlds/{world}/outbox/{id}/retry", tag = "outbox", params(("world" = String, Path, example = "default"), ("id" = String, Path)),
    responses((status = 200, body = MessageWhole), Refusals))]
async fn retry(Chosen(world): Chosen, Path(path): Path<(String, String)>) -> Result<axum::Json<MessageWhole>, Problem> {
    let mut message = find(&world, &path.1).await?;
    match message.state {
        MessageState::Delivered => {
            return Err(Problem::new(Kind::Conflict, said("è già arrivato", "it has arrived already")));
        }
        MessageState::Cancelled => {
            return Err(Problem::new(Kind::Conflict, said("è stato annullato", "it was cancelled")));
        }
        MessageState::Failed | MessageState::Queued => message.state = MessageState::Queued,
        // A mail server has it; it is sent once more.
        MessageState::Sent if world.outbox().leaves(message.kind) => message.state = MessageState::Queued,
        MessageState::Sent => {}
    }
    message.due = Some(world.clock().now());
    world.ledger().keep_messages(vec![message]).await?;
    world.schedule().catch_up(world.clock()).await?;
    let message = find(&world, &path.1).await?;
    whole(&world, message).await.map(axum::Json)
}

/// What is expected of the outbox.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExpectedMessages {
    /// Which messages; every one where it is absent.
    #[serde(rename = "match", default)]
    matching: MatchMessages,
    /// How many of them: a number, or `min` and `max`. At least one where it is absent.
    #[schema(value_type = Option<Value>, example = 1)]
    count: Option<HowMany>,
    /// How long to wait: 5s where it is absent.
    #[schema(value_type = Option<String>, example = "5s")]
    within: Option<Duration>,
}

/// Which messages; what is absent does not matter.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchMessages {
    /// `email`, `pec`, `sms` or `letter`.
    kind: Option<String>,
    /// The address or number.
    to: Option<String>,
    /// Why it was written.
    event: Option<String>,
    /// The protocol number of the document.
    document: Option<String>,
    /// `queued`, `sent`, `delivered`, `failed` or `cancelled`.
    state: Option<String>,
    /// Written then or later, by the world's clock.
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Instant>,
    /// A part of the subject.
    subject: Option<String>,
    /// A part of the text.
    text: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum HowMany {
    Exactly(usize),
    Between(Bounds),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    min: Option<usize>,
    max: Option<usize>,
}

/// An expectation that does not hold: a problem document with what there is instead.
#[derive(Serialize, ToSchema)]
struct MessagesNotMet {
    #[serde(flatten)]
    problem: Problem,
    /// How many messages match.
    found: usize,
    /// The messages that match.
    messages: Vec<MessageShown>,
    /// The newest of all.
    nearest: Vec<MessageShown>,
}

/// Waits until the outbox holds what is expected
#[utoipa::path(post, path = "/worlds/{world}/outbox/expect", tag = "outbox", params(("world" = String, Path, example = "default")),
    request_body = ExpectedMessages, responses((status = 200, body = [MessageShown]),
    (status = 409, body = MessagesNotMet, content_type = "application/problem+json"), Refusals))]
async fn expect(Chosen(world): Chosen, Json(expected): Json<ExpectedMessages>) -> Result<Response, Problem> {
    let (min, max) = match expected.count {
        None => (1, usize::MAX),
        Some(HowMany::Exactly(count)) => (count, count),
        Some(HowMany::Between(Bounds { min, max })) => (min.unwrap_or(0), max.unwrap_or(usize::MAX)),
    };
    if min > max {
        return Err(Problem::bad_value("/count/max", MAX_BELOW_MIN));
    }
    let MatchMessages { kind, to, event, document, state, since, subject, text } = expected.matching;
    let filters = Filters { kind, to, event, document, state, since, limit: Some(MOST), after: None };
    let which = filters.read().map_err(|(name, detail)| Problem::bad_value(format!("/match/{name}"), detail))?;
    let deadline = tokio::time::Instant::now() + expected.within.map_or(USUAL, |within| within.0.min(LONGEST));
    let has = |part: &Option<String>, whole: &str| part.as_deref().is_none_or(|part| whole.contains(part));
    let name = world.name().as_str();
    loop {
        let mut found = world.ledger().store().outbox(which.clone()).await?;
        found.retain(|message| {
            has(&subject, message.body.subject.as_deref().unwrap_or_default()) && has(&text, &message.body.text)
        });
        let is_over = tokio::time::Instant::now() >= deadline;
        let shown =
            |found: Vec<_>| found.into_iter().map(|message| MessageShown::of(message, name)).collect::<Vec<_>>();
        if (min..=max).contains(&found.len()) {
            return Ok(axum::Json(shown(found)).into_response());
        }
        if is_over || found.len() > max {
            let count = found.len();
            let newest = Messages { limit: 5, ..Messages::default() };
            let not_met = MessagesNotMet {
                problem: Problem::new(
                    Kind::Conflict,
                    Text::new(
                        format!("i messaggi che corrispondono sono {count}, non quanti attesi"),
                        format!("{count} messages match, not as many as expected"),
                    ),
                ),
                found: count,
                messages: shown(found),
                nearest: shown(world.ledger().store().outbox(newest).await?),
            };
            return Ok(not_met.problem.respond(&not_met));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Certified mail to the service.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IncomingMessage {
    /// `pec`.
    kind: String,
    /// The box that it comes from.
    from: String,
    /// `ATTIVAZIONE SMS`, `DISATTIVAZIONE SMS`, `ATTIVAZIONE PEC AZIENDA` or `DISATTIVAZIONE PEC AZIENDA`.
    subject: String,
    /// Lines such as `codice fiscale: …`, `cellulare: …`, `matricola: …`, `sede: …`, `formato: …`.
    text: String,
}

/// What was done with it.
#[derive(Serialize, ToSchema)]
struct Received {
    /// The answer in the outbox.
    id: String,
    /// `done` or `refused`.
    outcome: &'static str,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Receives certified mail for the service
#[utoipa::path(post, path = "/worlds/{world}/inbox", tag = "outbox", params(("world" = String, Path, example = "default")), request_body = IncomingMessage,
    responses((status = 202, body = Received), Refusals))]
async fn inbox(
    Chosen(world): Chosen,
    Json(incoming): Json<IncomingMessage>,
) -> Result<(StatusCode, axum::Json<Received>), Problem> {
    let IncomingMessage { kind, from, subject, text } = incoming;
    if kind != "pec" {
        return Err(Problem::bad_value("/kind", ONLY_PEC));
    }
    let from = sac_domain::input::mail_address(&from).map_err(|error| Problem::bad_value("/from", Text::of(&error)))?;
    let incoming = Incoming { from, subject, text };
    let (id, outcome) = receive(world.ledger(), &incoming, &world.senders().pec, world.clock().now()).await?;
    let received = match outcome {
        Ok(()) => Received { id: id.to_string(), outcome: "done", reason: None },
        Err(reason) => Received { id: id.to_string(), outcome: "refused", reason: Some(reason) },
    };
    Ok((StatusCode::ACCEPTED, axum::Json(received)))
}

/// How many messages a flow made.
#[derive(Serialize, ToSchema)]
struct FlowMade {
    messages: usize,
}

/// Runs the daily flow to employers now
#[utoipa::path(post, path = "/worlds/{world}/flows/pec", tag = "outbox", params(("world" = String, Path, example = "default")),
    responses((status = 200, body = FlowMade), Refusals))]
async fn flow(Chosen(world): Chosen) -> Result<axum::Json<FlowMade>, Problem> {
    let made = world.flow().run(world.clock().now()).await?;
    Ok(axum::Json(FlowMade { messages: made.len() }))
}

const NO_MAIL: Said =
    said("solo la posta elettronica e la PEC hanno questa forma", "only e-mail and certified mail have such a form");
const ONLY_PEC: Said = said("si riceve solo posta certificata: `pec`", "only certified mail is received: `pec`");

async fn find(world: &World, id: &str) -> Result<sac_domain::delivery::Message, Problem> {
    world.journal().flush().await?;
    let found = match id.parse() {
        Ok(nr) => world.ledger().store().message(nr).await?,
        Err(_) => None,
    };
    found.ok_or_else(|| {
        let detail = Text::new(format!("il messaggio `{id}` non esiste"), format!("there is no message `{id}`"));
        Problem::new(Kind::NotFound, detail)
    })
}

async fn whole(world: &World, message: sac_domain::delivery::Message) -> Result<MessageWhole, Problem> {
    let files = world.outbox().files(&message).await.map_err(|error| broken(&error))?;
    Ok(MessageWhole::of(message, files, world.name().as_str()))
}

fn broken(error: &PrintError) -> Problem {
    Problem::new(Kind::Internal, Text::of(error))
}
