//! Whom the client trusts, and who it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use sac_domain::words::{Language, Words};

/// Whom the client trusts, and by which certificate it identifies itself.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The CA of the server, PEM or DER; without one, those that browsers trust.
    pub ca: Option<PathBuf>,
    /// The client's own certificate chain and its key, PEM; both or none.
    pub identity: Option<(PathBuf, PathBuf)>,
}

/// A certificate or a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// A file cannot be read.
    #[error("{} cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file holds no certificate.
    #[error("{} holds no certificate that can be used", path.display())]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// A file holds no key.
    #[error("{} holds no private key in PEM", path.display())]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// Certificate and key do not go together, or TLS cannot be configured.
    #[error(
        "TLS cannot be set up: the client certificate and its key do not go together, or are of a kind that TLS does not take"
    )]
    Unusable(#[from] rustls::Error),
}

impl Trust {
    /// The TLS of a client that trusts, and identifies itself, so.
    ///
    /// # Errors
    /// When the certificates or the key cannot be read or used.
    pub fn configuration(&self) -> Result<ClientConfig, TrustError> {
        let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(self.roots()?);
        Ok(match &self.identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => builder.with_client_auth_cert(certificates(chain)?, private_key(key)?)?,
        })
    }

    fn roots(&self) -> Result<RootCertStore, TrustError> {
        let Some(path) = &self.ca else {
            return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
        };
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(certificates(path)?);
        if taken == 0 { Err(TrustError::NoCertificate { path: path.clone() }) } else { Ok(roots) }
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TrustError> {
    let bytes = read(path)?;
    let pem: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
    match pem {
        Ok(found) if !found.is_empty() => Ok(found),
        // DER begins with a SEQUENCE.
        Ok(_) if bytes.first() == Some(&0x30) => Ok(vec![CertificateDer::from(bytes)]),
        _ => Err(TrustError::NoCertificate { path: path.to_owned() }),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TrustError> {
    PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|_| TrustError::NoKey { path: path.to_owned() })
}

fn read(path: &Path) -> Result<Vec<u8>, TrustError> {
    std::fs::read(path).map_err(|cause| TrustError::Unreadable { path: path.to_owned(), cause })
}

impl Words for TrustError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Unreadable { path, cause } => {
                format!("{} non si può leggere: {}", path.display(), cause.words(language))
            }
            Self::NoCertificate { path } => format!("{} non contiene un certificato utilizzabile", path.display()),
            Self::NoKey { path } => format!("{} non contiene una chiave privata in PEM", path.display()),
            Self::Unusable(_) => {
                "TLS non si può preparare: il certificato client e la sua chiave non vanno insieme, o non sono di un \
                 tipo che TLS accetta"
                    .to_owned()
            }
        }
    }
}
