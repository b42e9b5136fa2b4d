//! Judgments, and what follows from them (circular §3.1, §6, §7A, §9), as a table that can be replaced.

mod code;
mod data;
mod grant;
mod judgment;

pub use code::CodiceGiudizio;
pub use data::{AgeBand, Benefits, IncomeLimit, Judgment, Limits, MoneyBenefit, Requirement, TableError, Threshold};
pub use grant::{Circumstances, Missing};
pub use judgment::{Incongruent, Stated, age_on, computed};
