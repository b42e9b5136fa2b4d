//! Looks at each exchange that passed: validates it, asks the world, compares, and keeps what came of it.

use std::sync::Arc;
use std::time::Duration;

use sac_check::{Checker, Severity};
use sac_client::Answer;
use sac_domain::exchange::{Details, Ending, Entry, Exchange, How, Messages};
use sac_domain::instant::Instant;
use sac_domain::operation::Operation;
use sac_exchanges::{HttpMessage, Start};
use sac_http::basic::{self, Authorization};
use sac_world::World;
use tokio::sync::mpsc;

use super::comparison::{Comparison, File};
use super::front::{Caller, Seen};
use super::outcome::{Error, Outcome};
use super::reason::Reason;
use super::shadow::Shadow;
use super::words::{hidden, rule, template};
use crate::answers::{answer_of, compare};
use crate::numbers::Numbers;
use crate::rewrite::{Field, request_element, rewrite};

/// Headers whose values open doors.
const SECRET: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];
/// What our world says of a document that it does not know.
const NOT_FOUND: [&str; 2] = ["certificato-non-trovato", "ricovero-non-trovato"];

pub(super) struct Observer {
    kept: Arc<World>,
    asked: Arc<World>,
    shadow: Option<Shadow>,
    numbers: Numbers,
    written: File,
}

impl Observer {
    pub(super) fn new(kept: Arc<World>, asked: Arc<World>, shadow: Option<Shadow>, written: File) -> Self {
        Self { kept, asked, shadow, numbers: Numbers::default(), written }
    }

    pub(super) async fn run(mut self, mut seen: mpsc::Receiver<Seen>) {
        while let Some(exchange) = seen.recv().await {
            self.look(exchange).await;
        }
        if let Err(error) = self.kept.journal().flush().await {
            tracing::error!(%error, "the journal was not written to its end");
        }
    }

    async fn look(&mut self, seen: Seen) {
        let Seen { caller, request, response } = seen;
        let is_call = matches!(&request.start, Start::Request { method, .. } if method == "POST");
        let element = request_element(&request.body, request.stated_charset()).filter(|_| is_call);
        let operation = element.as_deref().and_then(Operation::from_request_element).map(Operation::name);
        // Whom both name goes by the certificate, as at our own door.
        let user = caller.certificate.as_ref().map(|subject| subject.codice_fiscale().to_owned());
        let user = user.or_else(|| named(&request));
        let theirs = response.as_ref().and_then(|response| answer_of(response).ok());
        let mut comparison = Comparison {
            exchange: self.kept.journal().number(),
            at: Instant(self.kept.clock().now()),
            operation: operation.map(str::to_owned),
            request: if is_call { self.findings("request.http", &request) } else { Vec::new() },
            response: match &response {
                Some(response) if is_call && matches!(response.status(), Some(200 | 500)) => {
                    self.findings("response.http", response)
                }
                _ => Vec::new(),
            },
            theirs: match (&theirs, &response) {
                (Some(theirs), _) => Outcome::bare(theirs),
                (None, Some(_)) => Outcome { outcome: "unreadable".to_owned(), errors: Vec::new() },
                (None, None) => Outcome { outcome: "no answer".to_owned(), errors: Vec::new() },
            },
            ours: None,
            rules: Vec::new(),
            differs: Vec::new(),
            reason: None,
        };
        match &theirs {
            Some(theirs) if is_call => self.compare(&mut comparison, &request, user.as_deref(), theirs).await,
            _ => comparison.reason = Some(if is_call { Reason::NoAnswer } else { Reason::NotACall }),
        }
        self.record(&comparison, caller, user, theirs.as_ref(), (&request, response.as_ref()));
        if let Err(error) = self.written.write(&comparison) {
            tracing::error!(%error, "a comparison was not written");
        }
    }

    /// Asks the world, where it can be asked.
    async fn compare(
        &mut self,
        comparison: &mut Comparison,
        request: &HttpMessage,
        user: Option<&str>,
        theirs: &Answer,
    ) {
        let is_login = matches!(theirs, Answer::Status { status, .. } if status.as_u16() == 401)
            || matches!(theirs, Answer::Fault { text, .. } if text == "Credenziali invalide");
        if is_login {
            comparison.reason = Some(Reason::NotAuthenticated);
            return;
        }
        let is_accepted = matches!(theirs, Answer::Accepted { .. });
        let mut unknown = None;
        let numbers = &self.numbers;
        let body = rewrite::<std::convert::Infallible>(&request.body, request.stated_charset(), |field, value| {
            let ours = (field == Field::Number).then(|| numbers.second(value).map(str::to_owned));
            if ours == Some(None) {
                unknown = Some(value.to_owned());
            }
            Ok(ours.flatten())
        });
        let Ok(body) = body;
        let asked = HttpMessage { body, ..request.clone() };
        let ours = match (&mut self.shadow, user) {
            (Some(shadow), Some(user)) => shadow.ask(user, &asked, is_accepted).await,
            (Some(_), None) => None,
            (None, _) => return Self::compare_schema(comparison, theirs),
        };
        let Some(ours) = ours else {
            comparison.reason = Some(Reason::UnknownCaller);
            return;
        };
        let errors = |answer: &Answer| match answer {
            Answer::Refused(errors) => errors.clone(),
            _ => Vec::new(),
        };
        let (our_errors, their_errors) = (errors(&ours), errors(theirs));
        let rules: Vec<_> = our_errors.iter().map(|errore| rule(self.asked.catalogue(), errore)).collect();
        comparison.rules = rules.iter().flatten().map(|(rule, _)| rule.name().to_owned()).collect();
        let is_of_before = unknown.is_some() && comparison.rules.iter().any(|rule| NOT_FOUND.contains(&rule.as_str()));
        let error = |errore: &sac_client::Errore, text: String| Error {
            tipo: errore.tipo.clone(),
            sezione: hidden(&errore.sezione),
            text,
        };
        comparison.theirs.errors = their_errors
            .iter()
            .enumerate()
            .map(|(index, errore)| {
                let values = rules.get(index).cloned().flatten().map(|(_, values)| values).unwrap_or_default();
                error(errore, template(&errore.descrizione, &values, &self.numbers))
            })
            .collect();
        let our_texts = rules.iter().zip(&our_errors).map(|(rule, errore)| {
            let text = rule.as_ref().map(|(rule, _)| self.asked.catalogue().entry(*rule).text.clone());
            error(errore, text.unwrap_or_else(|| hidden(&errore.descrizione)))
        });
        comparison.ours = Some(Outcome { errors: our_texts.collect(), ..Outcome::bare(&ours) });
        let differs: Vec<String> =
            compare(theirs, &ours, &self.numbers).into_iter().map(|difference| difference.what).collect();
        if is_of_before && !differs.is_empty() {
            comparison.reason = Some(Reason::OfBefore);
            return;
        }
        comparison.differs = differs;
        self.numbers.learn(theirs, &ours);
    }

    /// Without the key to the encrypted fields only the schema can be compared.
    fn compare_schema(comparison: &mut Comparison, theirs: &Answer) {
        comparison.reason = Some(Reason::SchemaOnly);
        let ours = if comparison.request.is_empty() { "passes the schema" } else { "fault Client" };
        let theirs_is_fault = matches!(theirs, Answer::Fault { .. });
        if theirs_is_fault == comparison.request.is_empty() {
            comparison.differs = vec!["schema".to_owned()];
        }
        comparison.ours = Some(Outcome { outcome: ours.to_owned(), errors: Vec::new() });
    }

    /// The codes of what breaks the contract, up to the schema.
    fn findings(&self, name: &str, message: &HttpMessage) -> Vec<String> {
        let mut checker = Checker::new(self.asked.clock().today());
        checker.schema_only = true;
        checker.settings = self.asked.rules().clone();
        let mut capture = message.head();
        capture.extend_from_slice(&message.body);
        let issues = checker.check_bytes(name, &capture).into_iter().flat_map(|report| report.issues);
        let mut codes: Vec<String> = issues
            .filter(|issue| issue.severity == Severity::Error)
            .map(|issue| issue.code.as_str().to_owned())
            .collect();
        codes.dedup();
        codes
    }

    fn record(
        &self,
        comparison: &Comparison,
        caller: Caller,
        user: Option<String>,
        theirs: Option<&Answer>,
        (request, response): (&HttpMessage, Option<&HttpMessage>),
    ) {
        let number = theirs.and_then(Answer::number).map(str::to_owned);
        let ending = match theirs {
            Some(Answer::Accepted { .. }) => Ending::Accepted,
            Some(Answer::Refused(_)) => Ending::Refused { rules: comparison.rules.clone() },
            Some(Answer::Fault { code, .. }) => Ending::Fault { code: code.clone() },
            Some(Answer::Status { status, .. }) => Ending::Fault { code: status.as_str().to_owned() },
            None if response.is_none() => Ending::Dropped,
            None => Ending::Fault { code: "unreadable".to_owned() },
        };
        let entry = Entry {
            id: comparison.exchange,
            received: comparison.at.0,
            operation: comparison.operation.clone(),
            user,
            kind: None,
            how: match (&caller.certificate, request.header("authorization")) {
                (Some(_), _) => Some(How::Certificate),
                (None, Some(_)) => Some(How::Password),
                (None, None) => None,
            },
            peer: Some(caller.peer.ip()),
            ending,
            number: number.as_deref().and_then(|number| number.parse().ok()),
            duration: Duration::ZERO,
            bytes_in: request.body.len() as u64,
            bytes_out: response.map_or(0, |response| response.body.len() as u64),
        };
        let codes = match theirs {
            Some(Answer::Refused(errors)) => errors.iter().map(|error| error.tipo.clone()).collect(),
            _ => comparison.request.clone(),
        };
        let status = response.and_then(HttpMessage::status);
        let details = Details {
            status,
            tls: Some(caller.tls.version.to_owned()),
            sni: caller.tls.server_name,
            client_certificate: caller.certificate.map(|subject| subject.to_string()),
            ..Details::default()
        };
        let exchange = Exchange { numbers: number.into_iter().collect(), codes, details, ..Exchange::of(entry) };
        let messages = Messages {
            request_head: head(request),
            request: request.body.clone().into(),
            response_head: response.map(head).unwrap_or_default(),
            response: response.map(|response| response.body.clone()).unwrap_or_default().into(),
        };
        let keeps = self.kept.journal().keeps_messages();
        self.kept.journal().record(exchange, keeps.then_some(messages));
    }
}

/// The head as the journal keeps it, without what opens doors.
fn head(message: &HttpMessage) -> Vec<u8> {
    let mut message = message.clone();
    for (name, value) in &mut message.headers {
        if SECRET.contains(&name.to_ascii_lowercase().as_str()) {
            let scheme = value.split(' ').next().filter(|_| name.eq_ignore_ascii_case("authorization"));
            let hidden = format!("{} ***", scheme.unwrap_or_default());
            hidden.trim_start().clone_into(value);
        }
    }
    let head = message.head();
    head.strip_suffix(b"\r\n").map(<[u8]>::to_vec).unwrap_or(head)
}

/// The name of the user who calls; the password is looked at by nobody.
fn named(request: &HttpMessage) -> Option<String> {
    let value = request.header("authorization")?.parse().ok()?;
    let headers = [(hyper::header::AUTHORIZATION, value)].into_iter().collect();
    match basic::read(&headers) {
        Authorization::Basic(given) => Some(given.user.clone()),
        _ => None,
    }
}
