//! Why a message cannot be sent, or no reply came.

use std::io;

use super::stage::Stage;

/// No complete HTTP reply came back.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The host's name leads nowhere.
    #[error("{host} cannot be found: {cause}")]
    UnknownHost {
        /// The name.
        host: String,
        /// What the system says.
        cause: io::Error,
    },
    /// Nothing listens there.
    #[error("nothing answers at {place} (connection refused); is the gateway running?")]
    Refused {
        /// Host and port.
        place: String,
    },
    /// The connection could not be made for another reason.
    #[error("no connection to {place}: {cause}")]
    Connect {
        /// Host and port.
        place: String,
        /// What the system says.
        cause: io::Error,
    },
    /// The server's certificate is of no trusted CA.
    #[error(
        "the certificate of {place} is of no trusted CA; name its CA with --ca FILE (a gateway keeps its own in its data directory, as ca.pem)"
    )]
    Untrusted {
        /// Host and port.
        place: String,
    },
    /// TLS could not be set up for another reason.
    #[error("no TLS with {place}: {cause}")]
    Tls {
        /// Host and port.
        place: String,
        /// What went wrong, the server's alert among other things.
        cause: io::Error,
    },
    /// The time is up.
    #[error("no reply from {place} in time, while {stage}; --timeout gives it longer")]
    Timeout {
        /// Host and port.
        place: String,
        /// What was being done.
        stage: Stage,
    },
    /// The exchange broke off, or what came is not HTTP.
    #[error("the exchange with {place} broke off: {cause}")]
    Broken {
        /// Host and port.
        place: String,
        /// What went wrong.
        cause: String,
    },
    /// The reply is longer than any reply of the service.
    #[error("the reply of {place} is longer than {limit} bytes")]
    TooLong {
        /// Host and port.
        place: String,
        /// The limit.
        limit: usize,
    },
    /// What comes cannot be written where it is to go.
    #[error("cannot write what comes: {0}")]
    Output(#[source] io::Error),
    /// The request itself cannot be put into HTTP.
    #[error("the request cannot be sent: {0}")]
    Request(String),
}

/// A message cannot be made ready.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MessageError {
    /// Its bytes are not the characters that they claim to be.
    #[error("it cannot be read: {0}")]
    Charset(String),
    /// It is not XML.
    #[error("line {line}: it is not XML: {problem}")]
    NotXml {
        /// From 1.
        line: u32,
        /// What is wrong there.
        problem: String,
    },
    /// There is no request element in it.
    #[error("it holds no request: it takes a request element, or an envelope with one in its Body")]
    NoRequest,
    /// A field is in clear and there is nothing to encrypt it with.
    #[error("{0} is in clear; name the service's certificate with --encrypt-with FILE")]
    NoCertificate(&'static str),
    /// A field could not be encrypted.
    #[error("{field} cannot be encrypted: {problem}")]
    NotSealed {
        /// The field.
        field: &'static str,
        /// What went wrong.
        problem: String,
    },
}
