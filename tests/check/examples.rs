//! A message for every code: the manual shows it, and the endpoint gives its verdict on it too.

use sac_gateway::check::{Checker, IssueCode};
use sac_gateway::diagnostic::Code;

use crate::checker;

/// A message that shows a code.
pub struct Example {
    pub code: &'static str,
    pub file: &'static str,
    pub bytes: Vec<u8>,
}

impl Example {
    /// Whether these bytes can be sent as they are.
    pub fn is_envelope(&self) -> bool {
        self.file == "message.xml"
    }
}

/// Codes that no message can show, and why.
pub const WITHOUT: &[(&str, &str)] = &[
    ("SAC-XSD-ABSTRACT", "The contract's only abstract type is the base of its replies, and no element has it."),
    ("SAC-XSD-VALUE", "The contract's values are strings, dates and times."),
    ("SAC-XSD-RANGE", "The contract has no numbers: they are strings of digits."),
    ("SAC-XSD-DIGITS", "The contract has no numbers: they are strings of digits."),
    ("SAC-XSD-ENUMERATION", "The contract's lists of values are patterns; a schema of your own may have enumerations."),
    (
        "SAC-CHECK-UNREADABLE",
        "It is about a file that cannot be opened: no permission, no such file, not a regular file.",
    ),
    ("SAC-SOAP-ENCODING", "It explains other errors, and never comes alone."),
    ("SAC-LIMIT-MESSAGES", "It takes a capture of more than ten thousand messages."),
    ("SAC-LIMIT-ARCHIVE", "It takes an archive that grows to megabytes when it is unpacked."),
    ("SAC-CHECK-NOTHING", "It is about a folder without messages."),
    ("SAC-CHECK-INTERNAL", "It is about a fault of the program itself."),
];

/// What stands for the two encrypted fields, until somebody encrypts them for a real key.
pub const PINCODE: &str = "QUFB0001";
pub const WORKER: &str = "QUFB0002";

/// A checker under which every example shows its code.
pub fn checker_of_examples() -> Checker {
    Checker { max_bytes: 1 << 20, ..checker() }
}

pub fn examples() -> Vec<Example> {
    let mut all = Vec::new();
    let mut message = |code, bytes: Vec<u8>| all.push(Example { code, file: "message.xml", bytes });
    for (code, from, to) in SWAPS {
        assert!(envelope().contains(from), "{code}: {from}");
        message(code, envelope().replacen(from, to, 1).into_bytes());
    }
    let latin = |to: &[u8]| {
        let text = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{}", envelope());
        replace(text.as_bytes(), b"Via Nazionale", to)
    };
    message("SAC-CHARSET-UTF16", utf16(&envelope()));
    message("SAC-CHARSET-BINARY", b"\x1F\x8B\x08\0\0\0\0\0\0\x03".to_vec());
    message("SAC-CHARSET-BAD-BYTE", replace(envelope().as_bytes(), b"Via Nazionale", b"Via Forl\xEC"));
    message("SAC-CHARSET-BOM", format!("\u{FEFF}{}", envelope()).into_bytes());
    message("SAC-CHARSET-MISLABELLED", latin("Via Forlì".as_bytes()));
    message("SAC-CHARSET-C1", latin(b"Via dell\x92Orso"));
    message("SAC-LIMIT-BYTES", format!("{}{}", envelope(), " ".repeat(2 << 20)).into_bytes());
    message("SAC-LIMIT-DEPTH", in_header(&format!("{}{}", "<a>".repeat(100), "</a>".repeat(100))));
    message("SAC-LIMIT-ATTRIBUTES", in_header(&format!("<a {}/>", numbered("n", "1", 0..65))));
    let nested: String =
        (0..6).map(|level| format!("<a {}>", numbered("xmlns:n", "urn:x", level * 60..level * 60 + 60))).collect();
    message("SAC-LIMIT-NAMESPACES", in_header(&format!("{nested}{}", "</a>".repeat(6))));
    message("SAC-LIMIT-ELEMENTS", in_header(&"<a/>".repeat(100_001)));
    message(
        "SAC-LIMIT-FINDINGS",
        envelope().replace("<medico>", &format!("<medico>{}", "<x/>".repeat(250))).into_bytes(),
    );
    message("SAC-XML-EMPTY", b"<!-- nothing else -->".to_vec());
    message("SAC-XML-UNCLOSED", envelope().split_inclusive("<visita>").next().unwrap().as_bytes().to_vec());
    message("SAC-XSD-ROOT", envelope().replace("invioMalattiaRequest", "inviaMalattiaRequest").into_bytes());
    message("SAC-SOAP-FAULT", in_envelope(FAULT).into_bytes());
    message("SAC-XSD-DATETIME", in_envelope(&RESPONSE.replace("T10:00:00", " 10:00:00")).into_bytes());
    let bare = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    all.push(Example { code: "SAC-CHECK-CLEAR", file: "draft.xml", bytes: bare });
    let number = BARE.replace("123456789<", " 123456789\n<");
    all.push(Example { code: "SAC-CHECK-BLANKS", file: "number.xml", bytes: number.into_bytes() });
    let page = b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>\n".to_vec();
    all.push(Example { code: "SAC-CHECK-FORMAT", file: "reply.html", bytes: page });
    for (code, head, body) in CAPTURES {
        let envelope = envelope();
        let body = if body.is_empty() { &envelope } else { *body };
        let head = head.replace('\n', "\r\n").replace("{length}", &body.len().to_string());
        all.push(Example { code, file: "capture.http", bytes: format!("{head}\r\n\r\n{body}").into_bytes() });
    }
    all.sort_by_key(|example| Code::all().position(|code| code.as_str() == example.code));
    all
}

/// The envelope of a good certificate.
pub fn envelope() -> String {
    let request = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let sealed = |mark: &str| format!("{mark}{}=", "A".repeat(171 - mark.len()));
    let request = request.replace("1234567890", &sealed(PINCODE)).replace("PNIMRA70A01H501P", &sealed(WORKER));
    in_envelope(&request)
}

fn in_envelope(message: &str) -> String {
    let message = message.trim_end();
    format!(
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">\n<soapenv:Header/>\n<soapenv:Body>\n{message}\n</soapenv:Body>\n</soapenv:Envelope>\n"
    )
}

const FAULT: &str = "<soapenv:Fault>
<faultstring>Credenziali invalide</faultstring>
<faultcode>soapenv:Client</faultcode>
</soapenv:Fault>";

/// A request without an envelope, which holds another's stand-ins for the encrypted fields.
const BARE: &str = concat!(
    "<cert:ristampaMalattiaRequest xmlns:cert=\"http://cert.sanita.finanze.it/\">\n  <medico><pincode>",
    "QUFBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "</pincode></medico>\n  <lavoratore><codiceFiscale>",
    "QUFBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "</codiceFiscale></lavoratore>\n  <idCertificato>123456789</idCertificato>\n</cert:ristampaMalattiaRequest>",
);

const RESPONSE: &str = "<cert:invioMalattiaResponse xmlns:cert=\"http://cert.sanita.finanze.it/\">
  <ricevutaOkInvioMalattia>
    <dataRicezione>2026-03-02T10:00:00</dataRicezione>
    <idCertificato>123456789</idCertificato>
  </ricevutaOkInvioMalattia>
</cert:invioMalattiaResponse>";

/// Code, and what to replace in the envelope to get it.
const SWAPS: &[(&str, &str, &str)] = &[
    (
        "SAC-CHARSET-UNSUPPORTED",
        "<soapenv:Envelope",
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\n<soapenv:Envelope",
    ),
    ("SAC-CHARSET-STRAY-BOM", "Via Nazionale", "Via \u{FEFF}Nazionale"),
    ("SAC-CHARSET-DOUBLE", "Via Nazionale", "Via ForlÃ¬"),
    ("SAC-CHARSET-REPLACEMENT", "Via Nazionale", "Via Forl\u{FFFD}"),
    ("SAC-CHARSET-ESCAPED", "Via Nazionale", "Via Forl&amp;igrave;"),
    ("SAC-XML-SURROGATE", "Via Nazionale", "Via &#55357;&#56911;"),
    ("SAC-XML-DOCTYPE", "<soapenv:Envelope", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<soapenv:Envelope"),
    ("SAC-XML-DECLARATION", "<soapenv:Envelope", "<?xml encoding=\"UTF-8\"?>\n<soapenv:Envelope"),
    ("SAC-XML-CHARACTER", "Via Nazionale", "Via \u{1}Nazionale"),
    ("SAC-XML-NAME", "<civico>", "<1civico>"),
    ("SAC-XML-TAG", "<civico>", "<civico interno=2>"),
    ("SAC-XML-ATTRIBUTE-TWICE", "<civico>", "<civico a=\"1\" a=\"2\">"),
    ("SAC-XML-REFERENCE", "Via Nazionale", "Via&nbsp;Nazionale"),
    ("SAC-XML-END-TAG", "</civico>", "</Civico>"),
    ("SAC-XML-PREFIX", "<civico>1</civico>", "<c:civico>1</c:civico>"),
    ("SAC-XML-NAMESPACE", "<civico>", "<civico xmlns:c=\"\">"),
    ("SAC-XML-CDATA", "Via Nazionale", "Via ]]> Nazionale"),
    ("SAC-XML-COMMENT", "<civico>", "<!-- a -- b --><civico>"),
    ("SAC-XML-INSTRUCTION", "<civico>", "<?XML a?><civico>"),
    ("SAC-XML-OUTSIDE-ROOT", "</soapenv:Envelope>", "</soapenv:Envelope> fine"),
    ("SAC-SOAP-VERSION", "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"),
    ("SAC-SOAP-STRUCTURE", "<soapenv:Header/>", "<soapenv:Testata/>"),
    ("SAC-SOAP-BODY", "\n</soapenv:Body>", "<altro/>\n</soapenv:Body>"),
    (
        "SAC-SOAP-MUST-UNDERSTAND",
        "<soapenv:Header/>",
        "<soapenv:Header><w:Security xmlns:w=\"urn:w\" soapenv:mustUnderstand=\"1\"/></soapenv:Header>",
    ),
    ("SAC-XSD-ROOT-NAMESPACE", "http://cert.sanita.finanze.it/", "http://cert.sanita.finanze.it"),
    ("SAC-XSD-NAMESPACE", "<civico>1</civico>", "<cert:civico>1</cert:civico>"),
    ("SAC-XSD-MISSING", "<civico>1</civico>", ""),
    ("SAC-XSD-UNKNOWN", "<civico>1</civico>", "<numero>1</numero>"),
    (
        "SAC-XSD-ORDER",
        "<cap>00184</cap>\n    <codiceCatastale>H501</codiceCatastale>",
        "<codiceCatastale>H501</codiceCatastale>\n    <cap>00184</cap>",
    ),
    ("SAC-XSD-REPEATED", "<civico>1</civico>", "<civico>1</civico><civico>2</civico>"),
    ("SAC-XSD-TEXT", "<residenza>", "<residenza>Roma"),
    ("SAC-XSD-CHILD", "<civico>1</civico>", "<civico><b>1</b></civico>"),
    ("SAC-XSD-ATTRIBUTE", "<civico>", "<civico interno=\"2\">"),
    ("SAC-XSD-TYPE", "<civico>", "<civico xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:type=\"cert:cap\">"),
    ("SAC-XSD-NIL", "<civico>", "<civico xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\">"),
    ("SAC-XSD-PATTERN", "<cap>00184</cap>", "<cap>184</cap>"),
    ("SAC-XSD-LENGTH", "<civico>1</civico>", "<civico></civico>"),
    ("SAC-XSD-EMPTY-OPTIONAL", "<codiceRegione>120</codiceRegione>", "<codiceRegione></codiceRegione>"),
];

/// Code, head and body (the envelope where it is empty) of an HTTP request.
const CAPTURES: &[(&str, &str, &str)] = &[
    (
        "SAC-CHARSET-CLASH",
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml; charset=ISO-8859-1",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>Forl\u{EC}</a>",
    ),
    ("SAC-SOAP-ENVELOPE", "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml", BARE),
    (
        "SAC-SOAP-ACTION",
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\nSOAPAction: \"http://ws.cert.sanita.finanze.it/AnnullaMalattia\"",
        "",
    ),
    ("SAC-HTTP-MESSAGE", "To: the service", ""),
    ("SAC-HTTP-METHOD", "PUT /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml", ""),
    ("SAC-HTTP-PATH", "POST /CertServiceWeb/Certificati HTTP/1.1\nContent-Type: text/xml", ""),
    ("SAC-HTTP-MEDIA", "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: application/json", ""),
    (
        "SAC-HTTP-CODING",
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\nContent-Encoding: br",
        "",
    ),
    (
        "SAC-HTTP-CHUNKED",
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\nTransfer-Encoding: chunked",
        "",
    ),
    (
        "SAC-HTTP-LENGTH",
        "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\nContent-Length: 1{length}",
        "",
    ),
];

fn in_header(content: &str) -> Vec<u8> {
    envelope().replace("<soapenv:Header/>", &format!("<soapenv:Header>{content}</soapenv:Header>")).into_bytes()
}

fn numbered(name: &str, value: &str, numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("{name}{number}=\"{value}\"")).collect::<Vec<_>>().join(" ")
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xFF, 0xFE].into_iter().chain(units).collect()
}

#[test]
fn every_code_has_an_example_that_shows_it_and_nothing_else() {
    let checker = checker_of_examples();
    let mut wrong = Vec::new();
    for Example { code, file, bytes } in examples() {
        let reports = checker.check_bytes(file, &bytes);
        let mut found: Vec<_> =
            reports.iter().flat_map(|report| &report.issues).map(|issue| issue.code.as_str()).collect();
        found.dedup();
        let is_it = match code {
            "SAC-LIMIT-FINDINGS" => found.last() == Some(&code) && found.len() == 2,
            _ => found == [code],
        };
        if !is_it {
            wrong.push(format!("{code}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let shown: Vec<_> = examples().iter().map(|example| example.code).collect();
    for code in Code::all().map(IssueCode::Code) {
        let excused = WITHOUT.iter().any(|(without, _)| *without == code.as_str());
        assert_ne!(shown.contains(&code.as_str()), excused, "{}", code.as_str());
    }
}
