//! The worker's name (decree §3.1).

use super::{NotServed, Service};
use sac_contracts::certificati_medici::Receipt;
use sac_contracts::certificati_medici::request::Intestazione;
use sac_domain::operation::Operation;
use sac_people::credentials::Authenticated;

/// The longest name that the receipt can hold (contract §4).
const LONGEST_NAME: usize = 40;

impl Service {
    pub(super) async fn interroga_lavoratore(
        &self,
        caller: &Authenticated,
        request: Intestazione,
    ) -> Result<Receipt, NotServed> {
        let entered = self.enter(caller, Operation::InterrogazioneLavoratore, request).await?;
        let cut = |name: &str| name.chars().take(LONGEST_NAME).collect();
        let (cognome, nome) = (cut(&entered.lavoratore.cognome), cut(&entered.lavoratore.nome));
        Ok(Receipt::InterrogazioneLavoratore { cognome, nome })
    }
}
