//! The sheet of accreditation: cases that a vendor performs with its own program, in any order, each recognised in
//! the traffic.

mod case;
mod cases;
mod render;
mod report;
mod seen;
mod sheet;
mod signed;
#[cfg(test)]
mod tests;

pub use case::{Case, CaseKind, Words};
pub use cases::{Cases, CasesError, Role};
pub use render::{accreditation, accreditation_pdf};
pub use report::{Accreditation, CaseReport, Tally};
pub use seen::Seen;
pub use sheet::Sheet;
pub use signed::Signed;
