//! Faults of the wire, as the clients see them: bytes are counted, a reset is distinguished from a close.

use std::{io::ErrorKind, num::NonZeroUsize, sync::Arc, time::Duration};

use async_trait::async_trait;
use http_body_util::BodyExt;
use hyper::StatusCode;
use sac_gateway::transport::{
    Distortion, Handler, Handshake, Limits, Reply, Request, RequestHead, Response, Router, Routes, Server, Tls,
    WireFault,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::Instant,
};

use crate::client::{Caller, KEYS, SOON, TestServer, Wire, patiently, serve_with};
use crate::http2;

const LONG: Duration = Duration::from_hours(1);
const BODY: usize = 100_000;

/// Does what the path says.
struct Faulty;

#[async_trait]
impl Handler for Faulty {
    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Ok(())
    }

    async fn handle(&self, Request { head, .. }: Request) -> Reply {
        let response = Response::new(StatusCode::OK, "text/plain", "x".repeat(BODY));
        let (word, number) = head.path.trim_start_matches('/').split_once('/').unwrap();
        let number: u64 = number.parse().unwrap();
        match word {
            "close" => WireFault::Close.into(),
            "reset" => WireFault::Reset.into(),
            "no-reply" => WireFault::NoReply { hold: Duration::from_millis(number) }.into(),
            "cut" => Reply::Distorted(response, Distortion::Cut { at: number }),
            "empty" => {
                Reply::Distorted(Response::new(StatusCode::OK, "text/plain", ""), Distortion::Cut { at: number })
            }
            "delay" => Reply::Distorted(response, Distortion::Delay { by: Duration::from_millis(number) }),
            "drip" => {
                let bytes = NonZeroUsize::new(usize::try_from(number).unwrap()).unwrap();
                let every = if number < 1000 { LONG } else { Duration::from_millis(1) };
                Reply::Distorted(response, Distortion::Drip { bytes, every })
            }
            _ => response.into(),
        }
    }
}

async fn server(tls: bool) -> TestServer {
    serve_with(tls, Limits::default(), Routes::new().handler("/", Arc::new(Faulty))).await
}

/// How a connection ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// In order, on TLS with its closing alert.
    Orderly,
    /// By FIN, on TLS without the alert.
    Fin,
    Reset,
}

/// All bytes to the end, and the end.
async fn to_the_end(wire: &mut Wire) -> (Vec<u8>, End) {
    let mut bytes = Vec::new();
    let end = match patiently(wire.stream.read_to_end(&mut bytes)).await {
        Ok(_) => End::Orderly,
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => End::Fin,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => End::Reset,
        Err(error) => panic!("{error:?}"),
    };
    (bytes, end)
}

async fn ask(server: &TestServer, tls: bool, path: &str) -> Wire {
    let mut wire = if tls { server.call().await } else { server.call_plain().await };
    wire.post(path, "", b"uno").await;
    wire
}

/// Without TLS there is no alert to miss.
fn fin(tls: bool) -> End {
    if tls { End::Fin } else { End::Orderly }
}

#[tokio::test]
async fn a_close_is_a_fin_and_a_reset_is_a_reset() {
    for tls in [true, false] {
        let server = server(tls).await;
        assert_eq!(to_the_end(&mut ask(&server, tls, "/close/0").await).await, (Vec::new(), fin(tls)));
        assert_eq!(to_the_end(&mut ask(&server, tls, "/reset/0").await).await, (Vec::new(), End::Reset));
    }
}

#[tokio::test]
async fn a_close_stays_a_fin_though_more_bytes_arrive() {
    let server = server(true).await;
    let mut wire = server.call().await;
    let one = "POST /close/0 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    wire.send(one.repeat(3)).await;
    assert_eq!(to_the_end(&mut wire).await, (Vec::new(), End::Fin));
}

#[tokio::test]
async fn without_a_reply_the_connection_is_held_and_then_closed() {
    for tls in [true, false] {
        let server = server(tls).await;
        let began = Instant::now();
        assert_eq!(to_the_end(&mut ask(&server, tls, "/no-reply/300").await).await, (Vec::new(), fin(tls)));
        assert!(began.elapsed() >= Duration::from_millis(300));
    }
}

#[tokio::test]
async fn a_held_connection_ends_with_its_client_and_with_the_server() {
    for tls in [true, false] {
        let server = serve_with(
            tls,
            crate::client::limits(|limits| limits.max_connections = 1),
            Routes::new().handler("/", Arc::new(Faulty)),
        )
        .await;
        let mut first = ask(&server, tls, "/no-reply/3600000").await;
        assert!(tokio::time::timeout(SOON, first.stream.read_u8()).await.is_err());
        first.stream.shutdown().await.unwrap();
        assert_eq!(to_the_end(&mut first).await, (Vec::new(), fin(tls)));
        // The only place is free again.
        let mut second = ask(&server, tls, "/no-reply/3600000").await;
        assert!(tokio::time::timeout(SOON, second.stream.read_u8()).await.is_err());
        let ending = tokio::spawn(server.running.shutdown());
        assert_eq!(to_the_end(&mut second).await, (Vec::new(), fin(tls)));
        assert!(patiently(ending).await.unwrap());
    }
}

#[tokio::test]
async fn a_cut_response_has_its_head_and_so_many_bytes() {
    for tls in [true, false] {
        let server = server(tls).await;
        for at in [0, 1, 1000, 70_000, BODY, 2 * BODY] {
            let (bytes, end) = to_the_end(&mut ask(&server, tls, &format!("/cut/{at}")).await).await;
            let text = String::from_utf8(bytes).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.to_ascii_lowercase().contains(&format!("content-length: {BODY}")), "{head}");
            let expected = if at < BODY { fin(tls) } else { End::Orderly };
            assert_eq!((body.len(), end), (at.min(BODY), expected), "{at}");
        }
    }
}

#[tokio::test]
async fn of_no_body_nothing_is_cut_but_the_connection_closes() {
    let server = server(true).await;
    let (bytes, end) = to_the_end(&mut ask(&server, true, "/empty/3").await).await;
    assert!(bytes.ends_with(b"\r\n\r\n") && end == End::Orderly);
}

#[tokio::test]
async fn a_delayed_response_is_whole_and_the_connection_stays() {
    let server = server(true).await;
    let mut wire = server.call().await;
    for _ in 0..2 {
        let began = Instant::now();
        wire.post("/delay/200", "", b"").await;
        assert_eq!(wire.answer().await.body.len(), BODY);
        assert!(began.elapsed() >= Duration::from_millis(200));
    }
    wire.post("/delay/3600000", "", b"").await;
    assert!(tokio::time::timeout(SOON, wire.stream.read_u8()).await.is_err());
    let ending = tokio::spawn(server.running.shutdown());
    assert_eq!(wire.answer().await.body.len(), BODY);
    assert!(patiently(ending).await.unwrap());
}

#[tokio::test]
async fn a_dripping_body_comes_piece_by_piece_and_whole() {
    let server = server(true).await;
    let mut wire = server.call().await;
    wire.post("/drip/10000", "", b"").await;
    assert_eq!(wire.answer().await.body.len(), BODY);
    wire.post("/drip/7", "", b"").await;
    let head = wire.until("\r\n\r\n").await.to_ascii_lowercase();
    assert!(head.contains(&format!("content-length: {BODY}")), "{head}");
    assert_eq!(wire.until("xxxxxxx").await, "xxxxxxx");
    assert!(tokio::time::timeout(SOON, wire.stream.read_u8()).await.is_err());
    let ending = tokio::spawn(server.running.shutdown());
    assert_eq!(wire.rest().await.len(), BODY - 7);
    assert!(patiently(ending).await.unwrap());
}

#[tokio::test]
async fn in_http_2_the_connection_ends_too() {
    for path in ["/close/0", "/reset/0", "/no-reply/200"] {
        let server = server(true).await;
        let (mut sender, connection) = http2::connect(&server, true).await;
        assert!(http2::post(&mut sender, path, Vec::new()).await.is_err(), "{path}");
        patiently(connection).await.unwrap();
    }
    for at in [0, 10, 90_000] {
        let server = server(true).await;
        let (mut sender, connection) = http2::connect(&server, true).await;
        let request = hyper::Request::post(format!("https://sac.example/cut/{at}"))
            .body(http_body_util::Full::default())
            .unwrap();
        let mut body = patiently(sender.send_request(request)).await.unwrap().into_body();
        let mut read = 0;
        while let Some(Ok(frame)) = patiently(body.frame()).await {
            read += frame.into_data().unwrap().len();
        }
        assert_eq!(read, at);
        patiently(connection).await.unwrap();
    }
    let server = server(true).await;
    let (mut sender, _) = http2::connect(&server, true).await;
    for path in ["/delay/100", "/drip/10000"] {
        assert_eq!(http2::post(&mut sender, path, Vec::new()).await.unwrap().1.len(), BODY);
    }
}

#[tokio::test]
async fn a_handshake_ends_in_an_alert_where_the_server_decides_so() {
    let tls = Tls::new(KEYS.server_chain(), KEYS.server_key(), [KEYS.ca_der().clone()]).unwrap().deciding(|hello| {
        assert!(hello.peer.ip().is_loopback());
        if hello.server_name == Some("localhost") { Handshake::Alert } else { Handshake::Continue }
    });
    let router: Arc<dyn Router> = Arc::new(Routes::new().handler("/", Arc::new(Faulty)));
    let running = Server::bind("127.0.0.1:0".parse().unwrap(), Some(tls), Limits::default(), router).await.unwrap();
    let server = crate::client::over(running);
    let refused = server.try_call_as("localhost", Caller::default()).await.err().unwrap();
    assert!(refused.to_string().contains("HandshakeFailure"), "{refused}");
    // By address, no name is called.
    let mut wire = server.try_call_as("127.0.0.1", Caller::default()).await.unwrap();
    wire.post("/ok/0", "", b"").await;
    assert_eq!(wire.answer().await.status, 200);
}
