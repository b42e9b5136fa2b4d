//! `sac completions`: what a shell needs to complete the command line.

use std::io::{Write as _, stdout};

use clap_complete::Shell;

use super::failure::Failure;
use super::outcome::Verdict;

/// Print the script with which a shell completes the command line
///
/// bash reads it from ~/.local/share/bash-completion/completions/sac, fish from
/// ~/.config/fish/completions/sac.fish, zsh from a file `_sac` in a directory of its $fpath. In the
/// profile of PowerShell: `sac completions powershell | Out-String | Invoke-Expression`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac completions bash > ~/.local/share/bash-completion/completions/sac")]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script for this command line.
pub(super) fn run(args: &Args, command_line: clap::Command) -> Result<Verdict, Failure> {
    stdout().lock().write_all(&script(args.shell, command_line))?;
    Ok(Verdict::Clean)
}

/// The script, in memory: the generator panics where it cannot write.
fn script(shell: Shell, mut command_line: clap::Command) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command_line, "sac", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, ValueEnum as _};

    use super::*;

    #[test]
    fn every_shell_completes_commands_and_flags() {
        let flag = Arg::new("duplicates").long("duplicates");
        let command_line = Command::new("sac").subcommand(Command::new("serve").arg(flag));
        for shell in Shell::value_variants() {
            let script = String::from_utf8(script(*shell, command_line.clone())).unwrap();
            assert!(script.contains("serve") && script.contains("duplicates"), "{shell}: {script}");
        }
    }
}
