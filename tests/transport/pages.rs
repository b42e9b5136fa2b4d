//! Pages and JSON: a router of axum behind the listener.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use http_body_util::channel::Channel;
use sac_gateway::clock::Clock;
use sac_gateway::keys::ClientKind;
use sac_gateway::transport::{Client, ClientCertificate, Limits, Pages, Routes, WireFault};

use crate::client::{Caller, KEYS, TestServer, limits, serve_with};

/// A few pages of each sort.
fn router() -> Router {
    Router::new()
        .route("/pages/{name}", get(page))
        .route("/pages/client", get(client))
        .route("/pages/echo", post(|body: Bytes| async { body }))
        .route("/pages/stream", get(stream))
        .route("/pages/fault", get(|| async { WireFault::Close }))
        .with_state("Ciao")
}

async fn page(State(word): State<&'static str>, Path(name): Path<String>) -> Html<String> {
    Html(format!("<p>{word} {name}"))
}

async fn client(client: Client) -> String {
    let name = match client.certificate {
        ClientCertificate::Trusted(subject) => subject.codice_fiscale().to_owned(),
        _ => "nobody".to_owned(),
    };
    format!("{name} {} {} {}", client.base_url, client.mount, client.limits.max_streams)
}

async fn stream() -> impl IntoResponse {
    let (mut sender, body) = Channel::<Bytes>::new(1);
    tokio::spawn(async move {
        for piece in ["uno", "due"] {
            let _ = sender.send_data(piece.into()).await;
        }
    });
    axum::body::Body::new(body)
}

/// A server with these pages for everybody and below `/w/uno`.
async fn serving(limits: Limits) -> TestServer {
    let pages = Arc::new(Pages::new(router()).with_max_body_bytes(1000));
    let world = Routes::new().handler("/pages", pages.clone());
    serve_with(true, limits, Routes::new().handler("/pages", pages).router("/w/uno", Arc::new(world))).await
}

#[tokio::test]
async fn pages_are_found_and_the_connection_stays() {
    let server = serving(Limits::default()).await;
    let mut wire = server.call().await;
    let cases = [
        ("GET", "/pages/Anna", 200, "<p>Ciao Anna"),
        ("GET", "/w/uno/pages/An%20na?x=y", 200, "<p>Ciao An na"),
        ("GET", "/pages/a/b", 404, ""),
        ("GET", "/pages", 404, ""),
        ("DELETE", "/pages/echo", 405, ""),
    ];
    for (method, path, status, text) in cases {
        wire.send(format!("{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n")).await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.text()), (status, text), "{path}");
    }
    wire.send("HEAD /pages/Anna HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let answer = wire.answer_to("HEAD").await;
    assert!(answer.head.to_ascii_lowercase().contains("content-length: 12"), "{}", answer.head);
    wire.post("/pages/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}

#[tokio::test]
async fn bodies_come_under_the_pages_own_cap() {
    let server = serving(Limits::default()).await;
    for (length, status) in [(1000, 200), (1001, 413)] {
        let mut wire = server.call().await;
        wire.post("/pages/echo", "", &vec![b'x'; length]).await;
        assert_eq!(wire.answer().await.status, status);
    }
}

#[tokio::test]
async fn a_page_knows_its_client_its_address_and_the_limits() {
    let server = serving(limits(|limits| limits.max_streams = 7)).await;
    let card = KEYS.issue_client(ClientKind::Medico, "PROVAX00X00X000Y", &Clock::system()).unwrap();
    let cases = [
        (None, "/pages/client", "nobody https://sac.example  7"),
        (Some(&card), "/w/uno/pages/client", "PROVAX00X00X000Y https://sac.example/w/uno /w/uno 7"),
    ];
    for (identity, path, expected) in cases {
        let mut wire = server.call_as(Caller { identity, ..Caller::default() }).await;
        wire.send(format!("GET {path} HTTP/1.1\r\nHost: sac.example\r\n\r\n")).await;
        assert_eq!(wire.answer().await.text(), expected);
    }
}

#[tokio::test]
async fn a_page_may_be_a_stream_or_a_fault() {
    let server = serving(Limits::default()).await;
    let mut wire = server.call().await;
    wire.send("GET /pages/stream HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(wire.until("\r\n0\r\n\r\n").await.ends_with("3\r\nuno\r\n3\r\ndue\r\n0\r\n\r\n"));
    wire.send("GET /pages/fault HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(wire.rest().await, b"");
}
