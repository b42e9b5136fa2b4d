//! The area of public bodies: abilitazioni, and the log-in with credentials of the former INPDAP.

use hyper::StatusCode;
use sac_people::pin::{Negato, Porta};
use sac_pin::abilitazione::{Abilitazione, CanaleAbilitazione};
use sac_pin::profile::{Profilo, Servizio};
use sac_pin::rule::{Refusal, Rule};
use secrecy::SecretString;

use super::access;
use super::kit::{
    self, Cell, Parts, PinForm, Table, TableRow, cell, choice, fact, input, listed, page, typed, with_errors,
};
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;
use crate::session::{Door, Who};

/// Whether the area opens to the reader now; else the page that says why not.
fn closed(call: &Call<'_>, reader: &Reader) -> Option<Answer> {
    if reader.door == Door::Former {
        return None;
    }
    if !reader.has(Profilo::OperatoreEnte) {
        let refusal = Refusal::of(Rule::ProfiloNonAbilitato);
        return Some(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, Vec::new()));
    }
    let refusal = call.world().pins().gdp(&reader.soggetto).err()?;
    let label = call.of("Chiedi il PIN dispositivo", "Ask for the PIN dispositivo");
    let links = vec![(format!("{}/dispositivo", call.base()), label.to_owned())];
    Some(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, links))
}

/// The abilitazioni.
pub(super) fn home(call: &Call<'_>, reader: &Reader) -> Answer {
    if let Some(answer) = closed(call, reader) {
        return answer;
    }
    let base = call.base();
    let row = |one: &Abilitazione| TableRow {
        key: one.as_str().to_owned(),
        stato: "attivo".to_owned(),
        rules: String::new(),
        cells: vec![
            Cell { link: format!("{base}/enti/{one}"), ..cell("codice", call.of("Codice", "Code"), one.as_str()) },
            cell("abilitazione", "Abilitazione", one.description()),
        ],
    };
    let table = Table {
        caption: "Abilitazioni".to_owned(),
        heads: vec![call.of("Codice", "Code").to_owned(), "Abilitazione".to_owned()],
        rows: reader.soggetto.abilitazioni.iter().map(row).collect(),
    };
    let links =
        vec![(format!("{base}/abilitazioni"), call.of("Chiedi un'abilitazione", "Ask for an abilitazione").to_owned())];
    let ente = reader.soggetto.ente.clone().unwrap_or_default();
    let parts = Parts {
        facts: vec![fact("ente", call.of("Ente", "Body"), ente)],
        tables: vec![table],
        links,
        ..Parts::default()
    };
    page(call, StatusCode::OK, "pin-enti", call.of("Enti e Amministrazioni", "Public bodies"), parts)
}

/// A service of the area: it only says that it is not emulated.
pub(super) fn service(call: &Call<'_>, reader: &Reader, codice: &str) -> Answer {
    if let Some(answer) = closed(call, reader) {
        return answer;
    }
    let held = Abilitazione::parse(codice).filter(|one| reader.soggetto.abilitazioni.contains(one));
    let Some(abilitazione) = held else {
        let refusal = Refusal::of(Rule::ProfiloNonAbilitato);
        return kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, Vec::new());
    };
    let intro = call.of("Questo servizio non è emulato.", "This service is not emulated.");
    let parts = Parts { intro: intro.to_owned(), ..Parts::default() };
    page(call, StatusCode::OK, "pin-ente", abilitazione.description(), parts)
}

/// The log-in with the password of the former INPDAP, or with the PIN.
pub(super) fn access_form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    Ok(show_access(call, StatusCode::OK, &[]).with_cookies(cookie))
}

fn show_access(call: &Call<'_>, status: StatusCode, wrong: &[FormError]) -> Answer {
    let form = PinForm {
        action: format!("{}/enti/accesso", call.base()),
        inputs: vec![
            typed(call, "codiceFiscale", "Codice fiscale", "text", &[]),
            typed(
                call,
                "password",
                call.of("Password ex INPDAP, o PIN", "Password of the former INPDAP, or PIN"),
                "password",
                &[],
            ),
        ],
        button: call.of("Accedi", "Log in").to_owned(),
        ..PinForm::default()
    };
    let parts = Parts { errors: listed(wrong), forms: vec![form], ..Parts::default() };
    let title = call.of("Accesso enti", "Log in for public bodies");
    with_errors(page(call, status, "pin-enti-accesso", title, parts), wrong)
}

/// Verifies the password of the former INPDAP; failing that, the same as a PIN.
pub(super) async fn log_in(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if kit::must_wait(call) {
        return Ok(kit::wait(call, 600));
    }
    let code = call.form.get("codiceFiscale").to_owned();
    let pins = call.world().pins();
    // A field `pin` is a PIN; what stands in `password` is the old password.
    let with_pin = !call.form.exact("pin").is_empty();
    let outcome = if with_pin {
        pins.log_in(&code, &SecretString::from(call.form.exact("pin")), Servizio::Enti).await
    } else {
        let password = SecretString::from(call.form.exact("password"));
        pins.log_in_inpdap(&code, &password).await
    };
    match outcome {
        Ok(entrato) if entrato.porta == Porta::Servizio && !with_pin => {
            let cookie = call.log_in(Who::Pin(entrato.soggetto.codice_fiscale, Door::Former))?;
            Ok(Answer::see_other(&format!("{}/enti", call.base())).with_cookie(&cookie))
        }
        Ok(entrato) => access::enter(call, entrato, Servizio::Enti),
        Err(Negato::Servizio(refusal)) => {
            let label = call.of("Chiedi il PIN dispositivo", "Ask for the PIN dispositivo");
            let links = vec![(format!("{}/dispositivo", call.base()), label.to_owned())];
            Ok(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, links))
        }
        Err(Negato::NonValide) => {
            call.world().guesses().failed(call.head.peer.ip(), call.now());
            call.form = crate::form::Form::default();
            Ok(show_access(call, StatusCode::FORBIDDEN, &[FormError::wrong_credentials()]))
        }
        Err(Negato::Broken(error)) => Err(error.into()),
    }
}

/// The form of a request.
pub(super) fn request_form(call: &Call<'_>, reader: &Reader, wrong: &[FormError]) -> Answer {
    let codes: Vec<(&str, &str)> = Abilitazione::ALL.iter().map(|one| (one.as_str(), one.description())).collect();
    let ways: Vec<(&str, &str)> = CanaleAbilitazione::ALL.iter().map(|one| (one.as_str(), one.as_str())).collect();
    let form = PinForm {
        action: format!("{}/abilitazioni", call.base()),
        inputs: vec![
            choice(call, "codice", "Abilitazione", &codes, wrong),
            choice(call, "canale", call.of("Via", "Way"), &ways, wrong),
            input(call, "ente", call.of("Ente", "Body"), wrong),
            input(call, "motivo", call.of("Motivo", "Reason"), wrong),
        ],
        button: call.of("Chiedi", "Ask").to_owned(),
        ..PinForm::default()
    };
    let held: Vec<&str> = reader.soggetto.abilitazioni.iter().map(|one| one.as_str()).collect();
    let settings = call.world().pins().settings();
    let facts = vec![
        fact("abilitazioni", "Abilitazioni", held.join(" ")),
        fact("pecPassweb", call.of("PEC per PassWeb", "PEC for PassWeb"), &settings.pin_pec_passweb.0),
        fact("pecCentrale", call.of("PEC per i soggiorni", "PEC for the stays"), &settings.pin_pec_centrale.0),
    ];
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts { errors: listed(wrong), facts, forms: vec![form], ..Parts::default() };
    with_errors(page(call, status, "pin-abilitazioni", "Abilitazioni", parts), wrong)
}

/// Asks for an abilitazione.
pub(super) async fn request(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let form = kit::form_of(call);
    match call.world().pins().ask_abilitazione(reader.code(), &form, call.form.get("canale")).await {
        Ok(esito) => {
            let number = format!("{:09}", esito.numero);
            let facts = vec![fact("numero", call.of("Numero della richiesta", "Number of the request"), &number)];
            let parts = Parts { stato: esito.stato, is_receipt: true, facts, ..Parts::default() };
            Ok(page(call, StatusCode::OK, "pin-abilitazioni", "Abilitazioni", parts).about(number))
        }
        Err(error) => Ok(request_form(call, reader, &kit::refused(call, error)?)),
    }
}
