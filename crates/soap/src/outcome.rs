//! How an exchange ends, and how that becomes a response.

use hyper::StatusCode;

use super::authenticate::challenge;
use super::contract::{Contract, Failure};
use super::envelope::SOAP_11;
use super::fault::Fault;
use super::fault_code::FaultCode;
use super::on_purpose::xml;
use super::operation::Operation;
use super::service::Answer;
use sac_domain::error::chain;
use sac_domain::exchange::Ending;
use sac_http::Response;
use sac_settings::AuthStyle;
use sac_xml::{Charset, Writer};

/// What the journal calls a log-in that was refused: the caller gets a fault like any other.
const WRONG_CREDENTIALS: &str = "wrong-credentials";

/// How an exchange ends.
pub(super) enum Outcome<Reply> {
    Answer(&'static Operation, Answer<Reply>),
    Fault(Fault),
    /// The caller is asked for credentials.
    Challenge,
    /// The credentials are wrong; this is how it looks.
    Denied(AuthStyle),
    /// The gateway itself failed.
    Failed(Failure),
}

/// A response, with what the journal keeps of it.
pub(super) struct Encoded {
    pub(super) response: Response,
    pub(super) ending: Ending,
    /// The number that was assigned, if any.
    pub(super) number: Option<u32>,
}

/// What a response needs besides the outcome.
pub(super) struct Encoder<'c, Request, Reply> {
    pub(super) contract: &'c Contract<Request, Reply>,
    /// The number of the exchange.
    pub(super) id: u64,
    /// The charset of the request.
    pub(super) charset: Charset,
    /// The realm of a challenge.
    pub(super) realm: &'c str,
}

impl<Request, Reply> Encoder<'_, Request, Reply> {
    pub(super) fn encode(&self, outcome: Outcome<Reply>) -> Encoded {
        match outcome {
            Outcome::Answer(operation, answer) => self.answer(operation, answer),
            Outcome::Fault(fault) => {
                let code = fault.findings.first().map_or(fault.code.name(), |finding| finding.code.as_str());
                self.fault(&fault, code)
            }
            Outcome::Failed(failure) => self.failure(&failure),
            Outcome::Challenge => self.challenge("401"),
            Outcome::Denied(AuthStyle::Status401) => self.challenge(WRONG_CREDENTIALS),
            Outcome::Denied(AuthStyle::Fault) => self.fault(&Fault::wrong_credentials(), WRONG_CREDENTIALS),
        }
    }

    fn answer(&self, operation: &Operation, answer: Answer<Reply>) -> Encoded {
        let Answer { reply, broken_rules: rules, number, .. } = answer;
        let mut writer = Writer::new(self.charset);
        writer.start("soapenv:Envelope").attribute("xmlns:soapenv", SOAP_11);
        writer.start("soapenv:Body");
        if let Err(failure) = (self.contract.write)(operation, &reply, &mut writer) {
            return self.failure(&failure);
        }
        let ending = if rules.is_empty() { Ending::Accepted } else { Ending::Refused { rules } };
        Encoded { response: xml(StatusCode::OK, self.charset, writer.finish()), ending, number }
    }

    /// The log gets the error, the caller the number of the exchange.
    fn failure(&self, failure: &Failure) -> Encoded {
        let id = self.id;
        tracing::error!(exchange = format_args!("{id:016x}"), error = %chain(&**failure), "exchange failed");
        self.fault(&Fault::server(id), FaultCode::Server.name())
    }

    fn challenge(&self, code: &str) -> Encoded {
        Encoded { response: challenge(self.realm), ending: Ending::Fault { code: code.to_owned() }, number: None }
    }

    fn fault(&self, fault: &Fault, code: &str) -> Encoded {
        let response = xml(StatusCode::INTERNAL_SERVER_ERROR, self.charset, fault.encode(self.charset));
        Encoded { response, ending: Ending::Fault { code: code.to_owned() }, number: None }
    }
}
