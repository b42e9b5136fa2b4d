//! A worker's contacts, and what is sent to them.

use chrono::{DateTime, Utc};
use sac_certificates::notice::changed_services;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::contact::Recapiti;
use sac_domain::delivery::{MessageKind, NewMessage};
use sac_store::register::ChangeServices;
use sac_store::{Committed, Ledger, StoreError};

/// Changes them for a worker who asks for it on a page: the new address and number are told, from this sender.
///
/// # Errors
/// The store failed.
pub async fn change_and_tell(
    ledger: &Ledger,
    worker: CodiceFiscale,
    (old, new): (&Recapiti, Recapiti),
    sender: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let messages = changed_services(worker.as_str(), old, &new, sender, now);
    change(ledger, worker, new, messages).await
}

/// Changes them in one commit with what tells of it. What a service that is off has not sent yet is cancelled.
pub(super) async fn change(
    ledger: &Ledger,
    worker: CodiceFiscale,
    recapiti: Recapiti,
    messages: Vec<NewMessage>,
) -> Result<(), StoreError> {
    let ways = [
        (MessageKind::Sms, recapiti.sms),
        (MessageKind::Email, recapiti.copia_email),
        (MessageKind::Pec, recapiti.copia_pec),
    ];
    let unwanted = ways.into_iter().filter(|(_, is_on)| !is_on).map(|(kind, _)| kind).collect();
    ledger.commit(ChangeServices { worker, recapiti, unwanted, messages }).await.map(Committed::into_inner)
}
