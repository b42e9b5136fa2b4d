//! Forms with a file (`multipart/form-data`).

use std::collections::BTreeMap;
use std::convert::Infallible;

use bytes::Bytes;
use hyper::header::CONTENT_TYPE;
use multer::Multipart;
use sac_http::RequestHead;

use crate::form::{BadForm, Form};

/// The fields of a form, or why it is none; and its file.
pub(crate) struct Upload(Result<Form, BadForm>, Option<Vec<u8>>);

impl Upload {
    pub(crate) fn unzip(self) -> (Result<Form, BadForm>, Option<Vec<u8>>) {
        (self.0, self.1)
    }
}

/// Whether the body is said to be one.
pub(crate) fn is_one(head: &RequestHead) -> bool {
    let media = head.header(&CONTENT_TYPE).unwrap_or_default();
    media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("multipart/form-data"))
}

/// Reads the parts. A part with a file name is the file, of which there is one at most.
pub(crate) async fn read(head: &RequestHead, body: Bytes) -> Upload {
    match parts(head, body).await {
        Ok((form, file)) => Upload(Ok(form), file),
        Err(bad) => Upload(Err(bad), None),
    }
}

async fn parts(head: &RequestHead, body: Bytes) -> Result<(Form, Option<Vec<u8>>), BadForm> {
    let media = head.header(&CONTENT_TYPE).unwrap_or_default();
    let boundary = multer::parse_boundary(media).map_err(|_| BadForm::NotUtf8)?;
    let whole = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut parts = Multipart::new(whole, boundary);
    let mut fields = BTreeMap::new();
    let mut file = None;
    while let Some(part) = parts.next_field().await.map_err(|_| BadForm::NotUtf8)? {
        let name = part.name().ok_or(BadForm::NotUtf8)?.to_owned();
        let is_file = part.file_name().is_some();
        let bytes = part.bytes().await.map_err(|_| BadForm::NotUtf8)?;
        if is_file {
            if file.replace(bytes.to_vec()).is_some() {
                return Err(BadForm::Twice);
            }
            continue;
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| BadForm::NotUtf8)?;
        if fields.insert(name, text).is_some() {
            return Err(BadForm::Twice);
        }
    }
    Ok((Form::of(fields), file))
}
