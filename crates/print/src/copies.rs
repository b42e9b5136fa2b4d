//! The three functions that make the five prints.

use chrono::{DateTime, Utc};
use sac_domain::attestato::{Attestato, AttestatoRicovero, CopiaLavoratore, StatoAttestato};

use crate::error::PrintError;
use crate::{fields, pdf};

/// The certificate for its worker: print A, or C of one written at discharge.
///
/// # Errors
/// [`PrintError::Font`], [`PrintError::Pdf`].
pub fn certificato(copia: &CopiaLavoratore, world: &str) -> Result<Vec<u8>, PrintError> {
    pdf::write(&fields::certificato(copia), world, changed(&copia.attestato))
}

/// The attestato for the employer: print B, or D of a certificate written at discharge.
///
/// # Errors
/// [`PrintError::Font`], [`PrintError::Pdf`].
pub fn attestato(attestato: &Attestato, world: &str) -> Result<Vec<u8>, PrintError> {
    pdf::write(&fields::attestato(attestato), world, changed(attestato))
}

/// The notice of admission: print E.
///
/// # Errors
/// [`PrintError::Font`], [`PrintError::Pdf`].
pub fn ricovero(attestato: &AttestatoRicovero, world: &str) -> Result<Vec<u8>, PrintError> {
    let moment = attestato.annullato.unwrap_or(attestato.ricovero.ricevuto);
    pdf::write(&fields::ricovero(attestato), world, moment)
}

/// When the document became what the print shows.
fn changed(attestato: &Attestato) -> DateTime<Utc> {
    match attestato.stato {
        StatoAttestato::Attivo => attestato.ricevuto,
        StatoAttestato::Rettificato { quando, .. } | StatoAttestato::Annullato { quando, .. } => quando,
    }
}
