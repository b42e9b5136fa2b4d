use std::fs;
use std::io::Write as _;
use std::process::Stdio;

use tempfile::TempDir;

use super::harness::{FIXTURE_DAY, Gateway, Run, fixture, puc, run, sac};

fn gateway() -> Gateway {
    Gateway::start(&["--now", FIXTURE_DAY])
}

fn example() -> String {
    fs::read_to_string(fixture("ok/InviaMalattia/cinque-giorni.xml")).unwrap()
}

#[test]
fn the_worst_of_several_files_decides_the_exit_code() {
    let gateway = gateway();
    gateway.write("one.xml", example());
    gateway.write("two.xml", example().replace("2026-03-06", "2026-03-07"));
    gateway.write("broken.xml", "<a>");
    let both = gateway.sac(&["send", "one.xml", "two.xml"]);
    assert_eq!(both.code, 0, "{both:?}");
    assert!(both.out.contains("one.xml: accepted") && both.out.contains("two.xml: accepted"), "{both:?}");
    let again = gateway.sac(&["send", "one.xml", "two.xml"]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.out.contains("one.xml: refused") && again.out.contains(puc(&both.out)), "{again:?}");
    let one_missing = gateway.sac(&["send", "broken.xml", "missing.xml", "two.xml"]);
    assert_eq!(one_missing.code, 2, "{one_missing:?}");
    assert!(one_missing.err.contains("broken.xml: ") && one_missing.err.contains("missing.xml: "), "{one_missing:?}");
    assert!(one_missing.out.contains("two.xml: refused"), "{one_missing:?}");
}

#[test]
fn an_envelope_in_latin_1_goes_and_comes_back() {
    let gateway = gateway();
    let body = example().replace("</codiceDiagnosi>", "</codiceDiagnosi><noteDiagnosi>Caffè</noteDiagnosi>");
    let text = format!(
        "<?xml version='1.0' encoding='ISO-8859-1'?><S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'>\
         <S:Header/><S:Body>{body}</S:Body></S:Envelope>"
    );
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    gateway.write("latin.xml", latin);
    let sent = gateway.sac(&["send", "latin.xml", "--raw"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert!(sent.out.contains("ISO-8859-1"), "{sent:?}");
}

#[test]
fn a_message_may_come_from_standard_input() {
    let gateway = gateway();
    let mut process = sac(gateway.folder())
        .args(["send", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(example().as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    puc(&String::from_utf8(output.stdout).unwrap());
}

#[test]
fn a_violation_of_the_schema_is_reported_with_its_place_in_the_file() {
    let gateway = gateway();
    // The fixture has no XML declaration: its lines are those of the message.
    gateway.write("wrong.xml", example().replace("<cap>00184</cap>", "<cap>184</cap>"));
    let line = 1 + example().lines().position(|line| line.contains("<cap>")).unwrap();
    let refused = gateway.sac(&["send", "wrong.xml"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.out.contains(&format!("line {line}, column ")), "{refused:?}");
    assert!(refused.out.contains("SAC-XSD-"), "{refused:?}");
}

#[test]
fn who_comes_and_with_which_pincode_can_be_told() {
    let gateway = gateway();
    gateway.write("one.xml", example());
    gateway.write("password", "prova\nanother line\n");
    let sent = |arguments: &[&str], variables: &[(&str, &str)]| -> Run {
        run(sac(gateway.folder()).args(["send", "one.xml"]).args(arguments).envs(variables.iter().copied()))
    };
    let user = ["--user", "PROVAX00X00X000Y"];
    let no_password = sent(&user, &[]);
    assert_eq!(no_password.code, 2);
    assert!(no_password.err.contains("SAC_PASSWORD"), "{no_password:?}");
    let wrong = sent(&[&user[..], &["--password", "no"]].concat(), &[]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.out.contains("Credenziali invalide"), "{wrong:?}");
    let wrong_pincode = sent(&["--pincode", "0"], &[]);
    assert_eq!(wrong_pincode.code, 1);
    assert!(wrong_pincode.out.contains("pincode"), "{wrong_pincode:?}");
    let by_file = sent(&[&user[..], &["--password-file", "password"]].concat(), &[]);
    assert_eq!(by_file.code, 0, "{by_file:?}");
    let duplicate = sent(&[], &[("SAC_USER", user[1]), ("SAC_PASSWORD", "prova"), ("SAC_PINCODE", "1234567890")]);
    assert!(duplicate.out.contains(puc(&by_file.out)), "{duplicate:?}");
}

#[test]
fn another_gateway_gets_nothing_that_was_not_told() {
    let gateway = gateway();
    let elsewhere = TempDir::new().unwrap();
    let message = fixture("ok/InviaMalattia/cinque-giorni.xml");
    let certificate = gateway.announcement["encryption_certificate"].as_str().unwrap();
    let ca = gateway.announcement["ca"].as_str().unwrap();
    let send = |more: &[&str]| {
        run(sac(elsewhere.path()).arg("send").arg(&message).args(["--to", gateway.endpoint()]).args(more))
    };

    let in_clear = send(&[]);
    assert_eq!(in_clear.code, 2);
    assert!(in_clear.err.contains("--encrypt-with"), "{in_clear:?}");
    let untrusted = send(&["--encrypt-with", certificate]);
    assert_eq!(untrusted.code, 2);
    assert!(untrusted.err.contains("--ca"), "{untrusted:?}");
    let unnamed = send(&["--encrypt-with", certificate, "--ca", ca]);
    assert_eq!(unnamed.code, 1);
    assert!(unnamed.out.contains("401") && unnamed.out.contains("--user"), "{unnamed:?}");
    let complete =
        send(&["--encrypt-with", certificate, "--ca", ca, "--user", "PROVAX00X00X000Y", "--password", "prova"]);
    assert_eq!(complete.code, 0, "{complete:?}");
}

#[test]
fn bytes_can_be_sent_as_they_are() {
    let gateway = gateway();
    gateway.write("broken.xml", "<a>");
    let sent = gateway.sac(&["send", "--as-is", "broken.xml", "--raw", "--print-request"]);
    assert_eq!(sent.code, 1, "{sent:?}");
    assert!(sent.out.starts_with("<a>\n") && sent.out.contains("Fault"), "{sent:?}");
}

#[test]
fn a_service_that_does_not_answer_is_given_up() {
    let folder = TempDir::new().unwrap();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let message = fixture("ok/InviaMalattia/cinque-giorni.xml");
    for (scheme, stage) in [("https", "setting up TLS"), ("http", "waiting for its answer")] {
        let to = format!("{scheme}://{}", silent.local_addr().unwrap());
        let sent = run(sac(folder.path()).args(["send", "--as-is", "--timeout", "300ms", "--to", &to]).arg(&message));
        assert_eq!(sent.code, 2, "{sent:?}");
        assert!(sent.err.contains(stage) && sent.err.contains("--timeout"), "{sent:?}");
    }
}
