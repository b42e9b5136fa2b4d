//! The content of a response element (contract §4).

use sac_certificates::receipt::Receipt;
use sac_certificates::rule::catalogue::Errore;

/// The most errors that one can hold (contract §4 `ricevutaNonOk`).
pub const MOST_ERRORS: usize = 10;

/// What a response element holds: how it ended, and remarks beside it.
pub struct Ricevuta {
    /// How it ended.
    pub esito: Esito,
    /// `ricevutaVarie`: pairs of `chiave` and `valore`. The SAC itself writes none.
    pub varie: Vec<(String, String)>,
    /// `ricevutaInfo`: pairs of `codice` and `info`. The SAC itself writes none.
    pub info: Vec<(String, String)>,
}

/// A receipt, or the reasons why there is none. Never both (rules §1.6).
pub enum Esito {
    /// `ricevutaOk…`: the receipt of the operation.
    Ok(Receipt),
    /// `ricevutaNonOk`: at least one error; those after the tenth are left out.
    NonOk(Vec<Errore>),
}

impl From<Esito> for Ricevuta {
    /// Without remarks.
    fn from(esito: Esito) -> Self {
        Self { esito, varie: Vec::new(), info: Vec::new() }
    }
}

impl Ricevuta {
    /// The number that its receipt assigns, if any.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        match &self.esito {
            Esito::Ok(receipt) => receipt.number(),
            Esito::NonOk(_) => None,
        }
    }
}
