//! Files that are no messages are known for what they are, by name or on standard input alike, and
//! the messages in them are checked.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sac_gateway::check::{Report, Severity, Verdict};

use crate::{checker, errors};

fn bad() -> String {
    crate::examples::envelope().replace("<cap>00184", "<cap>184")
}

fn check(bytes: &[u8]) -> Vec<Report> {
    let by_name = checker().check_bytes("handed-in.xml", bytes);
    let by_stdin = checker().check_bytes("-", bytes);
    let codes = |reports: &[Report]| reports.iter().map(errors).collect::<Vec<_>>();
    assert_eq!(codes(&by_name), codes(&by_stdin));
    by_name
}

/// BER of a constructed value.
fn ber(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&[tag, 0x84], &length[..], content].concat()
}

/// A signed file without signers.
fn signed(content: &[u8]) -> Vec<u8> {
    const SIGNED_DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    const DATA: &[u8] = b"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01";
    let inner = ber(0x30, &[DATA, &ber(0xA0, &ber(0x04, content))].concat());
    let data = ber(0x30, &[b"\x02\x01\x01", &b"\x31\x00"[..], &inner, b"\x31\x00"].concat());
    ber(0x30, &[SIGNED_DATA, &ber(0xA0, &data)].concat())
}

#[test]
fn signed_files_are_opened_in_every_form() {
    let der = signed(bad().as_bytes());
    let base64 = STANDARD.encode(&der);
    let lines: String =
        base64.as_bytes().chunks(64).map(|line| format!("{}\r\n", std::str::from_utf8(line).unwrap())).collect();
    let forms = [
        der.clone(),
        base64.clone().into_bytes(),
        lines.clone().into_bytes(),
        format!("-----BEGIN PKCS7-----\n{lines}-----END PKCS7-----\n").into_bytes(),
        format!("MIME-Version: 1.0\r\nContent-Type: application/x-pkcs7-mime\r\n\r\n{lines}").into_bytes(),
        // Signed twice.
        signed(&der),
    ];
    for form in forms {
        let reports = check(&form);
        let [report] = &*reports else { panic!("{} reports", reports.len()) };
        let found = errors(report);
        assert!(found.contains(&"SAC-CHECK-FORMAT") && found.contains(&"SAC-XSD-PATTERN"), "{found:?}");
        assert!(report.issues.iter().any(|issue| issue.message.en.contains("signed file")), "{:?}", report.issues);
        assert_eq!(report.verdict, Verdict::NotConformant);
    }
    // What is right inside is not right outside.
    let right = &check(&signed(crate::examples::envelope().as_bytes()))[0];
    assert_eq!((errors(right), right.verdict), (vec!["SAC-CHECK-FORMAT"], Verdict::NotConformant));
    // Cut short, it gives no verdict on what is in it.
    assert_ne!(check(&der[..40])[0].verdict, Verdict::Conformant);
}

#[test]
fn containers_are_opened_and_each_message_checked() {
    let (good, bad) = (crate::examples::envelope(), bad());
    let cdata = |message: &str| format!("<con:call><con:request><![CDATA[{message}]]></con:request></con:call>");
    let soapui = format!(
        "<con:soapui-project xmlns:con='http://eviware.com/soapui/config'>{}{}</con:soapui-project>",
        cdata(&good),
        cdata(&bad)
    );
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let entry = |body: &str| {
        format!(
            r#"{{"request":{{"method":"POST","url":"https://sac.example/CertServiceWeb/CertificatiMedici","headers":[{{"name":"Content-Type","value":"text/xml"}},{{"name":"Content-Length","value":"1"}}],"postData":{{"text":{}}}}},"response":{{"status":200,"headers":[],"content":{{}}}}}}"#,
            json(body)
        )
    };
    let other =
        r#"{"request":{"method":"GET","url":"https://sac.example/logo.png","headers":[]},"response":{"status":200}}"#;
    let har = format!(r#"{{"log":{{"entries":[{},{other},{}]}}}}"#, entry(&good), entry(&bad));
    let collection = format!(
        r#"{{"item":[{{"request":{{"body":{{"raw":{}}}}}}},{{"request":{{"body":{{"raw":{}}}}}}}]}}"#,
        json(&good),
        json(&bad)
    );
    let log = format!("2026-03-02 10:00:00 INFO  sending\n{good}\n2026-03-02 10:00:01 INFO sending {bad}\n");
    let escaped = log.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;") + "<end/>";
    // Text, and whether the file itself would be refused.
    for (text, words, is_refused) in [
        (soapui, "a SoapUI project", true),
        (har, "a HAR record", false),
        (collection, "a JSON file", false),
        (log, "a log for example", false),
        (escaped, "a log for example", false),
    ] {
        let reports = check(text.as_bytes());
        let [first, second] = &*reports else { panic!("{words}: {reports:?}") };
        assert!(first.issues[0].message.en.contains(words), "{}", first.issues[0].message.en);
        assert_eq!(errors(first).is_empty(), !is_refused, "{words}: {:?}", errors(first));
        assert_eq!(errors(second), ["SAC-XSD-PATTERN"], "{words}");
        assert_eq!((first.part, second.part), (Some(1), Some(2)));
    }
}

#[test]
fn what_holds_no_message_says_what_it_is() {
    let cases: &[(&[u8], &str)] = &[
        (b"<html><head><title>503 Service Unavailable</title></head></html>", "HTTP status 503"),
        (
            b"<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\"><html><body><h1>Not Found</h1></body></html>",
            "Not Found",
        ),
        (b"\x4C\x6F\xA7\x94\x93\x40", "EBCDIC"),
        (b"{\"log\":{\"entries\":[]}}", "HAR"),
        (b"<con:soapui-project xmlns:con='http://eviware.com/soapui/config'/>", "SoapUI"),
    ];
    for (bytes, words) in cases {
        let report = &check(bytes)[0];
        assert_eq!((errors(report), report.verdict), (vec!["SAC-CHECK-FORMAT"], Verdict::Unchecked), "{words}");
        let issue = &report.issues[0];
        assert!(issue.message.en.contains(words), "{}", issue.message.en);
        assert!(!issue.hint.it.is_empty() && issue.hint.it != issue.hint.en);
        assert!(!report.not_checked.is_empty());
    }
}

#[test]
fn a_message_in_another_charset_is_checked_all_the_same() {
    let bad = bad();
    let le: Vec<u8> = [0xFF, 0xFE].into_iter().chain(bad.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let be: Vec<u8> = bad.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let declared = format!("<?xml version='1.0' encoding='windows-1252'?>{bad}").into_bytes();
    let foreign: Vec<u8> =
        bad.replace("Via Nazionale", "Via Forl\u{EC}").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (bytes, code) in [(le, "UTF16"), (be, "UTF16"), (declared, "UNSUPPORTED"), (foreign, "BAD-BYTE")] {
        let report = &check(&bytes)[0];
        assert_eq!(errors(report), [&format!("SAC-CHARSET-{code}"), "SAC-XSD-PATTERN"]);
        let place = report.issues[1].place.clone().unwrap();
        assert!(
            bytes[place.offset..].starts_with(b"184")
                || bytes[place.offset..].starts_with(b"1\x008")
                || bytes[place.offset..].starts_with(b"\x001\x008"),
            "{code}"
        );
    }
}

#[test]
fn what_an_editor_adds_to_http_is_no_part_of_a_message() {
    let good = crate::examples::envelope();
    let head = "POST {{host}}/CertServiceWeb/CertificatiMedici\nContent-Type: text/xml";
    let script = "> {%\n client.test('x', function() { POST / HTTP/1.1 });\n%}";
    for capture in [
        format!("@host = https://localhost\n###\n# one\n{head}\n\n{good}\n\n{script}\n\n<> reply.json\n"),
        format!("< {{%\n request.variables.set('a', 1)\n%}}\n{head}\n\n{good}\n> ./handler.js\n"),
        format!("{head}\n\n{good}\n> {{% client.assert(true) %}}\n###\nPOST {{{{url}}}}\n\n{good}"),
    ] {
        for report in checker().check_bytes("request.http", capture.as_bytes()) {
            assert_eq!((errors(&report), report.verdict), (vec![], Verdict::Conformant), "{capture}");
        }
    }
    for body in ["< ./in.xml", "<@ ../in.xml", "< /tmp/in.xml"] {
        let report = &checker().check_bytes("request.http", format!("{head}\n\n{body}\n").as_bytes())[0];
        assert_eq!((errors(report), report.verdict), (vec!["SAC-CHECK-FORMAT"], Verdict::Unchecked), "{body}");
        assert_eq!(report.issues[0].severity, Severity::Unchecked);
    }
}

#[test]
fn soap_encoding_is_named() {
    let request =
        |attributes: &str| crate::examples::envelope().replace("<lavoratore>", &format!("<lavoratore {attributes}>"));
    for attributes in
        ["href=\"#id1\"", "href='#2'", "soapenv:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\""]
    {
        let report = &check(request(attributes).as_bytes())[0];
        assert!(errors(report).contains(&"SAC-SOAP-ENCODING"), "{attributes}: {:?}", errors(report));
    }
    assert!(!errors(&check(request("id='1'").as_bytes())[0]).contains(&"SAC-SOAP-ENCODING"));
}
