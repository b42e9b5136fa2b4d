//! Every cause of a suspicious character in every form in which it can be written.

use super::code_page::CodePage;
use crate::{Checker, Severity};

/// How the characters of a value are written.
type Form = (&'static str, fn(&str) -> String);

const FORMS: &[Form] = &[
    ("characters", str::to_owned),
    ("decimal references", decimal),
    ("hexadecimal references", hexadecimal),
    ("CDATA", |text| format!("<![CDATA[{text}]]>")),
    ("character and reference", |text| {
        let mut characters = text.chars();
        let first = characters.next().map(String::from).unwrap_or_default();
        first + &decimal(characters.as_str())
    }),
    ("character, comment, character", |text| {
        let mut characters = text.chars();
        let first = characters.next().map(String::from).unwrap_or_default();
        format!("{first}<!-- - -->{}", characters.as_str())
    }),
];

fn decimal(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", u32::from(c))).collect::<Vec<_>>().concat()
}

fn hexadecimal(text: &str) -> String {
    text.chars().map(|c| format!("&#x{:X};", u32::from(c))).collect::<Vec<_>>().concat()
}

/// The warning about a street with this name in it: code, what was meant, how it ends in English.
fn found(street: &str) -> Vec<(&'static str, Vec<String>, String)> {
    let good = include_str!("../../../../fixtures/ok/InviaMalattia/cinque-giorni.xml");
    let message = good.replace("Via Nazionale", street);
    assert_ne!(message, good);
    let checker = Checker::new("2026-03-02".parse().unwrap());
    let report = checker.check_bytes("a.xml", message.as_bytes()).remove(0);
    let issues = report.issues.into_iter().filter(|issue| issue.code.as_str() != "SAC-CHECK-CLEAR");
    issues
        .map(|issue| {
            assert_eq!(issue.severity, Severity::Warning, "{street}: {}", issue.message.en);
            let place = issue.place.unwrap_or_default();
            assert!(place.xpath.ends_with("/via"), "{street}: {}", place.xpath);
            (issue.code.as_str(), issue.readings.into_iter().map(|reading| reading.text).collect(), issue.message.en)
        })
        .collect()
}

/// UTF-8 read in a single-byte charset, where that has a character for each byte.
fn read_in(page: CodePage, c: char) -> Option<String> {
    let mut bytes = [0; 4];
    let bytes = c.encode_utf8(&mut bytes).bytes().collect::<Vec<_>>();
    let western = |byte| page.character(byte).or_else(|| (page == CodePage::Western).then(|| char::from(byte)));
    bytes.into_iter().map(western).collect()
}

#[test]
fn text_encoded_twice_is_found_in_every_form() {
    // Letters of two bytes and signs of three.
    let characters = "àèéìòùÀÈÉÌÒÙçöü°’“”€…–";
    for page in CodePage::ALL {
        for c in characters.chars() {
            let read = read_in(page, c).unwrap();
            for (form, write) in FORMS {
                let found = found(&format!("citt{}x", write(&read)));
                let [(code, readings, _)] = &*found else { panic!("{page:?} {c} {form}: {found:?}") };
                assert_eq!((*code, readings.concat()), ("SAC-CHARSET-DOUBLE", c.to_string()), "{page:?} {form}");
            }
        }
    }
}

#[test]
fn text_encoded_twice_that_lost_a_character_is_found() {
    for (street, meant) in [("cittÃ alta", "à"), ("cittÃ", "à"), ("dettoâ€ via", "”"), ("citt&#195; alta", "à")]
    {
        let found = found(street);
        let [(code, readings, _)] = &*found else { panic!("{street}: {found:?}") };
        assert_eq!((*code, readings.concat().as_str()), ("SAC-CHARSET-DOUBLE", meant), "{street}");
    }
}

#[test]
fn controls_losses_and_marks_are_found_in_every_form() {
    let controls = (0x80..=0x9F_u32).filter_map(char::from_u32).map(|c| (c, "SAC-CHARSET-C1"));
    let others = [('\u{FFFD}', "SAC-CHARSET-REPLACEMENT"), ('\u{FEFF}', "SAC-CHARSET-STRAY-BOM")];
    for (c, code) in controls.chain(others) {
        for (form, write) in &FORMS[..4] {
            let found = found(&format!("l{}x", write(&c.to_string())));
            let [(other, ..)] = &*found else { panic!("U+{:04X} {form}: {found:?}", u32::from(c)) };
            assert_eq!(*other, code, "{form}");
        }
    }
    // The console's letters are among the readings.
    assert_eq!(found("citt&#133;")[0].1, ["…", "à"]);
}

#[test]
fn references_escaped_twice_are_found_in_every_form() {
    for (name, meant) in
        [("agrave", 'à'), ("egrave", 'è'), ("apos", '\''), ("nbsp", '\u{A0}'), ("rsquo", '’'), ("amp", '&')]
    {
        let number = u32::from(meant);
        for reference in [format!("{name};"), format!("#{number};"), format!("#x{number:X};")] {
            for written in
                [format!("&amp;{reference}"), format!("&#38;{reference}"), format!("<![CDATA[&{reference}]]>")]
            {
                let found = found(&format!("citt{written}x"));
                let [(code, _, message)] = &*found else { panic!("{written}: {found:?}") };
                assert_eq!(*code, "SAC-CHARSET-ESCAPED", "{written}");
                assert!(message.contains(&format!("reads “&{reference}”")), "{message}");
            }
        }
    }
    assert!(found("citt&amp;amp;agrave;")[0].2.contains("it was once à"), "{:?}", found("citt&amp;amp;agrave;"));
}

#[test]
fn each_form_of_a_kind_is_reported_once_with_how_often() {
    let found = found("cittÃ&#160; cittÃ&#160; cittÃ\u{A0} e");
    let messages: Vec<&str> = found.iter().map(|(.., message)| message.as_str()).collect();
    let [references, characters] = &*messages else { panic!("{messages:?}") };
    assert!(references.contains("character references") && references.ends_with("2 times in all."), "{references}");
    assert!(!characters.contains("character references") && !characters.contains("times"), "{characters}");
}

#[test]
fn what_is_meant_as_it_is_written_draws_no_warning() {
    for street in [
        "città",
        "citt&#224;",
        "citt&#xE0;",
        "<![CDATA[città]]>",
        "Rossi &amp; Figli; sas",
        "R&amp;D; via",
        "l&#8217;Aquila",
        "São João",
        "CAMÕES ÃO",
        "&amp; C.",
        "a &lt; b",
        "Ç&#231;",
    ] {
        assert_eq!(found(street), [], "{street}");
    }
}
