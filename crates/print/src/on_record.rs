//! Prints of documents on record.

use sac_certificates::copy;
use sac_domain::admission::StatoRicovero;
use sac_domain::attestato::{Prognosi, StatoAttestato};
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
    made(kind, number, store, world, false).await
}

/// The same as it was when the document was accepted, whatever became of it.
///
/// # Errors
/// As [`print()`].
pub async fn print_as_accepted(
    kind: Kind,
    number: &str,
    store: &Store,
    world: &str,
) -> Result<Option<Vec<u8>>, PrintError> {
    made(kind, number, store, world, true).await
}

async fn made(
    kind: Kind,
    number: &str,
    store: &Store,
    world: &str,
    as_accepted: bool,
) -> Result<Option<Vec<u8>>, PrintError> {
    match kind {
        Kind::A | Kind::C => {
            let Some(puc) = Puc::parse(number) else { return Ok(None) };
            let found = copy::copia_lavoratore(store, puc).await?;
            let found = found.filter(|copia| is_at_discharge(&copia.attestato.prognosi) == (kind == Kind::C));
            let Some(mut copia) = found else { return Ok(None) };
            if as_accepted {
                copia.attestato.stato = StatoAttestato::Attivo;
            }
            copies::certificato(&copia, world).map(Some)
        }
        Kind::B | Kind::D => {
            let Some(puc) = Puc::parse(number) else { return Ok(None) };
            let found = copy::attestato(store, puc).await?;
            let found = found.filter(|attestato| is_at_discharge(&attestato.prognosi) == (kind == Kind::D));
            let Some(mut attestato) = found else { return Ok(None) };
            if as_accepted {
                attestato.stato = StatoAttestato::Attivo;
            }
            copies::attestato(&attestato, world).map(Some)
        }
        Kind::E => {
            let Some(pucir) = Pucir::parse(number) else { return Ok(None) };
            let Some(mut ricovero) = copy::ricovero(store, pucir).await? else { return Ok(None) };
            if as_accepted {
                (ricovero.ricovero.stato, ricovero.annullato) = (StatoRicovero::Aperto, None);
            }
            copies::ricovero(&ricovero, world).map(Some)
        }
    }
}

fn is_at_discharge(prognosi: &Prognosi) -> bool {
    matches!(prognosi, Prognosi::Dimissione { .. })
}
