//! One exchange, as coverage and accreditation look at it, whether it comes from a journal or a capture.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};
use sac_certificates::rule::Catalogue;
use sac_domain::exchange::{Channel, Ending, Exchange, How, Messages};
use sac_domain::operation::Operation;
use serde::{Deserialize, Serialize};

use crate::fields::Fields;
use crate::head;

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "as in the journal")]
pub enum Outcome {
    Accepted,
    Refused,
    Fault,
    Dropped,
}

/// One exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// Its number in the journal, or its place in an export, from 1.
    pub number: u64,
    /// When it was received, by the world's clock.
    pub received: Option<DateTime<Utc>>,
    /// The operation, once it was known.
    pub operation: Option<Operation>,
    /// The user's name.
    pub caller: Option<String>,
    /// `medico`, `operatore` or `ente`.
    pub role: Option<String>,
    /// The worker's codice fiscale.
    pub worker: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The rules that were broken, in the order of the receipt.
    pub rules: Vec<String>,
    /// Codes of findings, numbers of refusals, the code of a fault.
    pub codes: Vec<String>,
    /// What the fault plan did, such as `no-reply`.
    pub fault_kind: Option<String>,
    /// The charset of the request.
    pub charset: Option<String>,
    /// How it was carried: a kind, such as `http`, and which, such as `HTTP/1.1`.
    pub transport: Vec<(&'static str, String)>,
    /// The elements of the request; nothing where its message is not kept or cannot be read.
    pub request: Option<Fields>,
    /// The number that was assigned.
    pub given: Option<String>,
}

/// The elements that name a document (contract §3).
const NAMING: [&str; 2] = ["idCertificato", "idInizioRicovero"];

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Refused, Self::Fault, Self::Dropped];

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// As in the journal.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Fault => "fault",
            Self::Dropped => "dropped",
        }
    }
}

impl Observed {
    /// An exchange of a journal, with its messages where they are kept. Only the service's own channel has
    /// messages of the contract.
    #[must_use]
    pub fn of(exchange: &Exchange, messages: Option<&Messages<Vec<u8>>>) -> Self {
        let entry = &exchange.entry;
        let (outcome, rules) = match &entry.ending {
            Ending::Accepted => (Outcome::Accepted, &[][..]),
            Ending::Refused { rules } => (Outcome::Refused, &rules[..]),
            Ending::Fault { .. } => (Outcome::Fault, &[][..]),
            Ending::Dropped => (Outcome::Dropped, &[][..]),
        };
        let messages = messages.filter(|_| exchange.channel == Channel::Soap);
        let details = &exchange.details;
        let mut transport = messages.map_or_else(Vec::new, |messages| carried(&messages.request_head));
        transport.extend(details.tls.as_ref().map(|tls| ("tls", tls.clone())));
        transport.extend(entry.how.map(|how| ("login", How::name(how).to_owned())));
        Self {
            number: entry.id,
            received: Some(entry.received),
            operation: entry.operation.as_deref().and_then(Operation::from_name),
            caller: entry.user.clone(),
            role: entry.kind.clone(),
            worker: exchange.worker.clone(),
            outcome,
            rules: rules.to_vec(),
            codes: exchange.codes.clone(),
            fault_kind: details.fault_kind.clone(),
            charset: details.charset.clone(),
            transport,
            request: messages.and_then(|messages| request(&messages.request_head, &messages.request)),
            given: entry.number.map(|number| format!("{number:09}")),
        }
    }

    /// An exchange of which there is nothing but its messages. Who called and for whom is not known; the
    /// rules are those of the numbers in `catalogue`.
    #[must_use]
    pub fn of_messages(number: u64, messages: &Messages<Vec<u8>>, catalogue: &Catalogue) -> Option<Self> {
        let Messages { request_head, request: body, response_head, response } = messages;
        let request = request(request_head, body);
        let operation = request.as_ref().and_then(|fields| Operation::from_request_element(&fields.root));
        let answer = Fields::read(response, head::charset(response_head).as_deref());
        let has = |end: &str| answer.as_ref().is_some_and(|answer| answer.texts(end).next().is_some());
        let codes: Vec<String> =
            answer.iter().flat_map(|answer| answer.texts("errore/tipoErrore")).map(str::to_owned).collect();
        let outcome = match head::status(response_head) {
            None if response.is_empty() => Outcome::Dropped,
            Some(200) | None if !codes.is_empty() => Outcome::Refused,
            Some(200) | None if answer.is_some() && !has("faultcode") => Outcome::Accepted,
            Some(200) | None if answer.is_none() => Outcome::Dropped,
            _ => Outcome::Fault,
        };
        let rule_of = |code: &String| {
            let named = catalogue.iter().find(|(_, entry)| entry.tipo_errore == *code);
            named.map(|(rule, _)| rule.name().to_owned())
        };
        let given = ["idCertificato", "idInizioRicovero", "idAnnullamento"].into_iter().find_map(|end| {
            let answer = answer.as_ref().filter(|_| outcome == Outcome::Accepted)?;
            answer.texts(end).next().map(str::to_owned)
        });
        Some(Self {
            number,
            received: None,
            operation: Some(operation?),
            caller: None,
            role: None,
            worker: None,
            outcome,
            rules: codes.iter().filter_map(rule_of).collect(),
            codes,
            fault_kind: None,
            charset: sac_xml::decode(body, head::charset(request_head).as_deref())
                .ok()
                .map(|document| document.charset().name().to_owned()),
            transport: carried(request_head),
            request,
            given,
        })
    }

    /// The document that the request names.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        let request = self.request.as_ref()?;
        NAMING.iter().find_map(|path| request.text(path)).map(str::trim)
    }

    /// The same for the same request of the same caller about the same worker: the values of encrypted
    /// fields differ from one sending to the next, so they count only where nobody could decrypt them.
    #[must_use]
    pub fn fingerprint(&self) -> Option<u64> {
        let request = self.request.as_ref()?;
        let mut hasher = DefaultHasher::new();
        (&self.caller, &self.worker).hash(&mut hasher);
        request.hash(&mut hasher, self.worker.is_none());
        Some(hasher.finish())
    }

    /// The same for the requests of one caller that ask the same operation about one worker.
    #[must_use]
    pub fn thread(&self) -> Option<u64> {
        let mut hasher = DefaultHasher::new();
        (self.operation?, self.caller.as_ref()?, self.worker.as_ref()?).hash(&mut hasher);
        Some(hasher.finish())
    }
}

fn request(head: &[u8], body: &[u8]) -> Option<Fields> {
    Fields::read(body, head::charset(head).as_deref())
}

/// What a request's head says of how it was carried.
fn carried(head: &[u8]) -> Vec<(&'static str, String)> {
    let action = match head::header(head, "soapaction") {
        None => "absent",
        Some("" | "\"\"") => "empty",
        Some(value) if value.starts_with('"') => "quoted",
        Some(_) => "unquoted",
    };
    let gzip = head::header(head, "content-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("gzip"));
    let chunked = head::header(head, "transfer-encoding").is_some();
    let mut carried = vec![("soap-action", action.to_owned())];
    carried.extend(head::version(head).map(|version| ("http", version.to_owned())));
    carried.push((
        "body",
        if gzip {
            "gzip"
        } else if chunked {
            "chunked"
        } else {
            "plain"
        }
        .to_owned(),
    ));
    carried
}

/// Exchanges for tests.
#[cfg(test)]
pub(crate) mod sample {
    use super::*;

    /// An accepted exchange of a doctor.
    pub(crate) fn observed(operation: &str) -> Observed {
        Observed {
            number: 1,
            received: DateTime::from_timestamp(1_772_442_000, 0),
            operation: Operation::from_name(operation),
            caller: Some("PROVAX00X00X000Y".to_owned()),
            role: Some("medico".to_owned()),
            worker: Some("PNIMRA70A01H501P".to_owned()),
            outcome: Outcome::Accepted,
            rules: Vec::new(),
            codes: Vec::new(),
            fault_kind: None,
            charset: Some("UTF-8".to_owned()),
            transport: Vec::new(),
            request: Some(request("")),
            given: None,
        }
    }

    /// A request with these elements.
    pub(crate) fn request(elements: &str) -> Fields {
        Fields::read(format!("<r>{elements}</r>").as_bytes(), None).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::sample::request;
    use super::*;

    #[test]
    fn the_same_request_encrypted_anew_is_the_same_where_the_worker_is_known() {
        let sealed = |value: &str| request(&format!("<lavoratore><codiceFiscale>{value}</codiceFiscale></lavoratore>"));
        let known = |value| Observed { request: Some(sealed(value)), ..sample::observed("InviaMalattia") };
        assert_eq!(known("AAAA").fingerprint(), known("BBBB").fingerprint());
        let unknown = |value| Observed { worker: None, ..known(value) };
        assert_ne!(unknown("AAAA").fingerprint(), unknown("BBBB").fingerprint());
        assert_eq!(unknown("AAAA").fingerprint(), unknown("AAAA").fingerprint());
    }

    #[test]
    fn an_exchange_is_recognised_by_its_messages_alone() {
        let envelope = |body: &str| {
            let soap = "http://schemas.xmlsoap.org/soap/envelope/";
            format!("<s:Envelope xmlns:s='{soap}'><s:Body>{body}</s:Body></s:Envelope>").into_bytes()
        };
        let of = |head: &str, response: Vec<u8>| {
            let messages = Messages {
                request_head: b"POST / HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8\r\n".to_vec(),
                request: envelope(
                    "<c:annullamentoMalattiaRequest xmlns:c='urn:c'><idCertificato> 12 </idCertificato></c:annullamentoMalattiaRequest>",
                ),
                response_head: head.as_bytes().to_vec(),
                response,
            };
            Observed::of_messages(1, &messages, Catalogue::embedded()).unwrap()
        };
        let ok = of("HTTP/1.1 200 OK\r\n", envelope("<r><x><idAnnullamento>5</idAnnullamento></x></r>"));
        assert_eq!((ok.outcome, ok.given.as_deref(), ok.named()), (Outcome::Accepted, Some("5"), Some("12")));
        assert_eq!(ok.operation.map(Operation::name), Some("AnnullaMalattia"));
        let no = of(
            "HTTP/1.1 200 OK\r\n",
            envelope("<r><ricevutaNonOk><errore><tipoErrore>90001</tipoErrore></errore></ricevutaNonOk></r>"),
        );
        assert_eq!((no.outcome, no.rules), (Outcome::Refused, vec!["lavoratore-cf-non-valido".to_owned()]));
        let fault = envelope("<s:Fault><faultcode>s:Client</faultcode></s:Fault>");
        assert_eq!(of("HTTP/1.1 500 X\r\n", fault).outcome, Outcome::Fault);
        assert_eq!(of("HTTP/1.1 503 X\r\n", Vec::new()).outcome, Outcome::Fault);
        assert_eq!(of("", Vec::new()).outcome, Outcome::Dropped);
        assert_eq!(of("HTTP/1.1 200 OK\r\n", b"<s:Enve".to_vec()).outcome, Outcome::Dropped);
    }
}
