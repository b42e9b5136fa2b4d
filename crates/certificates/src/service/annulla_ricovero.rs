//! Cancelling the notice of an admission (decree §3.7).

use super::Service;
use super::common_stages::Parties;
use super::followers::Followers;
use super::not_served::{NotServed, not_recorded, stage};
use crate::receipt::Receipt;
use crate::rule::certificate;
use sac_domain::admission::{ComunicazioneRicovero, RicoveroRegistrato};
use sac_domain::clock::civil_date;
use sac_domain::identifier::Pucir;
use sac_store::Command as _;
use sac_store::certificates::{CancelAdmission, DocumentKind};

/// Where the message names the admission.
const ELEMENTO: &str = "idCertificato";

impl Service {
    pub(super) async fn annulla_ricovero(&self, parties: Parties, named: &str) -> Result<Receipt, NotServed> {
        let admission = self.admission_to_cancel(&parties, named).await?;
        let now = self.clock.now();
        let (kind, number) = (DocumentKind::Ricovero, admission.pucir.number());
        let followers =
            Followers::of_annullamento(kind, number, parties.lavoratore.codice_fiscale, self.senders.clone(), now);
        let cancel = CancelAdmission { pucir: admission.pucir, ricevuto: now };
        let cancel = cancel.and_then(move |id| id.as_ref().ok().map(|id| followers.of(id.number())));
        let (id, _) = self.ledger.commit(cancel).await?.into_inner();
        let id_annullamento = id.map_err(|conflict| not_recorded(conflict.into(), ELEMENTO))?;
        Ok(Receipt::Annullamento { data_ricezione: now, id_annullamento })
    }

    /// The admission that is to be cancelled, once all stages have passed.
    pub(super) async fn admission_to_cancel(
        &self,
        parties: &Parties,
        named: &str,
    ) -> Result<RicoveroRegistrato, NotServed> {
        let Parties { sede, lavoratore, .. } = parties;
        let found = match Pucir::parse(named) {
            Some(pucir) => self.ledger.store().admission(pucir, &lavoratore.codice_fiscale).await?,
            None => None,
        };
        let same_hospital = |notice: &ComunicazioneRicovero| {
            sede.codice_regione.as_deref() == Some(&notice.sede.codice_regione)
                && sede.codice_asl.as_deref() == Some(&notice.sede.codice_asl)
        };
        let admission = found
            .filter(|admission| same_hospital(&admission.comunicazione))
            .ok_or_else(|| certificate::ricovero_non_trovato(ELEMENTO, named))?;
        let received_on = civil_date(admission.ricevuto);
        stage([
            certificate::ricovero_aperto(ELEMENTO, admission.pucir, admission.stato),
            certificate::annullamento_ricovero_oltre_termine(self.clock.today(), received_on),
        ])?;
        Ok(admission)
    }
}
