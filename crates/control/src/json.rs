//! JSON bodies.

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::problem::{Kind, Problem};
use crate::words::{self, Fault};
use sac_domain::words::{Text, said};

/// The body, read as a value of `T`. A request without a body counts as one with `{}`.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
        check_media_type(&headers, body.is_empty())?;
        read(if body.is_empty() { b"{}" } else { &body }).map(Self)
    }
}

/// Reads a value, or says what is wrong and where.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let pointer = pointer(error.path());
        refused(error.inner(), pointer)
    })?;
    deserializer.end().map_err(|error| refused(&error, String::new()))?;
    Ok(value)
}

/// A body that did not arrive.
pub(crate) fn unread(rejection: &BytesRejection) -> Problem {
    let detail = said("il corpo non è arrivato per intero", "the body did not arrive whole");
    Problem::new(Kind::Http(rejection.status()), detail)
}

fn refused(error: &serde_json::Error, pointer: String) -> Problem {
    if error.classify() != Category::Data {
        return Problem::new(Kind::NotJson, words::not_json(error));
    }
    match words::fault(&error.to_string(), words::MEMBER) {
        Fault::Unknown { name, detail } => Problem::new(Kind::UnknownMember, detail).at(below(pointer, &name)),
        Fault::Missing { name, detail } => Problem::new(Kind::MissingMember, detail).at(below(pointer, &name)),
        Fault::Value { detail } => Problem::bad_value(pointer, detail),
    }
}

fn check_media_type(headers: &HeaderMap, is_empty: bool) -> Result<(), Problem> {
    let refused = |found: &Text| {
        let detail = Text::new(
            "inviare JSON come `Content-Type: application/json`, non come ",
            "send JSON as `Content-Type: application/json`, not as ",
        );
        Problem::new(Kind::MediaType, detail.followed_by(found))
    };
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return if is_empty {
            Ok(())
        } else {
            Err(refused(&Text::new("qualcosa senza nome", "something that is not named")))
        };
    };
    let text = value.to_str().unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_json = essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"));
    let is_utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => ["utf-8", "utf8", "us-ascii"]
            .iter()
            .any(|known| charset.trim().trim_matches('"').eq_ignore_ascii_case(known)),
        _ => true,
    });
    if is_empty || (is_json && is_utf8) { Ok(()) } else { Err(refused(&Text::same(format!("`{text}`")))) }
}

fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", escaped(key)),
        // The variant of an enum is no place of its own in the ways that we write enums.
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// The member `name` of what is at `pointer`, unless the pointer names it already.
fn below(pointer: String, name: &str) -> String {
    let last = format!("/{}", escaped(name));
    if pointer.ends_with(&last) { pointer } else { pointer + &last }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::words::Language;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read only")]
    struct Outer {
        name: Option<String>,
        inner: Option<Vec<Inner>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "read only")]
    struct Inner {
        by: u8,
    }

    fn problem(body: &str) -> serde_json::Value {
        serde_json::from_str(&read::<Outer>(body.as_bytes()).unwrap_err().to_json(Language::En)).unwrap()
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let cases = [
            ("{\"nme\":1}", 422, "unknown-member", "/nme", "did you mean `name`?"),
            ("{\"inner\":[{\"by\":1},{\"bi\":1}]}", 422, "unknown-member", "/inner/1/bi", "did you mean `by`?"),
            ("{\"a/b~c\":1}", 422, "unknown-member", "/a~1b~0c", "there is no member"),
            ("{\"inner\":[{}]}", 422, "missing-member", "/inner/0/by", "missing"),
            ("{\"name\":7}", 422, "bad-value", "/name", "expected a text"),
            ("{\"inner\":[{\"by\":256}]}", 422, "bad-value", "/inner/0/by", "from 0 to 255"),
            ("[]", 422, "bad-value", "", "expected"),
            ("7", 422, "bad-value", "", "expected"),
        ];
        for (body, status, kind, pointer, part) in cases {
            let problem = problem(body);
            assert_eq!(problem["status"], status, "{body}");
            assert_eq!(problem["type"], format!("urn:sac:problem:{kind}"), "{body} {problem}");
            assert_eq!(problem["pointer"], pointer, "{body} {problem}");
            assert!(problem["detail"].as_str().unwrap().contains(part), "{body} {problem}");
        }
        for body in ["", "{", "{\"name\":}", "{} {}", "nul", "{\"name\":\"\u{1}\"}"] {
            let problem = problem(body);
            assert_eq!((&problem["status"], &problem["pointer"]), (&400.into(), &serde_json::Value::Null), "{body}");
        }
    }
}
