//! One exchange of a call: read → find the call → plan → answer → journal.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, StatusCode};
use sac_domain::error::chain;
use sac_domain::exchange::Ending;
use sac_http::{Handler, Reply, Request, RequestHead, Response, WireFault};
use sac_world::World;
use sac_world::faults::{Action, Call as Planned, Phase, Rule};
use sac_world::resets::Era;

use crate::PATH;
use crate::answer;
use crate::call::{Asked, Call};
use crate::calls::{Calls, NoCall};
use crate::dialogue::{Broken, Dialogue, Surroundings};
use crate::document::{Document, Outcome};
use crate::event::Event;
use crate::faults::{add_notice, plain, refusal, suffer};
use crate::keypad;
use crate::record::{Known, record};

/// The longest body.
const MAX_BODY: usize = 64 << 10;
/// The longest input that is looked at.
const MAX_INPUT: usize = 64;
const START: &str = "/start";
const NEXT: &str = "/next";

/// The telephone of one world.
pub struct Phone {
    world: Arc<World>,
    calls: Calls,
}

/// What a request to go on says.
struct Asking {
    call: String,
    seq: u32,
    event: Event,
    keyed: String,
}

/// An answer, and how the exchange ended.
struct Answered {
    response: Response,
    ending: Ending,
    rule: Option<Arc<Rule>>,
}

impl Phone {
    /// The telephone of this world.
    #[must_use]
    pub fn of(world: &Arc<World>) -> Arc<Self> {
        let idle = world.channels().phone_idle;
        Arc::new(Self { world: Arc::clone(world), calls: Calls::new(idle) })
    }
}

#[async_trait]
impl Handler for Phone {
    fn max_body_bytes(&self) -> Option<usize> {
        Some(MAX_BODY)
    }

    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        let not_allowed = |methods, it, en| Response::not_allowed(HeaderValue::from_static(methods), it, en);
        match (head.path.strip_prefix(PATH), &head.method) {
            (Some(START), &(Method::GET | Method::HEAD)) | (Some(NEXT), &Method::POST) => Ok(()),
            (Some(START), _) => {
                Err(not_allowed("GET, HEAD", "Una chiamata comincia con GET.", "A call begins with GET."))
            }
            (Some(NEXT), _) => Err(not_allowed("POST", "Una chiamata prosegue con POST.", "A call goes on with POST.")),
            _ => Err(Response::nothing_here()),
        }
    }

    async fn handle(&self, request: Request) -> Reply {
        let world = &self.world;
        let era = world.resets().era();
        let is_start = request.head.path.ends_with(START);
        let mut known = Known {
            id: world.journal().number(),
            received: world.clock().now(),
            started: Instant::now(),
            action: if is_start { "phone:start" } else { "phone:next" },
            user: None,
            worker: None,
            numbers: Vec::new(),
            number: None,
            codes: Vec::new(),
            fault: None,
            masked: None,
        };
        let answered = if is_start {
            self.start(&request, era, &mut known).await
        } else {
            self.next(&request, era, &mut known).await
        };
        let Answered { response, ending, rule } = answered.unwrap_or_else(|broken| self.broken(&broken));
        // Where the world was reset meanwhile, the exchange is not part of it.
        let Some(_guard) = world.resets().enter(era).await else { return WireFault::Close.into() };
        known.fault = rule.as_ref().map(|rule| (rule.id().to_owned(), rule.action.kind().to_owned()));
        let suffered = match &rule {
            Some(rule) => suffer(&rule.action, rule.phase(), response, ending),
            None => plain(response, ending),
        };
        record(world, &request, known, suffered.ending, suffered.sent);
        suffered.reply
    }
}

impl Phone {
    /// A call begins.
    async fn start(&self, request: &Request, era: Era, known: &mut Known) -> Result<Answered, Broken> {
        let head = &request.head;
        if let Err(response) = caller_number(head) {
            return Ok(status(response));
        }
        let rule = self.planned(known);
        let spoken = match before(rule.as_deref()).await {
            Before::Instead => return Ok(Answered { response: nothing(), ending: Ending::Accepted, rule }),
            Before::Act => None,
            Before::Speak(action) => refusal(action, &self.world),
        };
        if head.method == Method::HEAD {
            return Ok(Answered { response: answer::document(Bytes::new()), ending: Ending::Accepted, rule });
        }
        let (mut dialogue, mut document) = Dialogue::begin();
        if let Some(spoken) = spoken {
            document = dialogue.refuse(&spoken.text, spoken.rule, spoken.code);
        }
        let may = self.calls.may_start(head.peer.ip(), head.arrived);
        let line = match may.and_then(|()| self.calls.begin(dialogue, era, known.received)) {
            Ok(line) => line,
            Err(refused) => return Ok(Answered { rule, ..status(no_call(refused)) }),
        };
        let mut call = line.call.lock().await;
        let body = Bytes::from(document.render(&call.id, call.seq, &format!("{}{PATH}{NEXT}", head.mount)));
        call.document = body.clone();
        let ending = note(&document, known);
        Ok(Answered { response: answer::document(body), ending, rule })
    }

    /// A call goes on.
    async fn next(&self, request: &Request, era: Era, known: &mut Known) -> Result<Answered, Broken> {
        let asking = match Asking::read(request) {
            Ok(asking) => asking,
            Err(response) => {
                // What was keyed may have been a secret.
                known.masked = Some(String::new());
                return Ok(status(response));
            }
        };
        let Some(line) = self.calls.find(&asking.call, era, known.received) else { return Ok(status(over())) };
        let mut call = line.call.lock().await;
        about(&call, &asking, known);
        let rule = self.planned(known);
        let spoken = match before(rule.as_deref()).await {
            Before::Instead => return Ok(Answered { response: nothing(), ending: Ending::Accepted, rule }),
            Before::Act => None,
            Before::Speak(action) => refusal(action, &self.world),
        };
        let answered = match call.asked(asking.seq, asking.event, &asking.keyed) {
            Asked::Again => {
                Answered { response: answer::document(call.document.clone()), ending: Ending::Accepted, rule: None }
            }
            Asked::Over => status(over()),
            Asked::Stale => status(answer::sentence(
                StatusCode::CONFLICT,
                &format!("A questo documento si è già risposto altrimenti: l'ultimo ha seq {}.", call.seq),
                &format!("This document was answered before, and otherwise: the last one has seq {}.", call.seq),
            )),
            Asked::Next if asking.event == Event::HangUp => self.hang_up(&mut call),
            Asked::Next => {
                let mut dialogue = call.dialogue.clone();
                let mut document = match spoken {
                    Some(spoken) => dialogue.refuse(&spoken.text, spoken.rule, spoken.code),
                    None => match self.answer(&mut dialogue, &asking, request, era, known).await? {
                        Some(document) => document,
                        None => return Ok(Answered { rule, ..status(over()) }),
                    },
                };
                if let Some(rule) = &rule {
                    add_notice(&rule.action, &mut document);
                }
                let next = format!("{}{PATH}{NEXT}", request.head.mount);
                let body = Bytes::from(document.render(&call.id, call.seq.saturating_add(1), &next));
                call.go_on(dialogue, asking.event, &asking.keyed, body.clone());
                known.user = caller(&call);
                let ending = note(&document, known);
                Answered { response: answer::document(body), ending, rule: None }
            }
        };
        Ok(Answered { rule, ..answered })
    }

    /// What the dialogue says to it; nothing where the world was reset meanwhile.
    async fn answer(
        &self,
        dialogue: &mut Dialogue,
        asking: &Asking,
        request: &Request,
        era: Era,
        known: &Known,
    ) -> Result<Option<Document>, Broken> {
        let Some(_guard) = self.world.resets().enter(era).await else { return Ok(None) };
        let around = Surroundings { world: &self.world, peer: request.head.peer.ip(), now: known.received };
        dialogue.answer(&around, asking.event, &asking.keyed).await.map(Some)
    }

    fn hang_up(&self, call: &mut Call) -> Answered {
        call.is_hung_up = true;
        self.calls.end(&call.id);
        Answered { response: answer::no_content(), ending: Ending::Accepted, rule: None }
    }

    fn planned(&self, known: &Known) -> Option<Arc<Rule>> {
        self.world.faults().on_call(&Planned {
            operation: Some(known.action),
            caller: known.user.as_ref().map(|(name, _)| name.as_str()),
            worker: known.worker.as_deref(),
            numbers: &known.numbers,
            to: None,
        })
    }

    /// The gateway itself failed: the log says why, the answer does not.
    fn broken(&self, broken: &Broken) -> Answered {
        tracing::error!(world = %self.world.name(), error = %chain(broken), "a call could not go on");
        status(answer::sentence(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Il servizio non è riuscito a rispondere: riprovare più tardi.",
            "The service could not answer: try again later.",
        ))
    }
}

/// Who calls, and what the request is about, as far as that is known before it is answered.
fn about(call: &Call, asking: &Asking, known: &mut Known) {
    let state = call.dialogue.state;
    known.user = caller(call);
    let draft = call.dialogue.draft();
    known.worker = if state.names_worker() {
        keypad::decode(&asking.keyed)
    } else {
        draft.worker.as_ref().map(|worker| worker.code.as_str().to_owned())
    };
    known.numbers = if state.names_document() {
        let is_number = asking.keyed.len() == 9 && asking.keyed.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| asking.keyed.clone()).into_iter().collect()
    } else {
        draft.named.as_ref().map(|named| named.puc.clone()).into_iter().collect()
    };
    // A repeated request may hold what was keyed one document earlier.
    if state.is_secret() || call.asked(asking.seq, asking.event, &asking.keyed) != Asked::Next {
        known.masked = Some(asking.masked());
    }
}

/// What a rule wants before the work is done.
enum Before<'r> {
    /// The work is done.
    Act,
    /// Something else is answered, and nothing is done.
    Instead,
    /// A refusal is spoken, and nothing is done.
    Speak(&'r Action),
}

async fn before(rule: Option<&Rule>) -> Before<'_> {
    let Some(rule) = rule.filter(|rule| rule.phase() == Phase::Before) else { return Before::Act };
    match &rule.action {
        Action::Delay { by } => {
            tokio::time::sleep(by.0).await;
            Before::Act
        }
        action @ (Action::Refuse { .. } | Action::InpsUnavailable {}) => Before::Speak(action),
        _ => Before::Instead,
    }
}

impl Asking {
    /// Reads the form, or says what is wrong with it.
    #[expect(clippy::result_large_err, reason = "made once a request")]
    fn read(request: &Request) -> Result<Self, Response> {
        let bad = |it: &str, en: &str| Err(answer::sentence(StatusCode::BAD_REQUEST, it, en));
        let media = request.head.header(&CONTENT_TYPE).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim();
        if !media.is_empty() && !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return bad(
                "Il corpo non è un modulo (application/x-www-form-urlencoded).",
                "The body is no form (application/x-www-form-urlencoded).",
            );
        }
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(&request.body) {
            if fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return bad("Un campo è presente due volte.", "A field is there twice.");
            }
        }
        let field = |name: &str| fields.get(name).map(String::as_str);
        let (Some(call), Some(seq), Some(event)) = (field("call"), field("seq"), field("event")) else {
            return bad("Servono i campi call, seq ed event.", "The fields call, seq and event are needed.");
        };
        let Some(event) = Event::from_name(event) else {
            return bad(
                "Il campo event è input, noinput, nomatch o hangup.",
                "The field event is input, noinput, nomatch or hangup.",
            );
        };
        let Some(seq) = seq.parse().ok().filter(|_| seq.bytes().all(|byte| byte.is_ascii_digit())) else {
            return bad("Il campo seq è un numero.", "The field seq is a number.");
        };
        let keyed = field("input").unwrap_or_default();
        // Longer than anything that fits: what it is does not matter.
        let keyed = if keyed.len() > MAX_INPUT { "x".repeat(MAX_INPUT) } else { keyed.to_owned() };
        Ok(Self { call: call.to_owned(), seq, event, keyed })
    }

    /// The same with what was keyed replaced, for the journal.
    fn masked(&self) -> String {
        let event = match self.event {
            Event::Input => "input",
            Event::NoInput => "noinput",
            Event::NoMatch => "nomatch",
            Event::HangUp => "hangup",
        };
        let call: String = self.call.chars().filter(char::is_ascii_hexdigit).take(32).collect();
        format!("call={call}&seq={}&event={event}&input=***", self.seq)
    }
}

/// What a document says of how the exchange ended.
fn note(document: &Document, known: &mut Known) -> Ending {
    known.codes.clone_from(&document.codes);
    if document.outcome == Outcome::Accepted && known.number.is_none() {
        known.number = document.number;
        known.numbers.extend(document.number.map(|number| format!("{number:09}")));
    }
    if document.rules.is_empty() { Ending::Accepted } else { Ending::Refused { rules: document.rules.clone() } }
}

fn caller(call: &Call) -> Option<(String, &'static str)> {
    let user = call.dialogue.caller()?.authenticated.user();
    Some((user.name.clone(), user.kind.name()))
}

/// A bare status.
fn status(response: Response) -> Answered {
    let code = response.status.as_u16().to_string();
    Answered { response, ending: Ending::Fault { code }, rule: None }
}

/// What is overwritten by what a fault plan wants.
fn nothing() -> Response {
    answer::document(Bytes::new())
}

fn over() -> Response {
    answer::sentence(
        StatusCode::GONE,
        "La chiamata non esiste o è terminata.",
        "There is no such call, or it has ended.",
    )
}

fn no_call(refused: NoCall) -> Response {
    match refused {
        NoCall::TooManyStarts => answer::later(
            StatusCode::TOO_MANY_REQUESTS,
            60,
            "Troppe chiamate in un minuto da questo indirizzo.",
            "Too many calls in a minute from this address.",
        ),
        NoCall::Full => answer::later(
            StatusCode::SERVICE_UNAVAILABLE,
            60,
            "Troppe chiamate in corso.",
            "Too many calls are going on.",
        ),
        NoCall::NoRandomness => answer::sentence(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Il servizio non è riuscito a rispondere: riprovare più tardi.",
            "The service could not answer: try again later.",
        ),
    }
}

/// The number that calls, which only the journal keeps, as a part of the address: digits, perhaps after a plus.
#[expect(clippy::result_large_err, reason = "made once a request")]
fn caller_number(head: &RequestHead) -> Result<(), Response> {
    let query = head.query.as_deref().unwrap_or_default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        // A plus that was not escaped is a blank in a query.
        let digits = value.trim_start_matches([' ', '+']);
        let is_number = value.len() <= 20 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if name == "caller" && !is_number {
            return Err(answer::sentence(
                StatusCode::BAD_REQUEST,
                "Il parametro caller è un numero di telefono: cifre, con un + davanti se serve.",
                "The parameter caller is a telephone number: digits, perhaps after a +.",
            ));
        }
    }
    Ok(())
}
