//! A browser without scripts: cookies, forms, and the marks in pages.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hyper::header::{CONTENT_TYPE, COOKIE, HeaderValue, ORIGIN, SET_COOKIE};
use hyper::{Method, StatusCode};
use sac_gateway::client::{Client, HttpReply};

pub struct Browser {
    /// The `Origin` that it sends with forms, if any.
    pub origin: Option<&'static str>,
    client: Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

pub struct Seen {
    pub reply: HttpReply,
    pub text: String,
}

impl Browser {
    pub fn new(client: Client) -> Self {
        Self { origin: None, client, cookies: Mutex::default() }
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send(Method::GET, path, "").await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let body =
            fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect::<Vec<_>>().join("&");
        self.send(Method::POST, path, &body).await
    }

    pub async fn send(&self, method: Method, path: &str, body: &str) -> Seen {
        self.send_as(method, path, "application/x-www-form-urlencoded", body.to_owned().into_bytes()).await
    }

    /// Sends a body of this media type.
    pub async fn send_as(&self, method: Method, path: &str, media: &str, body: Vec<u8>) -> Seen {
        let cookies = self.cookies.lock().unwrap().clone();
        let cookies = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let mut headers = vec![(CONTENT_TYPE, HeaderValue::try_from(media).unwrap())];
        if let Some(origin) = self.origin.filter(|_| method == Method::POST) {
            headers.push((ORIGIN, HeaderValue::from_static(origin)));
        }
        if !cookies.is_empty() {
            headers.push((COOKIE, HeaderValue::try_from(cookies).unwrap()));
        }
        let reply = self.client.call(method, path, &headers, body.into()).await.unwrap();
        for value in reply.headers.get_all(SET_COOKIE) {
            let (pair, _) = value.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        let text = String::from_utf8_lossy(&reply.body).into_owned();
        Seen { reply, text }
    }

    pub fn cookie(&self, name: &str) -> String {
        self.cookies.lock().unwrap().get(name).cloned().unwrap_or_default()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// The token of the form of a page.
    pub async fn csrf(&self, path: &str) -> String {
        self.get(path).await.between("name=\"csrf\" value=\"", "\"").unwrap_or_default()
    }

    /// Logs in as a worker.
    pub async fn log_in_worker(&self, base: &str, code: &str, pin: &str) -> Seen {
        let csrf = self.csrf(&format!("{base}/accesso")).await;
        let fields = [("codiceFiscale", code), ("pin", pin), ("csrf", csrf.as_str())];
        self.post(&format!("{base}/accesso"), &fields).await
    }

    /// Logs in as one who reads for employers.
    pub async fn log_in(&self, base: &str, user: &str) {
        let csrf = self.csrf(&format!("{base}/accesso")).await;
        let fields = [("utente", user), ("password", "prova"), ("csrf", csrf.as_str())];
        let seen = self.post(&format!("{base}/accesso"), &fields).await;
        assert_eq!((seen.status(), seen.header("location")), (303, format!("{base}/attestati")), "{}", seen.text);
    }
}

impl Seen {
    pub fn status(&self) -> u16 {
        self.reply.status.as_u16()
    }

    pub fn is(&self, status: StatusCode) -> bool {
        self.reply.status == status
    }

    pub fn header(&self, name: &str) -> String {
        self.reply.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned()
    }

    pub fn between(&self, before: &str, after: &str) -> Option<String> {
        let (_, rest) = self.text.split_once(before)?;
        Some(rest.split_once(after)?.0.to_owned())
    }

    /// The value of the element with this mark.
    pub fn campo(&self, path: &str) -> Option<String> {
        let text = self.between(&format!("data-campo=\"{path}\">"), "</dd>")?;
        if let Some((_, rest)) = text.split_once("<data value=\"") {
            return Some(rest.split_once('"')?.0.to_owned());
        }
        let mut plain = String::new();
        let mut in_tag = false;
        for c in text.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => plain.push(c),
                _ => {}
            }
        }
        Some(plain)
    }

    /// The text of the span with this mark.
    pub fn campo_span(&self, path: &str) -> Option<String> {
        self.between(&format!("<span data-campo=\"{path}\">"), "</span>")
    }

    pub fn pagina(&self) -> String {
        self.between("data-pagina=\"", "\"").unwrap_or_default()
    }

    pub fn rows(&self) -> usize {
        self.text.matches("<tr data-numero=").count()
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
