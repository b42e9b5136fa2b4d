//! Certified mail to the service: workers switch the SMS, and employers their daily flow.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sac_certificates::notice::{LAST_LINE, SERVICES_SUBJECT, services_text};
use sac_domain::contact::WorkerProfile;
use sac_domain::delivery::{MessageKind, NewMessage};
use sac_domain::employer::Employer;
use sac_domain::input;
use sac_people::seed::pec_formato;
use sac_store::register::PutRegister;
use sac_store::{Ledger, StoreError};

use super::services;

/// A message that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// From which box.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// Does what the message asks for, and answers it from the box `sender`: the number of the answer, and why it was refused, if it was.
///
/// # Errors
/// The store failed.
pub async fn receive(
    ledger: &Ledger,
    incoming: &Incoming,
    sender: &str,
    now: DateTime<Utc>,
) -> Result<(i64, Result<(), String>), StoreError> {
    let lines: HashMap<String, &str> = incoming
        .text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()))
        .collect();
    let subject = incoming.subject.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let done = match subject.as_str() {
        "ATTIVAZIONE SMS" => sms(ledger, incoming, &lines, true).await?,
        "DISATTIVAZIONE SMS" => sms(ledger, incoming, &lines, false).await?,
        "ATTIVAZIONE PEC AZIENDA" => employer(ledger, incoming, &lines, true).await?,
        "DISATTIVAZIONE PEC AZIENDA" => employer(ledger, incoming, &lines, false).await?,
        _ => Err(format!(
            "Oggetto «{}» non riconosciuto: ATTIVAZIONE SMS, DISATTIVAZIONE SMS, ATTIVAZIONE PEC AZIENDA, \
             DISATTIVAZIONE PEC AZIENDA.",
            incoming.subject.chars().take(60).collect::<String>()
        )),
    };
    let (text, outcome) = match done {
        Ok(text) => (text, Ok(())),
        Err(reason) => (format!("Richiesta non accolta. {reason}\n{LAST_LINE}\n"), Err(reason)),
    };
    let answer = NewMessage {
        kind: MessageKind::Pec,
        event: "servizi",
        document: None,
        number: None,
        worker: None,
        to: incoming.from.clone(),
        from: sender.to_owned(),
        subject: Some(SERVICES_SUBJECT.to_owned()),
        text,
        attachments: Vec::new(),
        files: Vec::new(),
        created: now,
    };
    let numbers = ledger.put_messages(vec![answer]).await?;
    Ok((numbers.first().copied().unwrap_or_default(), outcome))
}

type Done = Result<String, String>;

async fn sms(
    ledger: &Ledger,
    incoming: &Incoming,
    lines: &HashMap<String, &str>,
    is_on: bool,
) -> Result<Done, StoreError> {
    let refused = |text: &str| Ok(Err(text.to_owned()));
    let Some(Ok(code)) = lines.get("codice fiscale").map(|code| input::codice_fiscale(code)) else {
        return refused("Manca una riga «codice fiscale: …» con un codice fiscale valido.");
    };
    let profile = ledger.store().worker_profile(&code).await?;
    let belongs = |profile: &WorkerProfile| {
        profile.recapiti.pec.as_ref().is_some_and(|pec| pec.eq_ignore_ascii_case(incoming.from.trim()))
    };
    let Some(mut own) = profile.filter(belongs) else {
        return refused("La casella PEC non è quella registrata per il codice fiscale.");
    };
    if is_on {
        let Some(Ok(number)) = lines.get("cellulare").map(|number| input::cellulare(number)) else {
            return refused("Manca una riga «cellulare: …» con un numero valido.");
        };
        own.recapiti.cellulare = Some(number);
    }
    own.recapiti.sms = is_on;
    let text = services_text(&own.recapiti);
    services::change(ledger, code, own.recapiti, Vec::new()).await?;
    Ok(Ok(text))
}

async fn employer(
    ledger: &Ledger,
    incoming: &Incoming,
    lines: &HashMap<String, &str>,
    is_on: bool,
) -> Result<Done, StoreError> {
    let refused = |text: &str| Ok(Err(text.to_owned()));
    let Some(Ok(code)) = lines.get("codice fiscale").map(|code| input::codice_fiscale(code)) else {
        return refused("Manca una riga «codice fiscale: …» con un codice fiscale valido.");
    };
    let is_meant = |employer: &Employer| {
        let is = |line: &str, own: &Option<String>| lines.get(line).is_some_and(|told| own.as_deref() == Some(*told));
        !is_on || is("matricola", &employer.matricola_inps) || is("sede", &employer.codice_sede)
    };
    let Some(mut employer) = ledger.store().employer(&code).await?.filter(is_meant) else {
        return refused("Nessuna azienda con questi dati: indicare codice fiscale e matricola, o sede.");
    };
    if !is_on && !employer.pec.as_ref().is_some_and(|pec| pec.eq_ignore_ascii_case(incoming.from.trim())) {
        return refused("La casella PEC non è quella registrata per l'azienda.");
    }
    match lines.get("formato").map(|form| pec_formato(form)) {
        Some(Ok(form)) => employer.pec_formato = form,
        Some(Err(wanted)) => return Ok(Err(format!("Formato: {wanted}."))),
        None => {}
    }
    let Ok(from) = input::mail_address(&incoming.from) else {
        return refused("L'indirizzo del mittente non è valido.");
    };
    employer.pec = is_on.then_some(from);
    let text = if is_on {
        let formato = employer.pec_formato.as_str();
        format!("Flusso PEC attivato per l'azienda {}, formato {formato}.\n{LAST_LINE}\n", code.as_str())
    } else {
        format!("Flusso PEC disattivato per l'azienda {}.\n{LAST_LINE}\n", code.as_str())
    };
    ledger.put_register(PutRegister { employers: vec![employer], ..PutRegister::default() }).await?;
    Ok(Ok(text))
}
