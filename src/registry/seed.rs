//! stub
use std::path::Path;

use super::credentials::{PincodeKey, hash_password};
use crate::domain::code::Sesso;
use crate::domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use crate::domain::person::Lavoratore;
use crate::domain::user::{Iscrizione, User, UserKind};
use crate::store::{Ledger, StoreError};

/// stub
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// stub
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// stub
pub async fn plant(ledger: &Ledger, pincodes: &PincodeKey, _file: Option<&Path>) -> Result<(), SeedError> {
    let isc = || vec![Iscrizione { regione: "120".into(), asl: "201".into() }];
    let mk = |name: &str, kind, pin: bool| User {
        name: name.into(),
        kind,
        password_hash: hash_password("prova").ok(),
        pincode_hash: pin.then(|| pincodes.hash(name, "1234567890")),
        blocked: false,
        seed_password: true,
    };
    let cf = || CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap();
    let users = vec![
        mk("PROVAX00X00X000Y", UserKind::Medico { codice_fiscale: cf(), iscrizioni: isc() }, true),
        mk("operatore", UserKind::Operatore { codice_fiscale: cf(), iscrizioni: isc() }, false),
        mk("ente", UserKind::Ente { regione: "120".into() }, false),
    ];
    let w = Lavoratore {
        codice_fiscale: CodiceFiscale::parse("PNIMRA70A01H501P").unwrap(),
        cognome: "Pini".into(),
        nome: "Mario".into(),
        sesso: Sesso::M,
        data_nascita: "1970-01-01".parse().unwrap(),
        comune_nascita: "Roma".into(),
        provincia_nascita: "RM".into(),
        deceduto: false,
    };
    ledger.put_people(users, vec![w]).await?;
    Ok(())
}
