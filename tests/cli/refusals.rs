//! What is refused before there is SOAP: each in a body, a line of the log and an entry of the journal, which say
//! what came.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::harness::Gateway;

const PATH: &str = "/CertServiceWeb/CertificatiMedici";
/// The seed's doctor, and the same with a wrong password.
const RIGHT: &str = "Authorization: Basic UFJPVkFYMDBYMDBYMDAwWTpwcm92YQ==\r\n";
const WRONG: &str = "Authorization: Basic UFJPVkFYMDBYMDBYMDAwWTplcnJhdGE=\r\n";
const XML: &str = "Content-Type: text/xml; charset=UTF-8\r\n";

/// The whole answer to one request, over a connection of its own.
fn ask(gateway: &Gateway, start: &str, headers: &str, body: &str) -> String {
    let authority = gateway.endpoint().split('/').nth(2).unwrap().replace("localhost", "127.0.0.1");
    let mut stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let length =
        if headers.contains("Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let request = format!("{start} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}{length}\r\n{body}");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A server that closes on what was not read may reset the connection behind its answer.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

/// Start line, headers, body, status, and what the body and the log quote, or advise. Other headers than the
/// Content-Type are not quoted: they may hold a password.
type Case = (&'static str, String, &'static str, u16, &'static [&'static str]);

fn cases() -> Vec<Case> {
    let post = "POST /CertServiceWeb/CertificatiMedici";
    let media = |value: &str| format!("{RIGHT}Content-Type: {value}\r\n");
    vec![
        (
            "POST /CertServiceWeb/CertificatiMedic",
            format!("{RIGHT}{XML}"),
            "<a/>",
            404,
            &["«/CertServiceWeb/CertificatiMedic»", PATH],
        ),
        (
            "POST /certserviceweb/certificatimedici",
            format!("{RIGHT}{XML}"),
            "<a/>",
            404,
            &["«/certserviceweb/certificatimedici»", PATH],
        ),
        ("GET /", String::new(), "", 404, &["«/»", "?wsdl", "ca.pem"]),
        ("POST /w/nessuno/CertServiceWeb/CertificatiMedici", format!("{RIGHT}{XML}"), "<a/>", 404, &["nessuno"]),
        ("PUT /CertServiceWeb/CertificatiMedici", format!("{RIGHT}{XML}"), "<a/>", 405, &["«PUT»", "POST"]),
        ("GET /CertServiceWeb/CertificatiMedici", String::new(), "", 405, &["«GET»", "?wsdl"]),
        ("DELETE /CertServiceWeb/CertificatiMedici", RIGHT.to_owned(), "", 405, &["«DELETE»", "POST"]),
        (
            post,
            media("application/json; charset=utf-8"),
            "<a/>",
            415,
            &["«application/json; charset=utf-8»", "text/xml; charset=UTF-8"],
        ),
        (post, media("application/x-www-form-urlencoded"), "a=b", 415, &["«application/x-www-form-urlencoded»"]),
        (
            post,
            media("text/plain; charset=utf-8, application/soap+xml"),
            "<a/>",
            415,
            &["«text/plain; charset=utf-8, application/soap+xml»"],
        ),
        (post, media("multipart/related; boundary=x"), "--x", 415, &["«multipart/related; boundary=x»"]),
        (post, format!("{RIGHT}{XML}Content-Length: 1048577\r\n"), "", 413, &["1048576", "1048577"]),
        (post, format!("{RIGHT}{XML}Content-Length: 99999999\r\n"), "", 413, &["1048576", "99999999"]),
        (post, XML.to_owned(), "<a/>", 401, &["HTTP Basic"]),
        (post, format!("Authorization: Bearer x\r\n{XML}"), "<a/>", 401, &["HTTP Basic"]),
        ("POST a b", format!("{RIGHT}{XML}"), "<a/>", 400, &["«POST a b HTTP/1.1»"]),
        (post, format!("{RIGHT}{XML}X: a\r\n b\r\n"), "<a/>", 400, &[]),
        (post, format!("{RIGHT}{XML}no colon\r\n"), "<a/>", 400, &["«"]),
    ]
}

#[test]
fn every_refusal_quotes_what_came_in_its_body_and_in_one_line_of_the_log() {
    for (language, word) in [("en", "request refused: "), ("it", "richiesta rifiutata: ")] {
        let gateway = Gateway::start(&["--tls", "off", "--lang", language]);
        let lines = || -> Vec<String> {
            let log = std::fs::read_to_string(gateway.folder().join("log")).unwrap();
            log.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
        };
        for (number, (start, headers, body, status, quoted)) in cases().into_iter().enumerate() {
            let answer = ask(&gateway, start, &headers, body);
            let (head, text) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{start} {headers}: {answer:?}"));
            assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{start} {headers}: {answer}");
            // Both languages, an Italian line and an English one.
            let sentences: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
            let [it, en] = &*sentences else { panic!("{start}: {text:?}") };
            assert_ne!(it, en);
            for _ in 0..200 {
                if lines().len() > number {
                    break;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            let logged = lines();
            assert_eq!(logged.len(), number + 1, "{start} {headers}: {logged:#?}");
            let line = logged.last().unwrap();
            assert!(line.contains("INFO") && line.contains(&format!("status={status}")), "{line}");
            for part in quoted {
                assert!(it.contains(part) && en.contains(part) && line.contains(part), "{part}: {text}\n{line}");
            }
        }
    }
}

/// As servers of the field write them: some clients compare the bytes.
#[test]
fn over_http_1_the_names_of_headers_have_capitals() {
    let gateway = Gateway::start(&["--tls", "off"]);
    let wsdl = format!("GET {PATH}?wsdl");
    let post = format!("POST {PATH}");
    for (start, headers, status, names) in [
        (wsdl.as_str(), "", 200, &["Content-Type", "Content-Length", "Date"][..]),
        ("GET /health", "", 200, &["Content-Type", "Content-Length"]),
        (&post, XML, 401, &["Content-Type", "Content-Length", "Www-Authenticate"]),
        (&post, RIGHT, 500, &["Content-Type", "Content-Length"]),
        ("GET /x", "", 404, &["Content-Type", "Content-Length"]),
        (&format!("PUT {PATH}"), "", 405, &["Allow"]),
    ] {
        let answer = ask(&gateway, start, headers, "");
        let head = answer.split_once("\r\n\r\n").unwrap().0;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        for name in names {
            assert!(head.contains(&format!("\r\n{name}: ")), "{name}: {head}");
        }
        let written = head.lines().skip(1).filter_map(|line| line.split(':').next());
        let small = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase());
        assert_eq!(written.filter(|name| name.split('-').any(small)).count(), 0, "{head}");
    }
}

#[test]
fn the_journal_distinguishes_a_refused_log_in_from_other_faults() {
    let gateway = Gateway::start(&["--tls", "off"]);
    let post = format!("POST {PATH}");
    let unknown = "Authorization: Basic bmVzc3Vubzpwcm92YQ==\r\n";
    for (headers, body) in [
        (format!("{WRONG}{XML}"), "<a/>"),
        (format!("{unknown}{XML}"), "<a/>"),
        (format!("{RIGHT}{XML}"), "<a/>"),
        (format!("{RIGHT}{XML}"), "<a"),
        (format!("{RIGHT}Content-Type: text/plain\r\n"), "<a/>"),
        (XML.to_owned(), "<a/>"),
    ] {
        ask(&gateway, &post, &headers, body);
    }
    assert_eq!(gateway.sac(&["user", "block", "operatore"]).code, 0);
    // The clerk, who is blocked.
    ask(&gateway, &post, &format!("Authorization: Basic b3BlcmF0b3JlOnByb3Zh\r\n{XML}"), "<a/>");
    let mut outcomes = Vec::new();
    for _ in 0..100 {
        let journal = gateway.sac(&["journal"]);
        assert_eq!(journal.code, 0, "{journal:?}");
        outcomes = journal
            .out
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split("fault: ").nth(1)?.trim().to_owned()))
            .collect();
        if outcomes.len() == 7 {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let log_in = "wrong-credentials";
    let is_log_in: Vec<bool> = outcomes.iter().map(|outcome| outcome == log_in).collect();
    assert_eq!(is_log_in, [true, true, false, false, false, false, true], "{outcomes:?}");
    assert_eq!(&outcomes[4..6], ["415", "401"]);
    let log = std::fs::read_to_string(gateway.folder().join("log")).unwrap();
    for reason in ["wrong password", "no such user", "the user is blocked"] {
        assert!(log.contains(&format!("caller denied reason={reason}")), "{reason}: {log}");
    }
}
