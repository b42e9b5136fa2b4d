//! Passwords at rest: argon2id with the parameters that OWASP names as the minimum
//! (19 MiB, two passes, one lane).

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use sac_domain::words::{Language, Words};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// The password could not be hashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password cannot be hashed: {0}")]
pub struct CannotHash(String);

impl Words for CannotHash {
    fn words(&self, language: Language) -> String {
        match language {
            Language::It => format!("dalla password non si può ricavare l'hash (dettaglio tecnico: {})", self.0),
            Language::En => self.to_string(),
        }
    }
}

/// The hash under which a password is kept, with a salt of its own (PHC string). Takes some
/// 20 ms, so not to be called on an async thread.
///
/// # Errors
/// [`CannotHash`] for a password of more than four gigabytes, or without randomness.
pub fn hash(password: &SecretString) -> Result<String, CannotHash> {
    let hash =
        argon2().hash_password(password.expose_secret().as_bytes()).map_err(|error| CannotHash(error.to_string()))?;
    Ok(hash.to_string())
}

/// A bound on the passwords checked at a time, since each takes a core and 19 MiB. Clones share it.
#[derive(Clone, Debug)]
pub struct PasswordChecks(Arc<Semaphore>);

impl PasswordChecks {
    /// So many at a time, and at least one.
    #[must_use]
    pub fn at_a_time(checks: usize) -> Self {
        Self(Arc::new(Semaphore::new(checks.clamp(1, Semaphore::MAX_PERMITS))))
    }
}

impl Default for PasswordChecks {
    /// As many as there are cores but one.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::at_a_time(cores.saturating_sub(1))
    }
}

/// Whether the password is the one of this hash. Without a hash, or with one that cannot be
/// read, the same work is done for nothing.
pub(super) async fn verify(checks: &PasswordChecks, password: &SecretString, hash: Option<String>) -> bool {
    // First come, first served: the semaphore is fair.
    let Ok(permit) = Arc::clone(&checks.0).acquire_owned().await else { return false };
    let password = password.clone();
    let check = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let known = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
        let Some(hash) = known.as_ref().or(STAND_IN.as_ref()) else { return false };
        let matches = argon2().verify_password(password.expose_secret().as_bytes(), hash).is_ok();
        matches && known.is_some()
    });
    check.await.unwrap_or(false)
}

/// A hash that stands in where there is none.
static STAND_IN: LazyLock<Option<PasswordHash>> =
    LazyLock::new(|| argon2().hash_password_with_salt(b"", b"no such user's salt").ok());

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checks() -> PasswordChecks {
        PasswordChecks::at_a_time(2)
    }

    #[test]
    fn a_hash_names_its_parameters_and_is_never_the_same() {
        let (one, other) = (hash(&"prova".into()).unwrap(), hash(&"prova".into()).unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
    }

    #[tokio::test]
    async fn only_the_right_password_matches() {
        let hash = hash(&"pàssword".into()).unwrap();
        assert!(verify(&checks(), &"pàssword".into(), Some(hash.clone())).await);
        for wrong in ["", "pàssword ", "PÀSSWORD", "password"] {
            assert!(!verify(&checks(), &wrong.into(), Some(hash.clone())).await, "{wrong}");
        }
    }

    #[tokio::test]
    async fn nothing_matches_where_there_is_no_readable_hash() {
        for hash in [None, Some(String::new()), Some("prova".to_owned()), Some("$argon2id$".to_owned())] {
            for password in ["", "prova"] {
                assert!(!verify(&checks(), &password.into(), hash.clone()).await, "{hash:?}");
            }
        }
    }
}
