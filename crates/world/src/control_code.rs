//! The control code of the public page.

use std::sync::{Mutex, PoisonError};

/// The code that was shown last, where each image shows another.
#[derive(Debug, Default)]
pub struct ControlCode(Mutex<Option<String>>);

impl ControlCode {
    /// An image shows this code.
    pub fn note_shown(&self, code: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(code.to_owned());
    }

    /// The code of the last image.
    #[must_use]
    pub fn shown(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
