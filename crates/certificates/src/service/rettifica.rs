//! Bringing the end of a certificate forward, of either kind (decree §3.3, contract §6.6).

use chrono::NaiveDate;

use super::Service;
use super::common_stages::Parties;
use super::content::ContentRules;
use super::followers::{Followers, kind_of};
use super::not_served::{NotServed, not_recorded, stage, unchecked};
use crate::receipt::{Copia, Receipt};
use crate::request::Rettifica;
use crate::rule::certificate;
use sac_domain::certificate::{Certificato, CertificatoRegistrato, Contenuto};
use sac_domain::operation::Operation;
use sac_store::Command as _;
use sac_store::certificates::RectifyCertificate;

impl Service {
    /// Replaces the certificate by one that ends earlier, and gives the new one back. `operation`
    /// is the one for certificates of its kind.
    pub(super) async fn rettifica(
        &self,
        parties: Parties,
        operation: Operation,
        request: Rettifica,
    ) -> Result<Receipt, NotServed> {
        let (old, data_fine) = self.to_rectify(&parties, operation, request).await?;
        let contenuto = &old.certificato.contenuto;
        let now = self.clock.now();
        let replaced = (old.puc.number(), data_fine);
        let worker = parties.lavoratore.codice_fiscale.clone();
        let followers = Followers::of_rettifica(kind_of(contenuto), replaced, worker, self.senders.clone(), now);
        let rectify = RectifyCertificate { puc: old.puc, data_fine, ricevuto: now };
        let rectify = rectify.and_then(move |puc| puc.as_ref().ok().map(|puc| followers.of(puc.number())));
        let (puc, _) = self.ledger.commit(rectify).await?.into_inner();
        let puc = puc.map_err(|conflict| not_recorded(conflict.into(), "idCertificato"))?;
        let Certificato { residenza, reperibilita, contenuto, .. } = old.certificato;
        let (data_ricezione, id_certificato, lavoratore) = (now, puc, parties.lavoratore);
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

    /// The certificate that is to be replaced, and the day on which the new one ends, once all stages have passed.
    pub(super) async fn to_rectify(
        &self,
        parties: &Parties,
        operation: Operation,
        request: Rettifica,
    ) -> Result<(CertificatoRegistrato, NaiveDate), NotServed> {
        let Rettifica { id_certificato, data_fine } = request;
        stage([ContentRules::rettifica(&data_fine)])?;
        let data_fine = data_fine.date().ok_or_else(unchecked)?;
        let old = self.named_certificate(parties, &id_certificato).await?;
        let contenuto = &old.certificato.contenuto;
        stage([
            certificate::certificato_attivo(old.puc, old.stato),
            certificate::certificato_tipo_errato(operation, old.puc, contenuto),
            certificate::rettifica_solo_anticipo(data_fine, contenuto),
            certificate::rettifica_oltre_prognosi(self.clock.today(), contenuto),
        ])?;
        Ok((old, data_fine))
    }
}
