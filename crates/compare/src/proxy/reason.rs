//! Why an exchange was not compared, or not wholly.

use sac_diagnostic::Language;
use serde::{Deserialize, Serialize};

/// Why an exchange was not compared, or not wholly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No answer came, or none that can be read.
    NoAnswer,
    /// A WSDL was asked for, or something else.
    NotACall,
    /// The other SAC refused the credentials.
    NotAuthenticated,
    /// Our world does not know the caller, or cannot answer.
    UnknownCaller,
    /// It names a document that was sent before the proxy began.
    OfBefore,
    /// The encrypted fields cannot be opened.
    SchemaOnly,
}

impl Reason {
    /// The reason in words.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        let (it, en) = match self {
            Self::NoAnswer => ("non c'è una risposta da confrontare", "there is no answer to compare"),
            Self::NotACall => ("non è una chiamata del servizio", "it is no call of the service"),
            Self::NotAuthenticated => ("il chiamante non è stato autenticato", "the caller was not authenticated"),
            Self::UnknownCaller => ("il nostro mondo non conosce il chiamante", "our world does not know the caller"),
            Self::OfBefore => {
                ("nomina un documento di prima che il proxy iniziasse", "it names a document of before the proxy began")
            }
            Self::SchemaOnly => (
                "confrontato solo fino allo schema: i campi cifrati non si possono aprire",
                "compared up to the schema only: the encrypted fields cannot be opened",
            ),
        };
        match language {
            Language::It => it,
            Language::En => en,
        }
    }
}
