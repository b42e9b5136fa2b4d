//! Who may do and see what (circular §1, §2, §6, §9): one table, and the cases behind its marks.

mod caller;
mod competence;
mod table;

pub use caller::{Caller, Helper, Office};
pub use competence::{Case, HelperCode, Refused, may, may_read_clinical};
pub use table::{Action, Mark, Profile, Rights, TABLE, mark};
