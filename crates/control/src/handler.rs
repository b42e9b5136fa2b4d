//! The router behind its guard, as a handler of the listener.

use async_trait::async_trait;
use hyper::StatusCode;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE};
use sac_http::{Handler, Pages, Reply, Request, RequestHead, Response};

use crate::guard::Guard;
use crate::problem::{Kind, MEDIA_TYPE, Problem};
use crate::{BASE, health, metrics};

/// Answers every path of the control listener.
pub(crate) struct Guarded {
    pub(crate) guard: Guard,
    pub(crate) pages: Pages,
}

#[async_trait]
impl Handler for Guarded {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        self.guard.admits(head, is_open(&head.path))
    }

    fn refusal(&self, head: &RequestHead, refusal: Response) -> Response {
        self.admits(head).err().unwrap_or_else(|| as_problem(&refusal))
    }

    async fn handle(&self, request: Request) -> Reply {
        match self.pages.handle(request).await {
            Reply::Response(response) if is_bare_refusal(&response) => as_problem(&response).into(),
            reply => reply,
        }
    }
}

/// What may be asked without the token.
fn is_open(path: &str) -> bool {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    [health::PATH, metrics::PATH].contains(&path)
}

/// Whether the router's library refuses in words of its own.
fn is_bare_refusal(response: &Response) -> bool {
    let is_refusal = response.status.is_client_error() || response.status.is_server_error();
    is_refusal
        && response.headers.get(CONTENT_TYPE).is_none_or(|value| value != MEDIA_TYPE && value != "application/json")
}

/// The same refusal as a problem document. The listener's own texts end with the English sentence.
fn as_problem(refusal: &Response) -> Response {
    let text = refusal.body.whole().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
    let sentence = text.lines().last().filter(|line| !line.is_empty());
    let reason = |status: StatusCode| status.canonical_reason().unwrap_or("the request was refused");
    let detail = sentence.map_or_else(|| reason(refusal.status).to_owned(), str::to_owned);
    let mut problem = Problem::new(Kind::Http(refusal.status), detail).to_response();
    for (name, value) in &refusal.headers {
        if *name != CONTENT_TYPE && *name != CONTENT_LENGTH {
            problem.headers.insert(name, value.clone());
        }
    }
    problem
}
