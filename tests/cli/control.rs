//! `sac world`, `sac clock`, `sac fault`, `sac expect` and `sac journal` of a gateway that runs.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::harness::{Gateway, run, sac};

const NOW: &str = "2026-03-02T10:00:00+01:00";

#[test]
fn worlds_are_made_shown_kept_and_removed() {
    let gateway = Gateway::start(&[]);
    let json = |arguments: &[&str]| -> Value {
        let run = gateway.sac(&[arguments, &["--json"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str(&run.out).unwrap()
    };
    let made = json(&["world", "create", "first", "--seed", "7", "--now", NOW, "--frozen", "--set", "register=closed"]);
    assert_eq!((&made["name"], &made["clock"]["now"]), (&json!("first"), &json!(NOW)));
    assert!(made["endpoint"].as_str().unwrap().ends_with("/w/first/CertServiceWeb/CertificatiMedici"), "{made}");
    let table = gateway.sac(&["world", "list"]);
    assert!(table.out.starts_with("NAME") && table.out.lines().count() == 3 && table.out.contains(NOW), "{table:?}");
    assert_eq!(json(&["world", "show", "first"]), made);
    assert_eq!(json(&["world", "snapshot", "take", "first", "one"]), json!({"name": "one", "taken": NOW}));
    assert_eq!(json(&["clock", "advance", "2d", "--world", "first"])["now"], "2026-03-04T10:00:00+01:00");
    assert_eq!(json(&["world", "snapshot", "restore", "first", "one"]), made);
    assert_eq!(json(&["world", "snapshot", "list", "first"]).as_array().unwrap().len(), 1);
    assert_eq!(gateway.sac(&["world", "snapshot", "delete", "first", "one"]).code, 0);
    assert_eq!(json(&["world", "reset", "first", "--seed", "8"])["certificates"], 0);
    assert_eq!(gateway.sac(&["world", "delete", "first"]).out, "removed\n");
    gateway
        .write("people.toml", "[[worker]]\ncodice_fiscale = 'RSSMRA80A01H501U'\ncognome = 'Rossi'\nnome = 'Mario'\n");
    assert!(json(&["world", "create", "--people", "people.toml"])["name"].as_str().unwrap().starts_with("world-"));

    let refused: [(&[&str], &str); 5] = [
        (&["world", "show", "first"], "there is no world `first`"),
        (&["world", "delete", "default"], "cannot be removed"),
        (&["world", "create", "Uno"], "/name: "),
        (&["world", "create", "--set", "registr=open"], "did you mean `register`?"),
        (&["clock", "advance", "yesterday"], "/by: "),
    ];
    for (arguments, words) in refused {
        let refused = gateway.sac(arguments);
        assert_eq!(refused.code, 1, "{arguments:?}: {refused:?}");
        assert!(refused.err.contains(words), "{arguments:?}: {refused:?}");
    }
}

#[test]
fn the_clock_is_shown_set_advanced_and_given_back() {
    let gateway = Gateway::start(&[]);
    let says = |arguments: &[&str]| {
        let run = gateway.sac(&[&["clock"], arguments].concat());
        assert_eq!(run.code, 0, "{run:?}");
        run.out
    };
    assert_eq!(says(&["set", "--now", NOW, "--frozen"]), format!("{NOW}, stands still\n"));
    assert_eq!(says(&["advance", "--to", "2026-03-03T10:00:00+01:00"]), "2026-03-03T10:00:00+01:00\n");
    assert_eq!(says(&["show"]), "2026-03-03T10:00:00+01:00, stands still\n");
    assert!(says(&["set", "--running", "--speed", "60"]).contains("runs 60"));
    assert!(!says(&["reset"]).contains("2026-03-03T1"));
    for wrong in [&["set"] as &[&str], &["advance"], &["advance", "1d", "--to", NOW], &["set", "--frozen", "--running"]]
    {
        assert_eq!(gateway.sac(&[&["clock"], wrong].concat()).code, 2, "{wrong:?}");
    }
}

#[test]
fn the_gateway_is_found_by_its_directory_or_its_announcement_and_distinguished_from_none() {
    let mut gateway = Gateway::start(&[]);
    let elsewhere = TempDir::new().unwrap();
    let from_elsewhere = |flags: &[&str]| run(sac(elsewhere.path()).args(["world", "list"]).args(flags));
    let data = gateway.folder().join("sac-data").to_str().unwrap().to_owned();
    let announce = gateway.folder().join("announce.json").to_str().unwrap().to_owned();
    assert_eq!(from_elsewhere(&["--data-dir", &data]).code, 0);
    assert_eq!(from_elsewhere(&["--announce", &announce]).code, 0);
    let none = from_elsewhere(&[]);
    assert!(none.code == 2 && none.err.contains("sac serve"), "{none:?}");
    assert_eq!(gateway.terminate(), 0);
    assert_eq!(from_elsewhere(&["--data-dir", &data]).code, 2);

    let without = Gateway::start(&["--control", "off"]);
    assert!(without.announcement.get("control").is_none() && without.announcement.get("control_token").is_none());
    let none = without.sac(&["world", "list"]);
    assert!(none.code == 2 && none.err.contains("--control off"), "{none:?}");
}

#[test]
fn the_control_api_listens_on_this_machine_only_and_lets_two_gateways_run() {
    let folder = TempDir::new().unwrap();
    let refused = run(sac(folder.path()).args(["serve", "--control", "0.0.0.0:8444"]));
    assert!(refused.code == 2 && refused.err.contains("never listens beyond this machine"), "{refused:?}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = run(sac(folder.path()).args(["serve", "--listen", "127.0.0.1:0", "--control", &address]));
    assert!(refused.code == 2 && refused.err.contains(&address), "{refused:?}");
    let first = Gateway::start(&[]);
    let second = Gateway::start(&[]);
    assert_ne!(first.announcement["control"], second.announcement["control"]);
    let printed = first.printed();
    assert!(printed.contains(first.announcement["control"].as_str().unwrap()), "{printed}");
}

#[test]
fn rules_are_added_listed_loaded_and_removed_and_exchanges_awaited() {
    let gateway = Gateway::start(&[]);
    let json = |arguments: &[&str]| -> Value {
        let run = gateway.sac(&[arguments, &["--json"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str(&run.out).unwrap()
    };
    let added = json(&["fault", "add", "status", "--with", "code=503", "--id", "busy", "--operation", "InviaMalattia"]);
    assert_eq!((&added["id"], &added["do"]), (&json!("busy"), &json!({"kind": "status", "code": 503})));
    assert!(gateway.sac(&["fault", "list"]).out.contains("busy"));
    assert_ne!(gateway.sac(&["send", "--example"]).code, 0);
    assert_eq!(gateway.sac(&["send", "--example"]).code, 0);
    let met = json(&["expect", "operation=InviaMalattia", "fault=busy", "--count", "1"]);
    assert_eq!(met[0]["status"], 503);
    assert_eq!(gateway.sac(&["expect", "outcome=dropped", "--within", "10ms"]).code, 1);
    let all = json(&["journal", "channel=soap"]);
    let outcomes: Vec<_> = all.as_array().unwrap().iter().map(|one| one["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["fault", "accepted"], "the newest last, and each once: {all}");
    let accepted = gateway.sac(&["journal", "outcome=accepted", "--world", "default"]);
    assert!(accepted.out.lines().count() == 2 && accepted.out.contains("InviaMalattia"), "{accepted:?}");
    let wrong = gateway.sac(&["journal", "outcom=accepted"]);
    assert!(wrong.code == 1 && wrong.err.contains("did you mean `outcome`?"), "{wrong:?}");
    gateway.write("plan.json", r#"[{"id": "a", "do": {"kind": "reset"}}, {"id": "b", "do": {"kind": "close"}}]"#);
    assert_eq!(json(&["fault", "load", "plan.json"]).as_array().unwrap().len(), 2);
    assert_eq!(gateway.sac(&["fault", "remove", "a"]).out, "removed\n");
    let wrong = gateway.sac(&["fault", "add", "resett"]);
    assert!(wrong.code == 1 && wrong.err.contains("did you mean `reset`?"), "{wrong:?}");
    assert_eq!(gateway.sac(&["fault", "clear"]).code, 0);
    assert_eq!(json(&["fault", "list"]), json!([]));
}
