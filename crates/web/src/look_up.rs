//! Documents by codice fiscale and number, and their prints.

use sac_certificates::copy;
use sac_certificates::lista::Content;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::identifier::{Puc, Pucir};

use crate::call::{Broken, Call};

/// The one answer to every pair that leads to nothing.
pub(crate) const NOT_FOUND: &str = "Nessun attestato corrisponde al codice fiscale e al numero indicati.";

/// Print B, D or E.
pub(crate) fn print(document: &Content, world: &str) -> Result<Vec<u8>, Broken> {
    Ok(match document {
        Content::Attestato(attestato) => sac_print::attestato(attestato, world)?,
        Content::Ricovero(ricovero, _) => sac_print::ricovero(ricovero, world)?,
    })
}

/// The document of this worker with this number. The same look-ups whatever is wrong.
pub(crate) async fn find(call: &Call<'_>, code: &str, number: &str) -> Result<Option<Content>, Broken> {
    let code = code.trim().to_ascii_uppercase();
    let number = number.trim().to_ascii_uppercase();
    let store = call.world().ledger().store();
    let code = CodiceFiscale::parse(&code).ok();
    let attestato = match Puc::parse(&number).or_else(|| Puc::parse("999999999")) {
        Some(puc) => copy::attestato(store, puc).await?,
        None => None,
    };
    let ricovero = match Pucir::parse(&number).or_else(|| Pucir::parse("999999999")) {
        Some(pucir) => copy::ricovero(store, pucir).await?,
        None => None,
    };
    let content =
        attestato.map(Content::Attestato).or_else(|| ricovero.map(|ricovero| Content::Ricovero(ricovero, None)));
    Ok(content.filter(|content| {
        let worker = match content {
            Content::Attestato(attestato) => &attestato.lavoratore.codice_fiscale,
            Content::Ricovero(ricovero, _) => &ricovero.lavoratore.codice_fiscale,
        };
        code.as_ref() == Some(worker) && number.len() == 9
    }))
}
