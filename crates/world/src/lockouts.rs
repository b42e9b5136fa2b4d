//! Lockouts of users, as something that falls due.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_people::credentials::Credentials;
use sac_store::StoreError;

use crate::schedule::{Due, Happening};

/// Reports the end of each lockout.
pub(crate) struct Lockouts(pub(crate) Arc<Credentials>);

#[async_trait]
impl Due for Lockouts {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        Ok(self.0.next_lockout_end())
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let ended = self.0.end_lockouts(until).into_iter();
        Ok(ended.map(|(at, id)| Happening { at, what: "lockout-end", id }).collect())
    }
}
