//! Waiting for exchanges, in a test.

use std::fmt::{self, Write as _};
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::journal::{BadPath, Count, Exchange, Expectation, Selection, Unmet};
use crate::store::StoreError;

/// How long it waits where nothing is said of it.
const USUAL: Duration = Duration::from_secs(5);

/// Exchanges that a test waits for: see [`World::expect`](super::World::expect). It begins when it is awaited.
#[derive(Debug)]
#[must_use = "it waits once it is awaited"]
pub struct Expect {
    world: Arc<sac_world::World>,
    expectation: Expectation,
    bad_path: Option<BadPath>,
}

impl Expect {
    pub(super) fn new(world: Arc<sac_world::World>, selection: Selection) -> Self {
        let expectation = Expectation { selection, within: USUAL, ..Expectation::default() };
        Self { world, expectation, bad_path: None }
    }

    /// Exactly so many of them; otherwise at least one. None is sure once the time is up.
    pub fn count(mut self, count: u32) -> Self {
        self.expectation.count = Count::exactly(count);
        self
    }

    /// At least and at most so many of them.
    pub fn between(mut self, min: u32, max: u32) -> Self {
        self.expectation.count = Count { min, max };
        self
    }

    /// Waits so long at most; otherwise five seconds.
    pub fn within(mut self, time: Duration) -> Self {
        self.expectation.within = time;
        self
    }

    /// An element of the request holds this. The path is the end of the element's own, such as `malattia/visita`.
    pub fn element(mut self, path: &str, value: &str) -> Self {
        match path.parse() {
            Ok(path) => drop(self.expectation.elements.insert(path, value.to_owned())),
            Err(bad) => self.bad_path = Some(bad),
        }
        self
    }
}

impl IntoFuture for Expect {
    /// The exchanges that match, newest first.
    type Output = Result<Vec<Exchange>, ExpectError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            if let Some(bad) = self.bad_path {
                return Err(ExpectError::Path(bad));
            }
            let found = self.world.journal().expect(&self.expectation).await?;
            found.map_err(|unmet| ExpectError::NotMet(NotMet { count: self.expectation.count, unmet }))
        })
    }
}

/// Why there are no such exchanges.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExpectError {
    /// The time is up, or there are more than may be.
    #[error("{0}")]
    NotMet(NotMet),
    /// The path of [`Expect::element`] is none.
    #[error(transparent)]
    Path(#[from] BadPath),
    /// The journal cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What there is instead. `Display` lists it for the message of a failed test.
#[derive(Debug)]
pub struct NotMet {
    /// How many were expected.
    pub count: Count,
    /// What there is.
    pub unmet: Unmet,
}

impl fmt::Display for NotMet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unmet { matching, nearest } = &self.unmet;
        write!(f, "{} exchanges match, expected {}", matching.len(), self.count)?;
        for near in nearest {
            let entry = &near.exchange.entry;
            let operation = entry.operation.as_deref().unwrap_or("unknown operation");
            write!(f, "\n  exchange {} ({operation}, {})", entry.id, entry.ending.name())?;
            for difference in &near.differences {
                let actual = difference.actual.as_deref().unwrap_or("nothing");
                write!(f, "\n    {}: expected {}, found {actual}", difference.member, difference.expected)?;
            }
        }
        f.write_char('\n')
    }
}
