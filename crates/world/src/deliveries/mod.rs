//! The delivery of messages: attempts, receipts and daily flows, by the world's clock.
//!
//! Nothing leaves the machine. What is due happens when the clock is moved forward, and as time goes by.

mod flow;
mod inbox;
mod outbox;
pub mod services;
mod step;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_store::{Ledger, StoreError};

use crate::faults::{Call, FaultPlan};
use crate::schedule::{Due, Happening};

pub use flow::Flow;
pub use inbox::{Incoming, receive};
pub use outbox::{MessageFile, Outbox};

/// Hands messages over, and has their receipts come.
pub(crate) struct Deliveries {
    pub(crate) ledger: Ledger,
    pub(crate) faults: FaultPlan,
}

#[async_trait]
impl Due for Deliveries {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.ledger.store().next_message_due().await
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let mut happened = Vec::new();
        let mut messages = self.ledger.store().messages_due(until).await?;
        for message in &mut messages {
            let at = message.due.unwrap_or(until);
            let rule = match message.state {
                sac_domain::delivery::MessageState::Queued => {
                    let numbers: Vec<String> = message.document.map(|n| format!("{n:09}")).into_iter().collect();
                    self.faults.on_call(&Call {
                        operation: Some(message.kind.delivery()),
                        caller: None,
                        worker: message.worker.as_deref(),
                        numbers: &numbers,
                        to: Some(&message.to),
                    })
                }
                _ => None,
            };
            step::step(message, at, rule.as_ref().map(|rule| &rule.action));
            happened.push(Happening { at, what: message.kind.delivery(), id: message.nr.to_string() });
        }
        self.ledger.keep_messages(messages).await?;
        Ok(happened)
    }
}
