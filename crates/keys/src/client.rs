//! Client certificates as a stand-in for CNS cards (rules §5).

use std::fmt;

use chrono::{DateTime, Duration, Utc};
use openssl::{pkcs12::Pkcs12, pkey::PKey, stack::Stack, x509::X509};
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyUsagePurpose};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{
    authority::{self, Authority},
    error::{KeysError, crypto},
    rsa,
};

/// As long as a CNS card holds.
const VALID_DAYS: i64 = 6 * 365;
/// The longest common name (X.520).
const LONGEST_NAME: usize = 64;

/// Whom a client certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientKind {
    /// A doctor.
    Medico,
    /// A clerk of an ASL or a hospital.
    Operatore,
    /// A region, or another body that sends for its doctors.
    Ente,
}

impl ClientKind {
    /// The name that stands as organizational unit in the certificate.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Medico => "medico",
            Self::Operatore => "operatore",
            Self::Ente => "ente",
        }
    }
}

/// A client's certificate with its private key.
pub struct ClientIdentity {
    /// The certificate, PEM.
    pub certificate_pem: String,
    /// The private key, PKCS#8 in PEM.
    pub key_pem: Zeroizing<String>,
    /// The issuing CA, PEM.
    pub ca_pem: String,
}

/// Shows nothing: the certificate names a person, and the key is a key.
impl fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientIdentity(..)")
    }
}

impl ClientIdentity {
    pub(super) fn issue(
        kind: ClientKind,
        name: &str,
        authority: &Authority,
        now: DateTime<Utc>,
    ) -> Result<Self, KeysError> {
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(KeysError::ClientName);
        }
        let key = rsa::generate("a client's key")?;
        let mut params = authority::params(name)?;
        params.distinguished_name.push(DnType::OrganizationalUnitName, kind.name());
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let certificate = authority.issue(params, now, now + Duration::days(VALID_DAYS), &key)?;
        Ok(Self {
            certificate_pem: certificate.pem(),
            key_pem: Zeroizing::new(key.serialize_pem()),
            ca_pem: authority.pem.clone(),
        })
    }

    /// Certificate, key and CA in one PKCS#12 file, as Windows and Java import them.
    ///
    /// # Errors
    /// Only if the library refuses to make it.
    pub fn pkcs12(&self, password: &SecretString) -> Result<Vec<u8>, KeysError> {
        let build = || {
            let key = PKey::private_key_from_pem(self.key_pem.as_bytes())?;
            let certificate = X509::from_pem(self.certificate_pem.as_bytes())?;
            let mut above = Stack::new()?;
            above.push(X509::from_pem(self.ca_pem.as_bytes())?)?;
            let mut builder = Pkcs12::builder();
            builder.name("sac").pkey(&key).cert(&certificate).ca(above);
            builder.build2(password.expose_secret())?.to_der()
        };
        build().map_err(|error: openssl::error::ErrorStack| crypto("a PKCS#12 file")(error))
    }
}
