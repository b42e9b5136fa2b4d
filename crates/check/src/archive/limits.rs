//! How much of an archive is unpacked: a small archive can be made that unpacks to any size.

use sac_diagnostic::{Code, Finding, Text};

/// The most files of an archive that are looked at.
pub(super) const MOST: usize = 10_000;
/// How many times the limit of one file all files together may have.
const FILES: usize = 16;
/// How many times its packed size a file may have. Deflate reaches 1032; messages reach a few dozen.
const RATIO: usize = 250;
/// Smaller files may have any ratio: a few blanks are packed well.
const SMALL: usize = 1 << 20;

/// What is left of the limits for an archive.
pub(super) struct Limits {
    pub(super) of_a_file: usize,
    of_all: usize,
    left: usize,
    files: usize,
}

impl Limits {
    pub(super) fn of(max_bytes: usize) -> Self {
        let of_all = max_bytes.saturating_mul(FILES);
        Self { of_a_file: max_bytes, of_all, left: of_all, files: 0 }
    }

    /// Counts a file in; false when there were too many.
    pub(super) fn takes_one_more(&mut self) -> bool {
        self.files += 1;
        self.files <= MOST
    }

    /// How many bytes may be read of the next file, with one more to see that there are too many.
    pub(super) fn of_next(&self) -> usize {
        self.of_a_file.min(self.left).saturating_add(1)
    }

    /// Counts the bytes of a file in; false when there is no room for them.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let has_room = bytes <= self.left;
        self.left = self.left.saturating_sub(bytes);
        has_room
    }

    /// All files together are too large.
    pub(super) fn no_more_room(&self) -> Finding {
        let of_all = self.of_all;
        Finding::new(Code::LIMIT_ARCHIVE)
            .found(&format!("> {of_all}"))
            .allowed(Text::new(format!("{of_all} in tutto"), format!("{of_all} in all")))
    }
}

/// A file that grows too much when it is unpacked.
pub(super) fn grows_too_much(packed: usize, size: usize) -> Option<Finding> {
    let grows = size > SMALL && size / packed.max(1) > RATIO;
    grows.then(|| {
        Finding::new(Code::LIMIT_ARCHIVE).found(&format!("{packed} → {size}")).allowed(Text::new(
            format!("{RATIO} volte la dimensione compressa"),
            format!("{RATIO} times the packed size"),
        ))
    })
}
