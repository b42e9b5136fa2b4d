//! Finding the certificate that a request names.

use super::Service;
use super::common_stages::Parties;
use super::not_served::NotServed;
use crate::rule::certificate;
use sac_domain::certificate::CertificatoRegistrato;
use sac_domain::identifier::Puc;

impl Service {
    /// The certificate named, if this doctor issued it for this worker. The store is asked
    /// for all three at once, so that another doctor's certificate takes the same time as none.
    pub(super) async fn named_certificate(
        &self,
        parties: &Parties,
        named: &str,
    ) -> Result<CertificatoRegistrato, NotServed> {
        let lavoratore = &parties.lavoratore.codice_fiscale;
        let found = match Puc::parse(named) {
            Some(puc) => self.ledger.store().certificate(puc, &parties.redattore, lavoratore).await?,
            None => None,
        };
        found.ok_or_else(|| certificate::certificato_non_trovato(named).into())
    }
}
