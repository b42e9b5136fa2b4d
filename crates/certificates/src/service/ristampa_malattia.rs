//! Giving a certificate back, to be printed again.

use super::Service;
use super::common_stages::Parties;
use super::not_served::{NotServed, stage};
use super::shown_as_malattia::shown_as_malattia;
use crate::receipt::{Copia, Receipt};
use crate::rule::certificate;
use sac_domain::certificate::Certificato;

impl Service {
    pub(super) async fn ristampa_malattia(&self, parties: Parties, id_certificato: &str) -> Result<Receipt, NotServed> {
        let named = self.named_certificate(&parties, id_certificato).await?;
        stage([certificate::certificato_attivo(named.puc, named.stato)])?;
        let Certificato { residenza, reperibilita, contenuto, .. } = named.certificato;
        let contenuto = shown_as_malattia(contenuto);
        let copia = Copia { lavoratore: parties.lavoratore, residenza, reperibilita, contenuto };
        Ok(Receipt::RistampaMalattia(Box::new(copia)))
    }
}
