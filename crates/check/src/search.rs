//! Where messages are looked for: the paths given, and all that is in folders.

use std::collections::{HashSet, VecDeque};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use super::input::Input;
use super::input_issue::unreadable;
use super::passed_over::PassedOver;
use sac_diagnostic::{Code, Finding, Text};

/// The files that are looked for in folders.
const EXTENSIONS: [&str; 3] = ["xml", "soap", "http"];

/// All inputs under the paths given, in order of name within a folder: files as they are,
/// folders with what they hold, down to the last; `-` is standard input. A folder that holds
/// nothing to check, or a part of it that cannot be read, is an input that says so.
///
/// Hidden entries of folders are passed over. Links are followed; a folder is searched once,
/// however many links lead there. The file whose canonical path is `left_out` is no message.
#[must_use]
pub fn find(paths: &[PathBuf], left_out: Option<&Path>) -> Found {
    let mut inputs = Vec::new();
    let mut passed_over = PassedOver::default();
    for path in paths {
        if path == Path::new("-") {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let mut search = Search { left_out, ..Search::default() };
            inputs.extend(search.of(path));
            search.passed_over.iter().for_each(|path| passed_over.add(path));
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    Found { inputs, passed_over }
}

/// What a search came upon.
pub struct Found {
    /// What is to be checked.
    pub inputs: Vec<Input>,
    /// What is not, because its name does not end as those of messages do.
    pub passed_over: PassedOver,
}

/// The search of one folder.
#[derive(Default)]
struct Search<'a> {
    found: Vec<Input>,
    /// The folders that were searched, by canonical path.
    seen: HashSet<PathBuf>,
    /// Links to folders wait until all else is searched, so that what has a path without links
    /// goes by that.
    links: VecDeque<PathBuf>,
    passed_over: Vec<PathBuf>,
    left_out: Option<&'a Path>,
}

impl Search<'_> {
    fn of(&mut self, folder: &Path) -> Vec<Input> {
        self.links.push_back(folder.to_owned());
        while let Some(folder) = self.links.pop_front() {
            match folder.canonicalize() {
                Ok(canonical) => self.walk(&folder, &canonical),
                Err(error) => self.missing(folder, &error),
            }
        }
        if self.found.is_empty() {
            let wanted = EXTENSIONS.map(|extension| format!("*.{extension}")).join(", ");
            let nothing = Finding::new(Code::CHECK_NOTHING).allowed(Text::same(wanted));
            self.found.push(Input::Missing(folder.to_owned(), Box::new(nothing.into())));
        }
        std::mem::take(&mut self.found)
    }

    fn walk(&mut self, folder: &Path, canonical: &Path) {
        if !self.seen.insert(canonical.to_owned()) {
            return;
        }
        let mut entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => return self.missing(folder.to_owned(), &error),
        };
        entries.sort_by_cached_key(DirEntry::file_name);
        for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
            let path = entry.path();
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() && path.is_symlink() => self.links.push_back(path),
                Ok(metadata) if metadata.is_dir() => self.walk(&path, &canonical.join(entry.file_name())),
                Ok(_) if is_message(&path) => {
                    if self.left_out.is_none_or(|out| !is_same(&path, out)) {
                        self.found.push(Input::File(path));
                    }
                }
                Err(error) if is_message(&path) || may_be_a_folder(entry) => self.missing(path, &error),
                Ok(metadata) if metadata.is_file() => {
                    if self.left_out.is_none_or(|out| !is_same(&path, out)) {
                        self.passed_over.push(path);
                    }
                }
                Ok(_) | Err(_) => {}
            }
        }
    }

    fn missing(&mut self, path: PathBuf, error: &io::Error) {
        self.found.push(Input::Missing(path, unreadable(&error.to_string())));
    }
}

/// Unless it is known to be a file: a link that leads nowhere may have led to a folder.
fn may_be_a_folder(entry: &DirEntry) -> bool {
    !entry.file_type().is_ok_and(|kind| kind.is_file())
}

fn is_same(path: &Path, canonical: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path == canonical)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Whether the name of a file says that it holds a message.
pub(super) fn is_message(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}
