//! Bringing the end of a certificate forward, of either kind (decree §3.3, contract §6.6).

use super::Service;
use super::common_stages::Parties;
use super::content::ContentRules;
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::receipt::{Copia, Receipt};
use crate::request::Rettifica;
use crate::rule::certificate;
use sac_domain::certificate::{Certificato, Contenuto};
use sac_domain::operation::Operation;

impl Service {
    /// Replaces the certificate by one that ends earlier, and gives the new one back. `operation`
    /// is the one for certificates of its kind.
    pub(super) async fn rettifica(
        &self,
        parties: Parties,
        operation: Operation,
        request: Rettifica,
    ) -> Result<Receipt, NotServed> {
        let Rettifica { id_certificato, data_fine } = request;
        stage([ContentRules::rettifica(&data_fine)])?;
        let data_fine = data_fine.date().ok_or_else(unchecked)?;
        let old = self.named_certificate(&parties, &id_certificato).await?;
        let contenuto = &old.certificato.contenuto;
        stage([
            certificate::certificato_attivo(old.puc, old.stato),
            certificate::certificato_tipo_errato(operation, old.puc, contenuto),
            certificate::rettifica_solo_anticipo(data_fine, contenuto),
            certificate::rettifica_oltre_prognosi(self.clock.today(), contenuto),
        ])?;
        let now = self.clock.now();
        let puc = self.ledger.rectify_certificate(old.puc, data_fine, now).await;
        let puc = puc.map_err(|error| not_recorded(error, "idCertificato"))?;
        let Certificato { residenza, reperibilita, contenuto, .. } = old.certificato;
        let (data_ricezione, id_certificato, lavoratore) = (now, *puc, parties.lavoratore);
        Ok(match contenuto.ending(data_fine) {
            Contenuto::Malattia(contenuto) => Receipt::RettificaMalattia {
                data_ricezione,
                id_certificato,
                copia: Box::new(Copia { lavoratore, residenza, reperibilita, contenuto }),
            },
            Contenuto::Dimissione { dimissione: contenuto, .. } => Receipt::RettificaDimissione {
                data_ricezione,
                id_certificato,
                copia: Box::new(Copia { lavoratore, residenza, reperibilita, contenuto }),
            },
        })
    }
}
