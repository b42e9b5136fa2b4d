use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use sac_certificates::rule::Catalogue;
use sac_check::{Checker, Severity, Verdict};
use sac_domain::clock::Clock;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::person::Sesso;
use sac_keys::Keys;
use sac_keys::sealed::{Sealer, Unsealer};
use serde_json::json;

use super::{Mask, Seals};
use crate::message::HttpMessage;
use crate::recorded::Recorded;

struct Installation {
    unsealer: Unsealer,
    sealer: Sealer,
}

static INSTALLATION: LazyLock<Installation> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::open(folder.path(), &[], &Clock::system(), None).unwrap();
    let sealer = Sealer::new(keys.encryption_certificate_der()).unwrap();
    Installation { unsealer: Unsealer::new(&keys).unwrap(), sealer }
});

fn today() -> NaiveDate {
    "2026-03-02".parse().unwrap()
}

fn mask(key: &str) -> Mask {
    let Installation { unsealer, sealer } = &*INSTALLATION;
    let seals = Seals { unsealer: unsealer.clone(), sealer: sealer.clone() };
    Mask::new(key.as_bytes(), Some(seals), today(), Catalogue::embedded().clone())
}

const HEAD: &str =
    "POST /w/one/CertServiceWeb/CertificatiMedici HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/xml; charset=";

/// A request with this body, in an envelope, in this charset; the worker is encrypted.
fn exchange(charset: &str, worker: &str, content: &str) -> Recorded {
    let Installation { sealer, .. } = &*INSTALLATION;
    let content = content
        .replace("WORKER", &sealer.seal(worker).unwrap())
        .replace("PINCODE", &sealer.seal("1234567890").unwrap());
    let envelope = format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n<soapenv:Envelope \
         xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>{content}</soapenv:Body></soapenv:Envelope>"
    );
    let body = match charset {
        "UTF-8" => envelope.into_bytes(),
        _ => envelope.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    };
    let head = format!("{HEAD}{charset}\r\nauthorization: Basic Zm9v\r\n");
    Recorded {
        about: json!({"id": 1, "worker": worker, "caller": "RSSMRA80A01H501U"}).as_object().unwrap().clone(),
        request: HttpMessage::read(head.as_bytes(), body),
        response: None,
    }
}

fn body(exchange: &Recorded) -> String {
    let body = &exchange.request.as_ref().unwrap().body;
    String::from_utf8(body.clone()).unwrap_or_else(|_| body.iter().copied().map(char::from).collect())
}

fn everything(exchange: &Recorded) -> String {
    let head = |message: &Option<HttpMessage>| message.as_ref().map(HttpMessage::head).unwrap_or_default();
    let heads = [head(&exchange.request), head(&exchange.response)].concat();
    format!("{:?}{}{}", exchange.about, String::from_utf8_lossy(&heads), body(exchange))
}

/// The rules that a message breaks, by `sac check` with the key of the installation.
fn broken(exchange: &Recorded) -> BTreeSet<String> {
    let mut checker = Checker::new(today());
    checker.unsealer = Some(INSTALLATION.unsealer.clone());
    let message = exchange.request.as_ref().unwrap();
    // `/w/NAME` is in front of the path in worlds other than the default one.
    let capture = [message.head(), message.body.clone()].concat();
    let reports = checker.check_bytes("1-request.http", &capture);
    assert_eq!(reports.len(), 1);
    let mut codes = BTreeSet::new();
    for issue in reports.iter().flat_map(|report| &report.issues).filter(|issue| issue.severity != Severity::Warning) {
        codes.insert(issue.code.as_str().to_owned());
    }
    assert_eq!(codes.is_empty(), reports[0].verdict == Verdict::Conformant, "{codes:?}");
    codes
}

/// An address that is right, another comune's CAP, or no comune at all.
const PLACES: [(&str, &str, &str, &str); 4] = [
    ("00184", "H501", "Roma", "RM"),
    ("20121", "H501", "Roma", "RM"),
    ("00184", "H501", "Rocca Nessuna", "RM"),
    ("10121", "L219", "Torino", "TO"),
];

fn certificate(via: &str, civico: &str, place: usize, cognome: &str, note: &str, code: &str) -> String {
    let (cap, catastale, comune, provincia) = PLACES[place];
    let address = format!(
        "<via>{via}</via><civico>{civico}</civico><cap>{cap}</cap><codiceCatastale>{catastale}</codiceCatastale>\
         <comune>{comune}</comune><provincia>{provincia}</provincia>"
    );
    format!(
        "<!-- {note} --><c:invioMalattiaRequest xmlns:c=\"http://cert.sanita.finanze.it/\"><medico><pincode>PINCODE</pincode>\
         <codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico><lavoratore><codiceFiscale>WORKER</codiceFiscale>\
         </lavoratore><residenza>{address}</residenza><reperibilita><cognome>{cognome}</cognome><indirizzo>{address}</indirizzo>\
         </reperibilita><malattia><ruoloMedico>S</ruoloMedico><dataRilascio>2026-03-02</dataRilascio><dataInizio>2026-03-02\
         </dataInizio><dataFine>2026-03-06</dataFine><visita>A</visita><tipoCertificato>I</tipoCertificato><diagnosi>\
         <codiceDiagnosi>{code}</codiceDiagnosi><noteDiagnosi>{note}</noteDiagnosi></diagnosi></malattia></c:invioMalattiaRequest>"
    )
}

fn person(index: usize) -> String {
    let letters = |index: usize| {
        (0..6).map(|at| char::from(b'b' + u8::try_from(index / 5usize.pow(at) % 5).unwrap() * 2)).collect::<String>()
    };
    let birth =
        NaiveDate::from_yo_opt(1950 + i32::try_from(index % 50).unwrap(), 1 + u32::try_from(index % 365).unwrap())
            .unwrap();
    let sesso = if index.is_multiple_of(2) { Sesso::M } else { Sesso::F };
    CodiceFiscale::encode(&letters(index), &letters(index / 7 + 3), sesso, birth, "H501").unwrap().as_str().to_owned()
}

#[test]
fn no_canary_is_left_of_ten_thousand_and_what_conformed_conforms() {
    let mask = mask("canaries");
    let letters =
        |index: usize| format!("{index:05}").bytes().map(|digit| char::from(digit - b'0' + b'k')).collect::<String>();
    let mut canaries = 0;
    for index in 0..1_700usize {
        let word = letters(index);
        let (cognome, via, note) =
            (format!("Canarin{word}"), format!("Via Canarina {word}"), format!("canarino è {word}"));
        let (civico, worker) = (format!("{index}/canar"), person(index));
        let place = PLACES[if index.is_multiple_of(2) { 0 } else { 3 }];
        let charset = if index.is_multiple_of(3) { "ISO-8859-1" } else { "UTF-8" };
        let content =
            certificate(&via, &civico, if index.is_multiple_of(2) { 0 } else { 3 }, &cognome, &note, "486.12");
        let masked = mask.apply(exchange(charset, &worker, &content));
        let text = everything(&masked);
        for canary in
            [cognome.as_str(), &via, &note, &civico, &worker, place.0, "Zm9v", "486.12", "RSSMRA80A01H501U", &word]
        {
            assert!(!text.contains(canary), "{canary} is in {text}");
            canaries += 1;
        }
        if index.is_multiple_of(20) {
            assert_eq!(broken(&masked), BTreeSet::new(), "{text}");
        }
        let sealed = text.split("<lavoratore><codiceFiscale>").nth(1).unwrap().split('<').next().unwrap();
        let opened = INSTALLATION.unsealer.unseal(sealed);
        let code = CodiceFiscale::parse(opened.as_str().unwrap()).unwrap();
        let first = CodiceFiscale::parse(&worker).unwrap();
        assert_ne!(code, first);
        assert_eq!(code.decode(today()).unwrap().sesso, first.decode(today()).unwrap().sesso);
        assert_eq!(masked.text("worker"), opened.as_str());
    }
    assert!(canaries >= 10_000);
}

#[test]
fn every_fixture_is_judged_masked_as_it_was_before() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"));
    let mut seen = 0;
    let mut folders = vec![root.join("ok"), root.join("ko")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&entry) else { continue };
            let is_request =
                entry.extension().is_some_and(|extension| extension == "xml") && !text.contains("Envelope");
            let root = text.find("<cert:").or_else(|| text.find("<ns2:")).filter(|_| is_request);
            let Some(content) = root.and_then(|at| text.get(at..)) else { continue };
            let seal = |text: &str| INSTALLATION.sealer.seal(text).unwrap();
            let content = content
                .replace("<codiceFiscale>PNIMRA70A01H501P<", &format!("<codiceFiscale>{}<", seal("PNIMRA70A01H501P")))
                .replace("<pincode>1234567890<", &format!("<pincode>{}<", seal("1234567890")));
            let first = exchange("UTF-8", "PNIMRA70A01H501P", &content);
            let before = broken(&first);
            assert_eq!(broken(&mask("fixtures").apply(first)), before, "{}", entry.display());
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen} fixtures");
}

#[test]
fn the_same_key_gives_the_same_and_another_key_something_else() {
    let first = exchange("UTF-8", "PNIMRA70A01H501P", &certificate("Via A", "1", 0, "Pini", "x", "486"));
    let one = everything(&mask("one").apply(first.clone()));
    assert_eq!(one, everything(&mask("one").apply(first.clone())));
    assert_ne!(one, everything(&mask("two").apply(first)));
}

#[test]
fn what_cannot_be_opened_or_read_is_replaced_whole() {
    let foreign = "A".repeat(172);
    let first = exchange(
        "UTF-8",
        "PNIMRA70A01H501P",
        &format!("<lavoratore><codiceFiscale>{foreign}</codiceFiscale></lavoratore>"),
    );
    let masked = body(&mask("x").apply(first));
    assert!(!masked.contains(&foreign) && masked.contains("<codiceFiscale>"), "{masked}");
    let secret = "segreto <<";
    let head = format!("{HEAD}utf-8\r\ncookie: {secret}\r\nx-client-cert: {secret}\r\n");
    let request = HttpMessage::read(head.as_bytes(), secret.as_bytes().to_vec());
    let masked = mask("x").apply(Recorded { request, ..Recorded::default() });
    assert!(!everything(&masked).contains("segreto"), "{}", everything(&masked));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn whatever_stands_in_a_message_what_breaks_it_is_the_same(
        via in "[A-Za-zàè ]{0,60}", civico in "[0-9A-Z/]{0,17}", place in 0usize..4, cognome in "[A-Za-z'1é ]{0,26}",
        note in "[a-zàèì ]{0,210}", code in prop_oneof![Just("486"), Just("V58.4"), Just("x12"), Just("E812.0"), Just("48")],
    ) {
        let first = exchange("UTF-8", "PNIMRA70A01H501P", &certificate(&via, &civico, place, &cognome, &note, code));
        let before = broken(&first);
        let masked = mask("p").apply(first);
        let text = body(&masked);
        prop_assert_eq!(broken(&masked), before, "{}", text);
        for value in [&via, &cognome, &note].into_iter().filter(|value| value.len() > 6 && !value.contains("  ") && value.trim().len() > 6) {
            prop_assert!(!text.contains(value.as_str()), "{} in {}", value, text);
        }
    }
}
