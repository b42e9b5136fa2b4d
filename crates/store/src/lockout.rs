//! Names that are locked out after repeated failures, known to every process that opens the database.

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};

/// A name that is locked out, whether a user has it or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// The name.
    pub name: String,
    /// Its end by the gateway's clock.
    pub until: DateTime<Utc>,
    /// Its end by the machine's clock, unless the gateway's is moved.
    pub machine_until: DateTime<Utc>,
}

/// Records a lockout that begins.
pub struct BeginLockout(pub Lockout);

impl Command for BeginLockout {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        let Lockout { name, until, machine_until } = &self.0;
        sqlite::lockout::begin(transaction, &(name.clone(), *until, *machine_until))
    }
}

/// Ends the lockout of a name, or without a name every one.
pub struct EndLockouts(pub Option<String>);

impl Command for EndLockouts {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::lockout::end(transaction, self.0.as_deref())
    }
}

impl Ledger {
    /// Records a lockout that begins.
    ///
    /// # Errors
    /// The store failed.
    pub async fn begin_lockout(&self, lockout: Lockout) -> Result<(), StoreError> {
        self.commit(BeginLockout(lockout)).await.map(Committed::into_inner)
    }

    /// Ends the lockout of this name, if there is one.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_lockout(&self, name: &str) -> Result<(), StoreError> {
        self.commit(EndLockouts(Some(name.to_owned()))).await.map(Committed::into_inner)
    }

    /// Ends every lockout.
    ///
    /// # Errors
    /// The store failed.
    pub async fn end_lockouts(&self) -> Result<(), StoreError> {
        self.commit(EndLockouts(None)).await.map(Committed::into_inner)
    }
}

impl Store {
    /// Whether a lockout of this name is on record.
    ///
    /// # Errors
    /// The store failed.
    pub async fn is_locked_out(&self, name: &str) -> Result<bool, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let name = name.to_owned();
        database.query("reading a lockout", move |c| sqlite::lockout::is_there(c, &name)).await
    }

    /// Every lockout on record, by name, those that have ended meanwhile included.
    ///
    /// # Errors
    /// The store failed.
    pub async fn lockouts(&self) -> Result<Vec<Lockout>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let rows = database.query("reading lockouts", sqlite::lockout::all).await?;
        let lockouts = rows.into_iter().map(|(name, until, machine_until)| Lockout { name, until, machine_until });
        Ok(lockouts.collect())
    }
}
