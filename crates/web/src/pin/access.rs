//! Coming in with a PIN, to any service that takes it; and going out of all of them.

use hyper::StatusCode;
use sac_people::pin::{Entrato, Negato, Porta};
use sac_pin::profile::{Profilo, Servizio};
use sac_pin::rule::{Refusal, Rule};
use sac_settings::PinChannel;
use secrecy::SecretString;

use super::kit::{self, Parts, PinForm, choice, fact, listed, page, typed, with_errors};
use super::page::Page;
use super::reader::Reader;
use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::FormError;
use crate::session::{Door, Who};

/// The services of the form, with their labels.
const SERVICES: [(&str, &str); 7] = [
    ("pin", "PIN"),
    ("web", "Medici (certificati)"),
    ("cittadino", "Cittadino"),
    ("azienda", "Azienda"),
    ("invciv", "Invalidità civile"),
    ("ctu", "Portale CTU"),
    ("enti", "Enti e Amministrazioni"),
];

/// The form.
pub(super) fn form(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let answer = show(call, StatusCode::OK, call.reason_to_log_in(), &[]);
    Ok(answer.with_cookies(cookie))
}

fn show(call: &Call<'_>, status: StatusCode, note: &str, wrong: &[FormError]) -> Answer {
    let asked = call.query.get("servizio");
    let mut services = SERVICES;
    // The service that the visitor comes from stands first.
    services.sort_by_key(|(name, _)| *name != asked);
    let form = PinForm {
        action: format!("{}/accesso", call.base()),
        inputs: vec![
            typed(call, "codiceFiscale", "Codice fiscale", "text", &[]),
            typed(call, "pin", "PIN", "password", &[]),
            choice(call, "servizio", call.of("Servizio", "Service"), &services, &[]),
        ],
        button: call.of("Accedi", "Log in").to_owned(),
        ..PinForm::default()
    };
    let base = call.base();
    let link = |path: &str, it: &str, en: &str| (format!("{base}{path}"), call.of(it, en).to_owned());
    let links = vec![
        link("/ripristino", "PIN smarrito", "PIN lost"),
        link("/richiesta", "Richiesta del PIN", "Ask for a PIN"),
        link("/enti/accesso", "Credenziali ex INPDAP", "Credentials of the former INPDAP"),
    ];
    let parts = Parts { note: note.to_owned(), errors: listed(wrong), forms: vec![form], links, ..Parts::default() };
    with_errors(page(call, status, "pin-accesso", call.of("Accesso con il PIN", "Log in with the PIN"), parts), wrong)
}

/// Verifies the PIN, and opens the service.
pub(super) async fn log_in(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if !call.is_own_form() {
        return Ok(call.csrf_refused());
    }
    if kit::must_wait(call) {
        return Ok(kit::wait(call, 600));
    }
    let asked = call.form.get("servizio");
    let servizio = if asked.is_empty() { Servizio::Pin } else { Servizio::parse(asked).unwrap_or(Servizio::Pin) };
    let secret = SecretString::from(call.form.exact("pin"));
    let outcome = call.world().pins().log_in(call.form.get("codiceFiscale"), &secret, servizio).await;
    match outcome {
        Ok(entrato) if entrato.porta == Porta::Servizio && !is_taken(call, servizio) => {
            let refusal = Refusal::of(Rule::ProfiloNonAbilitato);
            Ok(show_refusal(call, &refusal))
        }
        Ok(entrato) => enter(call, entrato, servizio),
        Err(Negato::NonValide) => Ok(failed(call)),
        Err(Negato::Servizio(refusal)) => Ok(show_refusal(call, &refusal)),
        Err(Negato::Broken(error)) => Err(error.into()),
    }
}

/// The one answer to every failure.
pub(super) fn failed(call: &mut Call<'_>) -> Answer {
    call.world().guesses().failed(call.head.peer.ip(), call.now());
    // What was typed is not given back: every failure looks the same.
    call.form = crate::form::Form::default();
    show(call, StatusCode::FORBIDDEN, "", &[FormError::wrong_credentials()])
}

fn show_refusal(call: &Call<'_>, refusal: &Refusal) -> Answer {
    let mut links = Vec::new();
    if matches!(refusal.rule, Rule::DispositivoRichiesto | Rule::GdpDispositivoRichiesto) {
        let label = call.of("Chiedi il PIN dispositivo", "Ask for the PIN dispositivo");
        links.push((format!("{}/dispositivo", call.base()), label.to_owned()));
    }
    kit::refusal_page(call, StatusCode::FORBIDDEN, refusal, links)
}

/// Whether the channel of the service takes the PIN, by the settings.
fn is_taken(call: &Call<'_>, servizio: Servizio) -> bool {
    let channels = &call.world().pins().settings().pin_login;
    match servizio {
        Servizio::Pin | Servizio::Enti => true,
        Servizio::Web => channels.has(PinChannel::Web),
        Servizio::Cittadino => channels.has(PinChannel::Cittadino),
        Servizio::Azienda => channels.has(PinChannel::Azienda),
        Servizio::Invciv => channels.has(PinChannel::Invciv),
        Servizio::Ctu => channels.has(PinChannel::Ctu),
    }
}

/// Begins the sessions.
pub(super) fn enter(call: &Call<'_>, entrato: Entrato, servizio: Servizio) -> Result<Answer, Broken> {
    let code = entrato.soggetto.codice_fiscale;
    let door = Door::of(entrato.porta);
    let own = call.log_in(Who::Pin(code.clone(), door))?;
    let base = call.base();
    if let Some(only) = door.only() {
        return Ok(Answer::see_other(&format!("{base}{only}")).with_cookie(&own));
    }
    let mount = &call.head.mount;
    let (path, other) = match servizio {
        Servizio::Pin => (base, None),
        Servizio::Enti => (format!("{base}/enti"), None),
        Servizio::Cittadino => {
            let cookie = call.log_in_to(Audience::Cittadino, Who::Worker(code))?;
            (format!("{mount}/cittadino/certificati"), Some(cookie))
        }
        Servizio::Azienda => {
            let cookie = call.log_in_to(Audience::Azienda, Who::ByPin(code))?;
            (format!("{mount}/azienda/attestati"), Some(cookie))
        }
        Servizio::Web => {
            let cookie = call.log_in_to(Audience::Web, Who::ByPin(code))?;
            (format!("{mount}/web/menu"), Some(cookie))
        }
        Servizio::Invciv => (format!("{mount}/invciv"), None),
        Servizio::Ctu => (format!("{mount}/ctu"), None),
    };
    Ok(Answer::see_other(&path).with_cookie(&own).with_cookies(other))
}

/// Ends the sessions opened in all services.
pub(super) fn leave(call: &Call<'_>, reader: &Reader) -> Answer {
    if !call.is_own_form() {
        return call.csrf_refused();
    }
    call.memory.sessions.end_of(reader.code());
    Answer::see_other(&format!("{}/accesso", call.base()))
}

/// The profiles, and the choice among those that a service allows.
pub(super) fn profile(call: &Call<'_>, which: &Page, reader: &Reader) -> Answer {
    if *which == Page::Profile {
        if !call.is_own_form() {
            return call.csrf_refused();
        }
        let chosen = Profilo::read(call.form.get("profilo")).map(|(profilo, _)| profilo).filter(|one| reader.has(*one));
        let Some(chosen) = chosen else {
            let refusal = Refusal::of(Rule::ProfiloNonAbilitato).with("campo", "profilo");
            return kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, Vec::new());
        };
        if let Some(session) = &call.session {
            call.memory.sessions.keep(&session.id, |kept| kept.profilo = Some(chosen));
        }
        return Answer::see_other(&format!("{}/profilo", call.base()));
    }
    let chosen = call.session.as_ref().and_then(|session| session.kept.profilo);
    let held: Vec<&str> = reader.soggetto.attivi().map(|one| one.profilo.as_str()).collect();
    let mut facts = vec![fact("profili", call.of("Profili", "Profiles"), held.join(" "))];
    facts.extend(chosen.map(|one| fact("profilo", call.of("In uso", "In use"), one.as_str())));
    let tipo = reader.soggetto.pin_in_vita().map(|pin| pin.tipo().as_str());
    facts.extend(tipo.map(|tipo| fact("tipo", call.of("Tipo del PIN", "Type of the PIN"), tipo)));
    let options: Vec<(&str, &str)> = held.iter().map(|one| (*one, *one)).collect();
    let forms = if held.len() > 1 {
        vec![PinForm {
            action: format!("{}/profilo", call.base()),
            inputs: vec![choice(call, "profilo", call.of("Profilo", "Profile"), &options, &[])],
            button: call.of("Usa", "Use").to_owned(),
            ..PinForm::default()
        }]
    } else {
        Vec::new()
    };
    let parts = Parts { facts, forms, ..Parts::default() };
    page(call, StatusCode::OK, "pin-profilo", call.of("Profili", "Profiles"), parts)
}
