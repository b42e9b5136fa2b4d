//! Sending the certificate written at discharge (decree §3.8, contract §6.8).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::notice::What;
use crate::receipt::Receipt;
use crate::request::InvioDimissione;
use crate::rule::{certificate, discharge};
use sac_domain::admission::RicoveroRegistrato;
use sac_domain::certificate::{Certificato, Contenuto};
use sac_domain::identifier::Pucir;
use sac_store::Command as _;
use sac_store::certificates::{DocumentKind, RecordCertificate};

/// Where the message names the admission.
const ELEMENTO: &str = "idInizioRicovero";

impl Service {
    pub(super) async fn invia_dimissione(
        &self,
        parties: Parties,
        request: InvioDimissione,
    ) -> Result<Receipt, NotServed> {
        let lavoratore = parties.lavoratore.clone();
        let (certificato, admission) = self.dimissione(parties, request).await?;
        let Contenuto::Dimissione { dimissione, .. } = &certificato.contenuto else { return Err(unchecked()) };
        let period = (dimissione.data_ricovero, dimissione.data_fine);
        let what = What::Dimissione(dimissione.data_ricovero, dimissione.data_dimissione);
        let now = self.clock.now();
        // An equal discharge needs no control of its own: its admission is closed already.
        let followers = self.followers(DocumentKind::Dimissione, what, lavoratore, period, now);
        let record = RecordCertificate { certificato, ricevuto: now, refuse_duplicate: false };
        let record = record.and_then(move |puc| puc.as_ref().ok().map(|puc| followers.of(puc.number())));
        let (puc, _) = self.ledger.commit(record).await?.into_inner();
        let id_certificato = puc.map_err(|conflict| not_recorded(conflict.into(), ELEMENTO))?;
        let id_inizio_ricovero = admission.pucir;
        Ok(Receipt::InvioDimissione { data_ricezione: now, id_inizio_ricovero, id_certificato })
    }

    /// The certificate that is to be recorded, and the admission that it closes, once all stages have passed.
    pub(super) async fn dimissione(
        &self,
        parties: Parties,
        request: InvioDimissione,
    ) -> Result<(Certificato, RicoveroRegistrato), NotServed> {
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
        Ok((certificato, admission))
    }
}
