//! One exchange: a request's head comes in, a response goes out.

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    HeaderMap, Method, StatusCode, Version,
    body::Incoming,
    header::{CONNECTION, CONTENT_LENGTH, HOST, HeaderValue},
    http::{request::Parts, uri::Authority},
};

use super::{
    Limits,
    body::{self, BodyError},
    client_certificate::ClientCertificate,
    exchange::{Handler, Request, RequestHead, Response},
    server::Alive,
    watch::Watch,
};

/// What all requests of one connection share.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub(super) peer: SocketAddr,
    pub(super) local: SocketAddr,
    pub(super) client_certificate: ClientCertificate,
    pub(super) tls: bool,
}

/// Serves the requests of one connection.
pub(super) struct Exchanges<H> {
    pub(super) handler: Arc<H>,
    pub(super) limits: Arc<Limits>,
    pub(super) origin: Origin,
    pub(super) watch: Arc<Watch>,
    pub(super) alive: Alive,
}

impl<H> Clone for Exchanges<H> {
    fn clone(&self) -> Self {
        Self {
            handler: Arc::clone(&self.handler),
            limits: Arc::clone(&self.limits),
            origin: self.origin.clone(),
            watch: Arc::clone(&self.watch),
            alive: self.alive.clone(),
        }
    }
}

impl<H: Handler> Exchanges<H> {
    /// From head to response.
    pub(super) async fn serve(self, request: hyper::Request<Incoming>) -> hyper::Response<Full<Bytes>> {
        let _under_way = self.watch.exchange();
        let (parts, body) = request.into_parts();
        let (method, version) = (parts.method.clone(), parts.version);
        let (response, spoilt) = self.answer(head(parts, &self.origin), body).await;
        if response.drops_connection() {
            self.watch.drop_connection();
            // The connection's task closes it; this future goes down with it.
            return std::future::pending().await;
        }
        if spoilt {
            self.watch.leave_unread();
        }
        finish(response, &method, version, spoilt)
    }

    /// The response, and whether the connection can be used no further.
    async fn answer(&self, head: RequestHead, body: Incoming) -> (Response, bool) {
        let coding = match body::announced(&head.headers, &body, &self.limits) {
            Ok(coding) => coding,
            Err(error @ BodyError::TooLong(_)) => return (error.response(), true),
            Err(error) => return self.refuse(error.response(), body).await,
        };
        if let Err(refusal) = self.handler.admits(&head) {
            return self.refuse(refusal, body).await;
        }
        let whole = match body::collect(body, &self.limits).await {
            Ok(whole) => whole,
            Err(error) => return (error.response(), error.spoils_connection()),
        };
        match body::inflate(whole, coding, &self.limits) {
            Ok(body) => (self.handle(Request { head, body }).await, false),
            Err(error) => (error.response(), false),
        }
    }

    /// A refusal is sent when the body has come in: many clients read nothing while they write.
    async fn refuse(&self, refusal: Response, body: Incoming) -> (Response, bool) {
        let drained = body::drain(body, &self.limits).await;
        (refusal, drained.is_err())
    }

    /// In a task of its own: work that has begun is finished also when the client goes away.
    async fn handle(&self, request: Request) -> Response {
        let (handler, alive) = (Arc::clone(&self.handler), self.alive.clone());
        let work = tokio::spawn(async move {
            let response = handler.handle(request).await;
            drop(alive);
            response
        });
        work.await.unwrap_or_else(|_| {
            tracing::error!("a request ended in a panic");
            Response::sentence(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Errore interno: la richiesta non è stata portata a termine.",
                "Internal error: the request was not completed.",
            )
        })
    }
}

fn finish(response: Response, method: &Method, version: Version, spoilt: bool) -> hyper::Response<Full<Bytes>> {
    let Response { status, mut headers, mut body, .. } = response;
    if *method == Method::HEAD {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        body.clear();
    }
    // HTTP/2 resets the stream instead, and knows no such header.
    if spoilt && version < Version::HTTP_2 {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let mut answer = hyper::Response::new(Full::new(body));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

fn head(parts: Parts, origin: &Origin) -> RequestHead {
    let (scheme, authority) = addressed(&parts, origin);
    RequestHead {
        scheme,
        authority,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        method: parts.method,
        version: parts.version,
        headers: parts.headers,
        peer: origin.peer,
        client_certificate: origin.client_certificate.clone(),
    }
}

/// Scheme and authority under which the client reaches us.
fn addressed(parts: &Parts, origin: &Origin) -> (&'static str, String) {
    let own = || parts.uri.authority().cloned().or_else(|| authority(&parts.headers, HOST.as_str()));
    let (scheme, authority) = if origin.tls {
        ("https", own())
    } else {
        // With TLS off a proxy stands before us, and only it knows the outer address.
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
        let origin = Origin { peer: local, local, client_certificate: ClientCertificate::None, tls };
        head(parts, &origin).base_url()
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
        let answer = finish(response, &Method::HEAD, Version::HTTP_11, false);
        assert_eq!(answer.headers()[CONTENT_LENGTH], "8");
        assert_eq!(hyper::body::Body::size_hint(answer.body()).exact(), Some(0));
    }
}
