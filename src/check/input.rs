//! Where messages come from: files, folders, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::capture::too_large;
use super::issue::Issue;
use crate::diagnostic::{Code, Finding, Text};

/// The files that are looked for in folders.
const EXTENSIONS: [&str; 3] = ["xml", "soap", "http"];

/// Something that holds messages, or should.
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
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
        }
    }

    /// Reads it, one byte past the limit at most.
    pub(super) fn read(&self, max_bytes: usize) -> Result<Vec<u8>, Box<Issue>> {
        let read = match self {
            Self::Missing(_, issue) => return Err(issue.clone()),
            Self::Stdin => read_upto(io::stdin().lock(), max_bytes).map(|bytes| (bytes, None)),
            Self::File(path) => File::open(path).and_then(|file| {
                let size = file.metadata().ok().map(|metadata| metadata.len());
                Ok((read_upto(file, max_bytes)?, size.filter(|size| *size > max_bytes as u64)))
            }),
        };
        match read {
            Ok((bytes, size)) if bytes.len() > max_bytes => Err(Box::new(too_large(size, max_bytes))),
            Ok((bytes, _)) => Ok(bytes),
            Err(error) => Err(unreadable(&error.to_string())),
        }
    }
}

fn read_upto(source: impl Read, max_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// All inputs under the paths given, in order of name within a folder: files as they are,
/// folders with what they hold, down to the last; `-` is standard input. A folder that holds
/// nothing to check, or a part of it that cannot be read, is an input that tells so.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path == Path::new("-") {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let before = inputs.len();
            walk(path, &mut inputs);
            if inputs.len() == before {
                let wanted = EXTENSIONS.map(|extension| format!("*.{extension}")).join(", ");
                let nothing = Finding::new(Code::CHECK_NOTHING).allowed(Text::same(wanted));
                inputs.push(Input::Missing(path.clone(), Box::new(nothing.into())));
            }
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    inputs
}

/// Hidden entries are passed over, and links to folders are not followed: they may lead round.
fn walk(folder: &Path, inputs: &mut Vec<Input>) {
    let missing = |path: &Path, error: &io::Error| Input::Missing(path.to_owned(), unreadable(&error.to_string()));
    let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return inputs.push(missing(folder, &error)),
    };
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    for path in paths.into_iter().filter(|path| !is_hidden(path)) {
        let is_link = path.is_symlink();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() && !is_link => walk(&path, inputs),
            Ok(metadata) if metadata.is_file() && is_message(&path) => inputs.push(Input::File(path)),
            Ok(metadata) if !metadata.is_dir() && is_message(&path) => {
                inputs.push(Input::Missing(path, unreadable("not a regular file")));
            }
            Err(error) if is_message(&path) => inputs.push(missing(&path, &error)),
            Ok(_) | Err(_) => {}
        }
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_message(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

fn unreadable(why: &str) -> Box<Issue> {
    Box::new(super::issue::unreadable(why))
}
