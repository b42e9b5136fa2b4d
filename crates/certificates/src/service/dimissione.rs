//! The certificate written at discharge: invio and rettifica (decree §3.8, contract §6.8).

use super::common_stages::Parties;
use super::{NotServed, Service, refused, stage, unchecked};
use crate::receipt::Receipt;
use crate::request::{InvioDimissione, Rettifica};
use crate::rule::{certificate, discharge};
use sac_domain::certificate::{Certificato, Contenuto};
use sac_domain::identifier::Pucir;
use sac_domain::operation::Operation;

impl Service {
    pub(super) async fn invia_dimissione(
        &self,
        parties: Parties,
        request: InvioDimissione,
    ) -> Result<Receipt, NotServed> {
        const ELEMENTO: &str = "idInizioRicovero";
        let InvioDimissione { id_inizio_ricovero: named, residenza, reperibilita, dimissione } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage(self.content().dimissione(&dimissione))?;
        stage(self.content().addresses(&residenza, reperibilita.as_ref()))?;
        let dimissione = dimissione.dated().ok_or_else(unchecked)?;

        let found = match Pucir::parse(&named) {
            Some(pucir) => self.ledger.store().admission(pucir, &lavoratore.codice_fiscale).await?,
            None => None,
        };
        let admission =
            found.ok_or_else(|| NotServed::Refused(vec![certificate::ricovero_non_trovato(ELEMENTO, &named)]))?;
        let notice = &admission.comunicazione;
        let differing = discharge::dimissione_incongruente(&sede, &residenza, &dimissione, notice);
        stage(
            certificate::ricovero_aperto(ELEMENTO, admission.pucir, admission.stato)
                .into_iter()
                .chain(differing)
                .chain(discharge::dimissione_flag_incongruenti(&dimissione, &notice.ricovero)),
        )?;

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
        let puc = puc.map_err(|error| refused(error, ELEMENTO))?;
        let id_inizio_ricovero = admission.pucir;
        Ok(Receipt::InvioDimissione { data_ricezione: now, id_inizio_ricovero, id_certificato: *puc })
    }

    pub(super) async fn rettifica_dimissione(
        &self,
        parties: Parties,
        request: Rettifica,
    ) -> Result<Receipt, NotServed> {
        let (data_ricezione, id_certificato, newer) =
            self.rettifica(parties, Operation::RettificaDimissione, request).await?;
        let copia = newer.map(Contenuto::into_dimissione).ok_or_else(unchecked)?;
        Ok(Receipt::RettificaDimissione { data_ricezione, id_certificato, copia: Box::new(copia) })
    }
}
