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
}

/// The name by which a rule means the documents of the contract.
pub const WSDL: &str = "wsdl";
/// What a rule says that means every operation and action.
pub(super) const ANY: &str = "*";
