//! Compression of a body.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};

/// The bytes as gzip.
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_else(|error| panic!("{error}"))
}
