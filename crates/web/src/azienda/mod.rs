//! The pages of employers, and the public page.

mod document;
mod filters;
mod list;
mod log_in;
mod pec;
mod public;

use hyper::{Method, StatusCode};
use sac_certificates::lista;

use crate::answer::Answer;
use crate::call::{Audience, Broken, Call};
use crate::classic;
use crate::html::STYLE;
use crate::reader::Reader;

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
    ClassicForm,
    ClassicImage,
    ClassicMain,
}

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Path,
    /// The methods that there are.
    Method(&'static str),
}

/// What a page is reached by.
struct Ways {
    get: Option<Page>,
    post: Option<Page>,
}

/// The page at this path below the channel's.
pub(crate) fn page(audience: Audience, path: &str, method: &Method) -> Result<Page, Missing> {
    let both = |get, post| Ways { get: Some(get), post: Some(post) };
    let get = |get| Ways { get: Some(get), post: None };
    let post = |post| Ways { get: None, post: Some(post) };
    let ways = match (audience, path) {
        (_, "/stile.css") => get(Page::Style),
        (Audience::Classic, "" | "/") => get(Page::ClassicForm),
        (Audience::Classic, "/MyCaptcha.png") => get(Page::ClassicImage),
        (Audience::Classic, "/attivaMain") => both(Page::ClassicMain, Page::ClassicMain),
        (Audience::Classic, _) => return Err(Missing::Path),
        (_, "/attestato") => both(Page::PublicForm, Page::Public),
        (_, "" | "/") => get(Page::Home),
        (Audience::Cittadino, _) => return Err(Missing::Path),
        (Audience::Azienda, "/listaAttestati.xsd") => get(Page::Xsd),
        (Audience::Azienda, "/accesso") => both(Page::LogInForm, Page::LogIn),
        (Audience::Azienda, "/uscita") => post(Page::LogOut),
        (Audience::Azienda, "/attestati") => both(Page::List, Page::List),
        (Audience::Azienda, "/attestati.xml") => post(Page::Xml),
        (Audience::Azienda, "/pec") => both(Page::PecForm, Page::Pec),
        (Audience::Azienda, path) => {
            let Some(name) = path.strip_prefix("/attestati/").filter(|name| !name.contains('/')) else {
                return Err(Missing::Path);
            };
            match name.strip_suffix(".pdf") {
                Some(number) => get(Page::Pdf(number.to_owned())),
                None => get(Page::Document(name.to_owned())),
            }
        }
    };
    let Ways { get, post } = ways;
    let allowed = match (&get, &post) {
        (Some(_), Some(_)) => "GET, HEAD, POST",
        (Some(_), None) => "GET, HEAD",
        _ => "POST",
    };
    let found = match *method {
        Method::GET | Method::HEAD => get,
        Method::POST => post,
        _ => None,
    };
    found.ok_or(Missing::Method(allowed))
}

impl Page {
    /// The name of the action, in the journal and in fault plans.
    pub(crate) fn action(&self, audience: Audience) -> Option<&'static str> {
        Some(match (audience, self) {
            (_, Self::Home | Self::Style | Self::Xsd | Self::ClassicImage) => return None,
            (Audience::Azienda, Self::PublicForm | Self::Public) => "azienda:attestato",
            (Audience::Cittadino | Audience::Classic, _) | (_, Self::ClassicForm | Self::ClassicMain) => {
                "cittadino:attestato"
            }
            (_, Self::LogInForm | Self::LogIn | Self::LogOut) => "azienda:accesso",
            (_, Self::List) => "azienda:elenco",
            (_, Self::Document(_) | Self::Pdf(_)) => "azienda:documento",
            (_, Self::Xml) => "azienda:xml",
            (_, Self::PecForm | Self::Pec) => "azienda:pec",
        })
    }

    /// Whether somebody must be logged in.
    pub(crate) fn needs_log_in(&self) -> bool {
        matches!(
            self,
            Self::List | Self::Document(_) | Self::Pdf(_) | Self::Xml | Self::PecForm | Self::Pec | Self::LogOut
        )
    }
}

/// Makes the page.
pub(crate) async fn answer(call: &mut Call<'_>, page: &Page, reader: Option<&Reader>) -> Result<Answer, Broken> {
    let Some(reader) = reader else {
        return match page {
            Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
            Page::Xsd => Ok(Answer::new(StatusCode::OK, "application/xml", lista::xsd(None))),
            Page::PublicForm => Ok(public::form(call, StatusCode::OK, &[])),
            Page::Public => public::look_up(call).await,
            Page::ClassicForm => classic::form(call, ""),
            Page::ClassicImage => Ok(classic::image()),
            Page::ClassicMain => classic::main(call).await,
            Page::LogInForm => log_in::form(call),
            Page::LogIn => log_in::log_in(call).await,
            _ => {
                let target = if call.memory.audience == Audience::Azienda { "accesso" } else { "attestato" };
                Ok(Answer::see_other(&format!("{}/{target}", call.base())))
            }
        };
    };
    match page {
        Page::LogOut => Ok(log_in::log_out(call)),
        Page::List => list::list(call, reader).await,
        Page::Xml => list::xml(call, reader).await,
        Page::Document(number) => document::page(call, reader, number).await,
        Page::Pdf(number) => document::pdf(call, reader, number).await,
        Page::PecForm => Ok(pec::form(call, reader, StatusCode::OK, &[])),
        Page::Pec => pec::change(call, reader).await,
        _ => Ok(Answer::see_other(&format!("{}/attestati", call.base()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(page(Audience::Azienda, path, &method), expected, "{method} {path}");
        }
        assert_eq!(page(Audience::Cittadino, "/accesso", &Method::GET), Err(Missing::Path));
    }
}
