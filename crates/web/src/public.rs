//! Codice fiscale and number, and no credentials (decree §3.5).

use hyper::StatusCode;
use sac_certificates::lista::Content;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{DocumentPage, FormPage, Input, rendered};
use crate::labels::state_label;
use crate::look_up::{NOT_FOUND, find, print};
use crate::view;

/// How long to wait after too many failures, in seconds.
const WAIT: u32 = 600;

/// The form.
pub(crate) fn form(call: &Call<'_>) -> Answer {
    let input = |name, label| {
        Input { name, label, kind: "text", autocomplete: "off", is_required: true, ..Input::default() }.render()
    };
    let page = FormPage {
        f: call.frame("ricerca-attestato", call.of("Consulta un attestato", "Look up an attestato")),
        intro: call.of(
            "Con il codice fiscale del lavoratore e il numero di protocollo si vede l'attestato, senza diagnosi.",
            "The worker's codice fiscale and the protocol number show the attestato, without the diagnosis.",
        ),
        note: "",
        errors: String::new(),
        action: format!("{}/attestato", call.base()),
        inputs: vec![
            input("codiceFiscale", call.of("Codice fiscale del lavoratore", "The worker's codice fiscale")),
            input("numero", call.of("Numero di protocollo (PUC o PUCIR)", "Protocol number (PUC or PUCIR)")),
        ],
        button: call.of("Visualizza", "Show"),
        outro: "",
    };
    Answer::page(StatusCode::OK, rendered(&page))
}

/// The attestato, or one answer for everything else.
pub(crate) async fn look_up(call: &Call<'_>) -> Result<Answer, Broken> {
    let (peer, now) = (call.head.peer.ip(), call.now());
    if call.world().guesses().must_wait(peer, now) {
        let text = call.of(
            "Troppi tentativi non riusciti: riprovare tra dieci minuti.",
            "Too many failures: try again in ten minutes.",
        );
        let title = call.of("Troppi tentativi", "Too many attempts");
        let answer = call.message(StatusCode::TOO_MANY_REQUESTS, "troppi-tentativi", title, text);
        return Ok(answer.retry_after(WAIT));
    }
    let Some(document) = find(call, call.form.get("codiceFiscale"), call.form.get("numero")).await? else {
        call.world().guesses().failed(peer, now);
        let title = call.of("Nessun attestato", "No attestato");
        let answer = call.message(StatusCode::NOT_FOUND, "attestato-assente", title, NOT_FOUND);
        return Ok(answer);
    };
    let number = document.number();
    if call.form.get("formato") == "pdf" {
        let pdf = print(&document, call.world().name().as_str())?;
        return Ok(Answer::file("application/pdf", &format!("attestato-{number}.pdf"), pdf).about(number));
    }
    let v = view::view(&document, call.lang);
    let title = v.title;
    let code = match &document {
        Content::Attestato(attestato) => attestato.lavoratore.codice_fiscale.as_str(),
        Content::Ricovero(ricovero, _) => ricovero.lavoratore.codice_fiscale.as_str(),
    };
    let state = state_label(call.lang, v.state);
    let page = DocumentPage { f: call.frame("attestato", title), v, state, prints: Vec::new(), code, back: "" };
    Ok(Answer::page(StatusCode::OK, rendered(&page)).about(number))
}
