//! Where a world's snapshots are kept: a file of its store, and beside it what the store does not hold.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sac_domain::clock::Setting;
use sac_domain::instant::Instant;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::error::SnapshotError;
use crate::faults::PlanState;
use crate::name::WorldName;

const FOLDER: &str = "snapshots";

/// The snapshots of one world.
#[derive(Debug)]
pub(crate) enum Snapshots {
    /// Of a durable world: in the folder of its database.
    Kept(PathBuf),
    /// Of a world in memory: in a folder below this one, which goes with the world.
    Passing { below: PathBuf, folder: OnceLock<TempDir> },
}

/// What a snapshot holds beside the store.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SnapshotHead {
    /// When it was taken, by the world's clock.
    pub taken: Instant,
    /// The clock.
    pub(crate) clock: Time,
    /// The seed of its numbers.
    pub(crate) seed: Option<u64>,
    /// The fault plan with its counts.
    #[serde(default)]
    pub(crate) faults: PlanState,
}

/// How a clock was set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Time {
    System,
    Running(Instant, f64),
    Frozen(Instant, f64),
}

impl Snapshots {
    /// Those of a world whose database is, or would be, this file.
    pub(crate) fn new(database: &Path, data_dir: &Path, is_durable: bool) -> Self {
        match database.parent().filter(|_| is_durable) {
            Some(folder) => Self::Kept(folder.join(FOLDER)),
            None => Self::Passing { below: data_dir.to_owned(), folder: OnceLock::new() },
        }
    }

    /// The file of a new snapshot's store.
    pub(crate) fn file_of_new(&self, name: &str) -> Result<PathBuf, SnapshotError> {
        // The same letters as in the names of worlds.
        name.parse::<WorldName>().map_err(|_| SnapshotError::Name(name.to_owned()))?;
        let folder = match self {
            Self::Kept(folder) => {
                fs::create_dir_all(folder).map_err(failed(folder))?;
                folder.clone()
            }
            Self::Passing { below, folder } => {
                if folder.get().is_none() {
                    let made = tempfile::Builder::new().prefix(".snapshots-").tempdir_in(below);
                    let _ = folder.set(made.map_err(failed(below))?);
                }
                self.folder().ok_or_else(|| SnapshotError::Unknown(name.to_owned()))?
            }
        };
        let file = file(&folder, name);
        if head_beside(&file).exists() { Err(SnapshotError::Exists(name.to_owned())) } else { Ok(file) }
    }

    /// Completes a new snapshot, whose store is written.
    pub(crate) fn complete(file: &Path, head: &SnapshotHead) -> Result<(), SnapshotError> {
        let path = head_beside(file);
        let json = serde_json::to_vec(head).map_err(|error| failed(&path)(error.into()))?;
        fs::write(&path, json).map_err(failed(&path))
    }

    /// A snapshot's file and head.
    pub(crate) fn find(&self, name: &str) -> Result<(PathBuf, SnapshotHead), SnapshotError> {
        let unknown = || SnapshotError::Unknown(name.to_owned());
        name.parse::<WorldName>().map_err(|_| unknown())?;
        let file = file(&self.folder().ok_or_else(unknown)?, name);
        let path = head_beside(&file);
        match fs::read(&path) {
            Ok(json) => Ok((file, serde_json::from_slice(&json).map_err(|error| failed(&path)(error.into()))?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(unknown()),
            Err(error) => Err(failed(&path)(error)),
        }
    }

    /// All of them, by name.
    pub(crate) fn all(&self) -> Result<Vec<(String, SnapshotHead)>, SnapshotError> {
        let Some(folder) = self.folder().filter(|folder| folder.exists()) else { return Ok(Vec::new()) };
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
            let name = entry.map_err(failed(&folder))?.file_name();
            names.extend(name.to_str().and_then(|name| name.strip_suffix(".json")).map(str::to_owned));
        }
        names.sort();
        names.into_iter().map(|name| self.find(&name).map(|(_, head)| (name, head))).collect()
    }

    /// Removes one.
    pub(crate) fn remove(&self, name: &str) -> Result<(), SnapshotError> {
        let (file, _) = self.find(name)?;
        // Without its head it is no snapshot any more.
        let head = head_beside(&file);
        fs::remove_file(&head).map_err(failed(&head))?;
        fs::remove_file(&file).map_err(failed(&file))
    }

    fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Kept(folder) => Some(folder.clone()),
            Self::Passing { folder, .. } => folder.get().map(|folder| folder.path().to_owned()),
        }
    }
}

impl From<Setting> for Time {
    fn from(setting: Setting) -> Self {
        match setting {
            Setting::System => Self::System,
            Setting::Running(now, speed) => Self::Running(Instant(now), speed),
            Setting::Frozen(now, speed) => Self::Frozen(Instant(now), speed),
        }
    }
}

impl From<Time> for Setting {
    fn from(time: Time) -> Self {
        match time {
            Time::System => Self::System,
            Time::Running(now, speed) => Self::Running(now.0, speed),
            Time::Frozen(now, speed) => Self::Frozen(now.0, speed),
        }
    }
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.db"))
}

fn head_beside(file: &Path) -> PathBuf {
    file.with_extension("json")
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> SnapshotError {
    move |source| SnapshotError::File { path: path.to_owned(), source }
}
