//! Refusals, as RFC 9457 wants them.

use axum::Extension;
use axum::response::{IntoResponse, Response as AxumResponse};
use hyper::StatusCode;
use hyper::header::CONTENT_TYPE;
use sac_domain::words::{Language, Said, Text, said};
use sac_http::Response;
use sac_store::StoreError;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::accept_language::say_which;

/// The media type of problem documents.
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// Why a call was refused: a problem document (RFC 9457), `title` and `detail` in the language that `Accept-Language`
/// asks for, English or Italian.
#[derive(Clone, Debug, PartialEq, Eq, ToSchema)]
pub struct Problem {
    /// What kind of problem it is: `urn:sac:problem:NAME`.
    #[schema(rename = "type", example = "urn:sac:problem:unknown-member")]
    kind: String,
    /// The kind in words.
    #[schema(value_type = String)]
    title: Said,
    /// The HTTP status.
    #[schema(value_type = u16)]
    status: StatusCode,
    /// What is wrong in this case, and how to fix it.
    #[schema(value_type = String)]
    detail: Box<Text>,
    /// Where in the body it is wrong (a JSON pointer, RFC 6901), where it is there.
    pointer: Option<String>,
    /// The rules that refuse it, where rules do.
    #[schema(required = false)]
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
    pub(crate) fn parts(self) -> (StatusCode, &'static str, Said) {
        match self {
            Self::NotJson => (StatusCode::BAD_REQUEST, "not-json", said("Il corpo non è JSON", "The body is not JSON")),
            Self::BadQuery => (
                StatusCode::BAD_REQUEST,
                "bad-query",
                said("Un parametro della richiesta non è valido", "A query parameter is wrong"),
            ),
            Self::UnknownPath => (
                StatusCode::NOT_FOUND,
                "unknown-path",
                said("A questo percorso non c'è nulla", "There is nothing at this path"),
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", said("Non esiste", "There is no such thing")),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                said("Il percorso non accetta questo metodo", "The path does not take this method"),
            ),
            Self::Conflict => {
                (StatusCode::CONFLICT, "conflict", said("Contraddice ciò che c'è già", "It contradicts what is there"))
            }
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-large", said("Il corpo è troppo lungo", "The body is too long"))
            }
            Self::MediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "media-type",
                said("Il corpo è di un altro tipo", "The body is of another media type"),
            ),
            Self::UnknownMember => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "unknown-member",
                said("Il corpo ha un membro sconosciuto", "The body has a member that is not known"),
            ),
            Self::MissingMember => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "missing-member",
                said("Al corpo manca un membro", "The body lacks a member"),
            ),
            Self::BadValue => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "bad-value",
                said("Un membro ha un valore non valido", "A member has a wrong value"),
            ),
            Self::Refused => {
                (StatusCode::UNPROCESSABLE_ENTITY, "refused", said("Delle regole lo rifiutano", "Rules refuse it"))
            }
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                "forbidden",
                said("La richiesta viene da un'altra parte", "The request comes from elsewhere"),
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                said("Il gateway ha avuto un errore", "The gateway failed"),
            ),
            Self::Http(StatusCode::PAYLOAD_TOO_LARGE) => Self::TooLarge.parts(),
            Self::Http(StatusCode::UNSUPPORTED_MEDIA_TYPE) => Self::MediaType.parts(),
            Self::Http(StatusCode::INTERNAL_SERVER_ERROR) => Self::Internal.parts(),
            Self::Http(status) => (status, "http", refused_with(status)),
        }
    }
}

impl Problem {
    /// A problem of this kind.
    pub(crate) fn new(kind: Kind, detail: impl Into<Text>) -> Self {
        let (status, name, title) = kind.parts();
        Self {
            kind: format!("urn:sac:problem:{name}"),
            title,
            status,
            detail: Box::new(detail.into()),
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
        let names = names.join(", ");
        let detail = Text::new(
            format!("rifiutato da {names}; `sac explain NOME` dice di più di una regola"),
            format!("refused by {names}; `sac explain NAME` says more of a rule"),
        );
        Self { rules, ..Self::new(Kind::Refused, detail) }
    }

    /// A member of the body has a value that it cannot have.
    pub(crate) fn bad_value(pointer: impl Into<String>, detail: impl Into<Text>) -> Self {
        Self::new(Kind::BadValue, detail).at(pointer)
    }

    /// The document.
    #[must_use]
    pub fn to_json(&self, language: Language) -> String {
        serde_json::to_string(&self.document(language)).unwrap_or_default()
    }

    /// The HTTP status.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// Title, detail and pointer, for a page.
    pub(crate) fn into_words(self) -> (Said, Text, Option<String>) {
        (self.title, *self.detail, self.pointer)
    }

    /// As the listener sends it.
    pub(crate) fn to_response(&self, language: Language) -> Response {
        let mut response = Response::new(self.status, MEDIA_TYPE, self.to_json(language));
        say_which(&mut response.headers, language);
        response
    }

    /// A document that has more members than the problem's, whose words are put into the caller's language on its way.
    pub(crate) fn respond(&self, document: &impl Serialize) -> AxumResponse {
        let body = serde_json::to_string(document).unwrap_or_default();
        let words = InBoth { title: self.title, detail: Text::clone(&self.detail) };
        (self.status, [(CONTENT_TYPE, MEDIA_TYPE)], Extension(words), body).into_response()
    }

    fn document(&self, language: Language) -> Document<'_> {
        Document {
            kind: &self.kind,
            title: language.pick(self.title.it, self.title.en),
            status: self.status.as_u16(),
            detail: self.detail.get(language),
            pointer: self.pointer.as_deref(),
            rules: &self.rules,
        }
    }
}

/// A problem in one language.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rules: &'a [BrokenRule],
}

/// The words of a problem document, beside the answer that holds it.
#[derive(Clone, Debug)]
pub(crate) struct InBoth {
    pub(crate) title: Said,
    pub(crate) detail: Text,
}

/// In English: `translated::translate` puts it into the caller's language.
impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document(Language::En).serialize(serializer)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> AxumResponse {
        self.respond(&self)
    }
}

/// The store's failures are for the log; the caller cannot do anything about them.
impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %sac_domain::error::chain(&error), "a call of the control API failed");
        let detail = said(
            "l'archivio ha avuto un errore; il log del gateway dice perché",
            "the store failed; the gateway's log says why",
        );
        Self::new(Kind::Internal, detail)
    }
}

fn refused_with(status: StatusCode) -> Said {
    let en = status.canonical_reason().unwrap_or("The request was refused");
    let it = match status {
        StatusCode::REQUEST_TIMEOUT => "Il corpo non è arrivato in tempo",
        StatusCode::SERVICE_UNAVAILABLE => "Il gateway non può servire ora",
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "Le intestazioni sono troppo lunghe",
        _ => "La richiesta è stata rifiutata",
    };
    said(it, en)
}
