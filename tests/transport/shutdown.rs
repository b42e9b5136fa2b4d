//! The graceful end.

use sac_gateway::transport::Limits;

use crate::client::{SOON, house, patiently};

#[tokio::test]
async fn what_is_under_way_is_answered_and_what_is_idle_is_closed() {
    let house = house(true, Limits::default()).await;
    let mut busy = house.call().await;
    busy.post("/slow", "", b"").await;
    house.desk.waiting.acquire().await.unwrap().forget();
    let mut idle = house.call().await;
    idle.post("/echo", "", b"uno").await;
    idle.answer().await;
    let mut fresh = house.call().await;
    let mut shaking_hands = house.call_plain().await;
    let desk = house.desk.clone();
    let ending = tokio::spawn(house.server.shutdown());
    for wire in [&mut idle, &mut fresh, &mut shaking_hands] {
        assert_eq!(wire.rest().await, b"");
    }
    desk.gate.add_permits(1);
    let answer = busy.answer().await;
    assert_eq!((answer.text(), answer.closes()), ("done", true));
    assert_eq!(busy.rest().await, b"");
    drop(busy);
    assert!(patiently(ending).await.unwrap(), "all had ended in time");
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_at_the_deadline() {
    let house = house(true, Limits { drain_timeout: SOON, ..Limits::default() }).await;
    let mut wire = house.call().await;
    wire.post("/slow", "", b"").await;
    house.desk.waiting.acquire().await.unwrap().forget();
    assert!(!patiently(house.server.shutdown()).await);
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn nobody_is_let_in_afterwards() {
    let house = house(true, Limits::default()).await;
    assert!(patiently(house.server.shutdown()).await);
    assert!(tokio::net::TcpStream::connect(house.address).await.is_err());
}

#[tokio::test]
async fn dropping_the_server_closes_everything() {
    let house = house(true, Limits::default()).await;
    let mut wire = house.call().await;
    wire.post("/slow", "", b"").await;
    house.desk.waiting.acquire().await.unwrap().forget();
    drop(house.server);
    assert_eq!(wire.rest().await, b"");
}
