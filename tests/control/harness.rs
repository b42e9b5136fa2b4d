//! A gateway of a test's own, and an HTTP client of its control API.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use sac_gateway::Gateway;
use sac_gateway::client::HttpReply;
use sac_gateway::clock::Clock;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpStream;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";

/// A running gateway, its folder, and its token.
pub struct Controlled {
    pub gateway: Gateway,
    pub token: String,
    /// Removed last.
    folder: TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Controlled {
    /// A gateway whose clock stands still.
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap()).await
    }

    /// Stops it, and starts it again over what it has left.
    pub async fn start_again(self) -> Self {
        assert!(self.gateway.shutdown().await);
        Self::start_in(self.folder).await
    }

    async fn start_in(folder: TempDir) -> Self {
        let clock = Clock::frozen_at(NOW.parse().unwrap());
        let gateway = Gateway::builder().data_dir(folder.path()).any_port().clock(clock).start().await.unwrap();
        let token = std::fs::read_to_string(folder.path().join("control.token")).unwrap().trim().to_owned();
        Self { gateway, token, folder }
    }

    /// Where the control API is.
    pub fn authority(&self) -> String {
        self.gateway.control().unwrap().local_addr().to_string()
    }

    /// Calls below `/control/v1`, with a body where there is one.
    pub async fn call(&self, method: &str, path: &str, body: impl Into<Option<Value>>) -> Answer {
        let body = body.into().map(|body: Value| body.to_string());
        let kind = body.as_ref().map(|_| ("content-type", "application/json"));
        let bearer = format!("Bearer {}", self.token);
        let headers: Vec<(&str, &str)> = kind.into_iter().chain([("authorization", bearer.as_str())]).collect();
        self.send(method, &format!("/control/v1{path}"), &headers, body.unwrap_or_default()).await
    }

    /// Plays a fixture to a world as the seed's doctor, with these replacements, over TLS.
    pub async fn play(&self, world: &str, fixture: &str, replaced: &[(&str, &str)]) -> HttpReply {
        self.play_as("PROVAX00X00X000Y", world, fixture, replaced).await
    }

    /// The same as another user with the password `prova`.
    pub async fn play_as(&self, user: &str, world: &str, fixture: &str, replaced: &[(&str, &str)]) -> HttpReply {
        let xml = std::fs::read_to_string(format!("fixtures/ok/{fixture}.xml")).unwrap();
        let xml = replaced.iter().fold(xml, |xml, (old, new)| xml.replace(old, new));
        let world = self.gateway.world(world).unwrap();
        let client = world.client(user, "prova").unwrap();
        client.send(&world.message(xml.as_bytes()).unwrap()).await.unwrap()
    }

    /// Sends a certificate to a world, and gives its number.
    pub async fn certificate(&self, world: &str) -> String {
        let reply = self.play(world, "InviaMalattia/cinque-giorni", &[]).await;
        let answer = sac_gateway::client::Answer::read(&reply).unwrap();
        answer.number().unwrap_or_else(|| panic!("{answer:?}")).to_owned()
    }

    /// Sends a request as it is. A `host` among the headers takes the place of the right one. What is refused is asked
    /// once more in Italian: whatever a test finds refused is refused in both languages.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let body = body.into();
        let answer = self.send_once(method, path, headers, body.clone()).await;
        if answer.is_problem() && headers.iter().all(|(name, _)| *name != "accept-language") {
            let headers = [headers, &[("accept-language", "it-IT, en;q=0.5")]].concat();
            answer.assert_same_in_italian(&self.send_once(method, path, &headers, body).await);
        }
        answer
    }

    async fn send_once(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Answer {
        let authority = self.authority();
        let stream = TcpStream::connect(&authority).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path);
        if headers.iter().all(|(name, _)| *name != "host") {
            request = request.header("host", &authority);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = sender.send_request(request.body(Full::new(body)).unwrap()).await.unwrap();
        let (parts, body) = reply.into_parts();
        Answer { status: parts.status, headers: parts.headers, body: body.collect().await.unwrap().to_bytes() }
    }
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    fn is_problem(&self) -> bool {
        self.headers.get("content-type").is_some_and(|kind| kind == "application/problem+json")
    }

    /// The same problem document in the other language: its words differ, and nothing else.
    #[track_caller]
    fn assert_same_in_italian(&self, italian: &Self) {
        assert_eq!(
            (&self.headers["content-language"], &italian.headers["content-language"]),
            (&"en".parse().unwrap(), &"it".parse().unwrap())
        );
        assert_eq!(italian.headers["vary"], "accept-language");
        let (en, it) = (self.json(), italian.json());
        for member in ["type", "status", "pointer", "found"] {
            assert_eq!(en[member], it[member], "{en} {it}");
        }
        for member in ["title", "detail"] {
            assert_ne!(en[member], it[member], "{it}");
            let text = it[member].as_str().unwrap();
            let plain: String = text.split('`').step_by(2).collect();
            let english = ["the", "is", "of", "not", "there", "expected", "cannot", "with", "at", "nor"];
            let words = plain.split(|c: char| !c.is_alphabetic());
            let found: Vec<&str> = words.filter(|word| english.contains(word)).collect();
            assert!(!text.is_empty() && found.is_empty(), "{found:?} in {text:?}");
        }
    }

    /// The body, which must come with this status.
    #[track_caller]
    pub fn with(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:?}", self.body);
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// A refusal of this status, which must be a whole problem document: its type's last part, pointer and detail.
    #[track_caller]
    pub fn problem(self, status: u16) -> (String, Option<String>, String) {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        let problem = self.with(status);
        let text = |member: &str| problem[member].as_str().unwrap_or_else(|| panic!("{member}: {problem}")).to_owned();
        assert_eq!(problem["status"], status);
        assert!(!text("title").is_empty() && problem.as_object().unwrap().len() == 5, "{problem}");
        let kind = text("type").strip_prefix("urn:sac:problem:").unwrap().to_owned();
        (kind, problem["pointer"].as_str().map(str::to_owned), text("detail"))
    }
}
