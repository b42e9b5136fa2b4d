//! Prints of documents on record.

use sac_certificates::copy;
use sac_domain::attestato::Prognosi;
use sac_domain::identifier::{Puc, Pucir};
use sac_store::Store;

use crate::copies;
use crate::error::PrintError;
use crate::kind::Kind;

/// The print of this kind of the document of this number; nothing where there is no such document, or one of which
/// this kind is no print.
///
/// # Errors
/// The store's; [`PrintError::Font`], [`PrintError::Pdf`].
pub async fn print(kind: Kind, number: &str, store: &Store, world: &str) -> Result<Option<Vec<u8>>, PrintError> {
    match kind {
        Kind::A | Kind::C => {
            let Some(puc) = Puc::parse(number) else { return Ok(None) };
            let found = copy::copia_lavoratore(store, puc).await?;
            let found = found.filter(|copia| is_at_discharge(&copia.attestato.prognosi) == (kind == Kind::C));
            found.map(|copia| copies::certificato(&copia, world)).transpose()
        }
        Kind::B | Kind::D => {
            let Some(puc) = Puc::parse(number) else { return Ok(None) };
            let found = copy::attestato(store, puc).await?;
            let found = found.filter(|attestato| is_at_discharge(&attestato.prognosi) == (kind == Kind::D));
            found.map(|attestato| copies::attestato(&attestato, world)).transpose()
        }
        Kind::E => {
            let Some(pucir) = Pucir::parse(number) else { return Ok(None) };
            let found = copy::ricovero(store, pucir).await?;
            found.map(|ricovero| copies::ricovero(&ricovero, world)).transpose()
        }
    }
}

fn is_at_discharge(prognosi: &Prognosi) -> bool {
    matches!(prognosi, Prognosi::Dimissione { .. })
}
