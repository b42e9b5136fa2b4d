//! Subjects of a seed.

use chrono::{DateTime, NaiveDate, Utc};
use sac_domain::contact::{Recapiti, WorkerProfile};
use sac_domain::person::Lavoratore;
use sac_pin::machine::{Pin, Segreto, Tipo};
use sac_pin::profile::{Profilo, Ufficio};
use sac_pin::secret::Codice;
use sac_pin::subject::{Contatti, Soggetto};
use sac_settings::PinHash;
use sac_store::pin::{PutSubject, PutSubjects};
use sac_store::register::PutRegister;
use sac_store::{Command as _, Ledger};
use secrecy::SecretString;

use super::error::PinError;
use super::hash;

/// A subject of a seed, the secrets still in clear.
pub struct NewPin {
    /// The subject without PIN and hashes.
    pub soggetto: Soggetto,
    /// Profiles, with their offices.
    pub profili: Vec<(Profilo, Option<Ufficio>)>,
    /// The kind of its PIN.
    pub tipo: Tipo,
    /// Eight characters: in use; sixteen: delivered; absent: no PIN.
    pub secret: Option<SecretString>,
    /// The password of the former INPDAP.
    pub inpdap: Option<SecretString>,
}

impl NewPin {
    /// As it is kept, with the hashes of its secrets. `today` is the day from which it counts.
    #[must_use]
    pub fn kept(self, secret: Option<(String, usize)>, inpdap: Option<String>, today: NaiveDate) -> PutSubject {
        let ora: DateTime<Utc> = today.and_time(chrono::NaiveTime::MIN).and_utc();
        let mut soggetto = self.soggetto;
        for (profilo, ufficio) in self.profili {
            soggetto.aggiungi(profilo, ufficio, ora);
        }
        soggetto.pin = secret.map(|(hash, caratteri)| {
            soggetto.aggiungi(Profilo::Cittadino, None, ora);
            Pin::seminato(Segreto { hash, caratteri, dal: ora }, self.tipo, ora)
        });
        soggetto.inpdap = inpdap;
        // It is looked at once the clock runs: the settings of the world say when something happens to it.
        let due = soggetto.pin.is_some().then_some(ora);
        PutSubject { soggetto, from: None, due }
    }
}

/// Gives a worker another PIN in the place of the one held, or none. One that was kept from before there were subjects
/// goes.
///
/// # Errors
/// The store failed, or the secret cannot be hashed.
pub async fn set_worker_pin(
    ledger: &Ledger,
    worker: &Lavoratore,
    pin: Option<&SecretString>,
    ora: DateTime<Utc>,
) -> Result<(), PinError> {
    let code = worker.codice_fiscale.clone();
    let store = ledger.store();
    let profile = store.worker_profile(&code).await?.unwrap_or_default();
    let kept = store.pin_subject(&code).await?.map(|kept| kept.soggetto);
    let mut soggetto = kept.unwrap_or_else(|| {
        let new = Soggetto::new(code.clone(), worker.cognome.clone(), worker.nome.clone());
        Soggetto { contatti: contatti(&profile.recapiti), ..new }
    });
    soggetto.riparte();
    soggetto.seme = false;
    if let Some(pin) = pin {
        let codice = compared(pin);
        let hash = hash::hash(&codice, PinHash::Normal).await?;
        soggetto.aggiungi(Profilo::Cittadino, None, ora);
        soggetto.pin = Some(Pin::seminato(Segreto { hash, caratteri: codice.len(), dal: ora }, Tipo::Online, ora));
    } else if let Some(pin) = soggetto.pin.as_mut() {
        // One that has ended already stays as it is.
        let _ = pin.revoca();
    }
    let profile = WorkerProfile { pin_hash: None, seed_pin: false, ..profile };
    let register = PutRegister { worker_profiles: vec![(code, profile)], ..PutRegister::default() };
    let due = soggetto.pin.is_some().then_some(ora);
    let subjects = PutSubjects(vec![PutSubject { soggetto, from: None, due }]);
    ledger.commit(register.and_then(move |()| Some(subjects.clone()))).await?;
    Ok(())
}

/// The contacts of a worker.
#[must_use]
pub fn contatti(recapiti: &Recapiti) -> Contatti {
    Contatti {
        cellulare: recapiti.cellulare.clone(),
        email: recapiti.email.clone(),
        pec: recapiti.pec.clone(),
        residenza: recapiti.residenza.clone(),
    }
}

/// The form in which a secret is compared, and its length.
#[must_use]
pub fn compared(secret: &SecretString) -> Codice {
    use secrecy::ExposeSecret as _;
    Codice::typed(secret.expose_secret())
}
