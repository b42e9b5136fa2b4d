//! Whatever a message holds, each finding says what came with invisible and look-alike characters named:
//! every kind of character in every form of writing, in each place that findings quote.

use sac_gateway::check::Report;
use sac_gateway::check::render::{Html, Json, Junit, Renderer, Sarif, Text};
use sac_gateway::diagnostic::Language;

use crate::examples::envelope;
use crate::{checker, circumstances};

/// A character that is not seen or looks like another one, and how it is named.
const CHARACTERS: &[(&str, &str)] = &[
    ("\u{A0}", "[U+00A0]"),
    ("\u{2007}", "[U+2007]"),
    ("\u{2009}", "[U+2009]"),
    ("\u{202F}", "[U+202F]"),
    ("\u{3000}", "[U+3000]"),
    ("\u{AD}", "[U+00AD]"),
    ("\u{200B}", "[U+200B]"),
    ("\u{200E}", "[U+200E]"),
    ("\u{202E}", "[U+202E]"),
    ("\u{2060}", "[U+2060]"),
    ("\u{FE0F}", "[U+FE0F]"),
    ("\u{410}", "\u{410}[U+0410≠A]"),
    ("\u{43E}", "\u{43E}[U+043E≠o]"),
    ("\u{421}\u{41E}", "\u{421}\u{41E}[U+0421 U+041E≠CO]"),
    ("\u{39F}", "\u{39F}[U+039F≠O]"),
    ("\u{3BF}", "\u{3BF}[U+03BF≠o]"),
    ("\u{131}", "\u{131}[U+0131≠i]"),
    ("\u{2010}", "\u{2010}[U+2010≠-]"),
    ("\u{2011}", "\u{2011}[U+2011≠-]"),
    ("\u{2013}", "\u{2013}[U+2013≠-]"),
    ("\u{2014}", "\u{2014}[U+2014≠-]"),
    ("\u{2212}", "\u{2212}[U+2212≠-]"),
    ("\u{661}", "\u{661}[U+0661≠1]"),
    ("\u{6F4}", "\u{6F4}[U+06F4≠4]"),
    ("\u{FF11}", "\u{FF11}[U+FF11≠1]"),
    ("\u{FF21}", "\u{FF21}[U+FF21≠A]"),
    ("\u{2044}", "\u{2044}[U+2044≠/]"),
    ("e\u{301}", "e[U+0301]"),
    ("a\u{300}", "a[U+0300]"),
    ("\t", "⇥"),
    ("\n", "⏎"),
];

type Form = (&'static str, fn(&str) -> String);

/// Each writes a whole value.
const FORMS: &[Form] = &[
    ("characters", str::to_owned),
    ("decimal references", |text| text.chars().map(|c| format!("&#{};", u32::from(c))).collect()),
    ("hexadecimal references", |text| text.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect()),
    ("CDATA", |text| format!("<![CDATA[{text}]]>")),
];

/// What is quoted of a message: the code of the finding, and how to put `1…1` where it is quoted.
type Place = (&'static str, fn(&str) -> String);

const PLACES: &[Place] = &[
    ("SAC-XSD-PATTERN", |value| envelope().replace("<cap>00184", &format!("<cap>{value}"))),
    ("SAC-XSD-PATTERN", |value| envelope().replace("<dataFine>2026-03-06", &format!("<dataFine>{value}"))),
    ("SAC-XSD-PATTERN", |value| envelope().replace("<codiceCatastale>H501", &format!("<codiceCatastale>{value}"))),
    ("SAC-XSD-LENGTH", |value| {
        let rest = "x".repeat(20);
        envelope().replace("<civico>1<", &format!("<civico>{value}{rest}<"))
    }),
    ("SAC-XSD-TEXT", |value| envelope().replace("<residenza>", &format!("<residenza>{value}"))),
    ("SAC-XML-OUTSIDE-ROOT", |value| format!("{}{value}", envelope())),
];

fn check(message: &str) -> Report {
    checker().check_bytes("a.xml", message.as_bytes()).remove(0)
}

#[test]
fn every_quoted_value_names_what_is_not_seen_or_looks_like_another() {
    let mut wrong = Vec::new();
    for (characters, name) in CHARACTERS {
        for (form, write) in FORMS {
            for (code, message) in PLACES {
                // Outside the root there are plain characters only, and they are quoted up to the end of the line.
                if *code == "SAC-XML-OUTSIDE-ROOT" && (*form != "characters" || *characters == "\n") {
                    continue;
                }
                let report = check(&message(&write(&format!("1{characters}1"))));
                let Some(issue) = report.issues.iter().find(|issue| issue.code.as_str() == *code) else {
                    wrong.push(format!("{name} as {form}: no {code}, but {:?}", report.issues));
                    continue;
                };
                let expected = format!("1{name}1");
                let said = [&issue.message.it, &issue.message.en, issue.value.as_ref().unwrap()];
                if !said.iter().all(|said| said.contains(&expected)) {
                    wrong.push(format!("{name} as {form}, {code}: {said:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of elements and attributes, values of HTTP, and what stands where a value in quotation marks is due.
#[test]
fn so_do_names_headers_and_attributes() {
    let name = |name: &str| envelope().replace("<civico>1</civico>", &format!("<{name}>1</{name}>"));
    let http = |line: &str| format!("{line}\r\n\r\n{}", envelope());
    let post = "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\r\nContent-Type: text/xml";
    let cases = [
        (name("\u{441}ivico"), "SAC-XSD-UNKNOWN", "\u{441}[U+0441≠c]ivico"),
        (name("civi\u{441}\u{43E}"), "SAC-XSD-UNKNOWN", "[U+0441 U+043E≠co]"),
        (envelope().replace("<civico>", "<civico t\u{456}po=\"x\">"), "SAC-XSD-ATTRIBUTE", "[U+0456≠i]"),
        (envelope().replace("<civico>", "<civico tipo=“x”>"), "SAC-XML-TAG", "“[U+201C≠\"]x”[U+201D≠\"]"),
        (envelope().replace("<civico>", "<civico tipo=‘x’>"), "SAC-XML-TAG", "‘[U+2018≠']x’[U+2019≠']"),
        (format!("<?xml version=“1.0”?>{}", envelope()), "SAC-XML-DECLARATION", "[U+201C≠\"]"),
        (envelope().replace("</civico>", "</c\u{456}vico>"), "SAC-XML-END-TAG", "[U+0456≠i]"),
        (envelope().replace("http://cert.sanita", "http://\u{441}ert.sanita"), "SAC-XSD-ROOT-NAMESPACE", "[U+0441≠c]"),
        (
            http(&format!("{post}\r\nSOAPAction: \"http://ws.cert.sanita.finanze.it/Invi\u{430}Malattia\"")),
            "SAC-SOAP-ACTION",
            "[U+0430≠a]",
        ),
        (http(&post.replace("text/xml", "text/\u{445}ml")), "SAC-HTTP-MEDIA", "[U+0445≠x]"),
        (http(&post.replace("Medici HTTP", "M\u{435}dici HTTP")), "SAC-HTTP-PATH", "[U+0435≠e]"),
    ];
    for (message, code, expected) in cases {
        let report =
            checker().check_bytes(if message.starts_with("POST") { "a.http" } else { "a.xml" }, message.as_bytes());
        let issue = report[0].issues.iter().find(|issue| issue.code.as_str() == code);
        let issue = issue.unwrap_or_else(|| panic!("{code}: {:?}", report[0].issues));
        assert!(issue.message.it.contains(expected), "{code}: {}", issue.message.it);
        assert!(issue.message.en.contains(expected), "{code}: {}", issue.message.en);
    }
}

/// The rules' refusals quote as the findings do, and every format passes it on.
#[test]
fn every_format_shows_the_names() {
    type Format = fn(&mut Vec<u8>) -> Box<dyn Renderer + '_>;
    let report = check(&envelope().replace("<cap>00184", "<cap>0018\u{664}\u{A0}"));
    let formats: [Format; 5] = [
        |out| Box::new(Text::new(out, Language::It, false, false)),
        |out| Box::new(Json::new(out, Language::It, circumstances(), false)),
        |out| Box::new(Sarif::new(out, Language::It, circumstances())),
        |out| Box::new(Junit::new(out, Language::It, circumstances())),
        |out| Box::new(Html::new(out, Language::It, circumstances())),
    ];
    for make in formats {
        let mut out = Vec::new();
        let mut renderer = make(&mut out);
        let mut summary = sac_gateway::check::Summary::default();
        summary.add(&report);
        renderer.report(&report).unwrap();
        renderer.finish(&summary).unwrap();
        drop(renderer);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("0018\u{664}[U+0664≠4][U+00A0]"), "{text}");
    }
}
