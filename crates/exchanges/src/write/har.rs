//! HTTP Archive 1.2. What it has no member for is in `_sac`, as extensions of the format are named.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::body::Body;
use crate::message::{HttpMessage, Start};
use crate::recorded::Recorded;

pub(super) struct Har<W> {
    out: W,
    written: u64,
    without_messages: u64,
}

impl<W: Write> Har<W> {
    pub(super) fn new(mut out: W, version: &str) -> io::Result<Self> {
        let creator = json!({"name": "sac", "version": version});
        write!(out, "{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[")?;
        Ok(Self { out, written: 0, without_messages: 0 })
    }

    pub(super) fn write(&mut self, exchange: &Recorded) -> io::Result<()> {
        let Some(request) = &exchange.request else {
            self.without_messages += 1;
            return Ok(());
        };
        if self.written > 0 {
            self.out.write_all(b",")?;
        }
        self.written += 1;
        self.out.write_all(b"\n")?;
        serde_json::to_writer(&mut self.out, &entry(exchange, request))?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        let comment = match self.without_messages {
            0 => String::new(),
            count => format!("{count} exchanges are left out: their messages were not kept"),
        };
        writeln!(self.out, "\n],\"comment\":{}}}}}", Value::from(comment))?;
        self.out.flush()
    }
}

fn entry(exchange: &Recorded, request: &HttpMessage) -> Value {
    let micros = |name: &str| exchange.about.get("times").and_then(|times| times[name].as_u64()).unwrap_or_default();
    let millis = |micros: u64| f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0;
    let send = micros("read");
    let wait: u64 = ["authenticate", "validate", "serve", "commit", "write"].into_iter().map(micros).sum();
    json!({
        "startedDateTime": exchange.text("received").unwrap_or("1970-01-01T00:00:00Z"),
        "time": millis(send + wait),
        "request": of_request(exchange, request),
        "response": exchange.response.as_ref().map_or_else(no_response, of_response),
        "cache": {},
        "timings": {"blocked": -1, "dns": -1, "connect": -1, "ssl": -1,
            "send": millis(send), "wait": millis(wait), "receive": 0},
        "_sac": exchange.about,
    })
}

fn of_request(exchange: &Recorded, request: &HttpMessage) -> Value {
    let Start::Request { method, target } = &request.start else { return Value::Null };
    let scheme = if exchange.text("tls").is_some() { "https" } else { "http" };
    let url = if target.contains("://") {
        target.clone()
    } else {
        format!("{scheme}://{}{target}", request.header("host").unwrap_or("localhost"))
    };
    let query = target.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let query: Vec<Value> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect();
    let mut object = json!({
        "method": method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "headers": headers(request),
        "queryString": query, "headersSize": -1, "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        object["postData"] = content(request, "_encoding");
    }
    object
}

fn of_response(response: &HttpMessage) -> Value {
    let Start::Response { status, reason } = &response.start else { return no_response() };
    let mut content = content(response, "encoding");
    content["size"] = response.body.len().into();
    json!({
        "status": status, "statusText": reason, "httpVersion": "HTTP/1.1", "cookies": [], "headers": headers(response),
        "content": content, "redirectURL": "", "headersSize": -1, "bodySize": response.body.len(),
    })
}

/// What stands for an answer that never came, as browsers write it.
fn no_response() -> Value {
    json!({
        "status": 0, "statusText": "", "httpVersion": "", "cookies": [], "headers": [],
        "content": {"size": 0, "mimeType": "x-unknown"}, "redirectURL": "", "headersSize": -1, "bodySize": -1,
    })
}

/// HAR has a member for base64 in responses only.
fn content(message: &HttpMessage, encoding: &str) -> Value {
    let mut object = json!({"mimeType": message.header("content-type").unwrap_or("application/octet-stream")});
    match Body::of(&message.body, message.stated_charset()) {
        Body::Utf8(text) => object["text"] = text.into(),
        Body::Latin1(text) => {
            object["text"] = text.into();
            object["_charset"] = "ISO-8859-1".into();
        }
        Body::Base64(text) => {
            object["text"] = text.into();
            object[encoding] = "base64".into();
        }
    }
    object
}

fn headers(message: &HttpMessage) -> Vec<Value> {
    message.headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}
