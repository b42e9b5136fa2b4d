//! Whoever is logged in with a PIN.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::machine::{Pin, Stato};
use sac_pin::profile::Profilo;
use sac_pin::subject::Soggetto;

use super::page::Page;
use crate::call::{Broken, Call};
use crate::session::Door;

/// A subject, and what its session opens.
pub(crate) struct Reader {
    pub(super) soggetto: Soggetto,
    pub(super) door: Door,
}

impl Reader {
    /// The subject of this code, if its session still stands: a block, a revocation or a replaced PIN ends it.
    pub(super) async fn of(call: &Call<'_>, code: &CodiceFiscale, door: Door) -> Result<Option<Self>, Broken> {
        let Some(soggetto) = call.world().pins().find(code).await? else { return Ok(None) };
        let pin = soggetto.pin_in_vita();
        let stato = pin.map(Pin::stato);
        let stopped = soggetto.e_fermo(call.now());
        let stands = match door {
            Door::Whole => pin.is_some_and(|pin| pin.corrente().is_some()) && stato != Some(Stato::Scaduto) && !stopped,
            Door::FirstAccess => stato == Some(Stato::Consegnato) && !stopped,
            Door::Change => stato == Some(Stato::Scaduto),
            // Until the log-in with the new code, which the last page asks for.
            Door::Unification => stato != Some(Stato::Bloccato),
            Door::Former => soggetto.inpdap.is_some() && !stopped,
        };
        Ok(stands.then_some(Self { soggetto, door }))
    }

    pub(super) fn code(&self) -> &CodiceFiscale {
        &self.soggetto.codice_fiscale
    }

    /// Whether a session that reaches one page only reaches this one.
    pub(super) fn may_see(&self, page: &Page) -> bool {
        match self.door {
            Door::Whole | Door::Former => true,
            Door::FirstAccess => {
                matches!(page, Page::FirstAccessForm | Page::FirstAccess | Page::Exit | Page::Style)
            }
            Door::Change => matches!(page, Page::ChangeForm | Page::Change | Page::Exit | Page::Style),
            Door::Unification => {
                matches!(page, Page::UnificationForm | Page::Unification | Page::Exit | Page::Style)
            }
        }
    }

    /// Whether it has the profile now: asked on every request.
    pub(super) fn has(&self, profilo: Profilo) -> bool {
        self.door == Door::Whole && self.soggetto.ha(profilo)
    }
}
