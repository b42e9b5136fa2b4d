//! The connections that answer queries.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::open::{self, Options};
use crate::error::{Failure, StoreError};

/// A few connections, each lent to one query at a time, and opened when first needed.
pub(super) struct Readers {
    free: Arc<Semaphore>,
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    options: Options,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(path: &Path, options: &Options) -> Self {
        Self {
            free: Arc::new(Semaphore::new(options.readers.max(1))),
            shared: Arc::new(Shared { path: path.to_owned(), options: options.clone(), idle: Mutex::default() }),
        }
    }

    /// Has `query` answered off the async threads, in the order of asking.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = Arc::clone(&self.free).acquire_owned().await;
        let permit = permit.map_err(|_| StoreError::internal(doing, "the readers are closed"))?;
        let shared = Arc::clone(&self.shared);
        let answer = spawn_blocking(move || {
            let lent = shared.take()?;
            let answer = query(&lent);
            shared.give_back(lent);
            drop(permit);
            answer
        });
        match answer.await {
            Ok(answer) => answer.map_err(|source| StoreError { doing, source }),
            Err(_) => Err(StoreError::internal(doing, "the task was broken off")),
        }
    }
}

impl Shared {
    /// An idle connection, or a new one.
    fn take(&self) -> Result<Connection, Failure> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| open::reader(&self.path, &self.options).map_err(Failure::engine), Ok)
    }

    fn give_back(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}
