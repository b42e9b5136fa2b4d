//! Sends recorded exchanges again, in their order, and compares the answers with the recorded ones.

mod field;
mod logins;
pub mod render;
mod target;
mod words;

use sac_client::{Answer, ClientError};
use sac_exchanges::{HttpMessage, Recorded, Start};
use serde::Serialize;

use crate::answers::{Difference, answer_of, compare};
use crate::numbers::Numbers;
use crate::rewrite::{request_element, rewrite};
pub use field::Keys;
pub use logins::{Login, Logins};
use sac_domain::operation::Operation;
pub use target::{Destination, NoCertificate, certificate};
pub use words::Words;

/// Sends exchanges again.
pub struct Replay {
    destination: Destination,
    keys: Keys,
    logins: Logins,
    numbers: Numbers,
}

/// What came of one exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Its number in the export.
    pub number: u64,
    /// The operation, where it is one of the contract.
    pub operation: Option<&'static str>,
    /// How it ended.
    #[serde(flatten)]
    pub result: Result,
}

/// How one exchange ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Result {
    /// The answer is the recorded one.
    Same,
    /// It differs in these things; the first of each is what was recorded.
    Differs {
        /// In what.
        differences: Vec<Difference>,
    },
    /// It was left out, or there is nothing to compare with.
    NotCompared {
        /// Why.
        reason: Words,
    },
    /// It could not be sent, or no answer came.
    Undone {
        /// Why.
        reason: Words,
    },
}

impl Replay {
    /// Sends to this destination.
    #[must_use]
    pub fn new(destination: Destination, keys: Keys, logins: Logins) -> Self {
        Self { destination, keys, logins, numbers: Numbers::default() }
    }

    /// Sends one exchange again. They have to come in their order, for later ones name the numbers of earlier ones.
    pub async fn send(&mut self, exchange: &Recorded) -> Outcome {
        let request = exchange.request.as_ref();
        let element = request.and_then(|request| request_element(&request.body, request.stated_charset()));
        let operation = element.as_deref().and_then(Operation::from_request_element).map(Operation::name);
        let result = match request {
            None => Result::NotCompared {
                reason: Words::new("i suoi messaggi non sono stati conservati", "its messages were not kept"),
            },
            Some(request) => self.again(exchange, request).await,
        };
        Outcome { number: exchange.number(), operation, result }
    }

    async fn again(&mut self, exchange: &Recorded, request: &HttpMessage) -> Result {
        let Start::Request { method, .. } = &request.start else {
            return Result::Undone {
                reason: Words::new("al posto della richiesta c'è altro", "what stands for the request is none"),
            };
        };
        if method != "POST" {
            return Result::NotCompared {
                reason: Words::new(
                    format!("non è una chiamata del servizio, ma {method}"),
                    format!("it is no call of the service, but {method}"),
                ),
            };
        }
        let fault = exchange.text("fault");
        let has_number = exchange.text("outcome") == Some("accepted") || exchange.response.is_none();
        if let Some(fault) = fault.filter(|_| !has_number) {
            return Result::NotCompared {
                reason: Words::new(
                    format!("il piano dei guasti (`{fault}`) ha risposto al posto del servizio"),
                    format!("the fault plan (`{fault}`) answered in the place of the service"),
                ),
            };
        }
        let body = match self.body(exchange, request) {
            Ok(body) => body,
            Err(reason) => return Result::Undone { reason },
        };
        let reply = match self.reply(exchange, request, body).await {
            Ok(reply) => reply,
            Err(reason) => return Result::Undone { reason },
        };
        let found = match Answer::read(&reply) {
            Ok(found) => found,
            Err(error) => return Result::Undone { reason: Words::same(error.to_string()) },
        };
        let Some(response) = &exchange.response else {
            return Result::NotCompared {
                reason: Words::new("non è stata registrata una risposta", "no answer was recorded"),
            };
        };
        let recorded = match answer_of(response) {
            Ok(recorded) => recorded,
            Err(_) if fault.is_some() => {
                return Result::NotCompared {
                    reason: Words::new(
                        "il piano dei guasti ha cambiato la risposta registrata",
                        "the fault plan changed the recorded answer",
                    ),
                };
            }
            Err(error) => {
                return Result::Undone {
                    reason: Words::new(
                        format!("la risposta registrata non si legge: {error}"),
                        format!("the recorded answer cannot be read: {error}"),
                    ),
                };
            }
        };
        let mut differences = compare(&recorded, &found, &self.numbers);
        self.numbers.learn(&recorded, &found);
        if differences.is_empty() && response.status() != Some(reply.status.as_u16()) {
            let status = response.status().unwrap_or_default().to_string();
            differences.push(Difference {
                what: "status".to_owned(),
                first: status,
                second: reply.status.as_str().to_owned(),
            });
        }
        if differences.is_empty() { Result::Same } else { Result::Differs { differences } }
    }

    /// The body, encrypted for the destination, with the destination's numbers.
    fn body(&self, exchange: &Recorded, request: &HttpMessage) -> std::result::Result<Vec<u8>, Words> {
        let pincode = self.logins.of(exchange).and_then(|login| login.pincode.as_ref());
        rewrite(&request.body, request.stated_charset(), |field, value| match field {
            crate::rewrite::Field::Number => Ok(self.numbers.second(value).map(str::to_owned)),
            field => self.keys.for_destination(field, value, exchange, pincode, &self.destination.sealer),
        })
    }

    async fn reply(
        &self,
        exchange: &Recorded,
        request: &HttpMessage,
        body: Vec<u8>,
    ) -> std::result::Result<sac_client::HttpReply, Words> {
        let is_challenge =
            request.header("authorization").is_none() && exchange.text("authenticated_by") != Some("certificate");
        let credentials = if is_challenge { None } else { Some(self.logins.credentials(exchange)?) };
        let sent = self.destination.send(request, credentials.flatten(), body).await;
        sent.map_err(|error: ClientError| Words::of(&error))
    }
}
