//! What is sent to a worker: the number by SMS, copies by e-mail and PEC.

use hyper::StatusCode;
use sac_domain::contact::Recapiti;
use sac_domain::delivery::{Message, MessageKind, MessageState};
use sac_domain::input;
use sac_domain::words::{Wanted, Words as _};
use sac_world::services::change_and_tell;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::cittadino::worker::Worker;
use crate::html::{FormError, Input, Service, ServicesPage, errors, rendered};
use crate::lang::Lang;

/// A service, with its fields.
struct Way {
    kind: MessageKind,
    /// `si` or `no`.
    switch: &'static str,
    /// Where it goes.
    address: &'static str,
    read: fn(&str) -> Result<String, Wanted>,
}

const WAYS: [Way; 3] = [
    Way { kind: MessageKind::Sms, switch: "sms", address: "cellulare", read: input::cellulare },
    Way { kind: MessageKind::Email, switch: "copiaEmail", address: "email", read: input::mail_address },
    Way { kind: MessageKind::Pec, switch: "copiaPec", address: "pec", read: input::mail_address },
];

/// The form, with the present state.
pub(super) async fn form(call: &Call<'_>, worker: &Worker) -> Result<Answer, Broken> {
    let recapiti = recapiti(call, worker).await?;
    shown(call, worker, StatusCode::OK, recapiti, &[]).await
}

/// Changes it. A field that is not sent stays as it is.
pub(super) async fn change(call: &Call<'_>, worker: &Worker) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    let old = recapiti(call, worker).await?;
    let mut new = old.clone();
    let mut wrong = Vec::new();
    for way in &WAYS {
        way.read(call, &mut new, &mut wrong);
    }
    if !wrong.is_empty() {
        return shown(call, worker, StatusCode::UNPROCESSABLE_ENTITY, old, &wrong).await;
    }
    let sender = &call.world().senders().mail;
    change_and_tell(call.world().ledger(), worker.code.clone(), (&old, new), sender, call.now()).await?;
    Ok(Answer::see_other(&format!("{}/servizi", call.base())))
}

async fn recapiti(call: &Call<'_>, worker: &Worker) -> Result<Recapiti, Broken> {
    let profile = call.world().ledger().store().worker_profile(&worker.code).await?;
    Ok(profile.map(|profile| profile.recapiti).unwrap_or_default())
}

impl Way {
    fn parts<'a>(&self, recapiti: &'a mut Recapiti) -> (&'a mut bool, &'a mut Option<String>) {
        match self.kind {
            MessageKind::Sms => (&mut recapiti.sms, &mut recapiti.cellulare),
            MessageKind::Email => (&mut recapiti.copia_email, &mut recapiti.email),
            MessageKind::Pec | MessageKind::Letter => (&mut recapiti.copia_pec, &mut recapiti.pec),
        }
    }

    /// Takes the two fields over, or says what is wrong with them.
    fn read(&self, call: &Call<'_>, recapiti: &mut Recapiti, wrong: &mut Vec<FormError>) {
        let mut bad = |field: &str, code: &str, text: String| {
            wrong.push(FormError { field: field.to_owned(), code: code.to_owned(), text, ..FormError::default() });
        };
        let (is_on, address) = self.parts(recapiti);
        match call.form.get(self.switch) {
            "si" => *is_on = true,
            "no" => *is_on = false,
            "" => {}
            _ => bad(self.switch, "SAC-WEB-CHOICE", "si, no.".to_owned()),
        }
        if call.form.has(self.address) {
            match call.form.get(self.address) {
                "" => *address = None,
                text => match (self.read)(text) {
                    Ok(given) => *address = Some(given),
                    Err(wanted) => {
                        let text = call.of("Recapito non valido: indicare", "Not valid: give").to_owned();
                        let wanted = wanted.words(call.lang.language());
                        return bad(self.address, "SAC-WEB-CONTACT", format!("{text} {wanted}."));
                    }
                },
            }
        }
        if *is_on && address.is_none() {
            bad(self.address, "SAC-WEB-NO-CONTACT", "Indicare il recapito.".to_owned());
        }
    }

    /// What it is called, and what its address is.
    fn labels(&self, lang: Lang) -> (&'static str, &'static str, &'static str) {
        match self.kind {
            MessageKind::Sms => (
                lang.of("Numero di protocollo per SMS", "Protocol number by SMS"),
                lang.of("Cellulare", "Mobile number"),
                "tel",
            ),
            MessageKind::Email => (
                lang.of("Copia degli attestati per e-mail", "Copy of attestati by e-mail"),
                lang.of("Indirizzo e-mail", "E-mail address"),
                "email",
            ),
            MessageKind::Pec | MessageKind::Letter => (
                lang.of("Certificati e attestati per PEC", "Certificates and attestati by certified mail"),
                lang.of("Indirizzo PEC", "Address of certified mail"),
                "email",
            ),
        }
    }
}

async fn shown(
    call: &Call<'_>,
    worker: &Worker,
    status: StatusCode,
    mut recapiti: Recapiti,
    wrong: &[FormError],
) -> Result<Answer, Broken> {
    let mut services = Vec::new();
    for way in &WAYS {
        let last = call.world().ledger().store().last_message_to(&worker.code, way.kind).await?;
        services.push(service(call, way, &mut recapiti, last.as_ref(), wrong));
    }
    let page =
        ServicesPage { f: call.frame("servizi", call.of("Servizi", "Services")), errors: errors(wrong), services };
    Ok(Answer::page(status, rendered(&page)))
}

fn service(
    call: &Call<'_>,
    way: &Way,
    recapiti: &mut Recapiti,
    last: Option<&Message>,
    wrong: &[FormError],
) -> Service {
    let error = |name: &str| wrong.iter().find(|error| error.field == name);
    let typed = |name: &str, present: &str| {
        if !wrong.is_empty() && call.form.has(name) { call.form.get(name).to_owned() } else { present.to_owned() }
    };
    let (is_on, address) = way.parts(recapiti);
    let (title, label, kind) = way.labels(call.lang);
    let value = typed(way.switch, if *is_on { "si" } else { "no" });
    let options = vec![("si".to_owned(), call.of("Sì", "Yes").to_owned()), ("no".to_owned(), "No".to_owned())];
    let (name, active) = (way.switch, call.of("Attivo", "On"));
    let switch = Input { name, label: active, value: &value, error: error(name), options, ..Input::default() };
    let autocomplete = if way.kind == MessageKind::Sms { "tel" } else { "email" };
    let (name, value) = (way.address, typed(way.address, address.as_deref().unwrap_or_default()));
    let address = Input { name, label, kind, value: &value, autocomplete, error: error(name), ..Input::default() };
    Service {
        title,
        name: way.switch,
        inputs: vec![switch.render(), address.render()],
        outcome: last.map(outcome).unwrap_or_default(),
    }
}

/// What became of the last message, in the words of the page.
fn outcome(message: &Message) -> &'static str {
    match message.state {
        // One that was handed over, and of which nothing more will be heard.
        MessageState::Sent if message.due.is_none() => "consegnato",
        MessageState::Delivered => "consegnato",
        MessageState::Queued | MessageState::Sent => "in attesa",
        MessageState::Failed => "fallito",
        MessageState::Cancelled => "",
    }
}
