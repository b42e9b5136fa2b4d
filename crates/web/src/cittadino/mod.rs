//! The pages of workers.

use hyper::StatusCode;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::STYLE;
use crate::public;
use crate::session::Who;
use crate::site::{Caller, Site, Subject, Ways};

/// The pages of workers.
pub(crate) struct Cittadino;

/// A page, by path and method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Home,
    Style,
    PublicForm,
    Public,
}

impl Site for Cittadino {
    type Page = Page;
    type Reader = ();

    const AUDIENCE: Audience = Audience::Cittadino;

    fn ways(path: &str) -> Option<Ways<Page>> {
        Some(match path {
            "" | "/" => Ways::get(Page::Home),
            "/stile.css" => Ways::get(Page::Style),
            "/attestato" => Ways::both(Page::PublicForm, Page::Public),
            _ => return None,
        })
    }

    fn action(page: &Page) -> Option<&'static str> {
        match page {
            Page::Home | Page::Style => None,
            Page::PublicForm | Page::Public => Some("cittadino:attestato"),
        }
    }

    fn needs_log_in(_: &Page) -> bool {
        false
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let field = |name| call.form.get(name).to_owned();
        match page {
            Page::Public => Subject { worker: field("codiceFiscale"), number: field("numero"), ..Subject::default() },
            Page::Home | Page::Style | Page::PublicForm => Subject::default(),
        }
    }

    async fn reader(_: &Call<'_>, _: &Who) -> Result<Option<((), Caller)>, Broken> {
        Ok(None)
    }

    async fn answer(call: &mut Call<'_>, page: &Page, _: Option<&()>) -> Result<Answer, Broken> {
        match page {
            Page::Home => Ok(Answer::see_other(&format!("{}/attestato", call.base()))),
            Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
            Page::PublicForm => Ok(public::form(call)),
            Page::Public => public::look_up(call).await,
        }
    }
}
