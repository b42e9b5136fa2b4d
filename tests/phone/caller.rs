//! A voice platform without a voice: it reads documents and sends what is keyed.

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use sac_gateway::client::{Client, HttpReply, VoiceDocument};
use sac_gateway::xml::{Limits, Reader, Tree, decode};

use super::support::Playground;

pub const NOW: &str = "2026-03-02T10:00:00+01:00";
pub const PINI: &str = "PNIMRA70A01H501P";
pub const KEYED: &str = "71624361732107002100014205000171";

pub async fn playground(settings: &str) -> Playground {
    Playground::start(settings, NOW.parse().unwrap()).await
}

/// A call that goes on.
pub struct Caller {
    client: Client,
    pub last: VoiceDocument,
    pub text: String,
}

/// Reads a document, whose shape must be that of every document.
pub fn read(reply: &HttpReply) -> (VoiceDocument, String) {
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    assert_eq!(reply.status, 200, "{text}");
    assert_eq!(reply.headers["content-type"], "application/voicexml+xml; charset=UTF-8");
    assert_eq!(reply.headers["cache-control"], "no-store");
    let document = VoiceDocument::read(text.as_bytes()).unwrap();
    let decoded = decode(text.as_bytes(), None).unwrap();
    let mut reader = Reader::new(&decoded, Limits::default());
    let _ = reader.read().unwrap();
    let tree = Tree::read(&mut reader).unwrap();
    let root = tree.root().unwrap();
    let names: Vec<&str> = root.children().map(|child| child.local()).collect();
    let metas = names.iter().filter(|name| **name == "meta").count();
    let shape = ["var", "var", "var", "property", "property", "property", "property", "catch", "form"];
    assert_eq!(names[metas..], shape, "{text}");
    assert_eq!((root.local(), root.attribute("version")), ("vxml", Some("2.1")), "{text}");
    assert_eq!(root.namespace(), "http://www.w3.org/2001/vxml");
    let form = root.child("form").unwrap();
    assert_eq!(form.attribute("id"), Some(document.state.as_str()), "{text}");
    if document.is_last {
        let block: Vec<&str> = form.child("block").unwrap().children().map(|child| child.local()).collect();
        assert_eq!(block, ["prompt", "disconnect"], "{text}");
        assert_eq!(document.outcome, "ended");
    } else {
        let field = form.child("field").unwrap();
        let parts: Vec<&str> = field.children().map(|child| child.local()).collect();
        assert_eq!(parts, ["grammar", "prompt", "noinput", "nomatch", "filled"], "{text}");
        for part in ["noinput", "nomatch", "filled"] {
            let submit = field.child(part).unwrap().child("submit").unwrap();
            assert_eq!(submit.attribute("next"), Some(document.next.as_str()), "{text}");
        }
        let rule = field.child("grammar").unwrap().child("rule").unwrap();
        assert!(rule.children().count() == 1 && rule.attribute("id") == Some("r"), "{text}");
    }
    (document, text)
}

impl Caller {
    pub async fn call(playground: &Playground) -> Self {
        Self::call_at(playground, "").await
    }

    /// A call in a world below this path.
    pub async fn call_at(playground: &Playground, mount: &str) -> Self {
        let client = playground.client_with(None);
        let path = format!("{mount}/phone/start?caller=%2B390612345");
        let reply = client.call(Method::GET, &path, &[], "".into()).await.unwrap();
        let (last, text) = read(&reply);
        assert_eq!((last.state.as_str(), last.seq.as_str()), ("BENV", "1"));
        assert_eq!(last.next, format!("{mount}/phone/next"));
        Self { client, last, text }
    }

    /// A doctor at the menu.
    pub async fn doctor(playground: &Playground) -> Self {
        let mut caller = Self::call(playground).await;
        caller.keys("1 10000001 13579").await;
        assert_eq!(caller.last.state, "MENU", "{}", caller.text);
        caller
    }

    /// The doctor with a whole certificate at its summary: Pini, 2 to 6 March, 487.1.
    pub async fn at_summary(playground: &Playground) -> Self {
        let mut caller = Self::doctor(playground).await;
        let last = caller.keys(&format!("1 {KEYED} 1 1 {}", Self::CERTIFICATE)).await;
        assert_eq!(last.state, "S_CONF", "{}", last.prompt);
        caller
    }

    /// What is keyed from the question `RUOLO` on.
    pub const CERTIFICATE: &str = "1 1 1 0 0 06032026 1 487*1 2 2 0";

    pub async fn post(&self, body: &str) -> HttpReply {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.client.call(Method::POST, &self.last.next, &[(CONTENT_TYPE, form)], body.to_owned().into()).await.unwrap()
    }

    /// Sends an event: the next document.
    pub async fn event(&mut self, event: &str, keyed: &str) -> &VoiceDocument {
        let reply = self.post(&self.last.answer(event, keyed)).await;
        let before: u32 = self.last.seq.parse().unwrap();
        (self.last, self.text) = read(&reply);
        assert_eq!(self.last.seq, (before + 1).to_string());
        &self.last
    }

    /// Keys what stands between blanks, one answer after the other; `-` is silence.
    pub async fn keys(&mut self, answers: &str) -> &VoiceDocument {
        for answer in answers.split_whitespace() {
            if answer == "-" {
                self.event("noinput", "").await
            } else {
                self.event("input", answer).await
            };
        }
        &self.last
    }
}
