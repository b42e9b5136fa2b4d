//! The installation's own CA, and the making of every certificate.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use openssl::{pkey::PKey, x509::X509};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PublicKeyData, SerialNumber,
};
use rustls::pki_types::CertificateDer;

use sac_domain::words::{Said, said};

use super::{
    error::{KeysError, crypto},
    files::{self, Reader},
    rsa,
};

pub(super) const CERTIFICATE_FILE: &str = "ca.pem";
pub(super) const KEY_FILE: &str = "ca.key";
const YEARS: i64 = 20;
/// The organization in every certificate, so that none is mistaken for the State's.
pub(super) const ORGANIZATION: &str = "sac-gateway, test certificates";

/// A CA with its key.
pub(super) struct Authority {
    pub(super) path: PathBuf,
    pub(super) pem: String,
    pub(super) der: CertificateDer<'static>,
    pub(super) not_after: DateTime<Utc>,
    key: KeyPair,
    certificate: X509,
}

impl Authority {
    /// The CA in `folder`, made if there is none.
    pub(super) fn open(folder: &Path, now: DateTime<Utc>) -> Result<Self, KeysError> {
        let (path, key_path) = (folder.join(CERTIFICATE_FILE), folder.join(KEY_FILE));
        match (files::read(&path)?, files::read_private(&key_path)?) {
            (Some(certificate), Some(key)) => Self::read(path, &certificate, &key_path, &key, now),
            (Some(_), None) => Err(KeysError::Damaged {
                path: key_path,
                fault: said("manca, mentre ca.pem c'è", "is missing, while ca.pem is there"),
                remedy: said(
                    "Rimetterlo da una copia, o togliere ca.pem: si crea una nuova CA, di cui poi i client devono fidarsi",
                    "Put it back from a copy, or remove ca.pem: a new CA is made, which the clients must then trust",
                ),
            }),
            // The key is written first: one that stands alone is the rest of an interrupted start.
            (None, _) => Self::make(path, &key_path, rsa::generate("the CA's key")?, now),
        }
    }

    fn read(
        path: PathBuf,
        certificate: &[u8],
        key_path: &Path,
        key: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Self, KeysError> {
        const REMEDY: Said = said(
            "Rimettere il file giusto da una copia, o togliere ca.pem e ca.key: si crea una nuova CA, di cui poi i client devono fidarsi",
            "Put the right file back from a copy, or remove ca.pem and ca.key: a new CA is made, which the clients must then trust",
        );
        let damaged = |path: &Path, fault| KeysError::Damaged { path: path.to_owned(), fault, remedy: REMEDY };
        let key = std::str::from_utf8(key).ok().and_then(|text| KeyPair::from_pem(text).ok()).ok_or_else(|| {
            damaged(
                key_path,
                said("non contiene una chiave privata leggibile", "holds no private key that we can read"),
            )
        })?;
        let certificate = X509::from_pem(certificate).map_err(|_| {
            damaged(&path, said("non contiene un certificato leggibile", "holds no certificate that we can read"))
        })?;
        let authority = Self::of(path, key, certificate)?;
        if !authority.issued_for(&authority.certificate, &authority.key.subject_public_key_info()) {
            return Err(damaged(&authority.path, said("non appartiene a ca.key", "does not belong to ca.key")));
        }
        match period(&authority.der) {
            Some(period) if now < period.from => Err(KeysError::Damaged {
                path: authority.path,
                fault: said("non è ancora valido", "is not valid yet"),
                remedy: said(
                    "Regolare l'orologio di questa macchina, se è sbagliato; altrimenti togliere ca.pem e ca.key: si crea una nuova CA, di cui poi i client devono fidarsi",
                    "Set this machine's clock if it is wrong; otherwise remove ca.pem and ca.key: a new CA is made, which the clients must then trust",
                ),
            }),
            Some(period) if period.until <= now => Err(damaged(&authority.path, said("è scaduto", "has expired"))),
            Some(_) => Ok(authority),
            None => Err(damaged(
                &authority.path,
                said("non dice fino a quando è valido", "does not say how long it is valid"),
            )),
        }
    }

    pub(super) fn make(path: PathBuf, key_path: &Path, key: KeyPair, now: DateTime<Utc>) -> Result<Self, KeysError> {
        // Two installations whose CAs bear one name would confuse clients that trust both.
        let [a, b, c, d, ..] = random()?;
        let mark = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
        let mut params = params(&format!("sac-gateway CA {mark}"))?;
        date(&mut params, now - Duration::days(1), now + Duration::days(YEARS * 365));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).map_err(crypto("the CA's certificate"))?;
        files::write(key_path, key.serialize_pem().as_bytes(), Reader::Owner)?;
        files::write(&path, certificate.pem().as_bytes(), Reader::Everyone)?;
        let certificate = X509::from_der(certificate.der()).map_err(crypto("the CA's certificate"))?;
        Self::of(path, key, certificate)
    }

    fn of(path: PathBuf, key: KeyPair, certificate: X509) -> Result<Self, KeysError> {
        const WHAT: &str = "a copy of the CA's certificate";
        let der = certificate.to_der().map_err(crypto(WHAT))?;
        let pem = certificate.to_pem().map_err(crypto(WHAT))?;
        Ok(Self {
            path,
            pem: String::from_utf8_lossy(&pem).into_owned(),
            not_after: period(&der).ok_or_else(|| crypto(WHAT)("its end cannot be read"))?.until,
            der: der.into(),
            key,
            certificate,
        })
    }

    /// Signs a certificate. It begins a day back, for clients whose clock is slow, and ends with
    /// the CA at the latest.
    pub(super) fn issue(
        &self,
        mut params: CertificateParams,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        public_key: &impl PublicKeyData,
    ) -> Result<rcgen::Certificate, KeysError> {
        const WHAT: &str = "a certificate";
        date(&mut params, now - Duration::days(1), until.min(self.not_after));
        params.use_authority_key_identifier_extension = true;
        let issuer = Issuer::from_ca_cert_der(&self.der, &self.key).map_err(crypto(WHAT))?;
        params.signed_by(public_key, &issuer).map_err(crypto(WHAT))
    }

    /// Whether we issued the certificate, and for this public key (DER of its info).
    pub(super) fn issued_for(&self, certificate: &X509, public_key: &[u8]) -> bool {
        let ours = self.certificate.public_key().and_then(|ca| certificate.verify(&ca));
        let theirs = PKey::public_key_from_der(public_key)
            .and_then(|expected| Ok(certificate.public_key()?.public_eq(&expected)));
        matches!((ours, theirs), (Ok(true), Ok(true)))
    }
}

/// What all our certificates have in common.
pub(super) fn params(common_name: &str) -> Result<CertificateParams, KeysError> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, ORGANIZATION);
    params.distinguished_name.push(DnType::CommonName, common_name);
    // rcgen's own serial numbers come from the key, and would repeat when a certificate is renewed.
    params.serial_number = Some(serial_number()?);
    Ok(params)
}

/// When a certificate is valid.
pub(super) struct Period {
    pub(super) from: DateTime<Utc>,
    pub(super) until: DateTime<Utc>,
}

/// The period of a certificate in DER.
pub(super) fn period(der: &[u8]) -> Option<Period> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let instant = |time: x509_parser::time::ASN1Time| DateTime::from_timestamp(time.timestamp(), 0);
    let validity = certificate.validity();
    Some(Period { from: instant(validity.not_before)?, until: instant(validity.not_after)? })
}

fn serial_number() -> Result<SerialNumber, KeysError> {
    let mut bytes = random()?;
    // Positive and of full length.
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

fn random() -> Result<[u8; 16], KeysError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(crypto("random numbers"))?;
    Ok(bytes)
}

/// Sets from when until when a certificate holds.
fn date(params: &mut CertificateParams, from: DateTime<Utc>, until: DateTime<Utc>) {
    let moment = |instant: DateTime<Utc>| {
        let seconds = u64::try_from(instant.timestamp()).unwrap_or_default();
        rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(seconds)
    };
    params.not_before = moment(from);
    params.not_after = moment(until);
}
