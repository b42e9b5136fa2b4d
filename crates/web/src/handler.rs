//! One exchange over pages: read → find the session → plan → make the page → journal.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, StatusCode};
use sac_domain::error::chain;
use sac_domain::exchange::Ending;
use sac_http::{Handler, Reply, Request, RequestHead, Response, WireFault};
use sac_world::World;
use sac_world::faults::{Action, Call as Planned, Phase, Rule};
use sac_world::resets::Era;

use crate::answer::Answer;
use crate::azienda::{self, Missing, Page};
use crate::call::{Audience, Broken, Call, Memory, cookie};
use crate::faults::{plain, refusal, suffer};
use crate::form::{BadForm, Form};
use crate::guesses::Guesses;
use crate::lang::Lang;
use crate::reader::Reader;
use crate::record::{Known, record};
use crate::session::{Found, Sessions};

/// The longest form.
const MAX_BODY: usize = 64 << 10;
/// The cookie of the language.
const LANGUAGE: &str = "sac_lang";

/// How the pages are to be.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Failures in ten minutes after which an address waits; 0 for any number.
    pub public_attempts: u32,
}

/// The pages of one channel of one world.
pub struct Pages {
    memory: Memory,
}

impl Pages {
    /// The pages for employers and for whoever has codice fiscale and number, with their paths.
    #[must_use]
    pub fn of(world: &Arc<World>, settings: Settings) -> Vec<(&'static str, Arc<Self>)> {
        let guesses = Arc::new(Guesses::new(settings.public_attempts));
        let pages = |audience: Audience| {
            let (world, guesses) = (Arc::clone(world), Arc::clone(&guesses));
            let memory = Memory { world, audience, sessions: Sessions::default(), guesses };
            (audience.path(), Arc::new(Self { memory }))
        };
        vec![pages(Audience::Azienda), pages(Audience::Cittadino), pages(Audience::Classic)]
    }
}

#[async_trait]
impl Handler for Pages {
    fn max_body_bytes(&self) -> Option<usize> {
        Some(MAX_BODY)
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
            user: None,
            worker: None,
            numbers: Vec::new(),
            codes: Vec::new(),
            fault: None,
            masked: None,
            ending: Ending::Accepted,
        };
        let (answer, rule) = match self.exchange(&request, era, &mut known).await {
            Ok(done) => done,
            Err(broken) => (self.broken(&request, &broken), None),
        };
        // Where the world was reset meanwhile, the exchange is not part of it.
        let Some(_guard) = world.resets().enter(era).await else { return WireFault::Close.into() };
        known.numbers.extend(answer.numbers);
        known.numbers.dedup();
        known.codes = answer.codes;
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

impl Pages {
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
        let found = match cookie(head, self.memory.audience.cookie()) {
            Some(id) => self.memory.sessions.find(id, known.received),
            None => Found::None,
        };
        let session = if let Found::Live(session) = &found { Some(session.clone()) } else { None };
        let form = if head.method == Method::POST { form(head, &request.body) } else { Ok(Form::default()) };
        let mut call = Call {
            memory: &self.memory,
            head,
            form: form.clone().unwrap_or_default(),
            query,
            lang,
            now: known.received,
            session,
        };
        let path = head.path.strip_prefix(self.memory.audience.path()).unwrap_or_default();
        let page = match azienda::page(self.memory.audience, path, &head.method) {
            Ok(page) => page,
            Err(missing) => return Ok((absent(&call, missing), None)),
        };
        known.action = page.action(self.memory.audience);
        known.masked = call.form.masked();
        if let Err(bad) = form {
            return Ok((no_form(&call, bad), None));
        }
        let reader = match call.session.as_ref().and_then(|session| session.user.clone()) {
            Some(name) => Reader::of(&call, &name).await?,
            None => None,
        };
        known.user = reader.as_ref().map(|reader| reader.user.name.clone());
        if page == Page::LogIn {
            known.user = Some(call.form.exact("utente").chars().take(64).collect());
        }
        about(&page, &call, known);
        let rule = self.planned(known);
        if let Some(rule) = rule.as_ref().filter(|rule| rule.phase() == Phase::Before) {
            match &rule.action {
                Action::Delay { by } => tokio::time::sleep(by.0).await,
                action => {
                    let answer = match refusal(action, &self.memory.world) {
                        Some(error) => call.refusal(StatusCode::UNPROCESSABLE_ENTITY, "rifiuto", error),
                        None => Answer::page(StatusCode::OK, String::new()),
                    };
                    return Ok((answer, Some(Arc::clone(rule))));
                }
            }
        }
        let reader = reader.filter(|_| page.needs_log_in());
        if reader.is_none() && page.needs_log_in() {
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
        let mut answer = azienda::answer(&mut call, &page, reader.as_ref()).await?;
        if let Some(lang) = asked {
            answer = answer.with_cookie(&format!("{LANGUAGE}={}; SameSite=Strict; Path=/", lang.code()));
        }
        Ok((answer, rule))
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
    fn broken(&self, request: &Request, broken: &Broken) -> Answer {
        let reason = match broken {
            Broken::Store(error) => chain(error).to_string(),
            Broken::Print(error) => chain(error).to_string(),
            Broken::NoRandomness => "there is no randomness".to_owned(),
        };
        tracing::error!(path = self.memory.audience.path(), error = reason, "a page was not made");
        let call = Call {
            memory: &self.memory,
            head: &request.head,
            form: Form::default(),
            query: Form::default(),
            lang: Lang::It,
            now: self.memory.world.clock().now(),
            session: None,
        };
        let text = "Il servizio non è riuscito a rispondere: riprovare più tardi.";
        call.message(StatusCode::INTERNAL_SERVER_ERROR, "errore", "Errore del servizio", text)
    }
}

/// What the request is about, as far as it says so.
fn about(page: &Page, call: &Call<'_>, known: &mut Known) {
    let worker = match page {
        Page::Public => call.form.get("codiceFiscale"),
        Page::ClassicMain => call.form.get("codicefisc"),
        Page::List | Page::Xml => call.form.get("lavoratore"),
        _ => "",
    };
    known.worker = (!worker.is_empty()).then(|| worker.to_ascii_uppercase().chars().take(16).collect());
    let number = match page {
        Page::Document(number) | Page::Pdf(number) => number.as_str(),
        Page::Public | Page::List | Page::Xml => call.form.get("numero"),
        Page::ClassicMain => call.form.get("numerocert"),
        _ => "",
    };
    let is_number = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
    known.numbers.extend(is_number.then(|| number.to_owned()));
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
