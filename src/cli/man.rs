//! `sac man`: the manual pages, for those who make packages.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::failure::{Doing, Failure};
use super::outcome::Verdict;

/// Write the manual pages (sac.1, sac-serve.1, …) into a directory
///
/// They say what --help says. The Debian package brings them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac man man1")]
pub(super) struct Args {
    /// Directory to write to; made if it is missing
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// Writes the pages of this command line.
pub(super) fn run(args: &Args, command_line: clap::Command) -> Result<Verdict, Failure> {
    write(command_line, &args.dir).map_err(Failure::file(Doing::WritePages, &args.dir))?;
    Ok(Verdict::Clean)
}

fn write(command_line: clap::Command, dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    clap_mangen::generate_to(command_line, dir)
}

#[cfg(test)]
mod tests {
    use clap::Command;

    use super::*;

    #[test]
    fn every_command_that_help_lists_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("made/man1");
        let user = Command::new("user").about("Manage users").subcommand(Command::new("add").about("Add one"));
        let hidden = Command::new("man").hide(true);
        write(Command::new("sac").subcommands([user, hidden]), &dir).unwrap();
        let mut pages: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        pages.sort();
        assert_eq!(pages, ["sac-user-add.1", "sac-user.1", "sac.1"]);
        assert!(fs::read_to_string(dir.join("sac-user.1")).unwrap().contains("Manage users"));
    }
}
