//! Whatever is sent, the control API does not fail.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use super::harness::Controlled;

/// Calls with a body.
const CALLS: [(&str, &str); 8] = [
    ("POST", "/worlds"),
    ("POST", "/worlds/default/reset"),
    ("PUT", "/worlds/default/clock"),
    ("POST", "/worlds/default/clock/advance"),
    ("POST", "/worlds/default/snapshots"),
    ("PUT", "/worlds/default/people/workers/RSSMRA80A01H501U"),
    ("PUT", "/worlds/default/people/users/reparto"),
    ("PUT", "/worlds/no-such-world/clock"),
];

/// Members that some call knows, so that bodies get beyond their first check.
const MEMBERS: [&str; 20] = [
    "name",
    "seed",
    "now",
    "frozen",
    "speed",
    "people",
    "durable",
    "settings",
    "by",
    "to",
    "kind",
    "cognome",
    "nome",
    "sesso",
    "data_nascita",
    "codice_fiscale",
    "iscrizioni",
    "regione",
    "password",
    "register",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,12}",
        proptest::sample::select(vec![
            "default",
            "none",
            "medico",
            "ente",
            "120",
            "120/201",
            "1d",
            "P2D",
            "-1s",
            "M",
            "2026-03-02",
            "closed",
            "2026-03-02T10:00:00+01:00",
            "9999-12-31T23:59:59Z",
            "[[user]]",
            "PRVPTR80P03H501V",
            "../x",
            "a",
        ])
        .prop_map(str::to_owned),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::from), object(inner)])
}

fn object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = prop_oneof![4 => proptest::sample::select(&MEMBERS[..]).prop_map(str::to_owned), 1 => text()];
    btree_map(name, values, 0..6).prop_map(|members| Value::Object(members.into_iter().collect()))
}

#[test]
fn no_body_makes_a_call_fail() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let controlled = runtime.block_on(Controlled::start());
    let mut runner = TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    let bodies = prop_oneof![1 => value(), 3 => object(value())];
    let tried = runner.run(&(proptest::sample::select(&CALLS[..]), bodies), |((method, path), body)| {
        let answer = runtime.block_on(controlled.call(method, path, body));
        let status = answer.status.as_u16();
        prop_assert!(status < 500, "{method} {path}: {answer:?}");
        if status >= 400 {
            prop_assert_eq!(&answer.headers["content-type"], "application/problem+json");
            let problem = answer.json();
            prop_assert_eq!(&problem["status"], status);
            prop_assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        }
        Ok(())
    });
    tried.unwrap();
    // And it still works.
    let worlds = runtime.block_on(controlled.call("GET", "/worlds", None)).with(200);
    assert!(worlds.as_array().is_some_and(|worlds| !worlds.is_empty()));
}
