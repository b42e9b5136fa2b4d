//! The exchanges of a world as a file.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::State as FromState;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::channel::{Channel, Sender};
use hyper::StatusCode;
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use sac_domain::error::chain;
use sac_exchanges::mask::{Mask, Seals};
use sac_exchanges::write::ExportWriter;
use sac_exchanges::{Format, Recorded};
use sac_keys::sealed::{Sealer, Unsealer};
use sac_world::World;
use sac_world::journal::{Page, Selection, Stretch};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::exchange::ExchangeShown;
use super::exchanges::MOST;
use super::selecting::{BadMember, selecting};
use crate::chosen::Chosen;
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::response::Refusals;
use crate::state::State;
use sac_domain::words::Text;

/// Exchanges that are read at a time.
const AT_A_TIME: u32 = 64;
/// Bytes that are sent at a time.
const CHUNK: usize = 64 << 10;

/// The calls.
pub(super) fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(export))
}

selecting! {
    /// What the file is to be like, and which exchanges are in it.
    #[derive(Deserialize, IntoParams)]
    #[serde(deny_unknown_fields)]
    #[into_params(parameter_in = Query)]
    struct Asked {
        #[param(value_type = Option<String>)]
        since,
        /// `har`, `http` (a zip of captures) or `jsonl`; `har` unless given.
        #[serde(default)]
        #[param(inline)]
        format: FormatName,
        /// Whether what points to persons is replaced; `on` unless given.
        #[serde(default)]
        #[param(inline)]
        mask: Switch,
        /// Exports that are masked with the same text have the same for the same; without one, each its own.
        mask_key: Option<String>,
        /// At most so many: all unless given.
        limit: Option<u32>,
        /// Those after this number in the list, which are older.
        after: Option<u64>,
    }
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum FormatName {
    #[default]
    Har,
    Http,
    Jsonl,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Switch {
    #[default]
    On,
    Off,
}

/// Gives the exchanges as a file, oldest first
///
/// `har` is HTTP Archive 1.2; `http` a zip of captures that `sac check` reads, one for each direction; `jsonl` has one
/// exchange a line with heads and bodies. The selection is that of the list, without a limit unless one is given.
#[utoipa::path(get, path = "/worlds/{world}/export", tag = "journal", params(("world" = String, Path, example = "default"), Asked),
    responses((status = 200, description = "The file: HAR, a zip, JSON lines", content(
        (serde_json::Value = "application/json"), (String = "application/zip"), (String = "application/x-ndjson"))),
        Refusals))]
async fn export(
    Chosen(world): Chosen,
    FromState(state): FromState<State>,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Problem> {
    let selection = asked.selection().map_err(BadMember::in_query)?;
    let format = match asked.format {
        FormatName::Har => Format::Har,
        FormatName::Http => Format::Http,
        FormatName::Jsonl => Format::Jsonl,
    };
    let mask = (asked.mask == Switch::On).then(|| mask(&world, &state, asked.mask_key.as_deref())).transpose()?;
    let part = part(&world, &selection, asked.after, asked.limit).await?;
    let (sender, body) = Channel::<Bytes, io::Error>::new(4);
    let file = format!("{}.{}", world.name(), format.extension());
    let sender = Arc::new(Mutex::new(Some(sender)));
    let chunks = Chunks { sender: Arc::clone(&sender), waiting: Vec::with_capacity(CHUNK), runtime: Handle::current() };
    let job = Job { world, selection, part, mask, version: state.version };
    spawn_blocking(move || {
        if let Err(error) = job.write(format, chunks) {
            tracing::warn!(error = %chain(&error), "an export was not written to its end");
            // Without it, what was sent so far would look whole.
            if let Some(sender) = sender.lock().unwrap_or_else(PoisonError::into_inner).take() {
                sender.abort(error);
            }
        }
    });
    let disposition = format!("attachment; filename=\"{file}\"");
    let headers = [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((StatusCode::OK, headers, Body::new(body)).into_response())
}

fn mask(world: &World, state: &State, key: Option<&str>) -> Result<Mask, Problem> {
    let failed = |error: &(dyn std::error::Error + 'static)| {
        Problem::new(Kind::Internal, Text::new("l'esportazione non si può scrivere", chain(error).to_string()))
    };
    let keys = state.worlds.shared().keys();
    let seals = Seals {
        unsealer: Unsealer::new(keys).map_err(|error| failed(&error))?,
        sealer: Sealer::new(keys.encryption_certificate_der()).map_err(|error| failed(&error))?,
    };
    let key = match key {
        Some(text) => text.as_bytes().to_vec(),
        None => Mask::random_key().map_err(|error| failed(&error))?.to_vec(),
    };
    Ok(Mask::new(&key, Some(seals), world.clock().today(), world.catalogue().clone()))
}

/// The numbers between which the exchanges are: those that the list of the same query shows.
async fn part(
    world: &World,
    selection: &Selection,
    after: Option<u64>,
    limit: Option<u32>,
) -> Result<Stretch, Problem> {
    let journal = world.journal();
    let newest = journal.newest().await?;
    let until = after.map_or(newest, |after| newest.min(after.saturating_sub(1)));
    let oldest = match limit {
        Some(0) => None,
        Some(limit) => {
            let page = Page { after, limit: limit.min(MOST) };
            journal.exchanges(selection.clone(), page).await?.last().map(|oldest| oldest.entry.id)
        }
        None => Some(1),
    };
    let after = oldest.map_or(until, |oldest| oldest.saturating_sub(1));
    Ok(Stretch { after, until, limit: AT_A_TIME })
}

/// One export on its way.
struct Job {
    world: Arc<World>,
    selection: Selection,
    part: Stretch,
    mask: Option<Mask>,
    version: &'static str,
}

impl Job {
    fn write(mut self, format: Format, chunks: Chunks) -> io::Result<()> {
        let runtime = chunks.runtime.clone();
        let mut writer = ExportWriter::new(format, chunks, self.version)?;
        loop {
            let journal = self.world.journal();
            let read = runtime.block_on(journal.exchanges_upward(self.selection.clone(), self.part));
            let exchanges = read.map_err(io::Error::other)?;
            let Some(last) = exchanges.last() else { break };
            self.part.after = last.entry.id;
            for exchange in exchanges {
                let messages = if exchange.has_messages {
                    runtime.block_on(journal.messages(exchange.entry.id)).map_err(io::Error::other)?
                } else {
                    None
                };
                let recorded = Recorded::of(about(ExchangeShown::of(exchange), &self.world), messages);
                let recorded = match &self.mask {
                    Some(mask) => mask.apply(recorded),
                    None => recorded,
                };
                writer.write(&recorded)?;
            }
        }
        writer.finish()
    }
}

fn about(shown: ExchangeShown, world: &World) -> Map<String, Value> {
    let mut about = match serde_json::to_value(shown) {
        Ok(Value::Object(about)) => about,
        _ => Map::new(),
    };
    about.insert("world".to_owned(), world.name().as_str().into());
    about
}

/// Sends what is written, in chunks; waits where nobody reads.
struct Chunks {
    sender: Arc<Mutex<Option<Sender<Bytes, io::Error>>>>,
    waiting: Vec<u8>,
    runtime: Handle,
}

impl Chunks {
    fn send(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let chunk = mem::replace(&mut self.waiting, Vec::with_capacity(CHUNK));
        let mut sender = self.sender.lock().unwrap_or_else(PoisonError::into_inner);
        let sent = sender.as_mut().map(|sender| self.runtime.block_on(sender.send_data(chunk.into())));
        let gone = || io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads the export any more");
        sent.and_then(Result::ok).ok_or_else(gone)
    }
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= CHUNK {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}
