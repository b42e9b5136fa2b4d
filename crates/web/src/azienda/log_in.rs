//! Coming in and going out.

use hyper::StatusCode;
use sac_people::credentials::Denied;
use secrecy::SecretString;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, FormPage, Input, errors, rendered};
use crate::session::Who;

/// The form.
pub(super) fn form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let answer = page(call, StatusCode::OK, call.reason_to_log_in(), &[]);
    Ok(answer.with_cookies(cookie))
}

/// Verifies name and password, and begins a session under a new identifier.
pub(super) async fn log_in(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let (name, password) = (call.form.exact("utente"), SecretString::from(call.form.exact("password")));
    match call.world().credentials().verify_employer_user(name, &password).await {
        Ok(user) => {
            let cookie = call.log_in(Who::Employer(user.name))?;
            Ok(Answer::see_other(&format!("{}/attestati", call.base())).with_cookie(&cookie))
        }
        Err(Denied::Store(error)) => Err(error.into()),
        Err(_) => Ok(page(call, StatusCode::FORBIDDEN, "", &[FormError::wrong_credentials()])),
    }
}

fn page(call: &Call<'_>, status: StatusCode, note: &str, wrong: &[FormError]) -> Answer {
    let name = Input {
        name: "utente",
        label: call.of("Utente", "User"),
        kind: "text",
        value: call.form.exact("utente"),
        autocomplete: "username",
        is_required: true,
        ..Input::default()
    };
    let password = Input {
        name: "password",
        label: "Password",
        kind: "password",
        autocomplete: "current-password",
        is_required: true,
        ..Input::default()
    };
    let page = FormPage {
        f: call.frame("accesso", call.of("Accesso aziende", "Log in")),
        intro: call.of(
            "Per datori di lavoro e intermediari: elenco degli attestati, XML e invio per PEC.",
            "For employers and intermediaries: list of attestati, XML and certified mail.",
        ),
        note,
        errors: errors(wrong),
        action: format!("{}/accesso", call.base()),
        inputs: vec![name.render(), password.render()],
        button: call.of("Accedi", "Log in"),
        outro: "",
    };
    Answer::page(status, rendered(&page))
}
