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
    let expected = ["endpoint", "wsdl", "ca", "encryption_certificate", "encryption_certificate_pem", "pid", "version"];
    assert_eq!(members, BTreeSet::from(expected));
    for member in ["ca", "encryption_certificate", "encryption_certificate_pem"] {
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
    for (flags, told) in cases {
        let refused = run(sac(folder.path()).args(["serve"]).env("SAC_LISTEN", "127.0.0.1:0").args(flags));
        assert_eq!(refused.code, 2, "{flags:?}: {refused:?}");
        assert!(refused.err.starts_with("sac: ") && refused.err.contains(told), "{flags:?}: {refused:?}");
    }
}
