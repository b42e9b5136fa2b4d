//! Bytes on their way to the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

/// Bytes that wait to be written, counted as long as they do.
pub(super) struct Queued {
    bytes: Bytes,
    waiting: Arc<AtomicU64>,
}

impl Queued {
    pub(super) fn new(bytes: Bytes, waiting: &Arc<AtomicU64>) -> Self {
        waiting.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Self { bytes, waiting: Arc::clone(waiting) }
    }
}

impl AsRef<[u8]> for Queued {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Queued {
    fn drop(&mut self) {
        self.waiting.fetch_sub(self.bytes.len() as u64, Ordering::Relaxed);
    }
}
