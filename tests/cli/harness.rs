//! Running the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The day on which the fixtures were written.
pub const FIXTURE_DAY: &str = "2026-03-02T10:00:00+01:00";

/// How one run of the program ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The program, to be run in `folder`, without the settings of the person who runs the tests.
pub fn sac(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sac"));
    command.current_dir(folder).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("SAC_") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C");
    command
}

pub fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    Run {
        code: status.code().unwrap(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// A gateway of its own, in a directory of its own.
pub struct Gateway {
    folder: TempDir,
    process: Child,
    pub announcement: Value,
}

impl Gateway {
    /// Starts one with these flags beside the ones that every test needs, and waits until it is ready.
    pub fn start(flags: &[&str]) -> Self {
        Self::start_among(&[], flags)
    }

    /// The same with these variables in its environment.
    pub fn start_among(variables: &[(&str, &str)], flags: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let announce = folder.path().join("announce.json");
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let out = fs::File::create(folder.path().join("out")).unwrap();
        let mut process = sac(folder.path())
            .args(["serve", "--announce", "announce.json"])
            .args(if flags.contains(&"--listen") { &[] } else { &["--listen", "127.0.0.1:0"] as &[&str] })
            .args(flags)
            .envs(variables.iter().copied())
            .stdout(out)
            .stderr(log)
            .spawn()
            .unwrap();
        // Far beyond what any machine needs: it only keeps a broken start from hanging the tests.
        let deadline = Instant::now() + Duration::from_mins(2);
        while !announce.exists() {
            let ended = process.try_wait().unwrap();
            let log = fs::read_to_string(folder.path().join("log")).unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "the gateway did not start: {ended:?}\n{log}");
            std::thread::sleep(Duration::from_millis(10));
        }
        let announcement = serde_json::from_slice(&fs::read(&announce).unwrap()).unwrap();
        Self { folder, process, announcement }
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn endpoint(&self) -> &str {
        self.announcement["endpoint"].as_str().unwrap()
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        fs::read_to_string(self.folder().join("out")).unwrap()
    }

    /// Runs the program with these arguments in the gateway's directory.
    pub fn sac(&self, arguments: &[&str]) -> Run {
        run(sac(self.folder()).args(arguments))
    }

    /// Writes a file into the gateway's directory.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.folder().join(name), content).unwrap();
    }

    /// Asks it to stop as a service manager does, and gives its exit code.
    pub fn terminate(&mut self) -> i32 {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.process.wait().unwrap().code().unwrap()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// The number in the first line that reports an accepted certificate.
pub fn puc(out: &str) -> &str {
    let (_, rest) = out.split_once("accepted, PUC ").unwrap_or_else(|| panic!("no PUC in {out:?}"));
    let puc = rest.lines().next().unwrap();
    assert!(puc.len() == 9 && puc.bytes().all(|byte| byte.is_ascii_digit()), "{puc:?}");
    puc
}
