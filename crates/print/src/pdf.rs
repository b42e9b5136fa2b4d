//! A form as a PDF/A-2a file.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use krilla::configure::{Archival, ConfigurationBuilder, PdfVersion};
use krilla::metadata::{DateTime as PdfDate, Metadata};
use krilla::page::PageSettings;
use krilla::{Document, SerializeSettings};

use crate::error::PrintError;
use crate::form::Form;
use crate::layout::{self, PAGE};
use crate::sheet::MM;

const LANGUAGE: &str = "it-IT";

/// The bytes of the file: the same for the same form, world and moment.
pub(crate) fn write(form: &Form, world: &str, moment: DateTime<Utc>) -> Result<Vec<u8>, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|source| PrintError::pdf(&source))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let settings = PageSettings::from_wh(PAGE.0 * MM, PAGE.1 * MM).ok_or_else(|| PrintError::pdf(&PAGE))?;
    let mut page = document.start_page_with(settings);
    let tags = layout::draw(page.surface(), form, world)?;
    page.finish();
    document.set_tag_tree(tags.with_lang(Some(LANGUAGE.to_owned())));
    document.set_metadata(
        Metadata::new()
            .title(format!("{} n. {}", form.title, form.number))
            .language(LANGUAGE.to_owned())
            .creation_date(date(moment)),
    );
    document.finish().map_err(|source| PrintError::pdf(&source))
}

/// A moment, as PDF has it.
pub(crate) fn date(moment: DateTime<Utc>) -> PdfDate {
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    PdfDate::new(u16::try_from(moment.year()).unwrap_or_default())
        .month(part(moment.month()))
        .day(part(moment.day()))
        .hour(part(moment.hour()))
        .minute(part(moment.minute()))
        .second(part(moment.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
