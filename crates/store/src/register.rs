//! Employers, their users, employments, and what goes with users and workers.

use chrono::NaiveDate;

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::attestato::NomeMedico;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::contact::{Recapiti, UserProfile, WorkerProfile};
use sac_domain::delivery::{MessageKind, NewMessage};
use sac_domain::employer::{Employer, EmployerUser, Employment};
use sac_domain::user::User;

/// Adds all of these, or replaces those of the same key: all of them, or on an error none.
#[derive(Clone, Debug, Default)]
pub struct PutRegister {
    /// What goes with users, by name.
    pub user_profiles: Vec<(String, UserProfile)>,
    /// What goes with workers, by code.
    pub worker_profiles: Vec<(CodiceFiscale, WorkerProfile)>,
    /// Employers.
    pub employers: Vec<Employer>,
    /// Those who read for them.
    pub employer_users: Vec<EmployerUser>,
    /// Who works where.
    pub employments: Vec<Employment>,
}

impl Command for PutRegister {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        use sqlite::register as sql;
        self.user_profiles.iter().try_for_each(|(name, profile)| sql::put_user_profile(t, name, profile))?;
        self.worker_profiles.iter().try_for_each(|(code, profile)| sql::put_worker_profile(t, code, profile))?;
        self.employers.iter().try_for_each(|employer| sql::put_employer(t, employer))?;
        self.employer_users.iter().try_for_each(|user| sql::put_employer_user(t, user))?;
        self.employments.iter().try_for_each(|employment| sql::put_employment(t, employment))
    }
}

/// Changes a worker's contacts and services, and nothing else of the profile, and tells of it.
pub struct ChangeServices {
    /// The worker.
    pub worker: CodiceFiscale,
    /// As they are from now on.
    pub recapiti: Recapiti,
    /// What of messages that have not left yet is not wanted any more.
    pub unwanted: Vec<MessageKind>,
    /// What tells of the change.
    pub messages: Vec<NewMessage>,
}

impl Command for ChangeServices {
    type Outcome = ();

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::register::put_recapiti(t, &self.worker, &self.recapiti)?;
        self.unwanted.iter().try_for_each(|kind| sqlite::outbox::cancel(t, self.worker.as_str(), *kind))?;
        self.messages.iter().try_for_each(|message| sqlite::outbox::put(t, message).map(drop))
    }
}

/// Removes one of them. The outcome says whether it was there.
pub enum RemoveRegistered {
    /// An employer, with the employments there.
    Employer(CodiceFiscale),
    /// Someone who reads for employers.
    EmployerUser(String),
    /// An employment, by worker, employer and first day.
    Employment(CodiceFiscale, CodiceFiscale, NaiveDate),
}

impl Command for RemoveRegistered {
    type Outcome = bool;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<bool, Failure> {
        use sqlite::register as sql;
        match self {
            Self::Employer(code) => sql::remove_employer(t, code),
            Self::EmployerUser(name) => sql::remove_employer_user(t, name),
            Self::Employment(worker, employer, dal) => {
                sql::remove_employment(t, &(worker.clone(), employer.clone(), *dal))
            }
        }
    }
}

/// Reads what the register knows of a worker at the moment when something about the worker is written.
pub struct ReadWorker(pub CodiceFiscale);

/// What the register knows of a worker, beside who the worker is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkerFile {
    /// Whether the worker is on record.
    pub is_on_record: bool,
    /// Residence, contacts, services.
    pub recapiti: Recapiti,
    /// Every employment, by employer and first day. The office is that of the post, else the employer's.
    pub employments: Vec<Employment>,
}

impl Command for ReadWorker {
    type Outcome = WorkerFile;

    fn apply_sqlite(&self, t: &mut Transaction<'_>) -> Result<WorkerFile, Failure> {
        Ok(sqlite::register::worker_file(t, self.0.as_str())?)
    }
}

impl Ledger {
    /// Adds or replaces all of these, or on an error none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put_register(&self, register: PutRegister) -> Result<(), StoreError> {
        self.commit(register).await.map(Committed::into_inner)
    }

    /// Removes one of them; `false` if it is not there.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove_registered(&self, which: RemoveRegistered) -> Result<bool, StoreError> {
        self.commit(which).await.map(Committed::into_inner)
    }
}

impl Store {
    /// What goes with the user of this name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn user_profile(&self, name: &str) -> Result<Option<UserProfile>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let name = name.to_owned();
        database.query("reading a user", move |c| sqlite::register::user_profile(c, &name)).await
    }

    /// The user of this telephone code, and what is kept of the PIN.
    ///
    /// # Errors
    /// The store failed.
    pub async fn user_by_telephone(&self, code: &str) -> Result<Option<(User, Option<[u8; 32]>)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.to_owned();
        database.query("reading a user", move |c| sqlite::register::user_by_telephone(c, &code)).await
    }

    /// What goes with users, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn user_profiles(&self) -> Result<Vec<(String, UserProfile)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading users", sqlite::register::user_profiles).await
    }

    /// The printed name of the doctor or clerk of this code, where it is known.
    ///
    /// # Errors
    /// The store failed.
    pub async fn printed_name(&self, code: &CodiceFiscaleMedico) -> Result<Option<NomeMedico>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading a name", move |c| sqlite::register::printed_name(c, &code)).await
    }

    /// What goes with the worker of this code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn worker_profile(&self, code: &CodiceFiscale) -> Result<Option<WorkerProfile>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading a worker", move |c| sqlite::register::worker_profile(c, &code)).await
    }

    /// What goes with workers, by code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn worker_profiles(&self) -> Result<Vec<(String, WorkerProfile)>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading workers", sqlite::register::worker_profiles).await
    }

    /// The employer of this code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employer(&self, code: &CodiceFiscale) -> Result<Option<Employer>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = code.as_str().to_owned();
        database.query("reading an employer", move |c| sqlite::register::employer(c, &code)).await
    }

    /// Every employer, by code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employers(&self) -> Result<Vec<Employer>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading employers", sqlite::register::employers).await
    }

    /// Who reads for employers, by this name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employer_user(&self, name: &str) -> Result<Option<EmployerUser>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let name = name.to_owned();
        database.query("reading a user", move |c| sqlite::register::employer_user(c, &name)).await
    }

    /// Everybody who reads for employers, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employer_users(&self) -> Result<Vec<EmployerUser>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading users", sqlite::register::employer_users).await
    }

    /// Every employment, or those of one worker.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employments(&self, worker: Option<&CodiceFiscale>) -> Result<Vec<Employment>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let worker = worker.map(|code| code.as_str().to_owned());
        database.query("reading employments", move |c| sqlite::register::employments(c, worker.as_deref())).await
    }

    /// Somebody who still has a secret of the seed, by name or code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn seed_secret(&self) -> Result<Option<String>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the seed's secrets", sqlite::register::seed_secret).await
    }
}
