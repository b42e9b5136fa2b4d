//! Reports in words: one file for each format.

pub(crate) mod html;
mod junit;
mod text;
pub(crate) mod words;

use sac_diagnostic::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::report::Report;

/// The form of a report for people and for CI services; JSON is made by who needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page in both languages.
    Html,
    /// For a terminal.
    Text,
    /// For CI services.
    Junit,
}

impl Format {
    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Junit => "application/xml",
        }
    }
}

/// What a client has exercised and what never. The page has both languages and begins with this one.
#[must_use]
pub fn coverage(report: &Report, format: Format, language: Language) -> String {
    match format {
        Format::Html => html::coverage(report, language),
        Format::Text => text::coverage(report, language),
        Format::Junit => junit::coverage(report, language),
    }
}
