//! The persons that a certificate speaks of.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use super::code::Sesso;
use super::codice_fiscale::CodiceFiscale;

/// Most characters in a `cognome` (contract §5).
pub const COGNOME_MAX: usize = 24;
/// Most characters in a `nome` (contract §5).
pub const NOME_MAX: usize = 20;
/// Most characters in a `comune` (contract §5).
pub const COMUNE_MAX: usize = 25;

/// A worker as the register knows them: what `anagrafica` carries (contract §4), and whether
/// they are alive (rules §3, `lavoratore-deceduto`). `Debug` shows nothing of the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lavoratore {
    /// The key by which the worker is known.
    pub codice_fiscale: CodiceFiscale,
    /// Surname, as registered: transliterate it where the contract's pattern is narrower.
    pub cognome: String,
    /// First name, as registered.
    pub nome: String,
    /// Sex.
    pub sesso: Sesso,
    /// Birth date.
    pub data_nascita: NaiveDate,
    /// Comune of birth, or the country where it was abroad; at most 25 characters.
    pub comune_nascita: String,
    /// Sigla of the province of birth, `EE` for abroad.
    pub provincia_nascita: String,
    /// Whether the register knows the worker as dead.
    #[serde(default)]
    pub deceduto: bool,
}

impl fmt::Debug for Lavoratore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lavoratore(***)")
    }
}
