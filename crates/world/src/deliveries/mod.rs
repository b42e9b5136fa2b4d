//! The delivery of messages: attempts, receipts and flows to employers, by the world's clock.
//!
//! What is due happens when the clock is moved forward, and as time goes by. A simulated carrier takes a message at once.
//! A mail server takes its time, so each attempt is a task of its own: one for a recipient at a time, so that a slow
//! recipient does not hold up the others. Who moves the clock waits for them, so that each comes at its time.

mod carrier;
mod flow;
mod inbox;
mod outbox;
pub mod services;
mod step;
mod under_way;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sac_domain::clock::Clock;
use sac_domain::delivery::{Message, MessageState};
use sac_domain::error::chain;
use sac_store::{Ledger, StoreError};

use crate::faults::{Action, Call, FaultPlan, Rule};
use crate::resets::{Era, Resets};
use crate::schedule::{Due, Happening};
use step::Handed;
use under_way::{Place, UnderWay};

pub use carrier::{Carrier, CarrierError};
pub use flow::Flow;
pub use inbox::{Incoming, receive};
pub use outbox::{MessageFile, Outbox};

/// Messages that a simulated carrier takes at a time.
const SIMULATED: u32 = 500;

/// Hands messages over, and has their receipts come. Clones are the same.
#[derive(Clone)]
pub(crate) struct Deliveries(Arc<Parts>);

struct Parts {
    ledger: Ledger,
    faults: FaultPlan,
    outbox: Outbox,
    resets: Resets,
    clock: Clock,
    under_way: UnderWay,
}

impl Deliveries {
    pub(crate) fn new(ledger: Ledger, faults: FaultPlan, outbox: Outbox, resets: Resets, clock: Clock) -> Self {
        let under_way = UnderWay::new(carrier::CONNECTIONS);
        Self(Arc::new(Parts { ledger, faults, outbox, resets, clock, under_way }))
    }
}

#[async_trait]
impl Due for Deliveries {
    async fn next(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.0.ledger.store().next_message_due().await
    }

    async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happening>, StoreError> {
        let parts = &self.0;
        let era = parts.resets.era();
        let (free, busy) = parts.under_way.now(era);
        let limit = if matches!(*parts.outbox.carrier, Carrier::Simulated) { SIMULATED } else { free };
        let (mut happened, mut changed) = (Vec::new(), Vec::new());
        for mut message in parts.ledger.store().messages_due(until, limit, busy).await? {
            let at = message.due.unwrap_or(until);
            let happening = Happening { at, what: message.kind.delivery(), id: message.nr.to_string() };
            let is_attempt = message.state == MessageState::Queued;
            let leaves = is_attempt && parts.outbox.leaves(message.kind);
            let place = if leaves { parts.under_way.take(era, &message.to) } else { None };
            if leaves && place.is_none() {
                continue;
            }
            let rule = if is_attempt { parts.planned(&message) } else { None };
            let action = rule.as_ref().map(|rule| &rule.action);
            match (place, action) {
                (Some(_), Some(Action::DeliveryTransient { detail })) => {
                    step::handed(&mut message, at, Handed::Later(detail.clone()));
                    changed.push(message);
                }
                (Some(_), Some(Action::DeliveryPermanent { detail })) => {
                    step::handed(&mut message, at, Handed::Refused(detail.clone()));
                    changed.push(message);
                }
                (Some(place), action) if !matches!(action, Some(Action::DeliveryDelay { .. })) => {
                    tokio::spawn(self.clone().attempt(message, era, place));
                }
                (_, action) => {
                    step::step(&mut message, at, action);
                    changed.push(message);
                }
            }
            happened.push(happening);
        }
        if !changed.is_empty() {
            parts.ledger.keep_messages(changed).await?;
        }
        Ok(happened)
    }

    async fn settle(&self) {
        self.0.under_way.settle().await;
    }
}

impl Deliveries {
    /// Hands one message over to the mail server and notes what came of it; then what waited for a place follows.
    async fn attempt(self, message: Message, era: Era, place: Place) {
        let parts = &self.0;
        let at = parts.clock.now();
        let handed = match (parts.outbox.carrier.server_of(message.kind), parts.outbox.raw(&message).await) {
            (Some(server), Ok(Some(raw))) => server.hand_over(&message.body.from, &message.to, &raw).await,
            (_, Err(error)) => Handed::Later(Some(chain(&error).to_string())),
            _ => Handed::Refused(Some("it has no form in which it could travel".to_owned())),
        };
        if let Err(error) = parts.note(message.nr, at, era, handed).await {
            tracing::error!(error = %chain(&error), "what became of a message could not be noted");
        }
        drop(place);
        if let Err(error) = self.happen(parts.clock.now()).await {
            tracing::error!(error = %chain(&error), "the outbox could not be read");
        }
    }
}

impl Parts {
    /// What the fault plan wants of this attempt.
    fn planned(&self, message: &Message) -> Option<Arc<Rule>> {
        let numbers: Vec<String> = message.document.map(|n| format!("{n:09}")).into_iter().collect();
        self.faults.on_call(&Call {
            operation: Some(message.kind.delivery()),
            caller: None,
            worker: message.worker.as_deref(),
            numbers: &numbers,
            to: Some(&message.to),
        })
    }

    /// Notes what came of an attempt, unless the world was reset meanwhile or the message is no longer to be sent.
    async fn note(&self, nr: i64, at: DateTime<Utc>, era: Era, handed: Handed) -> Result<(), StoreError> {
        let Some(_guard) = self.resets.enter(era).await else { return Ok(()) };
        let found = self.ledger.store().message(nr).await?;
        let Some(mut message) = found.filter(|message| message.state == MessageState::Queued) else { return Ok(()) };
        step::handed(&mut message, at, handed);
        self.ledger.keep_messages(vec![message]).await
    }
}
