//! Caps on bodies, compressed bodies, and clients that wait for leave to send.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use sac_gateway::transport::Limits;

use crate::client::{limits, serve};

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn a_gzip_body_is_inflated_whether_chunked_or_not() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let packed = gzip(b"un messaggio");
    wire.post("/echo", "Content-Encoding: gzip\r\n", &packed).await;
    assert_eq!(wire.answer().await.text(), "un messaggio");
    wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Encoding: GZIP\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    let (first, second) = packed.split_at(7);
    for chunk in [first, second, b""] {
        wire.send([format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()).await;
    }
    assert_eq!(wire.answer().await.text(), "un messaggio");
}

#[tokio::test]
async fn bad_compression_is_refused_and_the_connection_stays() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let bomb = gzip(&vec![0; 8 * 1024 * 1024]);
    let cases: [(&str, &[u8], u16); 4] =
        [("gzip", &bomb, 413), ("gzip", b"plain", 400), ("deflate", b"x", 415), ("gzip, gzip", b"x", 415)];
    for (coding, body, status) in cases {
        wire.post("/echo", &format!("Content-Encoding: {coding}\r\n"), body).await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.closes()), (status, false), "{coding}");
        assert_eq!(status == 415, answer.head.to_ascii_lowercase().contains("accept-encoding: gzip"));
    }
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}

#[tokio::test]
async fn a_client_that_writes_all_before_it_reads_learns_that_it_was_too_much() {
    let server = serve(true, Limits::default()).await;
    let cap = Limits::default().max_body_bytes;
    let mut wire = server.call().await;
    wire.post("/echo", "", &vec![b'x'; cap]).await;
    assert_eq!(wire.answer().await.body.len(), cap);
    wire.post("/echo", "", &vec![b'x'; cap * 8]).await;
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.closes()), (413, true));
    assert!(answer.text().contains(&cap.to_string()), "{}", answer.text());
}

#[tokio::test]
async fn chunks_beyond_the_cap_are_refused_as_well() {
    let server = serve(true, limits(|limits| limits.max_body_bytes = 10_000)).await;
    let mut wire = server.call().await;
    wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n").await;
    let chunk = [b"1000\r\n", &[b'x'; 0x1000][..], b"\r\n"].concat();
    for _ in 0..100 {
        wire.send(&chunk).await;
    }
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.closes()), (413, true));
}

#[tokio::test]
async fn leave_to_send_is_given_within_the_cap_and_not_beyond_it() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    let head = |path: &str, length: usize| {
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n")
    };
    for path in ["/echo", "/refused"] {
        wire.send(head(path, 3)).await;
        assert_eq!(wire.answer().await.status, 100);
        wire.send("uno").await;
        let status = if path == "/echo" { 200 } else { 401 };
        assert_eq!(wire.answer().await.status, status);
    }
    wire.send(head("/echo", Limits::default().max_body_bytes + 1)).await;
    assert_eq!(wire.answer().await.status, 413);
    assert_eq!(wire.rest().await, b"");
}

#[tokio::test]
async fn a_refused_request_is_drained_and_the_connection_stays() {
    let server = serve(true, Limits::default()).await;
    let mut wire = server.call().await;
    wire.post("/refused", "", &vec![b'x'; 900_000]).await;
    let answer = wire.answer().await;
    assert_eq!((answer.status, answer.closes()), (401, false));
    assert!(answer.head.to_ascii_lowercase().contains("www-authenticate: basic"), "{}", answer.head);
    wire.post("/echo", "", b"uno").await;
    assert_eq!(wire.answer().await.text(), "uno");
}
