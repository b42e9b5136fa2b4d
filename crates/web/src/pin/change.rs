//! The change of a secret: at the first access, when it expired, or by choice.

use hyper::StatusCode;
use sac_people::pin::PinError;
use sac_pin::rule::{Refusal, Rule};
use sac_settings::PinRegeneration;
use secrecy::SecretString;

use super::kit::{self, Parts, PinForm, fact, listed, page, typed, with_errors};
use super::page::Page;
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;
use crate::session::{Door, Who};

fn is_first(which: &Page) -> bool {
    matches!(which, Page::FirstAccessForm | Page::FirstAccess)
}

/// The form.
pub(super) fn form(call: &Call<'_>, which: &Page, reader: &Reader, wrong: &[FormError]) -> Answer {
    let (path, name, title) = if is_first(which) {
        ("/primo-accesso", "pin-primo-accesso", call.of("Primo accesso", "First access"))
    } else {
        ("/cambio", "pin-cambio", call.of("Cambio del PIN", "Change of the PIN"))
    };
    let mut inputs = Vec::new();
    if asks_again(which, reader) {
        inputs.push(typed(call, "attuale", call.of("PIN attuale", "Present PIN"), "password", wrong));
    }
    if call.world().pins().settings().pin_regeneration == PinRegeneration::Chosen {
        inputs.push(typed(call, "nuovo", call.of("Nuovo PIN", "New PIN"), "password", wrong));
        inputs.push(typed(call, "ripeti", call.of("Ripeti il nuovo PIN", "New PIN again"), "password", wrong));
    }
    let intro = match reader.door {
        Door::Change => call.of("Il PIN è scaduto e va cambiato.", "The PIN has expired and must be changed."),
        Door::FirstAccess => call.of(
            "Il codice iniziale va cambiato al primo accesso.",
            "The initial code is to be changed at the first access.",
        ),
        _ => "",
    };
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let parts = Parts {
        intro: intro.to_owned(),
        errors: listed(wrong),
        forms: vec![PinForm {
            action: format!("{}{path}", call.base()),
            hidden: vec![("conferma", "si".to_owned())],
            inputs,
            button: call.of("Ottieni il nuovo codice", "Get the new code").to_owned(),
            ..PinForm::default()
        }],
        ..Parts::default()
    };
    with_errors(page(call, status, name, title, parts), wrong)
}

/// Whether the present secret has to be typed again: one that has just been typed has not.
fn asks_again(which: &Page, reader: &Reader) -> bool {
    !is_first(which) && reader.door == Door::Whole
}

/// Changes it, and shows the new one once.
pub(super) async fn change(call: &Call<'_>, which: &Page, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if is_first(which) && reader.door != Door::FirstAccess {
        return Ok(Answer::see_other(&format!("{}/cambio", call.base())));
    }
    let pins = call.world().pins();
    let chosen = call.form.exact("nuovo");
    let is_chosen = pins.settings().pin_regeneration == PinRegeneration::Chosen;
    if is_chosen && chosen != call.form.exact("ripeti") {
        let motivo = call.of("le due volte non sono uguali", "le due volte non sono uguali");
        let refusal = Refusal::of(Rule::PinNuovoNonAmmesso).with("motivo", motivo);
        return Ok(form(call, which, reader, &kit::wrong(call, &[refusal])));
    }
    if !is_chosen && call.form.get("conferma") != "si" {
        return Ok(form(call, which, reader, &[]));
    }
    if asks_again(which, reader) {
        let again = SecretString::from(call.form.exact("attuale"));
        match pins.verify_again(reader.code(), &again).await {
            Ok(()) => {}
            Err(PinError::Refused(found)) => return Ok(form(call, which, reader, &kit::wrong(call, &found))),
            Err(error) => return Err(error.into()),
        }
    }
    let chosen = is_chosen.then(|| SecretString::from(chosen));
    let new = match pins.regenerate(reader.code(), chosen.as_ref()).await {
        Ok(new) => new,
        Err(error) => return Ok(form(call, which, reader, &kit::refused(call, error)?)),
    };
    // Under a new identifier, for the whole of what the PIN opens.
    let cookie = call.log_in(Who::Pin(reader.code().clone(), Door::Whole))?;
    let facts = match &new {
        Some(new) => vec![fact("pin", call.of("Nuovo PIN", "New PIN"), new.expose())],
        None => Vec::new(),
    };
    let note = match &new {
        Some(_) => {
            call.of("Annotare il codice: non sarà mostrato di nuovo.", "Write the code down: it is not shown again.")
        }
        None => call.of("Il nuovo PIN è in uso.", "The new PIN is in use."),
    };
    let links = vec![(call.base(), call.of("Prosegui", "Go on").to_owned())];
    let parts = Parts { note: note.to_owned(), is_receipt: true, facts, links, ..Parts::default() };
    let answer = page(call, StatusCode::OK, "pin-nuovo", call.of("Nuovo PIN", "New PIN"), parts).with_cookie(&cookie);
    Ok(match new {
        Some(new) => answer.showing(new),
        None => answer,
    })
}
