//! Of each kind of trouble from the field, forms that nobody has sent in yet: the same cause in another
//! writing, another file, another day.

use std::fs;

use sac_gateway::check::{Report, Severity, Summary, Verdict};
use sac_gateway::diagnostic::Language;

use crate::examples::envelope;
use crate::program::run;
use crate::{checker, errors};

/// What is found in a message of this name.
fn check(name: &str, message: &[u8]) -> Vec<Report> {
    checker().check_bytes(name, message)
}

fn codes(reports: &[Report]) -> Vec<&'static str> {
    reports.iter().flat_map(|report| &report.issues).map(|issue| issue.code.as_str()).collect()
}

fn in_street(street: &str) -> Vec<u8> {
    envelope().replace("Via Nazionale", street).into_bytes()
}

fn in_header(content: &str) -> Vec<u8> {
    let header = format!("<soapenv:Header>{content}</soapenv:Header>");
    envelope().replace("<soapenv:Header/>", &header).replace("<cap>00184", "<cap>184").into_bytes()
}

fn http(line: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("{line} HTTP/1.1\r\n{headers}\r\n\r\n{body}").into_bytes()
}

const POST: &str = "POST /CertServiceWeb/CertificatiMedici";
const XML: &str = "Content-Type: text/xml; charset=UTF-8";

/// Kind, file name, bytes, a code that must be found, and words of its message or remedy.
type Case = (&'static str, &'static str, Vec<u8>, &'static str, &'static str);

#[expect(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    let bad = envelope().replace("<cap>00184", "<cap>184");
    let declared =
        |charset: &str| format!("<?xml version=\"1.0\" encoding=\"{charset}\"?>\n{}", envelope()).into_bytes();
    let utf8 = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned() + &envelope();
    let ns = "xmlns:w=\"urn:w\" soapenv:mustUnderstand";
    let encoding = "http://schemas.xmlsoap.org/soap/encoding/";
    let mut cases: Vec<Case> = vec![
        // Where a charset was declared.
        ("charset", "a.xml", declared("CP850"), "SAC-CHARSET-UNSUPPORTED", "<?xml encoding?>"),
        ("charset", "a.xml", declared("iso-8859-15"), "SAC-CHARSET-UNSUPPORTED", "<?xml encoding?>"),
        (
            "charset",
            "a.http",
            http(POST, "Content-Type: text/xml; charset=\"windows-1252\"", &utf8),
            "SAC-CHARSET-UNSUPPORTED",
            "Content-Type",
        ),
        (
            "charset",
            "a.http",
            http(POST, "Content-Type: text/xml; charset=macintosh", &utf8),
            "SAC-CHARSET-UNSUPPORTED",
            "Content-Type",
        ),
        (
            "charset",
            "a.http",
            http(POST, "Content-Type: text/xml; charset=ISO-8859-1", &utf8),
            "SAC-CHARSET-CLASH",
            "UTF-8",
        ),
        // Text encoded twice by consoles, with the two-byte letters of Italian.
        ("double", "a.xml", in_street("Via citt├á"), "SAC-CHARSET-DOUBLE", "à"),
        ("double", "a.xml", in_street("Via perch├⌐"), "SAC-CHARSET-DOUBLE", "é"),
        ("double", "a.xml", in_street("Via dellÔÇÖOrso"), "SAC-CHARSET-DOUBLE", "’"),
        ("double", "a.xml", in_street("Via citt&#195;&#160;"), "SAC-CHARSET-DOUBLE", "à"),
        ("double", "a.xml", in_street("<![CDATA[Via virtÃ¹]]>"), "SAC-CHARSET-DOUBLE", "ù"),
        // References escaped twice.
        ("escaped", "a.xml", in_street("Via dell&amp;#39;Orso"), "SAC-CHARSET-ESCAPED", "'"),
        ("escaped", "a.xml", in_street("Via virt&amp;#xF9;"), "SAC-CHARSET-ESCAPED", "ù"),
        ("escaped", "a.xml", in_street("<![CDATA[Via virt&ugrave;]]>"), "SAC-CHARSET-ESCAPED", "CDATA"),
        ("escaped", "a.xml", in_street("Rossi &amp;amp; figli"), "SAC-CHARSET-ESCAPED", "&"),
        // Halves of a character.
        ("surrogate", "a.xml", in_street("Via &#xD83D;&#xDE4F;"), "SAC-XML-SURROGATE", "1F64F"),
        ("surrogate", "a.xml", in_street("Via &#55357;&#xDE4F;"), "SAC-XML-SURROGATE", "1F64F"),
        ("surrogate", "a.xml", in_street("Via &#xD83D;"), "SAC-XML-SURROGATE", "D83D"),
        ("surrogate", "a.xml", in_street("Via &#xDE4F;&#xD83D;"), "SAC-XML-SURROGATE", "DE4F"),
        // What is wrong with the envelope does not hide the CAP.
        ("envelope", "a.xml", in_header(&format!("<w:A {ns}=\"1\"/>")), "SAC-XSD-PATTERN", "184"),
        ("envelope", "a.xml", bad.replace("<soapenv:Header/>", "<Header/>").into_bytes(), "SAC-XSD-PATTERN", "184"),
        (
            "envelope",
            "a.xml",
            bad.replace("schemas.xmlsoap.org/soap/envelope/", "schemas.xmlsoap.org/soap/envelope").into_bytes(),
            "SAC-XSD-PATTERN",
            "184",
        ),
        (
            "envelope",
            "a.http",
            http(POST, "Content-Type: application/soap+xml; charset=UTF-8", &bad),
            "SAC-XSD-PATTERN",
            "184",
        ),
        ("envelope", "a.http", http("POST /certserviceweb/certificatimedici", XML, &bad), "SAC-XSD-PATTERN", "184"),
        ("envelope", "a.http", http("PUT /CertServiceWeb/CertificatiMedici", XML, &bad), "SAC-XSD-PATTERN", "184"),
        ("envelope", "a.http", http(POST, "X-Other: 1", &bad), "SAC-XSD-PATTERN", "184"),
        // HTTP under any name.
        ("http", "capture.txt", http(POST, XML, &bad), "SAC-XSD-PATTERN", "184"),
        (
            "http",
            "capture.log",
            http("HTTP/1.1 200 OK\r\nX: 1\r\n\r\nx\r\nPOST /CertServiceWeb/CertificatiMedici", XML, &bad),
            "SAC-XSD-PATTERN",
            "184",
        ),
        ("http", "capture", [b"\xEF\xBB\xBF", &http(POST, XML, &bad)[..]].concat(), "SAC-XSD-PATTERN", "184"),
        // A message in SOAP's own encoding.
        (
            "encoding",
            "a.xml",
            envelope().replace("<lavoratore>", "<lavoratore href='#id0'>").into_bytes(),
            "SAC-SOAP-ENCODING",
            "literal",
        ),
        (
            "encoding",
            "a.xml",
            envelope()
                .replace("<soapenv:Body>", &format!("<soapenv:Body soapenv:encodingStyle=\"{encoding}\">"))
                .replace("<cap>", "<cap i=\"1\">")
                .into_bytes(),
            "SAC-SOAP-ENCODING",
            "literal",
        ),
        (
            "encoding",
            "a.xml",
            envelope().replace("<civico>", "<civico href=\"#2\">").into_bytes(),
            "SAC-SOAP-ENCODING",
            "literal",
        ),
        // The SOAPAction, whole and to copy.
        (
            "action",
            "a.http",
            http(POST, &format!("{XML}\r\nSOAPAction: AnnullaMalattia"), &bad),
            "SAC-SOAP-ACTION",
            "http://ws.cert.sanita.finanze.it/InviaMalattia",
        ),
        (
            "action",
            "a.http",
            http(POST, &format!("{XML}\r\nSOAPAction: \"http://ws.cert.sanita.finanze.it/inviamalattia\""), &bad),
            "SAC-SOAP-ACTION",
            "http://ws.cert.sanita.finanze.it/InviaMalattia",
        ),
        (
            "action",
            "a.http",
            http(POST, &format!("{XML}\r\nsoapaction: 'http://ws.cert.sanita.finanze.it/InviaMalattia'"), &bad),
            "SAC-SOAP-ACTION",
            "http://ws.cert.sanita.finanze.it/InviaMalattia",
        ),
        // The media type that came.
        (
            "media",
            "a.http",
            http(POST, "Content-Type: application/x-www-form-urlencoded", &bad),
            "SAC-HTTP-MEDIA",
            "x-www-form-urlencoded",
        ),
        (
            "media",
            "a.http",
            http(POST, "Content-Type: text/xml, text/xml; charset=UTF-8", &bad),
            "SAC-HTTP-MEDIA",
            "text/xml, text/xml",
        ),
        ("media", "a.http", http(POST, "Content-Type:", &bad), "SAC-HTTP-MEDIA", "text/xml; charset=UTF-8"),
    ];
    // Signed files and other wrappings, damaged and whole.
    let pem = "-----BEGIN PKCS7-----\nMIIB\n-----END PKCS7-----\n";
    let page = |status: &str| format!("<html>\n<head><title>{status}</title></head></html>").into_bytes();
    cases.extend([
        ("wrapped", "a.xml", page("407 Proxy Authentication Required"), "SAC-CHECK-FORMAT", "HTTP status 407"),
        ("wrapped", "a.xml", [b"\n  ", &page("502 Bad Gateway")[..]].concat(), "SAC-CHECK-FORMAT", "HTTP status 502"),
        ("wrapped", "a.xml", page("ISA Server"), "SAC-CHECK-FORMAT", "ISA Server"),
        ("wrapped", "a.xml", format!("2026-03-02 DEBUG body=[{bad}]").into_bytes(), "SAC-XSD-PATTERN", "184"),
        (
            "wrapped",
            "a.xml",
            format!("Sending request:\r\n{}", bad.replace('<', "&lt;").replace('>', "&gt;")).into_bytes(),
            "SAC-XSD-PATTERN",
            "184",
        ),
        (
            "wrapped",
            "a.xml",
            format!("{{\"xml\": {}}}", serde_json::to_string(&bad).unwrap()).into_bytes(),
            "SAC-XSD-PATTERN",
            "184",
        ),
        (
            "wrapped",
            "a.xml",
            format!("[{}]", serde_json::to_string(&bad).unwrap()).into_bytes(),
            "SAC-XSD-PATTERN",
            "184",
        ),
        ("wrapped", "a.xml", serde_json::to_string(&bad).unwrap().into_bytes(), "SAC-XSD-PATTERN", "184"),
        ("wrapped", "a.xml", bad.replace('<', "&lt;").replace('>', "&gt;").into_bytes(), "SAC-XSD-PATTERN", "184"),
        ("wrapped", "a.p7m", pem.as_bytes().to_vec(), "SAC-CHECK-FORMAT", "signed file"),
    ]);
    cases
}

#[test]
fn every_kind_of_trouble_is_recognised_in_forms_that_nobody_has_sent_yet() {
    let mut wrong = Vec::new();
    let mut kinds = std::collections::BTreeMap::new();
    for (number, (kind, name, bytes, code, words)) in cases().into_iter().enumerate() {
        *kinds.entry(kind).or_insert(0) += 1;
        let reports = check(name, &bytes);
        let issues = || reports.iter().flat_map(|report| &report.issues).filter(|issue| issue.code.as_str() == code);
        let says = |text: &str| text.contains(words);
        let is_said = issues().any(|issue| {
            let allowed = issue.allowed.as_ref().map_or("", |allowed| &allowed.en);
            says(&issue.message.en) || says(&issue.hint.en) || says(allowed)
        });
        if !is_said {
            let said: Vec<_> = issues().map(|issue| &issue.message.en).collect();
            wrong.push(format!("{kind} {number}: no {code} that says {words}, but {:?} {said:?}", codes(&reports)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(kinds.values().all(|count| *count >= 3), "{kinds:?}");
}

/// Several headers that must be understood: each is reported.
#[test]
fn every_header_that_must_be_understood_is_named() {
    let header = |name: &str, value: &str| format!("<w:{name} xmlns:w=\"urn:w\" soapenv:mustUnderstand=\"{value}\"/>");
    let cases = [
        (vec![("A", "1"), ("B", "1"), ("C", "1")], 3),
        (vec![("A", "1"), ("B", "0"), ("C", "1")], 2),
        (vec![("A", "true"), ("A", "1")], 2),
        (vec![("A", "0")], 0),
    ];
    for (headers, expected) in cases {
        let content: String = headers.iter().map(|(name, value)| header(name, value)).collect();
        let found = codes(&check("a.xml", &in_header(&content)));
        let count = found.iter().filter(|code| **code == "SAC-SOAP-MUST-UNDERSTAND").count();
        assert_eq!(count, expected, "{headers:?}: {found:?}");
        assert!(found.contains(&"SAC-XSD-PATTERN"), "{headers:?}");
    }
}

/// A number with any kind of blank is warned of, in each operation that has one; without, it is not.
#[test]
fn a_number_with_any_blank_draws_a_warning_that_has_the_right_one() {
    let blanks = [
        " ",
        "\t",
        "\n",
        "\r\n",
        "&#13;",
        "&#xA;",
        "\u{A0}",
        "&#160;",
        "\u{2009}",
        "\u{202F}",
        "\u{3000}",
        "\u{200B}",
        "\u{2060}",
        "\u{FEFF}",
        "\u{AD}",
        "\u{200E}",
        "<![CDATA[ ]]>",
    ];
    let fixtures = [
        ("fixtures/ok/RistampaMalattia", "idCertificato"),
        ("fixtures/ok/AnnullaMalattia", "idCertificato"),
        ("fixtures/ok/RettificaMalattia", "idCertificato"),
        ("fixtures/ok/InviaDimissione", "idInizioRicovero"),
    ];
    for (folder, element) in fixtures {
        let path = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension() == Some("xml".as_ref()))
            .min()
            .unwrap();
        let good = fs::read_to_string(&path).unwrap();
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let start = good.find(&open).unwrap_or_else(|| panic!("{path:?} has no {element}")) + open.len();
        let end = good.find(&close).unwrap();
        let number = good[start..end].to_owned();
        let with = |number: &str| format!("{}{number}{}", &good[..start], &good[end..]);
        let warned = |message: &str| -> Vec<_> {
            let reports = check("a.xml", message.as_bytes());
            let is_it = |issue: &sac_gateway::check::Issue| issue.code.as_str() == "SAC-CHECK-BLANKS";
            reports.into_iter().flat_map(|report| report.issues).filter(is_it).collect()
        };
        assert!(warned(&good).is_empty(), "{path:?}");
        let middle = number.len() / 2;
        for blank in blanks {
            for written in [
                format!("{blank}{number}"),
                format!("{number}{blank}"),
                format!("{}{blank}{}", &number[..middle], &number[middle..]),
            ] {
                let found = warned(&with(&written));
                let [issue] = &*found else { panic!("{element} {written:?}: {} warnings", found.len()) };
                assert_eq!(issue.severity, Severity::Warning);
                assert_eq!(issue.allowed.as_ref().unwrap().en, number, "{written:?}");
                assert!(issue.message.en.contains(&format!("the number is {number}")), "{}", issue.message.en);
            }
        }
    }
}

/// `--allow`: one code or several, in any letter case; what is left out is counted; what cannot be
/// checked is never left out; a code that does not exist is refused with the nearest.
#[test]
fn findings_are_left_out_by_code_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    let message = envelope().replace("<cap>00184", "<cap>184").replace("Via Nazionale", "Via ForlÃ¬");
    fs::write(&path, message.replace("<civico>", "<civico x=\"1\">")).unwrap();
    let path = path.to_str().unwrap();
    let told = |allowed: &[&str]| {
        let flags = allowed.iter().flat_map(|code| ["--allow", *code]);
        let all: Vec<&str> = [path, "--lang", "en", "--format", "json"].into_iter().chain(flags).collect();
        let (exit, text) = run(&all);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        (exit, json)
    };
    let cases: [(&[&str], i32, &[&str]); 5] = [
        (&[], 1, &["SAC-CHARSET-DOUBLE", "SAC-XSD-ATTRIBUTE", "SAC-XSD-PATTERN"]),
        (&["SAC-XSD-PATTERN"], 1, &["SAC-CHARSET-DOUBLE", "SAC-XSD-ATTRIBUTE"]),
        (&["sac-xsd-pattern", "SAC-XSD-ATTRIBUTE"], 0, &["SAC-CHARSET-DOUBLE"]),
        (&["SAC-XSD-PATTERN", "SAC-XSD-ATTRIBUTE", "SAC-CHARSET-DOUBLE"], 0, &[]),
        (&["SAC-XSD-PATTERN", "SAC-XSD-PATTERN"], 1, &["SAC-CHARSET-DOUBLE", "SAC-XSD-ATTRIBUTE"]),
    ];
    for (allowed, expected_exit, expected) in cases {
        let (exit, json) = told(allowed);
        let message = &json["messages"][0];
        let mut found: Vec<_> =
            message["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!((exit, found), (expected_exit, expected.to_vec()), "{allowed:?}");
        let part =
            message["not-checked"].as_array().and_then(|parts| parts.iter().find(|part| part["part"] == "allowed"));
        assert_eq!(part.is_some(), !allowed.is_empty(), "{allowed:?}");
        let mut distinct: Vec<String> = allowed.iter().map(|code| code.to_ascii_uppercase()).collect();
        distinct.sort();
        distinct.dedup();
        for code in &distinct {
            assert!(part.unwrap()["because"].to_string().contains(code), "{allowed:?}");
        }
        let notes = json["summary"]["notes"].to_string();
        assert_eq!(notes.contains("findings left out, as asked"), !allowed.is_empty(), "{notes}");
        let settings = json["settings"]["allow"].to_string();
        assert!(distinct.iter().all(|code| settings.contains(code)), "{settings}");
    }
    // A rule's name is a code too, and what is not checked stays.
    assert_eq!(run(&[path, "--allow", "indirizzo-cap-incongruente"]).0, 1);
    assert_eq!(run(&["no-such.xml", "--allow", "SAC-CHECK-UNREADABLE"]).0, 2);
    for (unknown, nearest) in
        [("SAC-XSD-PATERN", "SAC-XSD-PATTERN"), ("XSD-PATTERN", "SAC-XSD-PATTERN"), ("inizio-futur", "inizio-futuro")]
    {
        let output = crate::program::sac(&[path, "--allow", unknown]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(2) && told.contains(nearest), "{unknown}: {told}");
    }
}

/// Days of the past and of the future, of leap years and of none.
#[test]
fn days_are_judged_by_the_day_that_is_given() {
    let dated = |start: &str, end: &str| {
        let message = envelope().replace("<dataRilascio>2026-03-02", &format!("<dataRilascio>{start}"));
        let message = message.replace("<dataInizio>2026-03-02", &format!("<dataInizio>{start}"));
        message.replace("<dataFine>2026-03-06", &format!("<dataFine>{end}"))
    };
    let cases: [(&str, &str, &str, &[&str]); 7] = [
        ("2026-03-02", "2026-03-02", "2026-03-06", &[]),
        ("2030-01-01", "2026-03-02", "2026-03-06", &[]),
        ("2026-03-01", "2026-03-02", "2026-03-06", &["rilascio-futuro"]),
        ("2028-03-01", "2028-02-29", "2028-03-01", &[]),
        ("2026-03-02", "2026-02-29", "2026-03-06", &["data-inesistente", "data-inesistente"]),
        ("2100-03-02", "2100-02-29", "2100-03-06", &["data-inesistente", "data-inesistente"]),
        ("2026-12-31", "2026-12-31", "2027-04-01", &["prognosi-tre-mesi"]),
    ];
    for (today, start, end, expected) in cases {
        let checker = sac_gateway::check::Checker::new(today.parse().unwrap());
        let report = checker.check_bytes("a.xml", dated(start, end).as_bytes()).remove(0);
        assert_eq!(errors(&report), expected, "{today}: {start} to {end}");
    }
}

/// Whatever is left out, passed over or not looked at: each format says so.
#[test]
fn every_format_says_what_was_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.xml"), envelope()).unwrap();
    fs::write(folder.path().join("b.txt"), envelope()).unwrap();
    fs::write(folder.path().join("c.xml"), "<a").unwrap();
    let path = folder.path().to_str().unwrap();
    for format in ["text", "json", "sarif", "junit", "html"] {
        let (_, text) = run(&[path, "--lang", "en", "--format", format, "--allow", "SAC-CHECK-CLEAR"]);
        for words in [
            "1 other file passed over (b.txt)",
            "content of the encrypted fields not checked",
            "chema and rules not checked",
        ] {
            assert!(text.contains(words), "{format} does not say: {words}\n{text}");
        }
    }
    let mut summary = Summary::default();
    for report in check("a.xml", envelope().as_bytes()) {
        summary.add(&report);
    }
    assert_eq!(summary.verdict, Verdict::Conformant);
    assert!(summary.notes().iter().any(|note| note.get(Language::En).contains("encrypted fields")));
}
