//! What the service answered.

use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;

use super::connection::HttpReply;
use super::fault::{self, Reported};
use super::scan::read_tree;
use sac_diagnostic::{Finding, Language, Text};
use sac_domain::say;
use sac_domain::words::Words;
use sac_xml::{ContentType, Element, ParseError, decode};

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A receipt: the request was carried out.
    Accepted {
        /// The receipt's name, such as `ricevutaOkInvioMalattia`.
        receipt: String,
        /// What it says, in its order.
        fields: Vec<Field>,
    },
    /// `ricevutaNonOk`: the request was refused.
    Refused(Vec<Errore>),
    /// A SOAP fault: the request was not understood, or the caller not let in.
    Fault {
        /// The local part of `faultcode`.
        code: String,
        /// `faultstring`.
        text: String,
        /// The violations, where it is this gateway that answers.
        findings: Vec<Reported>,
        /// One line for each thing that another service says in `detail`.
        details: Vec<String>,
    },
    /// Not a SOAP message: the service refused at the level of HTTP.
    Status {
        /// The status.
        status: StatusCode,
        /// The first line of what came with it.
        text: String,
    },
}

/// One value of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The names of the elements above and of its own, parted by slashes.
    pub path: String,
    /// Its text.
    pub value: String,
}

/// One error of a `ricevutaNonOk` (contract §4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errore {
    /// `tipoErrore`.
    pub tipo: String,
    /// `sezioneErrata`.
    pub sezione: String,
    /// `descrizione`.
    pub descrizione: String,
}

/// A reply that is not one of the service's.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the reply (HTTP {status}) is none of the service's: {}", problem.en)]
pub struct UnreadableAnswer {
    /// The HTTP status.
    pub status: StatusCode,
    /// What is wrong with it.
    pub problem: Text,
}

impl Words for UnreadableAnswer {
    fn words(&self, language: Language) -> String {
        let Self { status, problem } = self;
        let problem = problem.get(language);
        say!(
            language,
            it: "la risposta (HTTP {status}) non è del servizio: {problem}",
            en: "the reply (HTTP {status}) is none of the service's: {problem}",
        )
    }
}

impl Answer {
    /// Reads a reply.
    ///
    /// # Errors
    /// When it claims to be XML and is no SOAP message with a receipt, errors or a fault.
    pub fn read(reply: &HttpReply) -> Result<Self, UnreadableAnswer> {
        let header = reply.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let content_type = ContentType::parse(header);
        if content_type.media_type != "text/xml" {
            let text = String::from_utf8_lossy(&reply.body);
            let text = text.lines().next().unwrap_or_default().trim().to_owned();
            return Ok(Self::Status { status: reply.status, text });
        }
        let unreadable = |problem: Text| UnreadableAnswer { status: reply.status, problem };
        let not_xml = |error: Box<ParseError>| unreadable(Text::of(&Finding::from(error)));
        let document = decode(&reply.body, content_type.charset).map_err(not_xml)?;
        let tree = read_tree(&document).map_err(not_xml)?;
        tree.root()
            .and_then(|root| root.child("Body"))
            .and_then(|body| body.children().next())
            .and_then(Self::of_body)
            .ok_or_else(|| {
                unreadable(Text::new(
                    "non contiene né una ricevuta, né errori, né un fault",
                    "it holds neither a receipt, nor errors, nor a fault",
                ))
            })
    }

    /// The protocol number of the document recorded, replaced or cancelled, if the answer has one.
    #[must_use]
    pub fn number(&self) -> Option<&str> {
        ["idCertificato", "idInizioRicovero", "idAnnullamento"].into_iter().find_map(|name| self.field(name))
    }

    /// The receipt's value at this path.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&str> {
        let Self::Accepted { fields, .. } = self else {
            return None;
        };
        fields.iter().find(|field| field.path == path).map(|field| field.value.as_str())
    }

    fn of_body(content: Element<'_, '_>) -> Option<Self> {
        let text_of = |name: &str| content.text_of(name).unwrap_or_default();
        if content.local() == "Fault" {
            return Some(Self::Fault {
                code: text_of("faultcode").rsplit(':').next().unwrap_or_default().to_owned(),
                text: text_of("faultstring").to_owned(),
                findings: content.child("detail").map(fault::findings).unwrap_or_default(),
                details: content.child("detail").map(fault::lines).unwrap_or_default(),
            });
        }
        if let Some(errors) = content.child("ricevutaNonOk") {
            return Some(Self::Refused(errors.children().map(Errore::of).collect()));
        }
        let receipt = content.children().find(|child| child.local().starts_with("ricevutaOk"))?;
        let mut fields = Vec::new();
        flatten(receipt, "", &mut fields);
        Some(Self::Accepted { receipt: receipt.local().to_owned(), fields })
    }
}

impl Errore {
    fn of(element: Element<'_, '_>) -> Self {
        let text_of = |name: &str| element.text_of(name).unwrap_or_default().to_owned();
        Self { tipo: text_of("tipoErrore"), sezione: text_of("sezioneErrata"), descrizione: text_of("descrizione") }
    }
}

/// The text of each element that says something by itself, under its path.
fn flatten(element: Element<'_, '_>, above: &str, fields: &mut Vec<Field>) {
    for child in element.children() {
        let path = if above.is_empty() { child.local().to_owned() } else { format!("{above}/{}", child.local()) };
        if child.children().next().is_none() {
            fields.push(Field { path, value: child.text().to_owned() });
        } else {
            flatten(child, &path, fields);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use hyper::HeaderMap;
    use hyper::header::HeaderValue;

    use super::*;

    fn reply(status: u16, media_type: &'static str, body: &[u8]) -> HttpReply {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        let status = StatusCode::from_u16(status).unwrap();
        HttpReply { status, headers, body: Bytes::copy_from_slice(body) }
    }

    fn soap(body: &str) -> HttpReply {
        let envelope = format!("<s:Envelope xmlns:s='s'><s:Body>{body}</s:Body></s:Envelope>");
        reply(200, "text/xml; charset=utf-8", envelope.as_bytes())
    }

    #[test]
    fn a_receipt_is_read_with_its_number() {
        let answer = Answer::read(&soap(
            "<c:x xmlns:c='c'><ricevutaOkRettificaMalattia><dataRicezione>2026-01-01T10:00:00+01:00</dataRicezione>\
             <idCertificato>123456789</idCertificato><lavoratore><cognome>PI&apos;NI</cognome></lavoratore>\
             </ricevutaOkRettificaMalattia></c:x>",
        ))
        .unwrap();
        assert_eq!(answer.number(), Some("123456789"));
        assert_eq!(answer.field("lavoratore/cognome"), Some("PI'NI"));
        assert!(matches!(answer, Answer::Accepted { receipt, .. } if receipt == "ricevutaOkRettificaMalattia"));
    }

    #[test]
    fn a_search_that_finds_nothing_is_accepted() {
        let answer = Answer::read(&soap("<x><ricevutaOkRicercaMalattia/></x>")).unwrap();
        assert!(matches!(answer, Answer::Accepted { fields, .. } if fields.is_empty()));
    }

    #[test]
    fn errors_and_faults_are_read() {
        let answer = Answer::read(&soap(
            "<x><ricevutaNonOk><errore><tipoErrore>112</tipoErrore><sezioneErrata>malattia</sezioneErrata>\
             <descrizione>a &lt; b</descrizione></errore></ricevutaNonOk></x>",
        ))
        .unwrap();
        let errore = Errore { tipo: "112".to_owned(), sezione: "malattia".to_owned(), descrizione: "a < b".to_owned() };
        assert_eq!(answer, Answer::Refused(vec![errore]));
        let answer = Answer::read(&soap(
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring><detail>\
             <v xmlns:v='v' line='3'>text<w>more</w></v></detail></s:Fault>",
        ))
        .unwrap();
        let details = vec!["v: line 3, text".to_owned(), "  w: more".to_owned()];
        assert_eq!(
            answer,
            Answer::Fault { code: "Client".to_owned(), text: "no".to_owned(), findings: Vec::new(), details }
        );
    }

    #[test]
    fn the_violations_of_this_gateway_are_read_in_english() {
        let answer = Answer::read(&soap(
            "<s:Fault><faultcode>s:Client</faultcode><faultstring>2</faultstring><detail><d:diagnostics xmlns:d='d'>\
             <d:finding code='SAC-A' line='3' column='5' offset='9' xpath='/a'><d:message xml:lang='it'>errore\
             </d:message><d:message xml:lang='en'>wrong</d:message><d:found>x</d:found><d:hint xml:lang='en'>fix\
             </d:hint></d:finding><d:finding code='SAC-B'/></d:diagnostics></detail></s:Fault>",
        ))
        .unwrap();
        let Answer::Fault { findings, details, .. } = answer else { panic!("no fault: {answer:?}") };
        assert_eq!(details, Vec::<String>::new());
        let [first, second] = findings.as_slice() else { panic!("not two: {findings:?}") };
        assert_eq!((&*first.code, &*first.line, &*first.column, &*first.xpath), ("SAC-A", "3", "5", "/a"));
        assert_eq!((&*first.message.en, &*first.hint.en), ("wrong", "fix"));
        assert_eq!((&*second.code, &*second.line, &*second.message.en), ("SAC-B", "", ""));
    }

    #[test]
    fn a_plain_reply_is_its_status_and_first_line() {
        let answer = Answer::read(&reply(413, "text/plain", b"too long\nreally")).unwrap();
        assert_eq!(answer, Answer::Status { status: StatusCode::PAYLOAD_TOO_LARGE, text: "too long".to_owned() });
    }

    #[test]
    fn latin_1_is_read_and_what_is_no_answer_refused() {
        let body = b"<E><Body><x><ricevutaOkA><nome>Nicol\xF2</nome></ricevutaOkA></x></Body></E>";
        for media_type in ["text/xml;charset=ISO-8859-1", "Text/XML; Charset=\"iso-8859-1\""] {
            let answer = Answer::read(&reply(200, media_type, body)).unwrap();
            assert_eq!(answer.field("nome"), Some("Nicolò"));
        }
        for body in
            ["", "<a", "<a><b></a>", "<E><Body/></E>", "<E><Body><x/></Body></E>", "<!DOCTYPE a><a/>", "<a>&no;</a>"]
        {
            assert!(Answer::read(&reply(200, "text/xml", body.as_bytes())).is_err(), "{body}");
        }
    }
}
