//! What is known of an exchange while it goes on, and what the journal keeps of it.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::header::{AUTHORIZATION, HOST};
use hyper::{HeaderMap, StatusCode, Version};

use super::operation::Operation;
use super::service::About;
use sac_diagnostic::{Finding, Language};
use sac_domain::exchange::{Channel, Details, Ending, Entry, Exchange, Messages, Note, Times};
use sac_http::{ClientCertificate, Request, RequestHead, Response};
use sac_people::credentials::Authenticated;
use sac_world::faults::{Call, FaultPlan, Phase, Rule};
use sac_world::journal::Journal;
use sac_xml::Charset;

/// What is known of an exchange so far.
pub(super) struct Progress {
    pub(super) id: u64,
    pub(super) received: DateTime<Utc>,
    pub(super) started: Instant,
    pub(super) caller: Option<Authenticated>,
    pub(super) operation: Option<&'static Operation>,
    pub(super) charset: Charset,
    pub(super) about: About,
    pub(super) times: Times,
    /// What was found, and numbers of refusals.
    pub(super) codes: Vec<String>,
    pub(super) notes: Vec<Note>,
    /// Whether the fault plan was asked, which it is once.
    is_planned: bool,
    /// The rule of the fault plan that acts on this exchange.
    pub(super) rule: Option<Arc<Rule>>,
    /// When the step under way began.
    step: Instant,
}

/// What was sent, as far as it was.
pub(super) struct Sent {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Sent {
    pub(super) fn of(response: &Response) -> Self {
        Self {
            status: response.status,
            headers: response.headers.clone(),
            body: response.body.whole().cloned().unwrap_or_default(),
        }
    }
}

impl Progress {
    pub(super) fn new(id: u64, received: DateTime<Utc>, head: &RequestHead) -> Self {
        let started = Instant::now();
        let read = Times::micros(started.saturating_duration_since(head.arrived));
        Self {
            id,
            received,
            started,
            caller: None,
            operation: None,
            charset: Charset::default(),
            about: About::default(),
            times: Times { read, ..Times::default() },
            codes: Vec::new(),
            notes: Vec::new(),
            is_planned: false,
            rule: None,
            step: started,
        }
    }

    /// How long the step that ends here took, in microseconds.
    pub(super) fn step(&mut self) -> u64 {
        let now = Instant::now();
        Times::micros(now.saturating_duration_since(std::mem::replace(&mut self.step, now)))
    }

    /// Asks the plan what is to become of this exchange, by what is known of it now.
    pub(super) fn plan(&mut self, faults: &FaultPlan) {
        if std::mem::replace(&mut self.is_planned, true) || faults.is_empty() {
            return;
        }
        self.rule = faults.on_call(&Call {
            operation: self.operation.map(|operation| operation.name),
            caller: self.caller.as_ref().map(|caller| caller.user().name.as_str()),
            worker: self.about.worker.as_deref(),
            numbers: &self.about.numbers,
            to: None,
        });
    }

    /// The rule that acts in this phase.
    pub(super) fn rule_in(&self, phase: Phase) -> Option<Arc<Rule>> {
        self.rule.clone().filter(|rule| rule.phase() == phase)
    }

    pub(super) fn note(&mut self, findings: &[Finding]) {
        self.codes.extend(findings.iter().map(|finding| finding.code.as_str().to_owned()));
        self.notes.extend(findings.iter().map(note));
    }

    /// Hands the exchange over to the journal. `name` stands for the operation where the contract has
    /// none of that name.
    pub(super) fn record(
        mut self,
        journal: &Journal,
        request: &Request,
        (ending, number): (Ending, Option<u32>),
        sent: Option<Sent>,
        name: Option<&str>,
    ) {
        self.times.write = self.step();
        let head = &request.head;
        let caller = self.caller.as_ref();
        let entry = Entry {
            id: self.id,
            received: self.received,
            operation: self.operation.map(|operation| operation.name).or(name).map(str::to_owned),
            user: caller.map(|caller| caller.user().name.clone()),
            kind: caller.map(|caller| caller.user().kind.name().to_owned()),
            how: caller.map(Authenticated::how),
            peer: Some(head.peer.ip()),
            ending,
            number,
            duration: self.started.elapsed(),
            bytes_in: request.body.len() as u64,
            bytes_out: sent.as_ref().map_or(0, |sent| sent.body.len() as u64),
        };
        tracing::info!(
            exchange = format_args!("{:016x}", self.id),
            world = head.mount.rsplit('/').next().filter(|name| !name.is_empty()),
            operation = entry.operation.as_deref().unwrap_or("-"),
            ending = %entry.ending,
            duration_us = u64::try_from(entry.duration.as_micros()).unwrap_or(u64::MAX),
            bytes = entry.bytes_in,
            "exchange"
        );
        let keeps = journal.keeps_messages();
        let mut numbers = self.about.numbers;
        numbers.extend(entry.number.map(|number| format!("{number:09}")));
        numbers.dedup();
        if let (Ending::Fault { code }, true) = (&entry.ending, self.codes.is_empty()) {
            self.codes.push(code.clone());
        }
        let exchange = Exchange {
            channel: Channel::Soap,
            worker: self.about.worker,
            numbers,
            codes: self.codes,
            fault: self.rule.as_ref().map(|rule| rule.id().to_owned()),
            details: Details {
                charset: Some(self.charset.name().to_owned()),
                tls: head.tls.as_ref().map(|tls| tls.version.to_owned()),
                sni: head.tls.as_ref().and_then(|tls| tls.server_name.clone()),
                client_certificate: match &head.client_certificate {
                    ClientCertificate::Trusted(subject) => Some(subject.to_string()),
                    _ => None,
                },
                status: sent.as_ref().map(|sent| sent.status.as_u16()),
                fault_kind: self.rule.as_ref().map(|rule| rule.action.kind().to_owned()),
                findings: self.notes,
                times: self.times,
            },
            has_messages: false,
            entry,
        };
        let messages = keeps.then(|| Messages {
            request_head: request_head(head),
            request: request.body.clone(),
            response_head: sent.as_ref().map(response_head).unwrap_or_default(),
            response: sent.map(|sent| sent.body).unwrap_or_default(),
        });
        journal.record(exchange, messages);
    }
}

fn note(finding: &Finding) -> Note {
    let place = finding.place.as_ref();
    Note {
        code: finding.code.as_str().to_owned(),
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        xpath: place.map(|place| place.xpath.clone()),
        message_it: finding.message(Language::It),
        message_en: finding.message(Language::En),
    }
}

fn request_head(head: &RequestHead) -> Vec<u8> {
    let version = match head.version {
        Version::HTTP_10 => "HTTP/1.0",
        Version::HTTP_2 => "HTTP/2",
        _ => "HTTP/1.1",
    };
    let (query, mark) = head.query.as_deref().map_or(("", ""), |query| (query, "?"));
    let mut out = Vec::with_capacity(512);
    out.extend_from_slice(format!("{} {}{}{mark}{query} {version}\r\n", head.method, head.mount, head.path).as_bytes());
    if !head.headers.contains_key(HOST) {
        line(&mut out, HOST.as_str(), head.authority.as_bytes());
    }
    for (name, value) in &head.headers {
        if *name == AUTHORIZATION {
            let scheme = value.as_bytes().split(|byte| *byte == b' ').next().unwrap_or_default();
            line(&mut out, name.as_str(), &[scheme, b" ***"].concat());
        } else {
            line(&mut out, name.as_str(), value.as_bytes());
        }
    }
    out
}

fn response_head(sent: &Sent) -> Vec<u8> {
    let mut out = Vec::with_capacity(128);
    let reason = sent.status.canonical_reason().unwrap_or_default();
    out.extend_from_slice(format!("HTTP/1.1 {} {reason}\r\n", sent.status.as_u16()).as_bytes());
    for (name, value) in &sent.headers {
        line(&mut out, name.as_str(), value.as_bytes());
    }
    out
}

fn line(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}
