//! What is refused before a handler answers: the client reads why, and it is reported.

use std::sync::{Arc, Mutex};

use rustls::version::TLS12;
use sac_gateway::transport::{Destination, Limits, Refused, Response, Router, Routes, Server, Tls};
use tokio::io::AsyncWriteExt;

use crate::client::{Caller, FOREIGN_KEYS, KEYS, TestServer, over, patiently};

/// Refuses every path, and keeps the reports.
#[derive(Default)]
struct Reports(Mutex<Vec<Refused>>);

impl Router for Reports {
    fn route(&self, path: &str) -> Result<Destination, Response> {
        Routes::new().route(path)
    }

    fn refused(&self, refused: Refused) {
        self.0.lock().unwrap().push(refused);
    }
}

impl Reports {
    async fn next(&self) -> Refused {
        patiently(async {
            loop {
                let found = self.0.lock().unwrap().pop();
                match found {
                    Some(found) => return found,
                    None => tokio::task::yield_now().await,
                }
            }
        })
        .await
    }
}

async fn reporting(keys: &sac_gateway::keys::Keys) -> (TestServer, Arc<Reports>) {
    let reports = Arc::new(Reports::default());
    let tls = Tls::new(keys.server_chain(), keys.server_key(), [keys.ca_der().clone()]).unwrap();
    let address = "127.0.0.1:0".parse().unwrap();
    let running = Server::bind(address, Some(tls), Limits::default(), reports.clone()).await.unwrap();
    (over(running), reports)
}

#[tokio::test]
async fn a_head_that_cannot_be_read_is_answered_with_words_and_reported() {
    let (server, reports) = reporting(&KEYS).await;
    let cases = [
        ("POST a/b HTTP/1.1\r\nHost: x\r\n\r\n", "«POST /a/b HTTP/1.1»"),
        ("POST /a HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", "on one line"),
        ("POST /a HTTP/1.1\r\nHost x\r\n\r\n", "no colon"),
        ("POST /a b HTTP/1.1\r\nHost: x\r\n\r\n", "one blank"),
    ];
    for (head, expected) in cases {
        let mut wire = server.call().await;
        wire.send(head).await;
        let answer = wire.answer().await;
        assert!(answer.status == 400 && answer.closes() && answer.text().contains(expected), "{answer:?}");
        assert_eq!(wire.rest().await, b"");
        let report = reports.next().await;
        assert_eq!(report.request.unwrap().status, 400);
        assert!(report.reason.en.contains(expected), "{}", report.reason.en);
    }
    let mut wire = server.call().await;
    wire.send("POST /nulla HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").await;
    assert_eq!(wire.answer().await.status, 404);
    let request = reports.next().await.request.unwrap();
    assert_eq!((request.status.as_u16(), request.path.as_deref()), (404, Some("/nulla")));
    // The connection stays, and a bad head after a good one is answered as well.
    wire.send("nonsense\r\n\r\n").await;
    assert!(wire.answer().await.text().contains("«nonsense»"));
}

#[tokio::test]
async fn handshakes_that_fail_are_reported_with_the_cause() {
    // Clients trust another CA than this server's.
    let (server, reports) = reporting(&FOREIGN_KEYS).await;
    for versions in [None, Some(&TLS12)] {
        let caller = Caller { versions, ..Caller::default() };
        assert!(server.try_call_as("localhost", caller).await.is_err());
        let report = reports.next().await;
        assert!(report.request.is_none() && report.reason.en.contains("ca.pem"), "{report:?}");
    }
    let mut plain = server.call_plain().await;
    plain.send("GET / HTTP/1.1\r\n\r\n").await;
    assert!(String::from_utf8(plain.rest().await).unwrap().contains("https://"));
    assert!(reports.next().await.reason.en.contains("https://"));
    let mut noise = server.call_plain().await;
    noise.send([22, 3, 1, 0, 5, 9, 9, 9, 9, 9]).await;
    noise.rest().await;
    assert!(reports.next().await.reason.en.contains("TLS"));
    let mut silent = server.call_plain().await;
    silent.stream.shutdown().await.unwrap();
    assert!(reports.next().await.reason.en.contains("without beginning"));
}
