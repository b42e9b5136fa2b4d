//! What answers the requests of a contract.

use super::contract::{Contract, Failure};
use sac_diagnostic::Finding;
use sac_people::credentials::Authenticated;

/// The application behind a contract: it gets requests that the schema accepts, from callers who
/// are authenticated.
pub trait Service: Send + Sync + 'static {
    /// A request of the contract, as a value.
    type Request: Send + 'static;
    /// The content of a response element, as a value.
    type Reply: Send + Sync + 'static;

    /// The contract that it serves.
    fn contract(&self) -> &'static Contract<Self::Request, Self::Reply>;

    /// Serves one request.
    ///
    /// # Errors
    ///
    /// The gateway itself failed.
    fn serve(
        &self,
        caller: &Authenticated,
        request: Self::Request,
    ) -> impl Future<Output = Result<Answer<Self::Reply>, Failure>> + Send;

    /// The answer to a request that breaks the schema in these ways, if it is a reply rather than
    /// a fault.
    fn refuse(&self, violations: &[Finding]) -> Option<Answer<Self::Reply>> {
        let _ = violations;
        None
    }
}

/// A reply, with what the journal keeps of it.
#[derive(Clone, Debug)]
pub struct Answer<Reply> {
    /// The content of the response element.
    pub reply: Reply,
    /// The names of the rules for which the request was refused: none if it was accepted.
    pub broken_rules: Vec<String>,
    /// The number that was assigned, if any.
    pub number: Option<u32>,
}

impl<Reply> Answer<Reply> {
    /// The request was accepted, and no number assigned.
    pub fn accepted(reply: Reply) -> Self {
        Self { reply, broken_rules: Vec::new(), number: None }
    }
}
