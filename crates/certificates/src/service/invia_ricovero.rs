//! Sending the notice of an admission (decree §3.7).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::receipt::Receipt;
use crate::request::InvioRicovero;
use sac_domain::admission::{ComunicazioneRicovero, SedeRicovero};
use sac_domain::certificate::Sede;

impl Service {
    pub(super) async fn invia_ricovero(&self, parties: Parties, request: InvioRicovero) -> Result<Receipt, NotServed> {
        let InvioRicovero { residenza, ricovero } = request;
        let Parties { sede, lavoratore, .. } = parties;
        stage([self.content().ricovero(&ricovero)])?;
        stage([self.content().addresses(&residenza, None)])?;
        let comunicazione = ComunicazioneRicovero {
            sede: hospital(sede).ok_or_else(unchecked)?,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            ricovero: ricovero.dated().ok_or_else(unchecked)?,
        };
        let now = self.clock.now();
        let pucir = self.ledger.record_admission(comunicazione, now, self.refuses_duplicates()).await;
        Ok(Receipt::InvioRicovero {
            data_ricezione: now,
            id_inizio_ricovero: *pucir.map_err(|error| not_recorded(error, ""))?,
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
