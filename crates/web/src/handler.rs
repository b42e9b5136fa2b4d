//! One exchange over pages: read → find the session → plan → make the page → journal.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, StatusCode};
use sac_domain::error::chain;
use sac_domain::exchange::Ending;
use sac_http::{Handler, Reply, Request, RequestHead, Response, WireFault};
use sac_world::faults::{Action, Call as Planned, Phase, Rule};
use sac_world::resets::Era;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call, Memory, cookie};
use crate::faults::{plain, refusal, suffer};
use crate::form::{BadForm, Form};
use crate::lang::Lang;
use crate::record::{Known, record};
use crate::second;
use crate::session::{Found, Moment, Who};
use crate::site::{Caller, Missing, Site, Subject, page};
use crate::upload;

/// The longest form.
const MAX_BODY: usize = 64 << 10;
/// The log-in page of every channel that has one.
const LOG_IN: &str = "/accesso";
/// The cookie of the language.
const LANGUAGE: &str = "sac_lang";

/// The pages of one channel of one world.
pub(crate) struct Pages<S> {
    pub(crate) memory: Memory,
    pub(crate) site: PhantomData<S>,
}

#[async_trait]
impl<S: Site> Handler for Pages<S> {
    fn max_body_bytes(&self) -> Option<usize> {
        Some(MAX_BODY)
    }

    fn file_cap(&self, head: &RequestHead) -> Option<usize> {
        S::FILE.filter(|_| upload::is_one(head))
    }

    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Ok(())
    }

    async fn handle(&self, request: Request) -> Reply {
        let world = &self.memory.world;
        let era = world.resets().era();
        let mut known = Known {
            id: world.journal().number(),
            received: world.clock().now(),
            started: Instant::now(),
            action: None,
            caller: None,
            user: None,
            worker: None,
            numbers: Vec::new(),
            codes: Vec::new(),
            fault: None,
            masked: None,
            assigned: None,
            secrets: Vec::new(),
            ending: Ending::Accepted,
        };
        let (answer, rule) = match self.exchange(&request, era, &mut known).await {
            Ok(done) => done,
            Err(broken) => (self.broken(&request, &broken, era), None),
        };
        // Where the world was reset meanwhile, the exchange is not part of it.
        let Some(_guard) = world.resets().enter(era).await else { return WireFault::Close.into() };
        known.numbers.extend(answer.numbers);
        known.numbers.dedup();
        known.codes = answer.codes;
        known.assigned = answer.assigned;
        known.secrets = answer.secrets;
        let ending = ending(answer.response.status, answer.rules);
        let suffered = match &rule {
            Some(rule) => suffer(&rule.action, rule.phase(), answer.response, ending),
            None => plain(answer.response, ending),
        };
        known.ending = suffered.ending;
        known.fault = rule.map(|rule| rule.id().to_owned());
        record(world, self.memory.audience, &request, known, suffered.sent);
        suffered.reply
    }
}

impl<S: Site> Pages<S> {
    async fn exchange(
        &self,
        request: &Request,
        era: Era,
        known: &mut Known,
    ) -> Result<(Answer, Option<Arc<Rule>>), Broken> {
        let head = &request.head;
        let query = Form::read(head.query.as_deref().unwrap_or_default().as_bytes()).unwrap_or_default();
        let asked = Lang::parse(query.get("lang"));
        let lang = asked.or_else(|| cookie(head, LANGUAGE).and_then(Lang::parse)).unwrap_or_default();
        let moment = Moment::of(head, known.received, era);
        let found = match cookie(head, self.memory.audience.cookie()) {
            Some(id) => self.memory.sessions.find(self.memory.audience, id, &moment),
            None => Found::None,
        };
        let session = if let Found::Live(session) = &found { Some((**session).clone()) } else { None };
        let is_upload = upload::is_one(head);
        let (form, file) = match head.method {
            Method::POST if is_upload => upload::read(head, request.body.clone()).await.unzip(),
            Method::POST => (form(head, &request.body), None),
            _ => (Ok(Form::default()), None),
        };
        let mut call = Call {
            memory: &self.memory,
            head,
            form: form.clone().unwrap_or_default(),
            query,
            lang,
            moment,
            session,
            planned: None,
            refused: None,
            file,
            second: String::new(),
        };
        known.masked = match &form {
            // The copy of a document is nobody's business.
            _ if is_upload => Some("***".to_owned()),
            Ok(form) => form.masked(),
            Err(_) => Form::masked_unread(&request.body),
        };
        let path = head.path.strip_prefix(self.memory.audience.path()).unwrap_or_default();
        let page = match page::<S>(path, &head.method) {
            Ok(page) => page,
            Err(missing) => return Ok((absent(&call, missing), None)),
        };
        known.action = S::action(&page, &call);
        if is_upload && !S::takes_file(&page) {
            return Ok((no_form(&call, BadForm::NotUtf8), None));
        }
        if let Err(bad) = form {
            return Ok((no_form(&call, bad), None));
        }
        let reader = match call.session.as_ref().and_then(|session| session.who.clone()) {
            Some(who) => S::reader(&call, &who).await?,
            None => None,
        };
        let (reader, caller) = reader.unzip();
        about(S::subject(&page, &call), caller, known);
        let rule = if S::meets_plan(&page) { self.planned(known) } else { None };
        call.planned.clone_from(&rule);
        if let Some(rule) = rule.as_ref().filter(|rule| rule.phase() == Phase::Before) {
            match &rule.action {
                Action::Delay { by } => tokio::time::sleep(by.0).await,
                action if S::shows_refusal(&page) && reader.is_some() => {
                    call.refused = refusal(action, &self.memory.world);
                }
                action => {
                    let answer = match refusal(action, &self.memory.world) {
                        Some(error) => call.refusal(StatusCode::UNPROCESSABLE_ENTITY, "rifiuto", error),
                        None => Answer::page(StatusCode::OK, String::new()),
                    };
                    return Ok((answer, Some(Arc::clone(rule))));
                }
            }
        }
        let reader = reader.filter(|_| S::needs_log_in(&page));
        if reader.is_none() && S::needs_log_in(&page) {
            if let Some(only) = self.led_back(head, &call.moment) {
                return Ok((Answer::see_other(&format!("{}{}{only}", head.mount, Audience::Pin.path())), rule));
            }
            let reason = match found {
                Found::Expired => "?motivo=scaduta",
                Found::Replaced => "?motivo=chiusa",
                Found::Live(_) | Found::None => "",
            };
            return Ok((Answer::see_other(&format!("{}/accesso{reason}", call.base())), rule));
        }
        let Some(_guard) = self.memory.world.resets().enter(era).await else {
            return Ok((Answer::page(StatusCode::SERVICE_UNAVAILABLE, String::new()), rule));
        };
        let mut cookie = None;
        if path == LOG_IN
            && let Some((form, new)) = second::form(&call)?
        {
            (call.second, cookie) = (form, new);
        }
        let mut answer = S::answer(&mut call, &page, reader.as_ref()).await?.with_cookies(cookie);
        if let Some(lang) = asked {
            answer = answer.with_cookie(&format!("{LANGUAGE}={}; SameSite=Strict; Path=/", lang.code()));
        }
        Ok((answer, rule))
    }

    /// The one page of the PIN that whoever still has to change a secret, or to unify credentials, is led back to.
    fn led_back(&self, head: &RequestHead, moment: &Moment) -> Option<&'static str> {
        let id = cookie(head, Audience::Pin.cookie())?;
        let Found::Live(session) = self.memory.sessions.find(Audience::Pin, id, moment) else { return None };
        match session.who? {
            Who::Pin(_, door) => door.only(),
            _ => None,
        }
    }

    fn planned(&self, known: &Known) -> Option<Arc<Rule>> {
        known.action?;
        self.memory.world.faults().on_call(&Planned {
            operation: known.action,
            caller: known.user.as_deref(),
            worker: known.worker.as_deref(),
            numbers: &known.numbers,
            to: None,
        })
    }

    /// The gateway itself failed: the log says why, the page does not.
    fn broken(&self, request: &Request, broken: &Broken, era: Era) -> Answer {
        let reason = match broken {
            Broken::Store(error) => chain(error).to_string(),
            Broken::Print(error) => chain(error).to_string(),
            Broken::Service(error) => chain(error).to_string(),
            Broken::Mismatch(reason) => reason.clone(),
            Broken::Image => "the image of a control code cannot be drawn".to_owned(),
            Broken::NoRandomness => "there is no randomness".to_owned(),
            Broken::Unfinished => "a request was not served to its end".to_owned(),
            Broken::Busy => "too many secrets are being verified".to_owned(),
            Broken::Pin(error) => chain(error).to_string(),
        };
        tracing::error!(path = self.memory.audience.path(), error = reason, "a page was not made");
        let call = Call {
            memory: &self.memory,
            head: &request.head,
            form: Form::default(),
            query: Form::default(),
            lang: Lang::It,
            moment: Moment::of(&request.head, self.memory.world.clock().now(), era),
            session: None,
            planned: None,
            refused: None,
            file: None,
            second: String::new(),
        };
        let status = match broken {
            Broken::Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let text = "Il servizio non è riuscito a rispondere: riprovare più tardi.";
        call.message(status, "errore", "Errore del servizio", text)
    }
}

/// What is known of the request before it is served. A worker who is logged in is the one whom it is about.
fn about(subject: Subject, caller: Option<Caller>, known: &mut Known) {
    let Subject { user, worker, number } = subject;
    known.user = caller.as_ref().and_then(|caller| caller.name.clone());
    if !user.is_empty() {
        known.user = Some(user.chars().take(64).collect());
    }
    let typed = (!worker.is_empty()).then(|| worker.to_ascii_uppercase().chars().take(16).collect());
    known.worker = typed.or_else(|| caller.as_ref().and_then(|caller| caller.worker.clone()));
    known.caller = caller;
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    known.numbers.extend(is_number.then_some(number));
}

fn form(head: &RequestHead, body: &[u8]) -> Result<Form, BadForm> {
    let media = head.header(&CONTENT_TYPE).unwrap_or_default();
    let is_form = media.split(';').next().is_some_and(|media| {
        media.trim().is_empty() || media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    if is_form { Form::read(body) } else { Err(BadForm::NotUtf8) }
}

fn no_form(call: &Call<'_>, bad: BadForm) -> Answer {
    let text = match bad {
        BadForm::Twice => call.of("Un campo è presente due volte.", "A field is there twice."),
        BadForm::NotUtf8 => call.of(
            "Il corpo non è un modulo (application/x-www-form-urlencoded, UTF-8).",
            "The body is no form (application/x-www-form-urlencoded, UTF-8).",
        ),
    };
    call.message(StatusCode::BAD_REQUEST, "modulo-errato", call.of("Modulo non leggibile", "Unreadable form"), text)
}

fn absent(call: &Call<'_>, missing: Missing) -> Answer {
    match missing {
        Missing::Path => call.message(
            StatusCode::NOT_FOUND,
            "pagina-assente",
            call.of("Pagina non trovata", "No such page"),
            call.of("A questo indirizzo non c'è nulla.", "There is nothing at this address."),
        ),
        Missing::Method(allowed) => {
            let title = call.of("Metodo non ammesso", "Method not allowed");
            let text = format!("{} {allowed}.", call.of("Metodi ammessi:", "Allowed methods:"));
            let mut answer = call.message(StatusCode::METHOD_NOT_ALLOWED, "metodo-non-ammesso", title, &text);
            answer.response = answer.response.with_header(ALLOW, HeaderValue::from_static(allowed));
            answer
        }
    }
}

fn ending(status: StatusCode, rules: Vec<String>) -> Ending {
    match status.as_u16() {
        200..=399 => Ending::Accepted,
        403 | 422 => Ending::Refused { rules },
        code => Ending::Fault { code: code.to_string() },
    }
}
