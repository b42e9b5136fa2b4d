//! Addresses of the real institute's log-in, as links in the wild have them: each leads to the log-in of the PIN.

use async_trait::async_trait;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use sac_http::{Handler, Reply, Request, RequestHead, Response};
use sac_pin::profile::Servizio;

/// The log-in: `/PassiWeb/jsp/login.jsp?uri=ADDRESS&S=S`.
pub(crate) const PASSIWEB: &str = "/PassiWeb";
/// The civil-disability process: `/servizi/InvCiv2010/Pages/FrmNews.aspx`.
pub(crate) const INVCIV: &str = "/servizi/InvCiv2010";

/// Answers at these addresses.
pub(crate) struct Wild;

#[async_trait]
impl Handler for Wild {
    fn max_body_bytes(&self) -> Option<usize> {
        Some(0)
    }

    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Ok(())
    }

    async fn handle(&self, request: Request) -> Reply {
        let head = &request.head;
        let servizio = match head.path.as_str() {
            "/PassiWeb/jsp/login.jsp" => service_of(head.query.as_deref().unwrap_or_default()),
            "/servizi/InvCiv2010/Pages/FrmNews.aspx" => Servizio::Invciv,
            _ => return Response::new(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "").into(),
        };
        let response = Response::new(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "")
            .with_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match HeaderValue::try_from(format!("{}/pin/accesso?servizio={servizio}", head.mount)) {
            Ok(location) => response.with_header(LOCATION, location).into(),
            Err(_) => response.into(),
        }
    }
}

/// The service that the last known word of the address means. The address itself is never followed.
fn service_of(query: &str) -> Servizio {
    let uri = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "uri").map(|(_, uri)| uri);
    let uri = uri.unwrap_or_default().to_ascii_lowercase();
    let words = uri.split(|c: char| !c.is_ascii_alphanumeric());
    let known = |word: &str| match word {
        "invciv" | "invciv2010" => Some(Servizio::Invciv),
        "gdp" => Some(Servizio::Enti),
        word => Servizio::parse(word),
    };
    words.filter_map(known).next_back().unwrap_or(Servizio::Pin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_known_word_says_the_service() {
        for (query, expected) in [
            ("uri=https%3a%2f%2fservizi2.inps.it%2fservizi%2fInvCiv2010%2f&S=S", Servizio::Invciv),
            ("uri=/azienda/web/cittadino&S=S", Servizio::Cittadino),
            ("uri=https://altrove.example/", Servizio::Pin),
            ("S=S", Servizio::Pin),
            ("", Servizio::Pin),
        ] {
            assert_eq!(service_of(query), expected, "{query}");
        }
    }
}
