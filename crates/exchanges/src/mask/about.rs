//! What is known of an exchange beside its messages.

use serde_json::{Map, Value, json};

use super::Mask;
use super::field::is_known_name;

/// What says nothing of anybody.
const KEPT: [&str; 20] = [
    "id",
    "exchange",
    "received",
    "channel",
    "operation",
    "kind",
    "authenticated_by",
    "outcome",
    "status",
    "rules",
    "codes",
    "fault",
    "charset",
    "tls",
    "times",
    "microseconds",
    "bytes_in",
    "bytes_out",
    "has_bodies",
    "world",
];

impl Mask {
    pub(super) fn about(&self, about: Map<String, Value>) -> Map<String, Value> {
        let masked = about.into_iter().map(|(name, value)| {
            let value = match (name.as_str(), value) {
                (kept, value) if KEPT.contains(&kept) => value,
                ("caller", Value::String(text)) => self.user(&text).into(),
                ("worker", Value::String(text)) => self.codice_fiscale(&text).into(),
                ("puc", Value::String(text)) => self.number(&text).into(),
                ("numbers", Value::Array(all)) => {
                    all.iter().filter_map(Value::as_str).map(|text| self.number(text)).collect()
                }
                ("findings", Value::Array(all)) => all.iter().map(finding).collect(),
                _ => Value::Null,
            };
            (name, value)
        });
        masked.collect()
    }
}

/// The code and the place; the words may hold what was found.
fn finding(value: &Value) -> Value {
    let names = |xpath: &&str| {
        let mut steps = xpath.split('/').filter(|step| !step.is_empty());
        steps.all(|step| is_known_name(local(step)))
    };
    json!({
        "code": value["code"], "line": value["line"], "column": value["column"],
        "xpath": value["xpath"].as_str().filter(names), "message": Value::Null,
    })
}

fn local(step: &str) -> &str {
    let name = step.split('[').next().unwrap_or(step);
    name.rsplit(':').next().unwrap_or(name)
}
