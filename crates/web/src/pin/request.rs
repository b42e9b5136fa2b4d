//! Asking for a PIN, and where a request stands.

use hyper::StatusCode;
use sac_domain::clock::civil_time;
use sac_pin::request::{Canale, TipoRichiesta};

use super::kit::{self, Parts, PinForm, fact, input, listed, page, with_errors};
use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::FormError;

/// Requests of an address in an hour, and of a subject in a day.
const AN_HOUR: u32 = 3600;
const A_DAY: u32 = 86_400;

/// The form.
pub(super) fn form(call: &mut Call<'_>, wrong: &[FormError]) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let of = |it: &'static str, en: &'static str| call.lang.of(it, en);
    let fields = [
        ("codiceFiscale", "Codice fiscale"),
        ("cognome", of("Cognome", "Surname")),
        ("nome", of("Nome", "First name")),
        ("tesseraSanitaria", of("Numero della tessera sanitaria (20 cifre)", "Number of the health card (20 digits)")),
        ("via", of("Via", "Street")),
        ("civico", of("Civico", "Number")),
        ("cap", "CAP"),
        ("codiceCatastale", of("Codice catastale del comune", "Code of the comune")),
        ("comune", "Comune"),
        ("provincia", of("Provincia", "Province")),
        ("email", "E-mail"),
        ("cellulare", of("Cellulare (+39…)", "Mobile number (+39…)")),
    ];
    let inputs = fields.iter().map(|(name, label)| input(call, name, label, wrong)).collect();
    let intro = call.of(
        "La prima parte del PIN si vede qui una sola volta; la seconda arriva per posta alla residenza.",
        "The first part of the PIN is shown here once; the second comes by post to the residence.",
    );
    let parts = Parts {
        intro: intro.to_owned(),
        errors: listed(wrong),
        forms: vec![PinForm {
            action: format!("{}/richiesta", call.base()),
            inputs,
            button: call.of("Chiedi il PIN", "Ask for the PIN").to_owned(),
            ..PinForm::default()
        }],
        ..Parts::default()
    };
    let answer = page(call, status, "pin-richiesta", call.of("Richiesta del PIN", "Ask for a PIN"), parts);
    Ok(with_errors(answer, wrong).with_cookies(cookie))
}

/// Asks, and shows the first half once.
pub(super) async fn request(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let code = call.form.get("codiceFiscale").to_ascii_uppercase();
    let (peer, now) = (call.head.peer.ip().to_string(), call.now());
    let counted = &call.memory.requests;
    if !counted.count(&format!("address {peer}"), 5, AN_HOUR, now) {
        return Ok(kit::wait(call, AN_HOUR));
    }
    if !counted.count(&format!("subject {code}"), 3, A_DAY, now) {
        return Ok(kit::wait(call, A_DAY));
    }
    match call.world().pins().ask_online(&kit::form_of(call), Canale::Online).await {
        Ok(esito) => {
            let number = format!("{:09}", esito.numero);
            let mut facts = vec![fact("numero", call.of("Numero della richiesta", "Number of the request"), &number)];
            if let Some(half) = &esito.prima_parte {
                facts.push(fact("primaParte", call.of("Prima parte del PIN", "First part of the PIN"), half.expose()));
            }
            let note = call.of(
                "Annotare la prima parte: non sarà mostrata di nuovo.",
                "Write the first part down: it is not shown again.",
            );
            let parts =
                Parts { note: note.to_owned(), stato: esito.stato, is_receipt: true, facts, ..Parts::default() };
            let title = call.of("Prima parte del PIN", "First part of the PIN");
            let answer = page(call, StatusCode::OK, "pin-prima-parte", title, parts).about(number);
            Ok(match esito.prima_parte {
                Some(half) => answer.showing(half),
                None => answer,
            })
        }
        Err(error) => {
            let wrong = kit::refused(call, error)?;
            form(call, &wrong)
        }
    }
}

/// The form of a request's state.
pub(super) fn state_form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let form = PinForm {
        action: format!("{}/richiesta/stato", call.base()),
        inputs: vec![
            input(call, "codiceFiscale", "Codice fiscale", &[]),
            input(call, "numero", call.of("Numero della richiesta", "Number of the request"), &[]),
        ],
        button: call.of("Cerca", "Search").to_owned(),
        ..PinForm::default()
    };
    let parts = Parts { forms: vec![form], ..Parts::default() };
    let title = call.of("Stato di una richiesta", "State of a request");
    Ok(page(call, StatusCode::OK, "pin-stato", title, parts).with_cookies(cookie))
}

/// Where a request stands; one answer for everything that is wrong.
pub(super) async fn state(call: &Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if kit::must_wait(call) {
        return Ok(kit::wait(call, 600));
    }
    let pins = call.world().pins();
    let number: Option<u32> = Some(call.form.get("numero")).filter(|text| text.len() == 9).and_then(|t| t.parse().ok());
    let found = match number {
        Some(number) => pins.store().pin_request(number).await?,
        None => None,
    };
    let code = call.form.get("codiceFiscale").to_ascii_uppercase();
    let Some(found) = found.filter(|one| one.codice_fiscale.as_str() == code) else {
        call.world().guesses().failed(call.head.peer.ip(), call.now());
        let title = call.of("Richiesta non trovata", "No such request");
        let text = call.of("Nessuna richiesta con questi dati.", "There is no request with these data.");
        return Ok(call.message(StatusCode::NOT_FOUND, "pin-stato-assente", title, text));
    };
    let pin = pins.find(&found.codice_fiscale).await?.and_then(|soggetto| soggetto.pin);
    // A request that made a PIN shows where the PIN stands.
    let stato = match pin.filter(|pin| pin.richiesta() == found.numero && found.tipo == TipoRichiesta::Nuovo) {
        Some(pin) => pin.stato().as_str(),
        None => found.stato.as_str(),
    };
    let day = civil_time(found.decisa.unwrap_or(found.presentata)).format("%d/%m/%Y").to_string();
    let facts = vec![
        fact("numero", call.of("Numero", "Number"), found.id()),
        fact("stato", call.of("Stato", "State"), stato),
        fact("data", call.of("Data", "Date"), day),
    ];
    let parts = Parts { stato: stato.to_owned(), facts, ..Parts::default() };
    let title = call.of("Stato di una richiesta", "State of a request");
    Ok(page(call, StatusCode::OK, "pin-stato", title, parts).about(found.id()))
}
