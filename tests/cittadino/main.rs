//! The pages of workers, over TLS: who sees what, what is sent to whom, and how sessions hold.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "the browser and the documents are those of other tests too")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../azienda/browser.rs"]
mod browser;
#[path = "../azienda/documents.rs"]
mod documents;
mod hostile;
mod pages;
mod services;
mod sessions;
