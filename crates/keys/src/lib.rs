//! Every key of an installation: its CA, the server's certificate, the encryption certificate,
//! the secret (contract §1 and §7), and the client certificates issued for testers (rules §5).
//!
//! All of it lies in the data directory and is made at the first start:
//!
//! | file | what | readable by |
//! |---|---|---|
//! | `ca.pem`, `ca.key` | the CA, RSA-2048 (ECDSA P-256 in older directories), 20 years | all, owner |
//! | `server.pem`, `server.key` | the server, RSA-2048, 397 days, made anew 30 days before its end | all, owner |
//! | `SanitelCF.cer`, `SanitelCF.pem`, `SanitelCF.key` | the encryption certificate (DER, PEM), RSA-1024 | all, all, owner |
//! | `secret` | 32 random bytes, from which sub-keys are derived by label | owner |
//! | `control.token` | the token of the control listener | owner |

mod authority;
mod client;
mod control_token;
mod encryption;
mod error;
mod files;
mod lost;
mod office;
mod rsa;
pub mod sealed;
mod secret;
mod server;
mod signed;

use std::{
    fmt,
    path::{Path, PathBuf},
    thread,
};

use openssl::pkey::{PKey, PKeyRef, Private};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use self::{authority::Authority, encryption::Encryption, secret::Secret, server::ServerIdentity};
use sac_domain::clock::Clock;

pub use client::{ClientIdentity, ClientKind};
pub use control_token::ControlToken;
pub use error::KeysError;
pub use lost::{MadeAnew, check_in_use};
pub use office::OfficeKeys;
pub use signed::signed_content;

/// The keys of one installation.
pub struct Keys {
    authority: Authority,
    server: ServerIdentity,
    encryption: Encryption,
    secret: Secret,
    /// In the place of `secret` for what a seed has to make repeatable.
    seeded: Option<Secret>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// Opens the keys in `folder`, and makes those that are missing or, where that breaks nothing, no
    /// longer fit. `hosts` are names and addresses for the server's certificate, beside
    /// localhost, 127.0.0.1 and `::1`.
    ///
    /// `clock` is to be the machine's ([`Clock::system`]) also where the gateway's own is set to
    /// another date: certificates are verified by real clients, which use the real date.
    ///
    /// With a `seed`, the secrets from which identifiers are made ([`Keys::secret`] of
    /// [`IDENTIFIERS`]) are repeatable, for tests; keys and all other secrets stay random.
    ///
    /// # Errors
    /// A file that cannot be read, written or understood, with its path and the remedy; a host that
    /// is neither name nor address.
    pub fn open(folder: &Path, hosts: &[String], clock: &Clock, seed: Option<u64>) -> Result<Self, KeysError> {
        let now = clock.now();
        files::make_folder(folder)?;
        let _lock = files::lock(folder)?;
        // RSA keys take long to make; at a first start both are made at the same time.
        let (authority, server_key) = thread::scope(|scope| {
            let server_key = scope.spawn(|| server::key_for_a_new_folder(folder));
            (Authority::open(folder, now), server_key.join().unwrap_or_default())
        });
        let authority = authority?;
        Ok(Self {
            server: ServerIdentity::open(folder, hosts, &authority, now, server_key)?,
            encryption: Encryption::open(folder, &authority, now)?,
            secret: Secret::open(folder)?,
            seeded: seed.map(Secret::of_seed),
            authority,
        })
    }

    /// Where the CA's certificate (PEM) lies, for clients to trust.
    #[must_use]
    pub fn ca_path(&self) -> &Path {
        &self.authority.path
    }

    /// The CA's certificate, PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        &self.authority.pem
    }

    /// The CA's certificate, DER.
    #[must_use]
    pub fn ca_der(&self) -> &CertificateDer<'static> {
        &self.authority.der
    }

    /// The server's certificate and the CA's above it, in the order that TLS wants.
    #[must_use]
    pub fn server_chain(&self) -> Vec<CertificateDer<'static>> {
        vec![self.server.certificate.clone(), self.authority.der.clone()]
    }

    /// The server's private key.
    #[must_use]
    pub fn server_key(&self) -> PrivateKeyDer<'static> {
        self.server.key_der()
    }

    /// Where `SanitelCF.cer` (DER) lies, for clients to encrypt with.
    #[must_use]
    pub fn encryption_certificate_path(&self) -> &Path {
        &self.encryption.der_path
    }

    /// Where `SanitelCF.pem` lies: the same certificate, PEM.
    #[must_use]
    pub fn encryption_certificate_pem_path(&self) -> &Path {
        &self.encryption.pem_path
    }

    /// The encryption certificate, DER.
    #[must_use]
    pub fn encryption_certificate_der(&self) -> &CertificateDer<'static> {
        &self.encryption.der
    }

    /// The encryption certificate, PEM.
    #[must_use]
    pub fn encryption_certificate_pem(&self) -> &[u8] {
        &self.encryption.pem
    }

    /// The private key of the encryption certificate, for [`crate::sealed`].
    #[must_use]
    pub fn encryption_key(&self) -> &PKeyRef<Private> {
        &self.encryption.key
    }

    /// A secret key for one purpose: the same at each start, and independent of the others.
    #[must_use]
    pub fn secret(&self, label: &str) -> [u8; 32] {
        match &self.seeded {
            Some(seeded) if label == IDENTIFIERS => seeded.derive(label),
            _ => self.secret.derive(label),
        }
    }

    /// The secret that follows from the seed alone, for what shall be repeatable. It does not depend on the
    /// installation.
    #[must_use]
    pub fn secret_of_seed(seed: u64, label: &str) -> [u8; 32] {
        Secret::of_seed(seed).derive(label)
    }

    /// Issues a client certificate with `name` (a person's codice fiscale, a body's name) as its
    /// common name and `kind` as its organizational unit. It holds for six years, as a CNS does.
    ///
    /// # Errors
    /// A name that is empty, longer than 64 characters, or has control characters.
    pub fn issue_client(&self, kind: ClientKind, name: &str, clock: &Clock) -> Result<ClientIdentity, KeysError> {
        ClientIdentity::issue(kind, name, &self.authority, clock.now())
    }
}

/// Makes the folder for the keys, and those above it, for its owner only. One that is there stays
/// as it is.
///
/// # Errors
/// The system refuses it.
pub fn make_folder(folder: &Path) -> Result<(), KeysError> {
    files::make_folder(folder)
}

/// The label of the secret that spreads PUC, PUCIR and idAnnullamento over their range (rules §4):
/// the one that a seed makes repeatable.
pub const IDENTIFIERS: &str = "puc";

/// The label of the secret under which pincodes are kept.
pub const PINCODES: &str = "pincode";

/// The encryption key of the installation in `folder`, where there is one: for commands that
/// open encrypted fields offline. Nothing is made, changed or locked.
///
/// # Errors
/// A file that cannot be read or understood, with its path and the remedy.
pub fn find_encryption_key(folder: &Path) -> Result<Option<PKey<Private>>, KeysError> {
    encryption::find_key(folder)
}

/// The files of a data directory that a client needs, without opening it: for commands that run
/// beside a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFiles {
    /// The CA's certificate, PEM.
    pub ca: PathBuf,
    /// The encryption certificate, DER.
    pub encryption_certificate: PathBuf,
}

impl ClientFiles {
    /// Where they lie in a data directory, present or not.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { ca: folder.join(authority::CERTIFICATE_FILE), encryption_certificate: folder.join(encryption::DER_FILE) }
    }
}

#[cfg(test)]
mod tests;
