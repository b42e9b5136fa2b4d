//! TLS settings, made once into a configuration that every handshake shares.

use std::sync::Arc;

use sac_domain::error::chain;
use sac_domain::words::{Language, Words};

use super::{
    client_certificate::ChainVerifier,
    wire_fault::{Handshake, Hello},
};
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
    version::{TLS12, TLS13},
};
use thiserror::Error;

/// The listener's certificate, and the CAs whose client certificates it trusts. Clones share everything.
#[derive(Clone)]
pub struct Tls {
    pub(super) config: Arc<ServerConfig>,
    pub(super) verifier: Arc<ChainVerifier>,
    decide: Option<Arc<Decide>>,
}

type Decide = dyn Fn(&Hello<'_>) -> Handshake + Send + Sync;

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls(..)")
    }
}

/// Why no TLS configuration could be made.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The certificate and the key do not fit, or cannot be used.
    #[error("the server certificate cannot be used")]
    Server(#[source] rustls::Error),
    /// A CA for client certificates cannot be used.
    #[error("CA number {position} for client certificates cannot be used")]
    ClientCa {
        /// Its position in the list, counted from 1.
        position: usize,
        /// What is wrong with it.
        source: rustls::Error,
    },
    /// There is no CA for client certificates.
    #[error("client certificates cannot be verified")]
    NoClientCa(#[source] rustls::server::VerifierBuilderError),
}

impl Tls {
    /// TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1 by ALPN, client certificates asked for but optional.
    ///
    /// `chain` is the server's certificate and those above it; `client_cas` are the CAs whose
    /// client certificates are trusted, and are named to the clients as a hint.
    ///
    /// # Errors
    /// A certificate or key that cannot be used, or an empty `client_cas`.
    pub fn new(
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
        client_cas: impl IntoIterator<Item = CertificateDer<'static>>,
    ) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let mut trusted = RootCertStore::empty();
        for (index, ca) in client_cas.into_iter().enumerate() {
            trusted.add(ca).map_err(|source| TlsError::ClientCa { position: index + 1, source })?;
        }
        let (verifier, for_handshake) = ChainVerifier::new(trusted, &provider).map_err(TlsError::NoClientCa)?;
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(TlsError::Server)?
            .with_client_cert_verifier(for_handshake)
            .with_single_cert(chain, key)
            .map_err(TlsError::Server)?;
        // The handshake refuses a client that offers nothing of this list, so the old protocol must
        // be in it too (`curl --http1.0` offers only that).
        config.alpn_protocols = [b"h2".as_slice(), b"http/1.1", b"http/1.0"].map(<[u8]>::to_vec).to_vec();
        Ok(Self { config: Arc::new(config), verifier: Arc::new(verifier), decide: None })
    }

    /// The same, with each handshake decided by `decide` once the client has said whom it calls.
    #[must_use]
    pub fn deciding(self, decide: impl Fn(&Hello<'_>) -> Handshake + Send + Sync + 'static) -> Self {
        Self { decide: Some(Arc::new(decide)), ..self }
    }

    /// How to go on with this client.
    pub(super) fn decide(&self, hello: &Hello<'_>) -> Handshake {
        self.decide.as_ref().map_or(Handshake::Continue, |decide| decide(hello))
    }
}

impl Words for TlsError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (_, Language::En) => chain(self).to_string(),
            (Self::Server(reason), _) => {
                format!("il certificato del server non si può usare (dettaglio tecnico: {reason})")
            }
            (Self::ClientCa { position, source }, _) => {
                format!(
                    "la CA numero {position} per i certificati client non si può usare (dettaglio tecnico: {source})"
                )
            }
            (Self::NoClientCa(reason), _) => {
                format!("i certificati client non si possono verificare (dettaglio tecnico: {reason})")
            }
        }
    }
}
