//! RSA keys for the CA and for the certificates that it issues.

use openssl::{pkey::PKey, rsa::Rsa};
use rcgen::{KeyPair, PKCS_RSA_SHA256};
use rustls::pki_types::PrivatePkcs8KeyDer;
use zeroize::Zeroizing;

use super::error::{KeysError, crypto};

/// The smallest size that today's clients accept, and the fastest of those.
const BITS: u32 = 2048;

/// A new key, made by OpenSSL: rcgen signs with RSA keys but makes none.
///
/// Not ECDSA, although it is faster: the real service has an RSA certificate, and clients exist
/// that verify nothing else (Mono's `X509Chain`, programs pinned to `aRSA` cipher suites).
pub(super) fn generate(what: &'static str) -> Result<KeyPair, KeysError> {
    let der = Rsa::generate(BITS).and_then(PKey::from_rsa).and_then(|key| key.private_key_to_pkcs8());
    let der = Zeroizing::new(der.map_err(crypto(what))?);
    KeyPair::from_pkcs8_der_and_sign_algo(&PrivatePkcs8KeyDer::from(der.as_slice()), &PKCS_RSA_SHA256)
        .map_err(crypto(what))
}

pub(super) fn is_rsa(key: &KeyPair) -> bool {
    key.is_compatible(&PKCS_RSA_SHA256)
}
