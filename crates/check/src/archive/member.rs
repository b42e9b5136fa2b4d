//! The files of an archive, read one at a time.

use std::io::{Cursor, Read};

use zip::result::ZipResult;
use zip::{CompressionMethod, ZipArchive};

use super::limits::{Limits, grows_too_much};
use super::unopened;
use crate::input_issue::too_large;
use crate::issue::Issue;

/// How many characters of a file's name are shown.
const SHOWN: usize = 200;

/// The files of an archive.
pub(super) struct Members<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

/// What the list of an archive says of a file.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) is_folder: bool,
    is_encrypted: bool,
    /// It is packed by a method that is read here.
    is_known: bool,
    packed: usize,
    size: usize,
}

/// Why a file was not read.
pub(super) enum Unread {
    Because(Box<Issue>),
    /// All files together are too large.
    NoMoreRoom,
}

impl From<Issue> for Unread {
    fn from(issue: Issue) -> Self {
        Self::Because(Box::new(issue))
    }
}

impl<'a> Members<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> ZipResult<Self> {
        Ok(Self { archive: ZipArchive::new(Cursor::new(bytes))? })
    }

    /// In the order of the archive.
    pub(super) fn list(&self) -> Vec<Member> {
        let size = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
        let member = |index: usize| {
            let entry = self.archive.by_index_data(index).ok()?;
            let name = match entry.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
            };
            Some(Member {
                name,
                is_folder: entry.is_dir(),
                is_encrypted: entry.encrypted(),
                is_known: matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated),
                packed: size(entry.compressed_size()),
                size: size(entry.size()),
            })
        };
        (0..self.archive.len()).filter_map(member).collect()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.list().into_iter().map(|member| member.name).collect()
    }

    /// Whether a file stands behind another one of its name.
    pub(super) fn has_namesakes(&self) -> bool {
        self.archive.has_duplicate_names()
    }

    /// The bytes of a file, within the limits.
    pub(super) fn read(&mut self, index: usize, member: &Member, limits: &mut Limits) -> Result<Vec<u8>, Unread> {
        if member.is_encrypted {
            return Err(unopened::encrypted().into());
        }
        if !member.is_known {
            return Err(unopened::other_method().into());
        }
        // What the list says is not believed, but saves the work where it says enough.
        if let Some(finding) = grows_too_much(member.packed, member.size) {
            return Err(Issue::from(finding).into());
        }
        if member.size > limits.of_a_file {
            return Err(too_large(u64::try_from(member.size).ok(), limits.of_a_file).into());
        }
        let mut bytes = Vec::new();
        let room = u64::try_from(limits.of_next()).unwrap_or(u64::MAX);
        let read = self.archive.by_index(index).and_then(|file| Ok(file.take(room).read_to_end(&mut bytes)?));
        if !limits.take(bytes.len()) {
            return Err(Unread::NoMoreRoom);
        }
        if let Some(finding) = grows_too_much(member.packed, bytes.len()) {
            return Err(Issue::from(finding).into());
        }
        if bytes.len() > limits.of_a_file {
            return Err(too_large(None, limits.of_a_file).into());
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(_) => Err(unopened::damaged().into()),
        }
    }
}

impl Member {
    /// What systems put into archives beside the files.
    pub(super) fn is_hidden(&self) -> bool {
        self.name.split(['/', '\\']).any(|part| part.starts_with('.') && part != "." && part != "..")
            || self.name.starts_with("__MACOSX/")
    }

    /// The name, shortened.
    pub(super) fn shown_name(&self) -> String {
        let short: String = self.name.chars().take(SHOWN).collect();
        if short.len() < self.name.len() { format!("{short}…") } else { short }
    }
}
