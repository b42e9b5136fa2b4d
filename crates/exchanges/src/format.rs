//! The formats of an export.

/// A format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// HTTP Archive 1.2, one JSON document.
    Har,
    /// A zip of captures, one for each direction of an exchange.
    Http,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Har, Self::Http, Self::Jsonl];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::Http => "http",
            Self::Jsonl => "jsonl",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The media type of a file of it.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Har => "application/json",
            Self::Http => "application/zip",
            Self::Jsonl => "application/x-ndjson",
        }
    }

    /// How the name of a file of it ends.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::Http => "zip",
            Self::Jsonl => "jsonl",
        }
    }
}
