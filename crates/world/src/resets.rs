//! What a reset means for the exchanges under way: none of them leaves anything in the world as it is afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Keeps exchanges and resets of one world apart. Clones are of the same world.
#[derive(Clone, Debug, Default)]
pub struct Resets(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// How often the world was reset.
    count: AtomicU64,
    /// Shared by exchanges that change the world, held alone by a reset.
    lock: RwLock<()>,
}

/// Between which resets an exchange began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Era(u64);

impl Resets {
    /// The present era, in which an exchange begins.
    #[must_use]
    pub fn era(&self) -> Era {
        Era(self.0.count.load(Ordering::Acquire))
    }

    /// Lets an exchange change the world while the guard lives; `None` where the world has been reset since it began.
    pub async fn enter(&self, era: Era) -> Option<RwLockReadGuard<'_, ()>> {
        let guard = self.0.lock.read().await;
        (self.era() == era).then_some(guard)
    }

    /// Waits for the exchanges that are changing the world, and lets none that began before change it any more. What
    /// begins from now on waits until the guard is gone.
    pub(crate) async fn begin(&self) -> RwLockWriteGuard<'_, ()> {
        let guard = self.0.lock.write().await;
        self.0.count.fetch_add(1, Ordering::AcqRel);
        guard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_exchange_that_began_before_a_reset_changes_nothing_after_it() {
        let resets = Resets::default();
        let before = resets.era();
        let guard = resets.enter(before).await.unwrap();
        let resetting = tokio::spawn({
            let resets = resets.clone();
            async move { drop(resets.begin().await) }
        });
        tokio::task::yield_now().await;
        assert!(!resetting.is_finished(), "it waits for what is being changed");
        drop(guard);
        resetting.await.unwrap();
        assert!(resets.enter(before).await.is_none());
        assert!(resets.enter(resets.era()).await.is_some());
    }
}
