//! The router behind its guard, as a handler of the listener.

use async_trait::async_trait;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use sac_domain::words::{Language, Text};
use sac_http::{Handler, Pages, Reply, Request, RequestHead, Response};

use crate::console::{assets, visit};
use crate::guard::{Area, Guard};
use crate::problem::{Kind, MEDIA_TYPE, Problem};
use crate::{BASE, accept_language, health, metrics};

/// Answers every path of the control listener.
pub(crate) struct Guarded {
    pub(crate) guard: Guard,
    pub(crate) pages: Pages,
}

#[async_trait]
impl Handler for Guarded {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        self.guard.admits(head, area(head))
    }

    fn refusal(&self, head: &RequestHead, refusal: Response) -> Response {
        self.admits(head).err().unwrap_or_else(|| as_problem(&refusal, accept_language::of_call(&head.headers)))
    }

    async fn handle(&self, request: Request) -> Reply {
        let language = accept_language::of_call(&request.head.headers);
        match self.pages.handle(request).await {
            Reply::Response(response) => {
                let response = if is_bare_refusal(&response) { as_problem(&response, language) } else { response };
                // What clients wrote is in many answers: no browser shall see markup in it.
                response.with_header(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")).into()
            }
            reply => reply,
        }
    }
}

/// What a request asks for.
fn area(head: &RequestHead) -> Area {
    let path = head.path.as_str();
    let call = path.strip_prefix(BASE).unwrap_or(path);
    let has_ticket = path == "/" && head.query.as_deref().and_then(visit::ticket).is_some();
    if [health::PATH, metrics::PATH].contains(&call)
        || has_ticket
        || path.starts_with(assets::BASE)
        || path.starts_with("/language/")
    {
        Area::Open
    } else if ["/", "/worlds", "/leave"].contains(&path) || path.starts_with("/worlds/") {
        Area::Page
    } else {
        Area::Call
    }
}

/// Whether the router's library refuses in words of its own.
fn is_bare_refusal(response: &Response) -> bool {
    let is_refusal = response.status.is_client_error() || response.status.is_server_error();
    let own = [MEDIA_TYPE, "application/json", "text/html; charset=utf-8"];
    is_refusal && response.headers.get(CONTENT_TYPE).is_none_or(|kind| own.iter().all(|own| kind != own))
}

/// The same refusal as a problem document. The listener's own texts are an Italian line and an English one.
fn as_problem(refusal: &Response, language: Language) -> Response {
    let text = refusal.body.whole().map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let reason = refusal.status.canonical_reason().unwrap_or("the request was refused");
    let detail = match (lines.next(), lines.next_back()) {
        (Some(it), Some(en)) => Text::new(it, en),
        (Some(only), None) => Text::same(only),
        (None, _) => Text::new("la richiesta è stata rifiutata", reason),
    };
    let mut problem = Problem::new(Kind::Http(refusal.status), detail).to_response(language);
    for (name, value) in &refusal.headers {
        if *name != CONTENT_TYPE && *name != CONTENT_LENGTH {
            problem.headers.insert(name, value.clone());
        }
    }
    problem
}
