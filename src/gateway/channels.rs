//! The channels by which a world is reached.

use std::sync::Arc;

use super::downloads::{Downloads, WithDownloads};
use crate::config::AuthSettings;
use crate::message::CertificatiMedici;
use crate::sealed::Unsealer;
use crate::soap::Endpoint;
use crate::transport::Routes;
use crate::xml;
use sac_world::World;

/// What the channels of all worlds have in common.
pub(super) struct Channels {
    pub(super) unsealer: Unsealer,
    pub(super) auth: AuthSettings,
    pub(super) reading_limits: xml::Limits,
    pub(super) public_url: Option<String>,
    pub(super) downloads: Downloads,
    pub(super) pages: sac_web::Settings,
}

impl Channels {
    /// The handlers of a world, by path.
    pub(super) fn routes(&self, world: &Arc<World>) -> Routes {
        let soap = WithDownloads { inner: self.certificati_medici(world), downloads: self.downloads.clone() };
        let routes = Routes::new().handler("/", Arc::new(soap));
        sac_web::handlers(world, self.pages)
            .into_iter()
            .fold(routes, |routes, (path, pages)| routes.handler(path, pages))
    }

    fn certificati_medici(&self, world: &World) -> Endpoint<CertificatiMedici> {
        Endpoint {
            service: CertificatiMedici {
                service: Arc::clone(world.certificates()),
                unsealer: self.unsealer.clone(),
                credentials: Arc::clone(world.credentials()),
                catalogue: world.catalogue().clone(),
                schema_errors: world.rules().schema_errors,
            },
            credentials: Arc::clone(world.credentials()),
            auth: self.auth.clone(),
            empty_optional: world.rules().empty_optional,
            limits: self.reading_limits,
            public_url: self.public_url.clone(),
            journal: world.journal().clone(),
            faults: world.faults().clone(),
            resets: world.resets().clone(),
            clock: world.clock().clone(),
        }
    }
}
