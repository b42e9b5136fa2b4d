//! The whole gateway, wired: for the program, and for tests and other programs that embed it.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use sac_gateway::Gateway;
//!
//! let folder = std::env::temp_dir().join("sac");
//! let gateway = Gateway::builder().data_dir(&folder).any_port().start().await?;
//! println!("{} (CA: {})", gateway.endpoint(), gateway.ca_path().display());
//! gateway.clock().advance(chrono::Duration::days(1));
//! gateway.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod health;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use self::health::Health;
use crate::clock::Clock;
use crate::config::{AuthSettings, Config, LogSettings};
use crate::journal::{Journal, Retention};
use crate::keys::{IDENTIFIERS, Keys, KeysError, PINCODES};
use crate::message::{self, CertificatiMedici};
use crate::registry::credentials::{self, Credentials, PincodeKey};
use crate::registry::places::Places;
use crate::registry::register::Register;
use crate::registry::seed::{self, SeedError};
use crate::rule::Catalogue;
use crate::rule::catalogue::TableError;
use crate::rule::diagnosis::{Icd9, NoCodes};
use crate::sealed::{Unsealer, UnsealerError};
use crate::service::Service;
use crate::soap::Endpoint;
use crate::store::permutation::Permutation;
use crate::store::sqlite::{OpenError, Options};
use crate::store::{Ledger, Store, StoreError};
use crate::transport::{BindError, HEALTH_PATH, Routes, Server, Tls, TlsError};

/// A running gateway. Dropping it stops it at once; [`Gateway::shutdown`] lets the requests
/// under way end first.
pub struct Gateway {
    server: Server,
    ledger: Ledger,
    clock: Clock,
    keys: Keys,
    scheme: &'static str,
}

/// How a gateway is to be. Without further words: what [`Config::default`] says.
#[derive(Default)]
pub struct GatewayBuilder {
    config: Config,
    clock: Option<Clock>,
}

/// Why a gateway does not start. Each says what to do.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum StartError {
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    Unsealer(#[from] UnsealerError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error(transparent)]
    Bind(#[from] BindError),
    #[error("cannot read {path}: {source}", path = path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("the error table {path} cannot be used: {source}", path = path.display())]
    ErrorTable { path: PathBuf, source: TableError },
    #[error("the ICD-9-CM table {path} cannot be used: {source}", path = path.display())]
    Icd9Table { path: PathBuf, source: NoCodes },
    #[error("the CA file {path} holds no certificate in PEM", path = path.display())]
    NotACa { path: PathBuf },
    #[error(
        "user {user} still has the password of the seed, which everybody can read, and {listen} can be reached from \
         other machines: change it (`sac user password {user}`), listen on 127.0.0.1, or allow it with --allow-remote"
    )]
    SeedPassword { user: String, listen: SocketAddr },
    #[error(
        "without TLS the gateway listens on loopback only, not on {listen}: put a proxy before it, or allow it with --allow-remote"
    )]
    PlainText { listen: SocketAddr },
}

impl Gateway {
    /// A gateway to be told what differs from the defaults.
    #[must_use]
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.server.local_addr()
    }

    /// The URL to call.
    #[must_use]
    pub fn endpoint(&self) -> String {
        let address = self.local_addr();
        let host = if address.ip().is_loopback() && address.is_ipv4() {
            format!("localhost:{}", address.port())
        } else {
            address.to_string()
        };
        format!("{}://{host}{}", self.scheme, message::CONTRACT.interface.path)
    }

    /// The URL of the WSDL.
    #[must_use]
    pub fn wsdl(&self) -> String {
        format!("{}?wsdl", self.endpoint())
    }

    /// The CA that clients must trust, PEM.
    #[must_use]
    pub fn ca_path(&self) -> &Path {
        self.keys.ca_path()
    }

    /// The certificate that clients encrypt with, DER.
    #[must_use]
    pub fn encryption_certificate_path(&self) -> &Path {
        self.keys.encryption_certificate_path()
    }

    /// The certificate that clients encrypt with, PEM.
    #[must_use]
    pub fn encryption_certificate_pem_path(&self) -> &Path {
        self.keys.encryption_certificate_pem_path()
    }

    /// Every key of the installation, to issue client certificates with.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// The clock, to be moved by tests.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Where documents and people are kept.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Accepts no more, lets the requests under way end, and writes what is still to be
    /// written. Returns whether all had ended in time.
    pub async fn shutdown(self) -> bool {
        let drained = self.server.shutdown().await;
        self.ledger.close().await;
        drained
    }
}

impl GatewayBuilder {
    /// Everything at once.
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Changes some of the settings.
    #[must_use]
    pub fn set(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Where everything is kept.
    #[must_use]
    pub fn data_dir(self, folder: impl Into<PathBuf>) -> Self {
        self.set(|config| config.place.data_dir = folder.into())
    }

    /// Listens on a free port of 127.0.0.1.
    #[must_use]
    pub fn any_port(self) -> Self {
        self.set(|config| config.place.listen = (Ipv4Addr::LOCALHOST, 0).into())
    }

    /// A clock of the caller's; without one, the setting `now` decides.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Starts it: makes what is missing in the data directory, and listens.
    ///
    /// # Errors
    ///
    /// What stands in the way, and what to do about it.
    pub async fn start(self) -> Result<Gateway, StartError> {
        let Config { place, world, rules, auth, limits, logging } = self.config;
        let clock = self.clock.unwrap_or_else(|| world.now.map_or_else(Clock::system, Clock::starting_at));
        if !place.tls && !place.allow_remote && !place.listen.ip().is_loopback() {
            return Err(StartError::PlainText { listen: place.listen });
        }
        let keys = Keys::open(&place.data_dir, &place.host, &Clock::system(), world.seed)?;
        let numbers = Permutation::new(&keys.secret(IDENTIFIERS));
        let store = Store::open(&place.data_dir.join(DATABASE), numbers, &Options::default())?;
        let ledger = Ledger::new(store.clone());
        let pincodes = PincodeKey::new(&keys.secret(PINCODES));
        seed::plant(&ledger, &pincodes, clock.today(), rules.seed_file.as_deref()).await?;
        let credentials = Arc::new(Credentials::new(
            store.clone(),
            clock.clone(),
            pincodes,
            &keys.secret("verified passwords"),
            &credentials_settings(&auth),
        ));
        if !place.allow_remote && !place.listen.ip().is_loopback() {
            refuse_seed_passwords(&ledger, place.listen).await?;
        }

        // Compiled now, so that the first message does not wait for it.
        let _ = message::schema();
        let service = CertificatiMedici {
            service: Service {
                ledger: ledger.clone(),
                register: Register::new(store, rules.register, clock.clone()),
                places: Places::embedded(),
                clock: clock.clone(),
                icd9: icd9(rules.icd9_table.as_deref())?,
                settings: rules.clone(),
            },
            unsealer: Unsealer::new(&keys)?,
            credentials: credentials.clone(),
            catalogue: catalogue(rules.error_table.as_deref())?,
            schema_errors: rules.schema_errors,
        };
        let endpoint = Endpoint {
            service,
            credentials,
            auth: auth.clone(),
            empty_optional: rules.empty_optional,
            limits: crate::soap::reading_limits(&limits),
            public_url: place.public_url.as_ref().map(ToString::to_string),
            journal: Journal::new(ledger.clone(), retention(&logging)),
            clock: clock.clone(),
            exchanges: AtomicU64::new(0),
        };
        let tls = if place.tls {
            let mut client_cas = vec![keys.ca_der().clone()];
            for path in &auth.trusted_ca {
                client_cas.extend(certificates(path)?);
            }
            Some(Tls::new(keys.server_chain(), keys.server_key(), client_cas)?)
        } else {
            None
        };
        let health = Health { ledger: ledger.clone() };
        let routes = Routes::new().handler("/", Arc::new(endpoint)).handler(HEALTH_PATH, Arc::new(health));
        let scheme = if place.tls { "https" } else { "http" };
        let server = Server::bind(place.listen, tls, limits, Arc::new(routes)).await?;
        Ok(Gateway { server, ledger, clock, keys, scheme })
    }
}

/// The database's name in the data directory.
pub const DATABASE: &str = "sac.db";

fn credentials_settings(auth: &AuthSettings) -> credentials::Settings {
    credentials::Settings {
        lockout_after: auth.lockout_after,
        lockout_for: auth.lockout_for,
        ..credentials::Settings::default()
    }
}

fn retention(logging: &LogSettings) -> Retention {
    Retention { age: logging.journal_retention, entries: logging.journal_entries }
}

async fn refuse_seed_passwords(ledger: &Ledger, listen: SocketAddr) -> Result<(), StartError> {
    let users = ledger.store().users().await?;
    match users.into_iter().find(|user| user.seed_password) {
        Some(user) => Err(StartError::SeedPassword { user: user.name, listen }),
        None => Ok(()),
    }
}

fn icd9(path: Option<&Path>) -> Result<Icd9, StartError> {
    let Some(path) = path else { return Ok(Icd9::default()) };
    Icd9::read(&read(path)?).map_err(|source| StartError::Icd9Table { path: path.to_owned(), source })
}

fn catalogue(path: Option<&Path>) -> Result<Catalogue, StartError> {
    let Some(path) = path else { return Ok(Catalogue::embedded().clone()) };
    Catalogue::with_table(&read(path)?).map_err(|source| StartError::ErrorTable { path: path.to_owned(), source })
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, StartError> {
    let pem = read(path)?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| StartError::NotACa { path: path.to_owned() })
}

fn read(path: &Path) -> Result<String, StartError> {
    std::fs::read_to_string(path).map_err(|source| StartError::File { path: path.to_owned(), source })
}
