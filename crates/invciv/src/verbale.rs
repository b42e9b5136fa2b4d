//! The verbale: what it must hold, and the version without what is clinical (circular §6, §9).

mod complete;
mod content;
mod omissis;

pub use complete::{Part, missing};
pub use content::{Contenuto, Documento, Firma, Infermita};
pub use omissis::Omissis;
