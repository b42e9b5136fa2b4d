//! Where the service is.

use hyper::Uri;
use rustls::pki_types::ServerName;
use sac_domain::words::{Language, Words};

/// The path of the service (contract §1).
pub const SERVICE_PATH: &str = "/CertServiceWeb/CertificatiMedici";

/// The address of a service, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    tls: bool,
    host: String,
    port: u16,
    authority: String,
    path_and_query: String,
}

/// A text that is no address of a service.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no address of a service; one looks like https://127.0.0.1:8443")]
pub struct BadTarget(String);

impl Target {
    /// Reads an address such as `https://127.0.0.1:8443`; without a path it means the
    /// service's own ([`SERVICE_PATH`]).
    ///
    /// # Errors
    /// When the text is no `http` or `https` address.
    pub fn parse(text: &str) -> Result<Self, BadTarget> {
        let bad = || BadTarget(text.to_owned());
        let uri: Uri = text.trim().parse().map_err(|_| bad())?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(bad()),
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(bad)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() || (tls && ServerName::try_from(host.clone()).is_err()) {
            return Err(bad());
        }
        let path_and_query = match uri.path_and_query() {
            Some(path) if path.as_str() != "/" => path.as_str().to_owned(),
            _ => SERVICE_PATH.to_owned(),
        };
        Ok(Self {
            tls,
            host,
            port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }),
            authority: authority.as_str().to_owned(),
            path_and_query,
        })
    }

    /// Whether the service speaks HTTPS.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// The host's name or number, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Host and port as they stand in the address.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The path to post to.
    #[must_use]
    pub fn path_and_query(&self) -> &str {
        &self.path_and_query
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.path_and_query)
    }
}

impl Words for BadTarget {
    fn words(&self, language: Language) -> String {
        match language {
            Language::It => {
                format!("{:?} non è l'indirizzo di un servizio; uno giusto è come https://127.0.0.1:8443", self.0)
            }
            Language::En => self.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let cases = [
            ("https://sac.example.org", true, "sac.example.org", 443, SERVICE_PATH),
            ("https://127.0.0.1:8443/", true, "127.0.0.1", 8443, SERVICE_PATH),
            ("http://localhost:80/a?b", false, "localhost", 80, "/a?b"),
            ("https://[::1]:9/x", true, "::1", 9, "/x"),
        ];
        for (text, tls, host, port, path) in cases {
            let target = Target::parse(text).unwrap();
            let parts = (target.is_tls(), target.host(), target.port(), target.path_and_query());
            assert_eq!(parts, (tls, host, port, path), "{text}");
        }
        assert_eq!(Target::parse("https://[::1]:9").unwrap().to_string(), format!("https://[::1]:9{SERVICE_PATH}"));
        for text in ["", "localhost:8443", "/path", "ftp://x", "https://", "https://u:p@h/", "https://a b/"] {
            assert_eq!(Target::parse(text), Err(BadTarget(text.to_owned())));
        }
    }
}
