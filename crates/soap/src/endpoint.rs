//! One exchange, from bytes to bytes: decode → authenticate → read → serve → encode → journal.

use std::sync::Arc;

use async_trait::async_trait;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderName};

use super::authenticate::{self, Refused};
use super::fault::Fault;
use super::interface::{Document, Interface};
use super::media::SoapMedia;
use super::on_purpose::{Suffered, remark, suffer};
use super::outcome::{Encoded, Encoder, Outcome};
use super::progress::{Progress, Sent};
use super::reading::{self, Expected, Meta, Stage};
use super::route::{self, Route};
use super::service::Service;
use super::settings::empty_optional;
use sac_domain::clock::Clock;
use sac_domain::exchange::{Ending, Times};
use sac_http::{Handler, Reply, Request, RequestHead, Response, WireFault};
use sac_people::credentials::Credentials;
use sac_settings::{AuthSettings, EmptyOptional};
use sac_store::waiting_for_commits;
use sac_world::faults::{Action, Call, FaultPlan, Phase, WSDL};
use sac_world::journal::Journal;
use sac_world::resets::{Era, Resets};
use sac_xml::Charset;

const SOAP_ACTION: HeaderName = HeaderName::from_static("soapaction");

/// The SOAP channel of one contract: everything that an exchange needs.
pub struct Endpoint<S> {
    /// What answers the requests, and its contract.
    pub service: S,
    /// Authenticates callers.
    pub credentials: Arc<Credentials>,
    /// How refusals of credentials look.
    pub auth: AuthSettings,
    /// How an empty optional element is read.
    pub empty_optional: EmptyOptional,
    /// How much a message may ask of the reader.
    pub limits: sac_xml::Limits,
    /// The address of the service in the WSDL, where it is not the one that the client used.
    pub public_url: Option<String>,
    /// Keeps an entry for each exchange.
    pub journal: Journal,
    /// Which exchanges go wrong on purpose.
    pub faults: FaultPlan,
    /// Keeps exchanges and resets of the world apart.
    pub resets: Resets,
    /// The time.
    pub clock: Clock,
}

#[async_trait]
impl<S: Service> Handler for Endpoint<S> {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        match route::of(self.interface(), head)? {
            Route::Soap(_) if authenticate::has_no_credentials(head) => Err(authenticate::challenge(&self.auth.realm)),
            _ => Ok(()),
        }
    }

    async fn handle(&self, request: Request) -> Reply {
        match route::of(self.interface(), &request.head) {
            Ok(Route::Soap(media)) => self.exchange(request, &media).await,
            Ok(Route::Document(document)) => self.document(&request, document).await,
            Err(refusal) => refusal.into(),
        }
    }
}

impl<S: Service> Endpoint<S> {
    fn interface(&self) -> &'static Interface {
        &self.service.contract().interface
    }

    /// The whole exchange.
    async fn exchange(&self, request: Request, media: &SoapMedia) -> Reply {
        let era = self.resets.era();
        let mut progress = Progress::new(self.journal.number(), self.clock.now(), &request.head);
        let outcome = self.answer(&request, media, era, &mut progress).await;
        // Where the world was reset meanwhile, nobody is told what would have come of it.
        let Some(_guard) = self.resets.enter(era).await else { return WireFault::Close.into() };
        let outcome = self.as_planned(outcome, &mut progress);
        match &outcome {
            Outcome::Answer(_, answer) => progress.codes.extend_from_slice(&answer.codes),
            Outcome::Fault(fault) => progress.note(&fault.findings),
            Outcome::Challenge | Outcome::Denied(_) | Outcome::Failed(_) => {}
        }
        let (contract, charset, id) = (self.service.contract(), progress.charset, progress.id);
        let Encoded { response, ending, number } =
            Encoder { contract, id, charset, realm: &self.auth.realm }.encode(outcome);
        let Suffered { reply, ending, sent } = match &progress.rule {
            Some(rule) => suffer(&rule.action, rule.phase(), response, ending, charset),
            None => Suffered { sent: Some(Sent::of(&response)), reply: response.into(), ending },
        };
        progress.record(&self.journal, &request, (ending, number), sent, None);
        reply
    }

    /// A document of the contract. It is in the journal where the fault plan acts on it.
    async fn document(&self, request: &Request, document: &Document) -> Reply {
        let base_url = request.head.base_url_at(self.public_url.as_deref());
        let text = self.interface().published(document, &base_url);
        let response = Response::new(StatusCode::OK, "text/xml; charset=utf-8", text);
        let Some(rule) = self.faults.on_call(&Call { operation: Some(WSDL), ..Call::default() }) else {
            return response.into();
        };
        if let (Action::Delay { by }, Phase::Before) = (&rule.action, rule.phase()) {
            tokio::time::sleep(by.0).await;
        }
        let mut progress = Progress::new(self.journal.number(), self.clock.now(), &request.head);
        let Suffered { reply, ending, sent } =
            suffer(&rule.action, rule.phase(), response, Ending::Accepted, Charset::Utf8);
        progress.rule = Some(rule);
        progress.record(&self.journal, request, (ending, None), sent, Some(WSDL));
        reply
    }

    /// What the fault plan makes of the outcome of a request that was not served, and what it says
    /// beside the reply to one that was.
    fn as_planned(&self, outcome: Outcome<S::Reply>, progress: &mut Progress) -> Outcome<S::Reply> {
        progress.plan(&self.faults);
        let Some(rule) = &progress.rule else { return outcome };
        match (progress.operation, self.service.refuse_on_purpose(&rule.action), outcome) {
            (Some(operation), Some(answer), _) => Outcome::Answer(operation, answer),
            (_, None, Outcome::Answer(operation, mut answer)) => {
                if let Some(remark) = remark(&rule.action) {
                    self.service.remark(&mut answer.reply, remark);
                }
                Outcome::Answer(operation, answer)
            }
            (_, _, outcome) => outcome,
        }
    }

    /// From bytes to an outcome.
    async fn answer(
        &self,
        request: &Request,
        media: &SoapMedia,
        era: Era,
        progress: &mut Progress,
    ) -> Outcome<S::Reply> {
        // Decoded first, for even the refusal of credentials goes out in the request's charset.
        let document = sac_xml::decode(&request.body, media.charset.as_deref());
        progress.charset = document.as_ref().map(sac_xml::Document::charset).unwrap_or_default();

        progress.times.validate = progress.step();
        let caller = authenticate::caller(&request.head, &self.credentials).await;
        progress.times.authenticate = progress.step();
        let caller = match caller {
            Ok(caller) => {
                progress.caller = Some(caller.clone());
                caller
            }
            Err(Refused::NoCredentials) => return Outcome::Challenge,
            Err(Refused::WrongCredentials) => return Outcome::Denied(self.auth.auth_style),
            Err(Refused::Failed(error)) => return Outcome::Failed(error.into()),
        };

        let document = match document {
            Ok(document) => document,
            Err(error) => return Outcome::Fault(error.into()),
        };
        let meta = Meta {
            expected: Expected::Request,
            soap_action: request.head.header(&SOAP_ACTION),
            soap_12: media.soap12.then(|| request.head.header(&CONTENT_TYPE).unwrap_or_default()),
            go_on: false,
        };
        let empty = empty_optional(self.empty_optional);
        let reading = reading::read(self.interface(), &document, meta, self.limits, empty);
        progress.operation = reading.kind.requested();
        let typed = self.service.contract().request(&reading);
        if let Some(found) = reading.found.into_iter().next() {
            progress.times.validate += progress.step();
            let refusal = (found.stage == Stage::Schema).then(|| self.service.refuse(&found.findings)).flatten();
            return match (progress.operation, refusal) {
                (Some(operation), Some(answer)) => {
                    progress.note(&found.findings);
                    Outcome::Answer(operation, answer)
                }
                _ => Outcome::Fault(found.into()),
            };
        }
        let (operation, typed) = match (progress.operation, typed) {
            (Some(operation), Ok(Some(typed))) => (operation, typed),
            (_, Err(mismatch)) => return Outcome::Failed(mismatch),
            // Every other message has findings.
            (_, Ok(_)) => return Outcome::Fault(Fault::findings(Vec::new())),
        };
        progress.times.validate += progress.step();
        let opened = self.service.open(&caller, typed).await;
        progress.about = self.service.about(&opened);
        // Where the world has been reset the outcome does not matter: see `exchange`.
        let Some(guard) = self.resets.enter(era).await else { return Outcome::Fault(Fault::server(progress.id)) };
        progress.plan(&self.faults);
        drop(guard);
        if let Some(rule) = progress.rule_in(Phase::Before) {
            let Action::Delay { by } = rule.action else {
                // What is sent instead is put in its place later.
                return Outcome::Fault(Fault::server(progress.id));
            };
            tokio::time::sleep(by.0).await;
        }
        let Some(_guard) = self.resets.enter(era).await else { return Outcome::Fault(Fault::server(progress.id)) };
        let (served, waited) = waiting_for_commits(self.service.serve(&caller, opened)).await;
        progress.times.commit = Times::micros(waited);
        progress.times.serve = progress.step().saturating_sub(progress.times.commit);
        match served {
            Ok(answer) => Outcome::Answer(operation, answer),
            Err(failure) => Outcome::Failed(failure),
        }
    }
}
