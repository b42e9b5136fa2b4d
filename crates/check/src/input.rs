//! Where messages come from: files, standard input, what was sent to the page.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::input_issue::{too_large, unreadable};
use super::issue::Issue;

/// Where systems show what a process has open: bash's `<(…)` is a file there.
const HANDED_OVER: [&str; 3] = ["/dev/fd", "/dev/stdin", "/proc/self/fd"];

/// Something that holds messages, or should.
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes that are in memory already, and what they are called.
    Bytes(String, Vec<u8>),
    /// A place where no message can be read, and why.
    Missing(PathBuf, Box<Issue>),
}

impl Input {
    /// The file's name, or `-`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Missing(path, _) => path.display().to_string(),
            Self::Stdin => "-".to_owned(),
            Self::Bytes(name, _) => name.clone(),
        }
    }

    /// The file, where it is one.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Missing(path, _) => Some(path),
            Self::Stdin | Self::Bytes(..) => None,
        }
    }

    /// Reads it, one byte past the limit at most.
    pub(super) fn read(&self, max_bytes: usize) -> Result<Cow<'_, [u8]>, Box<Issue>> {
        let read = match self {
            Self::Missing(_, issue) => return Err(issue.clone()),
            Self::Bytes(_, bytes) if bytes.len() > max_bytes => {
                return Err(Box::new(too_large(u64::try_from(bytes.len()).ok(), max_bytes)));
            }
            Self::Bytes(_, bytes) => return Ok(Cow::Borrowed(bytes)),
            Self::Stdin => read_upto(io::stdin().lock(), max_bytes).map(|bytes| (bytes, None)),
            Self::File(path) => open(path).and_then(|file| {
                let size = file.metadata().ok().map(|metadata| metadata.len());
                Ok((read_upto(file, max_bytes)?, size.filter(|size| *size > max_bytes as u64)))
            }),
        };
        match read {
            Ok((bytes, size)) if bytes.len() > max_bytes => Err(Box::new(too_large(size, max_bytes))),
            Ok((bytes, _)) => Ok(Cow::Owned(bytes)),
            Err(error) => Err(unreadable(&error.to_string())),
        }
    }
}

/// Opens a regular file, or what the shell handed over as one. A named pipe is not opened: it
/// would wait for a writer, who may never come.
fn open(path: &Path) -> io::Result<File> {
    let is_handed_over = HANDED_OVER.iter().any(|folder| path.starts_with(folder));
    if !is_handed_over && !path.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    File::open(path)
}

fn read_upto(source: impl Read, max_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
