//! Exchanges out of files: exports, and HTTP captures.

use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::Path;

use sac_exchanges::read::{ReadError, read as exported};
use sac_exchanges::{HttpMessage as Exported, Recorded};

use super::failure::Failure;
use sac_gateway::check::{HttpMessage, http_messages};
use sac_gateway::coverage::Observed;
use sac_gateway::domain::error::chain;
use sac_gateway::domain::exchange::Messages;
use sac_gateway::rule::Catalogue;

/// The longest body, in bytes.
const MAX_BODY: usize = 16 << 20;
/// The longest capture, in bytes, of which all is in memory at once.
const MAX_CAPTURE: u64 = 512 << 20;

/// Hands over every exchange of a file, in its order.
pub(super) fn each(path: &Path, take: &mut dyn FnMut(&Observed)) -> Result<(), Failure> {
    read(path, take).map_err(Failure::file(super::failure::Doing::Read, path))
}

fn read(path: &Path, take: &mut dyn FnMut(&Observed)) -> io::Result<()> {
    let exchanges = match exported(BufReader::new(File::open(path)?)) {
        Ok(exchanges) => exchanges,
        Err(ReadError::Unknown) => return capture(File::open(path)?, take),
        Err(error) => return Err(io::Error::other(chain(&error).to_string())),
    };
    for (at, exchange) in (1..).zip(exchanges) {
        let Recorded { about, request, response } =
            exchange.map_err(|error| io::Error::other(chain(&error).to_string()))?;
        let parts = |message: Option<Exported>| message.map(|it| (it.head(), it.body)).unwrap_or_default();
        let ((request_head, request), (response_head, response)) = (parts(request), parts(response));
        let messages = Messages { request_head, request, response_head, response };
        if let Some(exchange) = Observed::of_export(at, &about, &messages, Catalogue::embedded()) {
            take(&exchange);
        }
    }
    Ok(())
}

/// Requests, each with the response that follows it.
fn capture(file: File, take: &mut dyn FnMut(&Observed)) -> io::Result<()> {
    let mut bytes = Vec::new();
    file.take(MAX_CAPTURE).read_to_end(&mut bytes)?;
    let found = http_messages(&bytes, MAX_BODY).map_err(|issue| {
        let line = issue.place.as_ref().map(|place| format!("line {}: ", place.line)).unwrap_or_default();
        io::Error::other(format!("{line}{}", issue.message.en))
    })?;
    let mut number = 0;
    let mut messages = found.into_iter().peekable();
    while let Some(request) = messages.next() {
        if !request.is_request {
            continue;
        }
        // Of interim responses the last one is the answer.
        let mut response = None;
        while let Some(next) = messages.next_if(|next: &HttpMessage| !next.is_request) {
            response = Some(next);
        }
        let (response_head, response) = response.map(|it| (it.head, it.body)).unwrap_or_default();
        let messages = Messages { request_head: request.head, request: request.body, response_head, response };
        number += 1;
        if let Some(exchange) = Observed::of_messages(number, &messages, Catalogue::embedded()) {
            take(&exchange);
        }
    }
    Ok(())
}
