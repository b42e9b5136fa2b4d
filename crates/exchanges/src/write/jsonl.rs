//! One JSON object a line: what the list of exchanges says of it, its `request` and its `response`.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::body::Body;
use crate::message::{HttpMessage, Start};
use crate::recorded::Recorded;

pub(super) struct Jsonl<W>(W);

impl<W: Write> Jsonl<W> {
    pub(super) fn new(out: W) -> Self {
        Self(out)
    }

    pub(super) fn write(&mut self, exchange: &Recorded) -> io::Result<()> {
        let mut line = exchange.about.clone();
        for (name, message) in [("request", &exchange.request), ("response", &exchange.response)] {
            line.insert(name.to_owned(), message.as_ref().map_or(Value::Null, of_message));
        }
        serde_json::to_writer(&mut self.0, &line)?;
        self.0.write_all(b"\n")
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn of_message(message: &HttpMessage) -> Value {
    let headers: Vec<Value> =
        message.headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let mut object = match &message.start {
        Start::Request { method, target } => json!({"method": method, "target": target}),
        Start::Response { status, reason } => json!({"status": status, "reason": reason}),
    };
    object["headers"] = Value::Array(headers);
    match Body::of(&message.body, message.stated_charset()) {
        Body::Utf8(text) => object["body"] = text.into(),
        Body::Latin1(text) => {
            object["body"] = text.into();
            object["charset"] = "ISO-8859-1".into();
        }
        Body::Base64(text) => object["body_base64"] = text.into(),
    }
    object
}
