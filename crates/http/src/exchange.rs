//! One exchange, from a request's head to the response.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use hyper::{
    HeaderMap, Method, StatusCode, Version,
    body::Incoming,
    header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderValue},
    http::{request::Parts, uri::Authority},
};
use tokio::sync::watch::Receiver;

use super::{
    Limits,
    client_certificate::ClientCertificate,
    fault,
    handler::{Handler, Reply},
    refused::{Refused, RefusedRequest, Words},
    request::{Request, RequestHead, TlsSession},
    request_body::{self as body, BodyError, Caps},
    response::{Body, Response},
    routes::{Destination, Router},
    sending::Sending,
    stage::{Alive, Stage},
    watch::Watch,
    wire_fault::{Distortion, WireFault},
};

const A_MOMENT: Duration = Duration::from_millis(200);

/// What all requests of one connection share.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) peer: SocketAddr,
    pub(super) local: SocketAddr,
    pub(super) client_certificate: ClientCertificate,
    /// None for plain HTTP.
    pub(super) tls: Option<Arc<TlsSession>>,
}

/// Serves the requests of one connection.
#[derive(Clone)]
pub(super) struct Exchanges {
    pub(super) router: Arc<dyn Router>,
    pub(super) limits: Arc<Limits>,
    pub(super) origin: Origin,
    pub(super) watch: Arc<Watch>,
    pub(super) stage: Receiver<Stage>,
    pub(super) alive: Alive,
}

impl Exchanges {
    /// From head to response.
    pub(super) async fn serve(self, request: hyper::Request<Incoming>) -> hyper::Response<Sending> {
        let under_way = self.watch.exchange();
        let (parts, body) = request.into_parts();
        let (method, version) = (parts.method.clone(), parts.version);
        let path = parts.uri.path().to_owned();
        let Answered { reply, unread, was_refused } = self.answer(head(parts, &self.origin, &self.limits), body).await;
        self.report(&reply, was_refused, &method, path);
        let (response, distortion) = match reply {
            Reply::Response(response) => (response, None),
            Reply::Distorted(response, distortion) => (response, Some(distortion)),
            Reply::Fault(fault) => return self.suffer(fault, version).await,
        };
        if unread.is_some() {
            self.watch.leave_unread();
        }
        if let Some(Distortion::Delay { by }) = distortion {
            fault::delay(by, self.stage.clone()).await;
        }
        let sent_whole = method == Method::HEAD
            || matches!(
                (distortion, response.body.len()), (Some(Distortion::Cut { at }), Some(length)) if length <= at
            );
        let closes = unread.is_some() || sent_whole && matches!(distortion, Some(Distortion::Cut { .. }));
        let distortion = distortion.filter(|_| !sent_whole);
        finish(response, &method, version, closes, |body| {
            let body = match distortion {
                Some(distortion) => self.distorted(body, distortion, version),
                None => body,
            };
            // Let go before the response is sent, HTTP/2 would call the request cancelled.
            let unread = unread.filter(|_| version == Version::HTTP_2);
            Sending::new(body, under_way, self.stage.clone(), unread)
        })
    }

    /// A fault in the place of a response. The connection's task ends the connection and drops this
    /// future.
    async fn suffer(self, fault: WireFault, version: Version) -> hyper::Response<Sending> {
        let fault = match fault {
            WireFault::NoReply { hold } if version == Version::HTTP_2 => {
                fault::hold_http2(hold, self.stage).await;
                WireFault::Close
            }
            other => other,
        };
        self.watch.drop_connection(fault);
        std::future::pending().await
    }

    fn distorted(&self, body: Body, distortion: Distortion, version: Version) -> Body {
        // HTTP/2 need not write anything after the last piece, so there a moment has to do.
        let flushed_within = if version == Version::HTTP_2 { A_MOMENT } else { self.limits.idle_timeout };
        fault::distorted(body, distortion, &self.watch, fault::Sending { flushed_within, stage: self.stage.clone() })
    }

    /// Reports a request that no handler has answered.
    fn report(&self, reply: &Reply, was_refused: bool, method: &Method, path: String) {
        let (Reply::Response(response), true) = (reply, was_refused) else { return };
        let request = RefusedRequest { status: response.status, method: Some(method.clone()), path: Some(path) };
        let reason = Words::of(response);
        self.router.refused(Refused { peer: self.origin.peer, request: Some(request), reason });
    }

    async fn answer(&self, mut head: RequestHead, mut body: Incoming) -> Answered {
        let http2 = head.version == Version::HTTP_2;
        let routed = self.router.route(&head.path);
        let handler = routed.as_ref().ok().map(|found| &found.handler);
        let caps = match handler.and_then(|handler| handler.file_cap(&head)) {
            Some(cap) => Caps::of_file(&self.limits, cap),
            None => Caps::new(&self.limits, handler.and_then(|handler| handler.max_body_bytes()), http2),
        };
        let coding = match body::announced(&head.headers, &body, &caps) {
            Ok(coding) => coding,
            Err(error) => {
                let refusal = match &routed {
                    Ok(found) => found.handler.refusal(&head, error.response(&head.headers)),
                    Err(_) => error.response(&head.headers),
                };
                return match error {
                    // To read it would be to permit a client to send it that waits for that.
                    BodyError::TooLong(_) if !http2 => Answered::refused(refusal, Some(body)),
                    _ => refuse(refusal, body, &caps).await,
                };
            }
        };
        let Destination { handler, mount } = match routed {
            Ok(found) => found,
            Err(refusal) => return refuse(refusal, body, &caps).await,
        };
        let path = head.path.split_off(mount);
        head.mount = std::mem::replace(&mut head.path, path);
        if let Err(refusal) = handler.admits(&head) {
            return refuse(refusal, body, &caps).await;
        }
        let whole = match body::collect(&mut body, &caps).await {
            Ok(whole) => whole,
            Err(error) => {
                let refusal = handler.refusal(&head, error.response(&head.headers));
                return match error {
                    BodyError::TooLong(_) if http2 => refuse(refusal, body, &caps).await,
                    _ => Answered::refused(refusal, error.leaves_unread().then_some(body)),
                };
            }
        };
        match body::inflate(whole, coding, &caps) {
            Ok(whole) => {
                let reply = handle(handler, Request { head, body: whole }, self.alive.clone()).await;
                Answered { reply, unread: None, was_refused: false }
            }
            Err(error) => Answered::refused(handler.refusal(&head, error.response(&head.headers)), None),
        }
    }
}

/// A reply, and what belongs to it.
struct Answered {
    reply: Reply,
    /// A body of which part may be left on the connection.
    unread: Option<Incoming>,
    /// Whether no handler has answered.
    was_refused: bool,
}

impl Answered {
    fn refused(refusal: Response, unread: Option<Incoming>) -> Self {
        Self { reply: refusal.into(), unread, was_refused: true }
    }
}

/// A refusal is sent after the body has arrived: many clients read nothing while they write.
async fn refuse(refusal: Response, mut body: Incoming, caps: &Caps) -> Answered {
    let drained = body::drain(&mut body, caps).await;
    Answered::refused(refusal, drained.is_err().then_some(body))
}

/// In a task of its own: work that has begun is finished also when the client goes away.
async fn handle(handler: Arc<dyn Handler>, request: Request, alive: Alive) -> Reply {
    let head = request.head.clone();
    let working = Arc::clone(&handler);
    let work = tokio::spawn(async move {
        let reply = working.handle(request).await;
        drop(alive);
        reply
    });
    work.await.unwrap_or_else(|_| {
        tracing::error!("a request ended in a panic");
        let response = Response::sentence(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Errore interno: la richiesta non è stata portata a termine.",
            "Internal error: the request was not completed.",
        );
        handler.refusal(&head, response).into()
    })
}

fn finish<B>(
    response: Response,
    method: &Method,
    version: Version,
    closes: bool,
    sending: impl FnOnce(Body) -> B,
) -> hyper::Response<B> {
    let Response { status, mut headers, mut body } = response;
    if *method == Method::HEAD {
        if let Some(length) = body.len().filter(|_| !headers.contains_key(CONTENT_LENGTH)) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        body = Body::default();
    }
    // HTTP/2 resets the stream instead, and knows no such header.
    if closes && version < Version::HTTP_2 {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let mut answer = hyper::Response::new(sending(body));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

fn head(parts: Parts, origin: &Origin, limits: &Arc<Limits>) -> RequestHead {
    let (scheme, authority) = addressed(&parts, origin);
    RequestHead {
        scheme,
        authority,
        mount: String::new(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        method: parts.method,
        version: parts.version,
        headers: parts.headers,
        peer: origin.peer,
        client_certificate: origin.client_certificate.clone(),
        tls: origin.tls.clone(),
        arrived: Instant::now(),
        limits: Arc::clone(limits),
    }
}

/// Scheme and authority under which the client reaches us.
fn addressed(parts: &Parts, origin: &Origin) -> (&'static str, String) {
    let own = || parts.uri.authority().cloned().or_else(|| authority(&parts.headers, HOST.as_str()));
    let (scheme, authority) = if origin.tls.is_some() {
        ("https", own())
    } else {
        // With TLS off a proxy is in front, and only the proxy knows the public address.
        let https =
            first(&parts.headers, "x-forwarded-proto").is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"));
        let outer = authority(&parts.headers, "x-forwarded-host");
        (if https { "https" } else { "http" }, outer.or_else(own))
    };
    let authority = authority
        .filter(|authority| !authority.host().is_empty() && !authority.as_str().contains('@'))
        .map_or_else(|| origin.local.to_string(), |authority| authority.to_string());
    (scheme, authority)
}

fn authority(headers: &HeaderMap, name: &str) -> Option<Authority> {
    first(headers, name)?.parse().ok()
}

/// The first of the values, which each proxy on the way may have appended to.
fn first<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()?.split(',').next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(tls: bool, uri: &str, headers: &[(&str, &str)]) -> String {
        let mut request = hyper::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let local = "127.0.0.1:8443".parse().unwrap();
        let tls = tls.then(|| Arc::new(TlsSession { version: "TLS 1.3", server_name: None }));
        let origin = Origin { peer: local, local, client_certificate: ClientCertificate::None, tls };
        head(parts, &origin, &Arc::default()).base_url()
    }

    /// TLS, the request's target, its headers, and the address.
    type Case<'a> = (bool, &'a str, &'a [(&'a str, &'a str)], &'a str);

    #[test]
    fn the_address_is_the_one_that_the_client_used() {
        let forwarded =
            [("Host", "inner"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "sac.example, mid.example")];
        let cases: &[Case<'_>] = &[
            (true, "/x?wsdl", &[("Host", "localhost:8443")], "https://localhost:8443"),
            (true, "/x", &[("Host", "[::1]:8443")], "https://[::1]:8443"),
            (true, "https://sac.example/x", &[("Host", "other")], "https://sac.example"),
            (true, "/x", &[], "https://127.0.0.1:8443"),
            (true, "/x", &[("Host", "")], "https://127.0.0.1:8443"),
            (true, "/x", &[("Host", "a\"b<c>")], "https://127.0.0.1:8443"),
            (true, "/x", &[("Host", "user@host")], "https://127.0.0.1:8443"),
            (false, "/x", &[("Host", "inner:80")], "http://inner:80"),
            (false, "/x", &forwarded, "https://sac.example"),
            (true, "/x", &forwarded, "https://inner"),
        ];
        for (tls, uri, headers, expected) in cases {
            assert_eq!(reached(*tls, uri, headers), *expected, "{uri} {headers:?}");
        }
    }

    #[test]
    fn a_head_request_gets_the_length_without_the_body() {
        let response = Response::sentence(StatusCode::OK, "uno", "one");
        let answer = finish(response, &Method::HEAD, Version::HTTP_11, false, |body| body);
        assert_eq!(answer.headers()[CONTENT_LENGTH], "8");
        assert_eq!(answer.body().len(), Some(0));
    }
}
