//! What a fault plan does to calls, hostile names, and calls that key anything at all.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sac_gateway::faults::Rule;
use sac_gateway::phone::State;
use serde_json::{Value, json};

use super::caller::{Caller, KEYED, PINI, playground, read};
use super::support::Playground;

fn plan(playground: &Playground, rule: Value) {
    let rule: Rule = serde_json::from_value(rule).unwrap();
    playground.gateway.default_world().faults().add(rule).unwrap();
}

#[tokio::test]
async fn faults_act_on_calls_as_on_messages() {
    let playground = playground("").await;
    let next = "phone:next";
    let mut caller = Caller::at_summary(&playground).await;
    plan(
        &playground,
        json!({"operation": next, "worker": PINI, "do": {"kind": "refuse", "rule": "prognosi-conclusa"}}),
    );
    let refused = caller.keys("1").await;
    assert_eq!((refused.state.as_str(), refused.outcome.as_str()), ("MENU", "refused"));
    assert_eq!(refused.rules, ["prognosi-conclusa"]);
    assert!(refused.prompt.starts_with("Operazione non accettata. "), "{}", refused.prompt);

    let mut caller = Caller::at_summary(&playground).await;
    plan(&playground, json!({"operation": next, "do": {"kind": "inps-unavailable"}}));
    let refused = caller.keys("1").await;
    assert!(refused.outcome == "refused" && refused.prompt.contains("INPS non risponde"), "{}", refused.prompt);

    let mut caller = Caller::at_summary(&playground).await;
    plan(
        &playground,
        json!({"operation": next, "do": {"kind": "fault", "faultcode": "Server", "faultstring": "guasto"}}),
    );
    let commit = caller.last.answer("input", "1");
    assert_eq!(caller.post(&commit).await.status, 500);
    plan(&playground, json!({"operation": next, "do": {"kind": "status", "code": 503, "retry_after": 7}}));
    let reply = caller.post(&commit).await;
    assert_eq!((reply.status.as_u16(), reply.headers["retry-after"].to_str().unwrap()), (503, "7"));
    // Nothing was done so far. Then the answer is lost after the work, and had again.
    let lost = json!({"kind": "status", "code": 504});
    plan(&playground, json!({"operation": next, "phase": "after", "do": lost}));
    assert_eq!(caller.post(&commit).await.status, 504);
    let (done, _) = read(&caller.post(&commit).await);
    assert_eq!(done.outcome, "accepted");
    assert_eq!(playground.gateway.ledger().store().counts().await.unwrap().certificates, 1);

    plan(&playground, json!({"operation": "phone:start", "do": {"kind": "status", "code": 503}}));
    let client = playground.client_with(None);
    let start = client.call(hyper::Method::GET, "/phone/start", &[], "".into()).await.unwrap();
    assert_eq!(start.status, 503);
    caller = Caller::call(&playground).await;
    assert_eq!(caller.last.state, "BENV");
}

#[tokio::test]
async fn hostile_names_are_spoken_as_text() {
    use sac_gateway::domain::certificate::Indirizzo;
    use sac_gateway::domain::codice_fiscale::CodiceFiscale;
    use sac_gateway::domain::contact::{Recapiti, WorkerProfile};
    use sac_gateway::store::register::PutRegister;
    let playground = playground("").await;
    let hostile = "</prompt><exit/>&amp;\"']]>\u{7}<!--";
    let residenza = Indirizzo {
        via: hostile.to_owned(),
        civico: "1".to_owned(),
        cap: "00184".to_owned(),
        codice_catastale: Some("H501".to_owned()),
        comune: Some(hostile.to_owned()),
        provincia: None,
    };
    let recapiti = Recapiti { residenza: Some(residenza), ..Recapiti::default() };
    let profile = WorkerProfile { recapiti, ..WorkerProfile::default() };
    let worker_profiles = vec![(CodiceFiscale::parse(PINI).unwrap(), profile)];
    playground.gateway.ledger().put_register(PutRegister { worker_profiles, ..PutRegister::default() }).await.unwrap();
    let mut caller = Caller::doctor(&playground).await;
    let asked = caller.keys(&format!("1 {KEYED} 1")).await;
    assert_eq!(asked.state, "RES");
    assert!(asked.prompt.contains("</prompt><exit/>&amp;\"']]><!--"), "{}", asked.prompt);
}

/// Something that a caller does: mostly what fits somewhere.
fn event() -> impl Strategy<Value = (&'static str, String)> {
    let keyed = prop_oneof![
        6 => "[0-3]",
        2 => Just("1".to_owned()),
        2 => Just(KEYED.to_owned()),
        1 => Just("10000001".to_owned()),
        1 => Just("13579".to_owned()),
        2 => "(0[1-9]|1[0-9])03202[56]",
        1 => Just("487*1".to_owned()),
        1 => "[0-9]{9}",
        1 => "[0-9*]{0,40}",
        1 => Just("*".to_owned()),
        1 => "\\PC{0,20}",
    ];
    prop_oneof![
        12 => keyed.prop_map(|keyed| ("input", keyed)),
        1 => Just(("noinput", String::new())),
        1 => Just(("nomatch", String::new())),
    ]
}

#[test]
fn whatever_is_keyed_a_call_is_at_a_state_of_the_table() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let playground = runtime.block_on(playground("lockout_after = 0"));
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let calls = proptest::collection::vec(event(), 0..60);
    let outcome = runner.run(&(any::<bool>(), calls), |(logs_in, events)| {
        runtime.block_on(async {
            let mut caller = Caller::call(&playground).await;
            if logs_in {
                caller.keys("1 10000001 13579").await;
            }
            for (event, keyed) in events {
                if caller.last.is_last {
                    break;
                }
                let before = caller.last.state.clone();
                caller.event(event, &keyed).await;
                let Caller { last, .. } = &caller;
                prop_assert!(State::from_name(&last.state).is_some(), "{before} {keyed}: {}", last.state);
                prop_assert_eq!(last.number.is_some(), last.outcome == "accepted");
                prop_assert!(last.state != "OK" || before == "OK" || before.ends_with("_CONF"), "{before}");
            }
            Ok(())
        })
    });
    outcome.unwrap();
}
