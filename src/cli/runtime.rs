//! Asynchronous work of commands.

use super::failure::Failure;

/// Runs a client's work on this thread.
pub(super) fn run_alone<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Failure::System)?;
    Ok(runtime.block_on(work))
}
