//! `sac export`, `sac replay` and `sac proxy`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::harness::{Gateway, Run, fixture, puc, run, sac};

const NOW: &str = "2026-03-02T10:00:00+01:00";
const CAP: (&str, &str) = ("<cap>00184</cap>", "<cap>20121</cap>");
const OTHER_WORKER: (&str, &str) = ("PNIMRA70A01H501P", "SMPNNA88H55F205P");

/// The first fixture of an operation, with these replacements and this number of a document.
fn message(operation: &str, replaced: &[(&str, &str)], number: &str) -> String {
    let folder = fixture(&format!("ok/{operation}"));
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let first = files.filter(|path| path.extension().is_some_and(|it| it == "xml")).min().unwrap();
    let mut text = fs::read_to_string(first).unwrap();
    for (old, new) in replaced {
        assert!(text.contains(old), "{old} is not in {text}");
        text = text.replace(old, new);
    }
    let Some((before, rest)) = text.split_once("<idCertificato>") else { return text };
    let after = rest.split_once('<').unwrap().1;
    format!("{before}<idCertificato>{number}<{after}")
}

fn invio(replaced: &[(&str, &str)]) -> String {
    let mut text = fs::read_to_string(fixture("ok/InviaMalattia/cinque-giorni.xml")).unwrap();
    for (old, new) in replaced {
        assert!(text.contains(old), "{old} is not in {text}");
        text = text.replace(old, new);
    }
    text
}

fn send(folder: &Path, to: &[&str], text: &str) -> Run {
    fs::write(folder.join("message.xml"), text).unwrap();
    run(sac(folder).args([&["send", "message.xml"], to].concat()))
}

/// A world of the gateway with ten exchanges of every kind.
fn record(gateway: &Gateway) {
    let made = gateway.sac(&["world", "create", "a", "--seed", "7", "--now", NOW, "--frozen"]);
    assert_eq!(made.code, 0, "{made:?}");
    let to = gateway.endpoint().replace("/CertServiceWeb", "/w/a/CertServiceWeb");
    let play = |text: &str, code: i32| {
        let sent = send(gateway.folder(), &["--to", &to], text);
        assert_eq!(sent.code, code, "{sent:?}");
        sent.out
    };
    let first = play(&invio(&[]), 0);
    play(&invio(&[]), 1);
    play(&invio(&[CAP, OTHER_WORKER]), 1);
    play(&invio(&[("<visita>A<", "<visita>X<")]), 1);
    play(&invio(&[("PNIMRA70A01H501P", "PNIMRA70A01H501Q")]), 1);
    play(&message("InterrogazioneLavoratore", &[], ""), 0);
    let second = play(&message("RettificaMalattia", &[], puc(&first)), 0);
    play(&message("RistampaMalattia", &[], puc(&second)), 0);
    play(&message("AnnullaMalattia", &[], puc(&second)), 0);
    play(&message("RicercaMalattia", &[], ""), 0);
}

#[test]
fn what_was_recorded_is_sent_again_and_only_what_was_planted_differs() {
    let gateway = Gateway::start(&[]);
    record(&gateway);
    gateway.write("table.toml", "[certificato-duplicato]\ntipoErrore = \"107\"\n");
    let table = format!("error_table={}", gateway.folder().join("table.toml").display());
    let world = |name: &str, now: &str, settings: &[&str]| {
        let made =
            gateway.sac(&[&["world", "create", name, "--seed", "7", "--now", now, "--frozen"], settings].concat());
        assert_eq!(made.code, 0, "{made:?}");
    };
    let mut fresh = 0;
    for (format, mask) in
        [("har", "off"), ("http", "off"), ("jsonl", "off"), ("har", "on"), ("http", "on"), ("jsonl", "on")]
    {
        let exported = gateway.sac(&["export", "--world", "a", "--format", format, "--mask", mask, "-o", "export"]);
        assert_eq!((exported.code, &*exported.out), (0, ""), "{exported:?}");
        fresh += 1;
        let name = format!("fresh-{fresh}");
        world(&name, NOW, &[]);
        let again = gateway.sac(&["replay", "export", "--world", &name]);
        assert_eq!(
            again.out, "10 the same, 0 differ, 0 not compared, 0 could not be done\n",
            "{format} {mask}: {again:?}"
        );
        assert_eq!(again.code, 0);
    }

    let accepted = ["export", "--world", "a", "--format", "http", "-o", "accepted.zip", "outcome=accepted"];
    assert_eq!(gateway.sac(&accepted).code, 0);
    let masked = gateway.sac(&["check", "accepted.zip", "--now", "2026-03-02", "--data-dir", "sac-data"]);
    assert_eq!(masked.code, 0, "{masked:?}");
    let checked = gateway.sac(&["export", "--world", "a", "--mask", "off", "--format", "jsonl", "outcome=accepted"]);
    assert_eq!(checked.out.lines().count(), 6, "{checked:?}");
    let refused = gateway.sac(&["export", "--world", "nowhere"]);
    assert!(refused.code == 1 && refused.err.contains("there is no world"), "{refused:?}");

    world("table", NOW, &["--set", &table]);
    world("cap", NOW, &["--set", "cap_control=false"]);
    world("later", "2026-03-04T10:00:00+01:00", &[]);
    let exported = gateway.sac(&["export", "--world", "a", "--format", "jsonl", "--mask", "off", "-o", "export"]);
    assert_eq!(exported.code, 0, "{exported:?}");
    for (name, expected) in [
        ("table", &[(2, "rules")][..]),
        ("cap", &[(3, "outcome")]),
        // Too late to cancel; and so it is found as it was.
        ("later", &[(9, "outcome"), (10, "field datiCertificato/annullato")]),
    ] {
        let again = gateway.sac(&["replay", "export", "--world", name, "--format", "json"]);
        assert_eq!(again.code, 1, "{again:?}");
        let report: Value = serde_json::from_str(&again.out).unwrap();
        let all = report["exchanges"].as_array().unwrap();
        let differ = all.iter().filter(|one| one["result"] == "differs");
        let found: Vec<(u64, &str)> = differ
            .map(|one| (one["number"].as_u64().unwrap(), one["differences"][0]["what"].as_str().unwrap()))
            .collect();
        assert_eq!(found, expected, "{name}: {}", again.out);
    }
    world("junit", NOW, &["--set", &table]);
    let junit = gateway.sac(&["replay", "export", "--world", "junit", "--format", "junit"]);
    assert!(junit.out.contains("tests=\"10\" failures=\"1\" errors=\"0\""), "{junit:?}");
}

#[test]
fn what_nobody_can_open_is_told_exchange_by_exchange() {
    let gateway = Gateway::start(&[]);
    record(&gateway);
    let exported = gateway.sac(&["export", "--world", "a", "--format", "http", "--mask", "on", "-o", "export.zip"]);
    assert_eq!(exported.code, 0, "{exported:?}");
    let elsewhere = TempDir::new().unwrap();
    fs::copy(gateway.folder().join("export.zip"), elsewhere.path().join("export.zip")).unwrap();
    let ca = gateway.folder().join("sac-data/ca.pem");
    let arguments = [
        "replay",
        "export.zip",
        "--to",
        gateway.endpoint(),
        "--ca",
        ca.to_str().unwrap(),
        "--user",
        "PROVAX00X00X000Y",
    ];
    let again = run(sac(elsewhere.path()).args(arguments).env("SAC_PASSWORD", "prova"));
    assert_eq!(again.code, 2, "{again:?}");
    assert!(again.out.contains("1 InviaMalattia: could not be done: the encrypted field "), "{again:?}");
    assert!(again.out.contains("the key that it was made for is not at hand"), "{again:?}");
    for (name, content, words) in
        [("none.har", "<x/>", "it is no export"), ("broken.har", "{\"log\": {}}", "it is no HTTP archive")]
    {
        fs::write(elsewhere.path().join(name), content).unwrap();
        let refused =
            run(sac(elsewhere.path()).args(["replay", name, "--to", gateway.endpoint(), "--ca", ca.to_str().unwrap()]));
        assert!(refused.code == 2 && refused.err.contains(words), "{refused:?}");
    }
}

/// A proxy that runs.
struct Proxy {
    process: Child,
    url: String,
}

impl Proxy {
    fn start(folder: &Path, other: &Gateway, more: &[&str]) -> Self {
        let ca = other.announcement["ca"].as_str().unwrap();
        let mut process = sac(folder)
            .args(["proxy", "--to", other.endpoint(), "--ca", ca, "--listen", "127.0.0.1:0", "--now", NOW])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let url = lines.find_map(|line| line.trim().strip_prefix("listens on").map(|url| url.trim().to_owned()));
        Self { process, url: url.unwrap() }
    }

    fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        assert_eq!(self.process.wait().unwrap().code(), Some(0));
    }
}

fn contents(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        all.extend(if path.is_dir() { contents(&path) } else { fs::read(&path).unwrap() });
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_proxy_reports_exactly_where_the_other_answers_otherwise() {
    let folder = TempDir::new().unwrap();
    let table = folder.path().join("table.toml");
    fs::write(&table, "[certificato-duplicato]\ntipoErrore = \"107\"\ntext = \"Esiste già il certificato {puc}.\"\n")
        .unwrap();
    let flags =
        ["--error-table", table.to_str().unwrap(), "--cap-control", "off", "--now", "2026-03-03T10:00:00+01:00"];
    let other = Gateway::start(&flags);
    let key = other.folder().join("sac-data/SanitelCF.key");
    let certificate = other.announcement["encryption_certificate"].as_str().unwrap();
    let password =
        ["--user", "PROVAX00X00X000Y", "--password", "prova", "--encrypt-with", certificate, "--ca", "sac-data/ca.pem"];
    let proxy = Proxy::start(folder.path(), &other, &["--pincode-key", key.to_str().unwrap()]);
    let play = |url: &str, text: &str, code: i32| {
        let sent = send(folder.path(), &[&["--to", url], &password[..]].concat(), text);
        assert_eq!(sent.code, code, "{sent:?}");
        sent.out
    };
    let first = play(&proxy.url, &invio(&[]), 0);
    play(&proxy.url, &invio(&[]), 1);
    play(&proxy.url, &invio(&[]), 1);
    play(&proxy.url, &invio(&[CAP, OTHER_WORKER]), 0);
    play(
        &proxy.url,
        &invio(&[("<dataRilascio>2026-03-02", "<dataRilascio>2026-03-03"), ("2026-03-06", "2026-03-07")]),
        0,
    );
    play(&proxy.url, &invio(&[("<visita>A<", "<visita>X<")]), 1);
    play(&proxy.url, &message("RettificaMalattia", &[], puc(&first)), 0);
    play(&proxy.url, &message("RistampaMalattia", &[], "000000000"), 1);
    proxy.stop();

    let report = |format: &str| run(sac(folder.path()).args(["proxy", "report", "--format", format]));
    let json = report("json");
    assert_eq!(json.code, 1, "{json:?}");
    let found: Value = serde_json::from_str(&json.out).unwrap();
    let mut differences: Vec<(String, u64, String)> = Vec::new();
    for row in found["differences"].as_array().unwrap() {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let outcomes = format!(
            "{} / {}",
            text(&row["theirs"]["outcome"]),
            text(&row["ours"]["outcome"]).split(' ').next().unwrap()
        );
        differences.push((text(&row["rules"][0]), row["times"].as_u64().unwrap(), outcomes));
    }
    differences.sort();
    let expected = [
        ("certificato-duplicato", 2, "refused 107 / refused"),
        ("indirizzo-cap-incongruente", 1, "accepted / refused"),
        ("rilascio-futuro", 1, "accepted / refused"),
    ];
    assert_eq!(
        differences,
        expected.map(|(rule, times, how)| (rule.to_owned(), times, how.to_owned())),
        "{}",
        json.out
    );
    assert_eq!((&found["exchanges"], &found["same"]), (&Value::from(8), &Value::from(4)), "{}", json.out);
    assert!(report("text").out.contains("indirizzo-cap-incongruente  InviaMalattia (1 times; outcome)"));

    let observed = report("error-table").out;
    assert!(observed.contains("# observed 2 times\n[certificato-duplicato]\ntipoErrore = \"107\"\n"), "{observed}");
    assert!(
        observed.contains("text = \"Esiste già il certificato {puc}.\"") && observed.matches("observed").count() == 1,
        "{observed}"
    );
    fs::write(folder.path().join("observed.toml"), &observed).unwrap();
    let rules = run(sac(folder.path()).args(["rules", "--error-table", "observed.toml"]));
    assert!(
        rules.code == 0
            && rules.out.lines().any(|line| line.starts_with("107 ") && line.contains("certificato-duplicato")),
        "{rules:?}"
    );

    let kept = contents(&folder.path().join("sac-data"));
    for secret in ["UFJPVkFYMDBYMDBYMDAwWTpwcm92YQ==", "Via Nazionale", "PNIMRA70A01H501P", "487.1"] {
        assert!(!holds(&kept, secret), "{secret} was kept");
    }
    let journal = run(sac(folder.path()).args(["print", "A", puc(&first), "--world", "proxy", "-o", "x.pdf"]));
    assert_eq!(journal.code, 2, "documents are kept in memory only: {journal:?}");
}

#[test]
fn without_a_key_a_proxy_compares_the_schema_and_keeps_messages_when_asked_to() {
    let folder = TempDir::new().unwrap();
    let other = Gateway::start(&["--now", NOW]);
    let certificate = other.announcement["encryption_certificate"].as_str().unwrap();
    let proxy = Proxy::start(folder.path(), &other, &["--keep-bodies"]);
    let to = [
        "--to",
        &proxy.url,
        "--ca",
        "sac-data/ca.pem",
        "--encrypt-with",
        certificate,
        "--user",
        "PROVAX00X00X000Y",
        "--password",
        "prova",
    ];
    assert_eq!(send(folder.path(), &to, &invio(&[])).code, 0);
    assert_eq!(send(folder.path(), &to, &invio(&[("<visita>A<", "<visita>X<")])).code, 1);
    proxy.stop();
    let report = run(sac(folder.path()).args(["proxy", "report"]));
    assert_eq!(report.code, 0, "{report:?}");
    assert!(
        report.out.starts_with("2 exchanges, 0 the same, 0 different\n2 not compared: compared up to the schema only"),
        "{report:?}"
    );
    assert!(report.out.contains("SAC-XSD-PATTERN  1 times"), "{report:?}");
    let kept = contents(&folder.path().join("sac-data"));
    assert!(holds(&kept, "Via Nazionale") && !holds(&kept, "UFJPVkFYMDBYMDBYMDAwWTpwcm92YQ=="));
    let nothing = run(sac(other.folder()).args(["proxy", "report"]));
    assert!(nothing.code == 2 && nothing.err.contains("nothing has passed yet"), "{nothing:?}");
}

#[test]
fn a_client_with_a_certificate_passes_where_the_proxy_has_one_to_show() {
    let folder = TempDir::new().unwrap();
    let other = Gateway::start(&["--now", NOW]);
    let issued = other.sac(&["ca", "issue", "--kind", "medico", "--cf", "PROVAX00X00X000Y", "--out", "card"]);
    assert_eq!(issued.code, 0, "{issued:?}");
    let card = ["cert.pem", "key.pem"].map(|file| other.folder().join("card").join(file).display().to_string());
    let certificate = other.announcement["encryption_certificate"].as_str().unwrap();
    let key = other.folder().join("sac-data/SanitelCF.key");
    let shown = ["--cert", card[0].as_str(), "--key", card[1].as_str()];
    for (more, code, last) in [(&shown[..], 0, "2026-03-07"), (&[][..], 1, "2026-03-08")] {
        let proxy = Proxy::start(folder.path(), &other, &[&["--pincode-key", key.to_str().unwrap()], more].concat());
        let to =
            ["--to", &proxy.url, "--ca", "sac-data/ca.pem", "--encrypt-with", certificate, "--pincode", "1234567890"];
        let sent = send(folder.path(), &[&to[..], &shown].concat(), &invio(&[]));
        assert_eq!(sent.code, code, "{sent:?}");
        // Who shows none to the proxy is not passed on as somebody who did.
        let password = ["--user", "PROVAX00X00X000Y", "--password", "prova"];
        let sent = send(folder.path(), &[&to[..], &password].concat(), &invio(&[("2026-03-06", last)]));
        assert_eq!(sent.code, 0, "{sent:?}");
        proxy.stop();
    }
    let journal = other.sac(&["journal", "--json"]);
    let entries: Vec<Value> = serde_json::from_str(&journal.out).unwrap();
    let how: Vec<&str> = entries.iter().rev().map(|entry| entry["authenticated_by"].as_str().unwrap_or("-")).collect();
    assert_eq!(how, ["password", "-", "password", "certificate"], "{journal:?}");
    let report = run(sac(folder.path()).args(["proxy", "report", "--format", "json"]));
    let found: Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!(found["same"], 3, "the shadow knows the caller by the certificate: {report:?}");
}
