//! One exchange, from bytes to bytes: decode → authenticate → read → serve → encode → journal.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderName};

use super::authenticate::{self, Refused};
use super::fault::Fault;
use super::interface::Interface;
use super::media::SoapMedia;
use super::operation::Operation;
use super::outcome::{Encoded, Encoder, Outcome};
use super::reading::{self, Expected, Meta, Stage};
use super::route::{self, Route};
use super::service::Service;
use super::settings::empty_optional;
use sac_domain::clock::Clock;
use sac_domain::exchange::Entry;
use sac_http::{Handler, Reply, Request, RequestHead, Response};
use sac_people::credentials::{Authenticated, Credentials};
use sac_settings::{AuthSettings, EmptyOptional};
use sac_world::journal::Journal;
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
    /// The time.
    pub clock: Clock,
}

/// What is known of an exchange so far: the journal keeps it.
#[derive(Default)]
struct Progress {
    caller: Option<Authenticated>,
    operation: Option<&'static Operation>,
    charset: Charset,
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
        let response = match route::of(self.interface(), &request.head) {
            Ok(Route::Soap(media)) => self.exchange(request, &media).await,
            Ok(Route::Document(document)) => {
                let base_url = request.head.base_url_at(self.public_url.as_deref());
                let text = self.interface().published(document, &base_url);
                Response::new(StatusCode::OK, "text/xml; charset=utf-8", text)
            }
            Err(refusal) => refusal,
        };
        response.into()
    }
}

impl<S: Service> Endpoint<S> {
    fn interface(&self) -> &'static Interface {
        &self.service.contract().interface
    }

    /// The whole exchange.
    async fn exchange(&self, request: Request, media: &SoapMedia) -> Response {
        let started = Instant::now();
        let received = self.clock.now();
        let id = self.journal.number();
        let mut progress = Progress::default();
        let outcome = self.answer(&request, media, &mut progress).await;
        let (contract, charset) = (self.service.contract(), progress.charset);
        let Encoded { response, ending, number } =
            Encoder { contract, id, charset, realm: &self.auth.realm }.encode(outcome);
        let entry = Entry {
            id,
            received,
            operation: progress.operation.map(|operation| operation.name.to_owned()),
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
            world = request.head.mount.rsplit('/').next().filter(|name| !name.is_empty()),
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
    async fn answer(&self, request: &Request, media: &SoapMedia, progress: &mut Progress) -> Outcome<S::Reply> {
        // Decoded first, for even the refusal of credentials goes out in the request's charset.
        let document = sac_xml::decode(&request.body, media.charset.as_deref());
        progress.charset = document.as_ref().map(sac_xml::Document::charset).unwrap_or_default();

        let caller = match authenticate::caller(&request.head, &self.credentials).await {
            Ok(caller) => &*progress.caller.insert(caller),
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
            let refusal = (found.stage == Stage::Schema).then(|| self.service.refuse(&found.findings)).flatten();
            return match (progress.operation, refusal) {
                (Some(operation), Some(answer)) => Outcome::Answer(operation, answer),
                _ => Outcome::Fault(found.into()),
            };
        }
        let (operation, typed) = match (progress.operation, typed) {
            (Some(operation), Ok(Some(typed))) => (operation, typed),
            (_, Err(mismatch)) => return Outcome::Failed(mismatch),
            // Every other message has findings.
            (_, Ok(_)) => return Outcome::Fault(Fault::findings(Vec::new())),
        };
        match self.service.serve(caller, typed).await {
            Ok(answer) => Outcome::Answer(operation, answer),
            Err(failure) => Outcome::Failed(failure),
        }
    }
}
