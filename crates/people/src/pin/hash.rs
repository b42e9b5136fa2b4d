//! Secrets at rest: Argon2id with a salt of its own for each, and the parameters beside it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use sac_pin::secret::Codice;
use sac_settings::PinHash;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use super::error::{CannotHashPin, PinError};

/// Verifications at a time in the process.
const AT_ONCE: usize = 4;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// Hashes that stand in where there is none, at the same cost.
static DECOY: LazyLock<Option<String>> = LazyLock::new(|| decoy(PinHash::Normal));
static FAST_DECOY: LazyLock<Option<String>> = LazyLock::new(|| decoy(PinHash::Fast));

fn argon2(cost: PinHash) -> Argon2<'static> {
    let params = match cost {
        PinHash::Normal => Params::new(19 * 1024, 2, 1, None),
        PinHash::Fast => Params::new(Params::MIN_M_COST, 1, 1, None),
    };
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.unwrap_or(Params::DEFAULT))
}

fn decoy(cost: PinHash) -> Option<String> {
    let hash = argon2(cost).hash_password_with_salt(b"", b"no such subject's").ok()?;
    Some(hash.to_string())
}

/// The hash of a secret. It takes some 20 ms, so not to be called on an async thread.
///
/// # Errors
/// [`CannotHashPin`] without randomness.
pub fn hash_secret(secret: &SecretString, cost: PinHash) -> Result<String, CannotHashPin> {
    let hash = argon2(cost).hash_password(secret.expose_secret().as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| CannotHashPin(error.to_string()))
}

/// The same off the async threads.
pub(super) async fn hash(codice: &Codice, cost: PinHash) -> Result<String, PinError> {
    let secret = codice.secret().clone();
    let hashed = tokio::task::spawn_blocking(move || hash_secret(&secret, cost)).await;
    Ok(hashed.map_err(|_| CannotHashPin("the task was broken off".to_owned()))??)
}

/// Whether this is the secret of the hash. Without a hash the same work is done for nothing.
pub(super) async fn verify(secret: &SecretString, hash: Option<String>, cost: PinHash) -> Result<bool, PinError> {
    let turn = tokio::time::timeout(PATIENCE, Arc::clone(&TURNS).acquire_owned());
    let Ok(Ok(turn)) = turn.await else { return Err(PinError::Busy) };
    let secret = secret.clone();
    let check = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let decoy = match cost {
            PinHash::Normal => &*DECOY,
            PinHash::Fast => &*FAST_DECOY,
        };
        let known = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
        let is_known = known.is_some();
        let Some(hash) = known.or_else(|| decoy.as_deref().and_then(|hash| PasswordHash::new(hash).ok())) else {
            return false;
        };
        // The parameters are those of the hash.
        let matches = argon2(cost).verify_password(secret.expose_secret().as_bytes(), &hash).is_ok();
        matches && is_known
    });
    Ok(check.await.unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_secret_itself_matches_whatever_the_cost() {
        for cost in [PinHash::Normal, PinHash::Fast] {
            let kept = hash(&Codice::typed("PROVA234"), cost).await.unwrap();
            assert!(kept.starts_with("$argon2id$v=19$m="), "{kept}");
            for other in [PinHash::Normal, PinHash::Fast] {
                assert!(verify(&"PROVA234".into(), Some(kept.clone()), other).await.unwrap());
            }
            for wrong in ["", "PROVA23", "PROVA2345", "prova234"] {
                assert!(!verify(&wrong.into(), Some(kept.clone()), cost).await.unwrap(), "{wrong}");
            }
            assert!(!verify(&"".into(), None, cost).await.unwrap());
        }
    }
}
