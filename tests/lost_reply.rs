//! A doctor's program whose third send is answered by silence: what must it do? (`docs/testing-with-sac.md`)
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use sac_gateway::client::Answer;
use sac_gateway::faults::{Action, Rule};
use sac_gateway::journal::Selection;
use sac_gateway::{Clock, Gateway, WorldPlan};

const MESSAGE: &str = include_str!("../fixtures/ok/InviaMalattia/cinque-giorni.xml");
const CANCEL: &str = include_str!("../fixtures/ok/AnnullaMalattia/subito.xml");

#[test]
fn a_lost_reply_is_survived_by_sending_again() {
    let gateway = Gateway::for_tests().start_blocking().unwrap();
    let clock = Clock::frozen_at("2026-03-02T10:00:00+01:00".parse().unwrap());
    let world = gateway.block_on(gateway.create_world("lost-reply", WorldPlan::new().clock(clock))).unwrap();
    let doctor = world.client("PROVAX00X00X000Y", "prova").unwrap();
    let call = |xml: &str| gateway.block_on(doctor.send(&world.message(xml.as_bytes()).unwrap()));
    let send = |last_day: &str| call(&MESSAGE.replace("2026-03-06", last_day));
    world.faults().add(Rule::new(Action::Close {}).operation("InviaMalattia").nth(3).after()).unwrap();

    for last_day in ["2026-03-03", "2026-03-04"] {
        assert!(Answer::read(&send(last_day).unwrap()).unwrap().number().is_some());
    }
    send("2026-03-05").unwrap_err(); // recorded, but nobody is told the PUC

    let again = Answer::read(&send("2026-03-05").unwrap()).unwrap(); // what a careful program does
    let Answer::Refused(errors) = again else { panic!("{again:?}") };
    let puc = errors[0].descrizione.split("protocollo ").nth(1).unwrap().trim_end_matches('.');
    let sends = Selection { operation: Some("InviaMalattia".to_owned()), ..Selection::default() };
    let sends = gateway.block_on(world.expect(sends).count(4)).unwrap();
    let outcomes: Vec<_> = sends.iter().map(|exchange| exchange.entry.ending.name()).collect();
    assert_eq!(outcomes, ["refused", "dropped", "accepted", "accepted"]);

    let late = world.clock().now() + chrono::TimeDelta::days(10);
    gateway.block_on(world.advance(late)).unwrap();
    let cancelled = Answer::read(&call(&CANCEL.replace("{puc}", puc)).unwrap()).unwrap();
    assert!(matches!(cancelled, Answer::Refused(_)), "too late: {cancelled:?}");
}

#[test]
fn what_is_missing_is_said_with_what_there_is() {
    let gateway = Gateway::for_tests().start_blocking().unwrap();
    let world = gateway.default_world();
    let doctor = world.client("PROVAX00X00X000Y", "wrong").unwrap();
    gateway.block_on(doctor.send(&world.message(MESSAGE.as_bytes()).unwrap())).unwrap();
    let accepted = Selection { outcome: Some("accepted".to_owned()), ..Selection::default() };
    let short = std::time::Duration::from_millis(10);
    let error = gateway.block_on(world.expect(accepted).within(short)).unwrap_err().to_string();
    assert!(error.starts_with("0 exchanges match, expected at least 1\n  exchange 1 "), "{error}");
    assert!(error.contains("outcome: expected accepted, found fault"), "{error}");
    let bad = world.expect(Selection::default()).element("a b", "c");
    assert!(gateway.block_on(bad).unwrap_err().to_string().contains("a b"));
}

#[test]
fn the_temporary_folder_goes_with_the_gateway() {
    let gateway = Gateway::for_tests().start_blocking().unwrap();
    let folder = gateway.ca_path().parent().unwrap().to_owned();
    assert!(folder.exists());
    drop(gateway);
    assert!(!folder.exists());
}

#[test]
fn the_documentation_shows_the_test_that_is_run() {
    let documentation = std::fs::read_to_string("docs/testing-with-sac.md").unwrap();
    let file = std::fs::read_to_string("examples/testing/python/test_lost_reply.py").unwrap();
    let mut blocks = documentation.split("```python\n").skip(1).filter_map(|rest| rest.split("```").next());
    let shown = blocks.find(|block| file.ends_with(block));
    assert!(
        shown.is_some_and(|block| block.lines().count() < 40),
        "docs/testing-with-sac.md and test_lost_reply.py differ"
    );
}
