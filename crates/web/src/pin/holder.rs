//! What a holder does: restore, contacts, conversion, revocation.

use hyper::StatusCode;
use secrecy::SecretString;

use super::kit::{self, Parts, PinForm, choice, done, fact, input, listed, page, typed, with_errors};
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;

/// The one answer to every request of a restore.
const SENT: &str = "Se i dati corrispondono, riceverà le due parti del nuovo codice ai contatti registrati.";
/// The one answer to every revocation without the PIN.
const REVOKED: &str = "Se i dati corrispondono, il PIN è stato revocato.";

const CONTACTS: [(&str, &str); 4] =
    [("cellulare", "Cellulare"), ("email", "E-mail"), ("pec", "PEC"), ("posta", "Posta")];
const DOCUMENTS: [(&str, &str); 3] = [("CI", "Carta d'identità"), ("PAT", "Patente"), ("PAS", "Passaporto")];

/// The form of a restore.
pub(super) fn restore_form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let mut second = CONTACTS;
    second.rotate_left(2);
    let form = PinForm {
        action: format!("{}/ripristino", call.base()),
        inputs: vec![
            input(call, "codiceFiscale", "Codice fiscale", &[]),
            choice(call, "contatto1", call.of("Prima parte a", "First part to"), &CONTACTS, &[]),
            choice(call, "contatto2", call.of("Seconda parte a", "Second part to"), &second, &[]),
        ],
        button: call.of("Chiedi il ripristino", "Ask for the restore").to_owned(),
        ..PinForm::default()
    };
    let parts = Parts { forms: vec![form], ..Parts::default() };
    let title = call.of("Ripristino del PIN", "Restore of the PIN");
    Ok(page(call, StatusCode::OK, "pin-ripristino", title, parts).with_cookies(cookie))
}

/// Asks for a restore: one answer, whatever becomes of it.
pub(super) async fn restore(call: &Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if kit::must_wait(call) {
        return Ok(kit::wait(call, 600));
    }
    let (first, second) = (call.form.get("contatto1"), call.form.get("contatto2"));
    call.world().pins().restore(call.form.get("codiceFiscale"), first, second).await?;
    Ok(page(
        call,
        StatusCode::OK,
        "pin-ripristino",
        call.of("Ripristino del PIN", "Restore of the PIN"),
        Parts { note: SENT.to_owned(), ..Parts::default() },
    ))
}

/// Where a link leads to: it is used up by the button, not by being looked at.
pub(super) fn link_form(call: &mut Call<'_>, link: &str) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let form = PinForm {
        action: format!("{}/ripristino/{link}", call.base()),
        button: call.of("Invia le due parti", "Send the two parts").to_owned(),
        ..PinForm::default()
    };
    let parts = Parts { forms: vec![form], ..Parts::default() };
    let title = call.of("Ripristino del PIN", "Restore of the PIN");
    Ok(page(call, StatusCode::OK, "pin-collegamento", title, parts).with_cookies(cookie))
}

/// Goes on with a restore.
pub(super) async fn use_link(call: &Call<'_>, link: &str) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if kit::must_wait(call) {
        return Ok(kit::wait(call, 600));
    }
    if call.world().pins().restore_by_link(link).await? {
        let note = call.of("Le due parti sono in arrivo.", "The two parts are on their way.");
        return Ok(done(call, "pin-ripristino", call.of("Ripristino del PIN", "Restore of the PIN"), note));
    }
    call.world().guesses().failed(call.head.peer.ip(), call.now());
    let title = call.of("Collegamento non valido", "Invalid link");
    let text = call.of("Il collegamento è scaduto o già usato.", "The link has expired or was used.");
    Ok(call.message(StatusCode::NOT_FOUND, "pin-collegamento-assente", title, text))
}

/// The form of contacts, with those on record.
pub(super) fn contacts_form(call: &Call<'_>, reader: &Reader, wrong: &[FormError]) -> Answer {
    let contatti = &reader.soggetto.contatti;
    let shown = |value: &Option<String>| value.clone().unwrap_or_default();
    let facts = vec![
        fact("cellulare", call.of("Cellulare", "Mobile number"), shown(&contatti.cellulare)),
        fact("email", "E-mail", shown(&contatti.email)),
        fact("pec", "PEC", shown(&contatti.pec)),
    ];
    let form = PinForm {
        action: format!("{}/contatti", call.base()),
        inputs: vec![
            input(call, "cellulare", call.of("Cellulare (+39…)", "Mobile number (+39…)"), wrong),
            input(call, "email", "E-mail", wrong),
            input(call, "pec", "PEC", wrong),
            typed(call, "attuale", call.of("PIN attuale", "Present PIN"), "password", wrong),
        ],
        button: call.of("Registra", "Register").to_owned(),
        ..PinForm::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts { errors: listed(wrong), facts, forms: vec![form], ..Parts::default() };
    with_errors(page(call, status, "pin-contatti", call.of("Recapiti", "Contacts"), parts), wrong)
}

/// Registers other contacts.
pub(super) async fn contacts(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let again = SecretString::from(call.form.exact("attuale"));
    match call.world().pins().change_contacts(reader.code(), &kit::form_of(call), &again).await {
        Ok(()) => Ok(Answer::see_other(&format!("{}/contatti", call.base()))),
        Err(error) => Ok(contacts_form(call, reader, &kit::refused(call, error)?)),
    }
}

/// The form of the conversion.
pub(super) fn conversion_form(call: &Call<'_>, reader: &Reader, wrong: &[FormError]) -> Answer {
    let tipo = reader.soggetto.pin_in_vita().map_or("", |pin| pin.tipo().as_str());
    let form = PinForm {
        action: format!("{}/dispositivo", call.base()),
        hidden: vec![("conferma", "si".to_owned())],
        inputs: vec![
            choice(call, "documentoTipo", call.of("Documento", "Document"), &DOCUMENTS, wrong),
            input(call, "documentoNumero", call.of("Numero", "Number"), wrong),
            typed(call, "documentoScadenza", call.of("Scadenza", "Valid until"), "date", wrong),
            typed(call, "copia", call.of("Copia in PDF, al più 2 MiB", "Copy as PDF, at most 2 MiB"), "file", wrong),
        ],
        button: call.of("Chiedi il PIN dispositivo", "Ask for the PIN dispositivo").to_owned(),
        takes_file: true,
        ..PinForm::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let facts = vec![fact("tipo", call.of("Tipo del PIN", "Type of the PIN"), tipo)];
    let parts = Parts { errors: listed(wrong), facts, forms: vec![form], ..Parts::default() };
    with_errors(page(call, status, "pin-dispositivo", call.of("PIN dispositivo", "PIN dispositivo"), parts), wrong)
}

/// Asks for the conversion.
pub(super) async fn conversion(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let asked = call.world().pins().ask_conversion(reader.code(), &kit::form_of(call), call.file.clone()).await;
    match asked {
        Ok(esito) => {
            let number = format!("{:09}", esito.numero);
            let facts = vec![
                fact("numero", call.of("Numero della richiesta", "Number of the request"), &number),
                fact("stato", call.of("Stato", "State"), &esito.stato),
            ];
            let parts = Parts { stato: esito.stato, is_receipt: true, facts, ..Parts::default() };
            let title = call.of("PIN dispositivo", "PIN dispositivo");
            Ok(page(call, StatusCode::OK, "pin-dispositivo", title, parts).about(number))
        }
        Err(error) => Ok(conversion_form(call, reader, &kit::refused(call, error)?)),
    }
}

/// The form of a revocation: with the PIN, or by data without a session.
pub(super) fn revocation_form(call: &mut Call<'_>, wrong: &[FormError]) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let inputs = if call.is_logged_in() {
        vec![typed(call, "attuale", call.of("PIN attuale", "Present PIN"), "password", wrong)]
    } else {
        vec![
            input(call, "codiceFiscale", "Codice fiscale", wrong),
            input(
                call,
                "tesseraSanitaria",
                call.of("Numero della tessera sanitaria", "Number of the health card"),
                wrong,
            ),
            input(call, "email", call.of("E-mail o PEC registrata", "Registered e-mail or PEC"), wrong),
        ]
    };
    let form = PinForm {
        action: format!("{}/revoca", call.base()),
        hidden: vec![("conferma", "si".to_owned())],
        inputs,
        button: call.of("Revoca il PIN", "Revoke the PIN").to_owned(),
        ..PinForm::default()
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts { errors: listed(wrong), forms: vec![form], ..Parts::default() };
    let answer = page(call, status, "pin-revoca", call.of("Revoca del PIN", "Revoke the PIN"), parts);
    Ok(with_errors(answer, wrong).with_cookies(cookie))
}

/// Revokes; with the PIN it says whether, without it never.
pub(super) async fn revocation(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let title = call.of("Revoca del PIN", "Revoke the PIN").to_owned();
    let who = call.session.as_ref().and_then(|session| session.who.as_ref()).and_then(|who| who.subject().cloned());
    let Some(code) = who else {
        if kit::must_wait(call) {
            return Ok(kit::wait(call, 600));
        }
        let (tessera, email) = (call.form.get("tesseraSanitaria"), call.form.get("email"));
        call.world().pins().revoke_by_data(call.form.get("codiceFiscale"), tessera, email).await?;
        return Ok(done(call, "pin-revoca", &title, REVOKED));
    };
    if call.form.get("conferma") != "si" {
        return revocation_form(call, &[]);
    }
    let again = SecretString::from(call.form.exact("attuale"));
    match call.world().pins().revoke_by_holder(&code, &again).await {
        Ok(()) => {
            call.memory.sessions.end_of(&code);
            call.session = None;
            let note = call.of("Il PIN è revocato.", "The PIN is revoked.");
            Ok(done(call, "pin-revoca", &title, note))
        }
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            revocation_form(call, &wrong)
        }
    }
}
