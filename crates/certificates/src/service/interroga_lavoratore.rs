//! Asking for the worker's name (decree §3.1).

use crate::receipt::Receipt;
use sac_domain::person::Lavoratore;

/// The longest name that the receipt can hold (contract §4).
const LONGEST_NAME: usize = 40;

pub(super) fn interroga_lavoratore(lavoratore: &Lavoratore) -> Receipt {
    let cut = |name: &str| name.chars().take(LONGEST_NAME).collect();
    Receipt::InterrogazioneLavoratore { cognome: cut(&lavoratore.cognome), nome: cut(&lavoratore.nome) }
}
