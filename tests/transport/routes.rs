//! Several handlers behind one listener.

use std::sync::Arc;

use async_trait::async_trait;
use hyper::StatusCode;
use sac_gateway::transport::{Handler, Limits, Reply, Request, RequestHead, Response, Routes};

use crate::client::serve_with;

/// Says under which name it was reached, and where.
struct Named(&'static str, Option<usize>);

#[async_trait]
impl Handler for Named {
    fn max_body_bytes(&self) -> Option<usize> {
        self.1
    }

    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Ok(())
    }

    async fn handle(&self, Request { head, .. }: Request) -> Reply {
        let text = format!("{} {} {}", self.0, head.path, head.base_url());
        Response::new(StatusCode::OK, "text/plain", text).into()
    }
}

#[tokio::test]
async fn each_prefix_has_its_handler() {
    let inner = Routes::new().handler("/web", Arc::new(Named("inner", None)));
    let routes = Routes::new().handler("/web", Arc::new(Named("outer", None))).router("/w/uno", Arc::new(inner));
    let server = serve_with(false, Limits::default(), routes).await;
    let mut wire = server.call_plain().await;
    let cases =
        [("/web/x?y", "outer /web/x http://localhost"), ("/w/uno/web/x", "inner /web/x http://localhost/w/uno")];
    for (path, expected) in cases {
        wire.post(path, "", b"").await;
        assert_eq!(wire.answer().await.text(), expected);
    }
}

#[tokio::test]
async fn where_no_handler_is_the_client_gets_an_answer_and_the_connection_stays() {
    let routes = Routes::new().handler("/web", Arc::new(Named("web", None)));
    let server = serve_with(false, Limits::default(), routes).await;
    let mut wire = server.call_plain().await;
    for path in ["/", "/webcam", "/w/uno/web"] {
        wire.post(path, "", &vec![b'x'; 900_000]).await;
        let answer = wire.answer().await;
        assert_eq!((answer.status, answer.closes()), (404, false), "{path}");
    }
    wire.post("/web", "", b"").await;
    assert_eq!(wire.answer().await.status, 200);
}

#[tokio::test]
async fn a_handler_may_have_a_lower_cap_but_no_higher_one() {
    let most = Limits::default().max_body_bytes;
    let routes = Routes::new()
        .handler("/low", Arc::new(Named("low", Some(10))))
        .handler("/high", Arc::new(Named("high", Some(most * 2))));
    let server = serve_with(false, Limits::default(), routes).await;
    for (path, length, status) in [("/low", 10, 200), ("/low", 11, 413), ("/high", most, 200), ("/high", most + 1, 413)]
    {
        let mut wire = server.call_plain().await;
        wire.post(path, "", &vec![b'x'; length]).await;
        assert_eq!(wire.answer().await.status, status, "{path} {length}");
    }
}
