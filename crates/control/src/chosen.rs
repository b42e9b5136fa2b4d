//! The world that a path names.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use hyper::http::request::Parts;
use sac_domain::likeness::{closest, meant};
use sac_domain::words::{Text, said};
use sac_world::World;

use crate::problem::{Kind, Problem};
use crate::state::State;

/// The world that the parameter `world` of the path names.
pub(crate) struct Chosen(pub(crate) Arc<World>);

impl FromRequestParts<State> for Chosen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::new(Kind::UnknownPath, said("il percorso non è UTF-8", "the path is not UTF-8")))?;
        let name = params.iter().find(|(name, _)| *name == "world").map(|(_, value)| value).unwrap_or_default();
        state.worlds.get(name).map(Self).ok_or_else(|| no_such_world(state, name))
    }
}

/// There is no world of this name.
pub(crate) fn no_such_world(state: &State, name: &str) -> Problem {
    let all = state.worlds.all();
    let names = all.iter().map(|world| world.name().as_str());
    let meant = meant(closest(name, names).first().copied());
    let detail = Text::new(format!("il mondo `{name}` non esiste"), format!("there is no world `{name}`"));
    Problem::new(Kind::NotFound, detail.followed_by(&meant))
}
