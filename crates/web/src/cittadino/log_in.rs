//! Coming in.

use hyper::StatusCode;
use sac_people::credentials::Denied;
use sac_people::pin::Porta;
use secrecy::SecretString;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::{FormError, FormPage, Input, errors, rendered};
use crate::session::{Door, Who};

/// The form.
pub(super) fn form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    Ok(page(call, StatusCode::OK, call.reason_to_log_in(), &[]).with_cookies(cookie))
}

/// Verifies codice fiscale and PIN, and begins a session under a new identifier.
pub(super) async fn log_in(call: &Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let pin = SecretString::from(call.form.exact("pin"));
    match call.world().credentials().verify_worker(call.form.get("codiceFiscale"), &pin).await {
        Ok(entrato) if entrato.porta == Porta::Servizio => {
            let cookie = call.log_in(Who::Worker(entrato.soggetto.codice_fiscale))?;
            Ok(Answer::see_other(&format!("{}/certificati", call.base())).with_cookie(&cookie))
        }
        // A secret that is still to be changed, or credentials to be unified: that is done first.
        Ok(entrato) => {
            let door = Door::of(entrato.porta);
            let cookie = call.log_in_to(Audience::Pin, Who::Pin(entrato.soggetto.codice_fiscale, door))?;
            let path = format!("{}{}{}", call.head.mount, Audience::Pin.path(), door.only().unwrap_or_default());
            Ok(Answer::see_other(&path).with_cookie(&cookie))
        }
        Err(Denied::Store(error)) => Err(error.into()),
        Err(_) => Ok(page(call, StatusCode::FORBIDDEN, "", &[FormError::wrong_credentials()])),
    }
}

fn page(call: &Call<'_>, status: StatusCode, note: &str, wrong: &[FormError]) -> Answer {
    let code = Input {
        name: "codiceFiscale",
        label: "Codice fiscale",
        kind: "text",
        value: call.form.get("codiceFiscale"),
        autocomplete: "username",
        is_required: true,
        ..Input::default()
    };
    let pin = Input {
        name: "pin",
        label: "PIN",
        kind: "password",
        autocomplete: "current-password",
        is_required: true,
        ..Input::default()
    };
    let page = FormPage {
        f: call.frame("accesso", call.of("Accesso lavoratori", "Log in")),
        intro: call.of(
            "Per il lavoratore: i propri certificati e attestati, e i servizi SMS, e-mail e PEC.",
            "For workers: your own certificates and attestati, and the services by SMS, e-mail and certified mail.",
        ),
        note,
        errors: errors(wrong),
        action: format!("{}/accesso", call.base()),
        inputs: vec![code.render(), pin.render()],
        button: call.of("Accedi", "Log in"),
        outro: call.of(
            "Il PIN ha otto caratteri. Chi non lo ha può consultare gli attestati con codice fiscale e numero di protocollo.",
            "The PIN has eight characters. Without one you can look up attestati by codice fiscale and protocol number.",
        ),
    };
    Answer::page(status, rendered(&page))
}
