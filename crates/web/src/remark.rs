//! Something said beside a receipt.

use sac_world::faults::{Action, Rule};

/// What a fault plan says beside a receipt.
#[derive(Clone, Debug)]
pub(crate) enum Remark {
    /// A code, and its text.
    Avviso(String, String),
    /// A key, and its value.
    Varie(String, String),
}

impl Remark {
    /// What this rule of the plan has to say.
    pub(crate) fn of(rule: Option<&Rule>) -> Vec<Self> {
        match rule.map(|rule| &rule.action) {
            Some(Action::Notice { codice, info }) => vec![Self::Avviso(codice.clone(), info.clone())],
            Some(Action::Varie { chiave, valore }) => vec![Self::Varie(chiave.clone(), valore.clone())],
            _ => Vec::new(),
        }
    }
}
