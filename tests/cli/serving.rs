use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use super::harness::{Gateway, puc, run, sac};

#[test]
fn the_printed_line_sends_a_first_certificate_and_may_be_pasted_again() {
    let gateway = Gateway::start(&[]);
    let printed = gateway.printed();
    for part in [gateway.endpoint(), "PROVAX00X00X000Y", "prova", "1234567890", "?wsdl", "SanitelCF.cer", "ca.pem"] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let line = printed.lines().find(|line| line.contains(" send --example")).unwrap().trim();
    let paste = || run(std::process::Command::new("sh").arg("-c").arg(line).current_dir(gateway.folder()));
    let (first, second) = (paste(), paste());
    assert_eq!((first.code, second.code), (0, 0), "{first:?} {second:?}");
    assert_ne!(puc(&first.out), puc(&second.out));
}

#[test]
fn the_line_goes_with_another_directory_and_another_time() {
    let gateway = Gateway::start(&["--data-dir", "my data", "--now", "2024-02-29T23:59:00+01:00"]);
    let printed = gateway.printed();
    let line = printed.lines().find(|line| line.contains(" send --example")).unwrap().trim();
    assert!(line.ends_with("--day 2024-02-29 --data-dir 'my data'"), "{line}");
    let sent = run(std::process::Command::new("sh").arg("-c").arg(line).current_dir(gateway.folder()));
    assert_eq!(sent.code, 0, "{sent:?}");
}

#[test]
fn the_announcement_has_its_members_and_the_files_are_there() {
    let gateway = Gateway::start(&[]);
    let members: BTreeSet<_> = gateway.announcement.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "endpoint",
        "wsdl",
        "ca",
        "encryption_certificate",
        "encryption_certificate_pem",
        "control",
        "control_token",
        "pid",
        "version",
    ];
    assert_eq!(members, BTreeSet::from(expected));
    for member in ["ca", "encryption_certificate", "encryption_certificate_pem", "control_token"] {
        let path = Path::new(gateway.announcement[member].as_str().unwrap());
        assert!(path.is_absolute() && path.is_file(), "{member}");
    }
    assert!(gateway.announcement["pid"].is_u64());
    assert_eq!(gateway.announcement["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(gateway.announcement["wsdl"], format!("{}?wsdl", gateway.endpoint()));
}

#[test]
fn asked_to_stop_it_ends_well_and_is_no_longer_found() {
    let mut gateway = Gateway::start(&[]);
    assert_eq!(gateway.sac(&["health"]).code, 0);
    assert_eq!(gateway.sac(&["health", gateway.endpoint()]).code, 0);
    assert_eq!(gateway.terminate(), 0);
    assert!(!gateway.folder().join("sac-data/gateway.json").exists());
    let by_itself = gateway.sac(&["health"]);
    assert_eq!(by_itself.code, 2);
    assert!(by_itself.err.contains("sac serve"), "{by_itself:?}");
    let by_name = gateway.sac(&["health", gateway.endpoint()]);
    assert_eq!(by_name.code, 2);
    assert!(by_name.err.contains("connection refused"), "{by_name:?}");
}

#[test]
fn a_second_gateway_on_the_same_directory_is_refused_and_the_first_stays_found() {
    let mut gateway = Gateway::start(&[]);
    let files = ["sac-data/gateway.json", "announce.json"].map(|name| gateway.folder().join(name));
    let before = files.each_ref().map(|path| std::fs::read(path).unwrap());
    let second = gateway.sac(&["serve", "--listen", "127.0.0.1:0", "--announce", "announce.json"]);
    assert_eq!(second.code, 2, "{second:?}");
    for part in [&format!("process {}", gateway.pid()), "sac-data", "--data-dir"] {
        assert!(second.err.contains(part), "{part}: {second:?}");
    }
    assert_eq!(files.each_ref().map(|path| std::fs::read(path).unwrap()), before);
    for command in [&["health"] as &[&str], &["send", "--example"], &["user", "list"]] {
        assert_eq!(gateway.sac(command).code, 0, "{command:?}");
    }
    assert_eq!(gateway.terminate(), 0);
    assert!(files.iter().all(|path| !path.exists()));
}

#[test]
fn what_a_killed_gateway_announced_is_gone_when_the_next_one_fails_to_start() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("sac-data")).unwrap();
    let files = ["sac-data/gateway.json", "ready.json"].map(|name| folder.path().join(name));
    for path in &files {
        std::fs::write(path, "{}").unwrap();
    }
    let failed = run(sac(folder.path()).args(["serve", "--announce", "ready.json", "--trusted-ca", "missing.pem"]));
    assert_eq!(failed.code, 2, "{failed:?}");
    assert!(files.iter().all(|path| !path.exists()));
}

#[test]
fn another_gateways_announcement_stays_when_one_stops() {
    let mut gateway = Gateway::start(&[]);
    gateway.write("announce.json", "another's");
    assert_eq!(gateway.terminate(), 0);
    assert_eq!(std::fs::read_to_string(gateway.folder().join("announce.json")).unwrap(), "another's");
}

#[test]
fn on_all_addresses_it_announces_a_name_of_its_certificate_and_is_found_here() {
    let cases: [(&[&str], &str); 4] = [
        (&["--listen", "0.0.0.0:0"], "https://localhost:"),
        (&["--listen", "[::]:0", "--host", "sac.example"], "https://sac.example:"),
        (&["--listen", "0.0.0.0:0", "--public-url", "https://hub.example/sac"], "https://hub.example:"),
        (&["--listen", "0.0.0.0:0", "--tls", "off", "--host", "sac.example"], "http://localhost:"),
    ];
    for (flags, expected) in cases {
        let gateway = Gateway::start(&[flags, &["--allow-remote"]].concat());
        assert!(gateway.endpoint().starts_with(expected), "{flags:?}: {}", gateway.endpoint());
        assert!(gateway.printed().contains(gateway.endpoint()), "{flags:?}");
        let data = gateway.folder().join("sac-data");
        let elsewhere = TempDir::new().unwrap();
        let from_elsewhere = run(sac(elsewhere.path()).arg("health").arg("--data-dir").arg(data));
        assert_eq!(from_elsewhere.code, 0, "{flags:?}: {from_elsewhere:?}");
        for command in [&["health"] as &[&str], &["send", "--example"]] {
            let here = gateway.sac(command);
            assert_eq!(here.code, 0, "{flags:?}: {here:?}");
        }
    }
}

#[test]
fn a_key_lost_beside_a_database_in_use_is_refused_by_gateway_and_commands() {
    let mut gateway = Gateway::start(&[]);
    assert_eq!(gateway.terminate(), 0);
    let data = gateway.folder().join("sac-data");
    for (lost, commands) in [("secret", true), ("ca.key", true), ("ca.pem", true), ("SanitelCF.key", false)] {
        let aside = data.join("aside");
        std::fs::rename(data.join(lost), &aside).unwrap();
        let refused = gateway.sac(&["serve", "--listen", "127.0.0.1:0"]);
        assert_eq!(refused.code, 2, "{lost}: {refused:?}");
        assert!(refused.err.contains(lost) && refused.err.contains("Put it back"), "{lost}: {refused:?}");
        let listed = gateway.sac(&["user", "list"]);
        assert_eq!(listed.code == 2, commands, "{lost}: {listed:?}");
        assert!(!data.join(lost).exists(), "{lost} was made anew");
        std::fs::rename(&aside, data.join(lost)).unwrap();
    }
}

#[test]
fn a_pair_that_was_removed_is_made_anew_with_a_warning() {
    let mut gateway = Gateway::start(&[]);
    assert_eq!(gateway.terminate(), 0);
    let data = gateway.folder().join("sac-data");
    for name in ["SanitelCF.key", "SanitelCF.cer", "SanitelCF.pem"] {
        std::fs::remove_file(data.join(name)).unwrap();
    }
    let again = Gateway::start(&["--data-dir", data.to_str().unwrap()]);
    let log = std::fs::read_to_string(again.folder().join("log")).unwrap();
    assert!(log.contains("WARN") && log.contains("SanitelCF.cer"), "{log}");
    assert_eq!(again.sac(&["send", "--example", "--data-dir", data.to_str().unwrap()]).code, 0);
}

#[test]
fn what_was_sent_is_there_after_a_new_start() {
    let data = TempDir::new().unwrap();
    let data = data.path().to_str().unwrap();
    let mut gateway = Gateway::start(&["--data-dir", data]);
    let sent = gateway.sac(&["send", "--example", "--data-dir", data]);
    let puc = puc(&sent.out).to_owned();
    assert_eq!(gateway.terminate(), 0);
    drop(gateway);

    let gateway = Gateway::start(&["--data-dir", data]);
    gateway.write(
        "ristampa.xml",
        format!(
            "<c:ristampaMalattiaRequest xmlns:c='http://cert.sanita.finanze.it/'><medico><codiceRegione>120\
             </codiceRegione><codiceAsl>201</codiceAsl></medico><lavoratore><codiceFiscale>PNIMRA70A01H501P\
             </codiceFiscale></lavoratore><idCertificato>{puc}</idCertificato></c:ristampaMalattiaRequest>"
        ),
    );
    let again = gateway.sac(&["send", "ristampa.xml", "--data-dir", data]);
    assert_eq!(again.code, 0, "{again:?}");
    assert!(again.out.contains("lavoratore/codiceFiscale"), "{again:?}");
}

#[test]
fn behind_a_proxy_it_speaks_plain_http() {
    let gateway = Gateway::start(&["--tls", "off"]);
    assert!(gateway.endpoint().starts_with("http://"));
    assert_eq!(gateway.sac(&["health"]).code, 0);
    assert_eq!(gateway.sac(&["send", "--example"]).code, 0);
}

#[test]
fn in_a_pod_beside_a_service_of_its_name_it_starts_and_says_once_what_it_does_not_use() {
    let set = [
        ("SAC_SERVICE_HOST", "10.43.7.21"),
        ("SAC_SERVICE_PORT", "8443"),
        ("SAC_SERVICE_PORT_HTTPS", "8443"),
        ("SAC_PORT", "tcp://10.43.7.21:8443"),
        ("SAC_PORT_8443_TCP", "tcp://10.43.7.21:8443"),
        ("SAC_PORT_8443_TCP_PROTO", "tcp"),
        ("SAC_PORT_8443_TCP_PORT", "8443"),
        ("SAC_PORT_8443_TCP_ADDR", "10.43.7.21"),
    ];
    for (language, words) in [("en", "they are no settings, and are not used"), ("it", "non vengono usate")] {
        let gateway = Gateway::start_among(&set, &["--lang", language]);
        let log = std::fs::read_to_string(gateway.folder().join("log")).unwrap();
        let lines: Vec<&str> =
            log.lines().filter(|line| line.contains("Kubernetes") || line.contains("SAC_")).collect();
        assert!(lines.len() == 1, "{log}");
        for part in ["INFO", words, "enableServiceLinks: false", "count=8", "first=SAC_PORT"] {
            assert!(lines[0].contains(part), "{part}: {lines:?}");
        }
        for command in [&["health"][..], &["send", "--example"], &["user", "list"]] {
            let run = run(sac(gateway.folder()).envs(set).args(command));
            assert_eq!(run.code, 0, "{command:?}: {run:?}");
        }
    }
}

/// The lines of a gateway's log about its health, once there are so many.
fn of_health(gateway: &Gateway, word: &str, wanted: usize) -> Vec<String> {
    let found = || {
        let log = std::fs::read_to_string(gateway.folder().join("log")).unwrap();
        log.lines().filter(|line| line.contains(word)).map(str::to_owned).collect::<Vec<_>>()
    };
    for _ in 0..100 {
        if found().len() >= wanted {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    found()
}

#[test]
fn each_change_of_health_is_one_line_of_the_log_with_its_reason() {
    for (language, word, reason, again) in [
        ("en", "well", "the database cannot be used: ", "well again"),
        ("it", "funziona", "il database non si può usare: ", "funziona di nuovo"),
    ] {
        let gateway = Gateway::start(&["--lang", language]);
        let ask = || gateway.sac(&["health"]).code;
        assert_eq!((ask(), of_health(&gateway, word, 0)), (0, Vec::new()));
        // What was found counts for a second.
        let a_second_later = || std::thread::sleep(std::time::Duration::from_millis(1100));
        a_second_later();
        // Another program holds the database, so that nothing can be written.
        let other =
            rusqlite::Connection::open(gateway.folder().join("sac-data").join(sac_gateway::gateway::DATABASE)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert_eq!((ask(), ask()), (2, 2));
        let lines = of_health(&gateway, word, 1);
        assert!(lines.len() == 1 && lines[0].contains("WARN") && lines[0].contains(reason), "{lines:?}");
        other.execute_batch("ROLLBACK").unwrap();
        a_second_later();
        assert_eq!((ask(), ask()), (0, 0));
        let lines = of_health(&gateway, word, 2);
        assert!(lines.len() == 2 && lines[1].contains("INFO") && lines[1].contains(again), "{lines:?}");
    }
}

#[test]
fn it_says_why_it_does_not_start() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: [(&[&str], &str); 6] = [
        (&["--listen", &taken], &taken),
        (&["--listen", "0.0.0.0:0"], "--allow-remote"),
        (&["--listen", "0.0.0.0:0", "--tls", "off"], "--allow-remote"),
        (&["--trusted-ca", "missing.pem"], "missing.pem"),
        (&["--error-table", "missing.toml"], "missing.toml"),
        (&["--config", "missing.toml"], "missing.toml"),
    ];
    let folder = TempDir::new().unwrap();
    for (flags, reported) in cases {
        let refused = run(sac(folder.path()).args(["serve"]).env("SAC_LISTEN", "127.0.0.1:0").args(flags));
        assert_eq!(refused.code, 2, "{flags:?}: {refused:?}");
        assert!(refused.err.starts_with("sac: ") && refused.err.contains(reported), "{flags:?}: {refused:?}");
    }
}
