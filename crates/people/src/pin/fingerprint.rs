//! What is kept of something that is not to be kept itself.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256, as hexadecimal digits.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
