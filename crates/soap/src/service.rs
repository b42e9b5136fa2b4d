//! What answers the requests of a contract.

use super::contract::{Contract, Failure};
use sac_diagnostic::Finding;
use sac_people::credentials::Authenticated;
use sac_world::faults::Action;

/// The application behind a contract: it gets requests that the schema accepts, from callers who
/// are authenticated.
pub trait Service: Send + Sync + 'static {
    /// A request of the contract, as a value.
    type Request: Send + 'static;
    /// The same once what it holds encrypted was decrypted.
    type Opened: Send + 'static;
    /// The content of a response element, as a value.
    type Reply: Send + Sync + 'static;

    /// The contract that it serves.
    fn contract(&self) -> &'static Contract<Self::Request, Self::Reply>;

    /// Decrypts what the request holds encrypted.
    fn open(&self, caller: &Authenticated, request: Self::Request) -> impl Future<Output = Self::Opened> + Send;

    /// What the request is about.
    fn about(&self, opened: &Self::Opened) -> About {
        let _ = opened;
        About::default()
    }

    /// Serves one request.
    ///
    /// # Errors
    ///
    /// The gateway itself failed.
    fn serve(
        &self,
        caller: &Authenticated,
        opened: Self::Opened,
    ) -> impl Future<Output = Result<Answer<Self::Reply>, Failure>> + Send;

    /// The refusal that a fault plan asks for, if the contract has a reply for it.
    fn refuse_on_purpose(&self, action: &Action) -> Option<Answer<Self::Reply>> {
        let _ = action;
        None
    }

    /// Adds a remark to a reply, if the contract has a place for it.
    fn remark(&self, reply: &mut Self::Reply, remark: Remark) {
        let _ = (reply, remark);
    }

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
    /// The numbers of the refusals.
    pub codes: Vec<String>,
    /// The number that was assigned, if any.
    pub number: Option<u32>,
}

/// Whom and what a request is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The worker's codice fiscale.
    pub worker: Option<String>,
    /// The numbers of documents that it names.
    pub numbers: Vec<String>,
}

/// Something said beside a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub enum Remark {
    Info { codice: String, info: String },
    Varie { chiave: String, valore: String },
}

impl<Reply> Answer<Reply> {
    /// The request was accepted, and no number assigned.
    pub fn accepted(reply: Reply) -> Self {
        Self { reply, broken_rules: Vec::new(), codes: Vec::new(), number: None }
    }
}
