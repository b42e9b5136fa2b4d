//! The passage from what a message states to what the domain holds, once stages (d) and (e)
//! ([`super::content`]) have passed.

use super::NotServed;
use sac_contracts::certificati_medici::request::{Dimissione, Malattia, Ricovero};
use sac_domain::{admission, certificate};
use sac_store::StoreError;

/// What a stage guarantees is not so: a fault of the program, told as a failure.
pub(super) fn unchecked() -> NotServed {
    let cause = "a check let through what it should have refused".to_owned();
    NotServed::Failed(StoreError { doing: "turning a request into a record", cause })
}

/// The certificate's body with real dates; none of them is missing once stage (d) has passed.
pub(super) fn malattia(from: Malattia) -> Option<certificate::Malattia> {
    Some(certificate::Malattia {
        ruolo_medico: from.ruolo_medico,
        data_rilascio: from.data_rilascio.date()?,
        data_inizio: from.data_inizio.date()?,
        data_fine: from.data_fine.date()?,
        visita: from.visita,
        tipo_certificato: from.tipo_certificato,
        diagnosi: from.diagnosi,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
        agevolazioni: from.agevolazioni,
    })
}

/// The discharge's body with real dates.
pub(super) fn dimissione(from: Dimissione) -> Option<certificate::Dimissione> {
    Some(certificate::Dimissione {
        ruolo_medico: from.ruolo_medico,
        data_ricovero: from.data_ricovero.date()?,
        data_dimissione: from.data_dimissione.date()?,
        data_fine: from.data_fine.date()?,
        tipo_certificato: from.tipo_certificato,
        tipo_ricovero: from.tipo_ricovero,
        diagnosi: from.diagnosi,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
        agevolazioni: from.agevolazioni,
    })
}

/// The admission's body with a real date.
pub(super) fn ricovero(from: &Ricovero) -> Option<admission::Ricovero> {
    Some(admission::Ricovero {
        data_ricovero: from.data_ricovero.date()?,
        giornata_lavorata: from.giornata_lavorata,
        trauma: from.trauma,
    })
}
