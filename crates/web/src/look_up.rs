//! Documents by codice fiscale and number, and their prints.

use sac_certificates::copy;
use sac_certificates::lista::Content;

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
    let (code, number) = (code.trim().to_ascii_uppercase(), number.trim().to_ascii_uppercase());
    Ok(copy::of_worker(call.world().ledger().store(), &code, &number).await?)
}
