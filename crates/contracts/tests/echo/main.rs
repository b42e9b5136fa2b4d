//! A second contract, with generated types, behind the generic endpoint.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod contract;
mod types;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, StatusCode, Version};
use sac_contracts::typed::{self, Binary};
use sac_domain::clock::Clock;
use sac_domain::exchange::Ending;
use sac_http::{ClientCertificate, Handler, Reply, Request, RequestHead, Response};
use sac_people::credentials::{Credentials, PincodeKey, Settings, hash_password};
use sac_schema::EmptyOptional;
use sac_settings::AuthSettings;
use sac_soap::{Endpoint, Expected, Kind, Meta, SOAP_11};
use sac_store::Ledger;
use sac_store::testing::{ledger, noon, utente_medico};
use sac_world::journal::{Journal, Retention};
use sac_xml::{Charset, Limits, Writer, decode};
use serde::Serialize;
use tempfile::TempDir;

use contract::{CONTRACT, Echoes, NAMESPACE};
use types::{Echo, EchoResponse, Line, Measure, MeasureResponse, Tone};

/// The endpoint of the contract, with one user.
struct Served {
    endpoint: Endpoint<Echoes>,
    ledger: Ledger,
    _folder: TempDir,
}

impl Served {
    async fn start() -> Self {
        let (folder, ledger) = ledger();
        let clock = Clock::frozen_at(noon());
        let mut user = utente_medico("rossi");
        user.password_hash = Some(hash_password(&"giusta".into()).unwrap());
        ledger.put_user(user).await.unwrap();
        let pincodes = PincodeKey::new(&[5; 32]);
        let store = ledger.store().clone();
        let credentials = Credentials::new(store, clock.clone(), pincodes, &[6; 32], &Settings::default());
        let endpoint = Endpoint {
            service: Echoes,
            credentials: Arc::new(credentials),
            auth: AuthSettings::default(),
            empty_optional: sac_settings::EmptyOptional::Reject,
            limits: Limits::default(),
            public_url: None,
            journal: Journal::new(
                ledger.clone(),
                Retention { age: std::time::Duration::MAX, entries: 100, ..Retention::default() },
            ),
            faults: sac_world::faults::FaultPlan::default(),
            resets: sac_world::resets::Resets::default(),
            clock,
        };
        Self { endpoint, ledger, _folder: folder }
    }

    async fn ask(&self, method: Method, path: &str, action: &str, body: Vec<u8>) -> Response {
        let mut headers = HeaderMap::new();
        let basic = format!("Basic {}", STANDARD.encode("rossi:giusta"));
        headers.insert(AUTHORIZATION, HeaderValue::from_str(&basic).unwrap());
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
        headers.insert(HeaderName::from_static("soapaction"), HeaderValue::from_str(action).unwrap());
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let head = RequestHead {
            method,
            mount: String::new(),
            path: path.to_owned(),
            query: query.map(str::to_owned),
            version: Version::HTTP_11,
            headers,
            peer: "127.0.0.1:4000".parse().unwrap(),
            client_certificate: ClientCertificate::None,
            tls: None,
            scheme: "https",
            authority: "echo.example".to_owned(),
            arrived: std::time::Instant::now(),
            limits: Arc::default(),
        };
        if let Err(refusal) = self.endpoint.admits(&head) {
            return refusal;
        }
        match self.endpoint.handle(Request { head, body: body.into() }).await {
            Reply::Response(response) => response,
            other => panic!("{other:?}"),
        }
    }

    /// The text of the answer to a call.
    async fn call(&self, action: &str, body: Vec<u8>) -> (StatusCode, String) {
        let response = self.ask(Method::POST, CONTRACT.interface.path, action, body).await;
        (response.status, text(&response))
    }
}

fn text(response: &Response) -> String {
    String::from_utf8(response.body.whole().unwrap().to_vec()).unwrap()
}

fn envelope<T: Serialize>(element: &str, value: &T) -> Vec<u8> {
    let mut writer = Writer::new(Charset::Utf8);
    writer.start("s:Envelope").attribute("xmlns:s", SOAP_11).start("s:Body");
    typed::to_element(&mut writer, NAMESPACE, element, value).unwrap();
    writer.finish()
}

/// The content of a reply, which the schema must accept.
macro_rules! reply {
    ($text:expr, $type:ty) => {{
        let document = decode($text.as_bytes(), None).unwrap();
        let meta = Meta { expected: Expected::Response, ..Meta::default() };
        let reading = sac_soap::read(&CONTRACT.interface, &document, meta, Limits::default(), EmptyOptional::Reject);
        assert!(reading.found.is_empty(), "{:?}", reading.found);
        assert!(matches!(reading.kind, Kind::Response(_)));
        typed::from_element::<$type>(reading.body.unwrap().root()).unwrap()
    }};
}

fn echo() -> Echo {
    let line = |text: &str, at: Option<&str>| Line { text: text.to_owned(), at: at.map(str::to_owned) };
    Echo {
        tone: Tone::VeryLoud,
        note: Some("<è> & co".to_owned()),
        line: vec![line("one", None), line(" two ", Some("2026-03-02T10:00:00Z"))],
        attachment: Binary((0..=255).collect()),
    }
}

#[tokio::test]
async fn a_message_of_generated_types_comes_back_as_it_was_sent() {
    let served = Served::start().await;
    let bare = Echo { note: None, line: Vec::new(), attachment: Binary::default(), ..echo() };
    for sent in [echo(), bare] {
        let (status, text) = served.call("urn:sac-gateway:echo/Echo", envelope("echoRequest", &sent)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert_eq!(reply!(text, EchoResponse), sent);
    }
}

#[tokio::test]
async fn a_refusal_is_a_reply_and_the_journal_names_its_rule() {
    let served = Served::start().await;
    for (limit, within) in [(None, true), (Some(3), true), (Some(2), false)] {
        let measure = Measure { attachment: Binary(vec![1, 2, 3]), limit };
        let (status, text) = served.call("", envelope("measureRequest", &measure)).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert_eq!(reply!(text, MeasureResponse), MeasureResponse { bytes: 3, within });
    }
    served.endpoint.journal.flush().await.unwrap();
    let entries = served.endpoint.journal.latest(1).await.unwrap();
    assert_eq!(entries[0].operation.as_deref(), Some("Measure"));
    assert_eq!(entries[0].ending, Ending::Refused { rules: vec!["too-long".to_owned()] });
    served.ledger.close().await;
}

#[tokio::test]
async fn what_the_contract_does_not_allow_never_reaches_the_service() {
    let served = Served::start().await;
    let good = String::from_utf8(envelope("echoRequest", &echo())).unwrap();
    let cases = [
        ("very-loud", "silent", "", "SAC-XSD-"),
        ("<text>one</text>", "<text></text>", "", "SAC-XSD-"),
        ("<attachment>AAEC", "<attachment>*AEC", "", "SAC-XSD-"),
        ("echoRequest", "echoResponse", "", "SAC-XSD-ROOT"),
        ("echoRequest", "echoRequest", "urn:sac-gateway:echo/Measure", "SAC-SOAP-ACTION"),
        ("</s:Body>", "<s:Other/></s:Body>", "", "SAC-SOAP-BODY"),
    ];
    for (from, to, action, code) in cases {
        assert!(good.contains(from), "{from} in {good}");
        let (status, text) = served.call(action, good.replace(from, to).into_bytes()).await;
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR, "{to}: {text}");
        assert!(text.contains(&format!("code=\"{code}")), "{code} in {text}");
    }
}

#[tokio::test]
async fn the_documents_are_published_beside_the_service() {
    let served = Served::start().await;
    for (path, expected) in [
        ("/Examples/Echo?wsdl", "location=\"https://echo.example/Examples/Echo\""),
        ("/Examples/Echo?xsd=echo.xsd", "targetNamespace=\"urn:sac-gateway:echo\""),
        ("/Examples/echo.xsd", "targetNamespace=\"urn:sac-gateway:echo\""),
        ("/CertServiceWeb/CertificatiMedici?wsdl", "POST a /Examples/Echo"),
    ] {
        let text = text(&served.ask(Method::GET, path, "", Vec::new()).await);
        assert!(text.contains(expected), "{path}: {text}");
    }
}
