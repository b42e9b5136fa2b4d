//! What is wrong in one place does not hide what is wrong in another.

use std::fs;
use std::path::Path;

use sac_gateway::check::{Checker, NotChecked, Part, Report, Sender};
use sac_gateway::rule::diagnosis::Icd9;

use crate::{checker, errors};

/// Drafts that break a rule: rule, sender, the fixture, what to replace, and each value that the
/// rule looks at, as it is written in the draft.
type Case =
    (&'static str, Option<Sender>, &'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const MALATTIA: &str = "fixtures/ok/InviaMalattia/cinque-giorni.xml";

const CASES: &[Case] = &[
    (
        "lavoratore-cf-non-valido",
        None,
        MALATTIA,
        &[("PNIMRA70A01H501P", "PNIMRA70A01H501Q")],
        &["<codiceFiscale>PNIMRA70A01H501Q"],
    ),
    ("medico-pincode-assente", Some(Sender::Medico), MALATTIA, &[("<pincode>1234567890</pincode>", "")], &[]),
    (
        "rilascio-futuro",
        None,
        MALATTIA,
        &[("<dataRilascio>2026-03-02", "<dataRilascio>2026-03-03")],
        &["<dataRilascio>2026-03-03"],
    ),
    (
        "inizio-dopo-fine",
        None,
        MALATTIA,
        &[("<dataInizio>2026-03-02", "<dataInizio>2026-03-20")],
        &["<dataInizio>2026-03-20", "<dataFine>2026-03-06"],
    ),
    (
        "prognosi-conclusa",
        None,
        MALATTIA,
        &[("<dataFine>2026-03-06", "<dataFine>2026-03-01")],
        &["<dataRilascio>2026-03-02", "<dataFine>2026-03-01"],
    ),
    (
        "inizio-futuro",
        None,
        MALATTIA,
        &[("<dataInizio>2026-03-02", "<dataInizio>2026-03-04")],
        &["<dataInizio>2026-03-04", "<dataRilascio>2026-03-02"],
    ),
    (
        "prognosi-tre-mesi",
        None,
        MALATTIA,
        &[("<dataFine>2026-03-06", "<dataFine>2026-06-03")],
        &["<dataFine>2026-06-03", "<dataRilascio>2026-03-02"],
    ),
    (
        "diagnosi-assente",
        None,
        MALATTIA,
        &[("<codiceDiagnosi>487.1</codiceDiagnosi>", "<noteDiagnosi> </noteDiagnosi>")],
        &["<noteDiagnosi> "],
    ),
    (
        "diagnosi-codice-sconosciuto",
        None,
        MALATTIA,
        &[("<codiceDiagnosi>487.1", "<codiceDiagnosi>999.9")],
        &["<codiceDiagnosi>999.9"],
    ),
    (
        "data-inesistente",
        None,
        MALATTIA,
        &[("<dataFine>2026-03-06", "<dataFine>2026-02-30")],
        &["<dataFine>2026-02-30"],
    ),
    (
        "indirizzo-comune-sconosciuto",
        None,
        MALATTIA,
        &[("<codiceCatastale>H501", "<codiceCatastale>Q501")],
        &["<codiceCatastale>Q501"],
    ),
    ("indirizzo-comune-assente", None, MALATTIA, &[("<codiceCatastale>H501</codiceCatastale>", "")], &[]),
    (
        "indirizzo-cap-incongruente",
        None,
        MALATTIA,
        &[("<cap>00184", "<cap>20121")],
        &["<cap>20121", "<codiceCatastale>H501"],
    ),
];

fn draft(fixture: &str, changes: &[(&str, &str)]) -> String {
    let mut draft = fs::read_to_string(fixture).unwrap();
    for (from, to) in changes {
        assert!(draft.contains(from), "{from} in {draft}");
        draft = draft.replacen(from, to, 1);
    }
    draft
}

fn not_applied(report: &Report) -> Vec<&'static str> {
    let rules = |not_checked: &NotChecked| not_checked.part.rules().iter().map(|rule| rule.name()).collect::<Vec<_>>();
    report.not_checked.iter().flat_map(rules).collect()
}

/// For every rule: it is reported beside an error of the schema anywhere else, and where one of the
/// values that it looks at is wrong it is not reported, but listed as not applied.
#[test]
fn a_rule_is_applied_exactly_where_all_that_it_looks_at_is_valid() {
    let icd9 = Icd9::read("487.1").unwrap();
    let mut wrong = Vec::new();
    for (rule, sender, fixture, changes, inputs) in CASES {
        let checker = Checker { sender: *sender, icd9: icd9.clone(), ..checker() };
        let check = |text: &str| checker.check_bytes("draft.xml", text.as_bytes()).remove(0);
        let broken = draft(fixture, changes);
        let alone = check(&broken);
        assert!(errors(&alone).contains(rule), "{rule}: {:?}", errors(&alone));
        assert_eq!(not_applied(&alone), Vec::<&str>::new(), "{rule}");
        // Every leaf in turn gets a value that no type allows: an element.
        let leaves: Vec<usize> = broken.match_indices("</").map(|(at, _)| at).collect();
        for end in leaves {
            let Some(start) = broken[..end].rfind('>') else { continue };
            let tag = broken[..start].rfind('<').unwrap_or(0);
            if broken[tag..].starts_with("</") || broken[tag..].starts_with("<?") {
                continue;
            }
            let mut damaged = broken.clone();
            damaged.insert_str(end, "<x/>");
            let report = check(&damaged);
            let found = errors(&report);
            assert!(found.contains(&"SAC-XSD-CHILD"), "{rule}: {found:?} of {damaged}");
            let is_input = inputs.iter().any(|input| broken[tag..].starts_with(input));
            let (is_reported, is_listed) = (found.contains(rule), not_applied(&report).contains(rule));
            let is_right = if is_input {
                is_listed && !is_reported
            } else {
                is_reported || is_listed && is_optional_input(rule, &broken[tag..start])
            };
            if !is_right {
                wrong.push(format!("{rule} at {}: reported {is_reported}, listed {is_listed}", &broken[tag..start]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values that stay in the draft and that the rule looks at although it is broken without them.
fn is_optional_input(rule: &str, tag: &str) -> bool {
    match rule {
        "lavoratore-cf-non-valido" => tag == "<codiceFiscale",
        "data-inesistente" => tag.starts_with("<data"),
        "inizio-futuro" => tag == "<giornataLavorata",
        _ => false,
    }
}

#[test]
fn a_misspelt_element_is_not_taken_for_an_absent_one() {
    let misspelt = draft(MALATTIA, &[("<pincode>1234567890</pincode>", "<pinCode>1234567890</pinCode>")]);
    let report = checker().check_bytes("draft.xml", misspelt.as_bytes()).remove(0);
    assert_eq!(errors(&report), ["SAC-XSD-UNKNOWN"]);
    assert!(not_applied(&report).contains(&"medico-pincode-assente"), "{:?}", report.not_checked);
}

#[test]
fn what_is_wrong_around_a_message_does_not_hide_what_is_wrong_in_it() {
    const MUST: &str = "<soapenv:Header><w:A xmlns:w='urn:w' soapenv:mustUnderstand='1'/><w:B xmlns:w='urn:w' soapenv:mustUnderstand='true'/></soapenv:Header>";
    let bad = crate::examples::envelope()
        .replace("<cap>00184", "<cap>184")
        .replace("<dataFine>2026-03-06", "<dataFine>2026-06-03");
    let inside = ["SAC-XSD-PATTERN", "prognosi-tre-mesi"];
    // What to replace in the envelope, and what is found before the rest.
    let envelopes: &[(&str, &str, &[&str])] = &[
        ("", "", &[]),
        (sac_gateway::soap::SOAP_11, "http://www.w3.org/2003/05/soap-envelope", &["SAC-SOAP-VERSION"]),
        (sac_gateway::soap::SOAP_11, "http://schemas.xmlsoap.org/soap/envelope", &["SAC-SOAP-VERSION"]),
        ("<soapenv:Header/>", MUST, &["SAC-SOAP-MUST-UNDERSTAND", "SAC-SOAP-MUST-UNDERSTAND"]),
        ("<soapenv:Header/>", "<soapenv:Testata/>", &["SAC-SOAP-STRUCTURE"]),
        ("<soapenv:Header/>", "text", &["SAC-SOAP-STRUCTURE"]),
        ("\n</soapenv:Body>", "<altro/></soapenv:Body>", &["SAC-SOAP-BODY"]),
        ("http://cert.sanita.finanze.it/", "http://cert.sanita.finanze.it", &["SAC-XSD-ROOT-NAMESPACE"]),
    ];
    for (from, to, around) in envelopes {
        let message = if from.is_empty() { bad.clone() } else { bad.replace(from, to) };
        let mut expected = [*around, &inside[..]].concat();
        expected.sort_unstable();
        let mut found = errors(&checker().check_bytes("message.xml", message.as_bytes())[0]);
        found.sort_unstable();
        assert_eq!(found, expected, "{to}");
    }
    // Request line and headers, and what is found about them.
    let heads: &[(&str, &[&str])] = &[
        ("POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml", &[]),
        ("POST /CertServiceWeb/Certificati HTTP/1.1\nContent-Type: text/xml", &["SAC-HTTP-PATH"]),
        ("PUT /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml", &["SAC-HTTP-METHOD"]),
        ("POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: application/xml", &["SAC-HTTP-MEDIA"]),
        ("POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: application/soap+xml", &["SAC-HTTP-MEDIA"]),
        (
            "PUT /CertServiceWeb/Certificati HTTP/1.1\nContent-Type: application/json",
            &["SAC-HTTP-MEDIA", "SAC-HTTP-METHOD", "SAC-HTTP-PATH"],
        ),
        (
            "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\nSOAPAction: \"AnnullaMalattia\"",
            &["SAC-SOAP-ACTION"],
        ),
    ];
    for (head, around) in heads {
        let capture = format!("{head}\n\n{bad}");
        let mut expected = [*around, &inside[..]].concat();
        expected.sort_unstable();
        let mut found = errors(&checker().check_bytes("capture.http", capture.as_bytes())[0]);
        found.sort_unstable();
        assert_eq!(found, expected, "{head}");
    }
}

#[test]
fn what_was_not_looked_at_is_said() {
    let envelope = crate::examples::envelope();
    let of = |text: &str| checker().check_bytes("message.xml", text.as_bytes()).remove(0).not_checked;
    let content = |code: &str| vec![NotChecked { part: Part::Content, because: vec![code.to_owned()] }];
    assert_eq!(of(&envelope.replace("</civico>", "</Civico>")), content("SAC-XML-END-TAG"));
    assert_eq!(of(&envelope.replace("<civico>1", "<civico>\u{1}")), content("SAC-XML-CHARACTER"));
    assert_eq!(of("<?xml version='1.0' encoding='big5'?><a/>"), content("SAC-CHARSET-UNSUPPORTED"));
    let closed = NotChecked { part: Part::EncryptedContent, because: vec!["--data-dir".to_owned()] };
    assert_eq!(of(&envelope), [closed]);
    let schema_only = Checker { schema_only: true, ..checker() };
    let asked = NotChecked { part: Part::AllRules, because: vec!["--schema-only".to_owned()] };
    assert_eq!(schema_only.check_bytes("message.xml", envelope.as_bytes())[0].not_checked, [asked]);
    assert!(Path::new(MALATTIA).is_file());
}

#[test]
fn every_format_says_what_was_not_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xml");
    fs::write(&path, draft(MALATTIA, &[("<dataRilascio>2026-03-02", "<dataRilascio>2026-3-2")])).unwrap();
    fs::write(folder.path().join("other.txt"), "x").unwrap();
    for format in ["text", "json", "sarif", "junit", "html"] {
        let folder = folder.path().to_str().unwrap();
        let (_, text) = crate::program::run(&["--lang", "en", "--format", format, folder]);
        assert!(text.contains("prognosi-tre-mesi"), "{format}: {text}");
        assert!(text.contains("malattia/dataRilascio is missing or not valid"), "{format}: {text}");
        if format != "junit" {
            assert!(text.contains("1 other file passed over (other.txt)"), "{format}: {text}");
        }
    }
}
