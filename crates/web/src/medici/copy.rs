//! A copy by e-mail to the address that the worker gives (decree §4.2).

use askama::Template;
use hyper::StatusCode;
use sac_certificates::notice::{self, COPY, Copied};
use sac_domain::clock::civil_date;
use sac_domain::input;
use sac_store::outbox::Messages;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, Frame, Input, errors, rendered};
use crate::medici::doctor::Doctor;
use crate::medici::document::{Print, kind_of, no_admission, no_certificate, own_admission, own_certificate};
use crate::session::random;

#[derive(Template)]
#[template(path = "medici_email.html", escape = "html")]
struct CopyPage {
    f: Frame,
    errors: String,
    action: String,
    invio: String,
    inputs: Vec<String>,
    back: String,
}

/// Copies of a document on one day.
const MOST: u32 = 5;
/// Which documents may be chosen; of an admission there is one only.
const CHOICES: [&str; 3] = ["certificato", "attestato", "entrambi"];

/// A document of which a copy can be sent.
struct Own {
    number: u32,
    worker: String,
    /// Certificate and attestato, or the notice.
    prints: Vec<(&'static str, char)>,
}

/// The form.
pub(super) async fn form(call: &Call<'_>, doctor: &Doctor, print: Print, number: &str) -> Result<Answer, Broken> {
    match own(call, doctor, print, number).await? {
        Some(_) => page(call, print, StatusCode::OK, &[]),
        None => Ok(none(call, print, number)),
    }
}

/// Writes the message.
pub(super) async fn send(call: &Call<'_>, doctor: &Doctor, print: Print, number: &str) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let Some(own) = own(call, doctor, print, number).await? else { return Ok(none(call, print, number)) };
    let token = call.form.exact("invio");
    let once = match &call.session {
        Some(session) if !token.is_empty() => session.tokens.of(token),
        _ => crate::session::Once::default(),
    };
    let mut done = once.lock().await;
    if done.is_some() {
        return Ok(sent(call, number));
    }
    let mut wrong = Vec::new();
    let mut bad = |field: &str, text: &str| {
        let (field, code, text) = (field.to_owned(), "SAC-WEB-CHOICE".to_owned(), text.to_owned());
        wrong.push(FormError { field, code, text, ..FormError::default() });
    };
    let address = input::mail_address(call.form.get("email")).ok();
    if address.is_none() {
        bad("email", if call.form.get("email").is_empty() { "Indicare il recapito." } else { "Indirizzo non valido." });
    }
    let chosen: Vec<(&'static str, char)> = match (print, call.form.get("documenti")) {
        (Print::Comunicazione, _) | (_, "entrambi") => own.prints.clone(),
        (_, "certificato") => own.prints.iter().take(1).copied().collect(),
        (_, "attestato") => own.prints.iter().skip(1).copied().collect(),
        _ => {
            bad("documenti", &format!("{}.", CHOICES.join(", ")));
            Vec::new()
        }
    };
    let (Some(to), true) = (address, wrong.is_empty()) else {
        return page(call, print, StatusCode::UNPROCESSABLE_ENTITY, &wrong);
    };
    let copied = Copied { document: own.number, worker: own.worker, to, prints: chosen, at: call.now() };
    let ledger = call.world().ledger();
    let which =
        Messages { event: Some(COPY.to_owned()), document: Some(copied.document), limit: MOST, ..Messages::default() };
    let earlier = ledger.store().outbox(which).await?;
    let today = civil_date(call.now());
    let of_today = earlier.iter().filter(|message| civil_date(message.created) == today).count();
    if of_today >= MOST as usize {
        let error = FormError {
            field: "email".to_owned(),
            code: "SAC-WEB-TOO-MANY".to_owned(),
            text: "Per questo documento sono già state inviate cinque copie oggi.".to_owned(),
            ..FormError::default()
        };
        return page(call, print, StatusCode::UNPROCESSABLE_ENTITY, &[error]);
    }
    ledger.put_messages(vec![notice::copy(copied, &call.world().senders().mail)]).await?;
    *done = Some(String::new());
    Ok(sent(call, number))
}

async fn own(call: &Call<'_>, doctor: &Doctor, print: Print, number: &str) -> Result<Option<Own>, Broken> {
    if print == Print::Comunicazione {
        let found = own_admission(call, doctor, number).await?;
        return Ok(found.map(|found| Own {
            number: found.ricovero.pucir.number(),
            worker: found.lavoratore.codice_fiscale.as_str().to_owned(),
            prints: vec![("ricovero", 'E')],
        }));
    }
    let found = own_certificate(call, doctor, number).await?;
    Ok(found.map(|copia| {
        let print = |print| {
            let (kind, name) = kind_of(&copia, print);
            (name, kind.letter())
        };
        Own {
            number: copia.attestato.puc.number(),
            worker: copia.attestato.lavoratore.codice_fiscale.as_str().to_owned(),
            prints: vec![print(Print::Certificato), print(Print::Attestato)],
        }
    }))
}

fn page(call: &Call<'_>, print: Print, status: StatusCode, wrong: &[FormError]) -> Result<Answer, Broken> {
    let error = |name: &str| wrong.iter().find(|error| error.field == name);
    let mut inputs = vec![
        Input {
            name: "email",
            label: call.of("Indirizzo indicato dal lavoratore", "Address given by the worker"),
            kind: "email",
            value: call.form.get("email"),
            autocomplete: "off",
            is_required: true,
            error: error("email"),
            ..Input::default()
        }
        .render(),
    ];
    if print != Print::Comunicazione {
        let words = [
            call.of("Certificato", "Certificate"),
            call.of("Attestato", "Attestato"),
            call.of("Certificato e attestato", "Certificate and attestato"),
        ];
        let options = CHOICES.iter().zip(words).map(|(value, label)| ((*value).to_owned(), label.to_owned()));
        inputs.push(
            Input {
                name: "documenti",
                label: call.of("Documenti", "Documents"),
                value: call.form.get("documenti"),
                options: options.collect(),
                error: error("documenti"),
                ..Input::default()
            }
            .render(),
        );
    }
    let here = format!("{}{}", call.head.mount, call.head.path);
    let page = CopyPage {
        f: call.frame("email", call.of("Invio di una copia per e-mail", "A copy by e-mail")),
        errors: errors(wrong),
        back: here.trim_end_matches("/email").to_owned(),
        action: here,
        invio: random()?,
        inputs,
    };
    let broken: Vec<_> = wrong.iter().map(|error| (error.rule.clone(), error.number())).collect();
    Ok(Answer::page(status, rendered(&page)).breaking(&broken))
}

fn sent(call: &Call<'_>, number: &str) -> Answer {
    let title = call.of("Copia per e-mail", "Copy by e-mail");
    call.message(StatusCode::OK, "copia-inviata", title, "Copia affidata all'invio.").about(number)
}

fn none(call: &Call<'_>, print: Print, number: &str) -> Answer {
    if print == Print::Comunicazione { no_admission(call, number) } else { no_certificate(call, number) }
}
