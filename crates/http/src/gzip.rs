//! Inflating under a cap (contract §1).

use std::io::Read;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

/// Why a gzip body was not inflated.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InflateError {
    /// It would be longer than the cap, in bytes.
    #[error("the inflated body is longer than {0} bytes")]
    TooLong(usize),
    /// It is not gzip, or breaks off, or its checksum is wrong.
    #[error("the gzip body cannot be inflated")]
    Broken,
}

/// Inflates one gzip member or several in a row, to `cap` bytes at most. However much the body
/// would unfold to, one byte beyond the cap is all that is inflated.
///
/// # Errors
/// What is not gzip from beginning to end, and what goes beyond the cap.
pub fn inflate(packed: &[u8], cap: usize) -> Result<Vec<u8>, InflateError> {
    let mut inflated = Vec::with_capacity(packed.len().saturating_mul(4).min(cap));
    let beyond = u64::try_from(cap).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(packed).take(beyond).read_to_end(&mut inflated).map_err(|_| InflateError::Broken)?;
    if inflated.len() > cap {
        return Err(InflateError::TooLong(cap));
    }
    Ok(inflated)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_inflated_up_to_the_cap_and_not_beyond() {
        let packed = gzip(&[b'x'; 1000]);
        assert_eq!(inflate(&packed, 1000).unwrap().len(), 1000);
        assert_eq!(inflate(&packed, 999), Err(InflateError::TooLong(999)));
        assert_eq!(inflate(&[gzip(b"a"), gzip(b"b")].concat(), 10).unwrap(), b"ab");
    }

    #[test]
    fn broken_gzip_is_an_error() {
        let packed = gzip(b"a message");
        for broken in [&packed[..packed.len() - 1], &packed[..5], b"plain", b""] {
            assert_eq!(inflate(broken, 100), Err(InflateError::Broken));
        }
    }
}
