//! Pages and JSON: a router of [`axum`] as a handler of the listener.

use std::{net::SocketAddr, sync::Arc};

use async_trait::async_trait;
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response as AxumResponse},
};
use hyper::{
    StatusCode,
    header::CONTENT_TYPE,
    http::{self, Uri, request::Parts, uri::PathAndQuery},
};
use sac_settings::Limits;
use tower_service::Service;

use super::{
    client_certificate::ClientCertificate,
    handler::{Handler, Reply},
    request::{Request, RequestHead},
    response::{Body, Response},
    wire_fault::{Distortion, WireFault},
};

/// Answers with what an axum router says. Its paths are those below the
/// [mount](RequestHead::mount); its handlers may take a [`Client`] as a parameter.
#[derive(Clone, Debug)]
pub struct Pages {
    router: axum::Router,
    max_body_bytes: Option<usize>,
}

impl Pages {
    /// A handler over this router, under the listener's cap for bodies.
    #[must_use]
    pub fn new(router: axum::Router) -> Self {
        Self { router, max_body_bytes: None }
    }

    /// The same under a lower cap.
    #[must_use]
    pub fn with_max_body_bytes(self, cap: usize) -> Self {
        Self { max_body_bytes: Some(cap), ..self }
    }
}

#[async_trait]
impl Handler for Pages {
    fn max_body_bytes(&self) -> Option<usize> {
        self.max_body_bytes
    }

    fn admits(&self, _: &RequestHead) -> Result<(), Response> {
        Ok(())
    }

    async fn handle(&self, request: Request) -> Reply {
        let Ok(request) = for_axum(request) else { return bad_target().into() };
        let Ok(response) = self.router.clone().call(request).await;
        if let Some(fault) = response.extensions().get::<WireFault>() {
            return Reply::Fault(*fault);
        }
        let distortion = response.extensions().get::<Distortion>().copied();
        let (parts, body) = response.into_parts();
        // Events go on for ever: the listener ends them when it shuts down.
        let is_endless = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let body = if is_endless { Body::endless(body) } else { Body::streamed(body) };
        let response = Response { status: parts.status, headers: parts.headers, body };
        match distortion {
            Some(distortion) => Reply::Distorted(response, distortion),
            None => Reply::Response(response),
        }
    }
}

/// What the listener knows of a request beside method, path, headers and body: a parameter of
/// axum's handlers, and an extension of the request for its layers.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address of the other end of the connection.
    pub peer: SocketAddr,
    /// The client certificate, verified.
    pub certificate: ClientCertificate,
    /// The path in front of every path that is sent back, often empty.
    pub mount: String,
    /// The start of every URL that is sent back, the mount included.
    pub base_url: String,
    /// The listener's limits.
    pub limits: Arc<Limits>,
}

impl<S: Send + Sync> FromRequestParts<S> for Client {
    /// Only a router that is not served by [`Pages`] has requests without a client.
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// A fault instead of a response.
impl IntoResponse for WireFault {
    fn into_response(self) -> AxumResponse {
        let mut response = StatusCode::NO_CONTENT.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn for_axum(Request { head, body }: Request) -> Result<axum::extract::Request, http::Error> {
    let base_url = head.base_url();
    let mut request = axum::extract::Request::new(body.into());
    *request.method_mut() = head.method;
    *request.uri_mut() = target(&head.path, head.query.as_deref())?;
    *request.version_mut() = head.version;
    *request.headers_mut() = head.headers;
    request.extensions_mut().insert(Client {
        peer: head.peer,
        certificate: head.client_certificate,
        mount: head.mount,
        base_url,
        limits: head.limits,
    });
    Ok(request)
}

fn target(path: &str, query: Option<&str>) -> Result<Uri, http::Error> {
    let path = if path.is_empty() { "/" } else { path };
    let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    Ok(PathAndQuery::try_from(target)?.into())
}

fn bad_target() -> Response {
    Response::sentence(
        StatusCode::BAD_REQUEST,
        "L'indirizzo della richiesta non è un percorso.",
        "The address of the request is not a path.",
    )
}
