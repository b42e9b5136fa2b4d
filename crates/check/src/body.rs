//! The bytes of a message, with what is known of them before they are read.

use sac_soap::Expected;

/// A message's bytes, with what HTTP said of them.
pub(super) struct Body<'a> {
    pub(super) bytes: &'a [u8],
    /// Which message this may be: by its place in a capture, or any.
    pub(super) expected: Expected,
    pub(super) charset: Option<String>,
    /// The `Content-Type`, where it is the one of SOAP 1.2.
    pub(super) soap_12: Option<String>,
    pub(super) soap_action: Option<String>,
    /// The number of its first line in the file.
    pub(super) first_line: u32,
}

impl<'a> Body<'a> {
    /// Bytes of which HTTP said nothing.
    pub(super) fn bare(bytes: &'a [u8]) -> Self {
        Self { bytes, expected: Expected::Any, charset: None, soap_12: None, soap_action: None, first_line: 1 }
    }
}
