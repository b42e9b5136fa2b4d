//! Coming in: by name, password and pincode, or by card and pincode.

use askama::Template;
use hyper::StatusCode;
use sac_domain::user::UserKind;
use sac_http::ClientCertificate;
use sac_people::credentials::{Authenticated, Denied, PincodeProof};
use secrecy::SecretString;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, Frame, errors, rendered};
use crate::session::Who;

#[derive(Template)]
#[template(path = "medici_log_in.html", escape = "html")]
struct LogInPage<'a> {
    f: Frame,
    note: &'a str,
    errors: String,
    utente: &'a str,
    /// Whose card it is, and whether a pincode belongs to it.
    card: Option<(String, bool)>,
}

/// The form: for a name, or for whose card it is.
pub(super) async fn form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let note = call.reason_to_log_in();
    Ok(page(call, StatusCode::OK, note, &[]).await?.with_cookies(cookie))
}

/// Verifies name, password and pincode.
pub(super) async fn by_password(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let secret = |name: &str| SecretString::from(call.form.exact(name));
    let (password, pincode) = (secret("password"), secret("pincode"));
    let credentials = call.world().credentials();
    let verdict = credentials.verify_with_pincode(call.form.exact("utente"), &password, &pincode).await;
    enter(call, verdict).await
}

/// Verifies the pincode of whoever's card it is.
pub(super) async fn by_card(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let verdict = match owner(call).await {
        Ok(Some(caller)) => {
            let pincode = SecretString::from(call.form.exact("pincode"));
            let proof = call.world().credentials().verify_pincode_of(&caller, &pincode).await;
            proof.map(|proof| (caller, proof))
        }
        Ok(None) => Err(Denied::Unknown),
        Err(denied) => Err(denied),
    };
    enter(call, verdict).await
}

/// Begins the session of whoever may come in.
async fn enter(call: &Call<'_>, verdict: Result<(Authenticated, PincodeProof), Denied>) -> Result<Answer, Broken> {
    let (caller, pincode) = match verdict {
        Ok(good) => good,
        Err(Denied::Store(error)) => return Err(error.into()),
        Err(_) => return page(call, StatusCode::FORBIDDEN, "", &[FormError::wrong_credentials()]).await,
    };
    if let UserKind::Ente { .. } = caller.user().kind {
        let error = FormError { text: "Utenza non prevista per il canale web.".to_owned(), ..FormError::default() };
        return page(call, StatusCode::FORBIDDEN, "", &[error]).await;
    }
    let cookie = call.log_in(Who::User { caller: Box::new(caller), pincode })?;
    Ok(Answer::see_other(&format!("{}/menu", call.base())).with_cookie(&cookie))
}

/// Whose card the connection has, if it has one that is trusted.
async fn owner(call: &Call<'_>) -> Result<Option<Authenticated>, Denied> {
    let ClientCertificate::Trusted(subject) = &call.head.client_certificate else { return Ok(None) };
    let kind = subject.units.first().map(String::as_str);
    match call.world().credentials().by_certificate(subject.codice_fiscale(), kind).await {
        Ok(caller) => Ok(Some(caller)),
        Err(Denied::Store(error)) => Err(Denied::Store(error)),
        Err(_) => Ok(None),
    }
}

async fn page(call: &Call<'_>, status: StatusCode, note: &str, wrong: &[FormError]) -> Result<Answer, Broken> {
    let owner = match owner(call).await {
        Ok(owner) => owner,
        Err(Denied::Store(error)) => return Err(error.into()),
        Err(_) => None,
    };
    let card = match &owner {
        Some(caller) => {
            let user = caller.user();
            let name = match user.kind.codice_fiscale() {
                Some(code) => {
                    let name = sac_certificates::copy::doctor_name(call.world().ledger().store(), code).await?;
                    format!("{} {}", name.nome, name.cognome)
                }
                None => user.name.clone(),
            };
            Some((name, matches!(user.kind, UserKind::Medico { .. })))
        }
        None => None,
    };
    let rejected = call.of(
        "La carta presentata non è accettata: accedere con utente e password.",
        "The card presented is not accepted: log in with user and password.",
    );
    let is_rejected = matches!(call.head.client_certificate, ClientCertificate::Rejected(_));
    let page = LogInPage {
        f: call.frame("accesso", call.of("Accesso medici e operatori", "Log in")),
        note: if note.is_empty() && is_rejected { rejected } else { note },
        errors: errors(wrong),
        utente: call.form.exact("utente"),
        card,
    };
    Ok(Answer::page(status, rendered(&page)))
}
