//! The channels by which a world is reached.

use std::sync::Arc;

use super::absent::Absent;
use super::downloads::{Downloads, WithDownloads};
use crate::config::{AuthSettings, ChannelSet};
use crate::domain::exchange::Channel;
use crate::message::{CONTRACT, CertificatiMedici};
use crate::sealed::Unsealer;
use crate::soap::Endpoint;
use crate::transport::{Handler, Routes};
use crate::xml;
use sac_world::World;

/// What the channels of all worlds have in common.
pub(super) struct Channels {
    pub(super) unsealer: Unsealer,
    pub(super) auth: AuthSettings,
    pub(super) reading_limits: xml::Limits,
    pub(super) public_url: Option<String>,
    pub(super) downloads: Downloads,
    /// Which of them are served.
    pub(super) served: ChannelSet,
}

impl Channels {
    /// The handlers of a world, by path.
    pub(super) fn routes(&self, world: &Arc<World>) -> Routes {
        let soap = WithDownloads { inner: self.certificati_medici(world), downloads: self.downloads.clone() };
        let routes = if self.served.has(Channel::Soap) {
            Routes::new().handler("/", Arc::new(soap))
        } else {
            Routes::new().handler(CONTRACT.interface.folder(), Arc::new(Absent(Channel::Soap)))
        };
        let phone: Arc<dyn Handler> = sac_phone::Phone::of(world);
        let others = sac_web::handlers(world).into_iter().chain([(sac_phone::PATH, phone)]);
        others.fold(routes, |routes, (path, handler)| {
            let channel = channel_of(path);
            let is_served = self.served.has(channel);
            routes.handler(path, if is_served { handler } else { Arc::new(Absent(channel)) })
        })
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

/// The channel at whose address this is.
fn channel_of(path: &str) -> Channel {
    match path.trim_start_matches('/').split('/').next().unwrap_or_default() {
        "AttestatiCittadinoWeb" => Channel::Cittadino,
        first => Channel::from_name(first).unwrap_or_default(),
    }
}
