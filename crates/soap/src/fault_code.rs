//! The codes of SOAP 1.1 faults.

/// Who is at fault (SOAP 1.1 §4.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// The message.
    Client,
    /// The gateway.
    Server,
    /// The envelope is of another SOAP.
    VersionMismatch,
    /// A mandatory header is unknown.
    MustUnderstand,
}

impl FaultCode {
    /// The code as it stands in `faultcode`, without prefix.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Server => "Server",
            Self::VersionMismatch => "VersionMismatch",
            Self::MustUnderstand => "MustUnderstand",
        }
    }
}
