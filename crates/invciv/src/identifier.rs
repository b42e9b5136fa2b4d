//! The numbers and codes of the process. None can be built wrong.

mod numbered;
mod piu;
mod short;
mod slot;

pub use numbered::{
    IdAppuntamento, IdCalendario, IdConcessione, IdRaccomandata, IdSeduta, IdVerbale, NumeroCertificato,
};
pub use piu::Piu;
pub use short::{CodiceAmbulatorio, CodiceAsl, CodiceCml, CodiceCommissione, CodiceSede};
pub use slot::IdSlot;
