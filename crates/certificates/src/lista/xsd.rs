//! The schema of the list, made from the table.

use std::fmt::Write as _;

use super::layout::{ROWS, Row, groups};

/// The simple types, by the table's names.
const TYPES: [(&str, &str); 16] = [
    (
        "text",
        "<xs:restriction base=\"xs:string\"><xs:minLength value=\"1\"/><xs:pattern value=\"[ -~]*\"/></xs:restriction>",
    ),
    ("matricola", "<xs:restriction base=\"xs:string\"><xs:pattern value=\"[0-9]{10}\"/></xs:restriction>"),
    (
        "codice-fiscale",
        "<xs:restriction base=\"xs:string\"><xs:pattern value=\"[A-Z0-9]{16}|[0-9]{11}\"/></xs:restriction>",
    ),
    (
        "cognome",
        "<xs:restriction base=\"xs:token\"><xs:minLength value=\"2\"/><xs:maxLength value=\"24\"/><xs:pattern value=\"[a-zA-Z ']*\"/></xs:restriction>",
    ),
    (
        "nome",
        "<xs:restriction base=\"xs:token\"><xs:minLength value=\"2\"/><xs:maxLength value=\"20\"/><xs:pattern value=\"[a-zA-Z ']*\"/></xs:restriction>",
    ),
    ("tre-cifre", "<xs:restriction base=\"xs:string\"><xs:pattern value=\"[0-9]{3}\"/></xs:restriction>"),
    (
        "struttura",
        "<xs:restriction base=\"xs:string\"><xs:minLength value=\"1\"/><xs:maxLength value=\"9\"/><xs:pattern value=\"[ -~]*\"/></xs:restriction>",
    ),
    (
        "via",
        "<xs:restriction base=\"xs:string\"><xs:minLength value=\"1\"/><xs:maxLength value=\"80\"/><xs:pattern value=\"[ -~]*\"/></xs:restriction>",
    ),
    (
        "civico",
        "<xs:restriction base=\"xs:string\"><xs:minLength value=\"1\"/><xs:maxLength value=\"15\"/><xs:pattern value=\"[ -~]*\"/></xs:restriction>",
    ),
    (
        "sesso",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"M\"/><xs:enumeration value=\"F\"/></xs:restriction>",
    ),
    (
        "tipo-certificato",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"I\"/><xs:enumeration value=\"C\"/><xs:enumeration value=\"R\"/><xs:enumeration value=\"A\"/></xs:restriction>",
    ),
    (
        "tipo-visita",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"A\"/><xs:enumeration value=\"D\"/><xs:enumeration value=\"P\"/></xs:restriction>",
    ),
    (
        "tipo-ricovero",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"R\"/><xs:enumeration value=\"H\"/></xs:restriction>",
    ),
    (
        "ruolo",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"S\"/><xs:enumeration value=\"P\"/></xs:restriction>",
    ),
    (
        "agevolazioni",
        "<xs:restriction base=\"xs:string\"><xs:enumeration value=\"T\"/><xs:enumeration value=\"C\"/><xs:enumeration value=\"I\"/></xs:restriction>",
    ),
    ("boolean", "<xs:restriction base=\"xs:boolean\"><xs:pattern value=\"true|false\"/></xs:restriction>"),
];

/// The schema, for lists in this namespace or in none.
#[must_use]
pub fn xsd(namespace: Option<&str>) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (target, prefix) = match namespace {
        Some(name) => {
            let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            (format!(" targetNamespace=\"{name}\" xmlns:l=\"{name}\" elementFormDefault=\"qualified\""), "l:")
        }
        None => (String::new(), ""),
    };
    let _ = writeln!(out, "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"{target}>");
    let _ = writeln!(out, "  <xs:element name=\"listaAttestati\">\n    <xs:complexType>\n      <xs:sequence>");
    for group in groups() {
        let _ = writeln!(
            out,
            "        <xs:element name=\"{group}\" type=\"{prefix}{group}\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>"
        );
    }
    out.push_str("      </xs:sequence>\n    </xs:complexType>\n  </xs:element>\n");
    for group in groups() {
        let rows: Vec<&Row> = ROWS.iter().filter(|row| row.group == group).collect();
        let _ = writeln!(out, "  <xs:complexType name=\"{group}\">");
        sequence(&mut out, &rows, "", prefix, 2);
        out.push_str("  </xs:complexType>\n");
    }
    for (name, restriction) in TYPES {
        let _ = writeln!(out, "  <xs:simpleType name=\"{name}\">{restriction}</xs:simpleType>");
    }
    out.push_str("</xs:schema>\n");
    out
}

/// The elements right below `parent`.
fn sequence(out: &mut String, rows: &[&Row], parent: &str, prefix: &str, depth: usize) {
    let indent = "  ".repeat(depth);
    let _ = writeln!(out, "{indent}<xs:sequence>");
    for row in rows {
        let name = match row.path.strip_prefix(parent) {
            Some(name) if !name.is_empty() && !name.contains('/') => name,
            _ => continue,
        };
        let occurs = if row.is_optional { " minOccurs=\"0\"" } else { "" };
        match row.kind {
            "group" => {
                let _ = writeln!(out, "{indent}  <xs:element name=\"{name}\"{occurs}>\n{indent}    <xs:complexType>");
                sequence(out, rows, &format!("{}/", row.path), prefix, depth + 3);
                let _ = writeln!(out, "{indent}    </xs:complexType>\n{indent}  </xs:element>");
            }
            "date" => {
                let _ = writeln!(out, "{indent}  <xs:element name=\"{name}\" type=\"xs:date\"{occurs}/>");
            }
            kind => {
                let _ = writeln!(out, "{indent}  <xs:element name=\"{name}\" type=\"{prefix}{kind}\"{occurs}/>");
            }
        }
    }
    let _ = writeln!(out, "{indent}</xs:sequence>");
}
