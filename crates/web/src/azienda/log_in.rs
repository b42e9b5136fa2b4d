//! Coming in and going out.

use hyper::StatusCode;
use sac_people::credentials::Denied;
use secrecy::SecretString;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, FormPage, Input, errors, rendered};

const WRONG: &str = "Credenziali non valide.";

/// The form.
pub(super) fn form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let note = match call.query.get("motivo") {
        "scaduta" => "Sessione scaduta.",
        "chiusa" => "Sessione chiusa da un nuovo accesso.",
        _ => "",
    };
    let answer = page(call, StatusCode::OK, note, &[]);
    Ok(match cookie {
        Some(cookie) => answer.with_cookie(&cookie),
        None => answer,
    })
}

/// Verifies name and password, and begins a session under a new identifier.
pub(super) async fn log_in(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let (name, password) = (call.form.exact("utente"), SecretString::from(call.form.exact("password")));
    match call.world().credentials().verify_employer_user(name, &password).await {
        Ok(user) => {
            let before = call.session.as_ref().map(|session| session.id.clone());
            let session = call.memory.sessions.begin(Some(&user.name), before.as_deref(), call.now)?;
            let cookie = call.cookie(&session);
            Ok(Answer::see_other(&format!("{}/attestati", call.base())).with_cookie(&cookie))
        }
        Err(Denied::Store(error)) => Err(error.into()),
        Err(_) => {
            let error = FormError { text: WRONG.to_owned(), ..FormError::default() };
            Ok(page(call, StatusCode::FORBIDDEN, "", &[error]))
        }
    }
}

/// Ends the session.
pub(super) fn log_out(call: &Call<'_>) -> Answer {
    if !call.is_own_form() {
        return call.csrf_refused();
    }
    if let Some(session) = &call.session {
        call.memory.sessions.end(&session.id);
    }
    Answer::see_other(&format!("{}/accesso", call.base()))
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
