//! The encryption certificate `SanitelCF`, with the 1024-bit RSA key that the contract wants
//! (contract §7). That size is for the two encrypted fields only.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use openssl::{
    pkey::{PKey, Private},
    rsa::Rsa,
    x509::X509,
};
use rcgen::{KeyUsagePurpose, SubjectPublicKeyInfo};
use rustls::pki_types::CertificateDer;

use sac_domain::words::said;

use super::{
    authority::{self, Authority},
    error::{KeysError, crypto},
    files::{self, Reader},
};

pub(super) const DER_FILE: &str = "SanitelCF.cer";
const PEM_FILE: &str = "SanitelCF.pem";
const KEY_FILE: &str = "SanitelCF.key";
pub(super) const FILES: [&str; 3] = [DER_FILE, PEM_FILE, KEY_FILE];
const BITS: u32 = 1024;
const YEARS: i64 = 20;

/// The certificate that clients encrypt with, and the key that opens what they encrypted.
pub(super) struct Encryption {
    pub(super) der_path: PathBuf,
    pub(super) pem_path: PathBuf,
    pub(super) der: CertificateDer<'static>,
    pub(super) pem: Vec<u8>,
    pub(super) key: PKey<Private>,
}

impl Encryption {
    /// The key in `folder`, made if there is none, and a certificate of ours around it. The key
    /// stays for ever; the certificate is renewed when it does not fit.
    pub(super) fn open(folder: &Path, authority: &Authority, now: DateTime<Utc>) -> Result<Self, KeysError> {
        const WHAT: &str = "the encryption certificate";
        let key = open_key(folder)?;
        let public_key = key.public_key_to_der().map_err(crypto(WHAT))?;
        let (der_path, pem_path) = (folder.join(DER_FILE), folder.join(PEM_FILE));
        let pem = files::read(&pem_path)?.and_then(|pem| X509::from_pem(&pem).ok());
        let usable = files::read(&der_path)?.filter(|der| {
            let twin = X509::from_der(der).ok();
            let ours = twin.as_ref().is_some_and(|twin| authority.issued_for(twin, &public_key));
            let in_force = authority::period(der).is_some_and(|period| period.from <= now && now < period.until);
            ours && in_force && twin.and_then(|t| t.to_der().ok()) == pem.and_then(|p| p.to_der().ok())
        });
        if let Some(der) = usable {
            let pem = X509::from_der(&der).and_then(|certificate| certificate.to_pem()).map_err(crypto(WHAT))?;
            return Ok(Self { der_path, pem_path, der: der.into(), pem, key });
        }
        let mut params = authority::params("SanitelCF")?;
        params.key_usages = vec![KeyUsagePurpose::KeyEncipherment, KeyUsagePurpose::DataEncipherment];
        let public_key = SubjectPublicKeyInfo::from_der(&public_key).map_err(crypto(WHAT))?;
        let until = now + Duration::days(YEARS * 365);
        let certificate = authority.issue(params, now, until, &public_key)?;
        files::write(&der_path, certificate.der(), Reader::Everyone)?;
        files::write(&pem_path, certificate.pem().as_bytes(), Reader::Everyone)?;
        let pem = certificate.pem().into_bytes();
        Ok(Self { der_path, pem_path, der: certificate.der().clone(), pem, key })
    }
}

/// The key in `folder`, if there is one; nothing is made.
pub(super) fn find_key(folder: &Path) -> Result<Option<PKey<Private>>, KeysError> {
    read_key(&folder.join(KEY_FILE))
}

fn read_key(path: &Path) -> Result<Option<PKey<Private>>, KeysError> {
    let Some(pem) = files::read_private(path)? else { return Ok(None) };
    let key = PKey::private_key_from_pem(&pem).ok();
    let key = key.filter(|key| key.bits() == BITS && key.rsa().is_ok()).ok_or_else(|| KeysError::Damaged {
        path: path.to_owned(),
        fault: said("non contiene una chiave RSA di 1024 bit", "holds no RSA key of 1024 bits"),
        remedy: said("Rimettere il file giusto da una copia, o toglierlo: si creano una nuova chiave e un nuovo certificato, con cui poi ogni client deve cifrare", "Put the right file back from a copy, or remove it: a new key and certificate are made, which every client must then encrypt with"),
    })?;
    Ok(Some(key))
}

fn open_key(folder: &Path) -> Result<PKey<Private>, KeysError> {
    const WHAT: &str = "the encryption key";
    let path = folder.join(KEY_FILE);
    if let Some(key) = read_key(&path)? {
        return Ok(key);
    }
    // The key is written first: a certificate that stands alone has lost its key.
    if [DER_FILE, PEM_FILE].iter().any(|certificate| folder.join(certificate).exists()) {
        return Err(KeysError::Damaged {
            path,
            fault: said(
                "manca, mentre il suo certificato c'è: senza, ciò che i client cifrano con quel certificato non si può leggere",
                "is missing, while its certificate is there: what clients encrypt with that certificate cannot be read without it",
            ),
            remedy: said(
                "Rimetterlo da una copia, o togliere anche SanitelCF.cer e SanitelCF.pem: si creano una nuova chiave e un nuovo certificato, con cui poi ogni client deve cifrare",
                "Put it back from a copy, or remove SanitelCF.cer and SanitelCF.pem too: a new key and certificate are made, which every client must then encrypt with",
            ),
        });
    }
    let key = Rsa::generate(BITS).and_then(PKey::from_rsa).map_err(crypto(WHAT))?;
    let pem = zeroize::Zeroizing::new(key.private_key_to_pem_pkcs8().map_err(crypto(WHAT))?);
    files::write(&path, &pem, Reader::Owner)?;
    Ok(key)
}
