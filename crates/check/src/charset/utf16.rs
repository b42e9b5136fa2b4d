//! Messages in UTF-16 and UTF-32, which the service does not read.

use encoding_rs::{UTF_16BE, UTF_16LE};

use crate::issue::Reading;
use sac_report::visible;
use sac_xml::utf16_or_32;

/// How many bytes are read to show how a message begins.
const SHOWN: usize = 96;

/// How a message in UTF-16 or UTF-32 begins.
pub(super) fn reading(bytes: &[u8]) -> Option<Reading> {
    let (charset, _) = utf16_or_32(bytes)?;
    let text = decode(bytes.get(..bytes.len().min(SHOWN))?)?;
    Some(Reading { charset, text: visible(&text) })
}

/// The characters of a message in UTF-16 or UTF-32, without its mark.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let (charset, _) = utf16_or_32(bytes)?;
    let whole = |size: usize| bytes.get(..bytes.len() - bytes.len() % size).unwrap_or_default();
    Some(match charset {
        "UTF-16LE" => UTF_16LE.decode_with_bom_removal(whole(2)).0.into_owned(),
        "UTF-16BE" => UTF_16BE.decode_with_bom_removal(whole(2)).0.into_owned(),
        _ => {
            let read = if charset == "UTF-32LE" { u32::from_le_bytes } else { u32::from_be_bytes };
            let (units, _) = bytes.as_chunks::<4>();
            let text: String =
                units.iter().map(|unit| char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)
        }
    })
}
