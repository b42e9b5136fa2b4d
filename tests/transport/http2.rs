//! HTTP/2, by ALPN and with prior knowledge.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, client::conn::http2::SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use sac_gateway::transport::Limits;

use crate::client::{Caller, SOON, TestServer, limits, patiently, serve};

type Sender = SendRequest<Full<Bytes>>;

pub async fn connect(server: &TestServer, tls: bool) -> (Sender, tokio::task::JoinHandle<()>) {
    let wire = if tls {
        server.call_as(Caller { alpn: &["h2", "http/1.1"], ..Caller::default() }).await
    } else {
        server.call_plain().await
    };
    let io = TokioIo::new(wire.stream);
    let (sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    (sender, tokio::spawn(async { drop(connection.await) }))
}

type Streaming = SendRequest<http_body_util::channel::Channel<Bytes>>;

async fn connect_streaming(server: &TestServer) -> (Streaming, tokio::task::JoinHandle<()>) {
    let wire = server.call_as(Caller { alpn: &["h2"], ..Caller::default() }).await;
    let io = TokioIo::new(wire.stream);
    let (sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    (sender, tokio::spawn(async { drop(connection.await) }))
}

pub async fn post(sender: &mut Sender, path: &str, body: Vec<u8>) -> hyper::Result<(u16, Bytes)> {
    let request = Request::post(format!("https://sac.example{path}"));
    let request = request.body(Full::new(Bytes::from(body))).unwrap();
    let response = patiently(sender.send_request(request)).await?;
    let status = response.status().as_u16();
    Ok((status, patiently(response.into_body().collect()).await?.to_bytes()))
}

#[tokio::test]
async fn requests_are_answered_side_by_side() {
    for tls in [true, false] {
        let server = serve(tls, Limits::default()).await;
        let (mut sender, _) = connect(&server, tls).await;
        let mut other = sender.clone();
        let slow = tokio::spawn(async move { post(&mut other, "/slow", Vec::new()).await.unwrap() });
        server.handler.waiting.acquire().await.unwrap().forget();
        let (status, body) = post(&mut sender, "/echo", b"uno".to_vec()).await.unwrap();
        assert_eq!((status, &body[..]), (200, &b"uno"[..]));
        server.handler.gate.add_permits(1);
        assert_eq!(slow.await.unwrap().1, "done");
    }
}

#[tokio::test]
async fn the_authority_is_the_address() {
    let server = serve(true, Limits::default()).await;
    let (mut sender, _) = connect(&server, true).await;
    assert_eq!(post(&mut sender, "/url", Vec::new()).await.unwrap().1, "https://sac.example");
}

#[tokio::test]
async fn too_long_a_body_costs_its_stream_only() {
    let server = serve(true, Limits::default()).await;
    let (mut sender, _) = connect(&server, true).await;
    let long = vec![b'x'; 3 * Limits::default().max_body_bytes];
    assert_eq!(post(&mut sender, "/echo", long).await.unwrap().0, 413);
    assert_eq!(post(&mut sender, "/echo", b"uno".to_vec()).await.unwrap().1, "uno");
}

#[tokio::test]
async fn a_long_body_without_a_length_and_a_refused_one_are_answered_too() {
    let server = serve(true, limits(|limits| limits.max_body_bytes = 10_000)).await;
    let (mut sender, _) = connect(&server, true).await;
    // More than the window of a stream: the answer comes although the client writes all before it reads.
    for (path, status) in [("/echo", 413), ("/refused", 401)] {
        let (mut pieces, body) = http_body_util::channel::Channel::<Bytes>::new(1);
        let request = Request::post(format!("https://sac.example{path}"));
        let request = request.body(body).unwrap();
        let writing = tokio::spawn(async move {
            for _ in 0..50 {
                pieces.send_data(vec![b'x'; 100_000].into()).await.unwrap();
            }
        });
        let (mut streaming, _) = connect_streaming(&server).await;
        assert_eq!(patiently(streaming.send_request(request)).await.unwrap().status(), status, "{path}");
        patiently(writing).await.unwrap();
    }
    assert_eq!(post(&mut sender, "/echo", b"uno".to_vec()).await.unwrap().1, "uno");
}

#[tokio::test]
async fn a_dropped_connection_takes_all_with_it() {
    let server = serve(true, Limits::default()).await;
    let (mut sender, connection) = connect(&server, true).await;
    assert!(post(&mut sender, "/drop", Vec::new()).await.is_err());
    patiently(connection).await.unwrap();
}

#[tokio::test]
async fn an_idle_connection_ends() {
    let server = serve(true, limits(|limits| limits.idle_timeout = SOON)).await;
    let (mut sender, connection) = connect(&server, true).await;
    assert_eq!(post(&mut sender, "/echo", b"uno".to_vec()).await.unwrap().1, "uno");
    patiently(connection).await.unwrap();
}
