//! People given in a file: the default ones, and those that a user adds.
//!
//! Two forms are read, and judged by the same rules. TOML is described in `data/seed.toml`,
//! the default people. CSV has the same names as column heads, in any order, with commas or
//! semicolons between; a file with a column `kind` holds users, any other workers; an empty
//! cell counts as left out, several `iscrizioni` are set apart by blanks.
//!
//! A file is taken as a whole or not at all; all that is wrong with it is told at once.

mod change;
mod check;
mod check_pin;
mod check_register;
mod csv;
mod error;
mod fields;
mod hasher;
mod people;
mod record;
mod toml;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_register;

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::string::FromUtf8Error;
use std::{fmt, fs};

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;
use secrecy::SecretString;

use sac_domain::employer::Employment;
use sac_domain::words::Text;
use sac_pin::machine::Tipo;
use sac_pin::subject::Soggetto;
use sac_store::people::PutPeople;
use sac_store::pin::{PutSubject, PutSubjects};
use sac_store::register::PutRegister;
use sac_store::{Command as _, Committed, Ledger, Store};

use crate::pin::{self, NewPin};
use people::NewWorker;

pub use check_register::pec_formato;
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
    /// Employers added or replaced.
    pub employers: usize,
}

/// What becomes of a user whom the store knows already.
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

    /// The default people, whose passwords everybody can read.
    ///
    /// # Errors
    /// None: the file is part of the program, and a test reads it.
    pub fn default_people(today: NaiveDate) -> Result<Self, SeedError> {
        Ok(Self { is_public: true, ..Self::from_toml(DEFAULT, today)? })
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

    /// One employer, of named members as they stand in a file.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_employer(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::Employer, members), today)
    }

    /// One who reads for employers, of named members as they stand in a file.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_employer_user(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::EmployerUser, members), today)
    }

    /// One subject of a PIN, of named members as they stand in a file.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_pin(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::Pin, members), today)
    }

    /// One employment, of named members as they stand in a file.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_employment(members: BTreeMap<String, SecretString>, today: NaiveDate) -> Result<Self, SeedError> {
        check::seed(record::Records::single(record::What::Employment, members), today)
    }

    /// Puts these people into the store, all of them or none.
    ///
    /// # Errors
    /// [`SeedError::Wrong`] where they do not go with what is there, [`SeedError::Password`], [`SeedError::Store`].
    pub async fn plant(mut self, ledger: &Ledger, hasher: &Hasher, known: Known) -> Result<Planted, SeedError> {
        let store = ledger.store();
        if known == Known::Kept {
            let there: HashSet<String> = store.users().await?.into_iter().map(|user| user.name).collect();
            self.users.retain(|new| !there.contains(&new.user.name));
        }
        self.check_against(store).await?;
        let mut pins = hasher.pins(pins_of(&mut self), self.today).await?;
        let mut register = PutRegister {
            user_profiles: Vec::new(),
            worker_profiles: self.workers.iter().map(Hasher::worker).collect(),
            employers: self.employers,
            employments: self.employments.into_iter().map(|new| new.value).collect(),
            employer_users: hasher.employer_users(self.employer_users).await?,
        };
        let (mut users, profiles): (Vec<_>, Vec<_>) = hasher.hash(self.users).await?.into_iter().unzip();
        register.user_profiles = users.iter().map(|user| user.name.clone()).zip(profiles).collect();
        if self.is_public {
            for user in &mut users {
                user.seed_password = true;
            }
            mark_public(&mut register);
            for put in &mut pins {
                put.soggetto.seme = put.soggetto.pin.is_some() || put.soggetto.inpdap.is_some();
            }
        }
        if known == Known::Kept {
            keep(&mut register, store).await?;
            let there: HashSet<String> = store.pin_codes().await?.into_iter().collect();
            pins.retain(|put| !there.contains(put.soggetto.codice_fiscale.as_str()));
        } else {
            pins.extend(without_pin(&self.workers, &pins, store).await?);
        }
        let workers: Vec<_> = self.workers.into_iter().map(|new| new.lavoratore).collect();
        let planted = Planted { users: users.len(), workers: workers.len(), employers: register.employers.len() };
        let pins = PutSubjects(pins);
        let command = PutPeople { users, workers }
            .and_then(move |()| Some(register.clone()))
            .and_then(move |_| Some(pins.clone()));
        ledger.commit(command).await.map(Committed::into_inner)?;
        Ok(planted)
    }

    /// Looks whether the employers that are named exist, here or in the store, and whether a telephone code is
    /// somebody else's.
    async fn check_against(&self, store: &Store) -> Result<(), SeedError> {
        let mut problems = Vec::new();
        if !(self.employer_users.is_empty() && self.employments.is_empty()) {
            let there = store.employers().await?;
            let all: HashSet<&str> =
                there.iter().chain(&self.employers).map(|employer| employer.codice_fiscale.as_str()).collect();
            let by_users = self
                .employer_users
                .iter()
                .flat_map(|new| new.user.employers.iter().map(|code| (new.line, "employers", code)));
            let by_employments = self.employments.iter().map(|new| (new.line, "employer", &new.value.employer));
            for (line, member, code) in by_users.chain(by_employments) {
                if !all.contains(code.as_str()) {
                    let code = code.as_str();
                    let message = Text::new(
                        format!("`{member}`: non c'è il datore di lavoro {code}"),
                        format!("`{member}`: there is no employer {code}"),
                    );
                    problems.push(Problem { line, message });
                }
            }
        }
        let phones = self.users.iter().filter_map(|new| Some((new, new.profile.codice_telefonico.as_deref()?)));
        let phones: Vec<_> = phones.collect();
        if !phones.is_empty() {
            let renewed: HashSet<&str> = self.names().collect();
            let mut there = store.user_profiles().await?;
            there.retain(|(name, _)| !renewed.contains(name.as_str()));
            for (new, phone) in phones {
                if there.iter().any(|(_, profile)| profile.codice_telefonico.as_deref() == Some(phone)) {
                    let message = Text::new(
                        "`codice_telefonico`: lo ha un altro utente",
                        "`codice_telefonico`: another user has it",
                    );
                    problems.push(Problem { line: new.line, message });
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(SeedError::Wrong { path: None, problems }) }
    }

    /// The users' names.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|new| new.user.name.as_str())
    }
}

/// Makes sure that there is somebody to begin with: the default people, unless the store
/// knows one of their users already, then those of `file`, of whom users who are known
/// already stay as they are.
///
/// # Errors
/// [`SeedError`]; nobody of a file that is wrong is added.
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

/// The subjects of a seed: those of its own tables, and each worker with a PIN who is in none.
fn pins_of(seed: &mut Seed) -> Vec<NewPin> {
    let mut pins = std::mem::take(&mut seed.pins);
    let named: HashSet<String> = pins.iter().map(|new| new.soggetto.codice_fiscale.as_str().to_owned()).collect();
    for worker in &seed.workers {
        let Some(pin) = worker.pin.clone() else { continue };
        let person = &worker.lavoratore;
        if named.contains(person.codice_fiscale.as_str()) {
            continue;
        }
        let mut soggetto = Soggetto::new(person.codice_fiscale.clone(), person.cognome.clone(), person.nome.clone());
        soggetto.contatti = pin::contatti(&worker.recapiti);
        soggetto.deceduto = person.deceduto;
        pins.push(NewPin { soggetto, profili: Vec::new(), tipo: Tipo::Online, secret: Some(pin), inpdap: None });
    }
    pins
}

/// Workers who are replaced and have no PIN any more: theirs is revoked, unless it opens more than a citizen's services.
async fn without_pin(workers: &[NewWorker], new: &[PutSubject], store: &Store) -> Result<Vec<PutSubject>, SeedError> {
    let mut ended = Vec::new();
    for worker in workers.iter().filter(|worker| worker.pin.is_none() && !worker.pin_stays) {
        let code = &worker.lavoratore.codice_fiscale;
        if new.iter().any(|put| put.soggetto.codice_fiscale == *code) {
            continue;
        }
        let Some(mut soggetto) = store.pin_subject(code).await?.map(|kept| kept.soggetto) else { continue };
        let is_over = !soggetto.e_professionale() && soggetto.pin.as_mut().is_some_and(|pin| pin.revoca().is_ok());
        if is_over {
            soggetto.seme = false;
            ended.push(PutSubject { soggetto, from: None, due: None });
        }
    }
    Ok(ended)
}

/// Everybody can read these secrets.
fn mark_public(register: &mut PutRegister) {
    for user in &mut register.employer_users {
        user.seed_password = user.password_hash.is_some();
    }
    for (_, profile) in &mut register.user_profiles {
        profile.seed_pin = profile.pin_hash.is_some();
    }
}

/// Leaves out what the store has already. Profiles of users are kept with their users.
async fn keep(register: &mut PutRegister, store: &Store) -> Result<(), SeedError> {
    let workers: HashSet<String> = store.worker_profiles().await?.into_iter().map(|(code, _)| code).collect();
    register.worker_profiles.retain(|(code, _)| !workers.contains(code.as_str()));
    let employers: HashSet<_> = store.employers().await?.into_iter().map(|employer| employer.codice_fiscale).collect();
    register.employers.retain(|employer| !employers.contains(&employer.codice_fiscale));
    let users: HashSet<String> = store.employer_users().await?.into_iter().map(|user| user.name).collect();
    register.employer_users.retain(|user| !users.contains(&user.name));
    let employments = store.employments(None).await?;
    let is_there = |one: &Employment| {
        employments.iter().any(|kept| (&kept.worker, &kept.employer, kept.dal) == (&one.worker, &one.employer, one.dal))
    };
    register.employments.retain(|one| !is_there(one));
    Ok(())
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (users, workers) = (self.users.len(), self.workers.len());
        f.debug_struct("Seed").field("users", &users).field("workers", &workers).finish_non_exhaustive()
    }
}

fn not_utf8(error: &FromUtf8Error) -> SeedError {
    let right = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let line = right.split(|byte| *byte == b'\n').count();
    SeedError::Wrong {
        path: None,
        problems: vec![Problem {
            line,
            message: Text::new("non è UTF-8, in cui si scrive TOML", "not UTF-8, in which TOML is written"),
        }],
    }
}
