//! One emulated SAC.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sac_certificates::notice::Senders;
use sac_certificates::rule::Catalogue;
use sac_certificates::service::Service;
use sac_domain::clock::{Clock, Setting, Watcher};
use sac_domain::words::Text;
use sac_people::credentials::Credentials;
use sac_people::pin::{Pins, PinsSettings};
use sac_people::places::Places;
use sac_people::register::Register;
use sac_people::seed::{self, Hasher, Known, Seed, SeedError};
use sac_pin::message::Mittenti;
use sac_settings::{ChannelSettings, RuleSettings};
use sac_store::permutation::Permutation;
use sac_store::sqlite::Options;
use sac_store::{Ledger, Store};

use crate::control_code::ControlCode;
use crate::deliveries::{Deliveries, Flow, Outbox};
use crate::error::WorldError;
use crate::faults::FaultPlan;
use crate::guesses::Guesses;
use crate::health::Health;
use crate::journal::{Details, Ending, Entry, Exchange, Journal};
use crate::lockouts::Lockouts;
use crate::name::WorldName;
use crate::pins::{Blanking, PinsDue};
use crate::plan::{People, WorldPlan};
use crate::resets::Resets;
use crate::schedule::Schedule;
use crate::shared::{Shared, Tables};
use crate::snapshots::Snapshots;

/// One emulated SAC: everything that a reset must forget, and the services over it, which every
/// channel calls.
pub struct World {
    pub(crate) name: WorldName,
    pub(crate) clock: Clock,
    pub(crate) rules: RuleSettings,
    channels: ChannelSettings,
    senders: Senders,
    catalogue: Catalogue,
    pub(crate) ledger: Ledger,
    health: Health,
    pub(crate) control_code: ControlCode,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) journal: Journal,
    pub(crate) faults: FaultPlan,
    certificates: Arc<Service>,
    pub(crate) guesses: Guesses,
    schedule: Arc<Schedule>,
    flow: Flow,
    outbox: Outbox,
    pub(crate) pins: Pins,
    pin_catalogue: sac_pin::rule::Catalogue,
    /// How its clock was set when it was made.
    pub(crate) first_clock: Setting,
    /// Who was there on its first day.
    pub(crate) people: People,
    hasher: Hasher,
    seed: Mutex<Option<u64>>,
    pub(crate) snapshots: Snapshots,
    pub(crate) resets: Resets,
    /// Held while the world as a whole is changed.
    pub(crate) changing: tokio::sync::Mutex<()>,
}

impl World {
    /// Makes a world; a durable one that was there before is opened.
    ///
    /// # Errors
    /// [`WorldError`]; of a seed that is wrong no one is added.
    pub async fn open(name: WorldName, plan: WorldPlan, shared: &Shared) -> Result<Self, WorldError> {
        let WorldPlan { seed, clock, people, rules, pin, is_durable, faults } = plan;
        let pin = pin.unwrap_or_else(|| shared.settings.pin.clone());
        let rules = rules.unwrap_or_else(|| shared.settings.rules.clone());
        let Tables { catalogue, pin: pin_catalogue, icd9, .. } = shared.tables(&rules)?;
        let messages = &shared.settings.messages;
        let senders =
            Senders { mail: messages.mail_from.as_str().to_owned(), pec: messages.pec_from.as_str().to_owned() };
        let numbers = shared.numbers(&name, seed);
        let options = if name.is_default() { Options::large() } else { Options::default() };
        let store =
            if is_durable { on_disk(&shared.database(&name), numbers, &options)? } else { Store::in_memory(numbers)? };
        let ledger = Ledger::new(store.clone());
        let first_clock = clock.setting();
        plant(&people, &rules, &ledger, &clock, shared).await?;
        let register = Register::new(ledger.store().clone(), rules.register, clock.clone());
        let mittenti = Mittenti { email: senders.mail.clone(), pec: senders.pec.clone() };
        let settings = PinsSettings { pin, is_durable, mittenti };
        let pins = Pins::new(ledger.clone(), clock.clone(), register, shared.hasher.pincodes().clone(), settings);
        pins.seed(shared.pin_key(seed));
        let credentials = Credentials::new(
            store.clone(),
            clock.clone(),
            shared.hasher.pincodes().clone(),
            &shared.verified_key,
            &shared.settings.login,
        )
        .recorded_in(ledger.clone())
        .with_pins(pins.clone());
        // A restart ends every lockout.
        ledger.end_lockouts().await?;
        let certificates = Service {
            ledger: ledger.clone(),
            register: Register::new(store, rules.register, clock.clone()),
            places: Places::embedded(),
            clock: clock.clone(),
            settings: rules.clone(),
            icd9,
            senders: senders.clone(),
        };
        let retention = shared.settings.retention;
        let retention = if is_durable { retention } else { retention.in_memory() };
        let credentials = Arc::new(credentials);
        let faults = FaultPlan::new(faults, matches!(people, People::Default))?;
        let schedule = Arc::new(Schedule::default());
        let watcher: Arc<dyn Watcher> = schedule.clone();
        clock.watch(&watcher);
        schedule.register(Arc::new(Lockouts(Arc::clone(&credentials))));
        let resets = Resets::default();
        let carrier = Arc::clone(&shared.settings.carrier);
        let outbox = Outbox { ledger: ledger.clone(), world: name.as_str().to_owned(), carrier };
        let deliveries = Deliveries::new(ledger.clone(), faults.clone(), outbox.clone(), resets.clone(), clock.clone());
        schedule.register(Arc::new(deliveries));
        schedule.register(Arc::new(PinsDue(pins.clone())));
        schedule.register(Arc::new(Blanking(pins.clone())));
        let flow = Flow {
            ledger: ledger.clone(),
            alone: Arc::default(),
            when: messages.pec_flow,
            sender: senders.pec.clone(),
            namespace: shared.settings.channels.attestati_namespace.clone(),
        };
        schedule.register(Arc::new(flow.clone()));
        Ok(Self {
            flow,
            pins,
            pin_catalogue,
            snapshots: Snapshots::new(&shared.database(&name), &shared.settings.data_dir, is_durable),
            journal: Journal::new(ledger.clone(), retention).counted_in(shared.metrics.clone()).resume().await?,
            faults,
            credentials,
            certificates: Arc::new(certificates),
            guesses: Guesses::new(shared.settings.public_attempts),
            schedule,
            first_clock,
            people,
            hasher: shared.hasher.clone(),
            seed: Mutex::new(seed),
            outbox,
            resets,
            changing: tokio::sync::Mutex::default(),
            name,
            clock,
            rules,
            channels: shared.settings.channels.clone(),
            senders,
            catalogue,
            health: Health::default(),
            control_code: ControlCode::default(),
            ledger,
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &WorldName {
        &self.name
    }

    /// Its clock. A clone moves the time.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Its rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSettings {
        &self.rules
    }

    /// How its channels are set.
    #[must_use]
    pub fn channels(&self) -> &ChannelSettings {
        &self.channels
    }

    /// From where its messages come.
    #[must_use]
    pub fn senders(&self) -> &Senders {
        &self.senders
    }

    /// Its rule book, for the words of a refusal.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Its documents and people.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Why its store cannot be read and written, if so. A result counts for a second.
    ///
    /// # Errors
    /// The reason, in a sentence.
    pub async fn health(&self) -> Result<(), Text> {
        self.health.of(&self.ledger).await
    }

    /// Authenticates its callers.
    #[must_use]
    pub fn credentials(&self) -> &Arc<Credentials> {
        &self.credentials
    }

    /// The control code of its public page.
    #[must_use]
    pub fn control_code(&self) -> &ControlCode {
        &self.control_code
    }

    /// Its journal of exchanges.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Which of its calls go wrong on purpose.
    #[must_use]
    pub fn faults(&self) -> &FaultPlan {
        &self.faults
    }

    /// Whether the fault plan has the TLS handshake of this client end in an alert. That is in the
    /// journal then.
    #[must_use]
    pub fn ends_handshake(&self, peer: IpAddr, server_name: Option<&str>) -> bool {
        let Some(rule) = self.faults.on_handshake() else { return false };
        let entry = Entry {
            id: self.journal.number(),
            received: self.clock.now(),
            operation: None,
            user: None,
            kind: None,
            how: None,
            peer: Some(peer),
            ending: Ending::Dropped,
            number: None,
            duration: Duration::ZERO,
            bytes_in: 0,
            bytes_out: 0,
        };
        let fault_kind = Some(rule.action.kind().to_owned());
        let details = Details { sni: server_name.map(str::to_owned), fault_kind, ..Details::default() };
        let fault = Some(rule.id().to_owned());
        self.journal.record(Exchange { fault, details, ..Exchange::of(entry) }, None);
        true
    }

    /// The service for certificates and admissions.
    #[must_use]
    pub fn certificates(&self) -> &Arc<Service> {
        &self.certificates
    }

    /// The failures of those who look up an attestato without log-in.
    #[must_use]
    pub fn guesses(&self) -> &Guesses {
        &self.guesses
    }

    /// What falls due as its clock runs, or is moved forward.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Lets things fall due as time goes by, until it is closed.
    pub async fn run(&self) {
        self.schedule.run(&self.clock, &self.ledger).await;
    }

    /// Keeps exchanges and resets apart.
    #[must_use]
    pub fn resets(&self) -> &Resets {
        &self.resets
    }

    /// Its daily flow to employers.
    #[must_use]
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// Its PINs.
    #[must_use]
    pub fn pins(&self) -> &Pins {
        &self.pins
    }

    /// Its rule book of the PIN, for the words of a refusal.
    #[must_use]
    pub fn pin_catalogue(&self) -> &sac_pin::rule::Catalogue {
        &self.pin_catalogue
    }

    /// Its messages to workers and employers.
    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// Hashes the passwords and pincodes of people who are added.
    #[must_use]
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// The seed of its numbers, where it has one.
    #[must_use]
    pub fn seed(&self) -> Option<u64> {
        *self.seed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_seed(&self, seed: Option<u64>) {
        *self.seed.lock().unwrap_or_else(PoisonError::into_inner) = seed;
    }

    /// Writes what is still to be written, and accepts nothing more.
    pub async fn close(&self) {
        self.ledger.close().await;
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("name", &self.name).finish_non_exhaustive()
    }
}

fn on_disk(database: &Path, numbers: Permutation, options: &Options) -> Result<Store, WorldError> {
    if let Some(folder) = database.parent() {
        fs::create_dir_all(folder).map_err(|source| WorldError::Folder { path: folder.to_owned(), source })?;
    }
    Ok(Store::open(database, numbers, options)?)
}

/// The people of the first day. Users who are known already stay as they are.
pub(crate) async fn plant(
    people: &People,
    rules: &RuleSettings,
    ledger: &Ledger,
    clock: &Clock,
    shared: &Shared,
) -> Result<(), SeedError> {
    match people {
        People::Default => seed::plant(ledger, &shared.hasher, clock.today(), rules.seed_file.as_deref()).await,
        People::None => Ok(()),
        People::Seed(text) => {
            let seed = Seed::from_toml(text, clock.today())?;
            seed.plant(ledger, &shared.hasher, Known::Kept).await.map(drop)
        }
    }
}
