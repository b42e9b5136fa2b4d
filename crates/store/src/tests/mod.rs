//! One suite for each way to keep a database, and what holds of one of them only.
#![allow(clippy::duplicate_mod, reason = "the same suite runs on each kind of database")]

mod on_disk;

#[path = "."]
mod file {
    use crate::testing::ledger;

    #[path = "suite.rs"]
    mod suite;
}

#[path = "."]
mod memory {
    use crate::testing::ledger_in_memory as ledger;

    #[path = "suite.rs"]
    mod suite;
}
