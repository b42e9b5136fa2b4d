//! Sending the notice of an admission (decree §3.7).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::notice::What;
use crate::receipt::Receipt;
use crate::request::InvioRicovero;
use sac_domain::admission::{ComunicazioneRicovero, SedeRicovero};
use sac_domain::certificate::Sede;
use sac_store::Command as _;
use sac_store::certificates::{DocumentKind, RecordAdmission};

impl Service {
    pub(super) async fn invia_ricovero(&self, parties: Parties, request: InvioRicovero) -> Result<Receipt, NotServed> {
        let lavoratore = parties.lavoratore.clone();
        let comunicazione = self.ricovero(parties, request)?;
        let now = self.clock.now();
        let day = comunicazione.ricovero.data_ricovero;
        let followers = self.followers(DocumentKind::Ricovero, What::Ricovero(day), lavoratore, (day, day), now);
        let refuse_duplicate = self.refuses_duplicates();
        let record = RecordAdmission { comunicazione, ricevuto: now, refuse_duplicate };
        let record = record.and_then(move |pucir| pucir.as_ref().ok().map(|pucir| followers.of(pucir.number())));
        let (pucir, _) = self.ledger.commit(record).await?.into_inner();
        let id_inizio_ricovero = pucir.map_err(|conflict| not_recorded(conflict.into(), ""))?;
        Ok(Receipt::InvioRicovero { data_ricezione: now, id_inizio_ricovero })
    }

    /// The notice that is to be recorded, once stages (d) and (e) have passed.
    pub(super) fn ricovero(
        &self,
        parties: Parties,
        request: InvioRicovero,
    ) -> Result<ComunicazioneRicovero, NotServed> {
        let InvioRicovero { residenza, ricovero } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage([self.content().ricovero(&ricovero)])?;
        stage([self.content().addresses(&residenza, None)])?;
        Ok(ComunicazioneRicovero {
            sede: hospital(sede).ok_or_else(unchecked)?,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            ricovero: ricovero.dated().ok_or_else(unchecked)?,
            redattore: Some(redattore),
        })
    }
}

/// Region and ASL are there once stage (b) has passed.
fn hospital(sede: Sede) -> Option<SedeRicovero> {
    Some(SedeRicovero {
        codice_regione: sede.codice_regione?,
        codice_asl: sede.codice_asl?,
        codice_struttura: sede.codice_struttura,
    })
}
