//! Which messages are being handed over to the mail server: so many at a time, and one for a recipient.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::resets::Era;

/// The recipients to whom something is on its way. Clones are the same.
#[derive(Clone, Debug)]
pub(super) struct UnderWay(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: u32,
    recipients: Mutex<HashSet<(Era, String)>>,
    ended: Notify,
}

/// One message on its way; dropped, its recipient is free again.
#[derive(Debug)]
pub(super) struct Place {
    shared: Arc<Shared>,
    key: (Era, String),
}

impl UnderWay {
    pub(super) fn new(most: u32) -> Self {
        Self(Arc::new(Shared { most, recipients: Mutex::default(), ended: Notify::new() }))
    }

    /// How many more may leave, and to whom something of this era is on its way.
    pub(super) fn now(&self, era: Era) -> (u32, Vec<String>) {
        let recipients = self.0.lock();
        let free = self.0.most.saturating_sub(u32::try_from(recipients.len()).unwrap_or(u32::MAX));
        (free, recipients.iter().filter(|(of, _)| *of == era).map(|(_, to)| to.clone()).collect())
    }

    /// A place for a message to this recipient, unless one is on its way or too many are.
    pub(super) fn take(&self, era: Era, to: &str) -> Option<Place> {
        let mut recipients = self.0.lock();
        let has_room = recipients.len() < usize::try_from(self.0.most).unwrap_or(usize::MAX);
        let key = (era, to.to_owned());
        let is_taken = has_room && recipients.insert(key.clone());
        is_taken.then(|| Place { shared: Arc::clone(&self.0), key })
    }

    /// Waits until nothing is on its way.
    pub(super) async fn settle(&self) {
        loop {
            let mut ended = pin!(self.0.ended.notified());
            ended.as_mut().enable();
            if self.0.lock().is_empty() {
                return;
            }
            ended.await;
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, HashSet<(Era, String)>> {
        self.recipients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.lock().remove(&self.key);
        self.shared.ended.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resets::Resets;

    #[tokio::test]
    async fn one_for_a_recipient_and_so_many_at_a_time() {
        let era = Resets::default().era();
        let under_way = UnderWay::new(2);
        let first = under_way.take(era, "a").unwrap();
        assert!(under_way.take(era, "a").is_none());
        let second = under_way.take(era, "b").unwrap();
        assert!(under_way.take(era, "c").is_none());
        let (free, mut busy) = under_way.now(era);
        busy.sort();
        assert_eq!((free, busy), (0, vec!["a".to_owned(), "b".to_owned()]));
        drop(first);
        assert!(under_way.take(era, "c").is_some());
        let settled = tokio::spawn({
            let under_way = under_way.clone();
            async move { under_way.settle().await }
        });
        tokio::task::yield_now().await;
        assert!(!settled.is_finished());
        drop(second);
        settled.await.unwrap();
    }
}
