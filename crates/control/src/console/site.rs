//! What every page knows of its request: who asks, in which language, and about which world.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri, RawPathParams};
use hyper::StatusCode;
use hyper::http::request::Parts;
use hyper::http::uri::Authority;
use sac_http::Client;
use sac_world::{World, WorldName};
use secrecy::SecretString;

use super::cookie::{cookie, cookie_name};
use super::failed::{Failed, failed};
use super::frame::{Frame, Section};
use super::language::Lang;
use super::notice::Notice;
use crate::chosen::{Chosen, no_such_world};
use crate::problem::{Kind, Problem};
use crate::state::State;
use sac_domain::words::Text;

/// What every page knows of its request.
pub(crate) struct Site {
    pub(super) state: State,
    pub(super) lang: Lang,
    /// The world that the path names, else the default one.
    pub(super) world: Arc<World>,
    /// The path and query of the request.
    pub(super) here: String,
    /// The visit's key and what its forms hold. A program that has the token needs neither.
    pub(super) visit: Option<(String, SecretString)>,
    pub(super) port: u16,
}

impl FromRequestParts<State> for Site {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Failed> {
        let lang = Lang::of_request(&parts.headers);
        let params = RawPathParams::from_request_parts(parts, state).await;
        let name = params.as_ref().ok().and_then(|params| params.iter().find(|(name, _)| *name == "world"));
        let name = name.map_or(WorldName::DEFAULT, |(_, value)| value);
        let port = Client::from_request_parts(parts, state).await.ok().and_then(|client| port(&client.base_url));
        let port = port.unwrap_or(80);
        let key = cookie(&parts.headers, &cookie_name(port)).map(str::to_owned);
        let visit = key.and_then(|key| state.access.form_token(&key).map(|token| (key, token)));
        let OriginalUri(uri) =
            OriginalUri::from_request_parts(parts, state).await.unwrap_or_else(|never| match never {});
        let here = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let found = state.worlds.get(name);
        let is_found = found.is_some();
        let Some(world) = found.or_else(|| state.worlds.get(WorldName::DEFAULT)) else {
            return Err(Failed::bare(StatusCode::SERVICE_UNAVAILABLE));
        };
        let site = Self { state: state.clone(), lang, world, here, visit, port };
        if is_found { Ok(site) } else { Err(failed(&site.frame(Section::Worlds), no_such_world(state, name))) }
    }
}

impl Site {
    /// The world as the handlers of calls take it.
    pub(super) fn chosen(&self) -> Chosen {
        Chosen(Arc::clone(&self.world))
    }

    /// The state as the handlers of calls take it.
    pub(super) fn state(&self) -> axum::extract::State<State> {
        axum::extract::State(self.state.clone())
    }

    /// Where the pages of the world are.
    pub(super) fn base(&self) -> String {
        format!("/worlds/{}", self.world.name())
    }

    /// What stands around a page of this section. The notice that was left for it is on it.
    pub(super) fn frame(&self, section: Section) -> Frame {
        let notice = self.visit.as_ref().and_then(|(key, _)| self.state.access.take(key));
        let form_token = self.visit.as_ref().map(|(_, token)| token.clone());
        Frame::new(self.lang, section, &self.here, &self.world, &self.state, form_token, notice)
    }

    /// The page of a problem.
    pub(super) fn failed(&self, section: Section, problem: Problem) -> Failed {
        failed(&self.frame(section), problem)
    }

    /// Leaves a notice for the next page.
    pub(super) fn leave(&self, notice: Notice) {
        if let Some((key, _)) = &self.visit {
            self.state.access.leave(key, notice);
        }
    }
}

/// There is no page at this path.
pub(super) async fn nothing(site: Site) -> Failed {
    let path = site.here.split('?').next().unwrap_or_default();
    let problem = Problem::new(Kind::UnknownPath, Text::same(format!("`{path}`")));
    failed(&site.frame(Section::Worlds), problem)
}

fn port(base_url: &str) -> Option<u16> {
    base_url.strip_prefix("http://")?.parse::<Authority>().ok()?.port_u16()
}
