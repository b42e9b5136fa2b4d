//! What lies in a gateway's data directory, for commands that work on it while the gateway
//! runs or rests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use sac_gateway::clock::Clock;
use sac_gateway::domain::likeness::closest;
use sac_gateway::domain::user::User;
use sac_gateway::gateway::DATABASE;
use sac_gateway::keys::{IDENTIFIERS, OfficeKeys, PINCODES};
use sac_gateway::registry::credentials::PincodeKey;
use sac_gateway::registry::seed::{Hasher, Known, Seed, SeedError};
use sac_gateway::store::permutation::Permutation;
use sac_gateway::store::sqlite::Options;
use sac_gateway::store::{Ledger, Store};
use sac_world::{WorldName, database};
use secrecy::SecretString;

use super::failure::Failure;
use super::runtime::run_alone;

/// The data directory to work on.
#[derive(Debug, clap::Args)]
pub(super) struct DataDir {
    /// Data directory of the gateway
    #[arg(long, value_name = "DIR", env = "SAC_DATA_DIR", default_value = "sac-data", global = true)]
    data_dir: PathBuf,
}

/// An opened data directory.
pub(super) struct Installation {
    /// Where documents and people are kept.
    pub ledger: Ledger,
    /// What pincodes are kept under.
    pub pincodes: PincodeKey,
    /// The CA.
    pub keys: OfficeKeys,
}

impl DataDir {
    pub(super) fn at(data_dir: PathBuf) -> Self {
        Self { data_dir }
    }

    pub(super) fn path(&self) -> &Path {
        &self.data_dir
    }

    /// Does `work` on what lies there. A running gateway sees at once what it changes.
    pub(super) fn open<T>(&self, work: impl AsyncFnOnce(&Installation) -> Result<T, Failure>) -> Result<T, Failure> {
        run_alone(async {
            let installation = Installation::open(&self.data_dir)?;
            let result = work(&installation).await;
            installation.ledger.close().await;
            result
        })?
    }

    /// Adds or replaces what a record of a seed file says, or tells what is wrong with it.
    pub(super) fn plant<const N: usize>(
        &self,
        read: fn(BTreeMap<String, SecretString>, NaiveDate) -> Result<Seed, SeedError>,
        members: [(&str, Option<String>); N],
    ) -> Result<(), Failure> {
        let given = members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
        let seed = read(given.collect(), Clock::system().today())?;
        self.open(async |installation| {
            let hasher = Hasher::new(installation.pincodes.clone());
            seed.plant(&installation.ledger, &hasher, Known::Replaced).await?;
            Ok(())
        })
    }

    /// Lets `work` read the database of a world.
    pub(super) fn open_world<T>(
        &self,
        world: &WorldName,
        work: impl AsyncFnOnce(&Store) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        if world.is_default() {
            return self.open(async |installation| work(installation.ledger.store()).await);
        }
        run_alone(async {
            let path = database(&self.data_dir, world);
            if !path.is_file() {
                let data_dir = self.data_dir.clone();
                return Err(Failure::NoSuchWorld { world: world.clone(), data_dir, path });
            }
            // No number is given out where nothing is written.
            work(&open_store(&path, Permutation::new(&[0; 32]))?).await
        })?
    }
}

impl Installation {
    fn open(data_dir: &Path) -> Result<Self, Failure> {
        let path = data_dir.join(DATABASE);
        // A slip of the pen must not make a new installation.
        if !path.is_file() {
            return Err(Failure::NoInstallation { data_dir: data_dir.to_owned() });
        }
        let keys = OfficeKeys::open(data_dir, &Clock::system())?;
        let numbers = Permutation::new(&keys.secret(IDENTIFIERS));
        let store = open_store(&path, numbers)?;
        let pincodes = PincodeKey::new(&keys.secret(PINCODES));
        Ok(Self { ledger: Ledger::new(store), pincodes, keys })
    }

    /// The user of this name.
    pub(super) async fn user(&self, name: &str) -> Result<User, Failure> {
        if let Some(user) = self.ledger.store().user(name).await? {
            return Ok(user);
        }
        let users = self.ledger.store().users().await?;
        let closest = closest(name, users.iter().map(|user| user.name.as_str())).first().map(|&name| name.to_owned());
        Err(Failure::NoSuchUser { name: name.to_owned(), closest })
    }
}

fn open_store(path: &Path, numbers: Permutation) -> Result<Store, Failure> {
    let options = Options { readers: 1, ..Options::default() };
    Store::open(path, numbers, &options).map_err(|cause| Failure::Database { path: path.to_owned(), cause })
}
