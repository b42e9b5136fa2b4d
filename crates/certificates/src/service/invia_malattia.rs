//! Sending an ordinary certificate (decree §3.2).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::receipt::Receipt;
use crate::request::InvioMalattia;
use sac_domain::certificate::{Certificato, Contenuto};

impl Service {
    pub(super) async fn invia_malattia(&self, parties: Parties, request: InvioMalattia) -> Result<Receipt, NotServed> {
        let InvioMalattia { residenza, reperibilita, malattia } = request;
        let Parties { redattore, sede, lavoratore } = parties;
        stage([self.content().malattia(&malattia)])?;
        stage([self.content().addresses(&residenza, reperibilita.as_ref())])?;
        let malattia = malattia.dated().ok_or_else(unchecked)?;
        let certificato = Certificato {
            medico: redattore,
            sede,
            lavoratore: lavoratore.codice_fiscale,
            residenza,
            reperibilita,
            contenuto: Contenuto::Malattia(malattia),
        };
        let now = self.clock.now();
        let puc = self.ledger.record_certificate(certificato, now, self.refuses_duplicates()).await;
        Ok(Receipt::InvioMalattia {
            data_ricezione: now,
            id_certificato: *puc.map_err(|error| not_recorded(error, ""))?,
        })
    }
}
