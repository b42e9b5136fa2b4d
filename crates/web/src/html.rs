//! The templates, and what they are filled with.

use askama::Template;

use crate::lang::Lang;
use crate::nav::Link;
use crate::view::{Field, View};

/// The style of all pages.
pub(crate) const STYLE: &str = include_str!("../templates/stile.css");

/// What every page has.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) lang: Lang,
    /// In front of every path of the channel.
    pub(crate) base: String,
    /// The page's own path, for the other language.
    pub(crate) here: String,
    pub(crate) page: &'static str,
    pub(crate) title: String,
    /// What every form must bring back; empty where nothing is asked for.
    pub(crate) csrf: String,
    /// The pages of the channel that the head of the page leads to.
    pub(crate) links: Vec<Link>,
    /// The last line of the page.
    pub(crate) footer: &'static str,
    /// A second form below the page's own.
    pub(crate) second: String,
    /// Whether there is a session that can be left.
    pub(crate) is_logged_in: bool,
}

/// What is wrong with a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormError {
    /// The field; empty where it is none.
    pub(crate) field: String,
    /// The rule, with the number of its refusal.
    pub(crate) rule: String,
    pub(crate) tipo: String,
    /// The code of a violation of form.
    pub(crate) code: String,
    pub(crate) text: String,
    /// The English words beside the Italian ones; empty where Italian is wanted.
    pub(crate) english: String,
}

impl FormError {
    /// The number of the refusal, or the code of what is wrong with the form.
    pub(crate) fn number(&self) -> String {
        if self.tipo.is_empty() { self.code.clone() } else { self.tipo.clone() }
    }

    /// The one answer to whatever is wrong with a name and its secret.
    pub(crate) fn wrong_credentials() -> Self {
        Self { text: "Credenziali non valide.".to_owned(), ..Self::default() }
    }
}

/// A field of a form.
#[derive(Template)]
#[template(path = "input.html", escape = "html")]
struct InputTemplate<'a> {
    i: Input<'a>,
}

/// What a field of a form is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Input<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) value: &'a str,
    pub(crate) autocomplete: &'a str,
    pub(crate) is_required: bool,
    /// Values and their labels; without any it is a text.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) error: Option<&'a FormError>,
}

impl Input<'_> {
    pub(crate) fn render(self) -> String {
        rendered(&InputTemplate { i: self })
    }
}

#[derive(Template)]
#[template(path = "errors.html", escape = "html")]
struct Errors<'a> {
    errors: &'a [FormError],
}

/// The list of what is wrong.
pub(crate) fn errors(errors: &[FormError]) -> String {
    rendered(&Errors { errors })
}

/// A page with one form.
#[derive(Template)]
#[template(path = "form.html", escape = "html")]
pub(crate) struct FormPage<'a> {
    pub(crate) f: Frame,
    pub(crate) intro: &'a str,
    pub(crate) note: &'a str,
    pub(crate) errors: String,
    pub(crate) action: String,
    pub(crate) inputs: Vec<String>,
    pub(crate) button: &'a str,
    pub(crate) outro: &'a str,
}

/// A page that says something.
#[derive(Template)]
#[template(path = "message.html", escape = "html")]
pub(crate) struct MessagePage<'a> {
    pub(crate) f: Frame,
    pub(crate) text: &'a str,
    pub(crate) errors: String,
    pub(crate) back: String,
    pub(crate) back_label: &'a str,
}

/// A document.
#[derive(Template)]
#[template(path = "document.html", escape = "html")]
pub(crate) struct DocumentPage<'a> {
    pub(crate) f: Frame,
    pub(crate) v: View,
    pub(crate) state: &'a str,
    /// Where the prints are, and what they are called; none where one is asked for by a form with this codice fiscale.
    pub(crate) prints: Vec<(String, &'static str)>,
    pub(crate) code: &'a str,
    /// Where the list is, below the channel's path.
    pub(crate) back: &'static str,
}

/// The list of documents.
#[derive(Template)]
#[template(path = "list.html", escape = "html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: Frame,
    /// Where the list is, below the channel's path; each document is below that.
    pub(crate) path: &'static str,
    /// Where the same is as XML, if anywhere.
    pub(crate) xml: &'static str,
    pub(crate) errors: String,
    pub(crate) inputs: Vec<String>,
    pub(crate) heads: Vec<&'a str>,
    pub(crate) rows: Vec<Row>,
    pub(crate) total: u64,
    pub(crate) page: u64,
    pub(crate) pages: u64,
    /// The filters, for the other pages of the list.
    pub(crate) kept: Vec<(&'a str, &'a str)>,
}

/// A document in the list.
pub(crate) struct Row {
    pub(crate) number: String,
    pub(crate) kind: &'static str,
    pub(crate) state: String,
    pub(crate) cells: Vec<Field>,
}

/// What is sent to a worker.
#[derive(Template)]
#[template(path = "services.html", escape = "html")]
pub(crate) struct ServicesPage {
    pub(crate) f: Frame,
    pub(crate) errors: String,
    pub(crate) services: Vec<Service>,
}

/// One of the services.
pub(crate) struct Service {
    pub(crate) title: &'static str,
    /// The name of the field that switches it.
    pub(crate) name: &'static str,
    pub(crate) inputs: Vec<String>,
    /// What became of the last message; empty where there is none.
    pub(crate) outcome: &'static str,
}

/// The page; one that cannot be made is empty, which a test would see.
pub(crate) fn rendered(template: &impl Template) -> String {
    template.render().unwrap_or_default()
}
