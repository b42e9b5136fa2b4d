use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use super::harness::{FIXTURE_DAY, Gateway, fixture, run, sac};

const DOCTOR: &str = "PROVAX00X00X000Y";
const CLERK: &str = "PRVPTR80P03H501V";

fn gateway() -> Gateway {
    Gateway::start(&["--now", FIXTURE_DAY, "--duplicates", "accept"])
}

#[test]
fn a_card_opens_for_a_doctor_a_clerk_and_a_region_and_the_journal_tells() {
    let gateway = gateway();
    let cases = [
        ("medico", ["--cf", DOCTOR], "InviaMalattia/cinque-giorni"),
        ("operatore", ["--cf", CLERK], "InviaRicovero/ieri"),
        ("ente", ["--name", "ente"], "InviaMalattia/per-conto-di-un-medico"),
    ];
    for (kind, who, message) in cases {
        let issued = gateway.sac(&["ca", "issue", "--kind", kind, who[0], who[1], "--out", kind]);
        assert_eq!((issued.code, issued.err.as_str()), (0, ""), "{issued:?}");
        let message = fixture(&format!("ok/{message}.xml"));
        fs::copy(message, gateway.folder().join("message.xml")).unwrap();
        let line = issued.out.lines().find(|line| line.contains("sac send")).unwrap().trim();
        let arguments: Vec<&str> = line.split(' ').skip(1).collect();
        let sent = gateway.sac(&arguments);
        assert_eq!(sent.code, 0, "{line}: {sent:?}");
    }
    let key = gateway.folder().join("medico/key.pem");
    assert_eq!(fs::metadata(key).unwrap().permissions().mode() & 0o777, 0o600);

    // The journal is written within a fraction of a second; a stop leaves nothing unwritten.
    let mut gateway = gateway;
    assert_eq!(gateway.terminate(), 0);
    let journal = gateway.sac(&["journal", "--json"]);
    let entries: Vec<Value> = serde_json::from_str(&journal.out).unwrap();
    let reported: Vec<_> =
        entries.iter().map(|entry| (&entry["kind"], &entry["authenticated_by"], &entry["outcome"])).collect();
    let expected = ["medico", "operatore", "ente"].map(Value::from);
    let (by, accepted) = ("certificate".into(), "accepted".into());
    assert_eq!(reported, expected.iter().map(|kind| (kind, &by, &accepted)).collect::<Vec<_>>());
    let table = gateway.sac(&["journal", "--last", "1"]);
    assert!(table.out.lines().count() == 2 && table.out.contains("InviaMalattia"), "{table:?}");
}

#[test]
fn the_line_for_curl_is_understood() {
    let gateway = gateway();
    let issued = gateway.sac(&["ca", "issue", "--kind", "medico", "--cf", DOCTOR, "--out", "card"]);
    gateway.write("envelope.xml", "<none/>");
    let line = issued.out.lines().find(|line| line.contains("curl ")).unwrap().trim();
    let Ok(output) = Command::new("sh").arg("-c").arg(format!("{line} -sS")).current_dir(gateway.folder()).output()
    else {
        return;
    };
    // Where there is no curl, there is nothing to see.
    if output.status.code() != Some(127) {
        let answer = String::from_utf8(output.stdout).unwrap();
        assert!(answer.contains("Fault") && !answer.contains("Credenziali"), "{answer}");
    }
}

#[test]
fn a_card_may_be_one_file_with_a_pkcs12_beside_it() {
    let gateway = gateway();
    let flags = ["ca", "issue", "--kind", "medico", "--cf", DOCTOR, "--out", "cards/doctor.pem", "--p12"];
    let issued = gateway.sac(&flags);
    assert_eq!(issued.code, 0, "{issued:?}");
    let password = issued.out.lines().find(|line| line.starts_with("password")).unwrap();
    let password = password.split_whitespace().nth(1).unwrap();
    let p12 = fs::read(gateway.folder().join("cards/doctor.p12")).unwrap();
    let opened = openssl::pkcs12::Pkcs12::from_der(&p12).unwrap().parse2(password).unwrap();
    let pem = fs::read(gateway.folder().join("cards/doctor.pem")).unwrap();
    assert_eq!(opened.cert.unwrap().to_pem().unwrap(), pem);
    assert!(gateway.folder().join("cards/doctor.key").is_file());

    let again = gateway.sac(&flags);
    assert!(again.code == 2 && again.err.contains("is there already"), "{again:?}");
}

#[test]
fn a_card_that_opens_nothing_yet_is_issued_with_a_note() {
    let gateway = gateway();
    let issued = gateway.sac(&["ca", "issue", "--kind", "medico", "--cf", "RSSMRA80A01H501U", "--out", "card"]);
    assert!(issued.code == 0 && issued.err.contains("no such user"), "{issued:?}");
    let card = ["send", "m.xml", "--cert", "card/cert.pem", "--key", "card/key.pem", "--pincode", "1"];
    fs::copy(fixture("ok/InviaMalattia/cinque-giorni.xml"), gateway.folder().join("m.xml")).unwrap();
    let refused = gateway.sac(&card);
    assert!(refused.code == 1 && refused.out.contains("Credenziali invalide"), "{refused:?}");
    let add = "user add --kind medico --cf RSSMRA80A01H501U --iscrizione 120/201 --no-password --pincode 1";
    assert_eq!(gateway.sac(&add.split(' ').collect::<Vec<_>>()).code, 0);
    assert_eq!(gateway.sac(&card).code, 0);
}

#[test]
fn a_card_needs_the_name_of_its_kind() {
    let gateway = gateway();
    for (flags, remedy) in [
        (&["--kind", "medico", "--name", "x"][..], "--cf"),
        (&["--kind", "ente", "--cf", DOCTOR], "--name"),
        (&["--kind", "operatore"], "--cf"),
        (&["--kind", "medico", "--cf", "X"], "16 characters"),
    ] {
        let refused = gateway.sac(&[&["ca", "issue", "--out", "card"], flags].concat());
        assert!(refused.code == 2 && refused.err.contains(remedy), "{remedy}: {refused:?}");
    }
    assert!(!gateway.folder().join("card").exists());
    let nowhere = run(sac(gateway.folder())
        .args(["ca", "issue", "--kind", "ente", "--name", "x", "--out", "y"])
        .args(["--data-dir", "z"]));
    assert!(nowhere.code == 2 && nowhere.err.contains("sac serve"), "{nowhere:?}");
}
