//! Where values come from, and what is said when one is wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::value::Value;
use super::{SETTINGS, Setting};
use sac_domain::likeness::closest;
use sac_domain::words::{Language, Wanted, Words};

/// Where a value came from, in rising precedence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The TOML file.
    File {
        /// Its path.
        path: PathBuf,
        /// The line of the value, from 1.
        line: usize,
    },
    /// An environment variable.
    Environment,
    /// A flag on the command line.
    Flag,
    /// The settings of one world, given when it is made.
    World,
}

/// The settings, or the way they were given, are wrong.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the settings file {} cannot be read: {cause}", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// The file is not TOML, or holds something that no setting could be.
    #[error("{}, line {line}: {problem}", path.display())]
    Malformed {
        /// Its path.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong there.
        problem: Problem,
    },
    /// The file names a setting that does not exist.
    #[error("{}, line {line}: there is no setting {key:?}{}", path.display(), meant(*closest))]
    UnknownKey {
        /// Its path.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// The key.
        key: String,
        /// The setting whose name is most like it, if one is like it at all.
        closest: Option<&'static str>,
    },
    /// A value is none that its setting allows.
    #[error("{}: {text:?} is no value of {key}: {wanted}", origin.words(key, Language::En))]
    BadValue {
        /// Where the value came from.
        origin: Source,
        /// The setting.
        key: &'static str,
        /// The value.
        text: String,
        /// What it allows.
        wanted: Wanted,
    },
}

/// What is wrong at a place of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It is not TOML; what the parser says.
    #[error("{0}")]
    NotToml(String),
    /// Settings stand below a heading.
    #[error("settings stand at the top, not under {0}")]
    Table(String),
    /// A value of a kind that no setting has.
    #[error("{0} takes a text, a number, true or false, or a list of texts")]
    Kind(String),
}

impl Words for ConfigError {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Unreadable { path, cause } => {
                format!("il file delle impostazioni {} non si può leggere: {}", path.display(), cause.words(language))
            }
            Self::Malformed { path, line, problem } => {
                let problem = match problem {
                    Problem::NotToml(_) => "qui il file non è TOML".to_owned(),
                    Problem::Table(name) => format!("le impostazioni stanno in cima al file, non sotto {name}"),
                    Problem::Kind(name) => {
                        format!("{name} vuole un testo, un numero, true o false, o una lista di testi")
                    }
                };
                format!("{}, riga {line}: {problem}", path.display())
            }
            Self::UnknownKey { path, line, key, closest } => {
                let meant = closest.map(|key| format!("; forse si intendeva {key:?}?")).unwrap_or_default();
                format!("{}, riga {line}: l'impostazione {key:?} non esiste{meant}", path.display())
            }
            Self::BadValue { origin, key, text, wanted } => {
                let origin = origin.words(key, language);
                format!("{origin}: {text:?} non è un valore di {key}: {}", wanted.words(language))
            }
        }
    }
}

/// The values given, each from the source that has precedence.
#[derive(Clone, Debug, Default)]
pub struct Values(BTreeMap<&'static str, Given>);

#[derive(Clone, Debug)]
struct Given {
    texts: Vec<String>,
    source: Source,
}

impl Values {
    /// Takes one setting's values, unless a source of higher precedence gave others.
    pub fn give(&mut self, setting: &Setting, texts: Vec<String>, source: Source) {
        if self.0.get(setting.key).is_none_or(|given| given.source <= source) {
            self.0.insert(setting.key, Given { texts, source });
        }
    }

    /// Takes what the environment holds. An empty variable counts as not set, and one that
    /// takes several values parts them by commas.
    pub fn give_environment(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for setting in SETTINGS {
            if let Some(text) = variable(&setting.variable()).filter(|text| !text.is_empty()) {
                self.give(setting, split(setting, &text), Source::Environment);
            }
        }
    }

    /// Takes one setting's flag as often as it was given; one that takes several values
    /// may part them by commas.
    pub fn give_flag<'a>(&mut self, setting: &Setting, texts: impl IntoIterator<Item = &'a str>) {
        let texts = texts.into_iter().flat_map(|text| split(setting, text)).collect();
        self.give(setting, texts, Source::Flag);
    }

    /// Takes what the file at `path` says.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, or has an unknown key.
    pub fn give_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        self.give_toml(path, &text)
    }

    /// Takes what `text`, read from `path`, says.
    ///
    /// # Errors
    /// When it is not TOML or has an unknown key.
    pub fn give_toml(&mut self, path: &Path, text: &str) -> Result<(), ConfigError> {
        let malformed = |at: usize, problem: Problem| ConfigError::Malformed {
            path: path.to_owned(),
            line: line_of(text, at),
            problem,
        };
        let table = DeTable::parse(text).map_err(|error| {
            malformed(error.span().map_or(0, |span| span.start), Problem::NotToml(error.message().to_owned()))
        })?;
        for (key, value) in table.get_ref() {
            let name = key.get_ref().as_ref();
            if matches!(value.get_ref(), DeValue::Table(_)) {
                return Err(malformed(key.span().start, Problem::Table(name.to_owned())));
            }
            let Some(setting) = SETTINGS.iter().find(|setting| setting.key == name) else {
                return Err(ConfigError::UnknownKey {
                    path: path.to_owned(),
                    line: line_of(text, key.span().start),
                    key: name.to_owned(),
                    closest: closest(name, SETTINGS.iter().map(|setting| setting.key)).first().copied(),
                });
            };
            let texts = texts_of(value.get_ref())
                .ok_or_else(|| malformed(value.span().start, Problem::Kind(name.to_owned())))?;
            let source = Source::File { path: path.to_owned(), line: line_of(text, value.span().start) };
            self.give(setting, texts, source);
        }
        Ok(())
    }

    /// The value of one setting, if it was given.
    pub(super) fn read<T: Value>(&self, key: &'static str) -> Result<Option<T>, ConfigError> {
        let Some(given) = self.0.get(key) else {
            return Ok(None);
        };
        T::read(&given.texts).map(Some).map_err(|misfit| ConfigError::BadValue {
            origin: given.source.clone(),
            key,
            text: misfit.text,
            wanted: misfit.wanted,
        })
    }
}

impl Source {
    /// The words by which a person finds the place of the setting `key`.
    fn words(&self, key: &str, language: Language) -> String {
        match self {
            Self::File { path, line } => format!("{}, {} {line}", path.display(), language.pick("riga", "line")),
            Self::Environment => {
                let variable = key.to_ascii_uppercase();
                format!("{} SAC_{variable}", language.pick("variabile d'ambiente", "environment variable"))
            }
            Self::World => format!("{}, {key}", language.pick("impostazioni del mondo", "settings of the world")),
            Self::Flag => format!("{} --{}", language.pick("opzione", "flag"), key.replace('_', "-")),
        }
    }
}

fn split(setting: &Setting, text: &str) -> Vec<String> {
    if setting.many { text.split(',').map(str::to_owned).collect() } else { vec![text.to_owned()] }
}

fn texts_of(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(items) => items.iter().map(|item| scalar(item.get_ref())).collect(),
        single => scalar(single).map(|text| vec![text]),
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.clone().into_owned()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Boolean(switch) => Some(switch.to_string()),
        DeValue::Datetime(instant) => Some(instant.to_string()),
        DeValue::Float(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn meant(closest: Option<&str>) -> String {
    closest.map(|key| format!("; did you mean {key:?}?")).unwrap_or_default()
}
