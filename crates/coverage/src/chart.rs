//! What there is to exercise in a contract, derived from its schema.

use sac_schema::{Declared, Lexical, SimpleType};
use sac_soap::Interface;

use crate::fields::is_encrypted;

/// The requests of a contract.
#[derive(Debug)]
pub(crate) struct Chart {
    pub(crate) operations: Vec<Charted>,
}

/// The elements of one operation's request.
#[derive(Debug)]
pub(crate) struct Charted {
    pub(crate) operation: &'static str,
    /// In the order of the schema.
    pub(crate) elements: Vec<Element>,
}

/// An element of a request.
#[derive(Debug)]
pub(crate) struct Element {
    /// Below the request.
    pub(crate) path: String,
    /// Whether it may be left out.
    pub(crate) is_optional: bool,
    /// The values that the schema lists.
    pub(crate) values: Vec<String>,
    /// The lengths at the ends of what the schema allows.
    pub(crate) bounds: Vec<Bound>,
}

/// An end of a range of lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) end: &'static str,
    pub(crate) length: usize,
}

impl Chart {
    pub(crate) fn of(interface: &'static Interface) -> Self {
        let operations = interface.operations.iter().map(|operation| {
            let mut elements = Vec::new();
            if let Some(root) = interface.schema.declared(operation.request) {
                root.children().for_each(|child| walk(child, "", &mut elements));
            }
            Charted { operation: operation.name, elements }
        });
        Self { operations: operations.collect() }
    }
}

impl Element {
    /// The element in which it stands; nothing for one directly below the request.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.path.rsplit_once('/').map(|(parent, _)| parent)
    }
}

fn walk(element: Declared<'_>, above: &str, elements: &mut Vec<Element>) {
    let name = element.name();
    let path = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
    let listed = element.simple().and_then(SimpleType::listed).unwrap_or_default();
    elements.push(Element {
        is_optional: element.is_optional(),
        values: listed.into_iter().map(str::to_owned).collect(),
        bounds: bounds(element, &path),
        path: path.clone(),
    });
    element.children().for_each(|child| walk(child, &path, elements));
}

/// The length of an encrypted field is that of the key, whatever the client does.
fn bounds(element: Declared<'_>, path: &str) -> Vec<Bound> {
    let Some(simple) = element.simple().filter(|_| !is_encrypted(path)) else { return Vec::new() };
    let (min, max) = simple.length();
    let mut bounds = Vec::new();
    if simple.lexical() != Lexical::Base64 {
        bounds.extend((min > 0).then_some(Bound { end: "min", length: min }));
        bounds.extend((max < usize::MAX && max != min).then_some(Bound { end: "max", length: max }));
    }
    let digits = simple.numbers().total_digits;
    bounds.extend(digits.map(|length| Bound { end: "digits", length }));
    bounds
}

impl Bound {
    /// Whether a value reaches it.
    pub(crate) fn is_reached_by(self, value: &str) -> bool {
        let length = match self.end {
            "digits" => value.chars().filter(char::is_ascii_digit).count(),
            _ => value.chars().count(),
        };
        length == self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_contracts::certificati_medici::CONTRACT;

    #[test]
    fn the_chart_holds_what_the_schema_declares() {
        let chart = Chart::of(&CONTRACT.interface);
        assert_eq!(chart.operations.len(), 10);
        let invia = chart.operations.iter().find(|it| it.operation == "InviaMalattia").unwrap();
        let element = |path: &str| invia.elements.iter().find(|it| it.path == path).unwrap();
        assert!(element("reperibilita").is_optional && !element("residenza").is_optional);
        assert_eq!(element("malattia/visita").values, ["A", "D", "P"]);
        assert_eq!(element("malattia/trauma").values, ["true", "false"]);
        let ends = |path: &str| element(path).bounds.iter().map(|it| (it.end, it.length)).collect::<Vec<_>>();
        assert_eq!(ends("reperibilita/indirizzo/via"), [("min", 2), ("max", 50)]);
        assert_eq!(ends("malattia/diagnosi/noteDiagnosi"), [("max", 200)]);
        assert_eq!(ends("lavoratore/codiceFiscale"), []);
        assert_eq!(element("malattia/visita").parent(), Some("malattia"));
    }
}
