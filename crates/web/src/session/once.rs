//! One-time tokens: a form that is sent twice is served once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Tokens of a session that are remembered; of more the oldest is forgotten.
const MOST: usize = 1000;

/// The tokens that forms of a session have brought back. Clones are the same ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens(Arc<Mutex<VecDeque<(String, Once)>>>);

/// Where the first request with a token has led; whoever comes with it meanwhile waits for the lock.
///
/// ```text
/// let once = session.tokens.of(call.form.exact("invio"));
/// let mut location = once.lock().await;
/// if let Some(location) = &*location { return Ok(Answer::see_other(location)) }
/// … commit …
/// *location = Some(path of the document);
/// ```
pub(crate) type Once = Arc<tokio::sync::Mutex<Option<String>>>;

impl Tokens {
    /// What is known of this token.
    pub(crate) fn of(&self, invio: &str) -> Once {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, once)) = known.iter().find(|(one, _)| one == invio) {
            return Arc::clone(once);
        }
        if known.len() >= MOST {
            known.pop_front();
        }
        let once = Once::default();
        known.push_back((invio.to_owned(), Arc::clone(&once)));
        once
    }
}
