//! The file that takes a report: whole under its name, or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Where a report is written. A file keeps what it held until [`Destination::keep`] puts the
/// report in its place; what is not kept is removed.
pub(super) struct Destination {
    target: PathBuf,
    /// The report so far, beside the target; none where the target is no file, but a device or a pipe.
    part: Option<PathBuf>,
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
            return Ok((Self { target, part: None }, File::create(path)?));
        }
        let part = beside(&target).ok_or(io::ErrorKind::IsADirectory)?;
        let file = File::create_new(&part)?;
        let destination = Self { target, part: Some(part.clone()) };
        if let Some(there) = there {
            fs::set_permissions(&part, there.permissions())?;
        }
        Ok((destination, file))
    }

    /// The report is whole: it takes its place.
    pub(super) fn keep(mut self) -> io::Result<()> {
        self.part.take().map_or(Ok(()), |part| {
            fs::rename(&part, &self.target).inspect_err(|_| {
                let _ = fs::remove_file(&part);
            })
        })
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            let _ = fs::remove_file(part);
        }
    }
}

/// A name for the part, hidden from searches, which no other run has.
fn beside(target: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(target.file_name()?);
    name.push(format!(".{}.part", std::process::id()));
    Some(target.with_file_name(name))
}
