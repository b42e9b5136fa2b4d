//! Where the daily flow goes.

use hyper::StatusCode;
use sac_domain::employer::Employer;
use sac_domain::input;
use sac_people::seed::pec_formato;
use sac_store::register::PutRegister;

use crate::answer::Answer;
use crate::azienda::reader::Reader;
use crate::call::{Broken, Call};
use crate::html::{FormError, FormPage, Input, errors, rendered};

/// The form, with the present state.
pub(super) fn form(call: &Call<'_>, reader: &Reader, status: StatusCode, wrong: &[FormError]) -> Answer {
    let error = |name: &str| wrong.iter().find(|error| error.field == name);
    let employer = chosen(call, reader);
    let kept = |name: &str, present: &str| -> String {
        if wrong.is_empty() { present.to_owned() } else { call.form.get(name).to_owned() }
    };
    let pec = kept("pec", employer.and_then(|employer| employer.pec.as_deref()).unwrap_or_default());
    let formato = kept("formato", employer.map_or("xml", |employer| employer.pec_formato.as_str()));
    let is_on = employer.is_some_and(|employer| employer.pec.is_some());
    let attiva = kept("attiva", if is_on { "si" } else { "no" });
    let pair = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    let mut inputs = Vec::new();
    if reader.employers.len() > 1 {
        let options =
            reader.employers.iter().map(|one| pair(one.codice_fiscale.as_str(), &one.denominazione)).collect();
        let value = employer.map_or("", |employer| employer.codice_fiscale.as_str());
        let label = call.of("Azienda", "Employer");
        inputs.push(
            Input { name: "azienda", label, value, error: error("azienda"), options, ..Input::default() }.render(),
        );
    }
    let choice = [pair("si", call.of("Sì", "Yes")), pair("no", "No")].to_vec();
    let label = call.of("Invio giornaliero per PEC", "Daily flow by certified mail");
    inputs.push(
        Input { name: "attiva", label, value: &attiva, error: error("attiva"), options: choice, ..Input::default() }
            .render(),
    );
    let label = call.of("Casella PEC", "Address of certified mail");
    let field = Input {
        name: "pec",
        label,
        kind: "email",
        value: &pec,
        autocomplete: "email",
        error: error("pec"),
        ..Input::default()
    };
    inputs.push(field.render());
    let forms = [pair("xml", "XML"), pair("pdf", "PDF"), pair("xml+pdf", "XML + PDF")].to_vec();
    let label = call.of("Formato", "Form");
    inputs.push(
        Input { name: "formato", label, value: &formato, error: error("formato"), options: forms, ..Input::default() }
            .render(),
    );
    let page = FormPage {
        f: call.frame("pec", call.of("Invio per PEC", "Certified mail")),
        intro: call.of(
            "Ogni giorno alle 20 un messaggio porta ciò che è stato ricevuto, rettificato o annullato dall'ultimo invio.",
            "Every day at 20:00 a message brings what was received, replaced or cancelled since the last one.",
        ),
        note: "",
        errors: errors(wrong),
        action: format!("{}/pec", call.base()),
        inputs,
        button: call.of("Salva", "Save"),
        outro: "",
    };
    Answer::page(status, rendered(&page))
}

/// Changes it.
pub(super) async fn change(call: &Call<'_>, reader: &Reader) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let mut wrong = Vec::new();
    let mut bad = |field: &str, text: &str| {
        let (field, code, text) = (field.to_owned(), "SAC-WEB-CHOICE".to_owned(), text.to_owned());
        wrong.push(FormError { field, code, text, ..FormError::default() });
    };
    let employer = chosen(call, reader);
    if employer.is_none() {
        bad("azienda", call.of("Azienda non tra le sue.", "None of your employers."));
    }
    let is_on = match call.form.get("attiva") {
        "si" => true,
        "no" => false,
        _ => {
            bad("attiva", "si, no.");
            false
        }
    };
    let formato = match call.form.get("formato") {
        "" => Ok(employer.map(|employer| employer.pec_formato).unwrap_or_default()),
        text => pec_formato(text),
    };
    if let Err(wanted) = formato {
        bad("formato", call.of(wanted.it, wanted.en));
    }
    let address = call.form.get("pec");
    let pec = input::mail_address(address).ok();
    if is_on && pec.is_none() {
        let text = if address.is_empty() {
            "Indicare il recapito."
        } else {
            call.of("Indirizzo non valido.", "No valid address.")
        };
        bad("pec", text);
    }
    let (Some(employer), Ok(pec_formato), true) = (employer, formato, wrong.is_empty()) else {
        return Ok(form(call, reader, StatusCode::UNPROCESSABLE_ENTITY, &wrong));
    };
    let pec = if is_on { pec } else { None };
    let employers = vec![Employer { pec, pec_formato, ..employer.clone() }];
    call.world().ledger().put_register(PutRegister { employers, ..PutRegister::default() }).await?;
    Ok(Answer::see_other(&format!("{}/pec", call.base())))
}

/// The employer that the form names, or the only one.
fn chosen<'a>(call: &Call<'_>, reader: &'a Reader) -> Option<&'a Employer> {
    let azienda = call.form.get("azienda");
    if azienda.is_empty() {
        return reader.employers.first();
    }
    reader.employers.iter().find(|employer| employer.codice_fiscale.as_str().eq_ignore_ascii_case(azienda))
}
