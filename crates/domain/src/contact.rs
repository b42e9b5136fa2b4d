//! What the register knows of persons beside who they are: where they live, how they are reached, and the secrets of
//! channels other than SOAP.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::attestato::NomeMedico;
use super::certificate::Indirizzo;

/// A worker's residence, contacts and services.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recapiti {
    /// Where the worker lives.
    pub residenza: Option<Indirizzo>,
    /// Ordinary e-mail.
    pub email: Option<String>,
    /// Certified e-mail.
    pub pec: Option<String>,
    /// Mobile number, with `+39`.
    pub cellulare: Option<String>,
    /// Whether the protocol number is sent by SMS.
    pub sms: bool,
    /// Whether the attestato is sent by e-mail.
    pub copia_email: bool,
    /// Whether certificate and attestato are sent by PEC.
    pub copia_pec: bool,
}

/// The same with the secret that opens the worker's pages.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct WorkerProfile {
    /// Residence, contacts, services.
    pub recapiti: Recapiti,
    /// The PIN under the installation's key; without one the worker cannot log in.
    pub pin_hash: Option<[u8; 32]>,
    /// The PIN is the one of the seed, which everybody knows.
    pub seed_pin: bool,
}

/// What is known of a user beside what SOAP needs.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UserProfile {
    /// The printed name; absent: made up.
    pub nome: Option<NomeMedico>,
    /// Eight digits, for the telephone.
    pub codice_telefonico: Option<String>,
    /// The PIN of the telephone under the installation's key.
    pub pin_hash: Option<[u8; 32]>,
    /// The PIN is the one of the seed, which everybody knows.
    pub seed_pin: bool,
}

impl fmt::Debug for Recapiti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recapiti(***)")
    }
}

impl fmt::Debug for WorkerProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkerProfile(***)")
    }
}

impl fmt::Debug for UserProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserProfile(***)")
    }
}
