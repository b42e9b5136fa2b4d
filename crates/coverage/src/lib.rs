//! What a client has exercised of the contract and what never, and its sheet of accreditation.
//!
//! ```text
//! exchange ─▶ Observed ─┬▶ Coverage ─▶ Report
//!                       └▶ Sheet ─▶ Accreditation
//! ```
//!
//! Both are folded from the journal when they are asked for, page by page, the oldest exchange first: nothing is done
//! on the way of a message, what the journal has forgotten is not counted, and the memory stays flat.

mod accreditation;
mod chart;
mod coverage;
mod exported;
mod fields;
mod head;
mod journal;
mod observed;
mod recent;
mod render;
mod report;
mod survival;

pub use accreditation::{
    Accreditation, Case, CaseKind, CaseReport, Cases, CasesError, Role, Seen, Sheet, Signed, Tally, Words,
    accreditation, accreditation_pdf,
};
pub use coverage::Coverage;
pub use fields::{Fields, is_encrypted};
pub use journal::{Which, each};
pub use observed::{Observed, Outcome};
pub use render::{Format, coverage};
pub use report::{
    CharsetReport, Count, ElementReport, Item, LengthReport, OperationReport, Report, RuleReport, Summary, ValueReport,
    WayReport,
};
pub use sac_diagnostic::Language;
pub use survival::{Incident, Kind, SeveralErrors, Survival, went_wrong};
