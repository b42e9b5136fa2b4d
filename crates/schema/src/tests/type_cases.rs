//! Values of simple types, valid and not. The tests of the schema crate check the engine by this
//! table, and the oracle compares it with libxml2.

/// A simple type, with values that are of it and values that are not.
pub struct TypeCase {
    /// The base type.
    pub base: &'static str,
    /// The facets, as in an XSD.
    pub facets: &'static str,
    /// Values of the type.
    pub valid: &'static [&'static str],
    /// Other values, with what they break.
    pub invalid: &'static [(&'static str, &'static str)],
    /// Values on which libxml2 2.9 is of another opinion, and why the engine does not follow it.
    pub disputed: &'static [(&'static str, &'static str)],
}

const STRAY: &str = "XML Schema Part 2 §3.2.16: base64 has no other characters. libxml2 ignores them.";
const BLANKS: &str = "XML Schema Part 2 §4.3.6: white space is collapsed, so blanks around the value do not count.";
const LONG: &str = "XML Schema Part 2 §3.2.3 sets no limit to the digits. libxml2 2.9 reads 24 of them.";

/// The table.
pub const CASES: &[TypeCase] = &[
    TypeCase {
        base: "xs:base64Binary",
        facets: "",
        valid: &["", "QQ==", "QUI=", "QUJD", "QUJDRA==", " QUJD\n QUJD ", "QQ = =", "+/+/"],
        invalid: &[
            ("Q", "FORM"),
            ("QQ", "FORM"),
            ("QQ=", "FORM"),
            ("QQ===", "FORM"),
            ("=", "FORM"),
            ("QUJDR", "FORM"),
            ("QR==", "FORM"),
            ("QUJ=", "FORM"),
            ("QQ==QUJD", "FORM"),
            ("QU_D", "FORM"),
            ("QUJD.", "FORM"),
            ("QUJDè", "FORM"),
        ],
        disputed: &[("QUJD.", STRAY), ("QUJDè", STRAY)],
    },
    TypeCase {
        base: "xs:base64Binary",
        facets: "<xs:minLength value='2'/><xs:maxLength value='4'/>",
        valid: &["QUI=", "QUJD", "QUJDRA==", "Q U J D"],
        invalid: &[("", "LENGTH"), ("QQ==", "LENGTH"), ("QUJDREU=", "LENGTH"), ("QUI", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:base64Binary",
        facets: "<xs:length value='3'/>",
        valid: &["QUJD"],
        invalid: &[("QUI=", "LENGTH"), ("QUJDRA==", "LENGTH")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:date",
        facets: "",
        valid: &[
            "2026-01-31",
            " 2026-01-31\n",
            "2026-01-31Z",
            "2026-01-31+01:00",
            "2024-02-29",
            "-0044-03-15",
            "12026-01-01",
        ],
        invalid: &[
            ("", "FORM"),
            ("2026-02-29", "FORM"),
            ("2026-13-01", "FORM"),
            ("2026-00-01", "FORM"),
            ("2026-01-00", "FORM"),
            ("2026-1-31", "FORM"),
            ("26-01-31", "FORM"),
            ("31/01/2026", "FORM"),
            ("2026-01-31T10:00:00", "FORM"),
            ("2026-01-31+14:01", "FORM"),
            ("0000-01-01", "FORM"),
            ("02026-01-01", "FORM"),
        ],
        disputed: &[(" 2026-01-31\n", BLANKS)],
    },
    TypeCase {
        base: "xs:date",
        facets: "<xs:pattern value='[0-9]{4}-[0-9]{2}-[0-9]{2}'/>",
        valid: &["2026-01-31"],
        invalid: &[("2026-01-31Z", "PATTERN"), ("2026-02-30", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:dateTime",
        facets: "",
        valid: &["2026-01-31T10:30:00", "2026-01-31T10:30:00.5Z", "2026-12-31T24:00:00"],
        invalid: &[("2026-01-31", "FORM"), ("2026-01-31T10:30", "FORM"), ("2026-01-31T24:00:01", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:boolean",
        facets: "",
        valid: &["true", "false", "1", "0", " true "],
        invalid: &[("", "FORM"), ("True", "FORM"), ("yes", "FORM"), ("2", "FORM"), ("01", "FORM"), ("tru e", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:boolean",
        facets: "<xs:pattern value='true|false'/>",
        valid: &["true", "false", "\ttrue"],
        invalid: &[("1", "PATTERN"), ("0", "PATTERN")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:integer",
        facets: "",
        valid: &["0", "-0", "+12", "007", " 5 ", "1234567890123456789012345"],
        invalid: &[
            ("", "FORM"),
            ("1.5", "FORM"),
            ("1.0", "FORM"),
            ("1e3", "FORM"),
            ("+", "FORM"),
            ("- 1", "FORM"),
            ("1 000", "FORM"),
        ],
        disputed: &[("1234567890123456789012345", LONG)],
    },
    TypeCase {
        base: "xs:integer",
        facets: "<xs:minInclusive value='-5'/><xs:maxInclusive value='100000000000000000000000'/>",
        valid: &["-5", "0", "99999999999999999999999", "100000000000000000000000"],
        invalid: &[("-6", "RANGE"), ("100000000000000000000001", "RANGE"), ("1000000000000000000000000", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:int",
        facets: "",
        valid: &["2147483647", "-2147483648", "+00000000001"],
        invalid: &[("2147483648", "RANGE"), ("-2147483649", "RANGE"), ("x", "FORM"), ("99999999999999999999", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:int",
        facets: "<xs:minInclusive value='1'/><xs:maxInclusive value='100'/>",
        valid: &["1", "100", "050"],
        invalid: &[("0", "RANGE"), ("101", "RANGE"), ("-1", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:int",
        facets: "<xs:minExclusive value='1'/><xs:maxExclusive value='3'/>",
        valid: &["2"],
        invalid: &[("1", "RANGE"), ("3", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:int",
        facets: "<xs:enumeration value='10'/><xs:enumeration value='20'/>",
        valid: &["10", "+20", "010"],
        invalid: &[("15", "ENUMERATION"), ("", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:positiveInteger",
        facets: "",
        valid: &["1", "99999999999999999999"],
        invalid: &[("0", "RANGE"), ("-1", "RANGE"), ("-0", "RANGE"), ("", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:nonNegativeInteger",
        facets: "<xs:totalDigits value='3'/>",
        valid: &["0", "999", "000999"],
        invalid: &[("1000", "DIGITS"), ("-1", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:unsignedByte",
        facets: "",
        valid: &["0", "255"],
        invalid: &[("256", "RANGE"), ("-1", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:long",
        facets: "",
        valid: &["9223372036854775807", "-9223372036854775808"],
        invalid: &[("9223372036854775808", "RANGE"), ("-9223372036854775809", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:decimal",
        facets: "",
        valid: &["0", "1.5", "-1.50", "+.5", "5.", "00.00", " 3.14\n"],
        invalid: &[
            ("", "FORM"),
            (".", "FORM"),
            ("-", "FORM"),
            ("1,5", "FORM"),
            ("1.2.3", "FORM"),
            ("1e3", "FORM"),
            ("INF", "FORM"),
        ],
        disputed: &[],
    },
    TypeCase {
        base: "xs:decimal",
        facets: "<xs:totalDigits value='5'/><xs:fractionDigits value='2'/>",
        valid: &["123.45", "12345", "0.05", "1.100", "-999.99", "0012345"],
        invalid: &[("123456", "DIGITS"), ("1.234", "DIGITS"), ("1234.56", "DIGITS"), ("x", "FORM")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:decimal",
        facets: "<xs:minInclusive value='0.5'/><xs:maxExclusive value='10'/>",
        valid: &["0.5", ".50", "9.999", "1"],
        invalid: &[("0.49", "RANGE"), ("10", "RANGE"), ("10.0", "RANGE"), ("-1", "RANGE")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:string",
        facets: "<xs:enumeration value='bozza'/><xs:enumeration value='in corso'/>",
        valid: &["bozza", "in corso"],
        invalid: &[
            ("", "ENUMERATION"),
            ("Bozza", "ENUMERATION"),
            (" bozza", "ENUMERATION"),
            ("in  corso", "ENUMERATION"),
        ],
        disputed: &[],
    },
    TypeCase {
        base: "xs:token",
        facets: "<xs:enumeration value=' in  corso '/><xs:maxLength value='8'/>",
        valid: &["in corso", "\nin   corso "],
        invalid: &[("incorso", "ENUMERATION")],
        disputed: &[],
    },
    TypeCase {
        base: "xs:string",
        facets: "<xs:maxLength value='20'/><xs:pattern value='[^@ ]+@[^@ ]+\\.[^@ ]+'/>",
        valid: &["a@b.it", "è@ü.com"],
        invalid: &[("a@b", "PATTERN"), ("", "PATTERN"), ("a@b.it ", "PATTERN"), ("abcdefghijkl@example.it", "LENGTH")],
        disputed: &[],
    },
];

/// A schema with one element, `v`, of the type.
#[must_use]
pub fn schema_of(case: &TypeCase) -> String {
    let TypeCase { base, facets, .. } = case;
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'><xs:element name='v'>\
         <xs:simpleType><xs:restriction base='{base}'>{facets}</xs:restriction></xs:simpleType>\
         </xs:element></xs:schema>"
    )
}

/// A message with the value.
#[must_use]
pub fn message_of(value: &str) -> String {
    format!("<t:v xmlns:t='urn:t'>{value}</t:v>")
}
