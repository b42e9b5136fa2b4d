//! What the operations of the SAC are asked, with the head that every request has.

use sac_certificates::request::{Content, Head, Redattore, Request, Unreadable};
use sac_certificates::service::NotServed;
use sac_domain::certificate::Sede;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::user::Iscrizione;
use sac_people::credentials::Authenticated;

use super::memory::{Accepted, Broken, Dialogue, Next, Surroundings, Worker};
use crate::keypad;
use crate::state::State;

impl Dialogue {
    /// The doctor's registrations.
    pub(super) fn sedi(&self) -> &[Iscrizione] {
        self.caller.as_ref().map(|caller| caller.authenticated.user().kind.iscrizioni()).unwrap_or_default()
    }

    /// A request about this worker, of the doctor as the register has the user now; nothing where it no longer has.
    async fn request_about(
        &self,
        around: &Surroundings<'_>,
        lavoratore: Result<CodiceFiscale, Unreadable>,
        content: Content,
    ) -> Result<Option<(Authenticated, Request)>, Broken> {
        let Some(caller) = &self.caller else { return Ok(None) };
        let Some(now) = around.world.credentials().renew(&caller.authenticated).await? else { return Ok(None) };
        let sede = self.draft.sede.as_ref();
        let sede = Sede {
            codice_regione: sede.map(|sede| sede.regione.clone()),
            codice_asl: sede.map(|sede| sede.asl.clone()),
            codice_struttura: None,
        };
        let redattore = Redattore { codice_fiscale: None, sede };
        let head = Head { redattore, pincode: caller.proof.clone(), lavoratore };
        Ok(Some((now, Request { head, content })))
    }

    /// The same about the worker who was found.
    pub(super) async fn request(
        &self,
        around: &Surroundings<'_>,
        content: Content,
    ) -> Result<Option<(Authenticated, Request)>, Broken> {
        let lavoratore = self.draft.worker.as_ref().map(|worker| worker.code.clone()).ok_or(Unreadable);
        self.request_about(around, lavoratore, content).await
    }

    /// The worker whose codice fiscale was keyed.
    pub(super) async fn find_worker(
        &mut self,
        around: &Surroundings<'_>,
        keyed: &str,
        next: State,
    ) -> Result<Next, Broken> {
        let code = keypad::decode(keyed).and_then(|code| CodiceFiscale::parse(&code).ok()).ok_or(Unreadable);
        let content = Content::InterrogazioneLavoratore;
        let Some((caller, request)) = self.request_about(around, code, content).await? else {
            return Ok(Next::WrongPin);
        };
        match around.world.certificates().verify(&caller, request).await {
            Ok(verified) => {
                let lavoratore = verified.lavoratore;
                let name = format!("{} {}", lavoratore.cognome, lavoratore.nome);
                self.draft.worker = Some(Worker { code: lavoratore.codice_fiscale, name });
                Ok(Next::Ask(next))
            }
            Err(NotServed::Refused(refusals)) => Ok(Next::Refused(refusals)),
            Err(NotServed::Failed(failure)) => Err(failure.into()),
        }
    }

    /// Has the operation done: once, and before anything of it is said.
    pub(super) async fn serve(
        &mut self,
        around: &Surroundings<'_>,
        content: Content,
        what: Accepted,
    ) -> Result<Next, Broken> {
        let Some((caller, request)) = self.request(around, content).await? else { return Ok(Next::WrongPin) };
        match around.world.certificates().serve(&caller, request).await {
            Ok(receipt) => Ok(Next::Accepted(what, receipt.number().unwrap_or_default())),
            Err(NotServed::Refused(refusals)) => Ok(Next::NotAccepted(refusals)),
            Err(NotServed::Failed(failure)) => Err(failure.into()),
        }
    }
}
