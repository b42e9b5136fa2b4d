//! From settings to a running gateway.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::address;
use super::channels::Channels;
use super::directory_lock::DirectoryLock;
use super::downloads::Downloads;
use super::error::StartError;
use super::front::Front;
use super::health::Health;
use super::parts::Parts;
use super::running::Gateway;
use super::worlds::Worlds;
use crate::clock::Clock;
use crate::config::{
    AuthSettings, ChannelSettings, Config, ControlAddress, Limits, LogSettings, MessageSettings, PinSettings,
    PlaceSettings, RuleSettings, WorldSettings,
};
use crate::diagnostic::Language;
use crate::journal::Retention;
use crate::keys::{self, ControlToken, Keys};
use crate::message;
use crate::registry::credentials;
use crate::sealed::Unsealer;
use crate::soap::reading_limits;
use crate::transport::{BindError, HEALTH_PATH, Handshake, Routes, Server, Tls};
use sac_control::{Control, WorldSet};
use sac_world::{Carrier, DATABASE, Shared, SharedSettings, World, WorldName, WorldPlan};

/// How a gateway is to be. By default: as [`Config::default`] says.
#[derive(Debug, Default)]
pub struct GatewayBuilder {
    config: Config,
    clock: Option<Clock>,
    lock: Option<DirectoryLock>,
    language: Option<Language>,
    smtp_password: Option<SecretString>,
    is_temporary: bool,
}

impl Gateway {
    /// A gateway with the default settings, to be changed.
    #[must_use]
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    /// A gateway for a test: in a temporary folder that goes with it, on free ports of 127.0.0.1.
    #[must_use]
    pub fn for_tests() -> GatewayBuilder {
        GatewayBuilder::default().temporary().any_port()
    }
}

impl GatewayBuilder {
    /// Replaces all settings.
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

    /// Keeps everything in a temporary folder, which is removed when the gateway is gone.
    #[must_use]
    pub fn temporary(mut self) -> Self {
        self.is_temporary = true;
        self
    }

    /// Listens on a free port of 127.0.0.1.
    #[must_use]
    pub fn any_port(self) -> Self {
        self.set(|config| config.place.listen = (Ipv4Addr::LOCALHOST, 0).into())
    }

    /// The clock of the default world; without one, the setting `now` decides.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The language of sentences in the log; without one, English.
    #[doc(hidden)]
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// The password of the mail server, for the user of the setting `smtp_user`.
    #[must_use]
    pub fn smtp_password(mut self, password: SecretString) -> Self {
        self.smtp_password = Some(password);
        self
    }

    /// Makes the data directory, where there is none, and keeps other gateways from it.
    /// [`Self::start`] does it too; this is for what has to be done in between.
    ///
    /// # Errors
    ///
    /// Another gateway has the directory, or it cannot be made.
    pub fn lock_directory(mut self) -> Result<Self, StartError> {
        if self.lock.is_none() && !self.is_temporary {
            self.lock = Some(locked(&self.config.place.data_dir)?);
        }
        Ok(self)
    }

    /// Starts it: makes what is missing in the data directory, and listens.
    ///
    /// # Errors
    ///
    /// What stands in the way, and what to do about it.
    pub async fn start(self) -> Result<Gateway, StartError> {
        let Self { mut config, clock, lock, language, smtp_password, is_temporary } = self;
        let temporary = if is_temporary { Some(tempfile::tempdir().map_err(StartError::Temporary)?) } else { None };
        if let Some(folder) = &temporary {
            folder.path().clone_into(&mut config.place.data_dir);
        }
        let Config {
            place,
            world: WorldSettings { now, seed, .. },
            rules,
            pin,
            auth,
            channels,
            messages,
            limits,
            logging,
            ..
        } = config;
        if !place.tls && guarded(&place).is_some() {
            return Err(StartError::PlainText { listen: place.listen });
        }
        let lock = lock.map_or_else(|| locked(&place.data_dir), Ok)?;
        let keys = Arc::new(keys(&place, seed)?);
        let language = language.unwrap_or(Language::En);
        let worlds = Arc::<Worlds>::default();
        let mut parts = Parts {
            health: Arc::new(Health::new(Arc::clone(&worlds), language)),
            worlds,
            shared: Shared::new(
                Arc::clone(&keys),
                SharedSettings {
                    channels: channels.clone(),
                    carrier: Arc::new(Carrier::new(&messages, smtp_password)?),
                    messages,
                    ..shared_settings(&place, rules, pin, &auth, &logging)
                },
            )?,
            channels: Channels {
                unsealer: Unsealer::new(&keys)?,
                auth: auth.clone(),
                reading_limits: reading_limits(&limits),
                public_url: place.public_url.as_ref().map(ToString::to_string),
                downloads: Downloads::new(&keys),
                served: channels.channels,
            },
            keys: Arc::clone(&keys),
            guarded: guarded(&place),
            origin: String::new(),
            changing: Mutex::default(),
        };
        let clock = clock.unwrap_or_else(|| now.map_or_else(Clock::system, Clock::starting_at));
        let mut plan = WorldPlan::new().clock(clock).durable();
        if let Some(path) = &place.fault_plan {
            plan = plan.faults_of(path)?;
        }
        let default = Arc::new(World::open(WorldName::of_default(), plan, &parts.shared).await?);
        if let Some((user, listen)) = parts.refused(&default).await? {
            return Err(StartError::SeedPassword { user, listen });
        }
        parts.serve(&default);

        // Compiled now, so that the first message does not wait for it.
        let _ = message::schema();
        let tls = tls(&place, &keys, &auth)?.map(|tls| planned(tls, &parts.worlds));
        let server = Server::bind(place.listen, tls, limits.clone(), front(&parts, language)).await?;
        let listen = server.local_addr();
        let scheme = if place.tls { "https" } else { "http" };
        parts.origin = format!("{scheme}://{}:{}", address::host(&place, listen), listen.port());
        let parts = Arc::new(parts);
        sac_control::reopen(&*parts).await;
        let control = control(&place, &limits, Arc::clone(&parts) as Arc<dyn WorldSet>).await?;
        let default = parts.handle(default);
        Ok(Gateway { server, control, parts, default, _lock: lock, _temporary: temporary })
    }
}

/// Handshakes end as the fault plans of the worlds want it.
fn planned(tls: Tls, worlds: &Arc<Worlds>) -> Tls {
    let worlds = Arc::clone(worlds);
    tls.deciding(move |hello| {
        let ended = worlds.all().iter().any(|world| world.ends_handshake(hello.peer.ip(), hello.server_name));
        if ended { Handshake::Alert } else { Handshake::Continue }
    })
}

/// The control listener, unless it is off.
async fn control(
    place: &PlaceSettings,
    limits: &Limits,
    worlds: Arc<dyn WorldSet>,
) -> Result<Option<Control>, StartError> {
    let ControlAddress::At(wanted) = place.control else { return Ok(None) };
    if !wanted.ip().is_loopback() {
        return Err(StartError::ControlAddress { address: wanted });
    }
    let any_port = SocketAddr::new(wanted.ip(), 0);
    let is_default = place.control == ControlAddress::DEFAULT;
    let token = ControlToken::open(&place.data_dir)?;
    let start = async |address| {
        let settings = sac_control::Settings {
            address,
            token: token.text.clone(),
            token_path: token.path.clone(),
            limits: limits.clone(),
            version: env!("CARGO_PKG_VERSION"),
        };
        Control::start(settings, Arc::clone(&worlds)).await
    };
    let first = if is_default && place.listen.port() == 0 { any_port } else { wanted };
    match start(first).await {
        // The port is a default, and another gateway may have it.
        Err(BindError::Address { source, .. }) if is_default && source.kind() == io::ErrorKind::AddrInUse => {
            let control = start(any_port).await?;
            tracing::warn!(taken = %wanted, instead = %control.local_addr(), "the control API listens on another port");
            Ok(Some(control))
        }
        started => Ok(Some(started?)),
    }
}

/// The folder, made where there is none, and locked.
fn locked(folder: &Path) -> Result<DirectoryLock, StartError> {
    keys::make_folder(folder)?;
    Ok(DirectoryLock::acquire(folder)?)
}

/// The keys in the data directory. Keys made anew beside a database that is in use are logged,
/// since clients have to learn of them.
fn keys(place: &PlaceSettings, seed: Option<u64>) -> Result<Keys, StartError> {
    let database = place.data_dir.join(DATABASE);
    let made_anew = if database.exists() { keys::check_in_use(&place.data_dir)? } else { Vec::new() };
    let keys = Keys::open(&place.data_dir, &address::certificate_names(place), &Clock::system(), seed)?;
    for made in made_anew {
        tracing::warn!(folder = %place.data_dir.display(), "{made}");
    }
    Ok(keys)
}

/// What answers at which path.
fn front(parts: &Parts, language: Language) -> Arc<Front> {
    let worlds = Arc::clone(&parts.worlds);
    let routes =
        Routes::new().router("/", Arc::clone(&worlds) as _).handler(HEALTH_PATH, Arc::clone(&parts.health) as _);
    Arc::new(Front { routes, worlds, language })
}

/// The address to listen on, if other machines reach it and that has not been allowed.
fn guarded(place: &PlaceSettings) -> Option<SocketAddr> {
    (!place.allow_remote && !place.listen.ip().is_loopback()).then_some(place.listen)
}

fn shared_settings(
    place: &PlaceSettings,
    rules: RuleSettings,
    pin: PinSettings,
    auth: &AuthSettings,
    logging: &LogSettings,
) -> SharedSettings {
    let login = credentials::Settings {
        lockout_after: auth.lockout_after,
        lockout_for: auth.lockout_for,
        ..credentials::Settings::default()
    };
    let retention = Retention {
        age: logging.journal_retention,
        entries: logging.journal_entries,
        bytes: logging.journal_bytes,
        messages: logging.journal_bodies.unwrap_or(place.listen.ip().is_loopback()),
    };
    let is_remote = !place.listen.ip().is_loopback();
    SharedSettings {
        rules,
        pin,
        is_remote,
        login,
        retention,
        data_dir: place.data_dir.clone(),
        channels: ChannelSettings::default(),
        messages: MessageSettings::default(),
        carrier: Arc::default(),
        public_attempts: auth.public_attempts,
    }
}

fn tls(place: &PlaceSettings, keys: &Keys, auth: &AuthSettings) -> Result<Option<Tls>, StartError> {
    if !place.tls {
        return Ok(None);
    }
    let mut client_cas = vec![keys.ca_der().clone()];
    for path in &auth.trusted_ca {
        client_cas.extend(certificates(path)?);
    }
    Ok(Some(Tls::new(keys.server_chain(), keys.server_key(), client_cas)?))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, StartError> {
    let pem = fs::read_to_string(path).map_err(|source| StartError::File { path: path.to_owned(), source })?;
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| StartError::NotACa { path: path.to_owned() })
}
