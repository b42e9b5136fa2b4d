//! The printed copies of the decree's annexes A to E, as PDF/A-2a.
//!
//! ```text
//! fields (which) ─▶ form (sections, cells) ─▶ layout (where) ─▶ sheet (krilla) ─▶ pdf
//! ```
//!
//! What goes to an employer, [`attestato`], is made from [`sac_domain::attestato::Attestato`] alone, which has no place for a diagnosis:
//!
//! ```compile_fail
//! fn for_the_employer(copy: &sac_domain::attestato::CopiaLavoratore) {
//!     let _ = sac_print::attestato(copy, "default");
//! }
//! ```
//!
//! ```compile_fail
//! fn diagnosis(attestato: &sac_domain::attestato::Attestato) {
//!     let _ = &attestato.diagnosi;
//! }
//! ```
//!
//! The same document, state and world give the same bytes.

mod copies;
mod error;
mod face;
mod fields;
mod form;
mod kind;
mod labels;
mod layout;
mod on_record;
mod pdf;
mod sheet;
mod statement;

pub use copies::{attestato, certificato, ricovero};
pub use error::PrintError;
pub use face::BadFont;
pub use kind::{Kind, NotAKind};
pub use on_record::{print, print_as_accepted};
pub use statement::{COLUMNS, Section, Statement, statement};
