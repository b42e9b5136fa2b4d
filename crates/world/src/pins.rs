//! PINs, as something that falls due.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_people::pin::Pins;
use sac_store::StoreError;

use crate::schedule::{Due, Happening};

/// Halves that arrive, blocks and validities that end, requests that decide themselves.
pub(crate) struct PinsDue(pub(crate) Pins);

#[async_trait]
impl Due for PinsDue {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.0.next_due().await
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let happened = self.0.happen(until).await?.into_iter();
        Ok(happened.map(|(at, what, id)| Happening { at, what, id }).collect())
    }
}

/// Texts of halves that go some time after their delivery. It is not reported.
pub(crate) struct Blanking(pub(crate) Pins);

#[async_trait]
impl Due for Blanking {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.0.next_blanking().await
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        self.0.blank(until).await?;
        Ok(Vec::new())
    }
}
