//! The program `sac`. What it does is in `cli/`, one file for each command.
#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
