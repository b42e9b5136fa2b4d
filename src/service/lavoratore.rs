//! The worker's name (decree §3.1).

use super::{NotServed, Service};
use crate::domain::operation::Operation;
use crate::message::Receipt;
use crate::message::request::Intestazione;
use crate::registry::credentials::Authenticated;

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
