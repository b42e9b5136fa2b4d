//! Where a finding is, in a file that holds more than the message.

use sac_gateway::check::Verdict;
use sac_gateway::diagnostic::Language;

use crate::examples::envelope;
use crate::{checker, errors};

const POST: &str = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\n";

/// What comes behind the request line, and the code, line, column and path of the first issue.
#[test]
fn what_a_header_says_is_reported_at_its_line() {
    let action = "SOAPAction: \"http://ws.cert.sanita.finanze.it/AnnullaMalattia\"";
    let cases = [
        (format!("Content-Type: text/xml\n{action}\n\n{}", envelope()), "SAC-SOAP-ACTION 3:1 "),
        ("Host: x\nContent-Type: text/xml; charset=utf-7\n\n<a/>".to_owned(), "SAC-CHARSET-UNSUPPORTED 3:1 "),
        ("Content-Type: text/xml; charset=latin1\n\n\u{FEFF}<a/>".to_owned(), "SAC-CHARSET-CLASH 2:1 "),
        ("\n<?xml version='1.0' encoding='utf-7'?><a/>".to_owned(), "SAC-CHARSET-UNSUPPORTED 3:31 "),
        ("Content-Type: application/soap+xml\n\n<a/>".to_owned(), "SAC-HTTP-MEDIA 2:1 "),
        ("Content-Type: text/xml\n\n<a\n<b>\n</a>".to_owned(), "SAC-XML-TAG 4:3 /a"),
    ];
    for (rest, expected) in cases {
        let report = &checker().check_bytes("a.http", format!("{POST}{rest}").as_bytes())[0];
        let issue = &report.issues[0];
        let place = issue.place.clone().unwrap();
        let found = format!("{} {}:{} {}", issue.code.as_str(), place.line, place.column, place.xpath);
        assert_eq!(found, expected, "{rest}");
    }
}

#[test]
fn lines_in_words_count_as_those_of_the_place() {
    let unclosed = envelope().replace("</visita>", "");
    let line = 1 + unclosed.lines().position(|line| line.contains("<visita>")).unwrap();
    let capture = format!("{POST}Content-Type: text/xml\n\n{unclosed}");
    for (name, text, line) in [("a.xml", &unclosed, line), ("a.http", &capture, line + 3)] {
        let issue = &checker().check_bytes(name, text.as_bytes())[0].issues[0];
        let message = issue.message.get(Language::En);
        assert!(message.ends_with(&format!("The element <visita> was opened on line {line}.")), "{message}");
    }
}

/// Whatever its name is.
#[test]
fn a_capture_is_known_by_its_first_line() {
    let capture = format!("{POST}Content-Type: text/xml\n\n{}", envelope());
    for (name, code) in [("-", None), ("a.http", None), ("a.HTTP", None), ("a.xml", None), ("a.txt", None)] {
        let report = &checker().check_bytes(name, capture.as_bytes())[0];
        assert_eq!(errors(report).first().copied(), code, "{name}");
    }
}

#[test]
fn parts_of_an_envelope_are_named_as_such() {
    let soap = "xmlns='http://schemas.xmlsoap.org/soap/envelope/'";
    let cases = [
        (format!("<envelope {soap}/>"), "Perhaps “Envelope” was meant.", vec!["SAC-SOAP-STRUCTURE"]),
        ("<ENVELOPE/>".to_owned(), "Perhaps “Envelope” was meant.", vec!["SAC-SOAP-VERSION", "SAC-SOAP-STRUCTURE"]),
        (format!("<Body {soap}><a/></Body>"), "Put the request into the Body", vec![]),
        (format!("<wrapper><Envelope {soap}/></wrapper>"), "Put the request into the Body", vec![]),
    ];
    for (text, expected, further) in cases {
        let report = &checker().check_bytes("a.xml", text.as_bytes())[0];
        assert_eq!(
            (errors(report), report.verdict),
            ([vec!["SAC-SOAP-ENVELOPE"], further].concat(), Verdict::NotConformant),
            "{text}"
        );
        let hint = report.issues[0].hint.get(Language::En);
        assert!(hint.starts_with(expected), "{hint}");
    }
}
