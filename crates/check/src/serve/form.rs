//! What the page's form sends: files, a text, the language.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use encoding_rs::mem::{encode_latin1_lossy, is_str_latin1};

use crate::input::Input;
use sac_diagnostic::{Language, kept};
use sac_xml::{Charset, decode};

/// The most files of a request.
pub(super) const MOST: usize = 1000;

/// What was sent.
pub(super) struct Form {
    pub(super) inputs: Vec<Input>,
    pub(super) language: Language,
    /// More files came than are looked at.
    pub(super) is_too_long: bool,
}

/// Reads the form. Fields that the page does not have are read over.
pub(super) async fn read(mut parts: Multipart, language: Language) -> Result<Form, MultipartError> {
    let mut form = Form { inputs: Vec::new(), language, is_too_long: false };
    let mut text = None;
    while let Some(field) = parts.next_field().await? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().map(kept).unwrap_or_default();
                let bytes = field.bytes().await?;
                if name.is_empty() && bytes.is_empty() {
                    continue;
                }
                if form.inputs.len() == MOST {
                    form.is_too_long = true;
                    continue;
                }
                let name = if name.is_empty() { "-".to_owned() } else { name };
                form.inputs.push(Input::Bytes(name, bytes.to_vec()));
            }
            Some("text") => text = Some(field.text().await?).filter(|text| !text.trim().is_empty()),
            Some("language") => match field.text().await?.as_str() {
                "it" => form.language = Language::It,
                "en" => form.language = Language::En,
                _ => {}
            },
            _ => drop(field.bytes().await?),
        }
    }
    if let Some(text) = text {
        let name = match form.language {
            Language::It => "testo incollato",
            Language::En => "pasted text",
        };
        form.inputs.push(Input::Bytes(name.to_owned(), in_its_charset(text)));
    }
    Ok(form)
}

/// A text that declares ISO-8859-1 was in that before it was pasted; browsers send all text as UTF-8.
fn in_its_charset(text: String) -> Vec<u8> {
    if is_str_latin1(&text) {
        let bytes = encode_latin1_lossy(&text);
        if decode(&bytes, None).is_ok_and(|document| document.charset() == Charset::Latin1) {
            return bytes.into_owned();
        }
    }
    text.into_bytes()
}
