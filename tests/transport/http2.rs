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
