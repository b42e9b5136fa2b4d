//! What a document says, as rows of a sheet.

use serde_json::Value;

/// A row: a heading where it has no value.
pub(super) struct SheetRow {
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) value: Option<String>,
}

/// The rows of a document's contents, by the names of the contract's elements.
pub(super) fn rows(contents: &Value) -> Vec<SheetRow> {
    let mut rows = Vec::new();
    add(&mut rows, contents, 0);
    rows
}

fn add(rows: &mut Vec<SheetRow>, value: &Value, depth: usize) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let row = |value| SheetRow { depth, name: name.clone(), value };
        match value {
            Value::Object(_) => {
                rows.push(row(None));
                add(rows, value, depth + 1);
            }
            Value::String(text) => rows.push(row(Some(text.clone()))),
            Value::Array(items) => {
                let texts: Vec<String> = items.iter().map(plain).collect();
                rows.push(row(Some(texts.join(", "))));
            }
            Value::Null => {}
            other => rows.push(row(Some(plain(other)))),
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
