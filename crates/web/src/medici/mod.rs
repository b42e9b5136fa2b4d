//! The web channel of doctors, hospital doctors and operators (decree §4.2).
//!
//! ```text
//! fields ─▶ values (typed) ─▶ message (the contract's request, judged by its schema) ─▶ the service of every channel
//!                                                                       ◀─ refusals, beside their fields
//! ```

mod calendar;
mod changed;
mod copy;
mod doctor;
mod document;
mod fields;
mod forms;
mod log_in;
mod menu;
mod message;
mod offered;
mod recall;
mod refused;
mod search;
mod send;
mod sheet;
mod summary;
mod values;

use std::sync::LazyLock;

use hyper::StatusCode;
use sac_certificates::rule::sender;
use sac_domain::user::UserKind;
use sac_pin::profile::Servizio;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::STYLE;
use crate::session::Who;
use crate::site::{Caller, Site, Subject, Ways};
use doctor::Doctor;
use document::Print;
use sheet::Sheet;

/// The web channel.
pub(crate) struct Medici;

/// A page, by path and method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Style,
    LogInForm,
    LogIn,
    LogInByCard,
    LogOut,
    Menu,
    /// An empty form, or one with something filled in.
    Form(Sheet),
    /// What a form sends.
    Post(Sheet),
    /// A certificate, by PUC.
    Certificate(String),
    /// An admission, by PUCIR.
    Admission(String),
    /// A print.
    Print(Print, String),
    /// The form for a copy by e-mail.
    CopyForm(Print, String),
    /// A copy by e-mail.
    Copy(Print, String),
}

impl Site for Medici {
    type Page = Page;
    type Reader = Doctor;

    const AUDIENCE: Audience = Audience::Web;

    fn ways(path: &str) -> Option<Ways<Page>> {
        let documents = |rest: &str, is_certificate: bool| {
            let (number, part) = rest.split_once('/').map_or((rest, None), |(number, part)| (number, Some(part)));
            let number = number.to_owned();
            let kind = if is_certificate { Print::Certificato } else { Print::Comunicazione };
            Some(match (is_certificate, part) {
                (true, None) => Ways::get(Page::Certificate(number)),
                (false, None) => Ways::get(Page::Admission(number)),
                (true, Some("certificato.pdf")) | (false, Some("comunicazione.pdf")) => {
                    Ways::get(Page::Print(kind, number))
                }
                (true, Some("attestato.pdf")) => Ways::get(Page::Print(Print::Attestato, number)),
                (_, Some("email")) => Ways::both(Page::CopyForm(kind, number.clone()), Page::Copy(kind, number)),
                _ => return None,
            })
        };
        Some(match path {
            "" | "/" => Ways::get(Page::Home),
            "/stile.css" => Ways::get(Page::Style),
            "/accesso" => Ways::both(Page::LogInForm, Page::LogIn),
            "/accesso-carta" => Ways::post(Page::LogInByCard),
            "/uscita" => Ways::post(Page::LogOut),
            "/menu" => Ways::get(Page::Menu),
            _ => match Sheet::ALL.into_iter().find(|sheet| sheet.path() == path) {
                Some(sheet) => Ways::both(Page::Form(sheet), Page::Post(sheet)),
                None => match (path.strip_prefix("/malattia/"), path.strip_prefix("/ricovero/")) {
                    (Some(rest), _) => return documents(rest, true),
                    (None, Some(rest)) => return documents(rest, false),
                    (None, None) => return None,
                },
            },
        })
    }

    fn action(page: &Page, call: &Call<'_>) -> Option<&'static str> {
        Some(match page {
            Page::Home | Page::Style | Page::Menu | Page::Certificate(_) | Page::Admission(_) => return None,
            Page::LogInForm | Page::LogIn | Page::LogInByCard => "web:accesso",
            Page::LogOut => "web:uscita",
            Page::Form(sheet) => sheet.actions().0,
            Page::Post(sheet) => {
                let (verify, send) = sheet.actions();
                if call.form.get("azione") == "invia" { send } else { verify }
            }
            Page::Print(..) => "web:stampa",
            Page::CopyForm(..) | Page::Copy(..) => "web:email",
        })
    }

    fn meets_plan(page: &Page) -> bool {
        !matches!(page, Page::LogInForm | Page::Form(_) | Page::CopyForm(..))
    }

    fn shows_refusal(page: &Page) -> bool {
        matches!(page, Page::Post(_))
    }

    fn needs_log_in(page: &Page) -> bool {
        !matches!(page, Page::Home | Page::Style | Page::LogInForm | Page::LogIn | Page::LogInByCard)
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let form = |name: &str| call.form.get(name).to_owned();
        match page {
            Page::LogIn => Subject { user: call.form.exact("utente").to_owned(), ..Subject::default() },
            Page::Post(_) => {
                let number = Some(form("idCertificato")).filter(|number| !number.is_empty());
                let number = number.unwrap_or_else(|| form("idInizioRicovero"));
                Subject { worker: form("lavoratore.codiceFiscale"), number, ..Subject::default() }
            }
            Page::Certificate(number)
            | Page::Admission(number)
            | Page::Print(_, number)
            | Page::CopyForm(_, number)
            | Page::Copy(_, number) => Subject { number: number.clone(), ..Subject::default() },
            _ => Subject::default(),
        }
    }

    async fn reader(call: &Call<'_>, who: &Who) -> Result<Option<(Doctor, Caller)>, Broken> {
        let credentials = call.world().credentials();
        let found = match who {
            Who::User { caller, pincode } => credentials.renew(caller).await?.map(|caller| (caller, pincode.clone())),
            // Asked on every request: a block, a revocation or a lost profile ends the session.
            Who::ByPin(code) => match call.world().pins().in_force(code, Servizio::Web).await? {
                Some(proof) => credentials.doctor_by_pin(&proof).await?,
                None => None,
            },
            _ => None,
        };
        let Some((caller, pincode)) = found else { return Ok(None) };
        let user = caller.user();
        let known = Caller { name: Some(user.name.clone()), kind: user.kind.name(), how: caller.how(), worker: None };
        Ok(Some((Doctor { caller, pincode }, known)))
    }

    async fn answer(call: &mut Call<'_>, page: &Page, doctor: Option<&Doctor>) -> Result<Answer, Broken> {
        let Some(doctor) = doctor else {
            return match page {
                Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", &**WHOLE_STYLE)),
                Page::LogInForm => log_in::form(call).await,
                Page::LogIn => log_in::by_password(call).await,
                Page::LogInByCard => log_in::by_card(call).await,
                _ => {
                    let target = if call.is_logged_in() { "menu" } else { "accesso" };
                    Ok(Answer::see_other(&format!("{}/{target}", call.base())))
                }
            };
        };
        if let Some(answer) = not_for_operators(call, page, doctor) {
            return Ok(answer);
        }
        match page {
            Page::LogOut => Ok(call.log_out()),
            Page::Menu => menu::menu(call, doctor).await,
            Page::Form(sheet) => forms::empty(call, doctor, *sheet).await,
            Page::Post(_) if !call.is_own_form() => Ok(call.csrf_refused()),
            Page::Post(Sheet::Lavoratore) => search::worker(call, doctor).await,
            Page::Post(Sheet::Ricerca) => search::certificates(call, doctor).await,
            Page::Post(Sheet::Ristampa) => search::once_more(call, doctor).await,
            Page::Post(Sheet::Dimissione) if call.form.get("azione") == "richiama" => {
                recall::recall(call, doctor).await
            }
            Page::Post(sheet) => send::post(call, doctor, *sheet).await,
            Page::Certificate(number) => document::certificate(call, doctor, number).await,
            Page::Admission(number) => document::admission(call, doctor, number).await,
            Page::Print(print, number) => document::print(call, doctor, *print, number).await,
            Page::CopyForm(print, number) => copy::form(call, doctor, *print, number).await,
            Page::Copy(print, number) => copy::send(call, doctor, *print, number).await,
            _ => Ok(Answer::see_other(&format!("{}/menu", call.base()))),
        }
    }
}

/// The style of every page, with that of these.
static WHOLE_STYLE: LazyLock<String> =
    LazyLock::new(|| format!("{STYLE}\n{}", include_str!("../../templates/medici.css")));

/// The refusal of an operator who opens what is for doctors.
fn not_for_operators(call: &Call<'_>, page: &Page, doctor: &Doctor) -> Option<Answer> {
    let UserKind::Operatore { .. } = doctor.user().kind else { return None };
    let operation = match page {
        Page::Form(sheet) | Page::Post(sheet) => sheet.form().operation,
        Page::Certificate(_) | Page::Print(Print::Certificato | Print::Attestato, _) => {
            Sheet::Ristampa.form().operation
        }
        Page::CopyForm(Print::Certificato, _) | Page::Copy(Print::Certificato, _) => Sheet::Ristampa.form().operation,
        _ => return None,
    };
    let refusal = sender::utente_non_abilitato(operation, true)?;
    Some(call.refusal(StatusCode::FORBIDDEN, "non-abilitato", refused::on_its_own(call, &refusal)))
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;
    use crate::site::{Missing, page};

    #[test]
    fn paths_and_methods_lead_to_pages() {
        let number = || "123456789".to_owned();
        let cases = [
            ("/malattia/nuovo", Method::GET, Ok(Page::Form(Sheet::Malattia))),
            ("/malattia/nuovo", Method::POST, Ok(Page::Post(Sheet::Malattia))),
            ("/malattia/nuovo", Method::PUT, Err(Missing::Method("GET, HEAD, POST"))),
            ("/malattia/123456789", Method::HEAD, Ok(Page::Certificate(number()))),
            ("/malattia/123456789", Method::POST, Err(Missing::Method("GET, HEAD"))),
            ("/malattia/123456789/attestato.pdf", Method::GET, Ok(Page::Print(Print::Attestato, number()))),
            ("/malattia/123456789/email", Method::POST, Ok(Page::Copy(Print::Certificato, number()))),
            ("/ricovero/123456789/comunicazione.pdf", Method::GET, Ok(Page::Print(Print::Comunicazione, number()))),
            ("/ricovero/123456789/certificato.pdf", Method::GET, Err(Missing::Path)),
            ("/accesso-carta", Method::GET, Err(Missing::Method("POST"))),
            ("/dimissione/123456789", Method::GET, Err(Missing::Path)),
            ("/malattia/1/2/3", Method::GET, Err(Missing::Path)),
        ];
        for (path, method, expected) in cases {
            assert_eq!(page::<Medici>(path, &method), expected, "{method} {path}");
        }
    }
}
