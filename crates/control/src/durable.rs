//! Worlds that are opened again with the gateway: what each was made of, and where its clock is, in a file beside its
//! database.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use sac_domain::clock::{Clock, Setting};
use sac_domain::instant::Instant;
use sac_world::World;
use serde::{Deserialize, Serialize};

use crate::new_world::NewWorld;
use crate::problem::{Kind, Problem};
use crate::world_set::WorldSet;
use sac_domain::words::{Language, Text, Words as _};

const FILE: &str = "world.json";

/// What is kept of a world.
#[derive(Deserialize, Serialize)]
struct Kept {
    world: NewWorld,
    clock: Time,
}

/// Where a clock was.
#[derive(Deserialize, Serialize)]
enum Time {
    /// The machine's time.
    Machine,
    /// It stood still there; the speed counts once it runs.
    Frozen(Instant, f64),
    /// It showed the first instant, at this speed, when the machine's clock showed the second.
    Running(Instant, f64, Instant),
}

/// Keeps what a new world was made of, if it is kept.
pub(crate) fn keep(worlds: &dyn WorldSet, world: &World, new: NewWorld) -> Result<(), Problem> {
    if new.durable != Some(true) {
        return Ok(());
    }
    let kept = Kept { world: new, clock: Time::of(world.clock()) };
    write(&file(worlds, world.name().as_str()), &kept).map_err(|error| failed(&error))
}

/// Keeps where the clock and the seed of a world are now, if it is kept.
pub(crate) fn update(worlds: &dyn WorldSet, world: &World) -> Result<(), Problem> {
    let file = file(worlds, world.name().as_str());
    let kept = match read(&file) {
        Ok(kept) => kept,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(&error)),
    };
    let new = NewWorld { seed: world.seed(), ..kept.world };
    write(&file, &Kept { world: new, clock: Time::of(world.clock()) }).map_err(|error| failed(&error))
}

/// Makes the worlds again that are kept. One that cannot be is left alone, with a line in the log.
pub async fn reopen(worlds: &dyn WorldSet) {
    let Ok(folders) = fs::read_dir(worlds.shared().worlds_folder()) else { return };
    let mut names: Vec<String> =
        folders.flatten().filter_map(|folder| folder.file_name().to_str().map(str::to_owned)).collect();
    names.sort();
    for name in names {
        let file = file(worlds, &name);
        if !file.exists() {
            continue;
        }
        if let Err(problem) = reopen_one(worlds, &name, &file).await {
            tracing::error!(world = name, problem = problem.to_json(Language::En), "a world could not be opened again");
        }
    }
}

async fn reopen_one(worlds: &dyn WorldSet, name: &str, file: &Path) -> Result<(), Problem> {
    let Kept { world, clock } = read(file).map_err(|error| failed(&error))?;
    let plan = world.plan(worlds.shared())?;
    let name = name.parse().map_err(sac_world::CreateWorldError::from)?;
    let world = worlds.create(name, plan).await?;
    world.clock().apply(clock.now());
    Ok(())
}

impl Time {
    fn of(clock: &Clock) -> Self {
        match clock.setting() {
            Setting::System => Self::Machine,
            Setting::Frozen(now, speed) => Self::Frozen(Instant(now), speed),
            Setting::Running(now, speed) => Self::Running(Instant(now), speed, Instant(Clock::system().now())),
        }
    }

    /// A clock that ran has run on meanwhile.
    fn now(&self) -> Setting {
        match *self {
            Self::Machine => Setting::System,
            Self::Frozen(now, speed) => Setting::Frozen(now.0, speed),
            Self::Running(then, speed, machine) => {
                let passed = (Clock::system().now() - machine.0).to_std().unwrap_or_default().as_secs_f64() * speed;
                let passed = std::time::Duration::try_from_secs_f64(passed).unwrap_or_default();
                let moved = TimeDelta::from_std(passed).ok().and_then(|passed| then.0.checked_add_signed(passed));
                Setting::Running(moved.and_then(Instant::within).unwrap_or(then).0, speed)
            }
        }
    }
}

fn file(worlds: &dyn WorldSet, name: &str) -> PathBuf {
    worlds.shared().worlds_folder().join(name).join(FILE)
}

fn read(file: &Path) -> io::Result<Kept> {
    Ok(serde_json::from_slice(&fs::read(file)?)?)
}

/// There is the old file or the new, whatever happens meanwhile.
fn write(file: &Path, kept: &Kept) -> io::Result<()> {
    let new = file.with_extension("json.new");
    fs::write(&new, serde_json::to_vec(kept)?)?;
    fs::rename(new, file)
}

fn failed(error: &io::Error) -> Problem {
    let detail = Text::new(
        format!("ciò che si conserva del mondo non si può leggere o scrivere: {}", error.words(Language::It)),
        format!("what is kept of the world cannot be read or written: {error}"),
    );
    Problem::new(Kind::Internal, detail)
}
