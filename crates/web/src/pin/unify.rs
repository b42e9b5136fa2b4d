//! The unification of credentials of the former INPDAP: it begins by itself after a good log-in.

use chrono::TimeDelta;
use hyper::StatusCode;
use sac_people::pin::PinError;
use sac_pin::secret::Codice;

use super::kit::{Parts, PinForm, fact, page as show};
use super::page::Page;
use super::reader::Reader;
use crate::answer::Answer;
use crate::call::{Broken, Call};

/// How long the page with the code can be had once more, should the answer have been lost.
const AGAIN: TimeDelta = TimeDelta::seconds(60);

/// The steps.
pub(super) async fn page(call: &Call<'_>, which: &Page, reader: &Reader) -> Result<Answer, Broken> {
    let pins = call.world().pins();
    let is_open = reader.soggetto.da_unificare(pins.settings(), pins.oggi());
    if *which == Page::UnificationForm {
        return Ok(if is_open { confirm(call, reader) } else { end(call) });
    }
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    match call.form.get("passo") {
        "conferma" if is_open => match pins.unify(reader.code()).await {
            Ok(codice) => {
                if let Some(session) = &call.session {
                    let kept = codice.clone();
                    call.memory.sessions.keep(&session.id, |one| one.again = Some((call.now(), kept)));
                }
                Ok(code(call, codice))
            }
            Err(PinError::State) => Ok(end(call)),
            Err(error) => Err(error.into()),
        },
        "conferma" => {
            // The same step within a minute gives the same page once more.
            let again = call.session.as_ref().and_then(|session| session.kept.again.clone());
            if let Some(session) = &call.session {
                call.memory.sessions.keep(&session.id, |one| one.again = None);
            }
            Ok(match again {
                Some((at, codice)) if call.now() - at <= AGAIN => code(call, codice),
                _ => end(call),
            })
        }
        "fine" => {
            call.memory.sessions.end_of(reader.code());
            Ok(Answer::see_other(&format!("{}/accesso", call.base())))
        }
        _ => Ok(Answer::see_other(&format!("{}/unificazione", call.base()))),
    }
}

/// What will be joined.
fn confirm(call: &Call<'_>, reader: &Reader) -> Answer {
    let soggetto = &reader.soggetto;
    let names = |names: Vec<&str>| names.join(" ");
    let old = match soggetto.pin_in_vita() {
        Some(pin) => pin.tipo().as_str(),
        None => "",
    };
    let facts = vec![
        fact("pin", call.of("PIN attuale", "Present PIN"), old),
        fact(
            "profili",
            call.of("Profili", "Profiles"),
            names(soggetto.attivi().map(|one| one.profilo.as_str()).collect()),
        ),
        fact("abilitazioni", "Abilitazioni", names(soggetto.abilitazioni.iter().map(|one| one.as_str()).collect())),
        fact("tipo", call.of("Tipo del nuovo PIN", "Type of the new PIN"), soggetto.tipo_unificato().as_str()),
    ];
    let intro = call.of(
        "Le credenziali ex INPDAP e il PIN diventano un PIN solo; le vecchie credenziali non varranno più.",
        "The credentials of the former INPDAP and the PIN become one PIN; the old ones will be worth nothing.",
    );
    let parts = Parts {
        intro: intro.to_owned(),
        stato: "conferma".to_owned(),
        facts,
        forms: vec![step(call, "conferma", call.of("Conferma", "Confirm"))],
        ..Parts::default()
    };
    show(call, StatusCode::OK, "pin-unificazione", call.of("Unificazione", "Unification"), parts)
}

/// The new code, once, whole.
fn code(call: &Call<'_>, codice: Codice) -> Answer {
    let note =
        call.of("Annotare il codice: non sarà mostrato di nuovo.", "Write the code down: it is not shown again.");
    let parts = Parts {
        note: note.to_owned(),
        stato: "codice".to_owned(),
        is_receipt: true,
        facts: vec![fact("pin", call.of("Nuovo PIN", "New PIN"), codice.expose())],
        forms: vec![step(call, "fine", call.of("Accedi con il nuovo PIN", "Log in with the new PIN"))],
        ..Parts::default()
    };
    show(call, StatusCode::OK, "pin-nuovo", call.of("Nuovo PIN", "New PIN"), parts).showing(codice)
}

/// One log-in with the new code is left.
fn end(call: &Call<'_>) -> Answer {
    let note = call.of("Accedere una volta con il nuovo PIN.", "Log in once with the new PIN.");
    let parts = Parts {
        note: note.to_owned(),
        stato: "fine".to_owned(),
        forms: vec![step(call, "fine", call.of("Accedi", "Log in"))],
        ..Parts::default()
    };
    show(call, StatusCode::OK, "pin-unificazione", call.of("Unificazione", "Unification"), parts)
}

fn step(call: &Call<'_>, passo: &str, button: &str) -> PinForm {
    PinForm {
        action: format!("{}/unificazione", call.base()),
        hidden: vec![("passo", passo.to_owned())],
        button: button.to_owned(),
        ..PinForm::default()
    }
}
