//! A statement of several pages: facts, a table in sections, notes, and lines to sign on.

mod content;
mod draw;
mod plan;

use chrono::{DateTime, Utc};
use krilla::configure::{Archival, ConfigurationBuilder, PdfVersion};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::tagging::{Node, TagTree};
use krilla::{Document, SerializeSettings};

use crate::error::PrintError;
use crate::layout::PAGE;
use crate::pdf::date;
use crate::sheet::MM;
pub use content::{COLUMNS, Section, Statement};
use draw::Drawing;

/// The statement as a PDF/A-2a file: the same bytes for the same statement and moment.
///
/// # Errors
/// It cannot be written.
pub fn statement(statement: &Statement, moment: DateTime<Utc>) -> Result<Vec<u8>, PrintError> {
    let statement = statement.on_paper();
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|source| PrintError::pdf(&source))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let settings = PageSettings::from_wh(PAGE.0 * MM, PAGE.1 * MM).ok_or_else(|| PrintError::pdf(&PAGE))?;
    let mut drawing = Drawing::new(&statement)?;
    let pages = drawing.pages();
    for (index, parts) in pages.iter().enumerate() {
        let mut page = document.start_page_with(settings.clone());
        drawing.page(page.surface(), parts, index + 1, pages.len());
        page.finish();
    }
    let tags = TagTree::from(vec![Node::from(drawing.finish())]);
    document.set_tag_tree(tags.with_lang(Some(statement.language.to_owned())));
    document.set_metadata(
        Metadata::new()
            .title(statement.title.clone())
            .language(statement.language.to_owned())
            .creation_date(date(moment)),
    );
    document.finish().map_err(|source| PrintError::pdf(&source))
}
