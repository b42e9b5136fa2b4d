//! The bytes of a message, with what is known of them before they are read.

/// Which way a message goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Not known: a file with a message, or with the draft of one.
    Unknown,
    /// To the service, as on the wire.
    Request,
    /// From the service, as on the wire.
    Response,
}

/// A message's bytes, with what HTTP said of them.
pub(super) struct Body<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) role: Role,
    pub(super) charset: Option<String>,
    pub(super) soap_action: Option<String>,
    /// The number of its first line in the file.
    pub(super) first_line: u32,
}

impl<'a> Body<'a> {
    /// Bytes of which HTTP said nothing.
    pub(super) fn bare(bytes: &'a [u8]) -> Self {
        Self { bytes, role: Role::Unknown, charset: None, soap_action: None, first_line: 1 }
    }
}
