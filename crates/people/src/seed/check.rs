//! What a user and a worker must have.

use std::collections::HashMap;
use std::str::FromStr;

use chrono::NaiveDate;
use secrecy::SecretString;

use super::check_pin;
use super::check_register::{employer, employer_user, employment, recapiti, user_profile};
use super::error::{Problem, SeedError};
use super::fields::{Fields, truth};
use super::people::{NewUser, NewWorker, Seed};
use super::record::{Records, What};
use crate::places::Places;
use crate::synthetic_person;
use sac_domain::code::Sesso;
use sac_domain::input;
use sac_domain::person::Lavoratore;
use sac_domain::user::{Iscrizione, User, UserKind};
use sac_domain::words::{Said, Text, said};

/// The people of a file, or all that is wrong with it.
pub(super) fn seed(read: Records, today: NaiveDate) -> Result<Seed, SeedError> {
    let Records { records, mut problems } = read;
    let mut seed = Seed { today, ..Seed::default() };
    let mut lines: HashMap<(What, String), usize> = HashMap::new();
    for record in records {
        let (line, what) = (record.line, record.what);
        let mut fields = Fields { record, problems: &mut problems };
        let key = what.key().iter().map(|name| fields.peek(name)).collect::<Option<Vec<_>>>();
        let key = key
            .map(|key| key.join(" "))
            .map(|key| if matches!(what, What::User | What::EmployerUser) { key } else { key.to_ascii_uppercase() });
        if let Some(first) = key.and_then(|key| lines.insert((what, key), line)) {
            fields.complain(
                line,
                Text::new(format!("già dato prima, alla riga {first}"), format!("given before, on line {first}")),
            );
        }
        match what {
            What::User => seed.users.extend(user(&mut fields)),
            What::Worker => seed.workers.extend(worker(&mut fields, today)),
            What::Employer => seed.employers.extend(employer(&mut fields)),
            What::EmployerUser => seed.employer_users.extend(employer_user(&mut fields)),
            What::Employment => seed.employments.extend(employment(&mut fields)),
            What::Pin => seed.pins.extend(check_pin::pin(&mut fields, today)),
        }
        fields.refuse_others();
    }
    let mut phones = HashMap::new();
    for (line, phone) in seed.users.iter().filter_map(|new| Some((new.line, new.profile.codice_telefonico.as_ref()?))) {
        if let Some(first) = phones.insert(phone, line) {
            let message = Text::new(
                format!("`codice_telefonico`: già dato prima, alla riga {first}"),
                format!("`codice_telefonico`: given before, on line {first}"),
            );
            problems.push(Problem { line, message });
        }
    }
    if problems.is_empty() {
        return Ok(seed);
    }
    problems.sort();
    Err(SeedError::Wrong { path: None, problems })
}

fn user(fields: &mut Fields<'_>) -> Option<NewUser> {
    // All are read before any is missed, so that all that is wrong is told.
    let name = fields.required("name", input::user_name);
    let kind = fields.required("kind", |text| match text {
        "medico" | "operatore" | "ente" => Ok(text.to_owned()),
        _ => Err(said("medico, operatore o ente", "medico, operatore or ente")),
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
    let password = fields.optional("password", |text| Ok::<_, Said>(SecretString::from(text)));
    let is_medico = matches!(kind, Some(UserKind::Medico { .. }));
    let pincode = if is_medico { fields.optional("pincode", input::pincode) } else { None };
    let blocked = fields.optional("blocked", truth).unwrap_or(false);
    let (profile, pin) = user_profile(fields, matches!(kind, Some(UserKind::Ente { .. })));
    let line = fields.record.line;
    let user =
        User { name: name?, kind: kind?, password_hash: None, pincode_hash: None, blocked, seed_password: false };
    Some(NewUser { line, user, profile, password, pincode, pin })
}

fn worker(fields: &mut Fields<'_>, today: NaiveDate) -> Option<NewWorker> {
    let code = fields.required("codice_fiscale", input::codice_fiscale);
    let cognome = fields.required("cognome", input::cognome);
    let nome = fields.required("nome", input::nome);
    let sesso = fields.optional("sesso", |text| Sesso::parse(text).ok_or(said("M oppure F", "M or F")));
    let data_nascita = fields.optional("data_nascita", |text| {
        NaiveDate::from_str(text).map_err(|_| said("una data come 1970-01-31", "a date as 1970-01-31"))
    });
    let comune_nascita = fields.optional("comune_nascita", |text| Places::embedded().birthplace(text));
    let provincia_nascita = fields.optional("provincia_nascita", input::provincia);
    let deceduto = fields.optional("deceduto", truth).unwrap_or(false);
    let (recapiti, pin) = recapiti(fields);
    let (code, cognome, nome) = (code?, cognome?, nome?);
    // What is left out is as the code tells it.
    let told = synthetic_person::person(code, today);
    let lavoratore = Lavoratore {
        cognome,
        nome,
        sesso: sesso.unwrap_or(told.sesso),
        data_nascita: data_nascita.unwrap_or(told.data_nascita),
        comune_nascita: comune_nascita.unwrap_or(told.comune_nascita),
        provincia_nascita: provincia_nascita.unwrap_or(told.provincia_nascita),
        deceduto,
        codice_fiscale: told.codice_fiscale,
    };
    Some(NewWorker { lavoratore, recapiti, pin, kept_pin: None, pin_stays: false })
}

fn iscrizioni(text: &str) -> Result<Vec<Iscrizione>, Said> {
    let all: Result<Vec<_>, _> = text.split_whitespace().map(input::iscrizione).collect();
    all.ok()
        .filter(|all| !all.is_empty())
        .ok_or(said("uno o più luoghi, ciascuno come 120/201", "one or more places, each as 120/201"))
}
