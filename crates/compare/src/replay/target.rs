//! Where recorded exchanges are sent to.

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use sac_client::{Client, ClientError, Credentials, HttpReply, Target};
use sac_domain::error::chain;
use sac_domain::words::{Language, Text, Words};
use sac_exchanges::HttpMessage;
use sac_keys::sealed::{SealError, Sealer};

/// A SAC to send to.
pub struct Destination {
    /// Calls it.
    pub client: Client,
    /// The path of the service, the world's name in it.
    pub path: String,
    /// Encrypts for it.
    pub sealer: Sealer,
}

/// The certificate to encrypt with cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum NoCertificate {
    /// No answer came.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// There is none beside the WSDL.
    #[error(
        "there is no SanitelCF.cer beside the WSDL of {target} (HTTP {status}): give it with --encryption-cert FILE"
    )]
    Absent {
        /// Where it was looked for.
        target: String,
        /// The status of the answer.
        status: u16,
    },
    /// What is there is none.
    #[error("what is beside the WSDL of {target} cannot be used: {source}")]
    Unusable {
        /// Where it was found.
        target: String,
        /// Why.
        source: SealError,
    },
}

impl Words for NoCertificate {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Client(error), _) => error.words(language),
            (_, Language::En) => chain(self).to_string(),
            (Self::Absent { target, status }, _) => format!(
                "accanto al WSDL di {target} non c'è SanitelCF.cer (HTTP {status}): darlo con --encryption-cert FILE"
            ),
            (Self::Unusable { target, source }, _) => {
                format!("ciò che sta accanto al WSDL di {target} non si può usare: {}", source.words(language))
            }
        }
    }
}

/// The certificate to encrypt with, from beside the WSDL.
///
/// # Errors
/// There is none, or it cannot be used.
pub async fn certificate(client: &Client, target: &Target, path: &str) -> Result<Sealer, NoCertificate> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let reply = client.get(&format!("{folder}/SanitelCF.cer")).await?;
    if !reply.status.is_success() {
        return Err(NoCertificate::Absent { target: target.to_string(), status: reply.status.as_u16() });
    }
    Sealer::new(&reply.body).map_err(|source| NoCertificate::Unusable { target: target.to_string(), source })
}

impl Destination {
    pub(super) async fn send(
        &self,
        request: &HttpMessage,
        credentials: Option<Credentials>,
        body: Vec<u8>,
    ) -> Result<HttpReply, ClientError> {
        let content_type = request.header("content-type").unwrap_or("text/xml");
        let mut headers = Vec::new();
        let action = request.header("soapaction").map(|action| (HeaderName::from_static("soapaction"), action));
        for (name, value) in [Some((CONTENT_TYPE, content_type)), action].into_iter().flatten() {
            let value =
                HeaderValue::from_str(value).map_err(|error| ClientError::Request(Text::same(error.to_string())))?;
            headers.push((name, value));
        }
        let client = self.client.clone().credentials(credentials);
        client.call(Method::POST, &self.path, &headers, body.into()).await
    }
}
