//! Sessions: who is logged in, and the token that every form must bring back.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use subtle::ConstantTimeEq as _;

/// The longest pause between two requests.
const PAUSE: TimeDelta = TimeDelta::minutes(15);
/// The longest session.
const WHOLE: TimeDelta = TimeDelta::hours(8);
/// Sessions of a world; of more the oldest goes.
const MOST: usize = 2000;

/// A session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// What the cookie holds.
    pub(crate) id: String,
    /// Who is logged in; nobody before log-in.
    pub(crate) user: Option<String>,
    /// What every form must bring back.
    pub(crate) csrf: String,
    /// What was shown without a log-in.
    pub(crate) shown: Shown,
    started: DateTime<Utc>,
    seen: DateTime<Utc>,
}

/// What a session without a log-in has seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// The control code was right.
    pub(crate) is_solved: bool,
    /// Codice fiscale and number of the document that was shown last.
    pub(crate) last: Option<(String, String)>,
}

/// What a cookie leads to.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// A session that lives.
    Live(Session),
    /// It has ended by time.
    Expired,
    /// Another log-in of the same user has ended it.
    Replaced,
    /// Nothing is known of it.
    None,
}

/// The sessions of one channel of one world.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    live: HashMap<String, Session>,
    /// Those that a new log-in has ended.
    replaced: Vec<String>,
}

/// There is no randomness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoRandomness;

impl Sessions {
    /// The session of this cookie; it counts as seen.
    pub(crate) fn find(&self, id: &str, now: DateTime<Utc>) -> Found {
        let mut state = self.lock();
        if let Some(place) = state.replaced.iter().position(|one| one == id) {
            state.replaced.swap_remove(place);
            return Found::Replaced;
        }
        let Some(session) = state.live.get_mut(id) else { return Found::None };
        let is_over = now - session.seen > PAUSE || now - session.started > WHOLE || now < session.started;
        if is_over {
            let had_user = session.user.is_some();
            state.live.remove(id);
            return if had_user { Found::Expired } else { Found::None };
        }
        session.seen = now;
        Found::Live(session.clone())
    }

    /// A new session, of this user or of nobody. Other sessions of the user end, and so does the one before.
    pub(crate) fn begin(
        &self,
        user: Option<&str>,
        before: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Session, NoRandomness> {
        let (id, csrf) = (random()?, random()?);
        let session = Session {
            id: id.clone(),
            user: user.map(str::to_owned),
            csrf,
            shown: Shown::default(),
            started: now,
            seen: now,
        };
        let mut state = self.lock();
        if let Some(before) = before {
            state.live.remove(before);
        }
        if user.is_some() {
            let ended: Vec<String> =
                state.live.values().filter(|one| one.user.as_deref() == user).map(|one| one.id.clone()).collect();
            for id in ended {
                state.live.remove(&id);
                state.replaced.push(id);
            }
            let surplus = state.replaced.len().saturating_sub(MOST);
            state.replaced.drain(..surplus);
        }
        if state.live.len() >= MOST
            && let Some(oldest) =
                state.live.values().min_by_key(|one| (one.user.is_some(), one.seen)).map(|one| one.id.clone())
        {
            state.live.remove(&oldest);
        }
        state.live.insert(id, session.clone());
        Ok(session)
    }

    /// Notes what a session has seen.
    pub(crate) fn note(&self, id: &str, shown: Shown) {
        if let Some(session) = self.lock().live.get_mut(id) {
            session.shown = shown;
        }
    }

    /// Ends a session.
    pub(crate) fn end(&self, id: &str) {
        self.lock().live.remove(id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Session {
    /// Whether a form has brought back the session's token.
    pub(crate) fn is_own(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }
}

/// 256 random bits.
fn random() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_time_by_log_out_and_by_another_log_in() {
        let sessions = Sessions::default();
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let later = |minutes| start + TimeDelta::minutes(minutes);
        let before = sessions.begin(None, None, start).unwrap();
        let session = sessions.begin(Some("a"), Some(&before.id), start).unwrap();
        assert!(matches!(sessions.find(&before.id, start), Found::None));
        assert_ne!(before.id, session.id);
        assert!(session.is_own(&session.csrf) && !session.is_own("") && !session.is_own(&before.csrf));
        assert!(matches!(sessions.find(&session.id, later(15)), Found::Live(_)));
        assert!(matches!(sessions.find(&session.id, later(31)), Found::Expired));
        let session = sessions.begin(Some("a"), None, start).unwrap();
        let second = sessions.begin(Some("a"), None, start).unwrap();
        assert!(matches!(sessions.find(&session.id, start), Found::Replaced));
        sessions.end(&second.id);
        assert!(matches!(sessions.find(&second.id, start), Found::None));
        let session = sessions.begin(Some("a"), None, start).unwrap();
        for minutes in (0..=480).step_by(10) {
            assert!(matches!(sessions.find(&session.id, later(minutes)), Found::Live(_)));
        }
        assert!(matches!(sessions.find(&session.id, later(481)), Found::Expired));
        for _ in 0..MOST + 5 {
            sessions.begin(None, None, start).unwrap();
        }
        assert_eq!(sessions.lock().live.len(), MOST);
    }
}
