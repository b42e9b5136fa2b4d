//! The server's certificate: made anew when its end is near or the host names have changed.

use std::{collections::BTreeSet, net::IpAddr, path::Path};

use chrono::{DateTime, Duration, Utc};
use openssl::x509::X509;
use rcgen::{ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, PublicKeyData, SanType};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{
    authority::{self, Authority},
    error::KeysError,
    files::{self, Reader},
    rsa,
};

const CERTIFICATE_FILE: &str = "server.pem";
const KEY_FILE: &str = "server.key";
/// Strict clients refuse certificates that hold for 398 days or more; one day lies in the past.
const VALID_DAYS: i64 = 396;
const RENEWED_DAYS_BEFORE_END: i64 = 30;
const WHAT: &str = "the server's key";
const ALWAYS: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The server's certificate and key.
pub(super) struct ServerIdentity {
    pub(super) certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl ServerIdentity {
    /// The identity in `folder`; a new one where it is missing, damaged, near its end, not valid
    /// yet, of another CA, for other hosts, or not of RSA. Nothing depends on the old one: the clients trust the CA.
    /// `new_key` is for a new one, where the caller has a key ready.
    pub(super) fn open(
        folder: &Path,
        hosts: &[String],
        authority: &Authority,
        now: DateTime<Utc>,
        new_key: Option<KeyPair>,
    ) -> Result<Self, KeysError> {
        let names = names(hosts)?;
        let (path, key_path) = (folder.join(CERTIFICATE_FILE), folder.join(KEY_FILE));
        let found = files::read(&path)?.zip(files::read_private(&key_path)?);
        let usable = found
            .and_then(|(certificate, key)| Self::read(&certificate, &key, authority))
            .filter(|identity| identity.serves(&names, now));
        if let Some(identity) = usable {
            return Ok(identity);
        }
        let key = new_key.map_or_else(|| rsa::generate(WHAT), Ok)?;
        Self::make(&path, &key_path, key, names, authority, now)
    }

    pub(super) fn key_der(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }

    fn read(certificate: &[u8], key: &[u8], authority: &Authority) -> Option<Self> {
        let key = KeyPair::from_pem(std::str::from_utf8(key).ok()?).ok()?;
        let certificate = X509::from_pem(certificate).ok()?;
        if !rsa::is_rsa(&key) || !authority.issued_for(&certificate, &key.subject_public_key_info()) {
            return None;
        }
        Some(Self { certificate: certificate.to_der().ok()?.into(), key })
    }

    fn serves(&self, names: &BTreeSet<String>, now: DateTime<Utc>) -> bool {
        // One that is not valid yet was made while the machine's clock was ahead.
        let fits = authority::period(&self.certificate)
            .is_some_and(|period| period.from <= now && period.until - now > Duration::days(RENEWED_DAYS_BEFORE_END));
        fits && names_in(&self.certificate).as_ref() == Some(names)
    }

    fn make(
        path: &Path,
        key_path: &Path,
        key: KeyPair,
        names: BTreeSet<String>,
        authority: &Authority,
        now: DateTime<Utc>,
    ) -> Result<Self, KeysError> {
        let mut params = authority::params("sac-gateway")?;
        params.subject_alt_names = names.into_iter().map(san).collect::<Result<Vec<_>, KeysError>>()?;
        // Clients of the time before TLS 1.3 look for the second wherever the key is RSA.
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = authority.issue(params, now, now + Duration::days(VALID_DAYS), &key)?;
        files::write(key_path, key.serialize_pem().as_bytes(), Reader::Owner)?;
        files::write(path, certificate.pem().as_bytes(), Reader::Everyone)?;
        Ok(Self { certificate: certificate.der().clone(), key })
    }
}

/// A server's key where the folder has none yet. If it cannot be made now, it is tried again later.
pub(super) fn key_for_a_new_folder(folder: &Path) -> Option<KeyPair> {
    if folder.join(KEY_FILE).exists() { None } else { rsa::generate(WHAT).ok() }
}

/// The names and addresses that the certificate must bear, each in its one canonical form.
fn names(hosts: &[String]) -> Result<BTreeSet<String>, KeysError> {
    let asked = hosts.iter().map(String::as_str);
    ALWAYS.into_iter().chain(asked).map(|host| canonical(host.trim())).collect()
}

fn canonical(host: &str) -> Result<String, KeysError> {
    let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(address.to_string());
    }
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let (labels, length) = (host.strip_prefix("*.").unwrap_or(host), host.len());
    if length > 253 || !labels.split('.').all(label_fits) {
        return Err(KeysError::Host(host.to_owned()));
    }
    Ok(host.to_ascii_lowercase())
}

fn san(name: String) -> Result<SanType, KeysError> {
    match name.parse() {
        Ok(address) => Ok(SanType::IpAddress(address)),
        Err(_) => name.clone().try_into().map(SanType::DnsName).map_err(|_| KeysError::Host(name)),
    }
}

fn names_in(der: &[u8]) -> Option<BTreeSet<String>> {
    use x509_parser::extensions::GeneralName;
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let names = certificate.subject_alternative_name().ok()??;
    let texts = names.value.general_names.iter().map(|name| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => <[u8; 4]>::try_from(*bytes).ok().map(|bytes| IpAddr::from(bytes).to_string()),
            _ => <[u8; 16]>::try_from(*bytes).ok().map(|bytes| IpAddr::from(bytes).to_string()),
        },
        _ => None,
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_one_form_and_nonsense_is_refused() {
        let cases = [
            ("SAC.Example", "sac.example"),
            ("192.0.2.1", "192.0.2.1"),
            ("[2001:DB8::1]", "2001:db8::1"),
            ("*.example", "*.example"),
            ("my_host", "my_host"),
        ];
        for (host, expected) in cases {
            assert_eq!(canonical(host).unwrap(), expected);
        }
        for host in ["", "a..b", "-a", "a b", "https://x", "perché", "a:80", &"a".repeat(64)] {
            assert!(matches!(canonical(host), Err(KeysError::Host(_))), "{host}");
        }
    }
}
