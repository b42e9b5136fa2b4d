//! The exchanges of a world, the oldest first, page by page.

use chrono::{DateTime, Utc};
use sac_store::StoreError;
use sac_world::World;
use sac_world::journal::{Page, Selection};

use crate::observed::Observed;

/// Exchanges, with their messages, that are in memory at one time.
const AT_ONCE: u32 = 200;

/// Which exchanges of a world to look at.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Those of this user.
    pub caller: Option<String>,
    /// Those that were received then or later, by the world's clock.
    pub since: Option<DateTime<Utc>>,
}

impl Which {
    fn holds(&self, exchange: &Observed) -> bool {
        self.caller.as_ref().is_none_or(|caller| exchange.caller.as_ref() == Some(caller))
            && self.since.is_none_or(|since| exchange.received.is_some_and(|received| received >= since))
    }
}

/// Hands over every exchange of a world that was recorded until now, the oldest first.
///
/// # Errors
/// The store fails.
pub async fn each(world: &World, which: &Which, mut take: impl FnMut(&Observed) + Send) -> Result<(), StoreError> {
    // Whoever calls without a pause must not keep this from ending.
    let newest = world.journal().exchanges(Selection::default(), Page { after: None, limit: 1 }).await?;
    let Some(newest) = newest.first().map(|exchange| exchange.entry.id) else { return Ok(()) };
    let mut after = 0;
    while after < newest {
        let page = world.journal().forward(after, AT_ONCE).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = last.entry.id;
        for (exchange, messages) in &page {
            let observed = Observed::of(exchange, messages.as_ref());
            if which.holds(&observed) {
                take(&observed);
            }
        }
        // What is read takes the time of many messages: others have their turn in between.
        tokio::task::yield_now().await;
    }
    Ok(())
}
