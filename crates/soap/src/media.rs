//! The media type of a SOAP call (contract §1).

use hyper::StatusCode;
use sac_http::{Response, quoted};
use sac_xml::ContentType;

/// What the `Content-Type` of a SOAP call says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoapMedia {
    /// The `charset` parameter as sent, without quotes.
    pub charset: Option<String>,
    /// `application/soap+xml`: the client speaks SOAP 1.2, and gets a `VersionMismatch` fault
    /// (rules §1 point 3) rather than a bare 415.
    pub soap12: bool,
}

/// An absent `Content-Type` counts as `text/xml` (assumed: no source forbids it).
#[expect(clippy::result_large_err, reason = "made once a request")]
pub(super) fn media(content_type: Option<&str>) -> Result<SoapMedia, Response> {
    let Some(value) = content_type else {
        return Ok(SoapMedia::default());
    };
    let content_type = ContentType::parse(value);
    let soap12 = match content_type.media_type.as_str() {
        "text/xml" => false,
        "application/soap+xml" => true,
        "multipart/related" => return Err(no_multipart(value)),
        _ => return Err(not_text_xml(value)),
    };
    if has_two_charsets(value) {
        return Err(one_charset(value));
    }
    Ok(SoapMedia { charset: content_type.charset.map(str::to_owned), soap12 })
}

/// Whether the parameter is there more than once, with different values.
fn has_two_charsets(value: &str) -> bool {
    let mut charsets = value.split(';').skip(1).filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_ascii_lowercase())
    });
    charsets.next().is_some_and(|first| charsets.any(|other| other != first))
}

fn refused(it: &str, en: &str) -> Response {
    Response::sentence(StatusCode::UNSUPPORTED_MEDIA_TYPE, it, en)
}

fn not_text_xml(value: &str) -> Response {
    let came = quoted(value);
    refused(
        &format!(
            "Il servizio parla SOAP 1.1: il Content-Type dev'essere text/xml; è arrivato {came}. Da copiare: Content-Type: text/xml; charset=UTF-8"
        ),
        &format!(
            "The service speaks SOAP 1.1: the Content-Type must be text/xml; {came} was received. To copy: Content-Type: text/xml; charset=UTF-8"
        ),
    )
}

fn no_multipart(value: &str) -> Response {
    let came = quoted(value);
    refused(
        &format!(
            "Il messaggio è un multipart/related (MTOM o allegati SOAP), che il servizio non conosce: disattivare MTOM nel client e inviare text/xml. È arrivato {came}."
        ),
        &format!(
            "The message is multipart/related (MTOM or SOAP with attachments), which the service does not know: turn MTOM off in the client and send text/xml. {came} was received."
        ),
    )
}

fn one_charset(value: &str) -> Response {
    let came = quoted(value);
    refused(
        &format!(
            "Il Content-Type indica due charset diversi: ne va indicato uno solo; è arrivato {came}. Da copiare: Content-Type: text/xml; charset=UTF-8"
        ),
        &format!(
            "The Content-Type names two different charsets: it must name one only; {came} was received. To copy: Content-Type: text/xml; charset=UTF-8"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_apart() {
        let accepted = [
            (None, None, false),
            (Some("text/xml"), None, false),
            (Some("TEXT/XML;charset=ISO-8859-1"), Some("ISO-8859-1"), false),
            (Some("text/xml; action=\"x\"; Charset=\"utf-8\""), Some("utf-8"), false),
            (Some("text/xml; charset=utf-8; charset=\"UTF-8\""), Some("utf-8"), false),
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
            "text/xml; charset=UTF-8; charset=ISO-8859-1",
            "multipart/related; type=\"application/xop+xml\"",
        ] {
            let refusal = media(Some(value)).unwrap_err();
            assert_eq!(refusal.status.as_u16(), 415, "{value}");
            let text = String::from_utf8_lossy(refusal.body.whole().unwrap()).into_owned();
            assert!(text.matches(&quoted(value)).count() == 2, "{text}");
            let names_mtom = text.contains("MTOM");
            assert_eq!(names_mtom, value.starts_with("multipart"), "{value}");
        }
    }
}
