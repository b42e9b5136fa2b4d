//! Sending the certificate written at discharge (decree §3.8, contract §6.8).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::receipt::Receipt;
use crate::request::InvioDimissione;
use crate::rule::{certificate, discharge};
use sac_domain::certificate::{Certificato, Contenuto};
use sac_domain::identifier::Pucir;

impl Service {
    pub(super) async fn invia_dimissione(
        &self,
        parties: Parties,
        request: InvioDimissione,
    ) -> Result<Receipt, NotServed> {
        const ELEMENTO: &str = "idInizioRicovero";
        let InvioDimissione { id_inizio_ricovero: named, residenza, reperibilita, dimissione } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage([self.content().dimissione(&dimissione)])?;
        stage([self.content().addresses(&residenza, reperibilita.as_ref())])?;
        let dimissione = dimissione.dated().ok_or_else(unchecked)?;

        let found = match Pucir::parse(&named) {
            Some(pucir) => self.ledger.store().admission(pucir, &lavoratore.codice_fiscale).await?,
            None => None,
        };
        let admission = found.ok_or_else(|| certificate::ricovero_non_trovato(ELEMENTO, &named))?;
        let notice = &admission.comunicazione;
        stage([
            Vec::from_iter(certificate::ricovero_aperto(ELEMENTO, admission.pucir, admission.stato)),
            discharge::dimissione_incongruente(&sede, &residenza, &dimissione, notice),
            discharge::dimissione_flag_incongruenti(&dimissione, &notice.ricovero),
        ])?;

        let certificato = Certificato {
            medico: redattore,
            sede,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            reperibilita,
            contenuto: Contenuto::Dimissione { pucir: admission.pucir, dimissione },
        };
        let now = self.clock.now();
        // An equal discharge needs no control of its own: its admission is closed already.
        let puc = self.ledger.record_certificate(certificato, now, false).await;
        let puc = puc.map_err(|error| not_recorded(error, ELEMENTO))?;
        let id_inizio_ricovero = admission.pucir;
        Ok(Receipt::InvioDimissione { data_ricezione: now, id_inizio_ricovero, id_certificato: *puc })
    }
}
