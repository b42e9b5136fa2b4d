//! Stages (a) and (b): the encrypted fields, and who sends (rules §3, first table).

use super::{Refusal, Rule, refuse_if};
use sac_domain::certificate::Sede;
use sac_domain::operation::Operation;
use sac_domain::user::Iscrizione;
use sac_domain::visible::quoted;

/// The worker's field gave no valid codice fiscale.
#[must_use]
pub fn lavoratore_cf_non_valido(readable: bool) -> Option<Refusal> {
    refuse_if(!readable, || Refusal::of(Rule::LavoratoreCfNonValido))
}

/// The pincode that was sent is not the caller's.
#[must_use]
pub fn medico_pincode_errato(operation: Operation, right: bool) -> Option<Refusal> {
    refuse_if(!right, || of(Rule::MedicoPincodeErrato, operation))
}

/// A doctor sends no pincode.
#[must_use]
pub fn medico_pincode_assente(operation: Operation, sent: bool) -> Option<Refusal> {
    refuse_if(!sent, || of(Rule::MedicoPincodeAssente, operation))
}

/// A doctor sends a codice fiscale.
#[must_use]
pub fn medico_cf_non_ammesso(operation: Operation, sent: bool) -> Option<Refusal> {
    refuse_if(sent, || of(Rule::MedicoCfNonAmmesso, operation))
}

/// A region does not say for whom it sends.
#[must_use]
pub fn ente_cf_assente(operation: Operation, sent: bool) -> Option<Refusal> {
    refuse_if(!sent, || of(Rule::EnteCfAssente, operation))
}

/// A region sends a pincode.
#[must_use]
pub fn ente_pincode_non_ammesso(operation: Operation, sent: bool) -> Option<Refusal> {
    refuse_if(sent, || of(Rule::EntePincodeNonAmmesso, operation))
}

/// The person for whom a region sends is none of its own.
#[must_use]
pub fn ente_medico_sconosciuto(operation: Operation, regione: &str, known: bool) -> Option<Refusal> {
    refuse_if(!known, || of(Rule::EnteMedicoSconosciuto, operation).with("regione", regione))
}

/// An admission, or its cancellation, does not say in the name of which region and ASL.
#[must_use]
pub fn operatore_regione_asl_assenti(operation: Operation, sede: &Sede) -> Option<Refusal> {
    let missing = sede.codice_regione.is_none() || sede.codice_asl.is_none();
    refuse_if(operation.is_for_operators() && missing, || Refusal::of(Rule::OperatoreRegioneAslAssenti))
}

/// A clerk calls what is for doctors.
#[must_use]
pub fn utente_non_abilitato(operation: Operation, is_operator: bool) -> Option<Refusal> {
    refuse_if(is_operator && !operation.is_for_operators(), || {
        of(Rule::UtenteNonAbilitato, operation).with("operazione", operation)
    })
}

/// Region and ASL are none of those where the person is registered. What the message does
/// not give is not compared.
#[must_use]
pub fn medico_asl(operation: Operation, sede: &Sede, iscrizioni: &[Iscrizione]) -> Option<Refusal> {
    let agrees = |given: &Option<String>, own: &str| given.as_deref().is_none_or(|given| given == own);
    let registered =
        iscrizioni.iter().any(|own| agrees(&sede.codice_regione, &own.regione) && agrees(&sede.codice_asl, &own.asl));
    let nothing_given = sede.codice_regione.is_none() && sede.codice_asl.is_none();
    let shown =
        |code: &Option<String>| code.as_deref().map_or_else(|| "non indicata".to_owned(), |code| quoted(code, 20));
    refuse_if(!registered && !nothing_given, || {
        of(Rule::MedicoAsl, operation).with("regione", shown(&sede.codice_regione)).with("asl", shown(&sede.codice_asl))
    })
}

fn of(rule: Rule, operation: Operation) -> Refusal {
    Refusal::of(rule).with("redattore", operation.redattore_element())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn region_and_asl_must_be_a_registered_pair() {
        let iscrizioni = [("120", "201"), ("030", "308")]
            .map(|(regione, asl)| Iscrizione { regione: regione.into(), asl: asl.into() });
        let cases = [
            (Some("120"), Some("201"), true),
            (Some("030"), Some("308"), true),
            (Some("120"), Some("308"), false),
            (Some("120"), None, true),
            (None, Some("201"), true),
            (None, Some("999"), false),
            (None, None, true),
        ];
        for (regione, asl, registered) in cases {
            let sede = Sede {
                codice_regione: regione.map(Into::into),
                codice_asl: asl.map(Into::into),
                codice_struttura: None,
            };
            let refusal = medico_asl(Operation::InviaMalattia, &sede, &iscrizioni);
            assert_eq!(refusal.is_none(), registered, "{regione:?} {asl:?}");
        }
    }
}
