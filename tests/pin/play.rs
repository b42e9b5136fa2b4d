//! A gateway with a browser and its control API.

use hyper::Method;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use sac_gateway::client::{Client, Target, Trust};
use serde_json::{Value, json};

use super::browser::{Browser, Seen};
use super::support::Playground;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";
pub const ANNA: &str = "SMPNNA88H55F205P";
pub const CONSULENTE: &str = "CNSPRV68B10F158Y";
pub const ORDINE: &str = "RDNPRV77H48F158M";
pub const INPS: &str = "NPSPRV69S12F158G";
pub const PINI: &str = "PNIMRA70A01H501P";
pub const ENTE: &str = "NTEPRV72P10H501G";
pub const PASSI: &str = "PSSPRV73R11H501W";
pub const NUOVO: &str = "NVUPRV85A01H501Q";

pub struct Play {
    pub playground: Playground,
    control: Client,
    bearer: HeaderValue,
}

impl Play {
    /// With these settings (TOML), the clock standing at this instant. Many requests come from one address in a test.
    pub async fn at(settings: &str, now: &str) -> Self {
        let settings = format!("public_attempts = 0\n{settings}");
        let playground = Playground::start(&settings, now.parse().unwrap()).await;
        let address = playground.gateway.control().unwrap().local_addr();
        let control = Client::new(Target::parse(&format!("http://{address}")).unwrap(), &Trust::default()).unwrap();
        let token = std::fs::read_to_string(playground.folder.path().join("control.token")).unwrap();
        let bearer = HeaderValue::try_from(format!("Bearer {}", token.trim())).unwrap();
        Self { playground, control, bearer }
    }

    pub async fn start() -> Self {
        Self::at("", NOW).await
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.playground.client_with(None))
    }

    /// Calls below the world, and gives the status and the answer.
    pub async fn try_call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let headers =
            [(AUTHORIZATION, self.bearer.clone()), (CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let path = format!("/control/v1/worlds/default{path}");
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let reply = self.control.call(method, &path, &headers, body.into()).await.unwrap();
        (reply.status.as_u16(), serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// The same, which must go well.
    pub async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, value) = self.try_call(method, path, body).await;
        assert!(status < 300, "{method} {path}: {status} {value}");
        value
    }

    /// What is at a path below the world, as it comes.
    pub async fn raw(&self, path: &str) -> Vec<u8> {
        let path = format!("/control/v1/worlds/default{path}");
        let headers = [(AUTHORIZATION, self.bearer.clone())];
        self.control.call(Method::GET, &path, &headers, Vec::new().into()).await.unwrap().body.to_vec()
    }

    /// Moves the clock forward; what happened, as pairs of name and subject.
    pub async fn advance(&self, by: &str) -> Vec<(String, String)> {
        let answer = self.call("POST", "/clock/advance", json!({"by": by})).await;
        let text = |one: &Value, member: &str| one[member].as_str().unwrap().to_owned();
        answer["happened"].as_array().unwrap().iter().map(|one| (text(one, "what"), text(one, "id"))).collect()
    }

    pub async fn pin(&self, code: &str) -> Value {
        self.call("GET", &format!("/pins/{code}"), Value::Null).await
    }

    pub async fn state(&self, code: &str) -> String {
        self.pin(code).await["stato"].as_str().unwrap_or_default().to_owned()
    }

    /// The rules in the events of a subject.
    pub async fn broken(&self, code: &str) -> Vec<String> {
        let events = self.call("GET", &format!("/pins/{code}/events"), Value::Null).await;
        let rules = events.as_array().unwrap().iter().filter_map(|one| one["regola"].as_str().map(str::to_owned));
        rules.collect()
    }

    /// The messages of this event, whole, oldest first.
    pub async fn messages(&self, event: &str) -> Vec<Value> {
        let found = self.call("GET", &format!("/outbox?event={event}"), Value::Null).await;
        let mut whole = Vec::new();
        for one in found.as_array().unwrap().iter().rev() {
            whole.push(self.call("GET", &format!("/outbox/{}", one["id"].as_str().unwrap()), Value::Null).await);
        }
        whole
    }

    /// All messages.
    pub async fn outbox(&self) -> Vec<Value> {
        self.call("GET", "/outbox", Value::Null).await.as_array().unwrap().clone()
    }
}

impl Browser {
    /// Logs in with a PIN.
    pub async fn pin(&self, code: &str, pin: &str, servizio: &str) -> Seen {
        let csrf = self.csrf("/pin/accesso").await;
        let fields = [("codiceFiscale", code), ("pin", pin), ("servizio", servizio), ("csrf", csrf.as_str())];
        self.post("/pin/accesso", &fields).await
    }

    /// Posts a form with the token of the page at `form`.
    pub async fn fill(&self, form: &str, path: &str, fields: &[(&str, &str)]) -> Seen {
        let csrf = self.csrf(form).await;
        let mut fields = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.post(path, &fields).await
    }

    /// Posts a form with a file, and the token of the page at `form`.
    pub async fn upload(&self, form: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Seen {
        let csrf = self.csrf(form).await;
        let mut body = Vec::new();
        for (name, value) in fields.iter().chain(&[("csrf", csrf.as_str())]) {
            let part = format!("--limite\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, bytes) = file;
        let head = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"file\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--limite--\r\n");
        self.send_as(Method::POST, path, "multipart/form-data; boundary=limite", body).await
    }

    /// Logs in and changes an initial secret; the new one.
    pub async fn first_access(&self, code: &str, whole: &str) -> String {
        let seen = self.pin(code, whole, "pin").await;
        assert_eq!((seen.status(), seen.header("location").as_str()), (303, "/pin/primo-accesso"), "{}", seen.text);
        let seen = self.fill("/pin/primo-accesso", "/pin/primo-accesso", &[("conferma", "si")]).await;
        assert_eq!((seen.status(), seen.pagina().as_str()), (200, "pin-nuovo"), "{}", seen.text);
        let new = seen.campo("pin").unwrap();
        assert_eq!(new.len(), 8);
        new
    }
}

impl Seen {
    /// The rules that a page names, with their numbers.
    pub fn regole(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for part in self.text.split("data-regola=\"").skip(1) {
            let name = part.split('"').next().unwrap_or_default().to_owned();
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }
}

/// The half in a text: eight capitals and digits.
pub fn half(text: &str) -> String {
    let is_half = |word: &&str| word.len() == 8 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    text.split(|c: char| !c.is_alphanumeric()).find(is_half).unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// Anna's data, as the register has them, with any residence: it knows none of hers.
pub fn anna() -> Vec<(&'static str, &'static str)> {
    vec![
        ("codiceFiscale", ANNA),
        ("cognome", "Esempio"),
        ("nome", "Anna"),
        ("tesseraSanitaria", "80380000000000000001"),
        ("via", "Via Torino"),
        ("civico", "1"),
        ("cap", "20123"),
        ("codiceCatastale", "F205"),
    ]
}
