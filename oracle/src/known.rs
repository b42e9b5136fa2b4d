//! The disagreements with libxml2 that stay, each with its reason. A case that they explain
//! is counted apart.

use crate::case::Case;

/// A disagreement that stays.
pub struct Known {
    /// What it is about.
    pub name: &'static str,
    /// Why the engine does not follow libxml2.
    pub reason: &'static str,
    /// Whether it explains an objection of libxml2 to a message that the engine accepts.
    pub objection: fn(&Case, &str) -> bool,
    /// Whether it explains a finding of the engine in a message that libxml2 accepts.
    pub finding: fn(&Case, &str) -> bool,
}

/// All of them.
pub const KNOWN: &[Known] = &[
    Known {
        name: "blanks around a date and time",
        reason: "xs:dateTime has the fixed facet whiteSpace=collapse (XML Schema Part 2 §3.2.7), so blanks around it do \
                 not count. libxml2 2.9 refuses them; Xerces accepts them. Only responses hold such values, and ours \
                 are written without blanks.",
        objection: |_, objection| is_blank_around_date_time(objection),
        finding: |_, _| false,
    },
    Known {
        name: "blanks around xsi:type",
        reason: "A QName has the fixed facet whiteSpace=collapse (XML Schema Part 2 §3.2.18). libxml2 takes the blanks \
                 for a part of the prefix; Xerces does not.",
        objection: |case, objection| objection.contains("The QName value ' ") && case.text.contains("xsi:type=\" "),
        finding: |_, _| false,
    },
    Known {
        name: "a name of the fifth edition",
        reason: "Since its fifth edition XML 1.0 §2.3 allows nearly every letter and sign in names, € among them. \
                 libxml2 reads a document so, but validates xs:NCName and its kin by the tables of the fourth. The \
                 contract has no such type: only xsi:type brings one in.",
        objection: |_, objection| {
            let kin = ["'xs:Name'", "'xs:NCName'", "'xs:ID'", "'xs:IDREF'", "'xs:NMTOKEN'"];
            !objection.is_ascii() && kin.iter().any(|name| objection.contains(&format!("atomic type {name}")))
        },
        finding: |_, _| false,
    },
    Known {
        name: "a blank CDATA section between elements",
        reason: "Element-only content may hold white space however it is written (XML Schema Part 1 §3.4.4 knows no \
                 CDATA sections). libxml2 refuses it; Xerces accepts it.",
        objection: |case, objection| {
            let content = |rest: &str| rest.split("]]>").next().is_some_and(|content| content.trim_ascii().is_empty());
            objection.contains("Character content other than whitespace")
                && case.text.split("<![CDATA[").skip(1).any(content)
        },
        finding: |_, _| false,
    },
    Known {
        name: "version=\"1.\"",
        reason: "A version number is 1. and at least one digit (XML 1.0 §2.8, production 26). libxml2 lets the digit be \
                 missing.",
        objection: |_, _| false,
        finding: |case, finding| {
            finding.starts_with("SAC-XML-DECLARATION") && case.text.starts_with("<?xml version=\"1.\"")
        },
    },
    Known {
        name: "a charset's name with dashes too many",
        reason: "The C library that libxml2 asks reads UTF--8 as UTF-8. No register of charsets knows such a name \
                 (contract §1 allows two), and no other parser reads it.",
        objection: |_, _| false,
        finding: |case, finding| {
            let declared = case.text.split("encoding=\"").nth(1).and_then(|rest| rest.split('"').next());
            finding.starts_with("SAC-CHARSET-UNSUPPORTED")
                && declared
                    .is_some_and(|name| name.contains("--") && name.replace('-', "").eq_ignore_ascii_case("utf8"))
        },
    },
    Known {
        name: "an error of namespaces alone",
        reason: "Namespaces in XML 1.0 forbids a prefix bound to nothing (§5) and a colon in the target of a processing \
                 instruction (§7). libxml2 notes a namespace error and goes on; the engine refuses such a document.",
        objection: |_, _| false,
        finding: |case, finding| {
            let target = |rest: &str| {
                rest.split(|c: char| c.is_ascii_whitespace() || c == '?')
                    .next()
                    .is_some_and(|target| target.contains(':'))
            };
            finding.starts_with("SAC-XML-NAMESPACE")
                || (finding.starts_with("SAC-XML-INSTRUCTION") && case.text.split("<?").skip(1).any(target))
        },
    },
    Known {
        name: "a DOCTYPE",
        reason: "A SOAP message may not have one (SOAP 1.1 §3), and the engine refuses it at once, whatever it says.",
        objection: |_, _| false,
        finding: |_, finding| finding.starts_with("SAC-XML-DOCTYPE"),
    },
];

fn is_blank_around_date_time(objection: &str) -> bool {
    let value = objection.split_once("': '").and_then(|(_, rest)| rest.split_once("' is not a valid value"));
    value.is_some_and(|(value, rest)| rest.contains("'xs:dateTime'") && value.trim_ascii() != value)
}

/// The known disagreement that explains a case, the first where there are several; nothing
/// when any part of the case is not explained.
#[must_use]
pub fn explanation(case: &Case) -> Option<&'static Known> {
    let objections = case.libxml.iter().map(|objection| KNOWN.iter().find(|known| (known.objection)(case, objection)));
    let findings = case.ours.iter().map(|finding| KNOWN.iter().find(|known| (known.finding)(case, finding)));
    let all: Option<Vec<&Known>> = objections.chain(findings).collect();
    all?.first().copied()
}
