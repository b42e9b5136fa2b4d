//! Who takes messages over: a simulated carrier, or a mail server (SMTP).

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use std::{fs, io};

use lettre::address::{Address, Envelope};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use sac_domain::delivery::MessageKind;
use sac_domain::words::{Language, Words};
use sac_settings::{Delivery, DomainPattern, MessageSettings, SmtpTls};
use secrecy::{ExposeSecret, SecretString};

use super::step::Handed;

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a whole attempt may take.
const ATTEMPT: Duration = Duration::from_mins(2);
/// Connections to the server at a time.
pub(super) const CONNECTIONS: u32 = 32;
/// What a certificate in PEM begins with.
const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";
/// The longest reason that is kept of a failure.
const REASON: usize = 300;

/// Who takes messages over.
#[derive(Debug, Default)]
pub enum Carrier {
    /// Nothing leaves the machine.
    #[default]
    Simulated,
    /// A mail server takes e-mail and certified mail; text messages and letters stay simulated.
    Smtp(Box<Smtp>),
}

/// A mail server.
#[derive(Debug)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    redirect_to: Option<String>,
    allow: Vec<DomainPattern>,
}

/// Why messages could not leave as the settings say.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum CarrierError {
    #[error("`delivery` is smtp, but no server is named: set `smtp_host`")]
    NoHost,
    #[error(
        "mail to {host} would travel in the clear: `smtp_tls = \"off\"` is for a server on this machine only; use starttls \
         or tls"
    )]
    Plain { host: String },
    #[error("`smtp_user` is {user}, but there is no password: it is read from the variable SAC_SMTP_PASSWORD")]
    NoPassword { user: String },
    #[error("there is a password in SAC_SMTP_PASSWORD, but `smtp_user` is not set")]
    NoUser,
    #[error("cannot read the CA file {path}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the CA file {path} holds no certificate in PEM", path = path.display())]
    NotACa { path: PathBuf },
    #[error("the connection to {host} cannot be set up")]
    Tls { host: String, source: lettre::transport::smtp::Error },
}

impl Carrier {
    /// The carrier that the settings ask for. To be called within a runtime.
    ///
    /// # Errors
    /// Settings that contradict each other, or a CA that cannot be read.
    pub fn new(settings: &MessageSettings, password: Option<SecretString>) -> Result<Self, CarrierError> {
        let MessageSettings { delivery, smtp_host, smtp_user, .. } = settings;
        if *delivery == Delivery::Outbox {
            if smtp_host.is_some() || password.is_some() {
                tracing::warn!("a mail server is set, but `delivery` is outbox: nothing leaves the machine");
            }
            return Ok(Self::Simulated);
        }
        let host = smtp_host.clone().ok_or(CarrierError::NoHost)?;
        let credentials = match (smtp_user, password) {
            (None, None) => None,
            (Some(user), Some(password)) => Some(Credentials::new(user.clone(), password.expose_secret().to_owned())),
            (Some(user), None) => return Err(CarrierError::NoPassword { user: user.clone() }),
            (None, Some(_)) => return Err(CarrierError::NoUser),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.as_str())
            .port(settings.smtp_port)
            .tls(tls(settings, host)?)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS));
        if let Some(credentials) = credentials {
            builder = builder.credentials(credentials);
        }
        Ok(Self::Smtp(Box::new(Smtp {
            transport: builder.build(),
            redirect_to: settings.smtp_redirect_to.as_ref().map(|address| address.as_str().to_owned()),
            allow: settings.smtp_allow.clone(),
        })))
    }

    /// The mail server, where messages of this kind go to one.
    #[must_use]
    pub fn server_of(&self, kind: MessageKind) -> Option<&Smtp> {
        match self {
            Self::Smtp(smtp) if matches!(kind, MessageKind::Email | MessageKind::Pec) => Some(smtp),
            _ => None,
        }
    }

    /// The one box that all mail goes to, where there is one.
    #[must_use]
    pub fn redirect_to(&self) -> Option<&str> {
        match self {
            Self::Smtp(smtp) => smtp.redirect_to.as_deref(),
            Self::Simulated => None,
        }
    }
}

impl Smtp {
    /// Hands a message over to the server.
    pub(super) async fn hand_over(&self, from: &str, to: &str, raw: &[u8]) -> Handed {
        let domain = to.rsplit_once('@').map_or("", |(_, domain)| domain);
        if self.redirect_to.is_none() && !self.allow.iter().any(|pattern| pattern.fits(domain)) {
            return Handed::Refused(Some("domain not allowed".to_owned()));
        }
        let envelope = match envelope(from, self.redirect_to.as_deref().unwrap_or(to)) {
            Ok(envelope) => envelope,
            Err(error) => return Handed::Refused(Some(error.to_string())),
        };
        match tokio::time::timeout(ATTEMPT, self.transport.send_raw(&envelope, raw)).await {
            Ok(Ok(_)) => Handed::Over,
            Ok(Err(error)) if error.is_permanent() => Handed::Refused(Some(reason(&error))),
            Ok(Err(error)) => Handed::Later(Some(reason(&error))),
            Err(_) => Handed::Later(Some("the server did not answer in time".to_owned())),
        }
    }
}

fn envelope(from: &str, to: &str) -> Result<Envelope, Box<dyn std::error::Error>> {
    Ok(Envelope::new(Some(from.parse::<Address>()?), vec![to.parse::<Address>()?])?)
}

/// What the server said, as it is kept: on one line, and not too long.
fn reason(error: &lettre::transport::smtp::Error) -> String {
    let text: String = error.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(REASON).collect()
}

fn tls(settings: &MessageSettings, host: String) -> Result<Tls, CarrierError> {
    let wrap = match settings.smtp_tls {
        SmtpTls::Off if is_this_machine(&host) => return Ok(Tls::None),
        SmtpTls::Off => return Err(CarrierError::Plain { host }),
        SmtpTls::Starttls => Tls::Required,
        SmtpTls::Tls => Tls::Wrapper,
    };
    let mut parameters = TlsParameters::builder(host.clone()).certificate_store(CertificateStore::WebpkiRoots);
    if let Some(path) = &settings.smtp_ca {
        let pem = fs::read(path).map_err(|source| CarrierError::File { path: path.clone(), source })?;
        let not_a_ca = || CarrierError::NotACa { path: path.clone() };
        // A file without any is an empty list to lettre.
        let has_one = pem.windows(CERTIFICATE.len()).any(|part| part == CERTIFICATE);
        let ca = Certificate::from_pem(&pem).ok().filter(|_| has_one).ok_or_else(not_a_ca)?;
        parameters = parameters.add_root_certificate(ca);
    }
    parameters.build_rustls().map(wrap).map_err(|source| CarrierError::Tls { host, source })
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Words for CarrierError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return sac_domain::error::chain(self).to_string();
        }
        match self {
            Self::NoHost => "`delivery` vale smtp, ma nessun server è indicato: impostare `smtp_host`".to_owned(),
            Self::Plain { host } => format!(
                "la posta per {host} viaggerebbe in chiaro: `smtp_tls = \"off\"` vale solo per un server su questa \
                 macchina; usare starttls o tls"
            ),
            Self::NoPassword { user } => {
                format!("`smtp_user` è {user}, ma manca la password: si legge dalla variabile SAC_SMTP_PASSWORD")
            }
            Self::NoUser => "c'è una password in SAC_SMTP_PASSWORD, ma `smtp_user` non è impostato".to_owned(),
            Self::File { path, source } => {
                format!("non si può leggere il file della CA {}: {}", path.display(), source.words(language))
            }
            Self::NotACa { path } => {
                format!("il file della CA {} non contiene un certificato in PEM", path.display())
            }
            Self::Tls { host, source } => {
                format!("la connessione a {host} non si può preparare (dettaglio tecnico: {source})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_settings::Values;

    fn carrier(settings: &str, password: Option<&str>) -> Result<Carrier, CarrierError> {
        let mut values = Values::default();
        values.give_toml(std::path::Path::new("sac.toml"), settings).unwrap();
        Carrier::new(&values.resolve().unwrap().messages, password.map(Into::into))
    }

    #[tokio::test]
    async fn settings_that_contradict_each_other_are_refused_with_what_to_do() {
        let cases = [
            ("delivery = 'smtp'", None, "smtp_host"),
            ("delivery = 'smtp'\nsmtp_host = 'mail.example'\nsmtp_tls = 'off'", None, "in the clear"),
            ("delivery = 'smtp'\nsmtp_host = 'localhost'\nsmtp_user = 'x'", None, "SAC_SMTP_PASSWORD"),
            ("delivery = 'smtp'\nsmtp_host = 'localhost'", Some("x"), "smtp_user"),
            ("delivery = 'smtp'\nsmtp_host = 'localhost'\nsmtp_ca = 'nothing.pem'", None, "cannot read the CA file"),
            ("delivery = 'smtp'\nsmtp_host = 'localhost'\nsmtp_ca = 'Cargo.toml'", None, "no certificate"),
        ];
        for (settings, password, part) in cases {
            let error = carrier(settings, password).unwrap_err();
            assert!(error.words(Language::En).contains(part), "{settings}: {error}");
            assert!(!error.words(Language::It).is_empty());
        }
        for settings in
            ["", "delivery = 'smtp'\nsmtp_host = '[::1]'\nsmtp_tls = 'off'", "delivery = 'smtp'\nsmtp_host = 'm.it'"]
        {
            assert!(carrier(settings, None).is_ok(), "{settings}");
        }
    }

    #[test]
    fn only_this_machine_may_be_reached_in_the_clear() {
        for (host, is) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("[::1]", true),
            ("::1", true),
            ("localhost.example", false),
            ("10.0.0.1", false),
            ("mail.example", false),
        ] {
            assert_eq!(is_this_machine(host), is, "{host}");
        }
    }
}
