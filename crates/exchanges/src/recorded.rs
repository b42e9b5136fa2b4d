//! One exchange as it was recorded.

use sac_domain::exchange::Messages;
use serde_json::{Map, Value};

use crate::message::HttpMessage;

/// One exchange as it was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    /// What is known of it beside its messages, by the names of the control API.
    pub about: Map<String, Value>,
    /// The request, where it was kept.
    pub request: Option<HttpMessage>,
    /// The answer, where there was one and it was kept.
    pub response: Option<HttpMessage>,
}

impl Recorded {
    /// An exchange of the journal.
    #[must_use]
    pub fn of(about: Map<String, Value>, messages: Option<Messages<Vec<u8>>>) -> Self {
        let Some(Messages { request_head, request, response_head, response }) = messages else {
            return Self { about, ..Self::default() };
        };
        Self {
            about,
            request: HttpMessage::read(&request_head, request),
            response: HttpMessage::read(&response_head, response),
        }
    }

    /// Its number, 0 where it has none.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.about.get("id").and_then(Value::as_u64).unwrap_or_default()
    }

    /// What is known of it under this name, where that is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.about.get(name).and_then(Value::as_str)
    }
}
