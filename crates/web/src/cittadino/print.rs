//! The prints of a worker's document.

/// The prints of a document, by their addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Print {
    /// A or C.
    Certificato,
    /// B or D.
    Attestato,
    /// E.
    Ricovero,
}

impl Print {
    pub(super) fn named(file: &str) -> Option<Self> {
        Some(match file {
            "certificato.pdf" => Self::Certificato,
            "attestato.pdf" => Self::Attestato,
            "ricovero.pdf" => Self::Ricovero,
            _ => return None,
        })
    }

    /// Its address below the document's, without the ending.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Certificato => "certificato",
            Self::Attestato => "attestato",
            Self::Ricovero => "ricovero",
        }
    }
}
