use std::fmt::Write as _;
use std::sync::LazyLock;

use super::{Finding, Language, findings};
use sac_schema::{EmptyOptional, Schema};
use sac_xml::{Document, Event, Limits, Reader};

/// A request that conforms.
const REQUEST: &str = include_str!("../../../fixtures/ok/InviaMalattia/tutti-gli-elementi.xml");

fn replaced(from: &str, to: &str) -> String {
    assert!(REQUEST.contains(from), "{from}");
    REQUEST.replacen(from, to, 1)
}

/// The contract's schema.
fn contract() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::compile(include_str!("../../../schemas/definitorio.xsd")).unwrap());
    &SCHEMA
}

fn validate(schema: &Schema, text: &str) -> Vec<Finding> {
    let document = Document::from_text(text);
    let verdict = schema.validate(&document, Limits::default(), EmptyOptional::Reject);
    verdict.err().map(findings).unwrap_or_default()
}

#[test]
fn what_exactly_is_the_matter_is_said() {
    let cases = [
        ("<a>\n<!-- ", "before “-->”, which would close “<!--”. The comment opened here is never closed."),
        ("<a>\n<b c='1'", "before “>”, which would close “<b c='1'”. The tag opened here is never closed."),
        ("<a>\n<b>\n\n", "before “</b>”, which would close “<b>”. The element <b> was opened on line 2."),
        ("<a>\n<b>\n\n</a>", "here belongs </b>. The element <b> was opened on line 2."),
        ("<a>1 < 2 <= 3</a>", "“< 2 ” is not a valid name."),
        ("<a\n<b/></a>", "The tag of a is malformed at “<b/>”; here belongs: “>”, “/>” or an attribute."),
        ("<a>&#xD800;</a>", "&#xD800; refers to half of a surrogate pair"),
        (
            "<a>&#55357;&#xDE4F;</a>",
            "allowed: &#128591;. The two halves together are the character U+1F64F “\u{1F64F}”.",
        ),
        (" <?xml version='1.0'?><a/>", "“<?xml version='1.0'?>” cannot stand here; allowed is: only on the very first"),
        ("<?xml?><a/>", "“<?xml?>” cannot stand here; allowed is: version=\"1.0\"."),
        ("<?xml version='2.0'?><a/>", "“version='2.0'” cannot stand here; allowed is: version=\"1.0\"."),
        ("<?xml version=1.0 ?><a/>", "“version=1.0” cannot stand here; allowed is: name=\"value\""),
        ("<?xml version='1.0' standalone='si'?><a/>", "“standalone='si'” cannot stand here; allowed is: standalone"),
        ("<!DOCTYPE html><a/>", "“<!DOCTYPE” is a declaration of a DTD"),
    ];
    for (text, expected) in cases {
        let document = Document::from_text(text);
        let mut reader = Reader::new(&document, Limits::default());
        let error = loop {
            match reader.read() {
                Ok(Event::Finish) => panic!("{text} is well-formed"),
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        let message = Finding::from(error).message(Language::En);
        assert!(message.contains(expected), "{text:?}: {message}");
    }
}

#[test]
fn a_message_that_cannot_be_read_gives_that_one_finding() {
    let text = replaced("<cap>00184<", "<cap>184<").replace("</cert:invio", "</cert:Invio");
    let found = validate(contract(), &text);
    let [only] = &*found else { panic!("{found:?}") };
    assert_eq!(only.code.as_str(), "SAC-XML-END-TAG");
}

#[test]
fn more_violations_than_the_limit_are_counted_off() {
    let found = validate(contract(), &replaced("<medico>", &format!("<medico>{}", "<x/>".repeat(250))));
    let last = found.last().unwrap();
    assert_eq!((found.len(), last.code.as_str()), (201, "SAC-LIMIT-FINDINGS"));
    assert!(last.place.is_none() && last.message(Language::En).contains("200"));
}

#[test]
fn what_of_a_date_and_time_does_not_exist_is_said() {
    let schema = Schema::compile(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'>
         <xs:element name='a' type='xs:dateTime'/></xs:schema>",
    );
    let schema = schema.unwrap();
    let cases = [
        ("0000-01-01T00:00:00", "with an optional zone (there is no year 0000)."),
        ("2026-13-01T00:00:00", "(there is no such month)"),
        ("2026-02-29T00:00:00", "(that month has no such day)"),
        ("2026-01-01T25:00:00", "(there is no such time of day)"),
        ("2026-01-01T10:30:00+14:01", "(zones go from -14:00 to +14:00)"),
        ("2026-01-01", "is no xs:dateTime: YYYY-MM-DDThh:mm:ss, with an optional zone."),
    ];
    for (value, expected) in cases {
        let found = validate(&schema, &format!("<a xmlns='urn:t'>{value}</a>"));
        let [only] = &*found else { panic!("{found:?}") };
        let message = only.message(Language::En);
        assert!(message.contains(expected), "{value}: {message}");
    }
}

#[test]
fn what_values_of_other_types_are_expected_is_said() {
    // Base, facets, value, code, words.
    let cases = [
        ("xs:boolean", "", "si", "VALUE", "The value “si” of a is not valid; expected: true, false, 1 or 0."),
        ("xs:date", "", "2026-02-30", "VALUE", "YYYY-MM-DD, with an optional zone (that month has no such day)."),
        ("xs:base64Binary", "", "Q", "VALUE", "expected: text in base64."),
        ("xs:base64Binary", "<xs:maxLength value='2'/>", "QUJD", "LENGTH", "text in base64, at most 2 bytes (here 3)."),
        ("xs:int", "", "x", "VALUE", "expected: a whole number, at least -2147483648, at most 2147483647."),
        (
            "xs:integer",
            "<xs:minExclusive value='1'/>",
            "1",
            "RANGE",
            "is out of range; expected: a whole number, greater than 1.",
        ),
        (
            "xs:decimal",
            "<xs:totalDigits value='5'/><xs:fractionDigits value='2'/>",
            "1.125",
            "DIGITS",
            "a number, with a decimal point, at most 5 digits, at most 2 decimals (here 3).",
        ),
        (
            "xs:int",
            "<xs:enumeration value='1'/><xs:enumeration value='2'/>",
            "3",
            "ENUMERATION",
            "is not in the list: 1, 2.",
        ),
    ];
    for (base, facets, value, code, words) in cases {
        let schema = Schema::compile(&format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'><xs:element name='a'>
             <xs:simpleType><xs:restriction base='{base}'>{facets}</xs:restriction></xs:simpleType></xs:element></xs:schema>"
        ));
        let found = validate(&schema.unwrap(), &format!("<a xmlns='urn:t'>{value}</a>"));
        let [only] = &*found else { panic!("{found:?}") };
        assert_eq!(only.code.as_str().trim_start_matches("SAC-XSD-"), code, "{base} {value}");
        let message = only.message(Language::En);
        assert!(message.ends_with(words), "{base} {value}: {message}");
    }
}

/// The words a person sees, for the most frequent faults.
#[test]
fn findings_in_words() {
    let cases = [
        replaced("<cap>00184<", "<cap>184<"),
        replaced("<civico>1<", "<civico>0123456789abcdef<"),
        replaced("<trauma>true</trauma>", "<traumi>true</traumi>"),
        replaced("    <cap>00184</cap>\n", ""),
        replaced("<cap>00184</cap>", "<cert:cap>00184</cert:cap>"),
        replaced("<cognome>Rossi</cognome>", "<cognome/>"),
        replaced("    <civico>1</civico>\n    <cap>00184</cap>", "    <cap>00184</cap>\n    <civico>1</civico>"),
    ];
    let mut words = String::new();
    for text in cases {
        for finding in validate(contract(), &text) {
            let _ = writeln!(words, "{}", finding.code);
            for language in [Language::It, Language::En] {
                let _ = writeln!(words, "  {}\n  {}", finding.message(language), finding.hint(language));
            }
        }
    }
    insta::assert_snapshot!(words);
}
