//! Refusals, as RFC 9457 wants them.

use axum::response::{IntoResponse, Response as AxumResponse};
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use sac_http::Response;
use sac_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of problem documents.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a call was refused: a problem document (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: `urn:sac:problem:NAME`.
    #[serde(rename = "type")]
    #[schema(example = "urn:sac:problem:unknown-member")]
    kind: String,
    /// The kind in words.
    title: &'static str,
    /// The HTTP status.
    #[schema(value_type = u16)]
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    /// What is wrong in this case, and how to put it right.
    detail: String,
    /// Where in the body it is wrong (a JSON pointer, RFC 6901), where it is there.
    pointer: Option<String>,
    /// The rules that refuse it, where rules do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<BrokenRule>,
}

/// A rule that refuses a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BrokenRule {
    /// Its name in the rule book.
    pub rule: String,
    /// Its number.
    pub tipo_errore: String,
    /// The field at fault.
    pub sezione_errata: String,
    /// The sentence, in Italian.
    pub descrizione: String,
}

/// The kinds of problem that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    NotJson,
    BadQuery,
    UnknownPath,
    NotFound,
    MethodNotAllowed,
    Conflict,
    TooLarge,
    MediaType,
    UnknownMember,
    MissingMember,
    BadValue,
    Refused,
    Forbidden,
    Internal,
    /// Whatever the listener refuses, by its status.
    Http(StatusCode),
}

impl Kind {
    pub(crate) fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NotJson => (StatusCode::BAD_REQUEST, "not-json", "The body is not JSON"),
            Self::BadQuery => (StatusCode::BAD_REQUEST, "bad-query", "A query parameter is wrong"),
            Self::UnknownPath => (StatusCode::NOT_FOUND, "unknown-path", "There is nothing at this path"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is no such thing"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The path does not take this method")
            }
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "It contradicts what is there"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is too long"),
            Self::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The body is of another media type"),
            Self::UnknownMember => {
                (StatusCode::UNPROCESSABLE_ENTITY, "unknown-member", "The body has a member that is not known")
            }
            Self::MissingMember => (StatusCode::UNPROCESSABLE_ENTITY, "missing-member", "The body lacks a member"),
            Self::BadValue => (StatusCode::UNPROCESSABLE_ENTITY, "bad-value", "A member has a wrong value"),
            Self::Refused => (StatusCode::UNPROCESSABLE_ENTITY, "refused", "Rules refuse it"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The request comes from elsewhere"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The gateway failed"),
            Self::Http(StatusCode::PAYLOAD_TOO_LARGE) => Self::TooLarge.parts(),
            Self::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE) => Self::MediaType.parts(),
            Self::Http(StatusCode::INTERNAL_SERVER_ERROR) => Self::Internal.parts(),
            Self::Http(status) => (status, "http", status.canonical_reason().unwrap_or("The request was refused")),
        }
    }
}

impl Problem {
    /// A problem of this kind.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        let (status, name, title) = kind.parts();
        Self {
            kind: format!("urn:sac:problem:{name}"),
            title,
            status,
            detail: detail.into(),
            pointer: None,
            rules: Vec::new(),
        }
    }

    /// The same at this place of the body.
    #[must_use]
    pub(crate) fn at(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..self }
    }

    /// Rules refuse it.
    pub(crate) fn of_rules(rules: Vec<BrokenRule>) -> Self {
        let names: Vec<&str> = rules.iter().map(|rule| rule.rule.as_str()).collect();
        let detail = format!("refused by {}; `sac explain NAME` says more of a rule", names.join(", "));
        Self { rules, ..Self::new(Kind::Refused, detail) }
    }

    /// A member of the body has a value that it cannot have.
    pub(crate) fn bad_value(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Kind::BadValue, detail).at(pointer)
    }

    /// The document.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Title, detail and pointer, for a page.
    pub(crate) fn into_words(self) -> (&'static str, String, Option<String>) {
        (self.title, self.detail, self.pointer)
    }

    /// As the listener sends it.
    pub(crate) fn to_response(&self) -> Response {
        Response::new(self.status, MEDIA_TYPE, self.to_json())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> AxumResponse {
        (self.status, [(CONTENT_TYPE, MEDIA_TYPE)], self.to_json()).into_response()
    }
}

/// The store's failures are for the log; the caller cannot do anything about them.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %sac_domain::error::chain(&error), "a call of the control API failed");
        Self::new(Kind::Internal, "the store failed; the gateway's log says why")
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}
