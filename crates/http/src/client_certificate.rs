//! Client certificates: CNS cards and their substitutes (contract §1, rules §5).
//!
//! The handshake accepts **any** certificate whose owner proves to hold its private key. The
//! certificate is verified afterwards, and each request carries the verdict, because a certificate
//! that is expired or of an unknown issuer must get an authentication error that says so, while a
//! refused handshake looks to most clients like a network failure.

use std::{fmt, sync::Arc, time::Duration};

use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, UnixTime},
    server::{
        WebPkiClientVerifier,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};
use sha2::{Digest, Sha256};
use x509_parser::{certificate::X509Certificate, prelude::FromDer};

use sac_domain::clock::Clock;

/// The client certificate of a connection, verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ClientCertificate {
    /// The client sent none (or TLS is off).
    #[default]
    None,
    /// Valid, and issued by a CA that we trust. Whether the owner is a known user is not checked here.
    Trusted(Arc<Subject>),
    /// Sent by the holder of its key, but not trusted.
    Rejected(Rejection),
}

/// Why a certificate is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It has expired, or a CA above it has.
    Expired,
    /// It is not valid yet.
    NotYetValid,
    /// No path leads from it to a trusted CA.
    UnknownIssuer,
    /// It is not meant for client authentication.
    WrongPurpose,
    /// A signature on the path is false.
    BadSignature,
    /// It cannot be read, or demands something that we do not understand.
    Malformed,
}

impl Rejection {
    /// The reason in words, for a log or an answer.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Expired => "it has expired",
            Self::NotYetValid => "it is not valid yet",
            Self::UnknownIssuer => "no trusted CA issued it",
            Self::WrongPurpose => "it is not meant for client authentication",
            Self::BadSignature => "its signature is false",
            Self::Malformed => "it cannot be read",
        }
    }
}

/// What a trusted certificate says about its owner.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    /// The subject's common name, unchanged.
    pub common_name: String,
    /// The organizations (O) of the subject.
    pub organizations: Vec<String>,
    /// The organizational units (OU) of the subject.
    pub units: Vec<String>,
    /// The certificate's serial number, lower-case hexadecimal.
    pub serial: String,
    /// SHA-256 of the certificate, lower-case hexadecimal.
    pub fingerprint: String,
}

impl fmt::Display for Subject {
    /// Its distinguished name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CN={}", self.common_name)?;
        self.units.iter().try_for_each(|unit| write!(f, ", OU={unit}"))?;
        self.organizations.iter().try_for_each(|name| write!(f, ", O={name}"))
    }
}

impl Subject {
    /// The codice fiscale in the common name: all of it, or, as on a CNS (`CF/serial.hash`), the
    /// text before the first slash. Its form is not checked.
    #[must_use]
    pub fn codice_fiscale(&self) -> &str {
        self.common_name.split('/').next().unwrap_or_default().trim()
    }

    /// Reads it from a certificate; nothing where there is no common name, or no certificate.
    #[must_use]
    pub fn read(certificate: &CertificateDer<'_>) -> Option<Self> {
        let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
        let subject = parsed.subject();
        Some(Self {
            common_name: texts(subject.iter_common_name()).pop()?,
            organizations: texts(subject.iter_organization()),
            units: texts(subject.iter_organizational_unit()),
            serial: hex(parsed.raw_serial()),
            fingerprint: hex(&Sha256::digest(certificate)),
        })
    }
}

/// Shows the fingerprint only, because the rest names a person.
impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subject(sha256 {})", self.fingerprint)
    }
}

/// Verifies the chain that a client has sent.
#[derive(Debug)]
pub(super) struct ChainVerifier(Arc<dyn ClientCertVerifier>);

impl ChainVerifier {
    /// This verifier, and the one for the handshake, which accepts more.
    pub(super) fn new(
        trusted: RootCertStore,
        provider: &Arc<CryptoProvider>,
    ) -> Result<(Self, Arc<dyn ClientCertVerifier>), rustls::server::VerifierBuilderError> {
        let strict = WebPkiClientVerifier::builder_with_provider(trusted.into(), Arc::clone(provider))
            .allow_unauthenticated()
            .build()?;
        let hints = strict.root_hint_subjects().to_vec();
        Ok((Self(strict), Arc::new(AnyHolder { hints, algorithms: provider.signature_verification_algorithms })))
    }

    /// The verdict at this moment, by the machine's time: real certificates are valid for real
    /// dates, whatever date a tester has set for the gateway.
    pub(super) fn verify(&self, chain: Option<&[CertificateDer<'_>]>) -> ClientCertificate {
        let Some((leaf, intermediates)) = chain.and_then(<[_]>::split_first) else {
            return ClientCertificate::None;
        };
        let now = u64::try_from(Clock::system().now().timestamp()).unwrap_or_default();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        match self.0.verify_client_cert(leaf, intermediates, now) {
            Ok(_) => Subject::read(leaf).map_or(ClientCertificate::Rejected(Rejection::Malformed), |subject| {
                ClientCertificate::Trusted(Arc::new(subject))
            }),
            Err(error) => ClientCertificate::Rejected(rejection(&error)),
        }
    }
}

fn rejection(error: &Error) -> Rejection {
    use CertificateError as Why;
    let Error::InvalidCertificate(why) = error else {
        return Rejection::Malformed;
    };
    match why {
        Why::Expired | Why::ExpiredContext { .. } => Rejection::Expired,
        Why::NotValidYet | Why::NotValidYetContext { .. } => Rejection::NotYetValid,
        Why::UnknownIssuer => Rejection::UnknownIssuer,
        Why::InvalidPurpose | Why::InvalidPurposeContext { .. } => Rejection::WrongPurpose,
        Why::BadSignature => Rejection::BadSignature,
        _ => Rejection::Malformed,
    }
}

/// Has a listener ask for a client certificate, and accept any whose owner signs with its key, or none.
#[must_use]
pub fn any_client(provider: &CryptoProvider) -> Arc<dyn ClientCertVerifier> {
    Arc::new(AnyHolder { hints: Vec::new(), algorithms: provider.signature_verification_algorithms })
}

/// Accepts in the handshake any certificate whose owner signs with its key.
#[derive(Debug)]
struct AnyHolder {
    /// The issuers that are named to clients.
    hints: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for AnyHolder {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn texts<'a>(values: impl Iterator<Item = &'a x509_parser::x509::AttributeTypeAndValue<'a>>) -> Vec<String> {
    values.filter_map(|value| value.as_str().ok()).map(str::to_owned).collect()
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(common_name: &str) -> Subject {
        Subject {
            common_name: common_name.to_owned(),
            organizations: Vec::new(),
            units: Vec::new(),
            serial: String::new(),
            fingerprint: "ab".to_owned(),
        }
    }

    #[test]
    fn the_codice_fiscale_is_the_common_name_or_its_first_part() {
        for name in ["PROVAX00X00X000Y", "PROVAX00X00X000Y/7430012345678901.aGFzaA==", " PROVAX00X00X000Y "] {
            assert_eq!(subject(name).codice_fiscale(), "PROVAX00X00X000Y");
        }
        assert_eq!(subject("").codice_fiscale(), "");
    }

    #[test]
    fn debug_names_no_person() {
        assert_eq!(format!("{:?}", subject("PROVAX00X00X000Y")), "Subject(sha256 ab)");
    }
}
