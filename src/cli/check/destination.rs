//! The file that takes a report: whole under its name, or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::cli::draft;

/// Where a report is written. A file keeps what it held until [`Destination::keep`] puts the
/// report in its place; what is not kept is removed.
pub(super) struct Destination {
    target: PathBuf,
    /// The report so far, beside the target; none where the target is no file, but a device or a pipe.
    draft: Option<NamedTempFile>,
}

impl Destination {
    /// Opens the file to write to.
    pub(super) fn open(path: &Path) -> io::Result<(Self, File)> {
        // What stands behind a link is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let there = fs::metadata(&target).ok();
        if let Some(there) = &there
            && !there.is_file()
        {
            return Ok((Self { target, draft: None }, File::create(path)?));
        }
        let draft = draft::beside(&target)?;
        if let Some(there) = there {
            draft.as_file().set_permissions(there.permissions())?;
        }
        let file = draft.as_file().try_clone()?;
        Ok((Self { target, draft: Some(draft) }, file))
    }

    /// The report is whole: it takes its place.
    pub(super) fn keep(self) -> io::Result<()> {
        if let Some(draft) = self.draft {
            draft.persist(self.target)?;
        }
        Ok(())
    }
}
