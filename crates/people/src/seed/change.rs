//! A worker of whom some members change.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sac_domain::contact::{Recapiti, WorkerProfile};
use sac_domain::person::Lavoratore;
use secrecy::SecretString;

use super::error::SeedError;
use super::people::{KeptPin, NewWorker, Seed};

impl Seed {
    /// A worker who is known already. The members whose names are in `changed` are as `members` has them, or absent where
    /// it has none; every other one stays as it is, the PIN included.
    ///
    /// # Errors
    /// [`SeedError::Wrong`].
    pub fn of_changed_worker(
        known: &Lavoratore,
        profile: &WorkerProfile,
        mut members: BTreeMap<String, SecretString>,
        changed: &BTreeSet<String>,
        today: NaiveDate,
    ) -> Result<Self, SeedError> {
        let must = [
            ("codice_fiscale", known.codice_fiscale.as_str()),
            ("cognome", known.cognome.as_str()),
            ("nome", known.nome.as_str()),
        ];
        for (name, text) in must {
            if !changed.contains(name) {
                members.insert(name.to_owned(), text.to_owned().into());
            }
        }
        let mut seed = Self::of_worker(members, today)?;
        for new in &mut seed.workers {
            keep(new, known, profile, changed);
        }
        Ok(seed)
    }
}

/// Takes over what did not change.
fn keep(new: &mut NewWorker, known: &Lavoratore, profile: &WorkerProfile, changed: &BTreeSet<String>) {
    let stays = |name: &str| !changed.contains(name);
    let Lavoratore {
        codice_fiscale: _,
        cognome,
        nome,
        sesso,
        data_nascita,
        comune_nascita,
        provincia_nascita,
        deceduto,
    } = known;
    let lavoratore = &mut new.lavoratore;
    put(&mut lavoratore.cognome, cognome, stays("cognome"));
    put(&mut lavoratore.nome, nome, stays("nome"));
    put(&mut lavoratore.sesso, sesso, stays("sesso"));
    put(&mut lavoratore.data_nascita, data_nascita, stays("data_nascita"));
    put(&mut lavoratore.comune_nascita, comune_nascita, stays("comune_nascita"));
    put(&mut lavoratore.provincia_nascita, provincia_nascita, stays("provincia_nascita"));
    put(&mut lavoratore.deceduto, deceduto, stays("deceduto"));
    let Recapiti { residenza, email, pec, cellulare, sms, copia_email, copia_pec } = &profile.recapiti;
    let recapiti = &mut new.recapiti;
    put(&mut recapiti.residenza, residenza, stays("residenza"));
    put(&mut recapiti.email, email, stays("email"));
    put(&mut recapiti.pec, pec, stays("pec"));
    put(&mut recapiti.cellulare, cellulare, stays("cellulare"));
    put(&mut recapiti.sms, sms, stays("sms"));
    put(&mut recapiti.copia_email, copia_email, stays("copia_email"));
    put(&mut recapiti.copia_pec, copia_pec, stays("copia_pec"));
    if stays("pin") {
        new.pin_stays = true;
        new.kept_pin = profile.pin_hash.map(|hash| KeptPin { hash, is_of_seed: profile.seed_pin });
    }
}

fn put<T: Clone>(new: &mut T, known: &T, stays: bool) {
    if stays {
        new.clone_from(known);
    }
}
