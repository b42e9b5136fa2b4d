//! HTTP captures, as proxies and editors write them: which messages are found in them, and what
//! is reported of each.

use sac_gateway::check::Report;

use crate::{checker, errors};

const POST: &str = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nHost: sac\nContent-Type: text/xml";
const REPLY: &str = "HTTP/1.1 200 OK\nContent-Type: text/xml";

/// A request that conforms, and one with a fault.
fn good() -> String {
    crate::examples::envelope()
}

fn bad() -> String {
    good().replacen("<civico>", "<x/><civico>", 1)
}

fn reply(receipt: &str) -> String {
    let body = format!(
        "<c:invioMalattiaResponse xmlns:c='http://cert.sanita.finanze.it/'>{receipt}</c:invioMalattiaResponse>"
    );
    format!("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{body}</s:Body></s:Envelope>")
}

/// Errors of each message found, `ok` for none.
fn reported(capture: &str) -> Vec<String> {
    let one = |report: &Report| match errors(report) {
        found if found.is_empty() => "ok".to_owned(),
        found => found.join("+"),
    };
    checker().check_bytes("a.http", capture.as_bytes()).iter().map(one).collect()
}

#[test]
fn every_message_of_a_capture_is_found_and_checked() {
    let (good, bad) = (good(), bad());
    let (accepted, refused) = (reply(""), reply("<ricevutaNonOk/>"));
    let unknown = "SAC-XSD-UNKNOWN";
    let cases: &[(String, &[&str])] = &[
        (format!("{POST}\n\n{good}"), &["ok"]),
        (format!("\u{FEFF}{POST}\n\n{good}"), &["ok"]),
        (format!("@host = sac\n# a remark\n// another\n{POST}\n\n{good}"), &["ok"]),
        (format!("{POST}\nX-Note: citt\u{e0}\n\n{good}"), &["ok"]),
        (format!("{POST}\n\n{good}\n###\n{POST}\n\n{bad}"), &["ok", unknown]),
        // No length and no remark between them.
        (format!("{POST}\n\n{good}\n{POST}\n\n{bad}\n{REPLY}\n\n{accepted}"), &["ok", unknown, "ok"]),
        // Replies without a body, and those that are no message of the service.
        (format!("{POST}\n\n{good}\nHTTP/1.1 100 Continue\n\n{REPLY}\n\n{refused}"), &["ok", "SAC-XSD-EMPTY-OPTIONAL"]),
        (format!("HTTP/1.1 401 Unauthorized\n\nno\n{POST}\n\n{bad}"), &[unknown]),
        (format!("HTTP/1.1 204 No Content\n\n{REPLY}\n\n{refused}"), &["SAC-XSD-EMPTY-OPTIONAL"]),
        ("HTTP/1.1 401 Unauthorized\n\nno".to_owned(), &["SAC-CHECK-NOTHING"]),
        // Who asked for the WSDL gets it.
        (
            format!(
                "GET /CertServiceWeb/CertificatiMedici?wsdl HTTP/1.1\n\n{REPLY}\n\n<definitions/>\n{POST}\n\n{good}"
            ),
            &["ok"],
        ),
        ("GET /CertServiceWeb/CertificatiMedici HTTP/1.1\n\n".to_owned(), &["SAC-HTTP-METHOD"]),
        // Another language is not read.
        (format!("{}\n\n{good}", POST.replace("text/xml", "multipart/related")), &["SAC-HTTP-MEDIA"]),
        (format!("{}\n\n<html>", REPLY.replace("text/xml", "text/html")), &["SAC-HTTP-MEDIA"]),
        (format!("{POST}\nTransfer-Encoding: gzip, chunked\n\n0\n\n"), &["SAC-HTTP-CODING"]),
        (format!("{POST}\nTransfer-Encoding: chunked\n\n+5\n<a/>\n\n0\n\n"), &["SAC-HTTP-CHUNKED"]),
        // A length in characters where bytes count.
        (format!("{POST}\nContent-Length: {}\n\n{good}", good.len() - 9), &["SAC-HTTP-LENGTH"]),
        // A request as the reply, and the other way round.
        (format!("{REPLY}\n\n{good}"), &["SAC-XSD-ROOT"]),
        (format!("{POST}\n\n{accepted}"), &["SAC-XSD-ROOT"]),
    ];
    for (capture, expected) in cases {
        let expected: Vec<&str> = expected.to_vec();
        assert_eq!(reported(capture), expected, "{capture}");
    }
}

#[test]
fn a_head_in_latin_1_is_read() {
    let capture = [format!("{POST}\nX-Note: citt").as_bytes(), b"\xE0\n\n", good().as_bytes()].concat();
    let reports = checker().check_bytes("a.http", &capture);
    assert!(reports.len() == 1 && errors(&reports[0]).is_empty(), "{reports:?}");
}

#[test]
fn a_capture_of_too_many_messages_is_not_green() {
    let reports = checker().check_bytes("a.http", "POST / HTTP/1.1\n\n".repeat(20_000).as_bytes());
    assert_eq!(reports.len(), 10_001);
    assert_eq!(errors(&reports[10_000]), ["SAC-LIMIT-MESSAGES"]);
}
