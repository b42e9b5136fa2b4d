//! Reports that the gateway makes: where they go.

use std::io::{Write as _, stdout};
use std::path::PathBuf;

use super::draft;
use super::failure::{Doing, Failure};

/// Where a report goes.
#[derive(Debug, clap::Args)]
pub(super) struct ReportOutput {
    /// File to write to instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ReportOutput {
    /// Writes a report: whole under its name, or not at all.
    pub(super) fn write(&self, report: &[u8]) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            let mut out = stdout().lock();
            out.write_all(report)?;
            if !report.ends_with(b"\n") && !report.starts_with(b"%PDF") {
                out.write_all(b"\n")?;
            }
            return Ok(out.flush()?);
        };
        let mut file = draft::beside(path).map_err(Failure::file(Doing::Write, path))?;
        file.write_all(report).map_err(Failure::file(Doing::Write, path))?;
        file.persist(path).map_err(|error| Failure::file(Doing::Write, path)(error.error))?;
        Ok(())
    }
}
