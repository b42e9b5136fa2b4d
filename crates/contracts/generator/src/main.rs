//! Writes every file of generated types.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    for job in sac_contracts_generator::JOBS {
        std::fs::write(job.path(), job.generate()?)?;
    }
    Ok(())
}
