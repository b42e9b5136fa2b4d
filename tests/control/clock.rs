//! The clock of a world.

use serde_json::json;

use super::harness::{Controlled, NOW};

const PATH: &str = "/worlds/default/clock";

#[tokio::test]
async fn a_clock_is_set_forward_and_back_and_given_back_to_the_machine() {
    let controlled = Controlled::start().await;
    let shown = controlled.call("GET", PATH, None).await.with(200);
    assert_eq!(shown, json!({"now": NOW, "frozen": true, "speed": 1.0}));
    let cases = [
        (
            json!({"now": "2026-07-01T00:00:00Z"}),
            json!({"now": "2026-07-01T02:00:00+02:00", "frozen": true, "speed": 1.0}),
        ),
        (json!({"speed": 60}), json!({"now": "2026-07-01T02:00:00+02:00", "frozen": true, "speed": 60.0})),
        (json!({"now": NOW, "frozen": true}), json!({"now": NOW, "frozen": true, "speed": 60.0})),
        (json!({}), json!({"now": NOW, "frozen": true, "speed": 60.0})),
    ];
    for (change, expected) in cases {
        let set = controlled.call("PUT", PATH, change.clone()).await.with(200);
        assert_eq!(set, expected, "{change}");
        assert_eq!(controlled.call("GET", PATH, None).await.with(200), expected);
        let world = controlled.call("GET", "/worlds/default", None).await.with(200);
        assert_eq!(world["clock"], expected);
    }
    let running = controlled.call("PUT", PATH, json!({"frozen": false})).await.with(200);
    assert!(running["frozen"] == false && running["now"].as_str().unwrap().starts_with("2026-03-02T1"), "{running}");
    let machine = controlled.call("DELETE", PATH, None).await.with(200);
    assert_eq!((&machine["frozen"], &machine["speed"]), (&json!(false), &json!(1.0)));
}

#[tokio::test]
async fn what_no_clock_can_show_is_refused() {
    let controlled = Controlled::start().await;
    let cases = [
        (json!({"now": "2026-03-02"}), "/now"),
        (json!({"now": "1066-10-14T09:00:00Z"}), "/now"),
        (json!({"speed": 0}), "/speed"),
        (json!({"speed": -1}), "/speed"),
        (json!({"speed": 1e9}), "/speed"),
        (json!({"frozen": "yes"}), "/frozen"),
        (json!({"frozn": true}), "/frozn"),
    ];
    for (change, pointer) in cases {
        let (_, found, detail) = controlled.call("PUT", PATH, change.clone()).await.problem(422);
        assert_eq!(found.as_deref(), Some(pointer), "{change}: {detail}");
    }
    assert_eq!(controlled.call("GET", PATH, None).await.with(200)["now"], NOW);
}
