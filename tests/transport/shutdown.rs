//! The graceful end.

use sac_gateway::transport::Limits;

use crate::client::{SOON, limits, patiently, serve};

#[tokio::test]
async fn what_is_under_way_is_answered_and_what_is_idle_is_closed() {
    let server = serve(true, Limits::default()).await;
    let mut busy = server.call().await;
    busy.post("/slow", "", b"").await;
    server.handler.waiting.acquire().await.unwrap().forget();
    let mut idle = server.call().await;
    idle.post("/echo", "", b"uno").await;
    idle.answer().await;
    let mut fresh = server.call().await;
    let mut shaking_hands = server.call_plain().await;
    let handler = server.handler.clone();
    let ending = tokio::spawn(server.running.shutdown());
    for wire in [&mut idle, &mut fresh, &mut shaking_hands] {
        assert_eq!(wire.rest().await, b"");
    }
    handler.gate.add_permits(1);
    let answer = busy.answer().await;
    assert_eq!((answer.text(), answer.closes()), ("done", true));
    assert_eq!(busy.rest().await, b"");
    drop(busy);
    assert!(patiently(ending).await.unwrap(), "all had ended in time");
}

#[tokio::test]
async fn a_request_that_does_not_end_is_cut_at_the_deadline() {
    let server = serve(true, limits(|limits| limits.drain_timeout = SOON)).await;
    let mut wire = server.call().await;
    wire.post("/slow", "", b"").await;
    server.handler.waiting.acquire().await.unwrap().forget();
    assert!(!patiently(server.running.shutdown()).await);
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn nobody_is_let_in_afterwards() {
    let server = serve(true, Limits::default()).await;
    assert!(patiently(server.running.shutdown()).await);
    assert!(tokio::net::TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn dropping_the_server_closes_everything() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.post("/slow", "", b"").await;
    server.handler.waiting.acquire().await.unwrap().forget();
    drop(server.running);
    assert_eq!(wire.rest().await, b"");
}
