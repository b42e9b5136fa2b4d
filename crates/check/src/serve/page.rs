//! The page with the form.

use askama::Template;

use super::form::MOST;
use super::state::State;
use crate::circumstances::{Setting, VERSION};
use sac_diagnostic::{Language, Text};
use sac_report::Style;

/// The rules that the report does without.
const FURTHER: &str = include_str!("../../templates/upload.css");

/// The page as it is filled in.
#[derive(Template)]
#[template(path = "upload.html")]
struct Upload {
    language: Language,
    version: &'static str,
    style: Style,
    /// Why there is no report.
    fault: Option<Text>,
    of_all: String,
    of_one: String,
    most: usize,
    today: String,
    settings: Vec<Setting>,
}

impl Upload {
    fn title(&self) -> &'static str {
        self.language.pick("Controllo dei messaggi SAC", "Check of SAC messages")
    }

    fn generator(&self) -> String {
        format!("sac check {}", self.version)
    }
}

/// The page and its policy.
pub(super) struct Page {
    pub(super) html: String,
    pub(super) policy: String,
}

/// The page in a language, perhaps with a word on what was wrong with the request before.
pub(super) fn page(state: &State, language: Language, fault: Option<Text>) -> Result<Page, askama::Error> {
    let (checker, circumstances) = state.checker();
    let style = Style::new(FURTHER, "form-action 'self'");
    let policy = style.policy.clone();
    let upload = Upload {
        language,
        version: VERSION,
        style,
        fault,
        of_all: size(state.cap),
        of_one: size(checker.max_bytes),
        most: MOST,
        today: checker.today.to_string(),
        settings: circumstances.settings,
    };
    Ok(Page { html: upload.render()?, policy })
}

/// A size in units that people read.
fn size(bytes: usize) -> String {
    match bytes {
        _ if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} byte"),
    }
}
