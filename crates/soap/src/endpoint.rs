//! One exchange, from bytes to bytes: decode → authenticate → envelope → validate → type →
//! serve → encode → journal. This is the only file that names all the layers.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_trait::async_trait;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, WWW_AUTHENTICATE};

use super::authenticate::{self, Refused};
use super::fault::Fault;
use super::reading::{self, Expected, Meta, Stage};
use super::settings::empty_optional;
use super::{reply, wsdl};
use crate::route::{self, Route, SoapMedia};
use sac_certificates::rule::{Catalogue, Refusal, Rule};
use sac_certificates::service::{NotServed, Service};
use sac_contracts::certificati_medici::{self, MOST_ERRORS, Ricevuta};
use sac_diagnostic::{Finding, Language};
use sac_domain::clock::Clock;
use sac_domain::error::chain;
use sac_domain::exchange::{Ending, Entry};
use sac_domain::operation::Operation;
use sac_http::{Handler, Reply, Request, RequestHead, Response};
use sac_keys::sealed::Unsealer;
use sac_people::credentials::{Authenticated, Credentials};
use sac_settings::{AuthSettings, AuthStyle, EmptyOptional, SchemaErrors};
use sac_world::journal::Journal;
use sac_xml::Charset;

const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// The SOAP channel: everything that a whole exchange needs.
pub struct Endpoint {
    /// The operations.
    pub service: Service,
    /// Decrypts the encrypted fields.
    pub unsealer: Unsealer,
    /// Authenticates callers.
    pub credentials: Arc<Credentials>,
    /// The rule book, for the words of a refusal.
    pub catalogue: Catalogue,
    /// How refusals of credentials look.
    pub auth: AuthSettings,
    /// How refusals of the schema look.
    pub schema_errors: SchemaErrors,
    /// How an empty optional element is read.
    pub empty_optional: EmptyOptional,
    /// How much a message may ask of the reader.
    pub limits: sac_xml::Limits,
    /// The address of the service in the WSDL, where it is not the one that the client used.
    pub public_url: Option<String>,
    /// What came and went.
    pub journal: Journal,
    /// The time.
    pub clock: Clock,
    /// How many exchanges there have been since the start.
    pub exchanges: AtomicU64,
}

/// How far an exchange has come: what the journal will say of it.
#[derive(Default)]
struct Progress {
    caller: Option<Authenticated>,
    operation: Option<Operation>,
    charset: Charset,
}

/// How an exchange ends, before it is put into bytes.
enum Outcome {
    Ricevuta(Operation, Ricevuta, Vec<String>),
    Fault(Fault),
    Challenge,
    /// The gateway itself failed: what happened is for the log, the caller gets a number.
    Failed(Box<dyn Error + Send + Sync>),
}

#[async_trait]
impl Handler for Endpoint {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        match route::of(head)? {
            Route::Soap(_) if authenticate::brings_nothing(head) => Err(self.challenge()),
            _ => Ok(()),
        }
    }

    async fn handle(&self, request: Request) -> Reply {
        let response = match route::of(&request.head) {
            Ok(Route::Soap(media)) => self.exchange(request, &media).await,
            Ok(Route::Document(document)) => {
                let base_url = request.head.base_url_at(self.public_url.as_deref());
                Response::new(StatusCode::OK, "text/xml; charset=utf-8", wsdl::document(document, &base_url))
            }
            Err(refusal) => refusal,
        };
        response.into()
    }
}

impl Endpoint {
    /// The whole exchange.
    async fn exchange(&self, request: Request, media: &SoapMedia) -> Response {
        let started = Instant::now();
        let received = self.clock.now();
        let id = self.exchanges.fetch_add(1, Ordering::Relaxed) + 1;
        let mut progress = Progress::default();
        let outcome = self.judge(&request, media, &mut progress).await;
        let (response, ending, number) = self.encode(id, &outcome, progress.charset);
        let entry = Entry {
            id,
            received,
            operation: progress.operation.map(|operation| operation.name().to_owned()),
            user: progress.caller.as_ref().map(|caller| caller.user().name.clone()),
            kind: progress.caller.as_ref().map(|caller| caller.user().kind.name().to_owned()),
            how: progress.caller.as_ref().map(Authenticated::how),
            peer: Some(request.head.peer.ip()),
            ending,
            number,
            duration: started.elapsed(),
            bytes_in: request.body.len() as u64,
            bytes_out: response.body.len().unwrap_or_default(),
        };
        tracing::info!(
            exchange = format_args!("{id:016x}"),
            operation = entry.operation.as_deref().unwrap_or("-"),
            ending = %entry.ending,
            duration_us = u64::try_from(entry.duration.as_micros()).unwrap_or(u64::MAX),
            bytes = entry.bytes_in,
            "exchange"
        );
        self.journal.record(entry);
        response
    }

    /// From bytes to an outcome.
    async fn judge(&self, request: &Request, media: &SoapMedia, progress: &mut Progress) -> Outcome {
        // Decoded first, for even the refusal of credentials goes out in the request's charset.
        let document = sac_xml::decode(&request.body, media.charset.as_deref());
        progress.charset = document.as_ref().map(sac_xml::Document::charset).unwrap_or_default();

        let caller = match authenticate::caller(&request.head, &self.credentials).await {
            Ok(caller) => &*progress.caller.insert(caller),
            Err(Refused::NoCredentials) => return Outcome::Challenge,
            Err(Refused::WrongCredentials) => {
                return match self.auth.auth_style {
                    AuthStyle::Fault => Outcome::Fault(Fault::wrong_credentials()),
                    AuthStyle::Status401 => Outcome::Challenge,
                };
            }
            Err(Refused::Failed(error)) => return Outcome::Failed(error.into()),
        };

        let document = match document {
            Ok(document) => document,
            Err(finding) => return Outcome::Fault(finding.into()),
        };
        let meta = Meta {
            expected: Expected::Request,
            soap_action: request.head.header(&SOAP_ACTION),
            soap_12: media.soap12.then(|| request.head.header(&CONTENT_TYPE).unwrap_or_default()),
        };
        let reading = reading::read(&document, meta, self.limits, empty_optional(self.empty_optional));
        progress.operation = reading.kind.requested();
        let request = reading.request();
        if let Some(found) = reading.found.into_iter().next() {
            let as_receipt = found.stage == Stage::Schema && self.schema_errors == SchemaErrors::Receipt;
            return match progress.operation.filter(|_| as_receipt) {
                Some(operation) => self.schema_receipt(operation, &found.findings),
                None => Outcome::Fault(found.into()),
            };
        }
        let (operation, typed) = match (progress.operation, request) {
            (Some(operation), Some(Ok(typed))) => (operation, typed),
            (_, Some(Err(mismatch))) => return Outcome::Failed(Box::new(mismatch)),
            // Every other message has findings.
            _ => return Outcome::Fault(Fault::findings(Vec::new())),
        };

        let decrypted = certificati_medici::decrypt(typed, caller.user(), &self.unsealer, &self.credentials).await;
        match self.service.serve(caller, decrypted).await {
            Ok(receipt) => Outcome::Ricevuta(operation, Ricevuta::Ok(receipt), Vec::new()),
            Err(NotServed::Refused(refusals)) => {
                let rules = refusals.iter().map(|refusal| refusal.rule.name().to_owned()).collect();
                let errori = refusals.iter().map(|refusal| self.catalogue.errore(refusal)).collect();
                Outcome::Ricevuta(operation, Ricevuta::NonOk(errori), rules)
            }
            Err(NotServed::Failed(error)) => Outcome::Failed(error.into()),
        }
    }
}

impl Endpoint {
    /// The outcome in bytes, and what the journal is told of it.
    fn encode(&self, id: u64, outcome: &Outcome, charset: Charset) -> (Response, Ending, Option<u32>) {
        match outcome {
            Outcome::Ricevuta(operation, ricevuta, rules) => {
                let ending = if rules.is_empty() { Ending::Accepted } else { Ending::Refused { rules: rules.clone() } };
                let body = reply::encode(*operation, ricevuta, charset);
                (xml_response(StatusCode::OK, charset, body), ending, ricevuta.number())
            }
            Outcome::Fault(fault) => {
                let codes = fault.findings.first().map(|finding| finding.code.as_str());
                let code = codes.unwrap_or(fault.code.name()).to_owned();
                (fault_response(fault, charset), Ending::Fault { code }, None)
            }
            Outcome::Failed(error) => {
                tracing::error!(exchange = format_args!("{id:016x}"), error = %chain(&**error), "exchange failed");
                let fault = Fault::server(id);
                let code = fault.code.name().to_owned();
                (fault_response(&fault, charset), Ending::Fault { code }, None)
            }
            Outcome::Challenge => (self.challenge(), Ending::Fault { code: "401".to_owned() }, None),
        }
    }

    /// A schema's violations as a receipt (rules §1.4).
    fn schema_receipt(&self, operation: Operation, findings: &[Finding]) -> Outcome {
        let errori = findings.iter().map(|finding| self.catalogue.errore(&schema_non_rispettato(finding)));
        let rules = vec![Rule::SchemaNonRispettato.name().to_owned()];
        Outcome::Ricevuta(operation, Ricevuta::NonOk(errori.take(MOST_ERRORS).collect()), rules)
    }

    fn challenge(&self) -> Response {
        let sentence = Response::sentence(
            StatusCode::UNAUTHORIZED,
            "Servono le credenziali: HTTP Basic con utente e password, oppure un certificato client.",
            "Credentials are needed: HTTP Basic with user and password, or a client certificate.",
        );
        let realm: String = self.auth.realm.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
        let challenge = HeaderValue::from_bytes(format!("Basic realm=\"{realm}\"").as_bytes());
        sentence.with_header(WWW_AUTHENTICATE, challenge.unwrap_or(HeaderValue::from_static("Basic realm=\"SAC\"")))
    }
}

fn schema_non_rispettato(finding: &Finding) -> Refusal {
    let elemento = finding.place.as_ref().map(|place| place.xpath.clone()).unwrap_or_default();
    Refusal::of(Rule::SchemaNonRispettato).with("elemento", elemento).with("messaggio", finding.message(Language::It))
}

fn fault_response(fault: &Fault, charset: Charset) -> Response {
    xml_response(StatusCode::INTERNAL_SERVER_ERROR, charset, fault.encode(charset))
}

fn xml_response(status: StatusCode, charset: Charset, body: Vec<u8>) -> Response {
    let media = match charset {
        Charset::Utf8 => "text/xml; charset=UTF-8",
        Charset::Latin1 => "text/xml; charset=ISO-8859-1",
    };
    Response::new(status, media, body)
}
