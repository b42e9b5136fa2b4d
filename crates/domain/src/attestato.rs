//! What an employer may know of a certificate or an admission (decree §3.5 and §6): everything but the diagnosis.
//!
//! None of these types has a place for a diagnosis, so that whatever is made from them alone (a page, a print, a
//! file, a message) cannot show one. The worker's own copy is [`CopiaLavoratore`], which adds it.

use chrono::{DateTime, NaiveDate, Utc};

use super::admission::{RicoveroRegistrato, StatoRicovero};
use super::certificate::{CertificatoRegistrato, Contenuto, Diagnosi, Indirizzo, Reperibilita, Sede, StatoCertificato};
use super::code::{Agevolazione, Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use super::codice_fiscale::CodiceFiscaleMedico;
use super::identifier::{IdAnnullamento, Puc, Pucir};
use super::person::Lavoratore;

use serde::{Deserialize, Serialize};

/// A certificate as its employer sees it. A diagnosis does not fit in:
///
/// ```compile_fail
/// # fn diagnosis(attestato: &sac_domain::attestato::Attestato) -> &sac_domain::certificate::Diagnosi {
/// &attestato.diagnosi
/// # }
/// ```
///
/// The worker's copy has one, so that it is the field that does not compile above:
///
/// ```
/// # fn diagnosis(copy: &sac_domain::attestato::CopiaLavoratore) -> &sac_domain::certificate::Diagnosi {
/// &copy.diagnosi
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Attestato {
    /// Its protocol number.
    pub puc: Puc,
    /// When it was received.
    pub ricevuto: DateTime<Utc>,
    /// What became of it.
    pub stato: StatoAttestato,
    /// The certificate that it replaced.
    pub rettifica_di: Option<Puc>,
    /// The worker.
    pub lavoratore: Lavoratore,
    /// Where the worker lives.
    pub residenza: Indirizzo,
    /// Where the worker is, if elsewhere.
    pub reperibilita: Option<Reperibilita>,
    /// What it is about.
    pub prognosi: Prognosi,
    /// Whether the day of the visit, or of the admission, was still worked.
    pub giornata_lavorata: Option<bool>,
    /// Whether an injury is the cause.
    pub trauma: Option<bool>,
    /// Why the worker is exempt from the hours of availability.
    pub agevolazioni: Option<Agevolazione>,
    /// Who issued it.
    pub medico: Medico,
}

/// The doctor who issued a certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Medico {
    /// For files; pages and prints for the employer leave it out.
    pub codice_fiscale: CodiceFiscaleMedico,
    /// The printed name, where it is known.
    pub nome: Option<NomeMedico>,
    /// In which capacity.
    pub ruolo: Ruolo,
    /// In whose name.
    pub sede: Sede,
}

/// The printed name of a doctor.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NomeMedico {
    /// Surname.
    pub cognome: String,
    /// First name.
    pub nome: String,
}

/// The period that a certificate covers.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub enum Prognosi {
    /// Of an ordinary certificate.
    Malattia {
        data_rilascio: NaiveDate,
        data_inizio: NaiveDate,
        data_fine: NaiveDate,
        visita: TipoVisita,
        tipo_certificato: TipoCertificato,
    },
    /// Of one written at discharge.
    Dimissione {
        pucir: Pucir,
        data_ricovero: NaiveDate,
        data_dimissione: NaiveDate,
        data_fine: NaiveDate,
        tipo_ricovero: TipoRicovero,
        tipo_certificato: TipoCertificato,
    },
}

/// What became of a certificate, with the moment when it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatoAttestato {
    /// It is valid.
    Attivo,
    /// It was replaced.
    Rettificato {
        /// By this one.
        puc: Puc,
        /// When.
        quando: DateTime<Utc>,
    },
    /// It was cancelled.
    Annullato {
        /// The number of the cancellation.
        id: IdAnnullamento,
        /// When.
        quando: DateTime<Utc>,
    },
}

impl StatoAttestato {
    /// The state on record with the moment of the change, where there was one.
    #[must_use]
    pub fn of(stato: StatoCertificato, quando: DateTime<Utc>) -> Self {
        match stato {
            StatoCertificato::Attivo => Self::Attivo,
            StatoCertificato::Rettificato(puc) => Self::Rettificato { puc, quando },
            StatoCertificato::Annullato(id) => Self::Annullato { id, quando },
        }
    }
}

impl Attestato {
    /// The certificate without its diagnosis. `quando` is the moment at which its state changed; it counts for
    /// nothing in one that stands.
    #[must_use]
    pub fn of(
        registrato: CertificatoRegistrato,
        quando: DateTime<Utc>,
        lavoratore: Lavoratore,
        nome: Option<NomeMedico>,
    ) -> Self {
        CopiaLavoratore::of(registrato, quando, lavoratore, nome).attestato
    }
}

/// A certificate as its worker sees it: what the employer sees, and the diagnosis.
#[derive(Clone, PartialEq, Eq)]
pub struct CopiaLavoratore {
    /// All but the diagnosis.
    pub attestato: Attestato,
    /// The diagnosis.
    pub diagnosi: Diagnosi,
}

impl CopiaLavoratore {
    /// The certificate, as [`Attestato::of`] makes it, and its diagnosis.
    #[must_use]
    pub fn of(
        registrato: CertificatoRegistrato,
        quando: DateTime<Utc>,
        lavoratore: Lavoratore,
        nome: Option<NomeMedico>,
    ) -> Self {
        let CertificatoRegistrato { puc, ricevuto, certificato, stato, rettifica_di } = registrato;
        let (codice_fiscale, sede) = (certificato.medico, certificato.sede);
        let body = Body::of(certificato.contenuto);
        let attestato = Attestato {
            puc,
            ricevuto,
            stato: StatoAttestato::of(stato, quando),
            rettifica_di,
            lavoratore,
            residenza: certificato.residenza,
            reperibilita: certificato.reperibilita,
            prognosi: body.prognosi,
            giornata_lavorata: body.giornata_lavorata,
            trauma: body.trauma,
            agevolazioni: body.agevolazioni,
            medico: Medico { codice_fiscale, nome, ruolo: body.ruolo, sede },
        };
        Self { attestato, diagnosi: body.diagnosi }
    }
}

/// Both kinds of body, in one form.
struct Body {
    prognosi: Prognosi,
    ruolo: Ruolo,
    diagnosi: Diagnosi,
    giornata_lavorata: Option<bool>,
    trauma: Option<bool>,
    agevolazioni: Option<Agevolazione>,
}

impl Body {
    fn of(contenuto: Contenuto) -> Self {
        match contenuto {
            Contenuto::Malattia(body) => Self {
                prognosi: Prognosi::Malattia {
                    data_rilascio: body.data_rilascio,
                    data_inizio: body.data_inizio,
                    data_fine: body.data_fine,
                    visita: body.visita,
                    tipo_certificato: body.tipo_certificato,
                },
                ruolo: body.ruolo_medico,
                diagnosi: body.diagnosi,
                giornata_lavorata: body.giornata_lavorata,
                trauma: body.trauma,
                agevolazioni: body.agevolazioni,
            },
            Contenuto::Dimissione { pucir, dimissione: body } => Self {
                prognosi: Prognosi::Dimissione {
                    pucir,
                    data_ricovero: body.data_ricovero,
                    data_dimissione: body.data_dimissione,
                    data_fine: body.data_fine,
                    tipo_ricovero: body.tipo_ricovero,
                    tipo_certificato: body.tipo_certificato,
                },
                ruolo: body.ruolo_medico,
                diagnosi: body.diagnosi,
                giornata_lavorata: body.giornata_lavorata,
                trauma: body.trauma,
                agevolazioni: body.agevolazioni,
            },
        }
    }
}

/// A notice of admission with its worker, as worker and employer see it.
#[derive(Clone, PartialEq, Eq)]
pub struct AttestatoRicovero {
    /// The notice, which holds no diagnosis.
    pub ricovero: RicoveroRegistrato,
    /// When it was cancelled, if it was.
    pub annullato: Option<DateTime<Utc>>,
    /// The worker.
    pub lavoratore: Lavoratore,
}

impl AttestatoRicovero {
    /// The notice, cancelled at `quando` if it was.
    #[must_use]
    pub fn of(ricovero: RicoveroRegistrato, quando: DateTime<Utc>, lavoratore: Lavoratore) -> Self {
        let annullato = matches!(ricovero.stato, StatoRicovero::Annullato(_)).then_some(quando);
        Self { ricovero, annullato, lavoratore }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificate::{Certificato, Malattia};
    use crate::code::Sesso;
    use crate::codice_fiscale::CodiceFiscale;

    #[test]
    fn what_an_employer_sees_is_the_certificate_without_its_diagnosis() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let code = CodiceFiscale::parse("PNIMRA70A01H501P").unwrap();
        let lavoratore = Lavoratore {
            codice_fiscale: code.clone(),
            cognome: "Pini".to_owned(),
            nome: "Mario".to_owned(),
            sesso: Sesso::M,
            data_nascita: day("1970-01-01"),
            comune_nascita: "Roma".to_owned(),
            provincia_nascita: "RM".to_owned(),
            deceduto: false,
        };
        let (puc, id) = (Puc::parse("422971635").unwrap(), IdAnnullamento::parse("731450268").unwrap());
        let diagnosi = Diagnosi { codice: Some("487.1".to_owned()), note: Some("Influenza".to_owned()) };
        let registrato = CertificatoRegistrato {
            puc,
            ricevuto: at("2026-03-02T09:00:00Z"),
            certificato: Certificato {
                medico: CodiceFiscaleMedico::parse("PROVAX00X00X000Y").unwrap(),
                sede: Sede::default(),
                lavoratore: code,
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
                    data_fine: day("2026-03-06"),
                    visita: TipoVisita::Ambulatoriale,
                    tipo_certificato: TipoCertificato::Inizio,
                    diagnosi: diagnosi.clone(),
                    giornata_lavorata: Some(true),
                    trauma: None,
                    agevolazioni: None,
                }),
            },
            stato: StatoCertificato::Annullato(id),
            rettifica_di: None,
        };
        let quando = at("2026-03-03T08:00:00Z");
        let copy = CopiaLavoratore::of(registrato.clone(), quando, lavoratore.clone(), None);
        assert!(copy.diagnosi == diagnosi);
        assert_eq!(copy.attestato.stato, StatoAttestato::Annullato { id, quando });
        assert_eq!(copy.attestato.giornata_lavorata, Some(true));
        assert!(Attestato::of(registrato, quando, lavoratore, None) == copy.attestato);
    }
}
