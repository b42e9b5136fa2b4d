//! How messages are to be checked.

use chrono::NaiveDate;

use super::issue::IssueCode;
use sac_certificates::rule::Catalogue;
use sac_certificates::rule::diagnosis::Icd9;
use sac_certificates::service::content::ContentRules;
use sac_contracts::certificati_medici::{self, Request, Ricevuta};
use sac_keys::sealed::Unsealer;
use sac_people::places::Places;
use sac_settings::RuleSettings;
use sac_soap::Contract;

/// The most bytes of a file, or of a body once inflated, that are read by default.
pub const MAX_BYTES: usize = 8 << 20;

/// Who is taken to send what is checked (rules §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// A doctor.
    Medico,
    /// A clerk of an ASL or hospital.
    Operatore,
    /// A region, on behalf of its doctors.
    Ente,
}

/// Checks messages. It holds no state: all threads may share it.
#[derive(Clone)]
pub struct Checker {
    /// The contract of the messages.
    pub contract: &'static Contract<Request, Ricevuta>,
    /// The rule book, for the words of a refusal.
    pub catalogue: Catalogue,
    /// The civil date in Rome that dates are compared with.
    pub today: NaiveDate,
    /// The switches of the rules, `empty_optional` among them.
    pub settings: RuleSettings,
    /// The diagnosis codes that the user supplied.
    pub icd9: Icd9,
    /// Opens the encrypted fields, where the key is at hand.
    pub unsealer: Option<Unsealer>,
    /// Who sends; without it, what the message looks like.
    pub sender: Option<Sender>,
    /// The most bytes read of a file, and of a body once inflated.
    pub max_bytes: usize,
    /// Warnings count as errors.
    pub strict: bool,
    /// Findings that are left out: errors and warnings, never what could not be checked.
    pub allow: Vec<IssueCode>,
    /// Goes no further than the schema: no business rule is looked at.
    pub schema_only: bool,
}

impl Checker {
    /// A checker as of `today`, with the defaults of everything else.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self {
            contract: &certificati_medici::CONTRACT,
            catalogue: Catalogue::embedded().clone(),
            today,
            settings: RuleSettings::default(),
            icd9: Icd9::default(),
            unsealer: None,
            sender: None,
            max_bytes: MAX_BYTES,
            strict: false,
            allow: Vec::new(),
            schema_only: false,
        }
    }

    /// The rules on the content of a request, as this checker applies them.
    pub(super) fn content(&self) -> ContentRules<'_> {
        ContentRules { today: self.today, places: Places::embedded(), settings: &self.settings, icd9: &self.icd9 }
    }
}
