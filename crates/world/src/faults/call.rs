//! A call, as far as a rule can look at it.

/// What is known of a call when the plan is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Call<'c> {
    /// The operation or action; nothing where it could not be found out.
    pub operation: Option<&'c str>,
    /// The user's name.
    pub caller: Option<&'c str>,
    /// The worker's codice fiscale.
    pub worker: Option<&'c str>,
    /// The numbers that the request names.
    pub numbers: &'c [String],
    /// To whom a message goes.
    pub to: Option<&'c str>,
}

impl Call<'_> {
    /// Whether a message is to be delivered, which is no call that a client makes.
    pub(super) fn is_delivery(&self) -> bool {
        self.operation.is_some_and(|operation| operation.starts_with(DELIVERY))
    }
}

/// What the names of deliveries begin with.
pub(super) const DELIVERY: &str = "delivery:";

/// The name by which a rule means the documents of the contract.
pub const WSDL: &str = "wsdl";
/// What a rule says that means every operation and action.
pub(super) const ANY: &str = "*";
