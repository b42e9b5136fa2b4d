//! What stands before all worlds: it finds the handler of a request, and reports what is refused.

use std::sync::Arc;
use std::time::Duration;

use super::worlds::{Worlds, named};
use crate::diagnostic::Language;
use crate::journal::{Details, Ending, Entry, Exchange};
use crate::transport::{Destination, Refused, RefusedRequest, Response, Router, Routes, quoted};
use sac_world::WorldName;

/// The router of the listener.
pub(super) struct Front {
    pub(super) routes: Routes,
    pub(super) worlds: Arc<Worlds>,
    /// The language of the log's sentences.
    pub(super) language: Language,
}

impl Router for Front {
    fn route(&self, path: &str) -> Result<Destination, Response> {
        self.routes.route(path)
    }

    fn refused(&self, refused: Refused) {
        let name =
            refused.request.as_ref().and_then(|request| request.path.as_deref()).map_or(WorldName::DEFAULT, named);
        self.log(&refused, name);
        self.enter(&refused, name);
    }
}

impl Front {
    fn log(&self, refused: &Refused, world: &str) {
        let reason = self.language.pick(&refused.reason.it, &refused.reason.en);
        let (peer, world) = (refused.peer, (world != WorldName::DEFAULT).then(|| quoted(world)));
        let Some(RefusedRequest { status, method, path, .. }) = &refused.request else {
            let what = self.language.pick("connessione TLS rifiutata", "TLS connection refused");
            tracing::info!(%peer, "{what}: {reason}");
            return;
        };
        let what = self.language.pick("richiesta rifiutata", "request refused");
        tracing::info!(
            %peer,
            world,
            status = status.as_u16(),
            method = method.as_ref().map(ToString::to_string),
            path = path.as_deref().map(quoted),
            "{what}: {reason}"
        );
    }

    /// One entry in the journal of the world that was called, or else of the default one.
    fn enter(&self, refused: &Refused, world: &str) {
        let Some(world) = self.worlds.get(world).or_else(|| self.worlds.get(WorldName::DEFAULT)) else { return };
        let journal = world.journal();
        let code =
            refused.request.as_ref().map_or_else(|| "TLS".to_owned(), |request| request.status.as_str().to_owned());
        let entry = Entry {
            id: journal.number(),
            received: world.clock().now(),
            operation: None,
            user: None,
            kind: None,
            how: None,
            peer: Some(refused.peer.ip()),
            ending: Ending::Fault { code },
            number: None,
            duration: Duration::ZERO,
            bytes_in: 0,
            bytes_out: 0,
        };
        let codes = match &entry.ending {
            Ending::Fault { code } => vec![code.clone()],
            _ => Vec::new(),
        };
        let status = refused.request.as_ref().map(|request| request.status.as_u16());
        let details = Details { status, ..Details::default() };
        journal.record(Exchange { codes, details, ..Exchange::of(entry) }, None);
    }
}
