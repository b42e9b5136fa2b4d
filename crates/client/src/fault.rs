//! What stands in the `detail` of a fault.

use sac_domain::words::{Language, Text};
use sac_xml::Element;

/// One violation, as this gateway reports it in a fault's `detail`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Its stable code, such as `SAC-XSD-ORDER`.
    pub code: String,
    /// The line in the message as sent, from 1; empty where it has no place.
    pub line: String,
    /// The column in that line, from 1.
    pub column: String,
    /// The path of the element concerned.
    pub xpath: String,
    /// What is wrong.
    pub message: Text,
    /// What to do about it.
    pub hint: Text,
}

/// The violations that this gateway lists in a `detail`.
pub(super) fn findings(detail: Element<'_, '_>) -> Vec<Reported> {
    let list = detail.child("diagnostics");
    let found = list.into_iter().flat_map(|list| list.children());
    found.filter(|element| element.local() == "finding").map(finding).collect()
}

/// One line for each element of another service's `detail` that says something, indented by depth.
pub(super) fn lines(detail: Element<'_, '_>) -> Vec<String> {
    let mut all = Vec::new();
    for child in detail.children().filter(|child| child.local() != "diagnostics") {
        let attributes = child.attributes().iter();
        let mut parts: Vec<_> =
            attributes.map(|attribute| format!("{} {}", attribute.name.local, attribute.value)).collect();
        parts.extend(Some(child.text().trim().to_owned()).filter(|text| !text.is_empty()));
        if !parts.is_empty() {
            all.push(format!("{}: {}", child.local(), parts.join(", ")));
        }
        all.extend(lines(child).into_iter().map(|line| format!("  {line}")));
    }
    all
}

fn finding(element: Element<'_, '_>) -> Reported {
    let attribute = |name| attribute(element, name);
    Reported {
        code: attribute("code"),
        line: attribute("line"),
        column: attribute("column"),
        xpath: attribute("xpath"),
        message: in_both(element, "message"),
        hint: in_both(element, "hint"),
    }
}

fn attribute(element: Element<'_, '_>, name: &str) -> String {
    let found = element.attributes().iter().find(|attribute| attribute.name.local == name);
    found.map(|attribute| attribute.value.clone().into_owned()).unwrap_or_default()
}

fn in_both(element: Element<'_, '_>, name: &str) -> Text {
    let said = |language: Language| {
        let mut said = element.children().filter(|child| child.local() == name);
        let found = said.find(|child| attribute(*child, "lang") == language.code());
        found.map(|child| child.text().to_owned()).unwrap_or_default()
    };
    Text::new(said(Language::It), said(Language::En))
}
