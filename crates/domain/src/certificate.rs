//! The sickness certificate: what a doctor states, and what becomes of it.

mod contenuto;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use super::identifier::{IdAnnullamento, Puc};

pub use contenuto::{Contenuto, Dimissione, Malattia};

/// The place in the health service in whose name a document is written
/// (`redattore`, contract §4). Each code is as it stood in the message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sede {
    /// Three digits.
    pub codice_regione: Option<String>,
    /// Three digits.
    pub codice_asl: Option<String>,
    /// At most six characters.
    pub codice_struttura: Option<String>,
}

/// An address in Italy, or abroad with `provincia` `EE` (contract §4 `indirizzo`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indirizzo {
    /// Street, 2 to 50 characters.
    pub via: String,
    /// House number, or `SNC`.
    pub civico: String,
    /// Five digits.
    pub cap: String,
    /// The *codice catastale* of the comune.
    pub codice_catastale: Option<String>,
    /// The comune's name, at most 25 characters.
    pub comune: Option<String>,
    /// Two letters.
    pub provincia: Option<String>,
}

/// Where the worker is to be found during the illness, where that is not the residence.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reperibilita {
    /// The name on the door.
    pub cognome: Option<String>,
    /// The address.
    pub indirizzo: Option<Indirizzo>,
}

/// What the worker suffers from: a code, a note, or both (contract §6.3).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosi {
    /// ICD-9-CM.
    pub codice: Option<String>,
    /// Free text, at most 200 characters.
    pub note: Option<String>,
}

/// A certificate as its doctor states it, with the checks of its content passed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificato {
    /// The doctor who issued it, even where a region forwarded it.
    pub medico: CodiceFiscaleMedico,
    /// In whose name.
    pub sede: Sede,
    /// The worker it is about.
    pub lavoratore: CodiceFiscale,
    /// Where the worker lives.
    pub residenza: Indirizzo,
    /// Where the worker is, if elsewhere.
    pub reperibilita: Option<Reperibilita>,
    /// The certificate's body.
    pub contenuto: Contenuto,
}

impl Certificato {
    /// Whether it states the same as `earlier`, whatever the place in whose name each is written (rules §3,
    /// `certificato-duplicato`).
    #[must_use]
    pub fn repeats(&self, earlier: &Self) -> bool {
        let Self { medico, sede: _, lavoratore, residenza, reperibilita, contenuto } = self;
        *medico == earlier.medico
            && *lavoratore == earlier.lavoratore
            && *contenuto == earlier.contenuto
            && *residenza == earlier.residenza
            && *reperibilita == earlier.reperibilita
    }

    /// A hash over what [`Certificato::repeats`] compares: a certificate and one that repeats it
    /// have the same, so that an index finds the candidates. It is kept in databases, so it must
    /// never change.
    ///
    /// # Errors
    /// The serializer's; it has no reason to fail on these types.
    pub fn fingerprint(&self) -> Result<i64, serde_json::Error> {
        let Self { medico, sede: _, lavoratore, residenza, reperibilita, contenuto } = self;
        let digest = Sha256::digest(serde_json::to_string(&(medico, lavoratore, contenuto, residenza, reperibilita))?);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        Ok(i64::from_be_bytes(first))
    }
}

/// What has become of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatoCertificato {
    /// It is valid.
    Attivo,
    /// It was cancelled.
    Annullato(IdAnnullamento),
    /// It was replaced by another.
    Rettificato(Puc),
}

impl StatoCertificato {
    /// Whether nothing of a certificate stands any more, so that its doctor may send it again
    /// (rules §3, `certificato-duplicato`): it was cancelled, or the last of those that
    /// replaced it was. `chain` has its own state, that of the certificate that replaced it,
    /// and so on to the last.
    #[must_use]
    pub fn is_void(chain: impl IntoIterator<Item = Self>) -> bool {
        matches!(chain.into_iter().last(), Some(Self::Annullato(_)))
    }
}

/// A certificate on record.
#[derive(Clone, PartialEq, Eq)]
pub struct CertificatoRegistrato {
    /// Its protocol number.
    pub puc: Puc,
    /// When it was received.
    pub ricevuto: DateTime<Utc>,
    /// What was received.
    pub certificato: Certificato,
    /// What became of it.
    pub stato: StatoCertificato,
    /// The certificate that it replaced.
    pub rettifica_di: Option<Puc>,
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::code::{Ruolo, TipoCertificato, TipoVisita};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn certificato() -> Certificato {
        Certificato {
            medico: CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap(),
            sede: Sede::default(),
            lavoratore: CodiceFiscale::parse("PNIMRA70A01H501P").unwrap(),
            residenza: Indirizzo {
                via: "VIA ROMA".to_owned(),
                civico: "1".to_owned(),
                cap: "00184".to_owned(),
                codice_catastale: Some("H501".to_owned()),
                comune: None,
                provincia: None,
            },
            reperibilita: None,
            contenuto: Contenuto::Malattia(Malattia {
                ruolo_medico: Ruolo::Ssn,
                data_rilascio: day("2026-03-02"),
                data_inizio: day("2026-03-02"),
                data_fine: day("2026-03-10"),
                visita: TipoVisita::Ambulatoriale,
                tipo_certificato: TipoCertificato::Inizio,
                diagnosi: Diagnosi { codice: Some("460".to_owned()), note: None },
                giornata_lavorata: None,
                trauma: None,
                agevolazioni: None,
            }),
        }
    }

    #[test]
    fn a_rettifica_may_only_bring_the_end_forward_and_not_before_the_beginning() {
        let contenuto = certificato().contenuto;
        let cases = [
            ("2026-03-01", false),
            ("2026-03-02", true),
            ("2026-03-09", true),
            ("2026-03-10", false),
            ("2026-03-11", false),
        ];
        for (data_fine, may) in cases {
            assert_eq!(contenuto.may_end_on(day(data_fine)), may, "{data_fine}");
        }
    }

    #[test]
    fn equality_is_of_everything_but_the_place_in_whose_name_it_is_written() {
        let first = certificato();
        let elsewhere = Sede { codice_regione: Some("120".to_owned()), ..Sede::default() };
        let again = Certificato { sede: elsewhere, ..first.clone() };
        assert!(again.repeats(&first));
        assert_eq!(again.fingerprint().unwrap(), first.fingerprint().unwrap());

        let shorter = first.contenuto.clone().ending(day("2026-03-09"));
        let moved = Indirizzo { civico: "2".to_owned(), ..first.residenza.clone() };
        let found_at = Reperibilita { cognome: Some("Rossi".to_owned()), indirizzo: None };
        let others = [
            Certificato { contenuto: shorter, ..first.clone() },
            Certificato { residenza: moved, ..first.clone() },
            Certificato { reperibilita: Some(found_at), ..first.clone() },
            Certificato { lavoratore: CodiceFiscale::parse("12345678903").unwrap(), ..first.clone() },
        ];
        for other in others {
            assert!(!other.repeats(&first));
            assert_ne!(other.fingerprint().unwrap(), first.fingerprint().unwrap());
        }
    }

    #[test]
    fn the_fingerprint_is_the_one_that_databases_hold() {
        assert_eq!(certificato().fingerprint().unwrap(), 4_500_436_486_613_050_598);
    }

    #[test]
    fn a_replaced_certificate_is_void_once_the_last_that_replaced_it_is_cancelled() {
        use StatoCertificato::{Annullato, Attivo, Rettificato};
        let (puc, id) = (Puc::parse("123456789").unwrap(), IdAnnullamento::parse("123456789").unwrap());
        let cases = [
            (vec![Attivo], false),
            (vec![Annullato(id)], true),
            (vec![Rettificato(puc), Attivo], false),
            (vec![Rettificato(puc), Rettificato(puc), Attivo], false),
            (vec![Rettificato(puc), Rettificato(puc), Annullato(id)], true),
        ];
        for (chain, void) in cases {
            assert_eq!(StatoCertificato::is_void(chain.clone()), void, "{chain:?}");
        }
    }
}
