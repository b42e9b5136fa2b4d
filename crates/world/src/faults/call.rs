//! A call, as far as a rule can look at it.

use sac_domain::operation::Operation;

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

/// The actions of the channels beside SOAP, and the deliveries, as rules name them.
pub const ACTIONS: [&str; 34] = [
    "web:accesso",
    "web:uscita",
    "web:lavoratore",
    "web:malattia-verifica",
    "web:malattia-invia",
    "web:malattia-rettifica",
    "web:malattia-annulla",
    "web:malattia-ricerca",
    "web:malattia-ristampa",
    "web:ricovero-verifica",
    "web:ricovero-invia",
    "web:ricovero-annulla",
    "web:dimissione-verifica",
    "web:dimissione-invia",
    "web:dimissione-rettifica",
    "web:stampa",
    "web:email",
    "azienda:attestato",
    "azienda:accesso",
    "azienda:elenco",
    "azienda:documento",
    "azienda:xml",
    "azienda:pec",
    "cittadino:attestato",
    "cittadino:accesso",
    "cittadino:elenco",
    "cittadino:documento",
    "cittadino:servizi",
    "phone:start",
    "phone:next",
    "delivery:email",
    "delivery:pec",
    "delivery:sms",
    "delivery:letter",
];

/// What a rule may have as its operation, `*` and `wsdl` included.
pub fn operations() -> impl Iterator<Item = &'static str> {
    [ANY, WSDL].into_iter().chain(Operation::ALL.iter().map(|operation| operation.name())).chain(ACTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::delivery::MessageKind;

    #[test]
    fn every_delivery_is_an_action() {
        assert!(MessageKind::ALL.iter().all(|kind| ACTIONS.contains(&kind.delivery())));
    }
}
