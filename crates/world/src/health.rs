//! Whether the store of a world can be read and written.

use std::time::{Duration, Instant};

use sac_domain::words::Text;
use sac_store::{Ledger, StoreError};
use tokio::sync::Mutex;

/// For how long a result counts: a monitor that asks often must not write often.
const COUNTS_FOR: Duration = Duration::from_secs(1);

/// Tries a world's store, and remembers the result for a second.
#[derive(Default)]
pub(crate) struct Health {
    last: Mutex<Option<(Instant, Result<(), Text>)>>,
}

impl Health {
    /// Why the store cannot be used, if so.
    pub(crate) async fn of(&self, ledger: &Ledger) -> Result<(), Text> {
        let mut last = self.last.lock().await;
        if let Some((_, result)) = last.as_ref().filter(|(when, _)| when.elapsed() < COUNTS_FOR) {
            return result.clone();
        }
        let result = try_store(ledger).await.map_err(|error| reason(&error));
        *last = Some((Instant::now(), result.clone()));
        result
    }
}

async fn try_store(ledger: &Ledger) -> Result<(), StoreError> {
    // One row, or none: what is tried is the reading.
    ledger.store().user("").await?;
    ledger.probe().await
}

fn reason(error: &StoreError) -> Text {
    if error.is_out_of_space() {
        Text::new(
            "il disco è pieno: non si può registrare nulla finché non c'è spazio nella cartella dei dati",
            "the disk is full: nothing can be recorded until there is space in the data directory",
        )
    } else {
        let cause = Text::of(error);
        Text::new(
            format!("il database non si può usare: {}", cause.it),
            format!("the database cannot be used: {}", cause.en),
        )
    }
}
