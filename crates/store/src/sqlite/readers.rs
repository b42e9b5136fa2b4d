//! The connections that answer queries.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::open::{self, OpenError, Options};
use crate::error::StoreError;

/// A few connections, each lent to one query at a time.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// Opens the connections, at least one.
    pub(super) fn open(path: &Path, options: &Options) -> Result<Self, OpenError> {
        let idle = (0..options.readers.max(1)).map(|_| open::reader(path)).collect::<Result<Vec<_>, _>>()?;
        let free = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), free })
    }

    /// Has `query` answered off the async threads, in the order of asking.
    pub(super) async fn query<T: Send + 'static>(
        &self,
        doing: &'static str,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let failed = |what| StoreError::internal(doing, what);
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| failed("closed"))?;
        let idle = Arc::clone(&self.idle);
        let answer = tokio::task::spawn_blocking(move || {
            let lent = idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            let answer = query(&lent);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(lent);
            drop(permit);
            Some(answer)
        });
        match answer.await {
            Ok(Some(answer)) => answer.map_err(|error| StoreError { doing, source: error.into() }),
            Ok(None) => Err(failed("no connection is left")),
            Err(_) => Err(failed("the query was broken off")),
        }
    }
}
