//! Keys that are missing beside a database that is in use.
//!
//! At the first start every key is made before the database. One that is missing later has been
//! lost, and to make another in silence would break what depends on it. A certificate that was
//! removed together with its key is taken for a wish to have both made anew.

use std::{fmt, path::Path};

use sac_domain::words::said;

use super::{authority, encryption, error::KeysError, secret};

/// What will be made anew, since both certificate and key are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeAnew {
    /// The CA.
    Authority,
    /// The encryption certificate and its key.
    Encryption,
}

/// What was missing, and what that means for the clients.
impl fmt::Display for MadeAnew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Authority => {
                "ca.pem and ca.key were missing: a new CA was made. Clients must trust the new ca.pem, and client certificates must be issued again"
            }
            Self::Encryption => {
                "SanitelCF.key and its certificate were missing: new ones were made. Clients must encrypt with the new SanitelCF.cer; what they encrypt with the old one cannot be read"
            }
        })
    }
}

/// Looks for the keys that must be in a folder whose database is in use, before they are opened.
/// Gives those that opening will make anew.
///
/// # Errors
/// A key that must not be replaced is missing.
pub fn check_in_use(folder: &Path) -> Result<Vec<MadeAnew>, KeysError> {
    let is_there = |name: &str| folder.join(name).exists();
    let missing = |name: &str, fault, remedy| KeysError::Damaged { path: folder.join(name), fault, remedy };
    if !is_there(secret::FILE) {
        return Err(missing(
            secret::FILE,
            said(
                "manca, ma il database accanto è stato creato con esso: senza, ogni pincode registrato risulterebbe errato",
                "is missing, but the database beside it was made with it: every pincode on record would be wrong without it",
            ),
            said(
                "Rimetterlo da una copia. Per ricominciare senza, spostare altrove l'intera cartella dei dati",
                "Put it back from a copy. To begin anew without one, move the whole data directory away",
            ),
        ));
    }
    if is_there(authority::KEY_FILE) && !is_there(authority::CERTIFICATE_FILE) {
        return Err(missing(
            authority::CERTIFICATE_FILE,
            said(
                "manca, mentre ca.key c'è: con un'altra CA nessun client si fiderebbe più del gateway",
                "is missing, while ca.key is there: with another CA no client would trust the gateway any more",
            ),
            said(
                "Rimetterlo da una copia (i client ne hanno una), o togliere anche ca.key: si crea una nuova CA, di cui poi i client devono fidarsi",
                "Put it back from a copy (clients have one), or remove ca.key too: a new CA is made, which the clients must then trust",
            ),
        ));
    }
    let authority =
        (!is_there(authority::KEY_FILE) && !is_there(authority::CERTIFICATE_FILE)).then_some(MadeAnew::Authority);
    let encryption = encryption::FILES.iter().all(|name| !is_there(name)).then_some(MadeAnew::Encryption);
    Ok(authority.into_iter().chain(encryption).collect())
}

/// For work beside the gateway, which makes no CA: the gateway's own start says what that means.
pub(super) fn no_authority(folder: &Path) -> KeysError {
    KeysError::Damaged {
        path: folder.join(authority::CERTIFICATE_FILE),
        fault: said("manca, e manca anche ca.key", "is missing, and ca.key too"),
        remedy: said(
            "Rimetterli entrambi da una copia, o avviare il gateway: crea una nuova CA, di cui poi i client devono fidarsi",
            "Put both back from a copy, or start the gateway: it makes a new CA, which the clients must then trust",
        ),
    }
}
