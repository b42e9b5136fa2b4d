//! The version without what is clinical (rule `omissis`; circular §9).

use chrono::NaiveDate;

use super::content::{Contenuto, Firma};
use crate::benefits::{Benefits, CodiceGiudizio};
use crate::code::{RuoloFirma, Sigla};

/// What others than the person and the doctors may see of a verbale. It has no member for anamnesi,
/// obiettività, diagnoses, their codes, items of the decree, documents, functional diagnosis or votes, so
/// that none can get into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omissis {
    /// The commission.
    pub commissione: Option<String>,
    /// The day of the visit.
    pub data_visita: NaiveDate,
    /// The final judgments: code, and the words of the table.
    pub giudizi: Vec<(CodiceGiudizio, String)>,
    /// When the person is called again.
    pub revisione: Option<NaiveDate>,
    /// Who signed, in which capacity; not how they voted.
    pub firme: Vec<(String, RuoloFirma, Option<Sigla>)>,
}

impl Contenuto {
    /// The version without what is clinical.
    #[must_use]
    pub fn omissis(&self, table: &Benefits) -> Omissis {
        let words =
            |code: CodiceGiudizio| table.judgment(code).map(|judgment| judgment.testo.clone()).unwrap_or_default();
        let signature = |sign: &Firma| (sign.codice_fiscale.clone(), sign.ruolo, sign.sigla);
        Omissis {
            commissione: self.codice_commissione.clone(),
            data_visita: self.data_visita,
            giudizi: self.giudizi.iter().map(|judgment| (judgment.codice, words(judgment.codice))).collect(),
            revisione: self.revisione,
            firme: self.firme.iter().map(signature).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::benefits::Stated;
    use crate::code::{Beneficio, EsitoVisita, Modalita, TipoAccertamento, TipoVerbale, Voto};
    use crate::percentage::Percentuale;
    use crate::verbale::{Documento, Infermita, Part, missing};

    fn verbale() -> Contenuto {
        Contenuto {
            tipo: TipoVerbale::Integrata,
            codice_commissione: Some("ROMA1".to_owned()),
            data_visita: "2010-03-15".parse().unwrap(),
            documento: Some(Documento {
                tipo: "passaporto".to_owned(),
                numero: "AA1234567".to_owned(),
                rilasciato_da: "questura".to_owned(),
                data: "2008-01-01".parse().unwrap(),
            }),
            medico_fiducia: Some("Bianchi".to_owned()),
            antecedenti_lavorativi: Some("muratore".to_owned()),
            tipologia: BTreeSet::from([Beneficio::Ic, Beneficio::D]),
            modalita: Modalita::Ambulatorio,
            tipo_accertamento: TipoAccertamento::Primo,
            documentazione: vec!["radiografia".to_owned()],
            anamnesi: "ipertensione decennale".to_owned(),
            obiettivita: "edemi declivi".to_owned(),
            ulteriori_accertamenti: Some("ecocardiogramma".to_owned()),
            infermita: vec![Infermita {
                descrizione: "cardiopatia".to_owned(),
                codice_icd9: "402.90".to_owned(),
                codice_dm1992: Some("6445".to_owned()),
                percentuale: Percentuale::new(71).ok(),
                concorrente: false,
            }],
            correzione_lavorativa: None,
            giudizi: vec![
                Stated {
                    beneficio: Beneficio::Ic,
                    codice: CodiceGiudizio::Ic02,
                    percentuale: Percentuale::new(71).ok(),
                },
                Stated { beneficio: Beneficio::D, codice: CodiceGiudizio::D01, percentuale: None },
            ],
            diagnosi_funzionale: Some("mansioni sedentarie".to_owned()),
            revisione: None,
            voci_dm2007: BTreeSet::new(),
            firme: vec![Firma {
                codice_fiscale: "PROVAX00X00X000Y".to_owned(),
                ruolo: RuoloFirma::Presidente,
                sigla: None,
                voto: Voto::Contrario,
                dissenso: Some("sottostimata".to_owned()),
            }],
        }
    }

    #[test]
    fn no_word_of_a_clinical_field_is_in_it() {
        let text = format!("{:?}", verbale().omissis(Benefits::embedded())).to_lowercase();
        let clinical = "ipertensione decennale edemi declivi ecocardiogramma cardiopatia 402.90 6445 radiografia mansioni \
             sedentarie sottostimata muratore passaporto aa1234567 questura bianchi contrario";
        for word in clinical.split_whitespace() {
            assert!(!text.contains(word), "{word} in {text}");
        }
        assert!(text.contains("roma1") && text.contains("dal 67 al 73 per cento"), "{text}");
    }

    #[test]
    fn each_missing_part_is_named_alone() {
        type Spoil = fn(&mut Contenuto);
        let cases: [(Spoil, Part); 8] = [
            (|verbale| verbale.documento = None, Part::Documento),
            (|verbale| verbale.anamnesi = " ".to_owned(), Part::Anamnesi),
            (|verbale| verbale.obiettivita.clear(), Part::Obiettivita),
            (|verbale| verbale.infermita.clear(), Part::Infermita),
            (|verbale| _ = verbale.giudizi.pop(), Part::Giudizio(Beneficio::D)),
            (|verbale| verbale.diagnosi_funzionale = None, Part::DiagnosiFunzionale),
            (|verbale| verbale.firme.clear(), Part::Firma),
            (|verbale| verbale.firme[0].dissenso = None, Part::Dissenso),
        ];
        assert_eq!(missing(EsitoVisita::Eseguita, None, Some(&verbale())), []);
        for (change, part) in cases {
            let mut changed = verbale();
            change(&mut changed);
            assert_eq!(missing(EsitoVisita::Eseguita, None, Some(&changed)), [part]);
        }
    }

    #[test]
    fn a_verbale_stands_only_where_a_visit_was_held() {
        assert_eq!(missing(EsitoVisita::Eseguita, None, None), [Part::Verbale]);
        assert_eq!(missing(EsitoVisita::Assente, None, Some(&verbale())), [Part::UnwantedVerbale]);
        assert_eq!(missing(EsitoVisita::Assente, None, None), []);
        assert_eq!(missing(EsitoVisita::Rinviata, None, None), [Part::Motivo]);
        assert_eq!(missing(EsitoVisita::Rinviata, Some("ecocardiogramma"), None), []);
    }
}
