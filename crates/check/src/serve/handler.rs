//! The guard and the two answers.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::response::{IntoResponse, Response as AxumResponse};
use axum::routing::{get, post};
use hyper::StatusCode;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use sac_http::loopback::{addressed, is_from_elsewhere};
use sac_http::{Handler, Pages, Reply, Request, RequestHead, Response, quoted};

use super::page::page;
use super::state::State;
use super::{form, report};
use sac_diagnostic::{Language, Text};

/// Answers every path.
pub(super) struct Guarded {
    pages: Pages,
}

/// On every answer: nothing is kept, guessed, framed or read by other sites.
const HEADERS: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer` a browser would hide the origin of the form, too.
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

impl Guarded {
    pub(super) fn new(state: Arc<State>) -> Self {
        let (first, again) = (Arc::clone(&state), state);
        let router = Router::new()
            .route("/", get(async move || shown(&first, first.settings.language, None, StatusCode::OK)))
            .route("/check", post(async move |form: Result<Multipart, MultipartRejection>| checked(again, form).await))
            .fallback(async || {
                refused(
                    StatusCode::NOT_FOUND,
                    "A questo indirizzo non c'è nulla: la pagina è /.",
                    "There is nothing at this address: the page is /.",
                )
            })
            // The listener has read the body within its own limit.
            .layer(DefaultBodyLimit::disable());
        Self { pages: Pages::new(router) }
    }
}

#[async_trait]
impl Handler for Guarded {
    fn admits(&self, head: &RequestHead) -> Result<(), Response> {
        let Some(host) = addressed(head) else {
            let came = quoted(&head.authority);
            return Err(forbidden(
                &format!(
                    "Questa pagina risponde solo a questo computer, con il nome localhost o 127.0.0.1; la richiesta è per {came}."
                ),
                &format!(
                    "This page answers this computer only, by the name localhost or 127.0.0.1; the request is for {came}."
                ),
            ));
        };
        if is_from_elsewhere(head, &host) {
            return Err(forbidden(
                "La richiesta viene dalla pagina di un altro sito: inviare i file dalla pagina di questo indirizzo.",
                "The request comes from a page of another site: send the files from the page at this address.",
            ));
        }
        Ok(())
    }

    fn refusal(&self, _: &RequestHead, refusal: Response) -> Response {
        with_headers(refusal)
    }

    async fn handle(&self, request: Request) -> Reply {
        match self.pages.handle(request).await {
            Reply::Response(response) => with_headers(response).into(),
            reply => reply,
        }
    }
}

fn forbidden(italian: &str, english: &str) -> Response {
    with_headers(Response::sentence(StatusCode::FORBIDDEN, italian, english))
}

fn with_headers(response: Response) -> Response {
    HEADERS
        .into_iter()
        .fold(response, |response, (name, value)| response.with_header(name, HeaderValue::from_static(value)))
}

/// The page with the form.
fn shown(state: &State, language: Language, fault: Option<Text>, status: StatusCode) -> AxumResponse {
    match page(state, language, fault) {
        Ok(page) => html(status, page.html.into_bytes(), &page.policy),
        Err(_) => broken(),
    }
}

/// The report on what the form sent.
async fn checked(state: Arc<State>, form: Result<Multipart, MultipartRejection>) -> AxumResponse {
    let language = state.settings.language;
    let unread = |language| {
        let fault = Text::new(
            "La richiesta non si legge come il modulo di questa pagina (multipart/form-data): inviare di nuovo i file da qui.",
            "The request cannot be read as the form of this page (multipart/form-data): send the files again from here.",
        );
        shown(&state, language, Some(fault), StatusCode::BAD_REQUEST)
    };
    let Ok(form) = form else { return unread(language) };
    let Ok(form) = form::read(form, language).await else { return unread(language) };
    if form.inputs.is_empty() {
        let fault = Text::new(
            "Non è arrivato nulla da controllare: scegliere almeno un file, o incollare un messaggio.",
            "Nothing came that could be checked: choose at least one file, or paste a message.",
        );
        return shown(&state, form.language, Some(fault), StatusCode::BAD_REQUEST);
    }
    let (checker, circumstances) = state.checker();
    let Ok(_place) = state.places.acquire().await else { return broken() };
    match tokio::task::spawn_blocking(move || report::write(&checker, circumstances, form)).await {
        Ok(Ok(report)) => html(StatusCode::OK, report.html, &report.policy),
        Ok(Err(_)) | Err(_) => broken(),
    }
}

fn html(status: StatusCode, body: Vec<u8>, policy: &str) -> AxumResponse {
    let policy = format!("{policy}; frame-ancestors 'none'");
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, policy.as_str())];
    (status, headers, body).into_response()
}

fn broken() -> AxumResponse {
    refused(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Il controllo si è interrotto per un guasto del programma.",
        "The check broke off because of a fault of the program.",
    )
}

fn refused(status: StatusCode, italian: &str, english: &str) -> AxumResponse {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{italian}\n{english}\n")).into_response()
}
