//! The Italian texts of the help, which are a table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The table as it is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct Table {
    /// The headings of flags.
    pub(in crate::cli) headings: BTreeMap<String, String>,
    /// What stands for values.
    pub(in crate::cli) metavariables: BTreeMap<String, String>,
    /// Flags that several commands have, by their names.
    pub(in crate::cli) shared: BTreeMap<String, String>,
    /// Each command by its path.
    pub(in crate::cli) commands: BTreeMap<String, CommandWords>,
}

/// The texts of a command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::cli) struct CommandWords {
    /// What it does: the first paragraph is the summary.
    pub(in crate::cli) about: String,
    /// Examples, exit codes.
    pub(in crate::cli) after: Option<String>,
    /// Its flags and arguments by their names: the first paragraph is the summary.
    #[serde(default)]
    pub(in crate::cli) args: BTreeMap<String, String>,
    /// Values of its flags, each with what it means.
    #[serde(default)]
    pub(in crate::cli) values: BTreeMap<String, BTreeMap<String, String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // A test reads the table; a program that cannot would speak English.
    toml::from_str(include_str!("help.it.toml")).unwrap_or_else(|_| Table {
        headings: BTreeMap::new(),
        metavariables: BTreeMap::new(),
        shared: BTreeMap::new(),
        commands: BTreeMap::new(),
    })
});

impl Table {
    /// The table.
    pub(in crate::cli) fn get() -> &'static Self {
        &TABLE
    }

    /// What a flag or argument of a command is about.
    pub(in crate::cli) fn arg(&self, command: &str, name: &str) -> Option<&str> {
        let own = self.commands.get(command).and_then(|words| words.args.get(name));
        own.or_else(|| self.shared.get(name)).map(String::as_str)
    }

    /// What a value of a flag means.
    pub(in crate::cli) fn value(&self, command: &str, name: &str, value: &str) -> Option<&str> {
        self.commands.get(command)?.values.get(name)?.get(value).map(String::as_str)
    }
}

/// The paragraphs of a text, each on one line.
pub(in crate::cli) fn paragraphs(text: &str) -> Vec<String> {
    let joined = text.trim().split("\n\n").map(|lines| lines.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.filter(|paragraph| !paragraph.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read() {
        let table: Result<Table, _> = toml::from_str(include_str!("help.it.toml"));
        assert!(table.is_ok(), "{}", table.unwrap_err());
    }
}
