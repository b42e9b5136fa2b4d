//! What a doctor states, and the certificate that comes of it once its checks are passed.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use sac_domain::giorno::Giorno;

use crate::code::{Beneficio, Urgenza};
use crate::rule::{Refusal, Rule};
use crate::text::{TesseraSanitaria, Testo, VoceDm2007};

/// A certificate as a message states it: in the form of the schema, but not checked.
#[derive(Clone)]
#[expect(missing_docs, reason = "the fields are the elements of certificatoIntroduttivo")]
pub struct Stated {
    pub data_rilascio: Giorno,
    pub tessera_sanitaria: String,
    pub anamnesi: String,
    pub obiettivita: String,
    pub diagnosi: Vec<Diagnosi>,
    pub accompagnamento: Accompagnamento,
    pub non_mi_esprimo: bool,
    pub patologia_oncologica: bool,
    pub voci_dm2007: BTreeSet<VoceDm2007>,
    pub finalita: BTreeSet<Beneficio>,
}

/// What the certificate says of *accompagnamento*.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the elements of certificatoIntroduttivo")]
pub struct Accompagnamento {
    pub richiesta: bool,
    pub non_deambula: bool,
    pub non_autosufficiente: bool,
}

/// A diagnosis.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnosi {
    /// ICD-9-CM.
    pub codice: String,
    /// In words.
    pub descrizione: Option<String>,
}

/// A certificate whose content passed its checks; only [`Stated::check`] makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificato {
    released: NaiveDate,
    card: TesseraSanitaria,
    anamnesi: Testo<4000>,
    obiettivita: Testo<4000>,
    diagnosi: Vec<Diagnosi>,
    companion: Accompagnamento,
    oncological: bool,
    items: BTreeSet<VoceDm2007>,
    purposes: BTreeSet<Beneficio>,
}

impl Stated {
    /// The checks of the fields and dates, and the certificate if it passes all.
    ///
    /// # Errors
    /// Every finding: `certificato-incompleto` once for each part, `accompagnamento-senza-condizione`,
    /// `dizione-incongruente`, `rilascio-incongruente`.
    pub fn check(self, today: NaiveDate) -> Result<Certificato, Vec<Refusal>> {
        let mut found = Vec::new();
        let mut missing = |campo: &str| found.push(Refusal::of(Rule::CertificatoIncompleto).with("campo", campo));
        let card = TesseraSanitaria::new(&self.tessera_sanitaria);
        let (anamnesi, obiettivita) = (Testo::new(&self.anamnesi), Testo::new(&self.obiettivita));
        if card.is_err() {
            missing("numeroTesseraSanitaria");
        }
        if anamnesi.is_err() {
            missing("anamnesi");
        }
        if obiettivita.is_err() {
            missing("obiettivita");
        }
        if self.diagnosi.iter().all(|diagnosis| diagnosis.codice.trim().is_empty()) {
            missing("diagnosi");
        }
        if self.finalita.is_empty() {
            missing("finalita");
        }
        let Accompagnamento { richiesta, non_deambula, non_autosufficiente } = self.accompagnamento;
        let has_condition = non_deambula || non_autosufficiente;
        let has_purpose = self.finalita.contains(&Beneficio::Ic) || self.finalita.contains(&Beneficio::Cc);
        if (richiesta && !has_condition && !self.non_mi_esprimo) || (has_condition && !has_purpose) {
            found.push(Refusal::of(Rule::AccompagnamentoSenzaCondizione));
        }
        if self.non_mi_esprimo && (has_condition || richiesta) {
            found.push(Refusal::of(Rule::DizioneIncongruente));
        }
        let released = self.data_rilascio.date().filter(|day| *day <= today && Some(*day) >= today.pred_opt());
        if released.is_none() {
            let refusal = Refusal::of(Rule::RilascioIncongruente).with("elemento", "certificato/dataRilascio");
            found.push(refusal.with("valore", self.data_rilascio.text()).with("oggi", today));
        }
        match (released, card, anamnesi, obiettivita) {
            (Some(released), Ok(card), Ok(anamnesi), Ok(obiettivita)) if found.is_empty() => Ok(Certificato {
                released,
                card,
                anamnesi,
                obiettivita,
                diagnosi: self.diagnosi,
                companion: self.accompagnamento,
                oncological: self.patologia_oncologica,
                items: self.voci_dm2007,
                purposes: self.finalita,
            }),
            _ => Err(found),
        }
    }
}

impl Certificato {
    /// The day of its release.
    #[must_use]
    pub fn released(&self) -> NaiveDate {
        self.released
    }

    /// The health card.
    #[must_use]
    pub fn card(&self) -> &TesseraSanitaria {
        &self.card
    }

    /// Anamnesi and obiettività, which are clinical.
    #[must_use]
    pub fn clinical(&self) -> (&str, &str) {
        (self.anamnesi.as_str(), self.obiettivita.as_str())
    }

    /// What it says of *accompagnamento*.
    #[must_use]
    pub fn companion(&self) -> Accompagnamento {
        self.companion
    }

    /// Items of DM 2/8/2007.
    #[must_use]
    pub fn items(&self) -> &BTreeSet<VoceDm2007> {
        &self.items
    }

    /// What it serves for.
    #[must_use]
    pub fn purposes(&self) -> &BTreeSet<Beneficio> {
        &self.purposes
    }

    /// How soon the visit must be: rosso for an oncological illness or an item of DM 2/8/2007 (circular
    /// §3.3).
    #[must_use]
    pub fn urgency(&self) -> Urgenza {
        if self.oncological || !self.items.is_empty() { Urgenza::Rosso } else { Urgenza::Verde }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stated() -> Stated {
        Stated {
            data_rilascio: Giorno::new("2010-03-01"),
            tessera_sanitaria: "80380000012345678901".to_owned(),
            anamnesi: "Ipertensione da dieci anni".to_owned(),
            obiettivita: "Deambulazione autonoma".to_owned(),
            diagnosi: vec![Diagnosi { codice: "401".to_owned(), descrizione: None }],
            accompagnamento: Accompagnamento::default(),
            non_mi_esprimo: false,
            patologia_oncologica: false,
            voci_dm2007: BTreeSet::new(),
            finalita: BTreeSet::from([Beneficio::Ic, Beneficio::H]),
        }
    }

    #[test]
    fn each_broken_rule_is_found_alone() {
        type Spoil = fn(&mut Stated);
        let cases: [(Spoil, Rule); 12] = [
            (|stated| stated.anamnesi = "   ".to_owned(), Rule::CertificatoIncompleto),
            (|stated| stated.obiettivita = String::new(), Rule::CertificatoIncompleto),
            (|stated| stated.tessera_sanitaria = "1".to_owned(), Rule::CertificatoIncompleto),
            (|stated| stated.diagnosi.clear(), Rule::CertificatoIncompleto),
            (|stated| stated.finalita.clear(), Rule::CertificatoIncompleto),
            (|stated| stated.accompagnamento.richiesta = true, Rule::AccompagnamentoSenzaCondizione),
            (
                |stated| {
                    stated.accompagnamento.non_deambula = true;
                    stated.finalita = BTreeSet::from([Beneficio::H]);
                },
                Rule::AccompagnamentoSenzaCondizione,
            ),
            (
                |stated| {
                    stated.accompagnamento.non_deambula = true;
                    stated.non_mi_esprimo = true;
                },
                Rule::DizioneIncongruente,
            ),
            (
                |stated| {
                    stated.accompagnamento.richiesta = true;
                    stated.non_mi_esprimo = true;
                },
                Rule::DizioneIncongruente,
            ),
            (|stated| stated.data_rilascio = Giorno::new("2010-03-02"), Rule::RilascioIncongruente),
            (|stated| stated.data_rilascio = Giorno::new("2010-02-27"), Rule::RilascioIncongruente),
            (|stated| stated.data_rilascio = Giorno::new("2010-02-30"), Rule::RilascioIncongruente),
        ];
        assert!(stated().check(day("2010-03-01")).is_ok() && stated().check(day("2010-03-02")).is_ok());
        for (change, rule) in cases {
            let mut changed = stated();
            change(&mut changed);
            let found = changed.check(day("2010-03-01")).err().unwrap();
            assert_eq!(found.iter().map(|refusal| refusal.rule).collect::<Vec<_>>(), [rule]);
        }
    }

    #[test]
    fn an_oncological_illness_or_an_item_of_the_decree_makes_it_urgent() {
        let urgency = |change: fn(&mut Stated)| {
            let mut changed = stated();
            change(&mut changed);
            changed.check(day("2010-03-01")).ok().unwrap().urgency()
        };
        assert_eq!(urgency(|_| ()), Urgenza::Verde);
        assert_eq!(urgency(|stated| stated.patologia_oncologica = true), Urgenza::Rosso);
        assert_eq!(urgency(|stated| _ = stated.voci_dm2007.insert(VoceDm2007::new(7).unwrap())), Urgenza::Rosso);
    }
}
