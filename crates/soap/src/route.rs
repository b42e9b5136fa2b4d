//! From a request's head to what it asks for (contract §1, rules §1 point 1).
//!
//! Pure: no state, no body, no credentials. Each refusal is an HTTP status and a sentence that
//! says what to do instead.

use hyper::{
    Method, StatusCode,
    header::{CONTENT_TYPE, HeaderValue},
};

use sac_http::{RequestHead, Response};
use sac_xml::ContentType;

/// Where the service is called, by POST, and where its WSDL is, by GET with `?wsdl`.
pub const SERVICE_PATH: &str = "/CertServiceWeb/CertificatiMedici";
/// The folder in which the WSDL's relative imports resolve.
const FOLDER: &str = "/CertServiceWeb/";

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A SOAP call.
    Soap(SoapMedia),
    /// One of the contract's documents.
    Document(Document),
}

/// What the `Content-Type` of a SOAP call says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoapMedia {
    /// The `charset` parameter as sent, without quotes.
    pub charset: Option<String>,
    /// `application/soap+xml`: the client speaks SOAP 1.2, and deserves a `VersionMismatch` fault
    /// (rules §1 point 3) rather than a bare 415.
    pub soap12: bool,
}

/// The three files of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// `certificatiMedici.wsdl`: binding and service.
    CertificatiMedici,
    /// `logicoErogatore.wsdl`: messages and port type.
    LogicoErogatore,
    /// `definitorio.xsd`: the schema.
    Definitorio,
}

impl Document {
    /// All three.
    pub const ALL: [Self; 3] = [Self::CertificatiMedici, Self::LogicoErogatore, Self::Definitorio];

    /// Its file name.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::CertificatiMedici => "certificatiMedici.wsdl",
            Self::LogicoErogatore => "logicoErogatore.wsdl",
            Self::Definitorio => "definitorio.xsd",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|document| document.file_name().eq_ignore_ascii_case(name))
    }
}

/// What this request asks for.
///
/// # Errors
/// 404, 405 or 415, ready to be sent.
#[expect(clippy::result_large_err, reason = "made once a request")]
pub fn of(head: &RequestHead) -> Result<Route, Response> {
    // A Content-Type that is there twice or is not ASCII is wrong, not absent.
    let content_type = head.headers.contains_key(CONTENT_TYPE).then(|| head.header(&CONTENT_TYPE).unwrap_or_default());
    route(&head.method, &head.path, head.query.as_deref(), content_type)
}

/// What a request with these parts asks for.
///
/// # Errors
/// 404, 405 or 415, ready to be sent.
#[expect(clippy::result_large_err, reason = "made once a request")]
pub fn route(method: &Method, path: &str, query: Option<&str>, content_type: Option<&str>) -> Result<Route, Response> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if path == SERVICE_PATH {
        return match query.and_then(document_asked) {
            _ if *method == Method::POST => media(content_type).map(Route::Soap),
            Some(document) if reads => document.map(Route::Document),
            _ => Err(call_by_post()),
        };
    }
    let document = path.strip_prefix(FOLDER).and_then(Document::named).ok_or_else(not_found)?;
    if reads { Ok(Route::Document(document)) } else { Err(Response::read_only()) }
}

/// `?wsdl`, `?wsdl=logicoErogatore.wsdl`, `?xsd=definitorio.xsd`, in any case, as the stacks that
/// publish services write them. An error for a document that we
/// do not have.
fn document_asked(query: &str) -> Option<Result<Document, Response>> {
    query.split('&').find_map(|pair| {
        let (key, name) = pair.split_once('=').unwrap_or((pair, ""));
        let whole = match key.to_ascii_lowercase().as_str() {
            "wsdl" => Document::CertificatiMedici,
            "xsd" => Document::Definitorio,
            _ => return None,
        };
        let document = if name.is_empty() { Some(whole) } else { Document::named(name) };
        Some(document.ok_or_else(not_found))
    })
}

/// An absent `Content-Type` is taken for `text/xml` (assumed: no source forbids it).
#[expect(clippy::result_large_err, reason = "made once a request")]
fn media(content_type: Option<&str>) -> Result<SoapMedia, Response> {
    let Some(value) = content_type else {
        return Ok(SoapMedia::default());
    };
    let content_type = ContentType::parse(value);
    let soap12 = match content_type.media_type.as_str() {
        "text/xml" => false,
        "application/soap+xml" => true,
        "multipart/related" => return Err(no_multipart()),
        _ => return Err(not_text_xml()),
    };
    Ok(SoapMedia { charset: content_type.charset.map(str::to_owned), soap12 })
}

fn not_found() -> Response {
    Response::sentence(
        StatusCode::NOT_FOUND,
        "Qui non c'è nulla: il servizio risponde in POST a /CertServiceWeb/CertificatiMedici, il WSDL è allo stesso indirizzo con ?wsdl.",
        "There is nothing here: the service answers POST at /CertServiceWeb/CertificatiMedici, the WSDL is at the same address with ?wsdl.",
    )
}

fn call_by_post() -> Response {
    Response::not_allowed(
        HeaderValue::from_static("POST"),
        "Il servizio si chiama in POST; per leggere il WSDL, GET con ?wsdl in fondo all'indirizzo.",
        "The service is called by POST; to read the WSDL, GET with ?wsdl at the end of the address.",
    )
}

fn not_text_xml() -> Response {
    Response::sentence(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "Il servizio parla SOAP 1.1: il Content-Type dev'essere text/xml (per esempio text/xml; charset=UTF-8).",
        "The service speaks SOAP 1.1: the Content-Type must be text/xml (for example text/xml; charset=UTF-8).",
    )
}

fn no_multipart() -> Response {
    Response::sentence(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "Il messaggio è un multipart/related (MTOM o allegati SOAP), che il servizio non conosce: disattivare MTOM nel client e inviare text/xml.",
        "The message is multipart/related (MTOM or SOAP with attachments), which the service does not know: turn MTOM off in the client and send text/xml.",
    )
}

#[cfg(test)]
mod tests {
    use hyper::header::ALLOW;

    use super::*;

    const XML: Option<&str> = Some("text/xml; charset=utf-8");

    #[test]
    fn what_is_offered_is_found() {
        let soap = Route::Soap(SoapMedia { charset: Some("utf-8".into()), soap12: false });
        let document = Route::Document;
        let cases = [
            ("POST", SERVICE_PATH, None, soap.clone()),
            ("POST", SERVICE_PATH, Some("wsdl"), soap),
            ("GET", SERVICE_PATH, Some("wsdl"), document(Document::CertificatiMedici)),
            ("HEAD", SERVICE_PATH, Some("WSDL"), document(Document::CertificatiMedici)),
            ("GET", SERVICE_PATH, Some("v=1&Wsdl="), document(Document::CertificatiMedici)),
            ("GET", SERVICE_PATH, Some("wsdl=logicoErogatore.wsdl"), document(Document::LogicoErogatore)),
            ("GET", SERVICE_PATH, Some("xsd=definitorio.xsd"), document(Document::Definitorio)),
            ("GET", SERVICE_PATH, Some("xsd"), document(Document::Definitorio)),
            ("GET", "/CertServiceWeb/certificatiMedici.wsdl", None, document(Document::CertificatiMedici)),
            ("GET", "/CertServiceWeb/logicoErogatore.wsdl", None, document(Document::LogicoErogatore)),
            ("HEAD", "/CertServiceWeb/definitorio.xsd", Some("x"), document(Document::Definitorio)),
        ];
        for (method, path, query, expected) in cases {
            let found = route(&method.parse().unwrap(), path, query, XML);
            assert_eq!(found.unwrap(), expected, "{method} {path} {query:?}");
        }
    }

    #[test]
    fn what_is_not_offered_is_refused_with_the_right_status() {
        let cases = [
            ("GET", SERVICE_PATH, None, 405, Some("POST")),
            ("GET", SERVICE_PATH, Some("singleWsdl"), 405, Some("POST")),
            ("PUT", SERVICE_PATH, Some("wsdl"), 405, Some("POST")),
            ("OPTIONS", SERVICE_PATH, None, 405, Some("POST")),
            ("GET", SERVICE_PATH, Some("wsdl=../keys"), 404, None),
            ("POST", "/CertServiceWeb/definitorio.xsd", None, 405, Some("GET, HEAD")),
            ("GET", "/health", None, 404, None),
            ("POST", "/", None, 404, None),
            ("POST", "/certserviceweb/certificatimedici", None, 404, None),
            ("GET", "/CertServiceWeb/", None, 404, None),
            ("GET", "/CertServiceWeb/../ca.key", None, 404, None),
        ];
        for (method, path, query, status, allow) in cases {
            let refusal = route(&method.parse().unwrap(), path, query, XML).unwrap_err();
            assert_eq!(refusal.status.as_u16(), status, "{method} {path} {query:?}");
            assert_eq!(refusal.headers.get(ALLOW).map(|v| v.to_str().unwrap()), allow, "{method} {path}");
        }
    }

    #[test]
    fn media_types_are_told_apart() {
        let accepted = [
            (None, None, false),
            (Some("text/xml"), None, false),
            (Some("TEXT/XML;charset=ISO-8859-1"), Some("ISO-8859-1"), false),
            (Some("text/xml; action=\"x\"; Charset=\"utf-8\""), Some("utf-8"), false),
            (Some("text/xml; charset="), None, false),
            (Some("text/xml; charset"), None, false),
            (Some("application/soap+xml; charset=utf-8; action=\"a\""), Some("utf-8"), true),
        ];
        for (value, charset, soap12) in accepted {
            let expected = SoapMedia { charset: charset.map(str::to_owned), soap12 };
            assert_eq!(media(value).unwrap(), expected, "{value:?}");
        }
        for value in [
            "",
            "text",
            "application/json",
            "application/xml",
            "text/xmlx",
            "multipart/related; type=\"application/xop+xml\"",
        ] {
            let refusal = media(Some(value)).unwrap_err();
            assert_eq!(refusal.status.as_u16(), 415, "{value}");
            let names_mtom = String::from_utf8_lossy(refusal.body.whole().unwrap()).contains("MTOM");
            assert_eq!(names_mtom, value.starts_with("multipart"), "{value}");
        }
    }
}
