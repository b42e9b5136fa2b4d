//! What was typed, as the contract wants it.

use std::collections::BTreeMap;

use crate::form;
use crate::medici::fields::{Form, Kind};

/// The values of a form, by path.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(BTreeMap<String, String>);

impl Values {
    /// The values of the fields that this form has. Blanks around a value do not count, letters of codes become
    /// capitals, and `GG/MM/AAAA` becomes `AAAA-MM-GG`.
    pub(super) fn typed(form: &Form, typed: &form::Form) -> Self {
        let mut values = BTreeMap::new();
        for field in form.fields() {
            let mut value = typed.get(field.path);
            // The hospital's code is the same thing under either name.
            if value.is_empty() && field.path == "operatore.codiceStruttura" {
                value = typed.get("medico.codiceStruttura");
            }
            let value = match field.kind {
                Kind::Code => value.split_whitespace().collect::<String>().to_ascii_uppercase(),
                Kind::Icd if value.bytes().all(|byte| b"eEvV.0123456789".contains(&byte)) => value.to_ascii_uppercase(),
                Kind::Area(_) => value.replace("\r\n", "\n"),
                Kind::Date => iso(value),
                Kind::Flag if value.is_empty() => "false".to_owned(),
                _ => value.to_owned(),
            };
            values.insert(field.path.to_owned(), value);
        }
        Self(values)
    }

    /// A value; empty where there is none.
    pub(super) fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// A value, where there is one.
    pub(super) fn given(&self, path: &str) -> Option<&str> {
        Some(self.get(path)).filter(|value| !value.is_empty())
    }

    pub(super) fn set(&mut self, path: &str, value: impl Into<String>) {
        self.0.insert(path.to_owned(), value.into());
    }

    /// Whether nothing was typed into any field below this path.
    pub(super) fn is_empty_below(&self, group: &str) -> bool {
        let below = |path: &str| path.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
        self.0.iter().all(|(path, value)| !below(path) || value.is_empty())
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, value)| (path.as_str(), value.as_str()))
    }
}

/// A date as the contract has it; what is no date stays as it was typed.
fn iso(text: &str) -> String {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [day, month, year] if is_number(day, 2) && is_number(month, 2) && year.len() == 4 && is_number(year, 4) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medici::fields::MALATTIA;

    #[test]
    fn values_become_what_the_contract_wants() {
        let body = "lavoratore.codiceFiscale=+pni+mra70a01h501p%0A&malattia.dataInizio=2/03/2026\
            &malattia.dataFine=31/02/2026&malattia.dataRilascio=ieri&malattia.diagnosi.codiceDiagnosi=v17.3\
            &malattia.diagnosi.noteDiagnosi=a%0D%0Ab&malattia.trauma=true&residenza.via=+%20&altro=1";
        let values = Values::typed(&MALATTIA, &form::Form::read(body.as_bytes()).unwrap());
        for (path, value) in [
            ("lavoratore.codiceFiscale", "PNIMRA70A01H501P"),
            ("malattia.dataInizio", "2026-03-02"),
            ("malattia.dataFine", "2026-02-31"),
            ("malattia.dataRilascio", "ieri"),
            ("malattia.diagnosi.codiceDiagnosi", "V17.3"),
            ("malattia.diagnosi.noteDiagnosi", "a\nb"),
            ("malattia.trauma", "true"),
            ("malattia.giornataLavorata", "false"),
            ("residenza.via", ""),
            ("altro", ""),
        ] {
            assert_eq!(values.get(path), value, "{path}");
        }
        assert!(values.is_empty_below("residenza") && values.is_empty_below("reperibilita"));
        assert!(!values.is_empty_below("malattia"));
    }
}
