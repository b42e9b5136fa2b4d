//! Responses that are made while they are sent.

use std::io;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, channel};
use sac_gateway::transport::{Body, Limits};
use tokio::task::JoinHandle;

use crate::client::{SOON, TestServer, Wire, limits, patiently, serve};

type Pieces = channel::Channel<Bytes, io::Error>;
type Sender = channel::Sender<Bytes, io::Error>;

fn streamed(body: impl FnOnce(Pieces) -> Body) -> (Sender, Body) {
    let (sender, pieces) = channel::Channel::new(1);
    (sender, body(pieces))
}

async fn piece(sender: &mut Sender, text: &'static str) {
    patiently(sender.send_data(text.into())).await.unwrap();
}

/// Opens a stream and waits for its head.
async fn open(server: &TestServer, wire: &mut Wire, body: Body) -> String {
    *server.handler.stream.lock().unwrap() = Some(body);
    wire.post("/stream", "", b"").await;
    wire.until("\r\n\r\n").await
}

/// Sends as much as it can. Ends when nobody wants it any more.
fn pour(mut sender: Sender) -> JoinHandle<()> {
    tokio::spawn(async move { while sender.send_data(vec![b'x'; 65_536].into()).await.is_ok() {} })
}

#[tokio::test]
async fn each_piece_is_sent_when_it_is_there() {
    for tls in [true, false] {
        let server = serve(tls, Limits::default()).await;
        let mut wire = if tls { server.call().await } else { server.call_plain().await };
        let (mut sender, body) = streamed(Body::streamed);
        let head = open(&server, &mut wire, body).await.to_ascii_lowercase();
        assert!(head.contains("200 ok") && head.contains("transfer-encoding: chunked"), "{head}");
        for text in ["uno", "due"] {
            piece(&mut sender, text).await;
            assert_eq!(wire.until("\r\n").await, "3\r\n");
            assert_eq!(wire.until("\r\n").await, format!("{text}\r\n"));
        }
        drop(sender);
        assert_eq!(wire.until("\r\n\r\n").await, "0\r\n\r\n");
        wire.post("/echo", "", b"tre").await;
        assert_eq!(wire.answer().await.text(), "tre");
    }
}

#[tokio::test]
async fn a_stream_of_known_length_says_so() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    for method in ["GET", "HEAD"] {
        *server.handler.stream.lock().unwrap() = Some(Body::streamed(Full::new(Bytes::from("uno"))));
        wire.send(format!("{method} /stream HTTP/1.1\r\nHost: x\r\n\r\n")).await;
        let answer = wire.answer_to(method).await;
        assert!(answer.head.to_ascii_lowercase().contains("content-length: 3"), "{}", answer.head);
    }
    wire.post("/echo", "", b"due").await;
    assert_eq!(wire.answer().await.text(), "due");
}

#[tokio::test]
async fn a_stream_that_has_nothing_to_send_is_not_idle() {
    let limits = limits(|limits| {
        limits.idle_timeout = SOON;
        limits.header_timeout = SOON;
    });
    let server = serve(true, limits).await;
    let mut wire = server.call().await;
    let (mut sender, body) = streamed(Body::streamed);
    open(&server, &mut wire, body).await;
    for text in ["uno", "due"] {
        tokio::time::sleep(SOON * 2).await;
        piece(&mut sender, text).await;
        wire.until(text).await;
    }
    drop(sender);
    wire.until("0\r\n\r\n").await;
    // Now the connection is idle.
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn a_client_that_does_not_read_loses_the_connection() {
    for tls in [true, false] {
        let server = serve(tls, limits(|limits| limits.idle_timeout = SOON)).await;
        let mut wire = if tls { server.call().await } else { server.call_plain().await };
        let (sender, body) = streamed(Body::streamed);
        open(&server, &mut wire, body).await;
        patiently(pour(sender)).await.unwrap();
        // Whatever was under way ends without the last chunk.
        assert!(!wire.rest().await.ends_with(b"0\r\n\r\n"));
    }
}

#[tokio::test]
async fn a_client_that_reads_gets_all_however_long_it_takes() {
    let server = serve(true, limits(|limits| limits.idle_timeout = SOON)).await;
    let mut wire = server.call().await;
    let (mut sender, body) = streamed(Body::streamed);
    open(&server, &mut wire, body).await;
    let sending = tokio::spawn(async move {
        for _ in 0..8 {
            sender.send_data(vec![b'x'; 65_536].into()).await.unwrap();
            tokio::time::sleep(SOON / 4).await;
        }
    });
    let all = wire.until("\r\n0\r\n\r\n").await;
    assert_eq!(all.bytes().filter(|byte| *byte == b'x').count(), 8 * 65_536);
    sending.await.unwrap();
}

#[tokio::test]
async fn in_http_2_too_a_client_must_read() {
    let server = serve(true, limits(|limits| limits.idle_timeout = SOON)).await;
    let (mut sender, connection) = crate::http2::connect(&server, true).await;
    let (pieces, body) = streamed(Body::streamed);
    *server.handler.stream.lock().unwrap() = Some(body);
    let request = hyper::Request::post("https://sac.example/stream").body(Full::default()).unwrap();
    let mut response = patiently(sender.send_request(request)).await.unwrap().into_body();
    patiently(pour(pieces)).await.unwrap();
    patiently(connection).await.unwrap();
    let mut last = patiently(response.frame()).await.unwrap();
    while last.is_ok() {
        last = patiently(response.frame()).await.expect("not an end like any other");
    }
}

#[tokio::test]
async fn a_stream_that_fails_has_no_proper_end() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let (mut sender, body) = streamed(Body::streamed);
    open(&server, &mut wire, body).await;
    piece(&mut sender, "uno").await;
    wire.until("uno\r\n").await;
    sender.abort(io::Error::other("as asked"));
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn a_stream_ends_with_its_client() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let (sender, body) = streamed(Body::streamed);
    open(&server, &mut wire, body).await;
    drop(wire);
    patiently(pour(sender)).await.unwrap();
}

#[tokio::test]
async fn a_shutdown_waits_for_a_stream_and_ends_an_endless_one() {
    let server = serve(true, Limits::default()).await;
    let (mut finite, mut endless) = (server.call().await, server.call().await);
    let (mut sender, body) = streamed(Body::streamed);
    open(&server, &mut finite, body).await;
    let (mut other, body) = streamed(Body::endless);
    open(&server, &mut endless, body).await;
    piece(&mut other, "evento").await;
    endless.until("evento\r\n").await;
    let ending = tokio::spawn(server.running.shutdown());
    assert_eq!(endless.rest().await, b"0\r\n\r\n");
    piece(&mut sender, "uno").await;
    drop(sender);
    finite.until("uno\r\n0\r\n\r\n").await;
    assert_eq!(finite.rest().await, b"");
    assert!(patiently(ending).await.unwrap(), "all had ended in time");
}
