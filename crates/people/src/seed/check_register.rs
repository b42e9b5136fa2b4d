//! What employers and employments must have, and what goes with users and workers.

use std::str::FromStr;

use chrono::NaiveDate;
use secrecy::SecretString;

use super::fields::{Fields, truth};
use super::people::{NewEmployerUser, OnLine};
use crate::places::Places;
use sac_domain::attestato::NomeMedico;
use sac_domain::certificate::Indirizzo;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::{Recapiti, UserProfile};
use sac_domain::employer::{Employer, EmployerUser, Employment, PecFormato, Settore};
use sac_domain::input;
use sac_domain::words::{Said, said};

/// Said where the form of a PEC is given as `txt`.
const NO_TXT: Said = said(
    "txt: il tracciato del file di testo dell'INPS non è noto, perciò non c'è: scrivere xml, pdf o xml+pdf",
    "txt: the layout of INPS's text file is not known, so it is not built: write xml, pdf or xml+pdf",
);

/// The form of a PEC to an employer.
///
/// # Errors
/// What would fit.
pub fn pec_formato(text: &str) -> Result<PecFormato, Said> {
    match text {
        "xml" => Ok(PecFormato::Xml),
        "pdf" => Ok(PecFormato::Pdf),
        "xml+pdf" => Ok(PecFormato::XmlPdf),
        "txt" => Err(NO_TXT),
        _ => Err(said("xml, pdf o xml+pdf", "xml, pdf or xml+pdf")),
    }
}

pub(super) fn employer(fields: &mut Fields<'_>) -> Option<Employer> {
    let codice_fiscale = fields.required("codice_fiscale", input::codice_fiscale);
    let matricola_inps = fields.optional("matricola_inps", input::matricola_inps);
    let codice_sede = fields.optional("codice_sede", input::codice_sede);
    let denominazione = fields.required("denominazione", input::denominazione);
    let settore = fields.optional("settore", |text| match text {
        "privato" => Ok(Settore::Privato),
        "pubblico" => Ok(Settore::Pubblico),
        _ => Err(said("privato o pubblico", "privato or pubblico")),
    });
    let pec = fields.optional("pec", input::mail_address);
    let pec_formato = fields.optional("pec_formato", pec_formato).unwrap_or_default();
    Some(Employer {
        codice_fiscale: codice_fiscale?,
        matricola_inps,
        codice_sede,
        denominazione: denominazione?,
        settore: settore.unwrap_or_default(),
        pec,
        pec_formato,
    })
}

pub(super) fn employer_user(fields: &mut Fields<'_>) -> Option<NewEmployerUser> {
    let name = fields.required("name", input::user_name);
    let password = fields.optional("password", |text| Ok::<_, Said>(SecretString::from(text)));
    let employers = fields.required("employers", |text| {
        let codes: Result<Vec<CodiceFiscale>, _> = text.split_whitespace().map(input::codice_fiscale).collect();
        codes.ok().filter(|codes| !codes.is_empty()).ok_or(said(
            "i codici fiscali di uno o più datori di lavoro",
            "the codici fiscali of one or more employers",
        ))
    });
    let user = EmployerUser { name: name?, password_hash: None, employers: employers?, seed_password: false };
    Some(NewEmployerUser { line: fields.record.line, user, password })
}

pub(super) fn employment(fields: &mut Fields<'_>) -> Option<OnLine<Employment>> {
    let worker = fields.required("worker", input::codice_fiscale);
    let employer = fields.required("employer", input::codice_fiscale);
    let date =
        |text: &str| NaiveDate::from_str(text).map_err(|_| said("una data come 2020-01-31", "a date as 2020-01-31"));
    let dal = fields.required("dal", date);
    let al = fields.optional("al", date);
    let codice_sede = fields.optional("codice_sede", input::codice_sede);
    if let (Some(dal), Some(al)) = (dal, al)
        && al < dal
    {
        fields.refuse(said("`al`: un giorno non precedente a `dal`", "`al`: a day that is not before `dal`"));
    }
    let line = fields.record.line;
    Some(OnLine { line, value: Employment { worker: worker?, employer: employer?, dal: dal?, al, codice_sede } })
}

/// A user's printed name, telephone code and PIN. A body has none of them.
pub(super) fn user_profile(fields: &mut Fields<'_>, is_ente: bool) -> (UserProfile, Option<SecretString>) {
    if is_ente {
        return (UserProfile::default(), None);
    }
    let cognome = fields.optional("cognome", input::cognome);
    let nome = fields.optional("nome", input::nome);
    if cognome.is_some() != nome.is_some() {
        fields.refuse(said(
            "`cognome`: va con `nome`, e `nome` con lui",
            "`cognome`: it goes with `nome`, and `nome` with it",
        ));
    }
    let nome = cognome.zip(nome).map(|(cognome, nome)| NomeMedico { cognome, nome });
    let codice_telefonico = fields.optional("codice_telefonico", input::codice_telefonico);
    let pin = fields.optional("pin", input::pin_medico);
    (UserProfile { nome, codice_telefonico, pin_hash: None, seed_pin: false }, pin)
}

/// A worker's residence, contacts and services, and the PIN.
pub(super) fn recapiti(fields: &mut Fields<'_>) -> (Recapiti, Option<SecretString>) {
    let recapiti = Recapiti {
        residenza: residenza(fields),
        email: fields.optional("email", input::mail_address),
        pec: fields.optional("pec", input::mail_address),
        cellulare: fields.optional("cellulare", input::cellulare),
        sms: fields.optional("sms", truth).unwrap_or(false),
        copia_email: fields.optional("copia_email", truth).unwrap_or(false),
        copia_pec: fields.optional("copia_pec", truth).unwrap_or(false),
    };
    let needs = [
        (recapiti.sms, recapiti.cellulare.is_none(), said("`sms`: serve `cellulare`", "`sms`: it needs `cellulare`")),
        (
            recapiti.copia_email,
            recapiti.email.is_none(),
            said("`copia_email`: serve `email`", "`copia_email`: it needs `email`"),
        ),
        (recapiti.copia_pec, recapiti.pec.is_none(), said("`copia_pec`: serve `pec`", "`copia_pec`: it needs `pec`")),
    ];
    for (_, _, message) in needs.into_iter().filter(|(is_on, is_missing, _)| *is_on && *is_missing) {
        fields.refuse(message);
    }
    (recapiti, fields.optional("pin", input::pin_lavoratore))
}

pub(super) fn residenza(fields: &mut Fields<'_>) -> Option<Indirizzo> {
    if !fields.has_any("residenza.") {
        return None;
    }
    let at_most = |most: usize, wanted: Said| {
        move |text: &str| {
            let fits = (1..=most).contains(&text.trim().chars().count());
            if fits { Ok(text.trim().to_owned()) } else { Err(wanted) }
        }
    };
    let via = fields.required("residenza.via", at_most(80, said("da 1 a 80 caratteri", "1 to 80 characters")));
    let civico = fields.required("residenza.civico", at_most(15, said("da 1 a 15 caratteri", "1 to 15 characters")));
    let cap = fields.required("residenza.cap", |text| {
        let fits = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        if fits { Ok(text.to_owned()) } else { Err(said("cinque cifre", "five digits")) }
    });
    let codice_catastale = fields.optional("residenza.codice_catastale", |text| {
        Places::embedded()
            .by_code(text)
            .map(|place| place.code().to_owned())
            .ok_or(said("un codice catastale come H501", "a codice catastale such as H501"))
    });
    let comune = fields.optional("residenza.comune", input::comune);
    let provincia = fields.optional("residenza.provincia", input::provincia);
    Some(Indirizzo { via: via?, civico: civico?, cap: cap?, codice_catastale, comune, provincia })
}
