//! JSON that holds messages: HAR, which browsers and proxies write, and the collections of clients
//! such as Postman.

use std::fmt::Write as _;

use serde_json::Value;

use super::other::{MOST, Other};
use sac_diagnostic::Text;

pub(super) fn recognise(text: &str) -> Option<Other> {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return None;
    }
    // serde_json refuses what is nested too deep.
    let json: Value = serde_json::from_str(text).ok()?;
    let entries = json.get("log").and_then(|log| log.get("entries")).and_then(Value::as_array);
    if let Some(entries) = entries {
        return Some(Other::record(
            Text::new("una registrazione HAR del traffico HTTP", "a HAR record of HTTP traffic"),
            Text::new(
                "I messaggi SOAP che contiene sono controllati uno per uno; il resto è tralasciato.",
                "The SOAP messages in it are checked one by one; the rest is passed over.",
            ),
            entries.iter().take(MOST).filter_map(exchange).collect(),
        ));
    }
    let mut parts = Vec::new();
    collect(&json, &mut parts);
    Some(Other::record(
        Text::new("un file JSON", "a JSON file"),
        Text::new(
            "Il servizio riceve XML. I testi del file che sono buste SOAP sono controllati uno per uno.",
            "The service takes XML. Texts of the file that are SOAP envelopes are checked one by one.",
        ),
        parts,
    ))
}

/// Request and response of an entry as HTTP writes them, if one of them is SOAP.
fn exchange(entry: &Value) -> Option<Vec<u8>> {
    let (request, response) = (entry.get("request")?, entry.get("response"));
    let sent = text(request.get("postData").and_then(|data| data.get("text")));
    let received = text(response.and_then(|response| response.get("content")).and_then(|content| content.get("text")));
    if !sent.contains("Envelope") && !received.contains("Envelope") {
        return None;
    }
    let method = one_word(text(request.get("method")));
    let url = one_word(text(request.get("url")));
    let mut capture = message(&format!("{method} {url} HTTP/1.1"), request, sent);
    if received.trim_start().starts_with('<') {
        let status = response.and_then(|response| response.get("status")).and_then(Value::as_u64).unwrap_or(200);
        let response = response.unwrap_or(&Value::Null);
        capture.extend(message(&format!("HTTP/1.1 {status} -"), response, received));
    }
    Some(capture)
}

/// A message of HTTP; its body is written as HAR has it, without chunks and compression.
fn message(start: &str, of: &Value, body: &str) -> Vec<u8> {
    let mut head = format!("{start}\r\n");
    for header in of.get("headers").and_then(Value::as_array).into_iter().flatten() {
        let (name, value) = (text(header.get("name")), text(header.get("value")));
        let is_of_body = ["content-length", "transfer-encoding", "content-encoding"]
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other));
        let is_plain = |text: &str| !text.contains(['\r', '\n']);
        if !is_of_body && !name.is_empty() && !name.contains(':') && is_plain(name) && is_plain(value) {
            let _ = write!(head, "{name}: {value}\r\n");
        }
    }
    let _ = write!(head, "Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body.as_bytes(), b"\r\n"].concat()
}

fn text(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

fn one_word(text: &str) -> String {
    text.split_ascii_whitespace().next().unwrap_or("-").to_owned()
}

/// Every text that begins like a document and holds an envelope.
fn collect(json: &Value, parts: &mut Vec<Vec<u8>>) {
    match json {
        Value::String(text)
            if parts.len() <= MOST && text.trim_start().starts_with('<') && text.contains("Envelope") =>
        {
            parts.push(text.trim().as_bytes().to_vec());
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, parts)),
        Value::Object(values) => values.values().for_each(|value| collect(value, parts)),
        _ => {}
    }
}
