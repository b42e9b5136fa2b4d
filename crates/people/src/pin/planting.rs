//! Subjects of a seed.

use chrono::{DateTime, NaiveDate, Utc};
use sac_domain::contact::Recapiti;
use sac_pin::machine::{Pin, Segreto, Tipo};
use sac_pin::profile::{Profilo, Ufficio};
use sac_pin::secret::Codice;
use sac_pin::subject::{Contatti, Soggetto};
use sac_store::pin::PutSubject;
use secrecy::SecretString;

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
