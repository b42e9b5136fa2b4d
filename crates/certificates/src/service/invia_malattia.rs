//! Sending an ordinary certificate (decree §3.2).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::notice::What;
use crate::receipt::Receipt;
use crate::request::InvioMalattia;
use sac_domain::certificate::{Certificato, Contenuto};
use sac_store::Command as _;
use sac_store::certificates::{DocumentKind, RecordCertificate};

impl Service {
    pub(super) async fn invia_malattia(&self, parties: Parties, request: InvioMalattia) -> Result<Receipt, NotServed> {
        let lavoratore = parties.lavoratore.clone();
        let certificato = self.malattia(parties, request)?;
        let now = self.clock.now();
        let period = (certificato.contenuto.data_inizio(), certificato.contenuto.data_fine());
        let what = What::Malattia(period.0, period.1);
        let followers = self.followers(DocumentKind::Attestato, what, lavoratore, period, now);
        let refuse_duplicate = self.refuses_duplicates();
        let record = RecordCertificate { certificato, ricevuto: now, refuse_duplicate };
        let record = record.and_then(move |puc| puc.as_ref().ok().map(|puc| followers.of(puc.number())));
        let (puc, _) = self.ledger.commit(record).await?.into_inner();
        let id_certificato = puc.map_err(|conflict| not_recorded(conflict.into(), ""))?;
        Ok(Receipt::InvioMalattia { data_ricezione: now, id_certificato })
    }

    /// The certificate that is to be recorded, once stages (d) and (e) have passed.
    pub(super) fn malattia(&self, parties: Parties, request: InvioMalattia) -> Result<Certificato, NotServed> {
        let InvioMalattia { residenza, reperibilita, malattia } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage([self.content().malattia(&malattia)])?;
        stage([self.content().addresses(&residenza, reperibilita.as_ref())])?;
        let malattia = malattia.dated().ok_or_else(unchecked)?;
        Ok(Certificato {
            medico: redattore,
            sede,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            reperibilita,
            contenuto: Contenuto::Malattia(malattia),
        })
    }
}
