//! What bytes read as in the charsets that may have been meant.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::issue::Reading;
use sac_report::visible;

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = &[0xEF, 0xBB, 0xBF];
/// How many bytes around a place are read in other charsets.
const AROUND: usize = 24;

/// The first byte outside ASCII, behind a byte order mark.
pub(super) fn first_accent(bytes: &[u8]) -> Option<usize> {
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    bytes.iter().skip(start).position(|byte| !byte.is_ascii()).map(|at| start + at)
}

/// The bytes around a place, within its line and its element, and no character of UTF-8 cut.
pub(super) fn around(bytes: &[u8], offset: usize) -> &[u8] {
    let is_edge = |byte: &u8| matches!(byte, b'<' | b'>' | b'\n' | b'\r' | b'"');
    let goes_on = |byte: &&u8| **byte & 0xC0 == 0x80;
    let (before, after) = bytes.split_at_checked(offset).unwrap_or((bytes, &[]));
    let before = before.rsplit(is_edge).next().unwrap_or_default();
    let after = after.split(is_edge).next().unwrap_or_default();
    let mut start = before.len().saturating_sub(AROUND);
    start -= before.get(..=start).unwrap_or_default().iter().rev().take(3).take_while(goes_on).count().min(start);
    let mut end = after.len().min(AROUND);
    end += after.get(end..).unwrap_or_default().iter().take(3).take_while(goes_on).count();
    bytes.get(offset - (before.len() - start)..offset + end).unwrap_or_default()
}

/// A reading as ISO-8859-1, or as Windows-1252 where the two differ.
pub(super) fn in_single_bytes(bytes: &[u8]) -> Vec<Reading> {
    let charset = if bytes.iter().any(|byte| matches!(byte, 0x80..=0x9F)) { "Windows-1252" } else { "ISO-8859-1" };
    vec![Reading { charset, text: visible(&WINDOWS_1252.decode_without_bom_handling(bytes).0) }]
}

/// Readings as UTF-8, where it is that, as a single-byte charset, and in those that are named.
pub(super) fn in_all(bytes: &[u8], labels: &[&str]) -> Vec<Reading> {
    let mut readings = in_single_bytes(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        readings.push(Reading { charset: "UTF-8", text: visible(text) });
    }
    for encoding in labels.iter().filter_map(|label| Encoding::for_label(label.as_bytes())) {
        let charset = encoding.name();
        let known = readings.iter().any(|reading| reading.charset.eq_ignore_ascii_case(charset));
        if !known && encoding != WINDOWS_1252 {
            let text = visible(&encoding.decode_without_bom_handling(bytes).0);
            readings.push(Reading { charset, text });
        }
    }
    readings
}
