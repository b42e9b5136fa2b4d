//! The message doctor: judges files offline, with the same eyes as the endpoint.
//!
//! A file holds one message, bare or in its envelope, or, when it is named `.http` or comes on
//! standard input, whole HTTP messages. Each goes through charset → well-formedness → envelope →
//! schema → the rules that need no state, and comes out as a [`Report`] with a [`Verdict`] and its
//! [`Issue`]s, which [`render`] puts into words.
//!
//! The endpoint stops at the first stage that finds something (rules §1.5); here all rules are
//! told at once, each with its stage.

mod capture;
mod charset;
mod excerpt;
mod input;
mod issue;
mod message;
mod reason;
pub mod render;
mod report;
mod run;
mod search;
mod sender;

pub use input::Input;
pub use issue::{Excerpt, Issue, IssueCode, Reading, Severity, Stage};
pub use report::{Kind, Report, Summary, Verdict};
pub use run::run;
pub use search::find;

use std::path::Path;

use chrono::NaiveDate;

use sac_certificates::rule::diagnosis::Icd9;
use sac_certificates::service::content::ContentRules;
use sac_keys::sealed::Unsealer;
use sac_people::places::Places;
use sac_settings::RuleSettings;

/// The most bytes of a file, or of a body once inflated, that are read unless told otherwise.
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
pub struct Checker {
    /// The civil date in Rome by which dates are judged.
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
    /// Goes no further than the schema: no business rule is looked at.
    pub schema_only: bool,
}

impl Checker {
    /// A checker as of `today`, with the defaults of everything else.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self {
            today,
            settings: RuleSettings::default(),
            icd9: Icd9::default(),
            unsealer: None,
            sender: None,
            max_bytes: MAX_BYTES,
            strict: false,
            schema_only: false,
        }
    }

    /// Reads an input and judges every message in it; at least one report comes back.
    #[must_use]
    pub fn check(&self, input: &Input) -> Vec<Report> {
        let name = input.name();
        let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match input.read(self.max_bytes) {
            Ok(bytes) => self.check_bytes(&name, &bytes),
            Err(issue) => vec![Report::of_input(&name, *issue)],
        }));
        let mut reports = judged.unwrap_or_else(|_| vec![Report::of_input(&name, issue::internal("panic"))]);
        for report in &mut reports {
            report.path = input.path().map(Path::to_owned);
        }
        reports
    }

    /// Judges every message in `bytes`, which came from what is called `name`.
    #[must_use]
    pub fn check_bytes(&self, name: &str, bytes: &[u8]) -> Vec<Report> {
        let mut reports = if capture::is_capture(name, bytes) {
            capture::check(self, name, bytes)
        } else {
            vec![message::check(self, name, &message::Body::bare(bytes))]
        };
        for report in &mut reports {
            report.settle(self.strict);
        }
        reports
    }

    fn content(&self) -> ContentRules<'_> {
        ContentRules { today: self.today, places: Places::embedded(), settings: &self.settings, icd9: &self.icd9 }
    }
}
