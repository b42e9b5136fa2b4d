//! Pages that say what went wrong.

use askama::Template;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;

use super::frame::{Frame, Section};
use super::html;
use super::language::Lang;
use crate::problem::Problem;

/// A page that says what went wrong.
pub(crate) struct Failed(Box<Response>);

/// What a form or a page says of a problem.
pub(crate) struct Trouble {
    pub(super) title: String,
    /// In English, as the control API says it.
    pub(super) detail: String,
    /// The member that is wrong.
    pub(super) member: Option<String>,
}

#[derive(Template)]
#[template(path = "failed.html")]
struct Page<'a> {
    frame: &'a Frame,
    trouble: &'a Trouble,
    status: u16,
}

impl Failed {
    /// A status and nothing else.
    pub(super) fn bare(status: StatusCode) -> Self {
        Self(Box::new(status.into_response()))
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// The page of a problem.
pub(super) fn failed(frame: &Frame, problem: Problem) -> Failed {
    let status = problem.status();
    let trouble = Trouble::of(frame.lang, problem);
    Failed(Box::new(html::page(status, &Page { frame, trouble: &trouble, status: status.as_u16() })))
}

impl Trouble {
    pub(super) fn of(lang: Lang, problem: Problem) -> Self {
        let (title, detail, pointer) = problem.into_words();
        let member = pointer.map(|pointer| pointer.trim_start_matches('/').replace('/', "."));
        Self { title: lang.of(italian(title), title).to_owned(), detail, member: member.filter(|it| !it.is_empty()) }
    }
}

/// The title of a problem in Italian.
fn italian(title: &'static str) -> &'static str {
    match title {
        "The body is not JSON" => "I dati non sono leggibili",
        "A query parameter is wrong" => "Un filtro non è valido",
        "There is nothing at this path" => "A questo indirizzo non c'è nulla",
        "There is no such thing" => "Non esiste",
        "The path does not take this method" => "Questo indirizzo non si può usare così",
        "It contradicts what is there" => "Contraddice ciò che c'è già",
        "The body is too long" => "I dati sono troppo lunghi",
        "The body has a member that is not known" => "Un campo non è previsto",
        "The body lacks a member" => "Manca un campo",
        "A member has a wrong value" => "Un campo ha un valore non valido",
        "The request comes from elsewhere" => "La richiesta viene da un'altra parte",
        "The gateway failed" => "Il gateway non è riuscito",
        other => other,
    }
}
