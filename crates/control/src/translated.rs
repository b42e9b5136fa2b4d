//! Problem documents in the language of the caller.

use axum::body::{self, Body};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use hyper::header::CONTENT_LENGTH;
use serde_json::Value;

use sac_domain::words::Language;

use crate::accept_language::{of_call, say_which};
use crate::problem::InBoth;

/// Puts the problem document of a call into the language that was asked for. Handlers write it in English.
pub(crate) async fn translate(request: Request, next: Next) -> Response {
    let language = of_call(request.headers());
    let mut response = next.run(request).await;
    let Some(words) = response.extensions_mut().remove::<InBoth>() else { return response };
    say_which(response.headers_mut(), language);
    if language == Language::En {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let bytes = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(Value::Object(mut document)) = serde_json::from_slice(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    document.insert("title".to_owned(), words.title.it.into());
    document.insert("detail".to_owned(), words.detail.it.into());
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(Value::Object(document).to_string()))
}
