//! `sac phone` and `sac outbox` against a gateway that runs.

use serde_json::Value;

use super::harness::{FIXTURE_DAY, Gateway};

const PINI: &str = "71624361732107002100014205000171";

fn gateway() -> Gateway {
    let gateway = Gateway::start(&["--now", FIXTURE_DAY]);
    assert_eq!(gateway.sac(&["clock", "set", "--now", FIXTURE_DAY, "--frozen"]).code, 0);
    gateway
}

#[test]
fn a_script_sends_a_certificate_and_checks_what_is_said() {
    let gateway = gateway();
    let start = "# the seed's doctor\n1\n10000001\n13579\nexpect MENU\n";
    let certificate =
        format!("1\n{PINI}\nexpect-text Pini Mario\n1\n1\n1\n1\n1\n0#\n0#\n06032026\n1\n487*1#\n2\n2\n0\n");
    gateway.write("sent", format!("{start}{certificate}expect S_CONF\n1\nexpect OK\n0\nexpect FINE\n"));
    let sent = gateway.sac(&["phone", "--script", "sent"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert!(sent.out.starts_with("BENV> Servizio di prova"), "{sent:?}");
    assert!(sent.out.contains("\nOK> Certificato ricevuto. Numero di protocollo: "), "{sent:?}");
    assert!(sent.out.ends_with("FINE> Grazie. Arrivederci.\n"), "{sent:?}");

    // The same again is refused, without anything expected; and an expectation that fails is named with its line.
    gateway.write("again", format!("{start}{certificate}1\n"));
    let again = gateway.sac(&["phone", "--script", "again"]);
    assert!(again.out.contains("Un certificato uguale"), "{again:?}");
    gateway.write(
        "plain",
        format!("1\n10000001\n13579\n1\n{PINI}\n1\n1\n1\n1\n1\n0\n0\n06032026\n1\n487*1\n2\n2\n0\n1\n"),
    );
    assert_eq!(gateway.sac(&["phone", "--script", "plain"]).code, 1);
    gateway.write("wrong", "9\nexpect IDENT\n");
    let wrong = gateway.sac(&["phone", "--script", "wrong"]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("line 2: expected IDENT, found INFO_CF"), "{wrong:?}");
    gateway.write("bad", "1\nuno\n");
    let bad = gateway.sac(&["phone", "--script", "bad"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("line 2"), "{bad:?}");
    let nowhere = gateway.sac(&["phone", "--world", "nessuno", "--script", "wrong"]);
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
    assert!(nowhere.err.contains("404"), "{nowhere:?}");

    assert_eq!(gateway.sac(&["phone", "--encode", "pnimra70a01h501p"]).out, format!("{PINI}\n"));
    assert_eq!(gateway.sac(&["phone", "--encode", "PNIMRA"]).code, 2);
}

#[test]
fn messages_are_listed_shown_saved_and_sent_again() {
    let gateway = gateway();
    assert!(gateway.sac(&["outbox"]).out.starts_with("ID"));
    let sent = gateway.sac(&["send", "--example", "--day", "2026-03-02"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert_eq!(gateway.sac(&["clock", "advance", "12h"]).code, 0);
    let listed = gateway.sac(&["outbox", "list", "--kind", "pec", "--json"]);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    let pec = &listed.as_array().unwrap()[0];
    let id = pec["id"].as_str().unwrap();
    assert_eq!(pec["event"], "flow");
    let shown = gateway.sac(&["outbox", "show", id]);
    assert!(shown.code == 0 && shown.out.contains("Si trasmettono 1 documenti"), "{shown:?}");
    let saved = gateway.sac(&["outbox", "save", id, "messages/here"]);
    assert_eq!(saved.code, 0, "{saved:?}");
    let files: Vec<&str> = saved.out.lines().collect();
    assert_eq!(files.len(), 2, "{saved:?}");
    let mail = std::fs::read_to_string(gateway.folder().join(files[0])).unwrap();
    assert!(mail.starts_with("From: sac@pec.example\r\nTo: azienda@pec.example\r\n"), "{mail}");
    let list = std::fs::read_to_string(gateway.folder().join(files[1])).unwrap();
    assert!(
        files[1].rsplit_once('.').is_some_and(|(_, kind)| kind == "xml") && list.contains("<listaAttestati>"),
        "{list}"
    );
    let again = gateway.sac(&["outbox", "retry", id]);
    assert!(again.code == 1 && again.err.contains("arrived already"), "{again:?}");
    let none = gateway.sac(&["outbox", "show", "999"]);
    assert_eq!(none.code, 1, "{none:?}");
    assert_eq!(gateway.sac(&["outbox", "list", "--kind", "fax"]).code, 1);
}
