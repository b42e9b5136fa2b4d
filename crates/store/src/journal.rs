//! What is kept of each exchange.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::command::Command;
use crate::error::{Failure, StoreError};
use crate::ledger::{Committed, Ledger};
use crate::sqlite::{self, Transaction};
use crate::store::{Engine, Store};
use sac_domain::exchange::{Channel, Entry, Exchange, Messages};

/// Which exchanges to list. What is not given does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The operation's name.
    pub operation: Option<String>,
    /// The user's name.
    pub caller: Option<String>,
    /// The worker's codice fiscale.
    pub worker: Option<String>,
    /// A number that the request names or that was assigned, nine digits.
    pub puc: Option<String>,
    /// The name of the ending.
    pub outcome: Option<String>,
    /// The name of a rule that was broken.
    pub rule: Option<String>,
    /// The code of a finding, or the number of a refusal.
    pub code: Option<String>,
    /// The rule of the fault plan that was applied.
    pub fault: Option<String>,
    /// Received then or later.
    pub since: Option<DateTime<Utc>>,
    /// By which way it came.
    pub channel: Option<Channel>,
}

/// Which part of the selected exchanges to list, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Those after this one in the list: with a smaller number.
    pub after: Option<u64>,
    /// At most so many.
    pub limit: u32,
}

/// An exchange, with its messages where they are kept.
pub type WithMessages = (Exchange, Option<Messages<Vec<u8>>>);

/// Which part of the selected exchanges to list, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Those with a larger number.
    pub after: u64,
    /// Those with this number or a smaller one.
    pub until: u64,
    /// At most so many.
    pub limit: u32,
}

/// What a search has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The exchanges, as many as were asked for at most.
    pub exchanges: Vec<Exchange>,
    /// The number up to which it has looked, where there are exchanges behind it that it has not looked at. They are
    /// found by a search after it.
    pub reached: Option<u64>,
}

/// Adds an exchange to the journal, in place of one of its number.
pub struct AddExchange<B> {
    /// What can be listed of it.
    pub exchange: Arc<Exchange>,
    /// Its messages, where they are kept.
    pub messages: Option<Messages<B>>,
}

impl<B: AsRef<[u8]> + Send + 'static> Command for AddExchange<B> {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::journal::add(transaction, &self.exchange)?;
        match &self.messages {
            Some(messages) => sqlite::journal::add_messages(transaction, self.exchange.entry.id, messages),
            None => Ok(()),
        }
    }
}

/// Forgets the journal's older entries.
#[derive(Clone, Copy, Debug)]
pub struct PruneJournal {
    /// Entries received earlier go.
    pub before: DateTime<Utc>,
    /// How many may stay: the newest.
    pub keep: u32,
    /// How many bytes of messages may stay: the newest.
    pub bytes: u64,
}

impl Command for PruneJournal {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::journal::prune(transaction, *self)
    }
}

/// Forgets every exchange.
struct ForgetJournal;

impl Command for ForgetJournal {
    type Outcome = ();

    fn apply_sqlite(&self, transaction: &mut Transaction<'_>) -> Result<(), Failure> {
        sqlite::journal::forget(transaction)
    }
}

impl Ledger {
    /// Hands over an exchange, to be written within a second. Never waits; `false` if
    /// it had to be dropped.
    #[must_use]
    pub fn journal<B>(&self, exchange: Arc<Exchange>, messages: Option<Messages<B>>) -> bool
    where
        B: AsRef<[u8]> + Send + 'static,
    {
        self.hand_over(AddExchange { exchange, messages })
    }

    /// Forgets older exchanges.
    ///
    /// # Errors
    /// The store failed.
    pub async fn prune_journal(&self, prune: PruneJournal) -> Result<(), StoreError> {
        self.commit(prune).await.map(Committed::into_inner)
    }

    /// Forgets every exchange.
    ///
    /// # Errors
    /// The store failed.
    pub async fn forget_journal(&self) -> Result<(), StoreError> {
        self.commit(ForgetJournal).await.map(Committed::into_inner)
    }
}

impl Store {
    /// The newest `most` entries of the journal, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn journal(&self, most: u32) -> Result<Vec<Entry>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", move |c| sqlite::journal::latest(c, most)).await
    }

    /// The selected exchanges, newest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exchanges(&self, selection: &Selection, mut page: Page) -> Result<Vec<Exchange>, StoreError> {
        let mut all = Vec::new();
        loop {
            let Found { exchanges, reached } = self.search(selection.clone(), page).await?;
            page.limit = page.limit.saturating_sub(u32::try_from(exchanges.len()).unwrap_or(u32::MAX));
            all.extend(exchanges);
            match reached {
                Some(reached) if page.limit > 0 => page.after = Some(reached),
                _ => return Ok(all),
            }
        }
    }

    /// The selected exchanges, newest first, as far as a search of a few hundredths of a second comes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn search(&self, selection: Selection, page: Page) -> Result<Found, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let search = move |c: &_| sqlite::exchanges::found(c, &selection, page.into(), page.limit);
        database.query("reading the journal", search).await
    }

    /// The selected exchanges, oldest first.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exchanges_upward(
        &self,
        selection: &Selection,
        mut part: Stretch,
    ) -> Result<Vec<Exchange>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        let mut all = Vec::new();
        loop {
            let selection = selection.clone();
            let search = move |c: &_| sqlite::exchanges::found(c, &selection, part.into(), part.limit);
            let Found { exchanges, reached } = database.query("reading the journal", search).await?;
            part.limit = part.limit.saturating_sub(u32::try_from(exchanges.len()).unwrap_or(u32::MAX));
            all.extend(exchanges);
            match reached {
                Some(reached) if part.limit > 0 => part.after = reached,
                _ => return Ok(all),
            }
        }
    }

    /// The exchanges after this number with their messages, the oldest first, at most `limit`.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exchanges_forward(&self, after: u64, limit: u32) -> Result<Vec<WithMessages>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", move |c| sqlite::exchanges::forward(c, after, limit)).await
    }

    /// The highest number of an exchange, 0 where there is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn last_exchange(&self) -> Result<u64, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", sqlite::exchanges::last).await
    }

    /// The exchange of this number.
    ///
    /// # Errors
    /// The store failed.
    pub async fn exchange(&self, number: u64) -> Result<Option<Exchange>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", move |c| sqlite::exchanges::one(c, number)).await
    }

    /// The messages of the exchange of this number, where they are kept.
    ///
    /// # Errors
    /// The store failed.
    pub async fn messages(&self, number: u64) -> Result<Option<Messages<Vec<u8>>>, StoreError> {
        let Engine::Sqlite(database) = self.engine();
        database.query("reading the journal", move |c| sqlite::exchanges::messages(c, number)).await
    }
}
