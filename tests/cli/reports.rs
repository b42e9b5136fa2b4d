//! `sac coverage` and `sac accredit`.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::harness::{Gateway, run, sac};

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn outcomes(report: &Value, operation: &str) -> [u64; 4] {
    let all = report["operations"].as_array().unwrap();
    let of = all.iter().find(|it| it["operation"] == operation).unwrap();
    ["accepted", "refused", "fault", "dropped"].map(|name| of[name]["times"].as_u64().unwrap())
}

#[test]
fn what_a_client_has_done_is_shown_and_written_to_files() {
    let gateway = Gateway::start(&[]);
    assert_eq!(gateway.sac(&["send", "--example"]).code, 0);
    let text = gateway.sac(&["coverage"]);
    assert!(text.code == 0 && text.out.contains("One exchange") && text.out.contains("never exercised"), "{text:?}");
    assert!(gateway.sac(&["coverage", "--lang", "it"]).out.contains("mai provati"));
    let report = json_of(&gateway.sac(&["coverage", "--json"]).out);
    assert_eq!(outcomes(&report, "InviaMalattia"), [1, 0, 0, 0]);
    assert_eq!(json_of(&gateway.sac(&["coverage", "--json", "--caller", "nessuno"]).out)["exchanges"], 0);
    assert_eq!(gateway.sac(&["coverage", "--format", "html", "--output", "page.html"]).out, "");
    assert!(std::fs::read_to_string(gateway.folder().join("page.html")).unwrap().contains("</html>"));
    assert_eq!(gateway.sac(&["coverage", "--world", "nowhere"]).code, 1);

    let sheet = gateway.sac(&["accredit"]);
    assert!(sheet.code == 1 && sheet.out.contains("[x] invia-malattia  (exchange 1)"), "{sheet:?}");
    let total = &json_of(&gateway.sac(&["accredit", "--json", "--role", "medico"]).out)["total"];
    assert_eq!((&total["role"], total["done"].as_u64() > Some(0)), (&json!("medico"), true), "{total}");
    let named = ["--software", "Cartella & C.", "--software-version", "4", "--vendor", "Rossi"];
    let pdf = gateway.sac(&[&["accredit", "--format", "pdf", "--output", "sheet.pdf"], &named[..]].concat());
    assert_eq!((pdf.code, pdf.out.as_str()), (1, ""));
    assert!(std::fs::read(gateway.folder().join("sheet.pdf")).unwrap().starts_with(b"%PDF-1.7"));
    let unused = gateway.sac(&[&["accredit"], &named[..]].concat());
    assert!(unused.code == 2 && unused.err.contains("--software"), "{unused:?}");
}

#[test]
fn exports_and_captures_are_looked_at_without_a_gateway() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let request = "<c:ricercaMalattiaRequest xmlns:c='http://cert.sanita.finanze.it/'><medico><codiceRegione>120</codiceRegione></medico></c:ricercaMalattiaRequest>";
    let refused = "<c:ricercaMalattiaResponse xmlns:c='urn:c'><ricevutaNonOk><errore><tipoErrore>90001</tipoErrore></errore></ricevutaNonOk></c:ricercaMalattiaResponse>";
    write(
        "capture.http",
        &format!(
            "POST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\n\n{request}\n\nHTTP/1.1 200 OK\nContent-Type: text/xml\n\n{refused}\n\n### again\nPOST /CertServiceWeb/CertificatiMedici HTTP/1.1\nContent-Type: text/xml\n\n{request}\n"
        ),
    );
    let kept = json!({"id": 4, "operation": "RicercaMalattia", "outcome": "accepted", "caller": "uno",
        "request": {"method": "POST", "target": "/", "headers": [{"name": "content-type", "value": "text/xml"}], "body": request},
        "response": null});
    write("export.jsonl", &format!("{kept}\n\n"));
    let sac = |arguments: &[&str]| run(sac(folder.path()).arg("coverage").args(arguments));
    let both = sac(&["capture.http", "export.jsonl", "--json"]);
    assert_eq!(both.code, 0, "{both:?}");
    let report = json_of(&both.out);
    assert_eq!(outcomes(&report, "RicercaMalattia"), [1, 1, 0, 1]);
    assert_eq!(report["read"], 3);
    let rule = report["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "lavoratore-cf-non-valido");
    assert_eq!(rule.unwrap()["met"]["times"], 1);
    let one = json_of(&sac(&["capture.http", "export.jsonl", "--json", "--caller", "uno"]).out);
    assert_eq!(outcomes(&one, "RicercaMalattia"), [1, 0, 0, 0]);

    write("broken.jsonl", "{\"id\": 1}\n{");
    write("other.har", "{\"log\": {}}");
    for (arguments, words) in [
        (&["broken.jsonl"][..], "exchange 2"),
        (&["other.har"], "other.har"),
        (&["absent.http"], "absent.http"),
        (&["export.jsonl", "--world", "uno"], "cannot be used with"),
    ] {
        let run = sac(arguments);
        assert!(run.code == 2 && run.err.contains(words), "{arguments:?}: {run:?}");
    }
}
