//! The keys for the work that is done beside a gateway, on its data directory.

use std::fmt;
use std::path::Path;

use super::authority::Authority;
use super::client::{ClientIdentity, ClientKind};
use super::error::KeysError;
use super::secret::Secret;
use super::{files, lost};
use sac_domain::clock::Clock;

/// The CA and the secret of an installation: enough to issue client certificates and to keep
/// pincodes. Opening them leaves the server's certificate alone, which
/// [`Keys::open`](super::Keys::open) would make anew for other host names.
pub struct OfficeKeys {
    authority: Authority,
    secret: Secret,
}

impl OfficeKeys {
    /// Opens them in `folder`, in which a gateway has made them. `clock` is to be the machine's.
    ///
    /// # Errors
    /// A file that is missing or cannot be read or understood, with its path and the remedy.
    pub fn open(folder: &Path, clock: &Clock) -> Result<Self, KeysError> {
        let _lock = files::lock(folder)?;
        if lost::check_in_use(folder)?.contains(&lost::MadeAnew::Authority) {
            return Err(lost::no_authority(folder));
        }
        Ok(Self { authority: Authority::open(folder, clock.now())?, secret: Secret::open(folder)? })
    }

    /// The same as [`Keys::secret`](super::Keys::secret) without a seed.
    #[must_use]
    pub fn secret(&self, label: &str) -> [u8; 32] {
        self.secret.derive(label)
    }

    /// The same as [`Keys::issue_client`](super::Keys::issue_client).
    ///
    /// # Errors
    /// A name that is empty, longer than 64 characters, or has control characters.
    pub fn issue_client(&self, kind: ClientKind, name: &str, clock: &Clock) -> Result<ClientIdentity, KeysError> {
        ClientIdentity::issue(kind, name, &self.authority, clock.now())
    }
}

impl fmt::Debug for OfficeKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfficeKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Keys, PINCODES};
    use super::*;

    #[test]
    fn they_are_the_gateways_and_leave_its_certificate_alone() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        let hosts = ["sac.example".to_owned()];
        let keys = Keys::open(folder.path(), &hosts, &clock, Some(1)).unwrap();
        let office = OfficeKeys::open(folder.path(), &clock).unwrap();
        assert_eq!(office.secret(PINCODES), keys.secret(PINCODES));
        let issued = office.issue_client(ClientKind::Ente, "ente", &clock).unwrap();
        assert_eq!(issued.ca_pem, keys.ca_pem());
        let again = Keys::open(folder.path(), &hosts, &clock, None).unwrap();
        assert_eq!(again.server_chain(), keys.server_chain());
    }
}
