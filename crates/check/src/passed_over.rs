//! Files of a folder or an archive that are not looked at.

use std::path::Path;

use sac_diagnostic::{Text, kept};

/// How many of them are named.
const NAMED: usize = 5;

/// How many files of folders and archives were passed over, and the first of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<String>,
}

impl PassedOver {
    pub(super) fn add(&mut self, path: &Path) {
        self.add_name(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy());
    }

    pub(super) fn add_name(&mut self, name: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(kept(name));
        }
    }

    /// Adds what was passed over elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        let room = NAMED.saturating_sub(self.first.len());
        self.first.extend(other.first.iter().take(room).cloned());
    }

    /// How many and which, in a sentence.
    pub(super) fn sentence(&self) -> Option<Text> {
        let more = if self.count > self.first.len() { ", …" } else { "" };
        let names = format!("{}{more}", self.first.join(", "));
        let count = self.count;
        let (it, en) = if count == 1 {
            ("altro file tralasciato", "other file passed over")
        } else {
            ("altri file tralasciati", "other files passed over")
        };
        (count > 0).then(|| {
            Text::new(
                format!("{count} {it} ({names}): un file di una cartella si controlla indicandone il nome, uno di un archivio estraendolo."),
                format!("{count} {en} ({names}): to check one of a folder give its name, one of an archive unpack it."),
            )
        })
    }
}
