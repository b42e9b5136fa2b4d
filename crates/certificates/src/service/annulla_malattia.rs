//! Cancelling a certificate of either kind (decree §3.4).

use super::Service;
use super::common_stages::Parties;
use super::followers::{Followers, kind_of};
use super::not_served::{NotServed, not_recorded, stage};
use crate::receipt::Receipt;
use crate::rule::certificate;
use sac_domain::certificate::CertificatoRegistrato;
use sac_domain::clock::civil_date;
use sac_store::Command as _;
use sac_store::certificates::CancelCertificate;

impl Service {
    pub(super) async fn annulla_malattia(&self, parties: Parties, id_certificato: &str) -> Result<Receipt, NotServed> {
        let named = self.to_cancel(&parties, id_certificato).await?;
        let now = self.clock.now();
        let (kind, number) = (kind_of(&named.certificato.contenuto), named.puc.number());
        let worker = parties.lavoratore.codice_fiscale;
        let followers = Followers::of_annullamento(kind, number, worker, self.senders.clone(), now);
        let cancel = CancelCertificate { puc: named.puc, ricevuto: now };
        let cancel = cancel.and_then(move |id| id.as_ref().ok().map(|id| followers.of(id.number())));
        let (id, _) = self.ledger.commit(cancel).await?.into_inner();
        let id_annullamento = id.map_err(|conflict| not_recorded(conflict.into(), "idCertificato"))?;
        Ok(Receipt::Annullamento { data_ricezione: now, id_annullamento })
    }

    /// The certificate that is to be cancelled, once all stages have passed.
    pub(super) async fn to_cancel(
        &self,
        parties: &Parties,
        id_certificato: &str,
    ) -> Result<CertificatoRegistrato, NotServed> {
        let named = self.named_certificate(parties, id_certificato).await?;
        let received_on = civil_date(named.ricevuto);
        stage([
            certificate::certificato_attivo(named.puc, named.stato),
            certificate::annullamento_oltre_termine(self.clock.today(), &named.certificato.contenuto, received_on),
        ])?;
        Ok(named)
    }
}
