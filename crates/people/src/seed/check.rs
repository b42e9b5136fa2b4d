//! What a user and a worker must have.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};

use super::error::{Problem, SeedError};
use super::people::{NewUser, Seed};
use super::record::{Field, Record, Records, What};
use crate::places::Places;
use crate::synthetic_person;
use sac_domain::code::Sesso;
use sac_domain::input;
use sac_domain::person::Lavoratore;
use sac_domain::user::{Iscrizione, User, UserKind};

/// The people of a file, or all that is wrong with it.
pub(super) fn seed(read: Records, today: NaiveDate) -> Result<Seed, SeedError> {
    let Records { records, mut problems } = read;
    let mut seed = Seed { users: Vec::new(), workers: Vec::new() };
    let mut lines: HashMap<(bool, String), usize> = HashMap::new();
    for record in records {
        let line = record.line;
        let is_user = record.what == What::User;
        let mut fields = Fields { record, problems: &mut problems };
        let key = if is_user {
            fields.peek("name")
        } else {
            fields.peek("codice_fiscale").map(|code| code.to_ascii_uppercase())
        };
        if let Some(first) = key.and_then(|key| lines.insert((is_user, key), line)) {
            fields.complain(line, format!("given before, on line {first}"));
        }
        if is_user {
            seed.users.extend(user(&mut fields));
        } else {
            seed.workers.extend(worker(&mut fields, today));
        }
        fields.refuse_others();
    }
    if problems.is_empty() {
        return Ok(seed);
    }
    problems.sort();
    Err(SeedError::Wrong { path: None, problems })
}

fn user(fields: &mut Fields<'_>) -> Option<NewUser> {
    // All are read before one that is missing returns, so that all that is wrong is reported.
    let name = fields.required("name", input::user_name);
    let kind = fields.required("kind", |text| match text {
        "medico" | "operatore" | "ente" => Ok(text.to_owned()),
        _ => Err("medico, operatore or ente"),
    });
    let kind = match kind?.as_str() {
        "ente" => fields.required("regione", input::three_digits).map(|regione| UserKind::Ente { regione }),
        kind => {
            let codice_fiscale = fields.required("codice_fiscale", input::codice_fiscale_medico);
            let iscrizioni = fields.required("iscrizioni", iscrizioni);
            codice_fiscale.zip(iscrizioni).map(|(codice_fiscale, iscrizioni)| match kind {
                "medico" => UserKind::Medico { codice_fiscale, iscrizioni },
                _ => UserKind::Operatore { codice_fiscale, iscrizioni },
            })
        }
    };
    let password = fields.optional("password", |text| Ok::<_, &str>(SecretString::from(text)));
    let is_medico = matches!(kind, Some(UserKind::Medico { .. }));
    let pincode = if is_medico { fields.optional("pincode", input::pincode) } else { None };
    let blocked = fields.optional("blocked", truth).unwrap_or(false);
    let user =
        User { name: name?, kind: kind?, password_hash: None, pincode_hash: None, blocked, seed_password: false };
    Some(NewUser { user, password, pincode })
}

fn worker(fields: &mut Fields<'_>, today: NaiveDate) -> Option<Lavoratore> {
    let code = fields.required("codice_fiscale", input::codice_fiscale);
    let cognome = fields.required("cognome", input::cognome);
    let nome = fields.required("nome", input::nome);
    let sesso = fields.optional("sesso", |text| Sesso::parse(text).ok_or("M or F"));
    let data_nascita =
        fields.optional("data_nascita", |text| NaiveDate::from_str(text).map_err(|_| "a date as 1970-01-31"));
    let comune_nascita = fields.optional("comune_nascita", |text| Places::embedded().birthplace(text));
    let provincia_nascita = fields.optional("provincia_nascita", input::provincia);
    let deceduto = fields.optional("deceduto", truth).unwrap_or(false);
    let (code, cognome, nome) = (code?, cognome?, nome?);
    // What is left out is derived from the code.
    let derived = synthetic_person::person(code, today);
    Some(Lavoratore {
        cognome,
        nome,
        sesso: sesso.unwrap_or(derived.sesso),
        data_nascita: data_nascita.unwrap_or(derived.data_nascita),
        comune_nascita: comune_nascita.unwrap_or(derived.comune_nascita),
        provincia_nascita: provincia_nascita.unwrap_or(derived.provincia_nascita),
        deceduto,
        codice_fiscale: derived.codice_fiscale,
    })
}

/// The fields of a record, taken out one by one.
struct Fields<'a> {
    record: Record,
    problems: &'a mut Vec<Problem>,
}

impl Fields<'_> {
    fn peek(&self, name: &str) -> Option<String> {
        self.record.fields.get(name).map(|field| field.text.expose_secret().to_owned())
    }

    fn complain(&mut self, line: usize, message: String) {
        self.problems.push(Problem { line, message });
    }

    fn required<T, E: Display>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        if !self.record.fields.contains_key(name) {
            self.complain(self.record.line, format!("`{name}` is missing"));
        }
        self.optional(name, read)
    }

    fn optional<T, E: Display>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        let Field { line, text } = self.record.fields.remove(name)?;
        match read(text.expose_secret()) {
            Ok(value) => Some(value),
            Err(wanted) => {
                self.complain(line, format!("`{name}`: {wanted}"));
                None
            }
        }
    }

    /// A field that was not taken does not belong here.
    fn refuse_others(mut self) {
        for (name, field) in std::mem::take(&mut self.record.fields) {
            self.complain(field.line, format!("`{name}` does not belong here"));
        }
    }
}

fn iscrizioni(text: &str) -> Result<Vec<Iscrizione>, &'static str> {
    let all: Result<Vec<_>, _> = text.split_whitespace().map(input::iscrizione).collect();
    all.ok().filter(|all| !all.is_empty()).ok_or("one or more places, each as 120/201")
}

fn truth(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "true or false")
}
