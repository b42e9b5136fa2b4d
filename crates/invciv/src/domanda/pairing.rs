//! The checks of certificates and pairing (rules 14 to 19, 22 to 24).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::certificate::{is_valid_on, last_day};
use crate::code::{Beneficio, Modello, TipoAccertamento, TipoRiconoscimento};
use crate::identifier::NumeroCertificato;
use crate::percentage::Percentuale;
use crate::rule::{Refusal, Rule};
use crate::settings::Settings;

/// A certificate and the benefits for which it is used.
#[derive(Clone, Debug)]
pub struct Abbinamento {
    /// The certificate.
    pub numero: NumeroCertificato,
    /// The benefits.
    pub benefici: BTreeSet<Beneficio>,
}

/// An earlier judgment that the applicant declares.
#[derive(Clone, Copy, Debug)]
pub struct Pregresso {
    /// What it recognised.
    pub tipo: TipoRiconoscimento,
    /// How much.
    pub percentuale: Option<Percentuale>,
}

/// What a domanda says that bears on its certificates.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// Its form.
    pub modello: Modello,
    /// Whether it is the first.
    pub tipo: TipoAccertamento,
    /// What it asks for.
    pub benefici: BTreeSet<Beneficio>,
    /// Its certificates.
    pub abbinamenti: Vec<Abbinamento>,
    /// The judgment that it declares.
    pub pregresso: Option<Pregresso>,
}

/// What is on record of a certificate of this applicant.
#[derive(Clone, Debug)]
pub struct Paired {
    /// Its release.
    pub released: NaiveDate,
    /// What it serves for.
    pub purposes: BTreeSet<Beneficio>,
    /// The benefits for which a domanda neither withdrawn nor annulled uses it.
    pub used: BTreeSet<Beneficio>,
}

/// What the Casellario holds of the applicant.
#[derive(Clone, Copy, Debug, Default)]
pub struct Past {
    /// Whether it has a row at all.
    pub has_row: bool,
    /// In a closed world, whether it confirms a percentage above 45, blindness or deafness; none in an
    /// open one, which believes the declaration.
    pub confirms: Option<bool>,
}

/// A percentage above this opens targeted placement (circular §3.1).
const PLACEMENT_ABOVE: u8 = 45;

impl Pairing {
    /// All findings of the stage. `find` gives what is on record of a certificate of this applicant, and
    /// nothing for an unknown one or another person's.
    pub fn check(
        &self,
        find: impl Fn(NumeroCertificato) -> Option<Paired>,
        past: Past,
        today: NaiveDate,
        settings: &Settings,
    ) -> Vec<Refusal> {
        let mut found = Vec::new();
        let mut covered: BTreeSet<Beneficio> = BTreeSet::new();
        let mut named: BTreeSet<Beneficio> = BTreeSet::new();
        for pairing in &self.abbinamenti {
            let twice = pairing.benefici.iter().filter(|benefit| !named.insert(**benefit));
            found.extend(twice.map(|benefit| Refusal::of(Rule::BeneficioDoppio).with("beneficio", benefit)));
            let Some(certificate) = find(pairing.numero) else {
                found.push(Refusal::of(Rule::CertificatoNonTrovato).with("numero", pairing.numero));
                // One error is enough: what the certificate serves for is not known.
                covered.extend(&pairing.benefici);
                continue;
            };
            if !is_valid_on(today, certificate.released, settings.certificate_days) {
                let last = last_day(certificate.released, settings.certificate_days);
                found.push(Refusal::of(Rule::CertificatoScaduto).with("numero", pairing.numero).with("termine", last));
            }
            for benefit in pairing.benefici.intersection(&certificate.used) {
                let refusal = Refusal::of(Rule::CertificatoGiaAbbinato).with("numero", pairing.numero);
                found.push(refusal.with("beneficio", benefit));
            }
            covered.extend(pairing.benefici.intersection(&certificate.purposes));
        }
        if self.modello == Modello::ConCertificato && !self.abbinamenti.is_empty() {
            let missing =
                self.benefici.iter().filter(|benefit| !covered.contains(benefit) && !self.is_covered_beside(**benefit));
            found.extend(missing.map(|benefit| Refusal::of(Rule::BeneficioNonCertificato).with("beneficio", benefit)));
        }
        if self.has_wrong_form(past) {
            found.push(Refusal::of(Rule::ModelloErrato).with("modello", self.modello));
        } else if self.modello == Modello::Legge68 && !self.may_be_placed(past) {
            found.push(Refusal::of(Rule::L68SenzaRequisito));
        }
        match self.tipo {
            TipoAccertamento::Revisione => found.push(Refusal::of(Rule::RevisioneNonPresentabile)),
            TipoAccertamento::Aggravamento if self.pregresso.is_none() && !past.has_row => {
                found.push(Refusal::of(Rule::AggravamentoSenzaPrecedente));
            }
            TipoAccertamento::Primo | TipoAccertamento::Aggravamento => {}
        }
        found
    }

    /// Targeted placement beside invalidity, blindness or deafness needs no certificate of its own.
    fn is_covered_beside(&self, benefit: Beneficio) -> bool {
        benefit == Beneficio::D && self.has_leading()
    }

    fn has_leading(&self) -> bool {
        [Beneficio::Ic, Beneficio::Cc, Beneficio::Sc].iter().any(|benefit| self.benefici.contains(benefit))
    }

    fn has_wrong_form(&self, past: Past) -> bool {
        let only_placement = self.benefici.iter().all(|benefit| *benefit == Beneficio::D);
        match self.modello {
            Modello::Legge68 => !self.abbinamenti.is_empty() || !only_placement,
            Modello::ConCertificato => {
                let placement = self.benefici.contains(&Beneficio::D);
                self.abbinamenti.is_empty()
                    || (placement && only_placement)
                    || (placement && !self.has_leading() && !self.may_be_placed(past))
            }
        }
    }

    /// The requirement of targeted placement: a percentage above 45, blindness or deafness.
    fn may_be_placed(&self, past: Past) -> bool {
        let declared = self.pregresso.is_some_and(|earlier| match earlier.tipo {
            TipoRiconoscimento::Percentuale => {
                earlier.percentuale.is_some_and(|percentage| percentage.get() > PLACEMENT_ABOVE)
            }
            TipoRiconoscimento::Cieco | TipoRiconoscimento::Sordo => true,
        });
        declared && past.confirms.unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(eleven: u64) -> NumeroCertificato {
        NumeroCertificato::with_check_digit(10_000_000_000 + eleven).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Certificate 1 serves for IC; 2 for IC and H; 3 for IC, used already. All others are unknown.
    fn find(asked: NumeroCertificato) -> Option<Paired> {
        let paired = |purposes: &[Beneficio], used: &[Beneficio]| Paired {
            released: day("2010-03-01"),
            purposes: purposes.iter().copied().collect(),
            used: used.iter().copied().collect(),
        };
        match asked {
            _ if asked == number(1) => Some(paired(&[Beneficio::Ic], &[])),
            _ if asked == number(2) => Some(paired(&[Beneficio::Ic, Beneficio::H], &[])),
            _ if asked == number(3) => Some(paired(&[Beneficio::Ic], &[Beneficio::Ic])),
            _ => None,
        }
    }

    fn pairing(benefits: &[Beneficio], pairs: &[(u64, &[Beneficio])]) -> Pairing {
        Pairing {
            modello: Modello::ConCertificato,
            tipo: TipoAccertamento::Primo,
            benefici: benefits.iter().copied().collect(),
            abbinamenti: pairs
                .iter()
                .map(|(eleven, benefits)| Abbinamento {
                    numero: number(*eleven),
                    benefici: benefits.iter().copied().collect(),
                })
                .collect(),
            pregresso: None,
        }
    }

    fn rules(pairing: &Pairing, past: Past, today: &str) -> Vec<&'static str> {
        let found = pairing.check(find, past, day(today), &Settings::default());
        found.iter().map(|refusal| refusal.rule.name()).collect()
    }

    #[test]
    fn pairs_are_taken_or_refused_by_the_right_rule() {
        use Beneficio::{D, H, Ic};
        let today = "2010-03-31";
        let of = |benefits: &[Beneficio], pairs: &[(u64, &[Beneficio])], today| {
            rules(&pairing(benefits, pairs), Past::default(), today)
        };
        assert_eq!(of(&[Ic], &[(1, &[Ic])], today), [""; 0]);
        assert_eq!(of(&[Ic], &[(1, &[Ic])], "2010-04-01"), ["certificato-scaduto"]);
        assert_eq!(of(&[Ic], &[(1, &[Ic]), (2, &[Ic])], today), ["beneficio-doppio"]);
        assert_eq!(of(&[Ic, H], &[(1, &[Ic]), (2, &[H])], today), [""; 0]);
        assert_eq!(of(&[Ic, H], &[(1, &[Ic, H])], today), ["beneficio-non-certificato"]);
        assert_eq!(of(&[Ic, D], &[(1, &[Ic])], today), [""; 0]);
        assert_eq!(of(&[Ic], &[(3, &[Ic])], today), ["certificato-gia-abbinato"]);
        assert_eq!(of(&[Ic], &[(9, &[Ic])], today), ["certificato-non-trovato"]);
        assert_eq!(of(&[Ic], &[], today), ["modello-errato"]);
        assert_eq!(of(&[D], &[(2, &[D])], today), ["beneficio-non-certificato", "modello-errato"]);
    }

    #[test]
    fn the_form_for_placement_needs_its_requirement() {
        let with = |tipo, percentage: Option<u8>, past| {
            let percentuale = percentage.map(|percentage| Percentuale::new(percentage).unwrap());
            let mut form = pairing(&[Beneficio::D], &[]);
            form.modello = Modello::Legge68;
            form.pregresso = Some(Pregresso { tipo, percentuale });
            rules(&form, past, "2010-03-01")
        };
        let open = Past::default();
        assert_eq!(with(TipoRiconoscimento::Percentuale, Some(46), open), [""; 0]);
        assert_eq!(with(TipoRiconoscimento::Percentuale, Some(45), open), ["l68-senza-requisito"]);
        assert_eq!(with(TipoRiconoscimento::Cieco, None, open), [""; 0]);
        let closed = Past { has_row: false, confirms: Some(false) };
        assert_eq!(with(TipoRiconoscimento::Cieco, None, closed), ["l68-senza-requisito"]);
    }

    #[test]
    fn revisions_are_not_sent_and_aggravamento_needs_something_before() {
        let mut form = pairing(&[Beneficio::Ic], &[(1, &[Beneficio::Ic])]);
        form.tipo = TipoAccertamento::Revisione;
        assert_eq!(rules(&form, Past::default(), "2010-03-01"), ["revisione-non-presentabile"]);
        form.tipo = TipoAccertamento::Aggravamento;
        assert_eq!(rules(&form, Past::default(), "2010-03-01"), ["aggravamento-senza-precedente"]);
        assert_eq!(rules(&form, Past { has_row: true, confirms: None }, "2010-03-01"), [""; 0]);
    }
}
