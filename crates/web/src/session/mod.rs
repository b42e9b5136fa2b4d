//! Sessions: who is logged in, and the token that every form must bring back.
//!
//! A world has one store for all its channels. What a cookie of one channel holds opens no other channel, and one
//! person has one session in each.

mod once;
mod who;

pub(crate) use once::{Once, Tokens};
pub(crate) use who::{Door, Who};

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_http::{ClientCertificate, RequestHead};
use sac_pin::profile::Profilo;
use sac_pin::secret::Codice;
use sac_world::resets::Era;
use subtle::ConstantTimeEq as _;

use crate::audience::Audience;
use crate::remark::Remark;

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
    /// The channel that it opens.
    pub(crate) audience: Audience,
    /// Who is logged in; nobody before log-in.
    pub(crate) who: Option<Who>,
    /// What every form must bring back.
    pub(crate) csrf: String,
    /// What was shown or typed earlier.
    pub(crate) kept: Kept,
    /// The one-time tokens of its forms.
    pub(crate) tokens: Tokens,
    /// The client certificate that it lives with, by its fingerprint.
    certificate: Option<String>,
    era: Era,
    started: DateTime<Utc>,
    seen: DateTime<Utc>,
}

/// What a session remembers of earlier pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// The control code was right.
    pub(crate) is_solved: bool,
    /// The control code that the last image shows, where each shows another.
    pub(crate) code: Option<String>,
    /// A page that is given once more for a while, should the answer have been lost.
    pub(crate) again: Option<(DateTime<Utc>, Codice)>,
    /// The profile that was chosen.
    pub(crate) profilo: Option<Profilo>,
    /// Codice fiscale and number of the document that was shown last.
    pub(crate) last: Option<(String, String)>,
    /// What the fault plan says beside a receipt, by the path of the document.
    pub(crate) remarks: HashMap<String, Vec<Remark>>,
    /// Where the forms of doctors and operators begin.
    pub(crate) desk: Desk,
}

/// What was typed last into the forms of doctors and operators.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desk {
    /// Region and ASL, as `120/201`.
    pub(crate) sede: Option<String>,
    /// The hospital's code.
    pub(crate) struttura: String,
    /// The worker whose name was asked for.
    pub(crate) worker: Option<String>,
}

/// When, between which resets of the world, and over which connection a request comes.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) at: DateTime<Utc>,
    pub(crate) era: Era,
    /// The fingerprint of the connection's client certificate, where it is trusted.
    pub(crate) certificate: Option<String>,
}

/// What a cookie leads to.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// A session that lives.
    Live(Box<Session>),
    /// It has ended by time.
    Expired,
    /// Another log-in of the same user has ended it.
    Replaced,
    /// Nothing is known of it.
    None,
}

/// The sessions of one world.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    live: HashMap<String, Session>,
    /// Those that a new log-in has ended.
    replaced: Vec<String>,
    /// The pause that ends a session opened with a PIN.
    pin_pause: Option<TimeDelta>,
}

/// There is no randomness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoRandomness;

impl Moment {
    /// The moment of a request.
    pub(crate) fn of(head: &RequestHead, at: DateTime<Utc>, era: Era) -> Self {
        let certificate = match &head.client_certificate {
            ClientCertificate::Trusted(subject) => Some(subject.fingerprint.clone()),
            ClientCertificate::None | ClientCertificate::Rejected(_) => None,
        };
        Self { at, era, certificate }
    }
}

impl Sessions {
    /// With this pause for sessions opened with a PIN.
    pub(crate) fn with_pin_pause(pause: Duration) -> Self {
        let pin_pause = TimeDelta::from_std(pause).ok();
        Self(Mutex::new(State { pin_pause, ..State::default() }))
    }

    /// The session that this cookie of a channel leads to; it counts as seen.
    pub(crate) fn find(&self, audience: Audience, id: &str, moment: &Moment) -> Found {
        let now = moment.at;
        let mut state = self.lock();
        let pin_pause = state.pin_pause;
        if let Some(place) = state.replaced.iter().position(|one| one == id) {
            state.replaced.swap_remove(place);
            return Found::Replaced;
        }
        let Some(session) = state.live.get_mut(id) else { return Found::None };
        let is_stolen = session.certificate.is_some() && session.certificate != moment.certificate;
        if session.audience != audience || session.era != moment.era || is_stolen {
            return Found::None;
        }
        let is_of_pin = matches!(session.who, Some(Who::Pin(..) | Who::ByPin(_)));
        let pause = if is_of_pin { pin_pause.unwrap_or(PAUSE) } else { PAUSE };
        let is_over = now - session.seen > pause || now - session.started > WHOLE || now < session.started;
        if is_over {
            let was_logged_in = session.who.is_some();
            state.live.remove(id);
            return if was_logged_in { Found::Expired } else { Found::None };
        }
        session.seen = now;
        Found::Live(Box::new(session.clone()))
    }

    /// A session before log-in.
    pub(crate) fn begin(&self, audience: Audience, moment: &Moment) -> Result<Session, NoRandomness> {
        let session = Session::new(audience, None, None, moment)?;
        self.lock().add(session.clone());
        Ok(session)
    }

    /// A session under a new identifier. The one before ends, and so does every other of the same person in this
    /// channel. One that was opened by a client certificate lives on connections with that certificate only.
    pub(crate) fn log_in(
        &self,
        audience: Audience,
        who: Who,
        before: Option<&str>,
        moment: &Moment,
    ) -> Result<Session, NoRandomness> {
        let certificate = if who.is_by_certificate() { moment.certificate.clone() } else { None };
        let session = Session::new(audience, Some(who), certificate, moment)?;
        let mut state = self.lock();
        if let Some(before) = before {
            state.live.remove(before);
        }
        let is_same = |one: &Session| {
            one.audience == audience
                && one.who.as_ref().zip(session.who.as_ref()).is_some_and(|(one, other)| one.is_same_as(other))
        };
        let ended: Vec<String> = state.live.values().filter(|one| is_same(one)).map(|one| one.id.clone()).collect();
        for id in ended {
            state.live.remove(&id);
            state.replaced.push(id);
        }
        let surplus = state.replaced.len().saturating_sub(MOST);
        state.replaced.drain(..surplus);
        state.add(session.clone());
        Ok(session)
    }

    /// Changes what a session remembers.
    pub(crate) fn keep(&self, id: &str, change: impl FnOnce(&mut Kept)) {
        if let Some(session) = self.lock().live.get_mut(id) {
            change(&mut session.kept);
        }
    }

    /// Ends the sessions of a subject of the PIN, in every channel.
    pub(crate) fn end_of(&self, code: &CodiceFiscale) {
        self.lock().live.retain(|_, one| one.who.as_ref().and_then(Who::subject) != Some(code));
    }

    /// Ends a session.
    pub(crate) fn end(&self, id: &str) {
        self.lock().live.remove(id);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Adds a session; where there are too many, the oldest goes, and one without a log-in before the others.
    fn add(&mut self, session: Session) {
        if self.live.len() >= MOST {
            let oldest = self.live.values().min_by_key(|one| (one.who.is_some(), one.seen)).map(|one| one.id.clone());
            if let Some(oldest) = oldest {
                self.live.remove(&oldest);
            }
        }
        self.live.insert(session.id.clone(), session);
    }
}

impl Session {
    fn new(
        audience: Audience,
        who: Option<Who>,
        certificate: Option<String>,
        moment: &Moment,
    ) -> Result<Self, NoRandomness> {
        Ok(Self {
            id: random()?,
            audience,
            who,
            csrf: random()?,
            kept: Kept::default(),
            tokens: Tokens::default(),
            certificate,
            era: moment.era,
            started: moment.at,
            seen: moment.at,
        })
    }

    /// Whether a form has brought back the session's token.
    pub(crate) fn is_own(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }
}

/// 256 random bits.
pub(crate) fn random() -> Result<String, NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// Five random digits.
pub(crate) fn random_digits() -> Result<String, NoRandomness> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(format!("{:05}", u64::from_le_bytes(bytes) % 100_000))
}

#[cfg(test)]
mod tests;
