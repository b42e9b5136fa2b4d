//! HTTP/1: what clients of all ages do.

use sac_gateway::transport::Limits;
use tokio::io::AsyncWriteExt;

use crate::client::serve;

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    for body in ["uno", "due", ""] {
        wire.post("/echo", "", body.as_bytes()).await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.text(), answer.closes()), (200, body, false));
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_their_order() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let request =
        |body: &str| format!("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    wire.send([request("uno"), request("due"), request("tre")].concat()).await;
    for expected in ["uno", "due", "tre"] {
        assert_eq!(wire.answer().await.text(), expected);
    }
}

#[tokio::test]
async fn http_1_0_closes_unless_asked_to_stay() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let body = "Content-Length: 3\r\n\r\nuno";
    wire.send(format!("POST /echo HTTP/1.0\r\nConnection: keep-alive\r\n{body}")).await;
    assert_eq!(wire.answer().await.text(), "uno");
    wire.send(format!("POST /echo HTTP/1.0\r\n{body}")).await;
    assert_eq!(wire.answer().await.text(), "uno");
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn without_a_host_the_address_is_our_own() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.send("GET /url HTTP/1.0\r\n\r\n").await;
    assert_eq!(wire.answer().await.text(), format!("https://{}", server.address));
}

#[tokio::test]
async fn chunks_are_put_together_and_trailers_passed_over() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    wire.send("4;ext=1\r\nuno,\r\n3\r\ndue\r\n0\r\nX-Trailer: 1\r\n\r\n").await;
    assert_eq!(wire.answer().await.text(), "uno,due");
    wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").await;
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.closes()), (400, true));
}

#[tokio::test]
async fn head_gives_the_length_and_keeps_the_connection() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.send("HEAD /url HTTP/1.1\r\nHost: sac\r\n\r\n").await;
    let answer = wire.answer_to("HEAD").await;
    assert!(answer.head.to_ascii_lowercase().contains("content-length: 11"), "{}", answer.head);
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}

#[tokio::test]
async fn a_client_that_has_shut_its_sending_half_is_answered() {
    let server = serve(false, Limits::default()).await;
    let mut wire = server.call_plain().await;
    wire.post("/slow", "", b"").await;
    wire.stream.shutdown().await.unwrap();
    server.handler.waiting.acquire().await.unwrap().forget();
    server.handler.gate.add_permits(1);
    assert_eq!(wire.answer().await.text(), "done");
}

#[tokio::test]
async fn a_dropped_connection_carries_not_a_byte() {
    for tls in [true, false] {
        let server = serve(tls, Limits::default()).await;
        let mut wire = if tls { server.call().await } else { server.call_plain().await };
        wire.post("/drop", "", b"uno").await;
        assert_eq!(wire.rest().await, b"");
    }
}

#[tokio::test]
async fn work_goes_on_when_the_client_goes_away() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.post("/slow", "", b"").await;
    server.handler.waiting.acquire().await.unwrap().forget();
    drop(wire);
    server.handler.gate.add_permits(1);
    // The place is taken only if the work was not thrown away with its connection.
    crate::client::patiently(async {
        while server.handler.gate.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_a_500_and_concerns_nobody_else() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.post("/panic", "", b"").await;
    assert_eq!(wire.answer().await.status, 500);
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}

#[tokio::test]
async fn nonsense_is_a_bad_request() {
    let server = serve(true, Limits::default()).await;
    let long = "x".repeat(Limits::default().max_header_bytes + 1);
    for (nonsense, status) in [
        ("rubbish\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/1.1\r\nno colon\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\nX: {long}\r\n\r\n"), 431),
    ] {
        let mut wire = server.call().await;
        wire.send(nonsense).await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.closes()), (status, true));
    }
}

#[tokio::test]
async fn plain_http_on_the_tls_port_gets_an_answer_that_says_so() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call_plain().await;
    wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let text = String::from_utf8(wire.rest().await).unwrap();
    assert!(text.starts_with("HTTP/1.1 400") && text.contains("https://"), "{text}");
}

#[tokio::test]
async fn with_tls_off_a_proxy_names_the_outer_address() {
    let server = serve(false, Limits::default()).await;
    let mut wire = server.call_plain().await;
    wire.post("/url", "X-Forwarded-Proto: https\r\nX-Forwarded-Host: sac.example\r\n", b"").await;
    assert_eq!(wire.answer().await.text(), "https://sac.example");
}
