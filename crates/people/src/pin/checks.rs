//! What forms are checked for, whatever the channel.

use chrono::NaiveDate;
use sac_domain::certificate::Indirizzo;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::input;
use sac_domain::person::Lavoratore;
use sac_domain::transliterate::ascii;
use sac_pin::request::{Documento, TipoDocumento};
use sac_pin::rule::{Refusal, Rule};
use sac_pin::subject::{Contatti, Soggetto};

use super::error::PinError;
use super::form::Modulo;
use super::service::Pins;
use crate::places::Places;

/// The age at which one is no minor any more.
const ADULT: u32 = 18;

/// The codice fiscale of a form.
pub(super) fn code(form: &Modulo, found: &mut Vec<Refusal>) -> Option<CodiceFiscale> {
    let code = CodiceFiscale::parse(&form.codice_fiscale.trim().to_ascii_uppercase());
    if code.is_err() {
        found.push(Refusal::of(Rule::PinCfNonValido).with("campo", "codiceFiscale"));
    }
    code.ok()
}

/// The contacts of a form.
pub(super) fn contacts(form: &Modulo, found: &mut Vec<Refusal>) -> Contatti {
    let mut read = |campo: &'static str, text: &str, valid: fn(&str) -> bool, keep: fn(&str) -> Option<String>| {
        if text.trim().is_empty() {
            return None;
        }
        if !valid(text) {
            found.push(Refusal::of(Rule::ContattoNonValido).with("campo", campo));
        }
        keep(text)
    };
    let mail = |text: &str| input::mail_address(text).ok();
    // The number is written with its country: `+39` and 9 to 10 digits.
    let has_prefix = |text: &str| text.trim().starts_with("+39") && input::cellulare(text.trim()).is_ok();
    Contatti {
        cellulare: read("cellulare", &form.cellulare, has_prefix, |text| input::cellulare(text.trim()).ok()),
        email: read("email", &form.email, |text| input::mail_address(text).is_ok(), mail),
        pec: read("pec", &form.pec, |text| input::mail_address(text).is_ok(), mail),
        residenza: None,
    }
}

/// The residence of a form; nothing where none is given.
pub(super) fn residence(form: &Modulo) -> Option<Indirizzo> {
    let given = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    Some(Indirizzo {
        via: given(&form.via)?,
        civico: given(&form.civico)?,
        cap: given(&form.cap)?,
        codice_catastale: given(&form.codice_catastale).map(|code| code.to_ascii_uppercase()),
        comune: given(&form.comune),
        provincia: given(&form.provincia).map(|sigla| sigla.to_ascii_uppercase()),
    })
}

/// The document of a form; nothing where a part of it is missing.
pub(super) fn document(form: &Modulo, today: NaiveDate, found: &mut Vec<Refusal>) -> Option<Documento> {
    let numero = form.documento_numero.trim();
    let scadenza = form.documento_scadenza.trim();
    let scadenza = scadenza.parse().or_else(|_| NaiveDate::parse_from_str(scadenza, "%d/%m/%Y"));
    let (Some(tipo), Ok(scadenza), false) =
        (TipoDocumento::parse(form.documento_tipo.trim()), scadenza, numero.is_empty() || numero.len() > 40)
    else {
        found.push(Refusal::of(Rule::DocumentoAssente).with("campo", "documentoNumero"));
        return None;
    };
    if scadenza < today {
        found.push(Refusal::of(Rule::DocumentoScaduto).with("campo", "documentoScadenza"));
    }
    Some(Documento { tipo, numero: numero.to_owned(), scadenza })
}

/// Whether the person of this code is a minor.
pub(super) fn is_minor(code: &CodiceFiscale, today: NaiveDate) -> bool {
    code.decode(today).is_some_and(|told| today.years_since(told.data_nascita).is_some_and(|age| age < ADULT))
}

/// Whether two names are the same but for accents, case, apostrophes and blanks.
pub(super) fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| -> String {
        ascii(text).chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
    };
    plain(one) == plain(other)
}

impl Pins {
    /// The person whom the register has by this code: a subject's own data first.
    pub(super) async fn person(&self, code: &CodiceFiscale) -> Result<Option<Person>, PinError> {
        let kept = self.store().pin_subject(code).await?.map(|kept| kept.soggetto);
        let worker = self.register().find(code.clone()).await?;
        let profile = self.store().worker_profile(code).await?;
        let residenza = profile.and_then(|profile| profile.recapiti.residenza);
        Ok(match (kept, worker) {
            (Some(kept), worker) => Some(Person {
                cognome: kept.cognome,
                nome: kept.nome,
                arca: kept.arca,
                deceduto: kept.deceduto || worker.is_some_and(|worker| worker.deceduto),
                residenza: kept.contatti.residenza.or(residenza),
            }),
            (None, Some(Lavoratore { cognome, nome, deceduto, .. })) => {
                Some(Person { cognome, nome, arca: true, deceduto, residenza })
            }
            (None, None) => None,
        })
    }

    /// Compares what the form says with the register.
    pub(super) fn compare_with(person: &Person, form: &Modulo, found: &mut Vec<Refusal>) {
        let differs = |campo: &'static str| Refusal::of(Rule::PinDatiIncongruenti).with("campo", campo);
        if !same(&person.cognome, &form.cognome) {
            found.push(differs("cognome"));
        }
        if !same(&person.nome, &form.nome) {
            found.push(differs("nome"));
        }
        let tessera = form.tessera_sanitaria.trim();
        if tessera.len() != 20 || !tessera.bytes().all(|byte| byte.is_ascii_digit()) {
            found.push(differs("tesseraSanitaria"));
        }
        if person.deceduto {
            found.push(differs("codiceFiscale"));
        }
        let Some(given) = residence(form) else {
            found.push(differs("via"));
            return;
        };
        if Places::embedded().check(&given).is_err() {
            found.push(differs("cap"));
        }
        if let Some(known) = &person.residenza {
            let is_same = same(&known.via, &given.via)
                && same(&known.civico, &given.civico)
                && known.cap == given.cap
                && place(known).zip(place(&given)).is_none_or(|(one, other)| one == other);
            if !is_same {
                found.push(differs("via"));
            }
        }
    }

    /// What stands against a new PIN: the end of PINs, a living one.
    pub(super) fn against_new(&self, soggetto: Option<&Soggetto>, code: &CodiceFiscale, found: &mut Vec<Refusal>) {
        let today = self.oggi();
        if let Some(last) = self.settings().pin_issue_until
            && today > last
            && !is_minor(code, today)
        {
            found.push(Refusal::of(Rule::PinDismesso).with("termine", last.format("%d/%m/%Y")));
        }
        if soggetto.is_some_and(|soggetto| soggetto.pin_in_vita().is_some()) {
            found.push(Refusal::of(Rule::PinGiaPresente));
        }
    }
}

/// A person as the register has it.
pub(super) struct Person {
    pub(super) cognome: String,
    pub(super) nome: String,
    pub(super) arca: bool,
    pub(super) deceduto: bool,
    pub(super) residenza: Option<Indirizzo>,
}

/// The code of the comune, where it can be told.
fn place(address: &Indirizzo) -> Option<String> {
    if let Some(code) = &address.codice_catastale {
        return Some(code.clone());
    }
    let (name, provincia) = (address.comune.as_deref()?, address.provincia.as_deref()?);
    Places::embedded().find(name, provincia).first().map(|place| place.code().to_owned())
}
