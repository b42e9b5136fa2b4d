//! Zips of captures: `NUMBER-request.http`, `NUMBER-response.http`.

use std::collections::BTreeMap;
use std::io::Read;

use serde_json::Map;
use zip::ZipArchive;

use super::{ReadError, Source};
use crate::message::HttpMessage;
use crate::recorded::Recorded;

/// The longest capture that is read.
const LONGEST: u64 = 64 << 20;

pub(super) fn read(source: impl Source) -> Result<impl Iterator<Item = Result<Recorded, ReadError>>, ReadError> {
    let mut zip = ZipArchive::new(source)?;
    let mut files: BTreeMap<u64, [Option<usize>; 2]> = BTreeMap::new();
    for index in 0..zip.len() {
        let Some((number, is_response)) = zip.name_for_index(index).and_then(|name| parts(&name.ok()?)) else {
            continue;
        };
        files.entry(number).or_default()[usize::from(is_response)] = Some(index);
    }
    Ok(files.into_iter().map(move |(number, indexes)| {
        let mut message = |index: Option<usize>| index.map(|index| message(&mut zip, index, number)).transpose();
        let [request, response] = indexes;
        let about = Map::from_iter([("id".to_owned(), number.into())]);
        Ok(Recorded { about, request: message(request)?, response: message(response)? })
    }))
}

/// The number in a file's name, and whether it is a response.
fn parts(name: &str) -> Option<(u64, bool)> {
    let name = name.rsplit('/').next()?;
    let (number, rest) = name.split_once('-')?;
    Some((number.parse().ok()?, rest.starts_with("response.")))
}

fn message(zip: &mut ZipArchive<impl Source>, index: usize, at: u64) -> Result<HttpMessage, ReadError> {
    let wrong = |problem: &str| ReadError::Exchange { at, problem: problem.to_owned() };
    let mut bytes = Vec::new();
    let file = zip.by_index(index)?;
    if file.size() > LONGEST {
        return Err(wrong("its capture is too long"));
    }
    file.take(LONGEST).read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let (head, body) = match end {
        Some(end) => (bytes.get(..end + 2).unwrap_or_default(), bytes.get(end + 4..).unwrap_or_default()),
        None => (bytes.as_slice(), &[][..]),
    };
    HttpMessage::read(head, body.to_vec()).ok_or_else(|| wrong("its capture does not begin like an HTTP message"))
}
