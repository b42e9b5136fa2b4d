//! People given in a file: the default ones, and those that a user adds.
//!
//! Two forms are read, and checked by the same rules. TOML is described in `data/seed.toml`,
//! the default people. CSV has the same names as column heads, in any order, with commas or
//! semicolons between; a file with a column `kind` holds users, any other workers; an empty
//! cell counts as left out, several `iscrizioni` are set apart by blanks.
//!
//! A file is taken as a whole or not at all; all that is wrong with it is reported at once.

mod check;
mod csv;
mod error;
mod hasher;
mod people;
mod record;
mod toml;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::string::FromUtf8Error;
use std::{fmt, fs};

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;

use sac_store::Ledger;
use secrecy::SecretString;

pub use error::{Problem, SeedError};
pub use hasher::Hasher;
pub use people::Seed;

/// The default people.
const DEFAULT: &str = include_str!("../../../../data/seed.toml");

/// How many people were put into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Users added or replaced.
    pub users: usize,
    /// Workers added or replaced.
    pub workers: usize,
}

/// What happens to a user that is in the store already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Stays as it is, with the password that it has by now.
    Kept,
    /// Is replaced by the file's.
    Replaced,
}

impl Seed {
    /// Reads a file: CSV if its name ends so, else TOML. CSV that is no UTF-8 is taken for
    /// Windows-1252, in which spreadsheets still write it. `today`, the civil date in Rome,
    /// settles the century of a birth date that is left out.
    ///
    /// # Errors
    /// [`SeedError::File`], [`SeedError::Wrong`].
    pub fn read(path: &Path, today: NaiveDate) -> Result<Self, SeedError> {
        let file = |cause| SeedError::File { path: path.to_owned(), cause };
        let bytes = fs::read(path).map_err(file)?;
        let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        let seed = match String::from_utf8(bytes) {
            Ok(text) if is_csv => Self::from_csv(&text, today),
            Ok(text) => Self::from_toml(&text, today),
            Err(error) if is_csv => {
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(error.as_bytes());
                Self::from_csv(&text, today)
            }
            Err(error) => Err(not_utf8(&error)),
        };
        seed.map_err(|error| error.in_file(path))
    }

    /// The default people, whose passwords are public.
    ///
    /// # Errors
    /// None: the file is part of the program, and a test reads it.
    pub fn default_people(today: NaiveDate) -> Result<Self, SeedError> {
        let mut seed = Self::from_toml(DEFAULT, today)?;
        seed.users.iter_mut().for_each(|new| new.user.seed_password = true);
        Ok(seed)
    }

    /// Reads TOML.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn from_toml(text: &str, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(toml::records(text), today)
    }

    /// Reads CSV.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn from_csv(text: &str, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(csv::records(text), today)
    }

    /// One user, of named members as they stand in a file; lists have blanks between their texts.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_user(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::User, members), today)
    }

    /// One worker, of named members as they stand in a file.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_worker(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::Worker, members), today)
    }

    /// Puts these people into the store, all of them or none.
    ///
    /// # Errors
    /// [`SeedError::Password`], [`SeedError::Store`].
    pub async fn plant(mut self, ledger: &Ledger, hasher: &Hasher, known: Known) -> Result<Planted, SeedError> {
        if known == Known::Kept {
            let there: HashSet<String> = ledger.store().users().await?.into_iter().map(|user| user.name).collect();
            self.users.retain(|new| !there.contains(&new.user.name));
        }
        let users = hasher.hash(self.users).await?;
        let planted = Planted { users: users.len(), workers: self.workers.len() };
        ledger.put_people(users, self.workers).await?;
        Ok(planted)
    }

    /// The users' names.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|new| new.user.name.as_str())
    }
}

/// Puts the first people into the store: the default ones, unless one of their users is there
/// already, then those of `file`, except users that are there already.
///
/// # Errors
/// [`SeedError`]; of a file that is wrong no one is added.
pub async fn plant(ledger: &Ledger, hasher: &Hasher, today: NaiveDate, file: Option<&Path>) -> Result<(), SeedError> {
    let more = file.map(|path| Seed::read(path, today)).transpose()?;
    let default = Seed::default_people(today)?;
    let there: HashSet<String> = ledger.store().users().await?.into_iter().map(|user| user.name).collect();
    if !default.names().any(|name| there.contains(name)) {
        default.plant(ledger, hasher, Known::Kept).await?;
    }
    if let Some(more) = more {
        more.plant(ledger, hasher, Known::Kept).await?;
    }
    Ok(())
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (users, workers) = (self.users.len(), self.workers.len());
        f.debug_struct("Seed").field("users", &users).field("workers", &workers).finish()
    }
}

fn not_utf8(error: &FromUtf8Error) -> SeedError {
    let right = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let line = right.split(|byte| *byte == b'\n').count();
    SeedError::Wrong {
        path: None,
        problems: vec![Problem { line, message: "not UTF-8, in which TOML is written".to_owned() }],
    }
}
