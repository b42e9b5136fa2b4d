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
        Self {
            title: lang.of(title.it, title.en).to_owned(),
            detail: detail.get(lang.0).to_owned(),
            member: member.filter(|it| !it.is_empty()),
        }
    }
}
