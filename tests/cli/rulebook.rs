use std::fs;

use sac_gateway::diagnostic::Code;
use serde_json::Value;
use tempfile::TempDir;

use super::harness::{FIXTURE_DAY, Gateway, Run, run, sac};

fn sac_in(folder: &TempDir, arguments: &[&str]) -> Run {
    run(sac(folder.path()).args(arguments))
}

fn rules(folder: &TempDir, arguments: &[&str]) -> Vec<Value> {
    let listed = sac_in(folder, &[&["rules", "--json"], arguments].concat());
    assert_eq!(listed.code, 0, "{listed:?}");
    serde_json::from_str(&listed.out).unwrap()
}

#[test]
fn the_rule_book_is_listed_with_all_that_it_says() {
    let folder = TempDir::new().unwrap();
    let all = rules(&folder, &[]);
    assert!(all.len() > 40, "{}", all.len());
    for rule in &all {
        for key in ["name", "tipoErrore", "emitter", "sezioneErrata", "text", "provenance", "source"] {
            assert!(rule[key].as_str().is_some_and(|text| !text.is_empty()), "{key} in {rule}");
        }
        assert!(rule["operations"].as_array().is_some_and(|operations| !operations.is_empty()), "{rule}");
    }
    let of = |provenance: &str| rules(&folder, &["--provenance", provenance]);
    assert!(of("assumed").iter().all(|rule| rule["provenance"] == "assumed"));
    let parts = ["specification", "observed", "assumed"].map(|provenance| of(provenance).len());
    assert_eq!(parts.iter().sum::<usize>(), all.len());
    let table = sac_in(&folder, &["rules"]);
    for rule in &all {
        assert!(table.out.contains(rule["name"].as_str().unwrap()), "{rule}");
    }
}

#[test]
fn every_rule_and_every_code_is_explained_in_both_languages() {
    let folder = TempDir::new().unwrap();
    for rule in rules(&folder, &[]) {
        let name = rule["name"].as_str().unwrap();
        for (language, heading, other) in [("it", "Quando", "When"), ("en", "When", "Quando")] {
            let explained = sac_in(&folder, &["explain", name, "--lang", language]);
            assert_eq!(explained.code, 0, "{explained:?}");
            assert!(explained.out.contains(heading) && !explained.out.contains(other), "{}", explained.out);
        }
        let by_number = sac_in(&folder, &["explain", rule["tipoErrore"].as_str().unwrap(), "--lang", "en"]);
        assert!(by_number.code == 0 && by_number.out.starts_with(name), "{by_number:?}");
    }
    for code in Code::all() {
        let explained = sac_in(&folder, &["explain", code.as_str(), "--lang", "it"]);
        assert!(explained.code == 0 && explained.out.contains("Che cosa cambiare"), "{explained:?}");
    }
}

#[test]
fn an_unknown_name_is_reported_with_those_like_it() {
    let folder = TempDir::new().unwrap();
    let unknown = sac_in(&folder, &["explain", "certificato-duplicatto"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean certificato-duplicato?"), "{unknown:?}");
    let strange = sac_in(&folder, &["explain", "54321"]);
    assert!(strange.code == 2 && strange.err.contains("`sac rules` lists the rules"), "{strange:?}");
    assert!(strange.err.contains("`sac explain` the codes"), "{strange:?}");
    let slip = sac_in(&folder, &["explain", "SAC-XSD-PATERN"]);
    assert!(slip.code == 2 && slip.err.contains("did you mean SAC-XSD-PATTERN"), "{slip:?}");
}

#[test]
fn without_a_name_the_codes_are_listed_in_the_language_of_the_environment() {
    let folder = TempDir::new().unwrap();
    let in_english = |arguments: &[&str]| run(sac(folder.path()).args(arguments).env("SAC_LANG", "en"));
    let listed = in_english(&["explain"]);
    assert!(Code::all().all(|code| listed.out.contains(code.as_str())), "{listed:?}");
    assert!(listed.code == 0 && listed.out.contains("Text encoded twice"), "{listed:?}");
    let one = in_english(&["explain", "SAC-CHARSET-DOUBLE"]);
    assert!(one.out.contains("What to change") && !one.out.contains("Che cosa cambiare"), "{one:?}");
}

#[test]
fn a_table_changes_what_is_listed_explained_and_answered() {
    let folder = TempDir::new().unwrap();
    let table = folder.path().join("table.toml");
    fs::write(&table, "[certificato-duplicato]\ntipoErrore = '107'\ntext = 'Doppio: {puc}.'\n").unwrap();
    let table = table.to_str().unwrap();
    let listed = rules(&folder, &["--error-table", table]);
    let changed = listed.iter().find(|rule| rule["name"] == "certificato-duplicato").unwrap();
    assert_eq!((&changed["tipoErrore"], &changed["text"]), (&"107".into(), &"Doppio: {puc}.".into()));
    assert_eq!(sac_in(&folder, &["explain", "107", "--error-table", table]).code, 0);

    let gateway = Gateway::start(&["--now", FIXTURE_DAY, "--error-table", table]);
    let message = super::harness::fixture("ok/InviaMalattia/cinque-giorni.xml");
    let message = message.to_str().unwrap();
    let sent = gateway.sac(&["send", message, message]);
    assert!(sent.code == 1 && sent.out.contains("107") && sent.out.contains("Doppio: "), "{sent:?}");
}

#[test]
fn a_wrong_table_is_refused_with_line_and_reason_everywhere() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.toml"), "\n[certificato-doppio]\ntipoErrore = '1'\n").unwrap();
    for command in [&["rules"][..], &["explain", "112"], &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = sac_in(&folder, &[command, &["--error-table", "t.toml"]].concat());
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains("t.toml") && refused.err.contains("line 2"), "{refused:?}");
    }
}
