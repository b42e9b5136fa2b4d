//! The table of the states: what each answer leads to, one row a state.

use sac_gateway::WorldPlan;
use sac_gateway::clock::Clock;
use sac_gateway::config::{DuplicatePolicy, RuleSettings};

use super::caller::{Caller, KEYED, NOW, playground};
use super::support::Playground;

/// Two registrations, and the PIN of the seed's doctor.
const TWO_PLACES: &str = "[[user]]\nname = 'medico'\nkind = 'medico'\ncodice_fiscale = 'PROVAX00X00X000Y'\n\
    iscrizioni = ['120/201', '030/301']\npassword = 'segreta'\npincode = '1234567890'\n\
    codice_telefonico = '20000001'\npin = '13579'\n";

/// How a state is reached from the greeting, and what each answer there leads to. `N` is the number of a certificate, `-`
/// silence.
/// A state, and where its answers lead: see the table below.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const TABLE: &[Row] = &[
    ("BENV", "", &[("1", "IDENT"), ("9", "INFO_CF"), ("2", "BENV"), ("*", "BENV"), ("-", "BENV")]),
    ("IDENT", "1", &[("10000001", "PIN"), ("1000000", "IDENT"), ("*", "BENV")]),
    ("PIN", "1 10000001", &[("13579", "MENU"), ("00000", "IDENT"), ("1", "PIN"), ("*", "IDENT")]),
    ("MENU", "D", &[("1", "CF"), ("2", "R_CF"), ("3", "A_CF"), ("0", "FINE"), ("4", "MENU"), ("*", "MENU")]),
    (
        "CF",
        "D 1",
        &[
            (KEYED, "CF_CONF"),
            ("12345678903", "CF_CONF"),
            ("12345678901", "CF"),
            ("99999999999999999999999999999999", "CF"),
            ("1", "CF"),
            ("*", "MENU"),
        ],
    ),
    ("CF_CONF", "D 1 W", &[("1", "RES"), ("2", "CF"), ("3", "CF_CONF"), ("*", "CF")]),
    ("RES", "D 1 W 1", &[("1", "RUOLO"), ("2", "MENU"), ("*", "CF_CONF")]),
    ("RUOLO", "D 1 W 1 1", &[("1", "TIPO"), ("2", "TIPO"), ("3", "RUOLO"), ("*", "RES")]),
    ("TIPO", "D 1 W 1 1 1", &[("1", "VISITA"), ("2", "VISITA"), ("3", "VISITA"), ("4", "TIPO"), ("*", "RUOLO")]),
    (
        "VISITA",
        "D 1 W 1 1 1 1",
        &[("1", "RILASCIO"), ("2", "RILASCIO"), ("3", "RILASCIO"), ("0", "VISITA"), ("*", "TIPO")],
    ),
    (
        "RILASCIO",
        "D 1 W 1 1 1 1 1",
        &[
            ("0", "INIZIO"),
            ("1", "INIZIO"),
            ("02032026", "INIZIO"),
            ("30022026", "RILASCIO"),
            ("2", "RILASCIO"),
            ("*", "VISITA"),
        ],
    ),
    ("INIZIO", "D 1 W 1 1 1 1 1 0", &[("0", "FINE_PROG"), ("31042026", "INIZIO"), ("*", "RILASCIO")]),
    ("FINE_PROG", "D 1 W 1 1 1 1 1 0 0", &[("06032026", "ICD_TIPO"), ("00000000", "FINE_PROG"), ("*", "INIZIO")]),
    (
        "ICD_TIPO",
        "D 1 W 1 1 1 1 1 0 0 06032026",
        &[("1", "ICD"), ("2", "ICD"), ("3", "ICD"), ("4", "ICD_TIPO"), ("*", "FINE_PROG")],
    ),
    (
        "ICD",
        "D 1 W 1 1 1 1 1 0 0 06032026 1",
        &[("487*1", "FLAG_G"), ("4*8*7", "ICD"), ("4871", "ICD"), ("1234567", "ICD"), ("*", "ICD_TIPO")],
    ),
    (
        "FLAG_G",
        "D 1 W 1 1 1 1 1 0 0 06032026 1 487*1",
        &[("1", "FLAG_T"), ("2", "FLAG_T"), ("0", "FLAG_G"), ("*", "ICD")],
    ),
    ("FLAG_T", "D 1 W 1 1 1 1 1 0 0 06032026 1 487*1 2", &[("1", "AGEV"), ("2", "AGEV"), ("*", "FLAG_G")]),
    (
        "AGEV",
        "D 1 W 1 1 1 1 1 0 0 06032026 1 487*1 2 2",
        &[("0", "S_CONF"), ("1", "S_CONF"), ("2", "S_CONF"), ("3", "S_CONF"), ("4", "AGEV"), ("*", "FLAG_T")],
    ),
    (
        "S_CONF",
        "D 1 W 1 1 1 1 1 0 0 06032026 1 487*1 2 2 0",
        &[("2", "CF"), ("0", "MENU"), ("3", "S_CONF"), ("*", "AGEV"), ("1", "OK")],
    ),
    (
        "OK",
        "D 1 P 1 1 1 1 1 0 0 06032026 1 487*1 2 2 0 1",
        &[("1", "OK"), ("3", "OK"), ("*", "OK"), ("2", "MENU"), ("0", "FINE")],
    ),
    ("R_CF", "D 2", &[(KEYED, "R_CF_CONF"), ("1", "R_CF"), ("*", "MENU")]),
    ("R_CF_CONF", "D 2 W", &[("1", "R_PUC"), ("2", "R_CF"), ("*", "R_CF")]),
    ("R_PUC", "D 2 W 1", &[("N", "R_FINE"), ("123456789", "R_PUC"), ("1", "R_PUC"), ("*", "R_CF_CONF")]),
    ("R_FINE", "D 2 W 1 N", &[("04032026", "R_CONF"), ("31022026", "R_FINE"), ("*", "R_PUC")]),
    ("R_CONF", "D 2 W 1 N 04032026", &[("0", "MENU"), ("2", "R_CONF"), ("*", "R_FINE"), ("1", "OK")]),
    ("A_CF", "D 3", &[(KEYED, "A_CF_CONF"), ("*", "MENU")]),
    ("A_CF_CONF", "D 3 W", &[("1", "A_PUC"), ("2", "A_CF"), ("*", "A_CF")]),
    ("A_PUC", "D 3 W 1", &[("N", "A_CONF"), ("987654321", "A_PUC"), ("*", "A_CF_CONF")]),
    ("A_CONF", "D 3 W 1 N", &[("0", "MENU"), ("2", "A_CONF"), ("*", "A_PUC"), ("1", "OK")]),
    ("INFO_CF", "9", &[(KEYED, "INFO_PUC"), ("12345678901", "INFO_CF"), ("1", "INFO_CF"), ("*", "BENV")]),
    ("INFO_PUC", "9 W", &[("N", "INFO"), ("123456789", "FINE"), ("1", "INFO_PUC"), ("*", "INFO_CF")]),
    ("INFO", "9 W N", &[("1", "FINE"), ("-", "FINE"), ("*", "FINE")]),
];

/// A world of its own, in which Pini has a certificate; its path, and the number.
async fn world(playground: &Playground, name: &str) -> (String, String) {
    let mut rules = RuleSettings::default();
    rules.duplicates = DuplicatePolicy::Accept;
    let plan = WorldPlan::new().clock(Clock::frozen_at(NOW.parse().unwrap())).rules(rules);
    let world = playground.gateway.create_world(name, plan).await.unwrap();
    let xml = std::fs::read("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let message = world.message(&xml).unwrap();
    let reply = world.client("PROVAX00X00X000Y", "prova").unwrap().send(&message).await.unwrap();
    let answer = sac_gateway::client::Answer::read(&reply).unwrap();
    (format!("/w/{name}"), answer.number().unwrap().to_owned())
}

/// What is keyed: `D` logs the doctor in, `W` is Pini, `P` somebody else.
fn keyed(answers: &str, number: &str) -> String {
    let of = |answer: &str| match answer {
        "D" => "1 10000001 13579".to_owned(),
        "W" => KEYED.to_owned(),
        "P" => "12345678903".to_owned(),
        "N" => number.to_owned(),
        other => other.to_owned(),
    };
    answers.split_whitespace().map(of).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_answer_leads_where_the_table_says() {
    let playground = playground("").await;
    for (state, path, answers) in TABLE {
        let name = state.to_ascii_lowercase().replace('_', "-");
        let (mount, number) = world(&playground, &name).await;
        silence(&mount, &playground, (state, &keyed(path, &number))).await;
        for (answer, next) in *answers {
            let mut caller = Caller::call_at(&playground, &mount).await;
            let before = caller.keys(&keyed(path, &number)).await;
            assert_eq!(before.state, *state, "{path}: {}", before.prompt);
            let after = caller.keys(&keyed(answer, &number)).await;
            assert_eq!(after.state, *next, "{state} {answer}: {}", after.prompt);
        }
    }
}

/// What silence, nonsense and hanging up do at the state that is reached by these answers.
async fn silence(mount: &str, playground: &Playground, (state, path): (&str, &str)) {
    if state == "INFO" {
        return;
    }
    // Silence and nonsense: the question again, and after the third the end.
    let mut caller = Caller::call_at(playground, mount).await;
    let prompt = caller.keys(path).await.prompt.clone();
    for (event, said) in [("noinput", "Non ho ricevuto nulla."), ("nomatch", "Il dato non è valido.")] {
        let again = caller.event(event, "").await;
        assert_eq!((again.state.as_str(), again.prompt.clone()), (state, format!("{said} {prompt}")));
    }
    let end = caller.event("input", "xyz").await;
    assert_eq!(end.state, "FINE_ERR", "{state}");
    assert_eq!(end.prompt.contains("Nulla è stato inviato."), state != "OK", "{state}");
    // In between, a good answer begins the count anew; and a caller may hang up anywhere.
    let mut caller = Caller::call_at(playground, mount).await;
    caller.keys(path).await;
    let body = caller.last.answer("hangup", "");
    assert_eq!(caller.post(&body).await.status, 204, "{state}");
    assert_eq!(caller.post(&body).await.status, 410, "{state}");
}

#[tokio::test]
async fn every_state_is_in_the_table() {
    let reached: Vec<&str> = TABLE.iter().map(|(state, ..)| *state).collect();
    for state in sac_gateway::phone::State::ALL {
        let is_there = reached.contains(&state.name()) || state.is_end() || state.name() == "SEDE";
        assert!(is_there, "{}", state.name());
    }
}

#[tokio::test]
async fn a_doctor_of_several_places_chooses_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.toml");
    std::fs::write(&file, TWO_PLACES).unwrap();
    let playground = playground(&format!("seed_file = '{}'", file.display())).await;
    let mut caller = Caller::call(&playground).await;
    let asked = caller.keys("1 20000001 13579 1").await;
    assert_eq!(asked.state, "SEDE");
    let expected = "Per regione 1, 2, 0, azienda 2, 0, 1 prema 1. Per regione 0, 3, 0, azienda 3, 0, 1 prema 2.";
    assert_eq!(asked.prompt, expected);
    assert_eq!(caller.keys("3").await.state, "SEDE");
    assert_eq!(caller.keys("*").await.state, "MENU");
    assert_eq!(caller.keys(&format!("1 2 {KEYED} * *")).await.state, "SEDE");
    let last = caller.keys(&format!("2 {KEYED} 1 1 {} 1", Caller::CERTIFICATE)).await;
    assert_eq!(last.outcome, "accepted", "{}", last.prompt);
    let puc = sac_gateway::domain::identifier::Puc::parse(last.number.as_deref().unwrap()).unwrap();
    let (stored, _) = playground.gateway.ledger().store().any_certificate(puc).await.unwrap().unwrap();
    assert_eq!(stored.certificato.sede.codice_regione.as_deref(), Some("030"));
}

#[tokio::test]
async fn an_address_cannot_be_changed_and_a_closed_register_may_have_none() {
    let playground = playground("register = 'closed'").await;
    let mut caller = Caller::doctor(&playground).await;
    let unknown = caller.keys("1 12345678903").await;
    assert_eq!(
        (unknown.state.as_str(), unknown.rules.as_slice()),
        ("CF", ["lavoratore-sconosciuto".to_owned()].as_slice())
    );
    let left = caller.keys(&format!("{KEYED} 1 2")).await;
    assert_eq!((left.state.as_str(), left.outcome.as_str()), ("MENU", "refused"));
    let expected = "L'indirizzo non si può cambiare per telefono. Usi il sito o il programma gestionale. Per inviare";
    assert!(left.prompt.starts_with(expected), "{}", left.prompt);
    // Anna Esempio is on the register, without an address.
    let anna = sac_gateway::phone::keypad::encode("SMPNNA88H55F205P").unwrap();
    let left = caller.keys(&format!("1 {anna} 1")).await;
    assert_eq!((left.state.as_str(), left.outcome.as_str()), ("MENU", "refused"));
    assert!(left.prompt.starts_with("Nessuna residenza risulta"), "{}", left.prompt);
}
