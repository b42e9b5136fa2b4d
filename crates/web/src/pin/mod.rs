//! The pages of the PIN.

mod access;
mod change;
mod enti;
mod holder;
mod kit;
mod operatore;
mod ordine;
mod page;
mod public;
mod reader;
mod request;
mod unify;

use hyper::StatusCode;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::exchange::How;
use sac_pin::rule::{Refusal, Rule};
use sac_settings::DispositivoUse;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::STYLE;
use crate::session::Who;
use crate::site::{Caller, Site, Subject, Ways};
use page::Page;
use reader::Reader;

/// The pages of the PIN.
pub(crate) struct PinPages;

impl Site for PinPages {
    type Page = Page;
    type Reader = Reader;

    const AUDIENCE: Audience = Audience::Pin;
    /// A copy of a document, and what is around it.
    const FILE: Option<usize> = Some((2 << 20) + (64 << 10));

    fn takes_file(page: &Page) -> bool {
        matches!(page, Page::Conversion | Page::Batch)
    }

    fn ways(path: &str) -> Option<Ways<Page>> {
        Some(match path {
            "" | "/" => Ways::get(Page::Home),
            "/stile.css" => Ways::get(Page::Style),
            "/medici" => Ways::get(Page::Doctors),
            "/richiesta" => Ways::both(Page::RequestForm, Page::Request),
            "/richiesta/stato" => Ways::both(Page::StateForm, Page::State),
            "/accesso" => Ways::both(Page::AccessForm, Page::Access),
            "/uscita" => Ways::post(Page::Exit),
            "/profilo" => Ways::both(Page::ProfileForm, Page::Profile),
            "/primo-accesso" => Ways::both(Page::FirstAccessForm, Page::FirstAccess),
            "/cambio" => Ways::both(Page::ChangeForm, Page::Change),
            "/ripristino" => Ways::both(Page::RestoreForm, Page::Restore),
            "/contatti" => Ways::both(Page::ContactsForm, Page::Contacts),
            "/dispositivo" => Ways::both(Page::ConversionForm, Page::Conversion),
            "/revoca" => Ways::both(Page::RevocationForm, Page::Revocation),
            "/unificazione" => Ways::both(Page::UnificationForm, Page::Unification),
            "/enti" => Ways::get(Page::Enti),
            "/enti/accesso" => Ways::both(Page::EntiAccessForm, Page::EntiAccess),
            "/abilitazioni" => Ways::both(Page::AbilitazioniForm, Page::Abilitazioni),
            "/ordine" => Ways::get(Page::Ordine),
            "/ordine/richieste" => Ways::both(Page::OrdineRequests, Page::OrdineRequest),
            "/ordine/richieste/lotto" | "/ordine/lotto" => Ways::post(Page::Batch),
            "/ordine/richieste/consegna" | "/ordine/consegna" => Ways::post(Page::HandOver),
            "/operatore" => Ways::get(Page::Operatore),
            "/operatore/richieste" => Ways::get(Page::OperatoreRequests),
            "/operatore/soggetti" => Ways::both(Page::Subjects, Page::Subject),
            "/operatore/buste" => Ways::both(Page::EnvelopeForm, Page::Envelope),
            _ => return within(path),
        })
    }

    fn action(page: &Page, _: &Call<'_>) -> Option<&'static str> {
        Some(match page {
            Page::Home | Page::Style | Page::Doctors => return None,
            Page::RequestForm | Page::Request | Page::StateForm | Page::State => "pin:richiesta",
            Page::AccessForm
            | Page::Access
            | Page::Exit
            | Page::ProfileForm
            | Page::Profile
            | Page::Enti
            | Page::Ente(_)
            | Page::EntiAccessForm
            | Page::EntiAccess => "pin:accesso",
            Page::FirstAccessForm | Page::FirstAccess => "pin:primo-accesso",
            Page::ChangeForm | Page::Change => "pin:cambio",
            Page::RestoreForm | Page::Restore | Page::RestoreLink(_) | Page::UseLink(_) => "pin:ripristino",
            Page::ContactsForm | Page::Contacts => "pin:contatti",
            Page::ConversionForm | Page::Conversion => "pin:dispositivo",
            Page::RevocationForm | Page::Revocation => "pin:revoca",
            Page::UnificationForm | Page::Unification => "pin:unificazione",
            Page::AbilitazioniForm | Page::Abilitazioni => "pin:abilitazione",
            Page::Ordine | Page::OrdineRequests | Page::OrdineRequest | Page::Batch | Page::HandOver => "pin:ordine",
            Page::Operatore
            | Page::OperatoreRequests
            | Page::OperatoreRequest(_)
            | Page::Decide(_)
            | Page::Subjects
            | Page::Subject => "pin:operatore",
            Page::EnvelopeForm | Page::Envelope | Page::EnvelopePdf(_) => "pin:busta",
        })
    }

    fn needs_log_in(page: &Page) -> bool {
        !matches!(
            page,
            Page::Home
                | Page::Style
                | Page::Doctors
                | Page::RequestForm
                | Page::Request
                | Page::StateForm
                | Page::State
                | Page::AccessForm
                | Page::Access
                | Page::RestoreForm
                | Page::Restore
                | Page::RestoreLink(_)
                | Page::UseLink(_)
                | Page::RevocationForm
                | Page::Revocation
                | Page::EntiAccessForm
                | Page::EntiAccess
        )
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let worker = call.form.get("codiceFiscale").to_owned();
        let number = match page {
            Page::State => call.form.get("numero").to_owned(),
            Page::OperatoreRequest(number) | Page::Decide(number) => number.clone(),
            _ => String::new(),
        };
        Subject { worker, number, ..Subject::default() }
    }

    async fn reader(call: &Call<'_>, who: &Who) -> Result<Option<(Reader, Caller)>, Broken> {
        let Who::Pin(code, door) = who else { return Ok(None) };
        let caller = Caller { name: None, kind: "pin", how: How::Password, worker: Some(code.as_str().to_owned()) };
        Ok(Reader::of(call, code, *door).await?.map(|reader| (reader, caller)))
    }

    async fn answer(call: &mut Call<'_>, page: &Page, reader: Option<&Reader>) -> Result<Answer, Broken> {
        let Some(reader) = reader else { return open(call, page).await };
        if let Some(only) = reader.door.only()
            && !reader.may_see(page)
        {
            return Ok(Answer::see_other(&format!("{}{only}", call.base())));
        }
        match page {
            Page::Exit => Ok(access::leave(call, reader)),
            Page::ProfileForm | Page::Profile => Ok(access::profile(call, page, reader)),
            Page::FirstAccessForm | Page::ChangeForm => Ok(change::form(call, page, reader, &[])),
            Page::FirstAccess | Page::Change => change::change(call, page, reader).await,
            Page::ContactsForm => Ok(holder::contacts_form(call, reader, &[])),
            Page::Contacts => holder::contacts(call, reader).await,
            Page::ConversionForm => Ok(holder::conversion_form(call, reader, &[])),
            Page::Conversion => holder::conversion(call, reader).await,
            Page::UnificationForm | Page::Unification => unify::page(call, page, reader).await,
            Page::Enti => Ok(enti::home(call, reader)),
            Page::Ente(codice) => Ok(enti::service(call, reader, codice)),
            Page::AbilitazioniForm => Ok(enti::request_form(call, reader, &[])),
            Page::Abilitazioni => enti::request(call, reader).await,
            Page::Ordine | Page::OrdineRequests | Page::OrdineRequest | Page::Batch | Page::HandOver => {
                ordine::page(call, page, reader).await
            }
            Page::Operatore
            | Page::OperatoreRequests
            | Page::OperatoreRequest(_)
            | Page::Decide(_)
            | Page::Subjects
            | Page::Subject
            | Page::EnvelopeForm
            | Page::Envelope
            | Page::EnvelopePdf(_) => operatore::page(call, page, reader).await,
            _ => open(call, page).await,
        }
    }
}

/// The page that says so, where a change of a worker's services needs a PIN *dispositivo* that the worker has not.
pub(crate) async fn services_refused(call: &Call<'_>, code: &CodiceFiscale) -> Result<Option<Answer>, Broken> {
    let pins = call.world().pins();
    let subject = pins.find(code).await?;
    if !subject.is_some_and(|one| pins.needs_dispositivo(&one, DispositivoUse::CittadinoServizi)) {
        return Ok(None);
    }
    let links =
        vec![(format!("{}{}/dispositivo", call.head.mount, Audience::Pin.path()), "PIN dispositivo".to_owned())];
    let refusal = Refusal::of(Rule::DispositivoRichiesto);
    Ok(Some(kit::refusal_page(call, StatusCode::FORBIDDEN, &refusal, links)))
}

/// Paths with a name or a number in them.
fn within(path: &str) -> Option<Ways<Page>> {
    let last = |rest: &str| (!rest.is_empty() && !rest.contains('/')).then(|| rest.to_owned());
    if let Some(rest) = path.strip_prefix("/operatore/richieste/") {
        let number = last(rest)?;
        return Some(Ways::both(Page::OperatoreRequest(number.clone()), Page::Decide(number)));
    }
    if let Some(rest) = path.strip_prefix("/operatore/buste/") {
        return Some(Ways::get(Page::EnvelopePdf(last(rest.strip_suffix(".pdf")?)?)));
    }
    if let Some(rest) = path.strip_prefix("/enti/") {
        return Some(Ways::get(Page::Ente(last(rest)?)));
    }
    let link = last(path.strip_prefix("/ripristino/")?)?;
    Some(Ways::both(Page::RestoreLink(link.clone()), Page::UseLink(link)))
}

/// The pages for which nobody must be logged in.
async fn open(call: &mut Call<'_>, page: &Page) -> Result<Answer, Broken> {
    match page {
        Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
        Page::Doctors => public::doctors(call).await,
        Page::RequestForm => request::form(call, &[]),
        Page::Request => request::request(call).await,
        Page::StateForm => request::state_form(call),
        Page::State => request::state(call).await,
        Page::AccessForm => access::form(call),
        Page::Access => access::log_in(call).await,
        Page::RestoreForm => holder::restore_form(call),
        Page::Restore => holder::restore(call).await,
        Page::RevocationForm => holder::revocation_form(call, &[]),
        Page::Revocation => holder::revocation(call).await,
        Page::EntiAccessForm => enti::access_form(call),
        Page::EntiAccess => enti::log_in(call).await,
        Page::RestoreLink(link) => holder::link_form(call, link),
        Page::UseLink(link) => holder::use_link(call, link).await,
        _ => Ok(public::home(call)),
    }
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;
    use crate::site::{Missing, page as at};

    #[test]
    fn paths_and_methods_lead_to_pages() {
        let cases = [
            ("", Method::GET, Ok(Page::Home)),
            ("/accesso", Method::POST, Ok(Page::Access)),
            ("/accesso", Method::PUT, Err(Missing::Method("GET, HEAD, POST"))),
            ("/uscita", Method::GET, Err(Missing::Method("POST"))),
            ("/operatore/buste/12345678.pdf", Method::GET, Ok(Page::EnvelopePdf("12345678".into()))),
            ("/operatore/buste/12345678", Method::GET, Err(Missing::Path)),
            ("/operatore/richieste/123456789", Method::POST, Ok(Page::Decide("123456789".into()))),
            ("/enti/passweb", Method::GET, Ok(Page::Ente("passweb".into()))),
            ("/enti/a/b", Method::GET, Err(Missing::Path)),
            ("/nulla", Method::GET, Err(Missing::Path)),
        ];
        for (path, method, expected) in cases {
            assert_eq!(at::<PinPages>(path, &method), expected, "{method} {path}");
        }
    }
}
