//! What the worlds of one gateway have in common.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sac_certificates::rule::Catalogue;
use sac_certificates::rule::diagnosis::Icd9;
use sac_keys::{IDENTIFIERS, Keys, PINCODES};
use sac_people::credentials::{self, PincodeKey};
use sac_people::seed::Hasher;
use sac_pin::rule::Catalogue as PinCatalogue;
use sac_settings::{ChannelSettings, MessageSettings, PinSettings, RuleSettings};
use sac_store::permutation::Permutation;

use crate::deliveries::Carrier;
use crate::error::WorldError;
use crate::journal::Retention;
use crate::metrics::Metrics;
use crate::name::WorldName;

/// What the settings say for all worlds.
#[derive(Clone, Debug)]
pub struct SharedSettings {
    /// The rules of worlds that have none of their own.
    pub rules: RuleSettings,
    /// The PIN, in worlds that have no settings of it of their own.
    pub pin: PinSettings,
    /// Whether other machines reach the gateway: then no secret can be foretold.
    pub is_remote: bool,
    /// Log-in. The bound on parallel checks of passwords holds for all worlds together.
    pub login: credentials::Settings,
    /// How much each world's journal keeps.
    pub retention: Retention,
    /// Where durable worlds are kept.
    pub data_dir: PathBuf,
    /// The channels.
    pub channels: ChannelSettings,
    /// Messages to workers and employers.
    pub messages: MessageSettings,
    /// Who takes them over.
    pub carrier: Arc<Carrier>,
    /// Failures in ten minutes after which an address waits before it may look up an attestato again; 0 for any number.
    pub public_attempts: u32,
}

/// The name of a world's database.
pub const DATABASE: &str = "sac.db";
/// The folder of the databases of all worlds but the default one, each in a folder of its name.
const WORLDS: &str = "worlds";

/// What the worlds of one gateway have in common: secrets, and what is made once for all.
pub struct Shared {
    pub(crate) settings: SharedSettings,
    pub(crate) hasher: Hasher,
    pub(crate) verified_key: [u8; 32],
    pub(crate) metrics: Metrics,
    keys: Arc<Keys>,
    /// The tables of the shared rules.
    tables: Tables,
}

/// The tables that rules may name.
#[derive(Clone, Debug)]
pub(crate) struct Tables {
    error_table: Option<PathBuf>,
    icd9_table: Option<PathBuf>,
    /// The rule book.
    pub(crate) catalogue: Catalogue,
    /// The rule book of the PIN.
    pub(crate) pin: sac_pin::rule::Catalogue,
    /// The diagnosis codes.
    pub(crate) icd9: Icd9,
}

impl Shared {
    /// Reads the tables that the settings name.
    ///
    /// # Errors
    /// [`WorldError::File`], [`WorldError::ErrorTable`], [`WorldError::Icd9Table`].
    pub fn new(keys: Arc<Keys>, settings: SharedSettings) -> Result<Self, WorldError> {
        Ok(Self {
            hasher: Hasher::new(PincodeKey::new(&keys.secret(PINCODES))),
            verified_key: keys.secret("verified passwords"),
            tables: Tables::read(&settings.rules)?,
            metrics: Metrics::default(),
            keys,
            settings,
        })
    }

    /// The rules of worlds that have none of their own.
    #[must_use]
    pub fn rules(&self) -> &RuleSettings {
        &self.settings.rules
    }

    /// The PIN, in worlds that have no settings of it of their own.
    #[must_use]
    pub fn pin(&self) -> &PinSettings {
        &self.settings.pin
    }

    /// Under what new secrets of PINs repeat, in a world with a seed that only this machine reaches.
    pub(crate) fn pin_key(&self, seed: Option<u64>) -> Option<[u8; 32]> {
        seed.filter(|_| !self.settings.is_remote).map(|seed| Keys::secret_of_seed(seed, "pin"))
    }

    /// The keys of the installation.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Where durable worlds but the default one are kept, each in a folder of its name.
    #[must_use]
    pub fn worlds_folder(&self) -> PathBuf {
        self.settings.data_dir.join(WORLDS)
    }

    /// What is counted of all worlds together.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The order of the numbers of a world's documents. That of the default world is the
    /// installation's own.
    pub(crate) fn numbers(&self, name: &WorldName, seed: Option<u64>) -> Permutation {
        Permutation::new(&match seed {
            Some(seed) => Keys::secret_of_seed(seed, IDENTIFIERS),
            None if name.is_default() => self.keys.secret(IDENTIFIERS),
            None => self.keys.secret(&format!("{IDENTIFIERS} of world {name}")),
        })
    }

    /// Where a durable world of this name is kept.
    #[must_use]
    pub fn database(&self, name: &WorldName) -> PathBuf {
        database(&self.settings.data_dir, name)
    }

    /// The tables that these rules name, those of the shared rules being read already.
    pub(crate) fn tables(&self, rules: &RuleSettings) -> Result<Tables, WorldError> {
        if rules.error_table == self.tables.error_table && rules.icd9_table == self.tables.icd9_table {
            return Ok(self.tables.clone());
        }
        Tables::read(rules)
    }
}

/// Where a durable world of this name is kept below a data directory.
#[must_use]
pub fn database(data_dir: &Path, name: &WorldName) -> PathBuf {
    if name.is_default() {
        return data_dir.join(DATABASE);
    }
    data_dir.join(WORLDS).join(name.as_str()).join(DATABASE)
}

impl Tables {
    fn read(rules: &RuleSettings) -> Result<Self, WorldError> {
        Ok(Self {
            catalogue: rules.error_table.as_deref().map_or_else(|| Ok(Catalogue::embedded().clone()), catalogue)?,
            pin: rules.error_table.as_deref().map_or_else(|| Ok(PinCatalogue::embedded().clone()), pin_catalogue)?,
            icd9: rules.icd9_table.as_deref().map_or_else(|| Ok(Icd9::default()), icd9)?,
            error_table: rules.error_table.clone(),
            icd9_table: rules.icd9_table.clone(),
        })
    }
}

fn catalogue(path: &Path) -> Result<Catalogue, WorldError> {
    let table = read(path)?;
    let elsewhere = |name: &str| sac_invciv::rule::is_named(name) || sac_pin::rule::is_named(name);
    Catalogue::with_shared_table(&table, &elsewhere)
        .map_err(|source| WorldError::ErrorTable { path: path.to_owned(), source })
}

fn pin_catalogue(path: &Path) -> Result<PinCatalogue, WorldError> {
    let table = read(path)?;
    let elsewhere =
        |name: &str| sac_invciv::rule::is_named(name) || sac_certificates::rule::Rule::from_name(name).is_some();
    PinCatalogue::with_shared_table(&table, &elsewhere)
        .map_err(|source| WorldError::ErrorTable { path: path.to_owned(), source })
}

fn icd9(path: &Path) -> Result<Icd9, WorldError> {
    Icd9::read(&read(path)?).map_err(|source| WorldError::Icd9Table { path: path.to_owned(), source })
}

fn read(path: &Path) -> Result<String, WorldError> {
    fs::read_to_string(path).map_err(|source| WorldError::File { path: path.to_owned(), source })
}
