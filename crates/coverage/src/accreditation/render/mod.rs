//! The sheet in words: one file for each format.

mod html;
mod junit;
mod pdf;
mod text;
mod words;

use chrono::{DateTime, Utc};
use sac_diagnostic::Language;
use sac_print::PrintError;

use super::report::Accreditation;
use super::signed::Signed;
use crate::render::Format;

/// The sheet. The page has both languages and begins with this one.
#[must_use]
pub fn accreditation(report: &Accreditation, signed: &Signed, format: Format, language: Language) -> String {
    match format {
        Format::Html => html::sheet(report, signed, language),
        Format::Text => text::sheet(report, language),
        Format::Junit => junit::sheet(report, language),
    }
}

/// The sheet to sign and hand over, as PDF/A-2a; `now` is by the world's clock.
///
/// # Errors
/// It cannot be written.
pub fn accreditation_pdf(
    report: &Accreditation,
    signed: &Signed,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, PrintError> {
    sac_print::statement(&pdf::statement(report, signed, language, now), now)
}
