//! Files of a folder that are not looked at.

use std::path::Path;

use sac_diagnostic::{Text, kept};

/// How many of them are named.
const NAMED: usize = 5;

/// How many files of folders were passed over, and the first of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<String>,
}

impl PassedOver {
    pub(super) fn add(&mut self, path: &Path) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(kept(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()));
        }
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
                format!("{count} {it} ({names}): per controllarlo, indicare un file per nome."),
                format!("{count} {en} ({names}): to check a file, give its name."),
            )
        })
    }
}
