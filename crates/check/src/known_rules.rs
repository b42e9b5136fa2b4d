//! Which rules can be applied to a message that breaks the schema.

use std::collections::BTreeMap;

use super::checker::{Checker, Sender};
use super::inputs::{Applied, applied};
use super::issue::IssueCode;
use super::not_checked::{NotChecked, Part};
use sac_certificates::rule::{Refusal, Rule};
use sac_domain::operation::Operation;
use sac_schema::{Known, Partial};

/// The rules of one message, apart by whether all that they look at is known.
pub(super) struct KnownRules<'p> {
    partial: &'p Partial<'p>,
    /// Each with those of its inputs that are not known.
    rules: Vec<(Applied, Vec<String>)>,
}

impl<'p> KnownRules<'p> {
    /// The rules that `checker` applies to a request of `operation` sent by `sender`.
    pub(super) fn of(checker: &Checker, operation: Operation, sender: Sender, partial: &'p Partial<'p>) -> Self {
        let is_unclear = |path: &&String| partial.lookup(path) == Known::Unclear;
        let rules = applied(operation)
            .into_iter()
            .filter(|applied| is_in_force(checker, operation, sender, applied.rule))
            .map(|applied| {
                let unclear = applied.inputs.iter().filter(is_unclear).cloned().collect();
                (applied, unclear)
            });
        Self { partial, rules: rules.collect() }
    }

    /// Whether everything is known that this refusal is about.
    pub(super) fn allows(&self, refusal: &Refusal) -> bool {
        self.rules.iter().any(|(applied, unclear)| unclear.is_empty() && applied.gave(refusal))
    }

    /// The same of an issue about the head, at a path below the request.
    pub(super) fn covers(&self, code: IssueCode, path: &str) -> bool {
        match code {
            IssueCode::Rule(rule) => {
                self.rules.iter().any(|(applied, unclear)| applied.rule == rule && unclear.is_empty())
            }
            IssueCode::Code(_) => self.partial.lookup(path) != Known::Unclear,
        }
    }

    /// The rules that are not applied, put together by what they lack.
    pub(super) fn not_applied(&self) -> Vec<NotChecked> {
        let mut by_reason: BTreeMap<&[String], Vec<Rule>> = BTreeMap::new();
        for (applied, unclear) in self.rules.iter().filter(|(_, unclear)| !unclear.is_empty()) {
            let rules = by_reason.entry(unclear).or_default();
            if !rules.contains(&applied.rule) {
                rules.push(applied.rule);
            }
        }
        let entry =
            |(because, rules): (&[String], _)| NotChecked { part: Part::Rules(rules), because: because.to_vec() };
        by_reason.into_iter().map(entry).collect()
    }
}

/// Whether a rule is switched on, and is about such a sender.
fn is_in_force(checker: &Checker, operation: Operation, sender: Sender, rule: Rule) -> bool {
    match rule {
        Rule::PrognosiTreMesi => checker.settings.prognosi_tre_mesi,
        Rule::IndirizzoCapIncongruente => checker.settings.cap_control,
        Rule::DiagnosiCodiceSconosciuto => !checker.icd9.is_empty(),
        Rule::MedicoPincodeErrato | Rule::MedicoPincodeAssente | Rule::MedicoCfNonAmmesso => {
            sender == Sender::Medico && !operation.is_for_operators()
        }
        Rule::EnteCfAssente | Rule::EntePincodeNonAmmesso | Rule::EnteMedicoSconosciuto => sender == Sender::Ente,
        Rule::UtenteNonAbilitato => sender == Sender::Operatore,
        Rule::OperatoreRegioneAslAssenti => operation.is_for_operators(),
        _ => true,
    }
}
