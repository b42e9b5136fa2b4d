//! The pages of workers (decree §3.6).

mod document;
mod list;
mod log_in;
mod print;
mod services;
mod worker;

use hyper::StatusCode;
use sac_domain::exchange::How;
use sac_pin::profile::Servizio;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::STYLE;
use crate::pin::services_refused;
use crate::public;
use crate::session::Who;
use crate::site::{Caller, Site, Subject, Ways};
use print::Print;
use worker::Worker;

/// The pages of workers.
pub(crate) struct Cittadino;

/// A page, by path and method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Style,
    PublicForm,
    Public,
    LogInForm,
    LogIn,
    LogOut,
    List,
    Document(String),
    Print(String, Print),
    ServicesForm,
    Services,
}

impl Site for Cittadino {
    type Page = Page;
    type Reader = Worker;

    const AUDIENCE: Audience = Audience::Cittadino;

    fn ways(path: &str) -> Option<Ways<Page>> {
        Some(match path {
            "" | "/" => Ways::get(Page::Home),
            "/stile.css" => Ways::get(Page::Style),
            "/attestato" => Ways::both(Page::PublicForm, Page::Public),
            "/accesso" => Ways::both(Page::LogInForm, Page::LogIn),
            "/uscita" => Ways::post(Page::LogOut),
            "/certificati" => Ways::both(Page::List, Page::List),
            "/servizi" => Ways::both(Page::ServicesForm, Page::Services),
            _ => {
                let rest = path.strip_prefix("/certificati/")?;
                Ways::get(match rest.split_once('/') {
                    None => Page::Document(rest.to_owned()),
                    Some((number, name)) => Page::Print(number.to_owned(), Print::named(name)?),
                })
            }
        })
    }

    fn action(page: &Page, _: &Call<'_>) -> Option<&'static str> {
        Some(match page {
            Page::Home | Page::Style => return None,
            Page::PublicForm | Page::Public => "cittadino:attestato",
            Page::LogInForm | Page::LogIn | Page::LogOut => "cittadino:accesso",
            Page::List => "cittadino:elenco",
            Page::Document(_) | Page::Print(..) => "cittadino:documento",
            Page::ServicesForm | Page::Services => "cittadino:servizi",
        })
    }

    fn needs_log_in(page: &Page) -> bool {
        match page {
            Page::Home | Page::Style | Page::PublicForm | Page::Public | Page::LogInForm | Page::LogIn => false,
            Page::LogOut | Page::List | Page::Document(_) | Page::Print(..) | Page::ServicesForm | Page::Services => {
                true
            }
        }
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let field = |name| call.form.get(name).to_owned();
        let mut subject = Subject::default();
        match page {
            Page::Public => (subject.worker, subject.number) = (field("codiceFiscale"), field("numero")),
            Page::LogIn => subject.worker = field("codiceFiscale"),
            Page::Document(number) | Page::Print(number, _) => subject.number.clone_from(number),
            _ => {}
        }
        subject
    }

    async fn reader(call: &Call<'_>, who: &Who) -> Result<Option<(Worker, Caller)>, Broken> {
        let Who::Worker(code) = who else { return Ok(None) };
        let found = call.world().certificates().register.find(code.clone()).await?;
        let is_there = found.is_some_and(|worker| !worker.deceduto)
            && call.world().pins().in_force(code, Servizio::Cittadino).await?.is_some();
        // A worker's code is no name that the journal may keep of a caller.
        let worker = Some(code.as_str().to_owned());
        let caller = Caller { name: None, kind: "cittadino", how: How::Password, worker };
        Ok(is_there.then(|| (Worker { code: code.clone() }, caller)))
    }

    async fn answer(call: &mut Call<'_>, page: &Page, worker: Option<&Worker>) -> Result<Answer, Broken> {
        let Some(worker) = worker else { return open(call, page).await };
        match page {
            Page::LogOut => Ok(call.log_out()),
            Page::List => list::list(call, worker).await,
            Page::Document(number) => document::page(call, worker, number).await,
            Page::Print(number, print) => document::print(call, worker, number, *print).await,
            Page::ServicesForm => services::form(call, worker).await,
            Page::Services => match services_refused(call, &worker.code).await? {
                Some(answer) => Ok(answer),
                None => services::change(call, worker).await,
            },
            _ => Ok(Answer::see_other(&format!("{}/certificati", call.base()))),
        }
    }
}

/// The pages for which nobody must be logged in.
async fn open(call: &mut Call<'_>, page: &Page) -> Result<Answer, Broken> {
    match page {
        Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
        Page::PublicForm => Ok(public::form(call)),
        Page::Public => public::look_up(call).await,
        Page::LogInForm => log_in::form(call),
        Page::LogIn => log_in::log_in(call).await,
        _ => {
            let start = if call.is_logged_in() { "certificati" } else { "accesso" };
            Ok(Answer::see_other(&format!("{}/{start}", call.base())))
        }
    }
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;
    use crate::site::{Missing, page};

    #[test]
    fn paths_and_methods_lead_to_pages() {
        let number = "123456789".to_owned();
        let cases = [
            ("/accesso", Method::POST, Ok(Page::LogIn)),
            ("/uscita", Method::GET, Err(Missing::Method("POST"))),
            ("/certificati", Method::POST, Ok(Page::List)),
            ("/certificati/123456789", Method::GET, Ok(Page::Document(number.clone()))),
            ("/certificati/123456789", Method::POST, Err(Missing::Method("GET, HEAD"))),
            (
                "/certificati/123456789/certificato.pdf",
                Method::GET,
                Ok(Page::Print(number.clone(), Print::Certificato)),
            ),
            ("/certificati/123456789/attestato.pdf", Method::HEAD, Ok(Page::Print(number.clone(), Print::Attestato))),
            ("/certificati/123456789/ricovero.pdf", Method::GET, Ok(Page::Print(number, Print::Ricovero))),
            ("/certificati/123456789/altro.pdf", Method::GET, Err(Missing::Path)),
            ("/certificati.xml", Method::POST, Err(Missing::Path)),
            ("/servizi", Method::DELETE, Err(Missing::Method("GET, HEAD, POST"))),
        ];
        for (path, method, expected) in cases {
            assert_eq!(page::<Cittadino>(path, &method), expected, "{method} {path}");
        }
    }
}
