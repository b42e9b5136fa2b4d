//! The pages of employers.

mod document;
mod filters;
mod list;
mod log_in;
mod pec;
mod reader;

use hyper::StatusCode;
use sac_certificates::lista;
use sac_domain::exchange::How;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::STYLE;
use crate::public;
use crate::session::Who;
use crate::site::{Caller, Site, Subject, Ways};
use reader::Reader;

/// The pages of employers.
pub(crate) struct Azienda;

/// A page, by path and method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Style,
    Xsd,
    PublicForm,
    Public,
    LogInForm,
    LogIn,
    LogOut,
    List,
    Document(String),
    Pdf(String),
    Xml,
    PecForm,
    Pec,
}

impl Site for Azienda {
    type Page = Page;
    type Reader = Reader;

    const AUDIENCE: Audience = Audience::Azienda;

    fn ways(path: &str) -> Option<Ways<Page>> {
        Some(match path {
            "" | "/" => Ways::get(Page::Home),
            "/stile.css" => Ways::get(Page::Style),
            "/attestato" => Ways::both(Page::PublicForm, Page::Public),
            "/listaAttestati.xsd" => Ways::get(Page::Xsd),
            "/accesso" => Ways::both(Page::LogInForm, Page::LogIn),
            "/uscita" => Ways::post(Page::LogOut),
            "/attestati" => Ways::both(Page::List, Page::List),
            "/attestati.xml" => Ways::post(Page::Xml),
            "/pec" => Ways::both(Page::PecForm, Page::Pec),
            _ => {
                let name = path.strip_prefix("/attestati/").filter(|name| !name.contains('/'))?;
                match name.strip_suffix(".pdf") {
                    Some(number) => Ways::get(Page::Pdf(number.to_owned())),
                    None => Ways::get(Page::Document(name.to_owned())),
                }
            }
        })
    }

    fn action(page: &Page, _: &Call<'_>) -> Option<&'static str> {
        Some(match page {
            Page::Home | Page::Style | Page::Xsd => return None,
            Page::PublicForm | Page::Public => "azienda:attestato",
            Page::LogInForm | Page::LogIn | Page::LogOut => "azienda:accesso",
            Page::List => "azienda:elenco",
            Page::Document(_) | Page::Pdf(_) => "azienda:documento",
            Page::Xml => "azienda:xml",
            Page::PecForm | Page::Pec => "azienda:pec",
        })
    }

    fn needs_log_in(page: &Page) -> bool {
        match page {
            Page::List | Page::Document(_) | Page::Pdf(_) | Page::Xml | Page::PecForm | Page::Pec | Page::LogOut => {
                true
            }
            Page::Home | Page::Style | Page::Xsd | Page::PublicForm | Page::Public | Page::LogInForm | Page::LogIn => {
                false
            }
        }
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let field = |name| call.form.get(name).to_owned();
        let mut subject = Subject::default();
        match page {
            Page::Public => (subject.worker, subject.number) = (field("codiceFiscale"), field("numero")),
            Page::List | Page::Xml => (subject.worker, subject.number) = (field("lavoratore"), field("numero")),
            Page::Document(number) | Page::Pdf(number) => subject.number.clone_from(number),
            Page::LogIn => call.form.exact("utente").clone_into(&mut subject.user),
            _ => {}
        }
        subject
    }

    async fn reader(call: &Call<'_>, who: &Who) -> Result<Option<(Reader, Caller)>, Broken> {
        if let Who::ByPin(code) = who {
            let caller = Caller { name: None, kind: "azienda", how: How::Password, worker: None };
            return Ok(Reader::by_pin(call, code).await?.map(|reader| (reader, caller)));
        }
        let Who::Employer(name) = who else { return Ok(None) };
        let caller = Caller { name: Some(name.clone()), kind: "azienda", how: How::Password, worker: None };
        Ok(Reader::of(call, name).await?.map(|reader| (reader, caller)))
    }

    async fn answer(call: &mut Call<'_>, page: &Page, reader: Option<&Reader>) -> Result<Answer, Broken> {
        let Some(reader) = reader else { return open(call, page).await };
        match page {
            Page::LogOut => Ok(call.log_out()),
            Page::List => list::list(call, reader).await,
            Page::Xml => list::xml(call, reader).await,
            Page::Document(number) => document::page(call, reader, number).await,
            Page::Pdf(number) => document::pdf(call, reader, number).await,
            Page::PecForm => Ok(pec::form(call, reader, StatusCode::OK, &[])),
            Page::Pec => pec::change(call, reader).await,
            _ => Ok(Answer::see_other(&format!("{}/attestati", call.base()))),
        }
    }
}

/// The pages for which nobody must be logged in.
async fn open(call: &mut Call<'_>, page: &Page) -> Result<Answer, Broken> {
    match page {
        Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
        Page::Xsd => Ok(Answer::new(StatusCode::OK, "application/xml", lista::xsd(call.namespace()))),
        Page::PublicForm => Ok(public::form(call)),
        Page::Public => public::look_up(call).await,
        Page::LogInForm => log_in::form(call),
        Page::LogIn => log_in::log_in(call).await,
        _ => Ok(Answer::see_other(&format!("{}/accesso", call.base()))),
    }
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;
    use crate::site::{Missing, page};

    #[test]
    fn paths_and_methods_lead_to_pages() {
        let cases = [
            ("/attestato", Method::GET, Ok(Page::PublicForm)),
            ("/attestato", Method::POST, Ok(Page::Public)),
            ("/attestato", Method::PUT, Err(Missing::Method("GET, HEAD, POST"))),
            ("/attestati/123456789", Method::HEAD, Ok(Page::Document("123456789".to_owned()))),
            ("/attestati/123456789.pdf", Method::GET, Ok(Page::Pdf("123456789".to_owned()))),
            ("/attestati/123456789", Method::POST, Err(Missing::Method("GET, HEAD"))),
            ("/attestati.xml", Method::GET, Err(Missing::Method("POST"))),
            ("/attestati/1/2", Method::GET, Err(Missing::Path)),
            ("/nulla", Method::GET, Err(Missing::Path)),
        ];
        for (path, method, expected) in cases {
            assert_eq!(page::<Azienda>(path, &method), expected, "{method} {path}");
        }
    }
}
