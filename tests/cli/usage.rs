use tempfile::TempDir;

use super::harness::{run, sac};

#[test]
fn help_is_no_error_and_a_wrong_command_line_is() {
    let folder = TempDir::new().unwrap();
    let code_of = |arguments: &[&str]| run(sac(folder.path()).args(arguments)).code;
    for arguments in [&["--help"][..], &["--version"], &["serve", "-h"], &["serve", "--help"], &["send", "--help"]] {
        assert_eq!(code_of(arguments), 0, "{arguments:?}");
    }
    for arguments in
        [&[][..], &["no-such-command"], &["send"], &["serve", "--no-such-flag"], &["send", "x", "--key", "k"]]
    {
        assert_eq!(code_of(arguments), 2, "{arguments:?}");
    }
}

#[test]
fn a_wrong_setting_is_reported_with_its_place() {
    let folder = TempDir::new().unwrap();
    let config = folder.path().join("sac.toml");
    let served = |file: &str, variables: &[(&str, &str)], flags: &[&str]| {
        std::fs::write(&config, file).unwrap();
        let run =
            run(sac(folder.path()).args(["serve", "--config", "sac.toml"]).args(flags).envs(variables.iter().copied()));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        run.err
    };
    assert_eq!(
        served("tls = true\nduplicate = 'accept'", &[], &[]),
        "sac: sac.toml, line 2: there is no setting \"duplicate\"; did you mean \"duplicates\"?\n"
    );
    assert_eq!(
        served("", &[("SAC_DUPLICATES", "perhaps")], &[]),
        "sac: environment variable SAC_DUPLICATES: \"perhaps\" is no value of duplicates: it is one of refuse, accept\n"
    );
    assert_eq!(
        served("", &[], &["--listen", "here"]),
        "sac: flag --listen: \"here\" is no value of listen: \
         it is an IP address and a port, such as 127.0.0.1:8443 or [::1]:8443\n"
    );
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    let folder = TempDir::new().unwrap();
    let mut process = sac(folder.path())
        .args(["serve", "--help"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let output = process.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn completions_and_manual_pages_know_every_command_and_setting() {
    let folder = TempDir::new().unwrap();
    let listed = run(sac(folder.path()).arg("--help")).out;
    let (_, listed) = listed.split_once("Commands:\n").unwrap();
    // A summary that does not fit goes on, further to the right, in the next line.
    let commands: Vec<&str> = listed
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 10, "{commands:?}");

    let script = run(sac(folder.path()).args(["completions", "bash"])).out;
    assert_eq!(run(sac(folder.path()).args(["man", "pages"])).code, 0);
    let page = |name: &str| std::fs::read_to_string(folder.path().join("pages").join(name)).unwrap();
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(script.contains(&format!("sac__subcmd__{command}")), "{command}");
        assert!(page(&format!("sac-{command}.1")).contains(".SH NAME"), "{command}");
    }
    assert!(script.contains("--max-body-bytes"));
    assert!(page("sac-serve.1").contains("SAC_MAX_BODY_BYTES"));
}
