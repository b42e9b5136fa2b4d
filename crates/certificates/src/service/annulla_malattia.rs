//! Cancelling a certificate of either kind (decree §3.4).

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, not_recorded, stage};
use crate::receipt::Receipt;
use crate::rule::certificate;
use sac_domain::clock::civil_date;

impl Service {
    pub(super) async fn annulla_malattia(&self, parties: Parties, id_certificato: &str) -> Result<Receipt, NotServed> {
        let named = self.named_certificate(&parties, id_certificato).await?;
        let received_on = civil_date(named.ricevuto);
        stage([
            certificate::certificato_attivo(named.puc, named.stato),
            certificate::annullamento_oltre_termine(self.clock.today(), &named.certificato.contenuto, received_on),
        ])?;
        let now = self.clock.now();
        let id = self.ledger.cancel_certificate(named.puc, now).await;
        let id = id.map_err(|error| not_recorded(error, "idCertificato"))?;
        Ok(Receipt::Annullamento { data_ricezione: now, id_annullamento: *id })
    }
}
