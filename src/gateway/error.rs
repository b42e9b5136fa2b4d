//! Why there is no gateway, or no call of it.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use super::directory_lock::LockError;
use crate::client::{BadTarget, MessageError, TrustError};
use crate::keys::KeysError;
use crate::sealed::{SealError, UnsealerError};
use crate::store::StoreError;
use crate::transport::{BindError, TlsError};
use sac_domain::error::chain;
use sac_domain::words::{Language, Words};
use sac_world::{CarrierError, WorldError};

/// Why a gateway does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say it")]
pub enum StartError {
    #[error(transparent)]
    Directory(#[from] LockError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Unsealer(#[from] UnsealerError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    World(#[from] WorldError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Bind(#[from] BindError),
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    #[error("the control API listens on a loopback address only, not on {address}")]
    ControlAddress { address: SocketAddr },
    #[error("no temporary folder can be made")]
    Temporary(#[source] io::Error),
    #[error("no threads can be started")]
    Threads(#[source] io::Error),
    #[error("cannot read {path}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the CA file {path} holds no certificate in PEM", path = path.display())]
    NotACa { path: PathBuf },
    #[error(
        "user {user} still has the password or the PIN of the seed, which everybody can read, and {listen} can be \
         reached from other machines: change it (`sac user password {user}`, `sac employer password`, \
         `sac worker pin`; other PINs by a file of people, `sac seed`), listen on 127.0.0.1, or allow it with --allow-remote"
    )]
    SeedPassword { user: String, listen: SocketAddr },
    #[error(
        "without TLS the gateway listens on loopback only, not on {listen}: put a proxy before it, or allow it with --allow-remote"
    )]
    PlainText { listen: SocketAddr },
}

/// Why a world cannot be called, or a message for it cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the messages say it")]
pub enum CallError {
    #[error(transparent)]
    Target(#[from] BadTarget),
    #[error(transparent)]
    Trust(#[from] TrustError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Message(#[from] MessageError),
}

impl Words for StartError {
    fn words(&self, language: Language) -> String {
        match self {
            Self::Directory(error) => error.words(language),
            Self::Keys(error) => error.words(language),
            Self::Unsealer(error) => error.words(language),
            Self::Tls(error) => error.words(language),
            Self::World(error) => error.words(language),
            Self::Store(error) => error.words(language),
            Self::Bind(error) => error.words(language),
            Self::Carrier(error) => error.words(language),
            _ if language == Language::En => chain(self).to_string(),
            Self::Temporary(source) => {
                format!("non si può creare una cartella temporanea per i dati: {}", source.words(language))
            }
            Self::Threads(source) => {
                format!("il sistema rifiuta i thread che servono al gateway: {}", source.words(language))
            }
            Self::ControlAddress { address } => {
                format!("l'API di controllo ascolta solo su un indirizzo di loopback, non su {address}")
            }
            Self::File { path, source } => format!("non si può leggere {}: {}", path.display(), source.words(language)),
            Self::NotACa { path } => {
                format!("il file della CA {} non contiene un certificato in PEM", path.display())
            }
            Self::SeedPassword { user, listen } => format!(
                "l'utente {user} ha ancora la password o il PIN dei dati iniziali, che tutti possono leggere, e {listen} \
                 si raggiunge da altre macchine: cambiarli (`sac user password {user}`, `sac employer password`, `sac \
                 worker pin`; gli altri PIN con un file di persone, `sac seed`), ascoltare su 127.0.0.1, o permetterlo con --allow-remote"
            ),
            Self::PlainText { listen } => format!(
                "senza TLS il gateway ascolta solo sul loopback, non su {listen}: mettergli davanti un proxy, o \
                 permetterlo con --allow-remote"
            ),
        }
    }
}
