//! What stands around every page.

use sac_world::World;
use secrecy::{ExposeSecret, SecretString};

use super::language::Lang;
use super::notice::Notice;
use crate::api::clock::ClockState;
use crate::state::State;

/// Worlds that the menu names; the page of the worlds names all.
const IN_MENU: usize = 12;

/// The parts of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Exchanges,
    Documents,
    People,
    Clock,
    Faults,
    World,
    Worlds,
}

/// What stands around a page.
pub(crate) struct Frame {
    pub(super) lang: Lang,
    pub(super) section: Section,
    /// The page itself, to come back to.
    pub(super) here: String,
    /// The name of the world.
    pub(super) world: String,
    /// Some worlds, and whether there are more.
    pub(super) worlds: Vec<String>,
    pub(super) has_more_worlds: bool,
    /// The time by the world's clock.
    pub(super) now: Time,
    pub(super) is_frozen: bool,
    form_token: Option<SecretString>,
    pub(super) notice: Option<Notice>,
    pub(super) version: &'static str,
}

/// An instant as people and programs read it, in the time of Rome.
pub(crate) struct Time {
    pub(super) full: String,
}

impl Frame {
    pub(super) fn new(
        lang: Lang,
        section: Section,
        here: &str,
        world: &World,
        state: &State,
        form_token: Option<SecretString>,
        notice: Option<Notice>,
    ) -> Self {
        let mut worlds: Vec<String> = state.worlds.all().iter().map(|world| world.name().to_string()).collect();
        let has_more_worlds = worlds.len() > IN_MENU;
        worlds.truncate(IN_MENU);
        let clock = ClockState::of(world.clock());
        Self {
            lang,
            section,
            here: here.to_owned(),
            world: world.name().to_string(),
            worlds,
            has_more_worlds,
            now: Time::of(clock.now),
            is_frozen: clock.frozen,
            form_token,
            notice,
            version: state.version,
        }
    }

    /// The words in the page's language.
    pub(super) fn t<'a>(&self, it: &'a str, en: &'a str) -> &'a str {
        self.lang.of(it, en)
    }

    /// Where the pages of the world are.
    pub(super) fn base(&self) -> String {
        format!("/worlds/{}", self.world)
    }

    /// A path below it.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.base())
    }

    /// What every form holds; nothing where a program with the API's token asks.
    pub(super) fn token(&self) -> &str {
        self.form_token.as_ref().map_or("", |token| token.expose_secret())
    }

    /// What a notice says.
    pub(super) fn said<'n>(&self, notice: &'n Notice) -> &'n str {
        notice.text(self.lang)
    }

    /// Where the calls of the world are.
    pub(super) fn calls(&self) -> String {
        format!("{}/worlds/{}", crate::BASE, self.world)
    }

    /// The link to the same page in a language.
    pub(super) fn in_language(&self, code: &str) -> String {
        let to: String = form_urlencoded::byte_serialize(self.here.as_bytes()).collect();
        format!("/language/{code}?to={to}")
    }

    /// The same section of another world.
    pub(super) fn elsewhere(&self, world: &str) -> String {
        let section = match self.section {
            Section::Exchanges | Section::Worlds => "exchanges",
            Section::Documents => "certificates",
            Section::People => "people",
            Section::Clock => "clock",
            Section::Faults => "faults",
            Section::World => "state",
        };
        format!("/worlds/{world}/{section}")
    }
}

impl Time {
    pub(super) fn of(instant: sac_domain::instant::Instant) -> Self {
        Self { full: instant.to_string() }
    }

    /// `2026-03-02`.
    pub(super) fn day(&self) -> &str {
        self.full.split('T').next().unwrap_or_default()
    }

    /// `10:00:00`, with milliseconds where there are any.
    pub(super) fn clock(&self) -> &str {
        let time = self.full.split_once('T').map_or("", |(_, time)| time);
        time.split(['+', 'Z']).next().unwrap_or_default()
    }

    /// `2026-03-02T10:00:00+01:00`.
    pub(super) fn short(&self) -> String {
        match (self.full.split_once('.'), self.full.rfind('+')) {
            (Some((whole, _)), Some(offset)) => format!("{whole}{}", &self.full[offset..]),
            _ => self.full.clone(),
        }
    }

    /// `10:00:00`.
    pub(super) fn seconds(&self) -> &str {
        self.clock().split('.').next().unwrap_or_default()
    }
}
