//! One JSON object a line.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::ReadError;
use crate::body::Body;
use crate::message::{HttpMessage, Start, is_kept};
use crate::recorded::Recorded;

pub(super) fn read(source: impl BufRead) -> impl Iterator<Item = Result<Recorded, ReadError>> {
    (1..).zip(source.lines()).filter(|(_, line)| line.as_ref().map_or(true, |line| !line.trim().is_empty())).map(
        |(at, line)| {
            let wrong = |problem: String| ReadError::Exchange { at, problem };
            let mut about: Map<String, Value> =
                serde_json::from_str(&line?).map_err(|error| wrong(error.to_string()))?;
            let mut message = |name: &str| match about.remove(name) {
                None | Some(Value::Null) => Ok(None),
                Some(value) => message(&value).map(Some).map_err(|problem| wrong(format!("`{name}`: {problem}"))),
            };
            let (request, response) = (message("request")?, message("response")?);
            Ok(Recorded { about, request, response })
        },
    )
}

fn message(value: &Value) -> Result<HttpMessage, String> {
    let start = match value["status"].as_u64() {
        Some(status) => Start::Response {
            status: u16::try_from(status).map_err(|_| format!("{status} is no status"))?,
            reason: value["reason"].as_str().unwrap_or_default().to_owned(),
        },
        None => Start::Request { method: text(value, "method")?, target: text(value, "target")? },
    };
    let body = match (value["body"].as_str(), value["body_base64"].as_str()) {
        (Some(text), _) if value["charset"].is_string() => Body::Latin1(text.to_owned()),
        (Some(text), _) => Body::Utf8(text.to_owned()),
        (None, text) => Body::Base64(text.unwrap_or_default().to_owned()),
    };
    let body = body.bytes().ok_or("`body_base64` is not base64")?;
    Ok(HttpMessage { start, headers: headers(&value["headers"]), body })
}

fn text(value: &Value, name: &str) -> Result<String, String> {
    value[name].as_str().map(str::to_owned).ok_or_else(|| format!("there is no `{name}`"))
}

/// The headers of an array of `{"name", "value"}`, but for those that say how the body travelled.
pub(super) fn headers(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_array().into_iter().flatten();
    pairs
        .filter_map(|pair| Some((pair["name"].as_str()?.to_owned(), pair["value"].as_str()?.to_owned())))
        .filter(|(name, _)| is_kept(name) && !name.starts_with(':'))
        .collect()
}
