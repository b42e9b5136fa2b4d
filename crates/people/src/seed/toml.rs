//! Reading TOML: tables such as `[[user]]` and `[[worker]]`.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use sac_domain::words::Text;

use super::record::{Field, Record, Records, What};

/// The tables of the file.
pub(super) fn records(text: &str) -> Records {
    let line_of = |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let mut found = Records::default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let message = Text::new("qui il file non è TOML", error.message());
        found.complain(line_of(error.span().map_or(0, |span| span.start)), message);
    }
    for (key, value) in document.get_ref() {
        let line = line_of(key.span().start);
        let name = key.get_ref().as_ref();
        let Some((_, what)) = What::NAMED.into_iter().find(|(known, _)| *known == name) else {
            let all = What::NAMED.map(|(name, _)| format!("[[{name}]]")).join(", ");
            let message = Text::new(
                format!("tabella `{name}` sconosciuta: ci sono {all}"),
                format!("unknown table `{name}`: there are {all}"),
            );
            found.complain(line, message);
            continue;
        };
        let tables = value.get_ref().as_array().into_iter().flatten();
        let before = found.records.len();
        for table in tables {
            match table.get_ref().as_table() {
                Some(fields) => {
                    let fields = read_fields(fields, &line_of, &mut found);
                    found.records.push(Record { what, line: line_of(table.span().start), fields });
                }
                None => found.complain(
                    line_of(table.span().start),
                    Text::new("qui è attesa una tabella", "a table is expected here"),
                ),
            }
        }
        if found.records.len() == before && errors.is_empty() {
            let message = Text::new(
                format!("`{name}` va scritto come [[{name}]]"),
                format!("`{name}` must be written as [[{name}]]"),
            );
            found.complain(line, message);
        }
    }
    found.records.sort_by_key(|record| record.line);
    found
}

fn read_fields(
    fields: &DeTable<'_>,
    line_of: &impl Fn(usize) -> usize,
    found: &mut Records,
) -> BTreeMap<String, Field> {
    let mut read = BTreeMap::new();
    for (key, value) in fields {
        let line = line_of(key.span().start);
        if let DeValue::Table(inner) = value.get_ref() {
            for (name, field) in read_fields(inner, line_of, found) {
                read.insert(format!("{}.{name}", key.get_ref()), field);
            }
            continue;
        }
        let key = key.get_ref();
        if let Some(text) = text(value) {
            read.insert(key.to_string(), Field { line, text: text.into() });
        } else {
            let message = Text::new(
                format!("`{key}`: è atteso un testo, true, false o una lista di testi"),
                format!("`{key}`: text, true, false or a list of texts is expected"),
            );
            found.complain(line, message);
        }
    }
    read
}

fn text(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Array(items) => {
            let texts: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            texts.map(|texts| texts.join(" "))
        }
        // A number is refused: `pincode = 0123` would lose its first digit.
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Table(_) => None,
    }
}
