//! What a subject of a PIN must have.

use std::str::FromStr;

use chrono::NaiveDate;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::input;
use sac_domain::words::{Said, Wanted, said};
use sac_pin::abilitazione::Abilitazione;
use sac_pin::machine::Tipo;
use sac_pin::profile::{Profilo, Ufficio};
use sac_pin::secret::{INIZIALE, META};
use sac_pin::subject::{Contatti, Soggetto};
use secrecy::SecretString;

use super::check_register::residenza;
use super::fields::{Fields, truth};
use crate::pin::{NewPin, compared};
use crate::synthetic_person;

pub(super) fn pin(fields: &mut Fields<'_>, today: NaiveDate) -> Option<NewPin> {
    let code = fields.required("codice_fiscale", input::codice_fiscale);
    let cognome = fields.optional("cognome", input::cognome);
    let nome = fields.optional("nome", input::nome);
    let tipo =
        fields.optional("tipo", |text| Tipo::parse(text).ok_or(said("online o dispositivo", "online or dispositivo")));
    let secret = fields.optional("secret", secret);
    let inpdap = fields.optional("inpdap_password", |text| match text.len() {
        1..=64 => Ok(SecretString::from(text)),
        _ => Err(said("da 1 a 64 byte", "1 to 64 bytes")),
    });
    let profili = fields.optional("profili", profili).unwrap_or_default();
    let ente = fields.optional("ente", short);
    let ordine = fields.optional("ordine", short);
    let sede = fields.optional("sede", short);
    let aziende = fields.optional("aziende", aziende).unwrap_or_default();
    let abilitazioni = fields.optional("abilitazioni", abilitazioni).unwrap_or_default();
    let passweb_dal = fields.optional("passweb_dal", |text| {
        NaiveDate::from_str(text).map_err(|_| said("una data come 2015-02-01", "a date as 2015-02-01"))
    });
    let arca = fields.optional("arca", truth).unwrap_or(true);
    let contatti = Contatti {
        cellulare: fields.optional("cellulare", input::cellulare),
        email: fields.optional("email", input::mail_address),
        pec: fields.optional("pec", input::mail_address),
        residenza: residenza(fields),
    };
    let code = code?;
    // What is left out is as the code tells it.
    let told = synthetic_person::person(code.clone(), today);
    let soggetto = Soggetto {
        arca,
        contatti,
        ente,
        ordine,
        sede,
        aziende,
        abilitazioni,
        passweb_dal,
        ..Soggetto::new(code, cognome.unwrap_or(told.cognome), nome.unwrap_or(told.nome))
    };
    Some(NewPin { soggetto, profili, tipo: tipo.unwrap_or(Tipo::Online), secret, inpdap })
}

fn secret(text: &str) -> Result<SecretString, Said> {
    let secret = SecretString::from(text);
    let codice = compared(&secret);
    let fits =
        [META, INIZIALE].contains(&codice.len()) && codice.expose().bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(secret) } else { Err(said("8 o 16 lettere e cifre", "8 or 16 letters and digits")) }
}

fn short(text: &str) -> Result<String, Said> {
    let fits = (1..=60).contains(&text.trim().chars().count()) && !text.contains(char::is_control);
    if fits { Ok(text.trim().to_owned()) } else { Err(said("da 1 a 60 caratteri", "1 to 60 characters")) }
}

fn profili(text: &str) -> Result<Vec<(Profilo, Option<Ufficio>)>, Wanted> {
    let all: Option<Vec<_>> = text.split_whitespace().map(Profilo::read).collect();
    all.ok_or_else(|| one_of(Profilo::ALL.iter().map(|one| one.as_str())))
}

fn abilitazioni(text: &str) -> Result<Vec<Abilitazione>, Wanted> {
    let all: Option<Vec<_>> = text.split_whitespace().map(Abilitazione::parse).collect();
    all.ok_or_else(|| one_of(Abilitazione::ALL.iter().map(|one| one.as_str())))
}

fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> Wanted {
    let names = names.collect::<Vec<_>>().join(", ");
    Wanted::new(format!("una lista di {names}"), format!("a list of {names}"))
}

fn aziende(text: &str) -> Result<Vec<CodiceFiscale>, Said> {
    let codes: Result<Vec<CodiceFiscale>, _> = text.split_whitespace().map(input::codice_fiscale).collect();
    codes.map_err(|_| said("codici fiscali di datori di lavoro", "codici fiscali of employers"))
}
