//! HTTP archives, of this program and of others.

use std::io::Read;

use serde_json::{Map, Value};

use super::ReadError;
use super::jsonl::headers;
use crate::body::Body;
use crate::message::{HttpMessage, Start};
use crate::recorded::Recorded;

pub(super) fn read(source: impl Read) -> Result<impl Iterator<Item = Result<Recorded, ReadError>>, ReadError> {
    let mut document: Value = serde_json::from_reader(source).map_err(ReadError::Har)?;
    let entries = document.pointer_mut("/log/entries").map(Value::take);
    let Some(Value::Array(entries)) = entries else {
        return Err(ReadError::Har(serde::de::Error::custom("`log` has no array `entries`")));
    };
    Ok((1..).zip(entries).map(|(at, entry)| {
        let wrong = |problem: &str| ReadError::Exchange { at, problem: problem.to_owned() };
        let about = match &entry["_sac"] {
            Value::Object(about) => about.clone(),
            _ => Map::from_iter([
                ("id".to_owned(), at.into()),
                ("received".to_owned(), entry["startedDateTime"].clone()),
            ]),
        };
        let request = request(&entry["request"]).ok_or_else(|| wrong("its `request` is not as HAR has it"))?;
        Ok(Recorded { about, request: Some(request), response: response(&entry["response"]) })
    }))
}

fn request(value: &Value) -> Option<HttpMessage> {
    let url = value["url"].as_str()?;
    let target = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => url,
    };
    let start = Start::Request { method: value["method"].as_str()?.to_owned(), target: target.to_owned() };
    let body = body(&value["postData"], "_encoding")?;
    Some(HttpMessage { start, headers: headers(&value["headers"]), body })
}

/// Browsers write a status of 0 where no answer came.
fn response(value: &Value) -> Option<HttpMessage> {
    let status = u16::try_from(value["status"].as_u64()?).ok().filter(|status| *status > 0)?;
    let start = Start::Response { status, reason: value["statusText"].as_str().unwrap_or_default().to_owned() };
    Some(HttpMessage { start, headers: headers(&value["headers"]), body: body(&value["content"], "encoding")? })
}

fn body(content: &Value, encoding: &str) -> Option<Vec<u8>> {
    let text = content["text"].as_str().unwrap_or_default().to_owned();
    let body = match (content[encoding].as_str(), content["_charset"].as_str()) {
        (Some("base64"), _) => Body::Base64(text),
        (_, Some(_)) => Body::Latin1(text),
        _ => Body::Utf8(text),
    };
    body.bytes()
}
