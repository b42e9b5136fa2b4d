//! The connections that answer questions.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::convert::store_error;
use super::open::{self, OpenError};
use crate::StoreError;

/// A few connections, each lent to one question at a time.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    /// Opens `count` connections, at least one.
    pub(super) fn open(path: &Path, count: usize) -> Result<Self, OpenError> {
        let idle = (0..count.max(1)).map(|_| open::reader(path)).collect::<Result<Vec<_>, _>>()?;
        let free = Arc::new(Semaphore::new(idle.len()));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), free })
    }

    /// Has `question` answered off the async threads, in the order of asking.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let failed = |cause: &str| StoreError { doing, cause: cause.to_owned() };
        let permit = Arc::clone(&self.free).acquire_owned().await.map_err(|_| failed("closed"))?;
        let idle = Arc::clone(&self.idle);
        let answer = tokio::task::spawn_blocking(move || {
            let lent = idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            let answer = question(&lent);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(lent);
            drop(permit);
            Some(answer)
        });
        match answer.await {
            Ok(Some(answer)) => answer.map_err(|error| store_error(doing, &error)),
            Ok(None) => Err(failed("no connection is left")),
            Err(_) => Err(failed("the question was broken off")),
        }
    }
}
