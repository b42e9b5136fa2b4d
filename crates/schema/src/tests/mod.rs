mod type_cases;

use std::sync::LazyLock;

use super::*;
use sac_xml::{Place, decode};

/// A request that conforms, one element a line.
const REQUEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<cert:invioMalattiaRequest xmlns:cert="http://cert.sanita.finanze.it/">
  <medico>
    <pincode>cGluY29kZQ==</pincode>
    <codiceRegione>120</codiceRegione>
    <codiceAsl>201</codiceAsl>
  </medico>
  <lavoratore>
    <codiceFiscale>Y29kaWNl</codiceFiscale>
  </lavoratore>
  <residenza>
    <via>Via Città di Roma</via>
    <civico>SNC</civico>
    <cap>00184</cap>
    <codiceCatastale>H501</codiceCatastale>
  </residenza>
  <reperibilita>
    <cognome>D'Amico</cognome>
  </reperibilita>
  <malattia>
    <ruoloMedico>S</ruoloMedico>
    <dataRilascio>2026-01-12</dataRilascio>
    <dataInizio>2026-01-12</dataInizio>
    <dataFine>2026-01-16</dataFine>
    <visita>A</visita>
    <tipoCertificato>I</tipoCertificato>
    <diagnosi>
      <codiceDiagnosi>487.1</codiceDiagnosi>
    </diagnosi>
    <trauma>false</trauma>
  </malattia>
</cert:invioMalattiaRequest>
"#;

/// The contract's schema.
fn contract() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::compile(include_str!("../../../../schemas/definitorio.xsd")).unwrap());
    &SCHEMA
}

fn validate(text: &str, empty: EmptyOptional) -> Result<(), ValidationError> {
    let document = Document::from_text(text);
    contract().validate(&document, Limits::default(), empty).map(|_| ())
}

/// The violations of a message that is well-formed.
fn violations(text: &str, empty: EmptyOptional) -> Vec<Violation> {
    match validate(text, empty) {
        Ok(()) => Vec::new(),
        Err(ValidationError::Invalid { violations, .. }) => violations,
        Err(ValidationError::Parse(error)) => panic!("{error}"),
    }
}

/// What is wrong with a message, in short: kind, line, last steps of the path.
fn verdict(text: &str, empty: EmptyOptional) -> Vec<String> {
    match validate(text, empty) {
        Ok(()) => Vec::new(),
        Err(ValidationError::Invalid { violations, .. }) => {
            violations.iter().map(|violation| short(kind(violation), &violation.place)).collect()
        }
        Err(ValidationError::Parse(error)) => vec![short(error.kind.name(), &error.place)],
    }
}

fn short(kind: &str, place: &Place) -> String {
    let path = place.xpath.strip_prefix("/cert:invioMalattiaRequest").unwrap_or(&place.xpath);
    format!("{kind} {} {path}", place.line)
}

fn kind(violation: &Violation) -> &'static str {
    if violation.is_empty_optional {
        return "EMPTY-OPTIONAL";
    }
    match &violation.kind {
        ViolationKind::UnknownRoot { .. } => "ROOT",
        ViolationKind::RootNamespace { .. } => "ROOT-NAMESPACE",
        ViolationKind::ElementNamespace { .. } => "NAMESPACE",
        ViolationKind::ElementInValue { .. } => "CHILD",
        ViolationKind::TextBetweenElements { .. } => "TEXT",
        ViolationKind::Value { broken: Broken::Form { .. }, .. } => "FORM",
        ViolationKind::Value { broken: Broken::Pattern, .. } => "PATTERN",
        ViolationKind::Value { broken: Broken::Enumeration, .. } => "ENUMERATION",
        ViolationKind::Value { broken: Broken::Length { .. }, .. } => "LENGTH",
        ViolationKind::Value { broken: Broken::Range, .. } => "RANGE",
        ViolationKind::Value { broken: Broken::TotalDigits { .. } | Broken::FractionDigits { .. }, .. } => "DIGITS",
        ViolationKind::Missing { .. } => "MISSING",
        ViolationKind::UnknownElement { .. } => "UNKNOWN",
        ViolationKind::Order { .. } => "ORDER",
        ViolationKind::Repeated { .. } => "REPEATED",
        ViolationKind::Attribute { .. } => "ATTRIBUTE",
        ViolationKind::Type { .. } => "TYPE",
        ViolationKind::Abstract { .. } => "ABSTRACT",
        ViolationKind::Nil { .. } => "NIL",
    }
}

fn replaced(from: &str, to: &str) -> String {
    assert!(REQUEST.contains(from), "{from}");
    REQUEST.replacen(from, to, 1)
}

#[test]
fn a_request_that_conforms_gives_its_tree() {
    let document = decode(REQUEST.as_bytes(), None).unwrap();
    let valid = contract().validate(&document, Limits::default(), EmptyOptional::Reject).unwrap();
    let root = valid.root();
    assert_eq!((root.local(), root.namespace()), ("invioMalattiaRequest", "http://cert.sanita.finanze.it/"));
    assert_eq!(root.child("residenza").unwrap().text_of("via"), Some("Via Città di Roma"));
    assert_eq!(root.child("malattia").unwrap().child("diagnosi").unwrap().text_of("codiceDiagnosi"), Some("487.1"));
    assert!(root.child("malattia").unwrap().child("agevolazioni").is_none());
}

/// What is replaced in the request, by what, and the violation that this is.
const FAULTS: &[(&str, &str, &str)] = &[
    // Values.
    ("<cap>00184<", "<cap>184<", "PATTERN 14 /residenza/cap"),
    ("<cap>00184<", "<cap>00184\n<", "PATTERN 14 /residenza/cap"),
    ("<cap>00184<", "<cap/><", "end tag that does not match 14 /residenza"),
    ("<cap>00184</cap>", "<cap/>", "PATTERN 14 /residenza/cap"),
    ("<civico>SNC<", "<civico>0123456789abcdef<", "LENGTH 13 /residenza/civico"),
    ("<civico>SNC<", "<civico>àààààààààààààà<", ""),
    ("D'Amico", "D'Amìco", "PATTERN 18 /reperibilita/cognome"),
    ("<trauma>false<", "<trauma>0<", "PATTERN 30 /malattia/trauma"),
    ("487.1", "J11.1", "PATTERN 28 /malattia/diagnosi/codiceDiagnosi"),
    // A calendar day is a rule's business, not the schema's.
    ("<dataFine>2026-01-16<", "<dataFine>2026-02-30<", ""),
    // Structure.
    ("    <cap>00184</cap>\n", "", "MISSING 14 /residenza"),
    ("<codiceDiagnosi>487.1</codiceDiagnosi>", "", ""),
    ("    <ruoloMedico>S</ruoloMedico>\n", "", "MISSING 21 /malattia"),
    ("<via>Via", "<Via>Via", "end tag that does not match 12 /residenza/Via"),
    ("<trauma>false</trauma>", "<traumi>false</traumi>", "UNKNOWN 30 /malattia/traumi"),
    ("<trauma>false</trauma>", "<x/>", "UNKNOWN 30 /malattia/x"),
    ("<trauma>false</trauma>", "<visita>A</visita>", "REPEATED 30 /malattia/visita[2]"),
    (
        "    <civico>SNC</civico>\n    <cap>00184</cap>",
        "    <cap>00184</cap>\n    <civico>SNC</civico>",
        "ORDER 13 /residenza/cap",
    ),
    ("<medico>", "<medico>testo", "TEXT 3 /medico"),
    ("<medico>", "<medico>\n<!-- c -->\n<![CDATA[ testo]]>", "TEXT 5 /medico"),
    // Two that changed places; text, or an element around all, where elements belong.
    (
        "    <via>Via Città di Roma</via>\n    <civico>SNC</civico>\n    <cap>00184</cap>",
        "    <cap>00184</cap>\n    <civico>SNC</civico>\n    <via>Via Città di Roma</via>",
        "ORDER 12 /residenza/cap",
    ),
    (
        "<codiceDiagnosi>487.1</codiceDiagnosi>",
        "<codice><codiceDiagnosi>9</codiceDiagnosi></codice>",
        "UNKNOWN 28 /malattia/diagnosi/codice",
    ),
    // What is unknown, or too many, is not looked into.
    ("<trauma>false</trauma>", "<visite>Z</visite>", "UNKNOWN 30 /malattia/visite"),
    ("<cap>00184</cap>", "<cap>00184</cap><cap>0184</cap>", "REPEATED 14 /residenza/cap[2]"),
    ("<medico>", "<x:Signature xmlns:x='urn:x'/><medico>", "UNKNOWN 3 /x:Signature"),
    ("<medico>", "<x:medico xmlns:x='urn:x'>1</x:medico><medico>", "UNKNOWN 3 /x:medico"),
    ("<cap>00184<", "<cap>00<b>1</b>84<", "CHILD 14 /residenza/cap"),
    // Attributes.
    ("<cap>", "<cap tipo='x'>", "ATTRIBUTE 14 /residenza/cap"),
    ("<cap>", "<cap xml:lang='it'>", "ATTRIBUTE 14 /residenza/cap"),
    ("<cap>", "<cap xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='cert:cap'>", ""),
    (
        "<cap>",
        "<cap xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='cert:string3'>",
        "TYPE 14 /residenza/cap",
    ),
    ("<cap>", "<cap xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='x:cap'>", "TYPE 14 /residenza/cap"),
    ("<cap>", "<cap xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'>", "NIL 14 /residenza/cap"),
    (
        "<cap>00184</cap>",
        "<cap xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:nil='true'/>",
        "NIL 14 /residenza/cap",
    ),
    (
        "<medico>",
        "<medico xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='cert:redattore' xsi:schemaLocation='a b'>",
        "",
    ),
    // Namespaces.
    ("http://cert.sanita.finanze.it/", "http://cert.sanita.finanze.it", "ROOT-NAMESPACE 2 "),
    ("<cap>00184</cap>", "<cert:cap>00184</cert:cap>", "NAMESPACE 14 /residenza/cert:cap"),
    ("<medico>", "<medico xmlns='http://cert.sanita.finanze.it/'>", "NAMESPACE 3 /medico"),
    ("xmlns:cert=", "xmlns='http://cert.sanita.finanze.it/' xmlns:cert=", "NAMESPACE 3 /medico"),
    ("<medico>", "<medico xmlns=''>", ""),
    // Roots.
    ("<cap>00184</cap>", "<cap>00184</cap><!-- c --><?pi?>", ""),
    ("<cap>00184</cap>", "<cap>0<!-- c -->0<![CDATA[18]]>&#52;</cap>", ""),
];

#[test]
fn one_fault_gives_one_violation_at_its_place() {
    for &(from, to, expected) in FAULTS {
        let found = verdict(&replaced(from, to), EmptyOptional::Reject);
        let expected: Vec<&str> = Some(expected).into_iter().filter(|one| !one.is_empty()).collect();
        assert_eq!(found, expected, "{from} -> {to}");
    }
}

#[test]
fn unknown_roots_are_reported_with_the_nearest_name() {
    let found = violations(&REQUEST.replace("invioMalattiaRequest", "InvioMalattiaRequest"), EmptyOptional::Reject);
    let [Violation { kind: ViolationKind::UnknownRoot { similar, .. }, .. }] = &*found else { panic!("{found:?}") };
    assert_eq!(similar.as_deref(), Some("invioMalattiaRequest"));
    assert_eq!(verdict("<a><b/></a>", EmptyOptional::Reject), ["ROOT 1 /a"]);
}

#[test]
fn all_faults_are_found_in_the_order_of_the_document() {
    let text = replaced("<codiceRegione>120<", "<codiceRegione>12<")
        .replace("    <via>Via Città di Roma</via>\n", "")
        .replace("<visita>A</visita>", "<visita>Z</visita>")
        .replace("<dataFine>2026-01-16</dataFine>", "<dataFine>16/01/2026</dataFine>");
    assert_eq!(
        verdict(&text, EmptyOptional::Reject),
        [
            "PATTERN 5 /medico/codiceRegione",
            "MISSING 12 /residenza",
            "PATTERN 23 /malattia/dataFine",
            "PATTERN 24 /malattia/visita"
        ]
    );
}

#[test]
fn places_count_in_the_bytes_received() {
    let latin: Vec<u8> =
        replaced("UTF-8", "ISO-8859-1").replace("00184", "x").chars().map(|c| u8::try_from(c).unwrap()).collect();
    let document = decode(&latin, None).unwrap();
    let error = contract().validate(&document, Limits::default(), EmptyOptional::Reject).unwrap_err();
    let ValidationError::Invalid { violations, .. } = error else { panic!("{error:?}") };
    let place = &violations[0].place;
    assert_eq!(latin.get(place.offset), Some(&b'x'));
    assert_eq!((place.line, place.column), (14, 10));
}

#[test]
fn empty_optional_elements_break_facets_or_count_as_absent() {
    let cases = [
        // (the reperibilita, when rejecting, when absent)
        ("<reperibilita/>", "", ""),
        ("<reperibilita><cognome/></reperibilita>", "EMPTY-OPTIONAL 17 /reperibilita/cognome", ""),
        ("<reperibilita>\n<indirizzo/>\n</reperibilita>", "EMPTY-OPTIONAL 18 /reperibilita/indirizzo", ""),
        (
            "<reperibilita><cognome></cognome><indirizzo><via/><civico/><cap/></indirizzo></reperibilita>",
            "EMPTY-OPTIONAL 17 /reperibilita/cognome|EMPTY-OPTIONAL 17 /reperibilita/indirizzo/via|EMPTY-OPTIONAL 17 /reperibilita/indirizzo/civico|EMPTY-OPTIONAL 17 /reperibilita/indirizzo/cap",
            "",
        ),
        (
            "<reperibilita><indirizzo><via>Via X</via><civico/><cap/></indirizzo></reperibilita>",
            "LENGTH 17 /reperibilita/indirizzo/civico|PATTERN 17 /reperibilita/indirizzo/cap",
            "LENGTH 17 /reperibilita/indirizzo/civico|PATTERN 17 /reperibilita/indirizzo/cap",
        ),
        (
            "<reperibilita><cognome> </cognome></reperibilita>",
            "LENGTH 17 /reperibilita/cognome",
            "LENGTH 17 /reperibilita/cognome",
        ),
        ("<reperibilita><x/></reperibilita>", "UNKNOWN 17 /reperibilita/x", "UNKNOWN 17 /reperibilita/x"),
        (
            "<reperibilita><cognome tipo=''/></reperibilita>",
            "ATTRIBUTE 17 /reperibilita/cognome|LENGTH 17 /reperibilita/cognome",
            "ATTRIBUTE 17 /reperibilita/cognome|LENGTH 17 /reperibilita/cognome",
        ),
    ];
    let start = REQUEST.find("<reperibilita>").unwrap();
    let end = REQUEST.find("</reperibilita>").unwrap() + "</reperibilita>".len();
    for (part, rejecting, absent) in cases {
        let text = format!("{}{part}{}", &REQUEST[..start], &REQUEST[end..]);
        assert_eq!(verdict(&text, EmptyOptional::Reject).join("|"), rejecting, "{part}");
        assert_eq!(verdict(&text, EmptyOptional::Absent).join("|"), absent, "{part}");
        if absent.is_empty() {
            let document = Document::from_text(&text);
            let valid = contract().validate(&document, Limits::default(), EmptyOptional::Absent).unwrap();
            assert!(valid.root().child("reperibilita").is_none(), "{part}");
            assert_eq!(valid.root().children().count(), 4);
        }
    }
}

#[test]
fn a_body_is_checked_in_place_with_the_namespaces_around_it() {
    let text = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="http://cert.sanita.finanze.it/">
 <s:Body><c:interrogazioneLavoratoreRequest><medico><codiceAsl>1</codiceAsl></medico>
  <lavoratore><codiceFiscale>abc</codiceFiscale></lavoratore></c:interrogazioneLavoratoreRequest></s:Body></s:Envelope>"#;
    let document = Document::from_text(text);
    let mut reader = Reader::new(&document, Limits::default());
    while reader.name().local != "interrogazioneLavoratoreRequest" {
        reader.read().unwrap();
    }
    let error = contract().validate_element(&mut reader, EmptyOptional::Reject).unwrap_err();
    let ValidationError::Invalid { violations, .. } = error else { panic!("{error:?}") };
    assert_eq!(violations[0].place.xpath, "/s:Envelope/s:Body/c:interrogazioneLavoratoreRequest/medico/codiceAsl");
    assert_eq!(reader.read().unwrap(), Event::End);
    assert_eq!(reader.depth(), 1);
}

#[test]
fn well_formedness_comes_first_and_alone() {
    let text = replaced("<cap>00184<", "<cap>184<").replace("</cert:invio", "</cert:Invio");
    assert_eq!(verdict(&text, EmptyOptional::Reject), ["end tag that does not match 32 "]);
    let text = format!("{}<second/>", replaced("<cap>00184<", "<cap>184<"));
    assert_eq!(verdict(&text, EmptyOptional::Reject), ["content outside the root element 33 "]);
}

#[test]
fn more_violations_than_the_limit_are_counted_off() {
    let mut text = String::from(r#"<c:interrogazioneLavoratoreRequest xmlns:c="http://cert.sanita.finanze.it/">"#);
    text.push_str(&"<x/>".repeat(50_000));
    text.push_str("</c:interrogazioneLavoratoreRequest>");
    let error = validate(&text, EmptyOptional::Reject).unwrap_err();
    let ValidationError::Invalid { violations, more_than: Some(200) } = error else { panic!("{error:?}") };
    assert_eq!(violations.len(), 200);
    assert_eq!(violations[41].place.xpath, "/c:interrogazioneLavoratoreRequest/x[42]");
}

#[test]
fn responses_are_checked_too() {
    let response = |inside: &str| {
        violations(
            &format!(
                r#"<c:invioMalattiaResponse xmlns:c="http://cert.sanita.finanze.it/">{inside}</c:invioMalattiaResponse>"#
            ),
            EmptyOptional::Reject,
        )
    };
    let ok = |when: &str| {
        format!(
            "<ricevutaOkInvioMalattia><dataRicezione>{when}</dataRicezione><idCertificato>1</idCertificato></ricevutaOkInvioMalattia>"
        )
    };
    let error = "<errore><tipoErrore>90001</tipoErrore><sezioneErrata>x</sezioneErrata><descrizione/></errore>";
    let errors = |count: usize| format!("<ricevutaNonOk>{}</ricevutaNonOk>", error.repeat(count));
    assert!(response("").is_empty());
    assert!(response(&ok(" 2026-01-31T10:30:00+01:00\n")).is_empty());
    assert_eq!(kind(&response(&ok("2026-01-31"))[0]), "FORM");
    assert!(response(&errors(10)).is_empty());
    let eleven = response(&errors(11));
    assert_eq!(eleven.len(), 1);
    assert!(eleven[0].place.xpath.ends_with("/errore[11]"));
    assert_eq!(kind(&response(&errors(0))[0]), "EMPTY-OPTIONAL");
}

#[test]
fn each_value_is_of_its_type_or_breaks_it_in_one_way() {
    for case in type_cases::CASES {
        let schema = Schema::compile(&type_cases::schema_of(case)).unwrap();
        let broken = |value: &str| {
            let text = type_cases::message_of(value);
            let document = Document::from_text(&text);
            match schema.validate(&document, Limits::default(), EmptyOptional::Reject) {
                Ok(_) => "",
                Err(ValidationError::Invalid { violations, .. }) => kind(&violations[0]),
                Err(ValidationError::Parse(error)) => panic!("{error}"),
            }
        };
        for value in case.valid {
            assert_eq!(broken(value), "", "{} {} {value:?}", case.base, case.facets);
        }
        for (value, expected) in case.invalid {
            assert_eq!(broken(value), *expected, "{} {} {value:?}", case.base, case.facets);
        }
        for (value, _) in case.disputed {
            let is_listed = case.valid.contains(value) || case.invalid.iter().any(|(invalid, _)| invalid == value);
            assert!(is_listed, "{} {} {value:?}", case.base, case.facets);
        }
    }
}

#[test]
fn types_are_defined_where_they_are_used() {
    let schema = Schema::compile(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'><xs:element name='a'>
         <xs:complexType><xs:sequence>
           <xs:element name='b' minOccurs='0' maxOccurs='unbounded'><xs:complexType><xs:sequence>
             <xs:element name='c' type='xs:base64Binary' minOccurs='0'/>
             <xs:element name='d'><xs:simpleType><xs:restriction base='xs:int'/></xs:simpleType></xs:element>
           </xs:sequence></xs:complexType></xs:element>
         </xs:sequence></xs:complexType></xs:element></xs:schema>",
    );
    let schema = schema.unwrap();
    let verdict = |inside: &str| {
        let text = format!("<t:a xmlns:t='urn:t'>{inside}</t:a>");
        let document = Document::from_text(&text);
        match schema.validate(&document, Limits::default(), EmptyOptional::Reject) {
            Ok(_) => Vec::new(),
            Err(ValidationError::Invalid { violations, .. }) => violations.iter().map(kind).collect(),
            Err(ValidationError::Parse(error)) => panic!("{error}"),
        }
    };
    assert_eq!(verdict("<b><c>QQ==</c><d>1</d></b><b><c/><d>2</d></b>"), [""; 0]);
    assert_eq!(verdict("<b><c>QQ=</c><d>x</d></b><b><c>QQ==</c><d/></b><e/>"), ["FORM", "FORM", "FORM", "UNKNOWN"]);
}

#[test]
fn what_a_schema_holds_beyond_the_subset_is_named_with_its_line() {
    let schema = |inside: &str| {
        let head = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>";
        Schema::compile(&format!("{head}\n{inside}</xs:schema>")).map(|_| ()).map_err(|error| error.to_string())
    };
    let sequence = |inside: &str| {
        schema(&format!("<xs:complexType name='a'><xs:sequence>{inside}</xs:sequence></xs:complexType>"))
    };
    let of = |base: &str, inside: &str| {
        let restriction = format!("<xs:restriction base='{base}'>{inside}</xs:restriction>");
        schema(&format!("<xs:simpleType name='a'>{restriction}</xs:simpleType>"))
    };
    let restriction = |inside: &str| of("xs:string", inside);
    assert_eq!(sequence("<xs:element name='b' type='xs:string'/>"), Ok(()));
    let refused = [
        (schema("<xs:import namespace='x'/>"), "line 2: xs:import is not supported"),
        (schema("<xs:attribute name='x'/>"), "line 2: xs:attribute \"x\" is not supported"),
        (sequence(""), "line 2: an empty sequence is not supported"),
        (sequence("<xs:any/>"), "line 2: xs:any is not supported"),
        (sequence("<xs:element ref='t:b'/>"), "line 2: ref=\"t:b\" on element is not supported"),
        (sequence("<xs:element name='b' type='xs:duration'/>"), "line 2: xs:duration is not defined"),
        (sequence("<xs:element name='b' type='t:no'/>"), "line 2: t:no is not defined"),
        (
            sequence("<xs:element name='b' type='xs:string' nillable='true'/>"),
            "line 2: nillable=\"true\" on element is not supported",
        ),
        (
            sequence("<xs:element name='b' type='xs:string' default='x'/>"),
            "line 2: default=\"x\" on element is not supported",
        ),
        (
            sequence("<xs:element name='b' type='xs:string'/>\n<xs:element name='b' type='xs:string'/>"),
            "line 3: b is there twice",
        ),
        (
            sequence("<xs:element name='b' type='xs:string' minOccurs='3' maxOccurs='2'/>"),
            "line 2: minOccurs of b is greater than maxOccurs",
        ),
        (sequence("<xs:element name='b' type='xs:string' maxOccurs='many'/>"), "line 2: maxOccurs of \"many\""),
        (restriction("<xs:totalDigits value='3'/>"), "line 2: xs:totalDigits is not supported"),
        (restriction("<xs:maxLength value='x'/>"), "line 2: maxLength of \"x\" is not a number"),
        (restriction("<xs:pattern value='\\i'/>"), "line 2: the pattern \\i: the escape “\\i” is not supported"),
        (
            restriction("<xs:minLength value='3'/><xs:maxLength value='2'/>"),
            "line 2: no value has 3 or more and 2 or fewer characters",
        ),
        (restriction("<xs:minInclusive value='1'/>"), "line 2: xs:minInclusive is not supported"),
        (of("xs:base64Binary", "<xs:enumeration value='QQ=='/>"), "line 2: xs:enumeration is not supported"),
        (of("xs:date", "<xs:minInclusive value='2026-01-01'/>"), "line 2: xs:minInclusive is not supported"),
        (of("xs:boolean", "<xs:enumeration value='true'/>"), "line 2: xs:enumeration is not supported"),
        (of("xs:int", "<xs:maxLength value='3'/>"), "line 2: xs:maxLength is not supported"),
        (of("xs:int", "<xs:minInclusive value='1.5'/>"), "line 2: minInclusive of \"1.5\" is not a number"),
        (of("xs:int", "<xs:enumeration value='x'/>"), "line 2: enumeration of \"x\" is no value of the base type"),
        (
            of("xs:int", "<xs:whiteSpace value='preserve'/>"),
            "line 2: whiteSpace preserve is looser than that of the base type",
        ),
        (
            of("xs:int", "<xs:minInclusive value='5'/><xs:maxExclusive value='5'/>"),
            "line 2: no value is between 5 and 5",
        ),
        (of("xs:positiveInteger", "<xs:maxInclusive value='0'/>"), "line 2: no value is between 1 and 0"),
        (sequence("<xs:choice/>"), "line 2: xs:choice is not supported"),
        (
            schema("<xs:complexType name='a'><xs:attribute name='b' type='xs:string'/></xs:complexType>"),
            "line 2: xs:attribute \"b\" is not supported",
        ),
        (
            schema("<xs:simpleType name='a'><xs:list itemType='xs:string'/></xs:simpleType>"),
            "line 2: xs:list is not supported",
        ),
        (
            schema(
                "<xs:simpleType name='a'><xs:restriction base='t:b'/></xs:simpleType><xs:simpleType name='b'><xs:restriction base='t:a'/></xs:simpleType>",
            ),
            "line 2: the type a is derived from itself",
        ),
        (
            Schema::compile("<a/>").map(|_| ()).map_err(|error| error.to_string()),
            "line 1: not an XML schema with a target namespace: root is a",
        ),
    ];
    for (result, message) in refused {
        assert_eq!(result.unwrap_err(), message);
    }
}
