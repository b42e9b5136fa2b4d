//! Checks message files offline, by the same reading and the same rules as the endpoint.
//!
//! A file holds one message, bare or in its envelope, or, when it is named `.http` or comes on
//! standard input, whole HTTP messages. Each goes through charset → well-formedness → envelope →
//! schema → the rules that need no state, and comes out as a [`Report`] with a [`Verdict`] and its
//! [`Issue`]s, which [`render`] puts into words.
//!
//! The endpoint stops at the first stage that finds something (rules §1.5); here the findings of all
//! stages are reported, each with its stage.

mod allowed;
mod archive;
mod body;
mod capture;
mod charset;
mod checker;
mod circumstances;
mod encrypted_fields;
mod excerpt;
mod explanation;
mod input;
mod input_issue;
mod inputs;
mod issue;
mod known_rules;
mod message;
mod not_checked;
mod packets;
mod partial_request;
mod passed_over;
mod placed;
mod recognise;
pub mod render;
mod report;
mod run;
mod search;
pub mod serve;
mod shape;

pub use capture::{HttpMessage, http_messages};
pub use checker::{Checker, MAX_BYTES, Sender};
pub use circumstances::{Circumstances, Setting, VERSION};
pub use input::Input;
pub use issue::{Excerpt, Issue, IssueCode, Reading, Severity, Stage};
pub use not_checked::{NotChecked, Part};
pub use passed_over::PassedOver;
pub use report::{Report, Summary, Verdict};
pub use run::run;
pub use sac_soap::Kind;
pub use search::{Found, find};

use std::path::{Path, PathBuf};

impl Checker {
    /// Reads an input and checks every message in it; at least one report comes back.
    #[must_use]
    pub fn check(&self, input: &Input) -> Vec<Report> {
        let name = input.name();
        let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| match input.read(self.max_bytes) {
            Ok(bytes) => self.check_bytes(&name, &bytes),
            Err(issue) => vec![Report::of_input(&name, *issue)],
        }));
        let mut reports = checked.unwrap_or_else(|_| vec![Report::of_input(&name, input_issue::internal("panic"))]);
        for report in &mut reports {
            report.path = input.path().map(|path| member_path(path, &name, &report.file));
        }
        reports
    }

    /// Checks every message in `bytes`, which came from what is called `name`.
    #[must_use]
    pub fn check_bytes(&self, name: &str, bytes: &[u8]) -> Vec<Report> {
        let mut reports = if archive::is_archive(bytes) {
            archive::check(self, name, bytes)
        } else {
            recognise::check(self, name, bytes)
        };
        for report in &mut reports {
            report.leave_out(&self.allow);
            report.settle(self.strict);
        }
        reports
    }
}

/// The path of a file, or of a file in it: `export.zip!/a.xml`.
fn member_path(path: &Path, name: &str, file: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(file.strip_prefix(name).unwrap_or_default());
    whole.into()
}
