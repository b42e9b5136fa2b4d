//! `sac ca export`: the public files of an installation, for clients elsewhere.

use std::fs;
use std::io::{Write as _, stdout};
use std::path::{Path, PathBuf};

use super::failure::{Doing, Failure};

/// What a client needs: nothing of it is secret.
const FILES: [&str; 3] = ["ca.pem", "SanitelCF.cer", "SanitelCF.pem"];

/// Copy the CA and the encryption certificate for clients to a directory
///
/// A client trusts ca.pem and encrypts with SanitelCF.cer (DER) or SanitelCF.pem. A gateway that runs
/// offers the same three files beside its WSDL, as https://HOST:PORT/CertServiceWeb/ca.pem.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  sac ca export --out client-files")]
pub(super) struct Export {
    /// Directory to write the files to
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

pub(super) fn run(args: &Export, data_dir: &Path) -> Result<(), Failure> {
    if !data_dir.join(FILES[0]).is_file() {
        return Err(Failure::NoInstallation { data_dir: data_dir.to_owned() });
    }
    fs::create_dir_all(&args.out).map_err(Failure::file(Doing::Create, &args.out))?;
    for name in FILES {
        let (from, to) = (data_dir.join(name), args.out.join(name));
        let content = fs::read(&from).map_err(Failure::file(Doing::Read, &from))?;
        match fs::read(&to) {
            Ok(there) if there == content => {}
            Ok(_) => return Err(Failure::FileThere { path: to }),
            Err(_) => fs::write(&to, content).map_err(Failure::file(Doing::Write, &to))?,
        }
        writeln!(stdout(), "{}", to.display())?;
    }
    Ok(())
}
