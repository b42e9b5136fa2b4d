//! Who may open the console: tickets, each good for one visit, and the visits that come of them.
//!
//! Both are kept in memory only: when the gateway stops, every link and every cookie is worthless.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::notice::Notice;

/// Tickets that may be open at a time, and visits: the oldest goes first.
const MOST: usize = 64;

/// The tickets and visits of a listener.
#[derive(Default)]
pub(crate) struct Access(Mutex<Known>);

#[derive(Default)]
struct Known {
    tickets: VecDeque<String>,
    visits: VecDeque<Visit>,
}

struct Visit {
    /// What the cookie holds.
    key: SecretString,
    /// What every form holds.
    form_token: SecretString,
    notice: Option<Notice>,
}

impl Access {
    /// A link with a new ticket, to a listener at this URL.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn link(&self, url: &str) -> Result<String, getrandom::Error> {
        Ok(format!("{url}/?ticket={}", self.ticket()?))
    }

    fn ticket(&self) -> Result<String, getrandom::Error> {
        let ticket = random()?;
        let mut known = self.known();
        push(&mut known.tickets, ticket.clone());
        Ok(ticket)
    }

    /// Begins a visit, if the ticket is one that was not used before. Gives the visit's key.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn redeem(&self, ticket: &str) -> Result<Option<String>, getrandom::Error> {
        let (key, form_token) = (random()?, random()?);
        let mut known = self.known();
        let Some(at) = known.tickets.iter().position(|one| is_same(one, ticket)) else { return Ok(None) };
        known.tickets.remove(at);
        push(&mut known.visits, Visit { key: key.clone().into(), form_token: form_token.into(), notice: None });
        Ok(Some(key))
    }

    /// What the forms of the visit of this key hold, if there is such a visit.
    pub(crate) fn form_token(&self, key: &str) -> Option<SecretString> {
        let mut known = self.known();
        known.visit(key).map(|visit| visit.form_token.clone())
    }

    /// Ends a visit.
    pub(crate) fn end(&self, key: &str) {
        self.known().visits.retain(|visit| !is_same(visit.key.expose_secret(), key));
    }

    /// Leaves a notice for the next page of a visit.
    pub(crate) fn leave(&self, key: &str, notice: Notice) {
        if let Some(visit) = self.known().visit(key) {
            visit.notice = Some(notice);
        }
    }

    /// Takes the notice that was left.
    pub(crate) fn take(&self, key: &str) -> Option<Notice> {
        self.known().visit(key)?.notice.take()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn visit(&mut self, key: &str) -> Option<&mut Visit> {
        self.visits.iter_mut().find(|visit| is_same(visit.key.expose_secret(), key))
    }
}

/// Whether two secrets are the same, in a time that does not say how much of them is.
fn is_same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn push<T>(queue: &mut VecDeque<T>, one: T) {
    if queue.len() == MOST {
        queue.pop_front();
    }
    queue.push_back(one);
}

fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_once_and_a_visit_until_it_ends() {
        let access = Access::default();
        let ticket = access.ticket().unwrap();
        assert_eq!(access.redeem("0").unwrap(), None);
        let key = access.redeem(&ticket).unwrap().unwrap();
        assert_eq!(access.redeem(&ticket).unwrap(), None);
        let form_token = access.form_token(&key).unwrap();
        assert!(form_token.expose_secret() != key && key != ticket);
        access.leave(&key, Notice::new("fatto", "done"));
        assert!(access.take(&key).is_some() && access.take(&key).is_none());
        access.end(&key);
        assert!(access.form_token(&key).is_none());
    }

    #[test]
    fn only_so_many_tickets_are_open() {
        let access = Access::default();
        let first = access.ticket().unwrap();
        for _ in 0..MOST {
            access.ticket().unwrap();
        }
        assert_eq!(access.redeem(&first).unwrap(), None);
    }
}
