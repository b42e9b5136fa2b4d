//! A body as text, where it is one, and the bytes again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sac_xml::Charset;

/// A body in a form that fits into JSON; the bytes can be made of it again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Utf8(String),
    Latin1(String),
    Base64(String),
}

impl Body {
    /// `stated` is the charset of the `Content-Type`.
    pub(crate) fn of(bytes: &[u8], stated: Option<&str>) -> Self {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Self::Utf8(text.to_owned());
        }
        match sac_xml::decode(bytes, stated) {
            Ok(document) if document.charset() == Charset::Latin1 => {
                Self::Latin1(bytes.iter().copied().map(char::from).collect())
            }
            _ => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    pub(crate) fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Utf8(text) => Some(text.into_bytes()),
            Self::Latin1(text) => text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect(),
            Self::Base64(text) => STANDARD.decode(text).ok(),
        }
    }
}
