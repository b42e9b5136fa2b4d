//! The worlds that a gateway serves, found by the start of the path.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use hyper::StatusCode;

use super::due::Due;
use crate::transport::{Destination, Response, Router, Routes};
use sac_world::{World, WorldName};

/// What stands before the name of a world in a path.
const PREFIX: &str = "/w/";

/// The worlds, each with its handlers. To find one costs a look-up in a map, and takes no lock.
#[derive(Default)]
pub(super) struct Worlds {
    served: ArcSwap<HashMap<WorldName, Served>>,
}

#[derive(Clone)]
struct Served {
    world: Arc<World>,
    routes: Arc<Routes>,
    _due: Arc<Due>,
}

impl Worlds {
    /// The world of this name.
    pub(super) fn get(&self, name: &str) -> Option<Arc<World>> {
        self.served.load().get(name).map(|served| Arc::clone(&served.world))
    }

    /// All of them, by name.
    pub(super) fn all(&self) -> Vec<Arc<World>> {
        let mut all: Vec<_> = self.served.load().values().map(|served| Arc::clone(&served.world)).collect();
        all.sort_by(|one, other| one.name().cmp(other.name()));
        all
    }

    /// Serves the world from now on, in the place of another of that name, and lets things fall due in it.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub(super) fn put(&self, world: Arc<World>, routes: Routes) {
        let due = Arc::new(Due::start(Arc::clone(&world)));
        let served = Served { routes: Arc::new(routes), world, _due: due };
        self.served.rcu(|old| {
            let mut new = HashMap::clone(old);
            new.insert(served.world.name().clone(), served.clone());
            new
        });
    }

    /// Serves the world no longer. Requests under way still see it.
    pub(super) fn remove(&self, name: &str) {
        self.served.rcu(|old| {
            let mut new = HashMap::clone(old);
            new.remove(name);
            new
        });
    }
}

/// Where a world answers: in front of each of its paths.
pub(super) fn mount(name: &WorldName) -> String {
    if name.is_default() { String::new() } else { format!("{PREFIX}{name}") }
}

/// The name of the world that a path calls, whether there is one or not.
pub(super) fn named(path: &str) -> &str {
    path.strip_prefix(PREFIX).map_or(WorldName::DEFAULT, |rest| rest.split('/').next().unwrap_or_default())
}

impl Router for Worlds {
    fn route(&self, path: &str) -> Result<Destination, Response> {
        let name = named(path);
        let mount = if path.starts_with(PREFIX) { PREFIX.len() + name.len() } else { 0 };
        let worlds = self.served.load();
        let served = worlds.get(name).ok_or_else(|| unknown(name))?;
        let found = served.routes.route(path.get(mount..).unwrap_or_default())?;
        Ok(Destination { mount: mount + found.mount, ..found })
    }
}

fn unknown(name: &str) -> Response {
    match name.parse::<WorldName>() {
        Ok(name) => Response::sentence(
            StatusCode::NOT_FOUND,
            &format!("Qui non c'è un mondo di nome {name}."),
            &format!("There is no world here by the name of {name}."),
        ),
        Err(_) => Response::sentence(
            StatusCode::NOT_FOUND,
            "Dopo /w/ ci vuole il nome di un mondo: lettere minuscole, cifre e trattini.",
            "After /w/ the name of a world is expected: small letters, digits and hyphens.",
        ),
    }
}
