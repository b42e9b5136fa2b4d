//! The program `sac`. What it does is in `cli/`, one file for each command.
#![forbid(unsafe_code)]

mod cli;

/// Gives memory back after a peak, which the C library's allocator does not: verifying a PIN takes 19 MiB.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
