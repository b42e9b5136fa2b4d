//! Clients that are slow, silent or too many: each holds a connection for a bounded time.

use std::time::Duration;

use crate::client::{Caller, SOON, Wire, limits, patiently, serve};

/// Sends a byte now and then until the server closes.
async fn trickle(wire: &mut Wire, text: &str) -> Vec<u8> {
    use tokio::io::AsyncWriteExt;
    wire.send(text).await;
    patiently(async {
        loop {
            tokio::select! {
                rest = wire.rest() => return rest,
                () = tokio::time::sleep(SOON / 10) => (),
            }
            // The server may have closed a moment ago.
            let _ = wire.stream.write_all(b"x").await;
            let _ = wire.stream.flush().await;
        }
    })
    .await
}

#[tokio::test]
async fn a_handshake_that_does_not_come_ends() {
    let server = serve(true, limits(|limits| limits.handshake_timeout = SOON)).await;
    let mut silent = server.call_plain().await;
    assert_eq!(silent.rest().await, b"");
    let mut begun = server.call_plain().await;
    begun.send(b"\x16\x03\x01").await;
    assert_eq!(begun.rest().await, b"");
}

#[tokio::test]
async fn a_connection_without_a_first_byte_ends() {
    for alpn in [&["http/1.1"][..], &["h2"], &[]] {
        let server = serve(true, limits(|limits| limits.header_timeout = SOON)).await;
        let mut wire = server.call_as(Caller { alpn, ..Caller::default() }).await;
        wire.rest().await;
    }
    let server = serve(false, limits(|limits| limits.header_timeout = SOON)).await;
    assert_eq!(server.call_plain().await.rest().await, b"");
}

#[tokio::test]
async fn headers_in_trickles_end() {
    let server = serve(true, limits(|limits| limits.header_timeout = SOON)).await;
    let mut wire = server.call().await;
    trickle(&mut wire, "POST / HTTP/1.1\r\nX: ").await;
}

#[tokio::test]
async fn headers_in_trickles_end_also_after_a_good_request() {
    let server = serve(true, limits(|limits| limits.header_timeout = SOON)).await;
    let mut wire = server.call().await;
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
    trickle(&mut wire, "POST / HTTP/1.1\r\nX: ").await;
}

#[tokio::test]
async fn a_body_in_trickles_is_timed_out_with_an_answer() {
    for path in ["/echo", "/refused"] {
        let server = serve(true, limits(|limits| limits.body_timeout = SOON)).await;
        let mut wire = server.call().await;
        let head = format!("POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        let answer = String::from_utf8(trickle(&mut wire, &head).await).unwrap();
        let status = if path == "/echo" { "HTTP/1.1 408" } else { "HTTP/1.1 401" };
        assert!(answer.starts_with(status) && answer.contains("Connection: close"), "{answer}");
    }
}

#[tokio::test]
async fn an_idle_connection_ends() {
    let server = serve(true, limits(|limits| limits.idle_timeout = SOON)).await;
    let mut wire = server.call().await;
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn a_request_under_way_is_not_idle() {
    let limits = limits(|limits| {
        limits.idle_timeout = SOON;
        limits.header_timeout = SOON;
    });
    let server = serve(true, limits).await;
    let mut wire = server.call().await;
    wire.post("/slow", "", b"").await;
    server.handler.waiting.acquire().await.unwrap().forget();
    tokio::time::sleep(SOON * 2).await;
    server.handler.gate.add_permits(1);
    assert_eq!(wire.answer().await.text(), "done");
}

#[tokio::test]
async fn a_client_that_never_closes_is_not_lingered_for_long() {
    let limits = limits(|limits| {
        limits.max_connections = 1;
        limits.max_body_bytes = 10;
        limits.linger_timeout = SOON;
    });
    let server = serve(false, limits).await;
    let mut lazy = server.call_plain().await;
    lazy.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n").await;
    assert_eq!(lazy.answer().await.status, 413);
    // The one place is free again although the lazy client holds its end open.
    let mut next = server.call_plain().await;
    next.post("/echo", "", b"due").await;
    assert_eq!(next.answer().await.text(), "due");
}

#[tokio::test]
async fn connections_beyond_the_cap_wait_for_a_place() {
    let server = serve(true, limits(|limits| limits.max_connections = 2)).await;
    let first = server.call().await;
    let _second = server.call().await;
    let mut third = server.call_plain().await;
    let early = tokio::time::timeout(Duration::from_millis(50), third.rest()).await;
    assert!(early.is_err(), "the third connection was answered: {early:?}");
    drop(third);
    let calling = server.call();
    tokio::pin!(calling);
    assert!(tokio::time::timeout(Duration::from_millis(50), &mut calling).await.is_err());
    drop(first);
    let mut wire = patiently(calling).await;
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}
