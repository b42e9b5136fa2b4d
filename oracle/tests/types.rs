//! The values of simple types that the schema crate is tested with, against libxml2.

#[path = "../../crates/schema/src/tests/type_cases.rs"]
mod type_cases;

use sac_oracle::validators::LibXml;

use type_cases::{CASES, message_of, schema_of};

#[test]
fn libxml2_agrees_on_each_value_but_for_known_reasons() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut libxml = LibXml::of(&schema_of(case));
        let valid = case.valid.iter().map(|value| (*value, true));
        let invalid = case.invalid.iter().map(|(value, _)| (*value, false));
        for (value, is_valid) in valid.chain(invalid) {
            let accepts = libxml.objections(message_of(value).as_bytes()).is_empty();
            let is_disputed = case.disputed.iter().any(|(other, reason)| *other == value && !reason.is_empty());
            if (accepts != is_valid) != is_disputed {
                let verdict = if accepts { "accepts" } else { "refuses" };
                wrong.push(format!("libxml2 {verdict} {value:?} as {} {}", case.base, case.facets));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
