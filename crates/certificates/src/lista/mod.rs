//! The list of attestati that employers import (`listaAttestati`): its writer, and its schema.
//!
//! Names, order and occurrence are the table `data/attestati_layout.tsv`. Values are in ASCII 32 to 126.

mod document;
mod layout;
mod values;
mod xsd;

use std::collections::HashMap;

pub use document::{Content, EmployerDocument, Form};
pub use layout::{ROWS, Row, groups};
pub use xsd::xsd;

use sac_xml::{Charset, Writer};
use values::{Entry, values};

/// The list of these documents, each with whether the entry is its cancellation (by certified mail only).
#[must_use]
pub fn write(documents: &[(EmployerDocument, bool)], form: Form, namespace: Option<&str>) -> Vec<u8> {
    let mut entries: Vec<Entry> =
        documents.iter().flat_map(|(document, cancelled)| values(document, *cancelled, form)).collect();
    entries.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut writer = Writer::new(Charset::Utf8);
    writer.start("listaAttestati");
    if let Some(namespace) = namespace {
        writer.attribute("xmlns", namespace);
    }
    for group in groups() {
        for entry in entries.iter().filter(|entry| entry.group == group) {
            writer.start(group);
            elements(&mut writer, group, &entry.values);
            writer.end();
        }
    }
    writer.end();
    writer.finish()
}

/// The elements of one entry, in the order of the table; what has no value is left out.
fn elements(writer: &mut Writer, group: &str, values: &HashMap<&'static str, String>) {
    let mut open: Vec<&str> = Vec::new();
    for row in ROWS.iter().filter(|row| row.group == group) {
        let Some(value) = values.get(row.path).filter(|value| !value.is_empty()) else { continue };
        let parts: Vec<&str> = row.path.split('/').collect();
        let Some((name, parents)) = parts.split_last() else { continue };
        let shared = open.iter().zip(parents).take_while(|(one, other)| one == other).count();
        for _ in shared..open.len() {
            writer.end();
        }
        open.truncate(shared);
        for parent in parents.iter().skip(shared) {
            writer.start(parent);
            open.push(parent);
        }
        writer.element(name, value);
    }
    for _ in open {
        writer.end();
    }
}
