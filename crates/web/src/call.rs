//! One request to a page, with what every page needs.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use hyper::header::{COOKIE, ORIGIN};
use sac_http::RequestHead;
use sac_people::pin::PinError;
use sac_store::StoreError;
use sac_world::World;
use sac_world::faults::Rule;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::counts::Counts;
use crate::form::Form;
use crate::html::{FormError, Frame, MessagePage, errors, rendered};
use crate::lang::Lang;
use crate::nav;
use crate::remark::Remark;
use crate::session::{Moment, NoRandomness, Session, Sessions, Who};

/// What the pages of one channel of one world remember.
pub(crate) struct Memory {
    pub(crate) world: Arc<World>,
    pub(crate) audience: Audience,
    pub(crate) sessions: Arc<Sessions>,
    /// Requests of PINs, by address and by subject.
    pub(crate) requests: Arc<Counts>,
}

/// A request.
pub(crate) struct Call<'a> {
    pub(crate) memory: &'a Memory,
    pub(crate) head: &'a RequestHead,
    pub(crate) form: Form,
    pub(crate) query: Form,
    pub(crate) lang: Lang,
    pub(crate) moment: Moment,
    pub(crate) session: Option<Session>,
    /// What the fault plan does to it.
    pub(crate) planned: Option<Arc<Rule>>,
    /// The refusal that the fault plan wants, where the page shows it itself.
    pub(crate) refused: Option<FormError>,
    /// The file of the form, where the page takes one.
    pub(crate) file: Option<Vec<u8>>,
    /// The form of the PIN on the log-in page of a channel that takes it too.
    pub(crate) second: String,
}

/// Why a page cannot be made, for the log.
#[derive(Debug)]
pub(crate) enum Broken {
    Store(StoreError),
    Print(sac_print::PrintError),
    Service(sac_certificates::service::Failure),
    /// The contract's schema and its types disagree.
    Mismatch(String),
    Image,
    NoRandomness,
    /// A task ended before its time.
    Unfinished,
    /// Too many secrets are being verified.
    Busy,
    Pin(PinError),
}

impl Call<'_> {
    pub(crate) fn world(&self) -> &World {
        &self.memory.world
    }

    /// The namespace of the list that employers import.
    pub(crate) fn namespace(&self) -> Option<&str> {
        self.world().channels().attestati_namespace.as_ref().map(sac_settings::Namespace::as_str)
    }

    /// In front of every path of the channel.
    pub(crate) fn base(&self) -> String {
        format!("{}{}", self.head.mount, self.memory.audience.path())
    }

    /// The time of the world.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.moment.at
    }

    pub(crate) fn is_logged_in(&self) -> bool {
        self.session.as_ref().is_some_and(|session| session.who.is_some())
    }

    pub(crate) fn of<'b>(&self, it: &'b str, en: &'b str) -> &'b str {
        self.lang.of(it, en)
    }

    pub(crate) fn frame(&self, page: &'static str, title: &str) -> Frame {
        Frame {
            lang: self.lang,
            base: self.base(),
            here: format!("{}{}", self.head.mount, self.head.path),
            page,
            title: title.to_owned(),
            csrf: self.session.as_ref().map(|session| session.csrf.clone()).unwrap_or_default(),
            links: nav::links(self.memory.audience, self.lang, self.is_logged_in()),
            footer: self.memory.audience.footer(),
            second: if page == "accesso" { self.second.clone() } else { String::new() },
            is_logged_in: self.is_logged_in(),
        }
    }

    /// A page that says one thing.
    pub(crate) fn message(&self, status: StatusCode, page: &'static str, title: &str, text: &str) -> Answer {
        let (back, back_label) = (String::new(), "");
        let f = self.frame(page, title);
        Answer::page(status, rendered(&MessagePage { f, text, errors: String::new(), back, back_label }))
    }

    /// A refusal that belongs to no field.
    pub(crate) fn refusal(&self, status: StatusCode, page: &'static str, error: FormError) -> Answer {
        let broken = [(error.rule.clone(), error.tipo.clone())];
        let title = self.of("Operazione non accettata", "Not accepted");
        let f = self.frame(page, title);
        let errors = errors(&[error]);
        let page = MessagePage { f, text: "", errors, back: String::new(), back_label: "" };
        Answer::page(status, rendered(&page)).breaking(&broken)
    }

    /// A new session's cookie.
    pub(crate) fn cookie(&self, session: &Session) -> String {
        let secure = if self.head.scheme == "https" { "; Secure" } else { "" };
        let path = format!("{}{}", self.head.mount, session.audience.cookie_path());
        let path = if path.is_empty() { "/" } else { path.as_str() };
        format!("{}={}; HttpOnly; SameSite=Strict; Path={path}{secure}", session.audience.cookie(), session.id)
    }

    /// The session, or a new one of nobody with its cookie.
    pub(crate) fn before_log_in(&mut self) -> Result<Option<String>, Broken> {
        if self.session.is_some() {
            return Ok(None);
        }
        let session = self.memory.sessions.begin(self.memory.audience, &self.moment)?;
        let cookie = self.cookie(&session);
        self.session = Some(session);
        Ok(Some(cookie))
    }

    /// Begins the session of someone who has logged in; its cookie.
    pub(crate) fn log_in(&self, who: Who) -> Result<String, Broken> {
        let before = self.session.as_ref().map(|session| session.id.as_str());
        let session = self.memory.sessions.log_in(self.memory.audience, who, before, &self.moment)?;
        Ok(self.cookie(&session))
    }

    /// Begins the session of someone who has logged in by another channel's page; its cookie.
    pub(crate) fn log_in_to(&self, audience: Audience, who: Who) -> Result<String, Broken> {
        let session = self.memory.sessions.log_in(audience, who, None, &self.moment)?;
        Ok(self.cookie(&session))
    }

    /// Ends the session.
    pub(crate) fn log_out(&self) -> Answer {
        if !self.is_own_form() {
            return self.csrf_refused();
        }
        if let Some(session) = &self.session {
            self.memory.sessions.end(&session.id);
        }
        Answer::see_other(&format!("{}/accesso", self.base()))
    }

    /// Keeps what the fault plan says beside the receipt, for the page that shows the receipt.
    pub(crate) fn keep_remark_for(&self, location: &str) {
        let remarks = Remark::of(self.planned.as_deref());
        let Some(session) = self.session.as_ref().filter(|_| !remarks.is_empty()) else { return };
        self.memory.sessions.keep(&session.id, |kept| {
            kept.remarks.insert(location.to_owned(), remarks);
        });
    }

    /// Why one who had a session has to log in again.
    pub(crate) fn reason_to_log_in(&self) -> &'static str {
        match self.query.get("motivo") {
            "scaduta" => "Sessione scaduta.",
            "chiusa" => "Sessione chiusa da un nuovo accesso.",
            _ => "",
        }
    }

    /// Whether the form comes from a page of ours: it brings back the session's token, and no other origin sent it.
    pub(crate) fn is_own_form(&self) -> bool {
        let own_origin = match self.head.headers.get(ORIGIN) {
            // Browsers say `null` for every form of ours, since our pages ask for no referrer.
            None => true,
            Some(origin) => {
                origin == "null"
                    || origin.as_bytes() == format!("{}://{}", self.head.scheme, self.head.authority).as_bytes()
            }
        };
        own_origin && self.session.as_ref().is_some_and(|session| session.is_own(self.form.exact("csrf")))
    }

    pub(crate) fn csrf_refused(&self) -> Answer {
        self.message(
            StatusCode::FORBIDDEN,
            "csrf",
            self.of("Richiesta non valida", "Invalid request"),
            self.of(
                "Il modulo non proviene da una pagina di questa sessione: tornare alla pagina e ripetere.",
                "The form does not come from a page of this session: go back to the page and try again.",
            ),
        )
    }
}

/// A cookie of the request.
pub(crate) fn cookie<'a>(head: &'a RequestHead, name: &str) -> Option<&'a str> {
    let values = head.headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sac_print::PrintError> for Broken {
    fn from(error: sac_print::PrintError) -> Self {
        Self::Print(error)
    }
}

impl From<PinError> for Broken {
    fn from(error: PinError) -> Self {
        match error {
            PinError::Store(error) => Self::Store(error),
            PinError::NoRandomness => Self::NoRandomness,
            PinError::Busy => Self::Busy,
            error => Self::Pin(error),
        }
    }
}

impl From<NoRandomness> for Broken {
    fn from(_: NoRandomness) -> Self {
        Self::NoRandomness
    }
}
