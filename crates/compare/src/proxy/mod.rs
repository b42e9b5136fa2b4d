//! A proxy in front of another SAC: it passes bytes on as they are, validates the messages of both sides, and asks a
//! world of its own the same questions.
//!
//! ```text
//! client ⇄ front ⇄ other SAC
//!            └─▶ wire (HTTP messages) ─▶ observer: check · shadow · compare ─▶ journal, comparisons
//! ```

mod comparison;
mod front;
mod observer;
mod outcome;
mod reason;
pub mod report;
mod shadow;
mod wire;
mod words;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use sac_client::{Target, Trust, TrustError};
use sac_domain::clock::Clock;
use sac_domain::words::{Language, Words};
use sac_http::any_client;
use sac_keys::Keys;
use sac_keys::sealed::Unsealer;
use sac_settings::RuleSettings;
use sac_world::journal::Retention;
use sac_world::{People, Shared, SharedSettings, World, WorldError, WorldName, WorldPlan};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use front::{Front, Upstream};
use observer::Observer;
use shadow::Shadow;

/// The folder of what the proxy keeps, below the data directory.
const FOLDER: &str = "proxy";
const COMPARISONS: &str = "comparisons.jsonl";
/// The world whose journal has the exchanges.
pub const WORLD: &str = "proxy";
/// Exchanges that may wait to be looked at; further ones are passed on without a look.
const WAITING: usize = 4096;

/// How a proxy is to be.
pub struct Settings {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The other SAC.
    pub upstream: Target,
    /// Whom it trusts there, and the certificate that it shows for clients who identify themselves by one.
    pub trust: Trust,
    /// Where the journal and the comparisons are kept.
    pub data_dir: PathBuf,
    /// Keeps the messages too.
    pub keep_bodies: bool,
    /// Opens the fields that clients encrypt for the other SAC.
    pub unsealer: Option<Unsealer>,
    /// The rules of the world that is asked beside.
    pub rules: RuleSettings,
    /// Its clock.
    pub clock: Clock,
}

/// Why a proxy does not start.
#[derive(Debug, thiserror::Error)]
pub enum ProxyError {
    /// The world cannot be made.
    #[error(transparent)]
    World(#[from] WorldError),
    /// TLS cannot be set up.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// TLS cannot be set up with the installation's certificate.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The encryption key cannot be used.
    #[error(transparent)]
    Unsealer(#[from] sac_keys::sealed::UnsealerError),
    /// It cannot listen.
    #[error("it cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// What it keeps cannot be written.
    #[error("{} cannot be written: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The other SAC is not reached by HTTPS.
    #[error("{0} is not https: the proxy passes credentials on")]
    Plain(Target),
}

impl Words for ProxyError {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::World(error), _) => error.words(language),
            (Self::Trust(error), _) => error.words(language),
            (Self::Unsealer(error), _) => error.words(language),
            (_, Language::En) => self.to_string(),
            (Self::Tls(reason), _) => format!("TLS non si può preparare (dettaglio tecnico: {reason})"),
            (Self::Listen { address, source }, _) => {
                format!("non si può ascoltare su {address}: {}", source.words(language))
            }
            (Self::File { path, source }, _) => {
                format!("{} non si può scrivere: {}", path.display(), source.words(language))
            }
            (Self::Plain(target), _) => format!("{target} non è https: il proxy passa oltre le credenziali"),
        }
    }
}

/// A proxy that runs.
pub struct Proxy {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    front: JoinHandle<()>,
    observer: JoinHandle<()>,
    worlds: [Arc<World>; 2],
}

/// The file of the comparisons in a data directory.
#[must_use]
pub fn comparisons(data_dir: &Path) -> PathBuf {
    data_dir.join(FOLDER).join(COMPARISONS)
}

impl Proxy {
    /// Starts it with the keys of an installation.
    ///
    /// # Errors
    /// [`ProxyError`].
    pub async fn start(settings: Settings, keys: Arc<Keys>) -> Result<Self, ProxyError> {
        let Settings { listen, upstream, trust, data_dir, keep_bodies, unsealer, rules, clock } = settings;
        if !upstream.is_tls() {
            return Err(ProxyError::Plain(upstream));
        }
        let file = comparisons(&data_dir);
        let written = comparison::File::open(&file).map_err(|source| ProxyError::File { path: file, source })?;
        let acceptor = acceptor(&keys)?;
        let connector = |trust: &Trust| Ok::<_, TrustError>(TlsConnector::from(Arc::new(trust.configuration()?)));
        let identified = trust.identity.is_some().then(|| connector(&trust)).transpose()?;
        let connector = connector(&Trust { identity: None, ..trust })?;
        let upstream = Upstream { target: upstream, connector, identified };
        let shared = SharedSettings {
            rules,
            pin: sac_settings::PinSettings::default(),
            is_remote: false,
            login: sac_people::credentials::Settings::default(),
            retention: Retention { messages: keep_bodies, ..Retention::default() },
            data_dir,
            channels: sac_settings::ChannelSettings::default(),
            messages: sac_settings::MessageSettings::default(),
            carrier: Arc::default(),
            public_attempts: 0,
        };
        let shared = Shared::new(Arc::clone(&keys), shared)?;
        let name = |text: &str| text.parse::<WorldName>().unwrap_or_else(|_| WorldName::of_default());
        // What was said in the messages stays in memory.
        let asked = World::open(name("shadow"), WorldPlan::new().clock(clock.clone()), &shared).await?;
        let kept = WorldPlan::new().clock(clock).people(People::None).durable();
        let kept = Arc::new(World::open(name(WORLD), kept, &shared).await?);
        let asked = Arc::new(asked);
        let shadow = unsealer.map(|unsealer| Shadow::new(Arc::clone(&asked), unsealer));
        let (sender, receiver) = mpsc::channel(WAITING);
        let (stop, stopped) = watch::channel(false);
        let bind = |source| ProxyError::Listen { address: listen, source };
        let listener = tokio::net::TcpListener::bind(listen).await.map_err(bind)?;
        let address = listener.local_addr().map_err(bind)?;
        let front = Front { listener, acceptor, upstream, seen: sender, stopped };
        let observer = Observer::new(Arc::clone(&kept), Arc::clone(&asked), shadow, written);
        Ok(Self {
            address,
            stop,
            front: tokio::spawn(front.serve()),
            observer: tokio::spawn(observer.run(receiver)),
            worlds: [kept, asked],
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Ends every connection, looks at what is still to be looked at, and writes it.
    pub async fn shutdown(self) {
        let _ = self.stop.send(true);
        let _ = self.front.await;
        let _ = self.observer.await;
        for world in self.worlds {
            world.close().await;
        }
    }
}

/// HTTP/1 alone, of which the messages can be read beside.
fn acceptor(keys: &Keys) -> Result<TlsAcceptor, rustls::Error> {
    let provider = Arc::new(default_provider());
    let clients = any_client(&provider);
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(keys.server_chain(), keys.server_key())?;
    config.alpn_protocols = [b"http/1.1".as_slice(), b"http/1.0"].map(<[u8]>::to_vec).to_vec();
    Ok(TlsAcceptor::from(Arc::new(config)))
}
