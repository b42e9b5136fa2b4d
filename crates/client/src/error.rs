//! Why a message cannot be sent, or no reply came.

use std::io;

use sac_domain::words::{Language, Text, Words};

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
    #[error("no TLS with {place}: {}", cause.en)]
    Tls {
        /// Host and port.
        place: String,
        /// What went wrong, the server's alert among other things.
        cause: Text,
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
    #[error("the exchange with {place} broke off: {}", cause.en)]
    Broken {
        /// Host and port.
        place: String,
        /// What went wrong.
        cause: Text,
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
    #[error("the request cannot be sent: {}", .0.en)]
    Request(Text),
}

/// A message cannot be made ready.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MessageError {
    /// Its bytes are not the characters that they claim to be.
    #[error("it cannot be read: {}", .0.en)]
    Charset(Text),
    /// It is not XML.
    #[error("line {line}: it is not XML: {}", problem.en)]
    NotXml {
        /// From 1.
        line: u32,
        /// What is wrong there.
        problem: Text,
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

impl Words for ClientError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::UnknownHost { host, .. } => format!("la macchina {host} non si trova: il nome è giusto?"),
            Self::Refused { place } => {
                format!("a {place} non risponde nessuno (connessione rifiutata); il gateway è avviato?")
            }
            Self::Connect { place, cause } => format!("nessuna connessione con {place}: {}", cause.words(language)),
            Self::Untrusted { place } => format!(
                "il certificato di {place} non è di una CA fidata; indicare la sua CA con --ca FILE (un gateway tiene \
                 la propria nella cartella dei dati, in ca.pem)"
            ),
            Self::Tls { place, cause } => format!("TLS con {place} non riesce: {}", cause.it),
            Self::Timeout { place, stage } => {
                let stage = match stage {
                    Stage::Connecting => "durante il collegamento",
                    Stage::Securing => "durante l'handshake TLS",
                    Stage::Exchanging => "aspettando la sua risposta",
                };
                format!("{place} non ha risposto in tempo, {stage}; --timeout gli dà più tempo")
            }
            Self::Broken { place, cause } => format!("lo scambio con {place} si è interrotto: {}", cause.it),
            Self::TooLong { place, limit } => format!("la risposta di {place} supera i {limit} byte"),
            Self::Output(cause) => format!("ciò che arriva non si può scrivere: {}", cause.words(language)),
            Self::Request(cause) => format!("la richiesta non si può inviare: {}", cause.it),
        }
    }
}

impl Words for MessageError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Charset(problem) => format!("non si può leggere: {}", problem.it),
            Self::NotXml { line, problem } => format!("riga {line}: non è XML: {}", problem.it),
            Self::NoRequest => "non contiene una richiesta: è atteso un elemento di richiesta, o una envelope con uno \
                                nel suo Body"
                .to_owned(),
            Self::NoCertificate(field) => {
                format!("{field} è in chiaro; indicare il certificato del servizio con --encrypt-with FILE")
            }
            Self::NotSealed { field, problem } => format!("{field} non si può cifrare: {problem}"),
        }
    }
}
