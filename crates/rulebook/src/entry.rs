//! What a book says of one rule.

use std::fmt;

use sac_domain::provenance::Provenance;
use sac_settings::{SETTINGS, Setting};
use serde::{Deserialize, Serialize};

/// What the book says of one rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<S> {
    /// The rule's name.
    pub name: String,
    /// The number on the wire, one to five digits (contract §5, `string1-5`).
    #[serde(rename = "tipoErrore")]
    pub tipo_errore: String,
    /// Who refuses: `SAC`, or `INPS` behind it.
    pub emitter: Emitter,
    /// The part of the message at fault, with `{word}`s.
    #[serde(rename = "sezioneErrata")]
    pub sezione_errata: String,
    /// The sentence on the wire, in Italian, with `{word}`s.
    pub text: String,
    /// How we know of the rule.
    pub provenance: Provenance,
    /// Where it comes from.
    pub source: String,
    /// The operations that it can refuse, by WSDL name.
    pub operations: Vec<String>,
    /// The stage at which it is checked (rules §1.5).
    pub stage: S,
    /// The key of its setting.
    #[serde(default, skip_serializing)]
    setting: Option<String>,
    /// When it is broken.
    pub when: Words,
    /// What to change.
    pub remedy: Words,
}

/// Who refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Emitter {
    /// The reception system.
    Sac,
    /// The institute that keeps the certificates.
    Inps,
}

/// A sentence in both languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Italian.
    pub it: String,
    /// English.
    pub en: String,
}

impl<S> Entry<S> {
    /// The setting that switches or steers the rule, if there is one.
    #[must_use]
    pub fn setting(&self) -> Option<&'static Setting> {
        let key = self.setting.as_deref()?;
        SETTINGS.iter().find(|setting| setting.key == key)
    }

    /// The key of that setting, as the book has it.
    #[must_use]
    pub fn setting_key(&self) -> Option<&str> {
        self.setting.as_deref()
    }
}

impl fmt::Display for Emitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sac => "SAC",
            Self::Inps => "INPS",
        })
    }
}
