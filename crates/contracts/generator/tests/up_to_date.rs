//! The types that are checked in are those that the generator makes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sac_contracts_generator::JOBS;

#[test]
fn the_types_are_those_of_the_schemas() {
    for job in JOBS {
        let checked_in = std::fs::read_to_string(job.path()).unwrap();
        let made = job.generate().unwrap();
        assert!(checked_in == made, "{} is out of date: cargo run -p sac-contracts-generator", job.types);
    }
}
