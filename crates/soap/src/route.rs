//! From a request's head to what it asks of a contract (contract §1, rules §1 point 1).
//!
//! Pure: no state, no body, no credentials. Each refusal is an HTTP status and a sentence that
//! says what to do instead.

use hyper::{
    Method, StatusCode,
    header::{CONTENT_TYPE, HeaderValue},
};

use super::interface::{Document, Interface};
use super::media::{SoapMedia, media};
use sac_http::{RequestHead, Response, quoted};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A SOAP call.
    Soap(SoapMedia),
    /// One of the contract's documents.
    Document(&'static Document),
}

/// What this request asks of the contract.
///
/// # Errors
/// 404, 405 or 415, ready to be sent.
#[expect(clippy::result_large_err, reason = "made once a request")]
pub fn of(interface: &Interface, head: &RequestHead) -> Result<Route, Response> {
    // One that is there twice is wrong, and so is one that is not ASCII.
    let content_types: Vec<_> =
        head.headers.get_all(CONTENT_TYPE).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
    let content_type = (!content_types.is_empty()).then(|| content_types.join(", "));
    match route(interface, &head.method, &head.path, head.query.as_deref(), content_type.as_deref()) {
        // The address to use instead lies below the mount, which `route` does not know.
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => {
            Err(not_found(&format!("{}{}", head.mount, interface.path)))
        }
        routed => routed,
    }
}

/// What a request with these parts asks of the contract.
///
/// # Errors
/// 404, 405 or 415, ready to be sent.
#[expect(clippy::result_large_err, reason = "made once a request")]
pub fn route(
    interface: &Interface,
    method: &Method,
    path: &str,
    query: Option<&str>,
    content_type: Option<&str>,
) -> Result<Route, Response> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if path == interface.path {
        return match query.and_then(|query| document_asked(interface, query)) {
            _ if *method == Method::POST => media(content_type).map(Route::Soap),
            Some(document) if reads => document.map(Route::Document),
            _ => Err(call_by_post(method)),
        };
    }
    let file_name = path.strip_prefix(interface.folder()).and_then(|rest| rest.strip_prefix('/'));
    let document = file_name.and_then(|name| interface.document(name)).ok_or_else(|| not_found(interface.path))?;
    if reads { Ok(Route::Document(document)) } else { Err(Response::read_only()) }
}

/// `?wsdl`, `?wsdl=logicoErogatore.wsdl`, `?xsd=definitorio.xsd`, in any case, as the stacks that
/// publish services write them. An error for a document that the contract does not have.
fn document_asked(interface: &Interface, query: &str) -> Option<Result<&'static Document, Response>> {
    query.split('&').find_map(|pair| {
        let (key, name) = pair.split_once('=').unwrap_or((pair, ""));
        let is_asked = |document: &&Document| document.query.is_some_and(|query| query.eq_ignore_ascii_case(key));
        let unnamed = interface.documents.iter().find(is_asked)?;
        let document = if name.is_empty() { Some(unnamed) } else { interface.document(name) };
        Some(document.ok_or_else(|| not_found(interface.path)))
    })
}

fn not_found(path: &str) -> Response {
    Response::sentence(
        StatusCode::NOT_FOUND,
        &format!(
            "Qui non c'è nulla: il servizio risponde in POST a {path}, il WSDL è allo stesso indirizzo con ?wsdl."
        ),
        &format!(
            "There is nothing here: the service answers POST at {path}, the WSDL is at the same address with ?wsdl."
        ),
    )
}

fn call_by_post(method: &Method) -> Response {
    let method = quoted(method.as_str());
    Response::not_allowed(
        HeaderValue::from_static("POST"),
        &format!(
            "Il servizio si chiama in POST; è arrivato {method}. Per leggere il WSDL, GET con ?wsdl in fondo all'indirizzo."
        ),
        &format!(
            "The service is called by POST; {method} was received. To read the WSDL, GET with ?wsdl at the end of the address."
        ),
    )
}

#[cfg(test)]
mod tests {
    use hyper::header::ALLOW;

    use super::*;
    use crate::example::{INTERFACE, PATH};

    const XML: Option<&str> = Some("text/xml; charset=utf-8");

    #[test]
    fn what_is_offered_is_found() {
        let soap = Route::Soap(SoapMedia { charset: Some("utf-8".into()), soap12: false });
        let document = |name| Route::Document(INTERFACE.document(name).unwrap());
        let cases = [
            ("POST", PATH, None, soap.clone()),
            ("POST", PATH, Some("wsdl"), soap),
            ("GET", PATH, Some("wsdl"), document("echo.wsdl")),
            ("HEAD", PATH, Some("WSDL"), document("echo.wsdl")),
            ("GET", PATH, Some("v=1&Wsdl="), document("echo.wsdl")),
            ("GET", PATH, Some("wsdl=types.wsdl"), document("types.wsdl")),
            ("GET", PATH, Some("xsd=echo.xsd"), document("echo.xsd")),
            ("GET", PATH, Some("xsd"), document("echo.xsd")),
            ("GET", "/Examples/ECHO.wsdl", None, document("echo.wsdl")),
            ("GET", "/Examples/types.wsdl", None, document("types.wsdl")),
            ("HEAD", "/Examples/echo.xsd", Some("x"), document("echo.xsd")),
        ];
        for (method, path, query, expected) in cases {
            let found = route(&INTERFACE, &method.parse().unwrap(), path, query, XML);
            assert_eq!(found.unwrap(), expected, "{method} {path} {query:?}");
        }
    }

    #[test]
    fn what_is_not_offered_is_refused_with_the_right_status() {
        let cases = [
            ("GET", PATH, None, 405, Some("POST")),
            ("GET", PATH, Some("singleWsdl"), 405, Some("POST")),
            ("PUT", PATH, Some("wsdl"), 405, Some("POST")),
            ("OPTIONS", PATH, None, 405, Some("POST")),
            ("GET", PATH, Some("wsdl=../keys"), 404, None),
            ("POST", "/Examples/echo.xsd", None, 405, Some("GET, HEAD")),
            ("GET", "/health", None, 404, None),
            ("POST", "/", None, 404, None),
            ("POST", "/examples/echo", None, 404, None),
            ("GET", "/Examples/", None, 404, None),
            ("GET", "/Examples/../ca.key", None, 404, None),
        ];
        for (method, path, query, status, allow) in cases {
            let refusal = route(&INTERFACE, &method.parse().unwrap(), path, query, XML).unwrap_err();
            assert_eq!(refusal.status.as_u16(), status, "{method} {path} {query:?}");
            assert_eq!(refusal.headers.get(ALLOW).map(|v| v.to_str().unwrap()), allow, "{method} {path}");
        }
    }
}
