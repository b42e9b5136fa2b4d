//! The first line and the headers of a message.

use sac_contracts::certificati_medici::CONTRACT;

use super::Mask;
use crate::message::{HttpMessage, Start};

/// Headers that say nothing of anybody; the values of all others are replaced.
const KEPT: [&str; 14] = [
    "host",
    "content-type",
    "soapaction",
    "accept",
    "accept-encoding",
    "user-agent",
    "expect",
    "connection",
    "date",
    "cache-control",
    "retry-after",
    "allow",
    "www-authenticate",
    "server",
];
const HIDDEN: &str = "***";

impl Mask {
    pub(super) fn message(&self, message: HttpMessage, worker: &mut Option<String>) -> HttpMessage {
        let body = self.body(&message, worker);
        let HttpMessage { start, headers, .. } = message;
        let headers = headers.into_iter().map(|(name, value)| {
            let value = match name.to_ascii_lowercase().as_str() {
                "authorization" => format!("{} {HIDDEN}", scheme(&value)),
                "soapaction" => self.action(&value),
                name if KEPT.contains(&name) => value,
                _ => HIDDEN.to_owned(),
            };
            (name, value)
        });
        HttpMessage { start: masked_start(start), headers: headers.collect(), body }
    }

    fn action(&self, value: &str) -> String {
        let bare = value.trim_matches('"');
        let is_known =
            bare.is_empty() || CONTRACT.interface.operations.iter().any(|operation| operation.action == bare);
        if is_known { value.to_owned() } else { self.shape(value) }
    }
}

fn masked_start(start: Start) -> Start {
    let Start::Request { method, target } = start else { return start };
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let is_known = path.ends_with(CONTRACT.interface.path);
    let path = if is_known { path } else { "/***" };
    let target = match query {
        "wsdl" | "xsd" => format!("{path}?{query}"),
        _ => path.to_owned(),
    };
    Start::Request { method, target }
}

fn scheme(value: &str) -> &'static str {
    let scheme = value.split(' ').next().unwrap_or_default();
    ["Basic", "Bearer", "Digest"].into_iter().find(|known| known.eq_ignore_ascii_case(scheme)).unwrap_or("Basic")
}
