//! What falls due: halves that arrive, blocks and validities that end, requests that decide themselves.

use chrono::{DateTime, TimeDelta, Utc};
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::request::{Richiesta, StatoRichiesta};
use sac_store::StoreError;
use sac_store::pin::{PinChange, SettledHalf};

use super::error::PinError;
use super::service::Pins;

/// How long the text of a half stays after its delivery.
const TEXT: TimeDelta = TimeDelta::hours(24);

/// Something that fell due: when, what, and of whom.
pub type Happened = (DateTime<Utc>, &'static str, String);

impl Pins {
    /// When the next thing falls due, however long ago that is.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        if !self.store().settled_halves().await?.is_empty() {
            return Ok(Some(DateTime::<Utc>::MIN_UTC));
        }
        self.store().next_pin_due().await
    }

    /// Does all that falls due up to this instant, which the clock shows.
    ///
    /// # Errors
    /// The store failed.
    pub async fn happen(&self, until: DateTime<Utc>) -> Result<Vec<Happened>, StoreError> {
        let mut happened = Vec::new();
        for half in self.store().settled_halves().await? {
            happened.extend(in_store(self.settle(half, until).await)?);
        }
        for kept in self.store().pin_subjects_due(until).await? {
            let code = kept.soggetto.codice_fiscale;
            happened.extend(in_store(self.of_subject(&code).await)?);
        }
        for richiesta in self.store().pin_requests_due(until).await? {
            happened.extend(in_store(self.of_request(richiesta, until).await)?);
        }
        Ok(happened)
    }

    /// A half has arrived, or was given up.
    async fn settle(&self, half: SettledHalf, until: DateTime<Utc>) -> Result<Vec<Happened>, PinError> {
        let blank = half.delivered.then(|| until + TEXT);
        let Ok(code) = CodiceFiscale::parse(&half.codice_fiscale) else { return Ok(Vec::new()) };
        let _alone = self.alone(&code).await;
        let Some(mut atto) = self.begin(&code).await? else { return Ok(Vec::new()) };
        atto.change.settled.push((half.message, blank));
        if let Some(pin) = atto.soggetto.pin.as_mut() {
            if half.delivered {
                if let Ok(passaggio) = pin.consegna_meta(half.which, until) {
                    atto.nota(Accaduto::of(until, passaggio).by("consegna"));
                }
            } else {
                pin.meta_fallita(half.which);
                atto.nota(Accaduto::new(until, "meta-non-consegnata").by("consegna"));
            }
        }
        self.commit(atto).await?;
        Ok(vec![(until, "pin-meta", half.codice_fiscale)])
    }

    async fn of_subject(&self, code: &CodiceFiscale) -> Result<Vec<Happened>, PinError> {
        let _alone = self.alone(code).await;
        let Some(kept) = self.store().pin_subject(code).await? else { return Ok(Vec::new()) };
        let mut before = kept.soggetto.clone();
        let done = sac_pin::due::matura(&mut before, self.settings(), self.ora());
        let atto = self.atto(kept);
        self.commit(atto).await?;
        Ok(done.into_iter().map(|one| (one.at, one.what, code.as_str().to_owned())).collect())
    }

    async fn of_request(&self, mut richiesta: Richiesta, until: DateTime<Utc>) -> Result<Vec<Happened>, PinError> {
        let id = richiesta.id();
        let late = richiesta.ritardo.filter(|_| richiesta.stato == StatoRichiesta::ConsegnataInps);
        let decide = richiesta.decide.filter(|at| *at <= until);
        if let Some(at) = late.filter(|at| *at <= until && decide.is_none_or(|decide| *at < decide)) {
            richiesta.stato = StatoRichiesta::InRitardo;
            let event = Accaduto::new(at, "in-ritardo").by(richiesta.canale.as_str());
            let change = PinChange {
                codice_fiscale: Some(richiesta.codice_fiscale.clone()),
                requests: vec![richiesta],
                events: vec![event],
                ..PinChange::default()
            };
            self.ledger().change_pin(change).await?;
            return Ok(vec![(at, "pin-ordine-ritardo", id)]);
        }
        match decide {
            Some(at) => {
                self.decide(richiesta.numero, true, "").await?;
                Ok(vec![(at, "pin-decisione", id)])
            }
            None => Ok(Vec::new()),
        }
    }

    /// When the next text of a half goes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn next_blanking(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store().next_blanking().await
    }

    /// Removes the texts of halves that arrived a day ago or before.
    ///
    /// # Errors
    /// The store failed.
    pub async fn blank(&self, until: DateTime<Utc>) -> Result<(), StoreError> {
        self.ledger().blank_halves(until).await.map(drop)
    }
}

/// The store's failures end what falls due; another one is of one subject alone, and is tried again later.
fn in_store(result: Result<Vec<Happened>, PinError>) -> Result<Vec<Happened>, StoreError> {
    match result {
        Ok(happened) => Ok(happened),
        Err(PinError::Store(error)) => Err(error),
        Err(_) => Ok(Vec::new()),
    }
}
