//! Texts for people, in Italian and in English.

use std::fmt;
use std::io::{self, ErrorKind};

use serde::{Deserialize, Serialize};

/// A language for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Italian, the language of the service.
    #[default]
    It,
    /// English.
    En,
}

impl Language {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::It, Self::En];

    /// Its code in ISO 639, as `xml:lang` has it.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("it", "en")
    }

    /// The language of this code, in any letter case.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// What is in this language of the two.
    #[must_use]
    pub fn pick<T>(self, it: T, en: T) -> T {
        match self {
            Self::It => it,
            Self::En => en,
        }
    }
}

/// What can be said in both languages: the errors that people meet, above all. The words of an
/// error are all there is to say, its causes with it.
pub trait Words: fmt::Debug {
    /// The words in `language`.
    fn words(&self, language: Language) -> String;
}

/// The same words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// A text in two languages.
    #[must_use]
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { it: it.into(), en: en.into() }
    }

    /// Words that read the same in every language: names, patterns, numbers.
    #[must_use]
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { it: words.clone(), en: words }
    }

    /// What `words` says, in each language.
    #[must_use]
    pub fn of(words: &(impl Words + ?Sized)) -> Self {
        Self::new(words.words(Language::It), words.words(Language::En))
    }

    /// This text with another one right behind it.
    #[must_use]
    pub fn followed_by(mut self, other: &Self) -> Self {
        self.it.push_str(&other.it);
        self.en.push_str(&other.en);
        self
    }

    /// The words in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        language.pick(&self.it, &self.en)
    }
}

impl Words for Text {
    fn words(&self, language: Language) -> String {
        self.get(language).to_owned()
    }
}

impl From<Said> for Text {
    fn from(said: Said) -> Self {
        Self::new(said.it, said.en)
    }
}

/// What would have been right in the place of a text that was entered: the end of a sentence.
/// It never shows the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted(Box<Text>);

impl Wanted {
    /// The words for it.
    #[must_use]
    pub fn new(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Box::new(Text::new(it, en)))
    }
}

impl<T: Words> From<&T> for Wanted {
    fn from(words: &T) -> Self {
        Self(Box::new(Text::of(words)))
    }
}

impl Words for Wanted {
    fn words(&self, language: Language) -> String {
        self.0.words(language)
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Wanted {}

/// What the system says of a failure. In English it is the system's own text, with its number; in
/// Italian the same for what is frequent, and the number for the rest.
impl Words for io::Error {
    fn words(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        let known = match self.kind() {
            ErrorKind::NotFound => "file o cartella inesistente",
            ErrorKind::PermissionDenied => "permesso negato",
            ErrorKind::ConnectionRefused => "connessione rifiutata: a quell'indirizzo non risponde nessuno",
            ErrorKind::ConnectionReset => "la connessione è stata interrotta dall'altra parte",
            ErrorKind::ConnectionAborted => "la connessione è stata interrotta",
            ErrorKind::NotConnected => "la connessione non c'è più",
            ErrorKind::HostUnreachable => "la macchina non è raggiungibile",
            ErrorKind::NetworkUnreachable => "la rete non è raggiungibile",
            ErrorKind::AddrInUse => "l'indirizzo è già usato da un altro programma",
            ErrorKind::AddrNotAvailable => "questa macchina non ha quell'indirizzo",
            ErrorKind::BrokenPipe => "nessuno legge più dall'altra parte",
            ErrorKind::AlreadyExists => "esiste già",
            ErrorKind::NotADirectory => "non è una cartella",
            ErrorKind::IsADirectory => "è una cartella",
            ErrorKind::DirectoryNotEmpty => "la cartella non è vuota",
            ErrorKind::ReadOnlyFilesystem => "il disco è in sola lettura",
            ErrorKind::StorageFull => "il disco è pieno",
            ErrorKind::QuotaExceeded => "lo spazio concesso è esaurito",
            ErrorKind::FileTooLarge => "il file è troppo grande",
            ErrorKind::ResourceBusy => "la risorsa è occupata",
            ErrorKind::InvalidInput => "il valore non è valido",
            ErrorKind::InvalidData => "il contenuto non è leggibile: non è testo UTF-8",
            ErrorKind::TimedOut => "tempo scaduto",
            ErrorKind::UnexpectedEof => "fine inattesa dei dati",
            ErrorKind::Interrupted => "operazione interrotta",
            ErrorKind::OutOfMemory => "memoria esaurita",
            _ => "errore del sistema",
        };
        match self.raw_os_error() {
            Some(number) => format!("{known} (errore di sistema {number})"),
            None => known.to_owned(),
        }
    }
}

/// Words that are always the same, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// In Italian.
    pub it: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Such words.
#[must_use]
pub const fn said(it: &'static str, en: &'static str) -> Said {
    Said { it, en }
}

impl Words for Said {
    fn words(&self, language: Language) -> String {
        language.pick(self.it, self.en).to_owned()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.en)
    }
}

/// A text with what it holds, in the language: `say!(language, it: "utente {name}", en: "user {name}")`.
/// Arguments by name may follow, as in `format!`; what is given must occur in both languages.
#[macro_export]
macro_rules! say {
    ($language:expr, it: $it:literal, en: $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        match $language {
            $crate::words::Language::It => format!($it $(, $name = $value)*),
            $crate::words::Language::En => format!($en $(, $name = $value)*),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_the_system_has_italian_words() {
        let error = std::fs::read("/no/such/file").unwrap_err();
        assert_eq!(error.words(Language::It), "file o cartella inesistente (errore di sistema 2)");
        assert!(error.words(Language::En).contains("os error 2"));
        assert_eq!(
            io::Error::from_raw_os_error(9999).words(Language::It),
            "errore del sistema (errore di sistema 9999)"
        );
    }

    #[test]
    fn a_language_goes_by_its_code() {
        assert_eq!(Language::of_code("IT"), Some(Language::It));
        assert_eq!(Language::of_code("de"), None);
    }
}
