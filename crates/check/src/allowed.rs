//! What would have been right in the place of what is refused, in a few words.

use sac_certificates::rule::{Refusal, Rule};
use sac_diagnostic::Text;

/// What a rule would have let through, where that can be said in a word.
pub(super) fn allowed(refusal: &Refusal) -> Option<Text> {
    let value = |word| refusal.value(word);
    let bound = |sign: &str, word| value(word).map(|value| Text::same(format!("{sign} {value}")));
    let text = |it: &str, en: &str| Some(Text::new(it, en));
    match refusal.rule {
        Rule::RilascioFuturo | Rule::RicoveroFuturo => bound("≤", "oggi"),
        Rule::InizioDopoFine | Rule::IntervalloRicercaErrato => bound("≤", "fine"),
        Rule::PrognosiConclusa => bound("≥", "rilascio"),
        Rule::InizioFuturo | Rule::PrognosiTreMesi => bound("≤", "termine"),
        Rule::DimissioneDate => Some(Text::same("dataRicovero ≤ dataDimissione ≤ dataFine")),
        Rule::DataInesistente => text("un giorno del calendario", "a day of the calendar"),
        Rule::DiagnosiAssente => {
            text("codiceDiagnosi, noteDiagnosi o entrambi", "codiceDiagnosi, noteDiagnosi or both")
        }
        Rule::DiagnosiCodiceSconosciuto => text("un codice della tabella ICD-9-CM", "a code of the ICD-9-CM table"),
        Rule::IndirizzoComuneAssente => {
            text("codiceCatastale, oppure comune con provincia", "codiceCatastale, or comune with provincia")
        }
        Rule::IndirizzoComuneSconosciuto => match value("ammessi") {
            Some(places) if !places.is_empty() => Some(Text::same(places)),
            _ => text("un comune di oggi, come lo scrive l'ISTAT", "a comune of today, as ISTAT writes it"),
        },
        Rule::IndirizzoCapIncongruente => Some(Text::same(value("ammessi")?.trim_start_matches("sono ammessi "))),
        Rule::LavoratoreCfNonValido | Rule::MedicoPincodeAssente | Rule::MedicoPincodeErrato => Some(encrypted_form()),
        Rule::MedicoCfNonAmmesso => {
            text("nessun codiceFiscale, se invia il medico", "no codiceFiscale where a doctor sends")
        }
        Rule::EnteCfAssente => text("un codice fiscale, in chiaro", "a codice fiscale, in clear"),
        Rule::EnteMedicoSconosciuto => {
            text("il codice fiscale di un medico della regione", "the codice fiscale of a doctor of the region")
        }
        Rule::EntePincodeNonAmmesso => text("nessun pincode, se invia una regione", "no pincode where a region sends"),
        Rule::OperatoreRegioneAslAssenti => text("codiceRegione e codiceAsl", "codiceRegione and codiceAsl"),
        Rule::UtenteNonAbilitato => text("un medico o una regione", "a doctor or a region"),
        _ => None,
    }
}

/// What an encrypted field has to be.
pub(super) fn encrypted_form() -> Text {
    Text::new(
        "base64 di 128 byte (172 caratteri), cifrati con SanitelCF.cer",
        "base64 of 128 bytes (172 characters), encrypted with SanitelCF.cer",
    )
}
