//! The notice of an admission: invio and annullamento (decree §3.7).

use super::common_stages::Parties;
use super::{NotServed, Service, refused, stage, unchecked};
use crate::receipt::Receipt;
use crate::request::InvioRicovero;
use crate::rule::certificate;
use sac_domain::admission::{ComunicazioneRicovero, SedeRicovero};
use sac_domain::certificate::Sede;
use sac_domain::clock::civil_date;
use sac_domain::identifier::Pucir;

impl Service {
    pub(super) async fn invia_ricovero(&self, parties: Parties, request: InvioRicovero) -> Result<Receipt, NotServed> {
        let InvioRicovero { residenza, ricovero } = request;
        let Parties { sede, lavoratore, .. } = parties;
        stage(self.content().ricovero(&ricovero))?;
        stage(self.content().addresses(&residenza, None))?;
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
            id_inizio_ricovero: *pucir.map_err(|error| refused(error, ""))?,
        })
    }

    pub(super) async fn annulla_ricovero(&self, parties: Parties, named: &str) -> Result<Receipt, NotServed> {
        const ELEMENTO: &str = "idCertificato";
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
            .ok_or_else(|| NotServed::Refused(vec![certificate::ricovero_non_trovato(ELEMENTO, named)]))?;
        let received_on = civil_date(admission.ricevuto);
        stage(
            [
                certificate::ricovero_aperto(ELEMENTO, admission.pucir, admission.stato),
                certificate::annullamento_ricovero_oltre_termine(self.clock.today(), received_on),
            ]
            .into_iter()
            .flatten(),
        )?;
        let now = self.clock.now();
        let id = self.ledger.cancel_admission(admission.pucir, now).await;
        let id = id.map_err(|error| refused(error, ELEMENTO))?;
        Ok(Receipt::Annullamento { data_ricezione: now, id_annullamento: *id })
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
