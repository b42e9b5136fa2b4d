//! What happens to a world as a whole: it is reset, kept and restored.

use sac_domain::clock::Setting;
use sac_domain::instant::Instant;

use crate::error::{SnapshotError, WorldError};
use crate::shared::Shared;
use crate::snapshots::{SnapshotHead, Snapshots};
use crate::world::{World, plant};

impl World {
    /// Makes it as on its first day: the people of its plan, no documents, clock and fault plan as it was made. A seed replaces
    /// the one before. Exchanges under way leave nothing in it.
    ///
    /// # Errors
    /// [`WorldError`]; the world may be empty then.
    pub async fn reset(&self, seed: Option<u64>, shared: &Shared) -> Result<(), WorldError> {
        let _alone = self.changing.lock().await;
        let _guard = self.resets.begin().await;
        let seed = seed.or_else(|| self.seed());
        self.ledger.flush().await?;
        self.ledger.store().clear().await?;
        self.number_by(seed, shared);
        self.clock.apply(self.first_clock);
        self.credentials.forget();
        self.control_code.forget();
        self.guesses.forget();
        self.faults.reset();
        plant(&self.people, &self.rules, &self.ledger, &self.clock, shared).await?;
        self.journal.restart().await?;
        Ok(())
    }

    /// Keeps everything in it under a name.
    ///
    /// # Errors
    /// [`SnapshotError`]; there is no new snapshot then.
    pub async fn take_snapshot(&self, name: &str) -> Result<SnapshotHead, SnapshotError> {
        let _alone = self.changing.lock().await;
        let file = self.snapshots.file_of_new(name)?;
        self.ledger.flush().await?;
        self.ledger.store().snapshot_to(&file).await?;
        let clock = self.clock.setting();
        let head = SnapshotHead {
            taken: Instant(self.clock.now()),
            clock: clock.into(),
            seed: self.seed(),
            faults: self.faults.state(),
        };
        Snapshots::complete(&file, &head)?;
        Ok(head)
    }

    /// Brings back everything that was in it. What has happened since is forgotten, and exchanges under way leave
    /// nothing in it.
    ///
    /// # Errors
    /// [`SnapshotError`]; everything is as it was then.
    pub async fn restore_snapshot(&self, name: &str, shared: &Shared) -> Result<(), SnapshotError> {
        let _alone = self.changing.lock().await;
        let (file, head) = self.snapshots.find(name)?;
        let _guard = self.resets.begin().await;
        self.ledger.flush().await?;
        self.ledger.store().restore_from(&file).await?;
        self.number_by(head.seed, shared);
        self.clock.apply(Setting::from(head.clock));
        self.faults.restore(head.faults);
        self.credentials.forget();
        self.control_code.forget();
        self.guesses.forget();
        self.journal.restart().await?;
        Ok(())
    }

    /// Every snapshot, by name.
    ///
    /// # Errors
    /// [`SnapshotError::File`].
    pub fn snapshots(&self) -> Result<Vec<(String, SnapshotHead)>, SnapshotError> {
        self.snapshots.all()
    }

    /// Forgets a snapshot.
    ///
    /// # Errors
    /// [`SnapshotError`].
    pub async fn remove_snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        let _alone = self.changing.lock().await;
        self.snapshots.remove(name)
    }

    fn number_by(&self, seed: Option<u64>, shared: &Shared) {
        self.ledger.store().number_by(shared.numbers(&self.name, seed));
        self.pins.seed(shared.pin_key(seed));
        self.set_seed(seed);
    }
}
