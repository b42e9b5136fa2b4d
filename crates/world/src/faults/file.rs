//! A plan as a file.

use serde::Deserialize;

use super::rule::Rule;
use sac_domain::words::Text;

/// An array of rules, alone or as the only member of an object.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Wrapped {
    Faults { faults: Vec<serde_json::Value> },
}

/// Reads the rules of a plan: a JSON array of them, alone or as the member `faults` of an object.
///
/// # Errors
/// What is no plan, with the line or the number of the rule.
pub fn read(text: &str) -> Result<Vec<Rule>, Text> {
    if text.trim_start().starts_with('{')
        && let Ok(Wrapped::Faults { faults }) = serde_json::from_str(text)
    {
        let numbered = (1..).zip(faults);
        return numbered
            .map(|(number, rule)| serde_json::from_value(rule).map_err(|error| of_rule(number, &error)))
            .collect();
    }
    serde_json::from_str(text).map_err(|error| {
        Text::new(format!("non è JSON, o non è una lista di regole (dettaglio tecnico: {error})"), error.to_string())
    })
}

fn of_rule(number: usize, error: &serde_json::Error) -> Text {
    Text::new(format!("regola {number} (dettaglio tecnico: {error})"), format!("rule {number}: {error}"))
}
