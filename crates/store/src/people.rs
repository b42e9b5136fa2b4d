//! Users and workers.

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::person::Lavoratore;
use sac_domain::user::User;

/// Adds people, or replaces those of the same name or code: all of them, or on an error none.
pub struct PutPeople {
    /// Users, by name.
    pub users: Vec<User>,
    /// Workers, by code.
    pub workers: Vec<Lavoratore>,
}

impl Command for PutPeople {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        self.users.iter().try_for_each(|user| sqlite::people::put_user(transaction, user))?;
        self.workers.iter().try_for_each(|worker| sqlite::people::put_worker(transaction, worker))
    }
}

/// Removes a user, by name. The outcome says whether there was one.
pub struct RemoveUser(pub String);

impl Command for RemoveUser {
    type Outcome = bool;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<bool, Failure> {
        sqlite::people::remove_user(transaction, &self.0)
    }
}

/// Removes a worker. The outcome says whether there was one.
pub struct RemoveWorker(pub CodiceFiscale);

impl Command for RemoveWorker {
    type Outcome = bool;

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<bool, Failure> {
        sqlite::people::remove_worker(transaction, &self.0)
    }
}

impl Ledger {
    /// Removes the user of this name; `false` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove_user(&self, name: &str) -> Result<bool, StoreError> {
        self.commit(RemoveUser(name.to_owned())).await.map(Committed::into_inner)
    }

    /// Removes the worker of this code; `false` if there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remove_worker(&self, code: CodiceFiscale) -> Result<bool, StoreError> {
        self.commit(RemoveWorker(code)).await.map(Committed::into_inner)
    }

    /// Adds a user, or replaces the one of that name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put_user(&self, user: User) -> Result<(), StoreError> {
        self.put_people(vec![user], Vec::new()).await
    }

    /// Adds a worker, or replaces the one of that code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put_worker(&self, lavoratore: Lavoratore) -> Result<(), StoreError> {
        self.put_people(Vec::new(), vec![lavoratore]).await
    }

    /// Adds or replaces many people: all of them, or on an error none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn put_people(&self, users: Vec<User>, workers: Vec<Lavoratore>) -> Result<(), StoreError> {
        self.commit(PutPeople { users, workers }).await.map(Committed::into_inner)
    }
}

impl Store {
    /// The user of this name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let name = name.to_owned();
        database.query("reading a user", move |c| sqlite::people::user(c, &name)).await
    }

    /// Every user whose own code this is, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn users_with_code(&self, codice_fiscale: &CodiceFiscaleMedico) -> Result<Vec<User>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = codice_fiscale.clone();
        database.query("reading users", move |c| sqlite::people::users_with_code(c, &code)).await
    }

    /// Every user, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading users", sqlite::people::users).await
    }

    /// The worker of this code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn worker(&self, codice_fiscale: &CodiceFiscale) -> Result<Option<Lavoratore>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let code = codice_fiscale.clone();
        database.query("reading a worker", move |c| sqlite::people::worker(c, &code)).await
    }

    /// Every worker, by code.
    ///
    /// # Errors
    /// The store failed.
    pub async fn workers(&self) -> Result<Vec<Lavoratore>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading workers", sqlite::people::workers).await
    }
}
