//! The ten requests (contract §3).
//!
//! Reading never fails on a message that the schema has passed. Should the schema in use and
//! these types ever disagree, [`Mismatch`] says where, and nothing is made up.

use sac_domain::admission::Ricovero;
use sac_domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Reperibilita, Sede};
use sac_domain::code::{Agevolazione, Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use sac_domain::giorno::Giorno;
use sac_domain::operation::Operation;
use sac_xml::Element;

/// A request of one of the ten operations.
#[expect(missing_docs, reason = "one case an operation")]
pub enum Request {
    InterrogazioneLavoratore(Intestazione),
    InviaMalattia(Box<InvioMalattia>),
    RettificaMalattia(Rettifica),
    AnnullaMalattia(Richiamo),
    RicercaMalattia(Ricerca),
    RistampaMalattia(Richiamo),
    InviaRicovero(Box<InvioRicovero>),
    AnnullaRicovero(Richiamo),
    InviaDimissione(Box<InvioDimissione>),
    RettificaDimissione(Rettifica),
}

/// What every request begins with: who writes, and about whom.
pub struct Intestazione {
    /// `medico` or `operatore`; empty where the optional `operatore` is missing.
    pub redattore: Redattore,
    /// The worker's codice fiscale, still encrypted (contract §7).
    pub lavoratore: String,
}

/// Who writes (contract §4 `redattore`).
#[derive(Default)]
pub struct Redattore {
    /// In clear; given by regions.
    pub codice_fiscale: Option<String>,
    /// Still encrypted; given by doctors.
    pub pincode: Option<String>,
    /// In whose name.
    pub sede: Sede,
}

/// `invioMalattiaRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioMalattia {
    pub intestazione: Intestazione,
    pub residenza: Indirizzo,
    pub reperibilita: Option<Reperibilita>,
    pub malattia: Malattia<Giorno>,
}

/// `rettificaMalattiaRequest` and `rettificaDimissioneRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Rettifica {
    pub intestazione: Intestazione,
    pub id_certificato: String,
    pub data_fine: Giorno,
}

/// A request that only names a document: `annullamentoMalattiaRequest`,
/// `ristampaMalattiaRequest` and `annullamentoRicoveroRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Richiamo {
    pub intestazione: Intestazione,
    pub id_certificato: String,
}

/// `ricercaMalattiaRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct Ricerca {
    pub intestazione: Intestazione,
    pub data_inizio: Option<Giorno>,
    pub data_fine: Option<Giorno>,
}

/// `invioRicoveroRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioRicovero {
    pub intestazione: Intestazione,
    pub residenza: Indirizzo,
    pub ricovero: Ricovero<Giorno>,
}

/// `invioDimissioneRequest`.
#[expect(missing_docs, reason = "the fields are the contract's elements")]
pub struct InvioDimissione {
    pub intestazione: Intestazione,
    pub id_inizio_ricovero: String,
    pub residenza: Indirizzo,
    pub reperibilita: Option<Reperibilita>,
    pub dimissione: Dimissione<Giorno>,
}

/// The schema passed what these types cannot hold: a fault of the program, not of the message.
#[derive(Debug, thiserror::Error)]
#[error("the schema passed a message that has no {element} of the kind expected in {within}")]
pub struct Mismatch {
    /// The element that is missing, or has a value unheard of.
    pub element: &'static str,
    /// Where it should be.
    pub within: String,
}

impl Request {
    /// Reads the request of `operation` from its element.
    ///
    /// # Errors
    ///
    /// A [`Mismatch`] between the schema in use and these types.
    pub fn read(operation: Operation, root: Element<'_, '_>) -> Result<Self, Mismatch> {
        let intestazione = intestazione(operation, root)?;
        Ok(match operation {
            Operation::InterrogazioneLavoratore => Self::InterrogazioneLavoratore(intestazione),
            Operation::InviaMalattia => Self::InviaMalattia(Box::new(InvioMalattia {
                intestazione,
                residenza: indirizzo(element(root, "residenza")?)?,
                reperibilita: root.child("reperibilita").map(reperibilita).transpose()?,
                malattia: malattia(element(root, "malattia")?)?,
            })),
            Operation::RettificaMalattia => Self::RettificaMalattia(rettifica(intestazione, root)?),
            Operation::RettificaDimissione => Self::RettificaDimissione(rettifica(intestazione, root)?),
            Operation::AnnullaMalattia => Self::AnnullaMalattia(richiamo(intestazione, root)?),
            Operation::RistampaMalattia => Self::RistampaMalattia(richiamo(intestazione, root)?),
            Operation::AnnullaRicovero => Self::AnnullaRicovero(richiamo(intestazione, root)?),
            Operation::RicercaMalattia => Self::RicercaMalattia(Ricerca {
                intestazione,
                data_inizio: root.text_of("dataInizioRicerca").map(Giorno::new),
                data_fine: root.text_of("dataFineRicerca").map(Giorno::new),
            }),
            Operation::InviaRicovero => Self::InviaRicovero(Box::new(InvioRicovero {
                intestazione,
                residenza: indirizzo(element(root, "residenza")?)?,
                ricovero: ricovero(element(root, "ricovero")?)?,
            })),
            Operation::InviaDimissione => Self::InviaDimissione(Box::new(InvioDimissione {
                intestazione,
                id_inizio_ricovero: text(root, "idInizioRicovero")?,
                residenza: indirizzo(element(root, "residenza")?)?,
                reperibilita: root.child("reperibilita").map(reperibilita).transpose()?,
                dimissione: dimissione(element(root, "dimissione")?)?,
            })),
        })
    }
}

fn intestazione(operation: Operation, root: Element<'_, '_>) -> Result<Intestazione, Mismatch> {
    let redattore = root.child(operation.redattore_element()).map(redattore).unwrap_or_default();
    Ok(Intestazione { redattore, lavoratore: text(element(root, "lavoratore")?, "codiceFiscale")? })
}

fn redattore(from: Element<'_, '_>) -> Redattore {
    Redattore {
        codice_fiscale: optional(from, "codiceFiscale"),
        pincode: optional(from, "pincode"),
        sede: Sede {
            codice_regione: optional(from, "codiceRegione"),
            codice_asl: optional(from, "codiceAsl"),
            codice_struttura: optional(from, "codiceStruttura"),
        },
    }
}

fn rettifica(intestazione: Intestazione, root: Element<'_, '_>) -> Result<Rettifica, Mismatch> {
    let id_certificato = text(root, "idCertificato")?;
    Ok(Rettifica { intestazione, id_certificato, data_fine: giorno(root, "dataFine")? })
}

fn richiamo(intestazione: Intestazione, root: Element<'_, '_>) -> Result<Richiamo, Mismatch> {
    Ok(Richiamo { intestazione, id_certificato: text(root, "idCertificato")? })
}

fn indirizzo(from: Element<'_, '_>) -> Result<Indirizzo, Mismatch> {
    Ok(Indirizzo {
        via: text(from, "via")?,
        civico: text(from, "civico")?,
        cap: text(from, "cap")?,
        codice_catastale: optional(from, "codiceCatastale"),
        comune: optional(from, "comune"),
        provincia: optional(from, "provincia"),
    })
}

fn reperibilita(from: Element<'_, '_>) -> Result<Reperibilita, Mismatch> {
    let indirizzo = from.child("indirizzo").map(indirizzo).transpose()?;
    Ok(Reperibilita { cognome: optional(from, "cognome"), indirizzo })
}

fn diagnosi(from: Element<'_, '_>) -> Diagnosi {
    Diagnosi { codice: optional(from, "codiceDiagnosi"), note: optional(from, "noteDiagnosi") }
}

fn malattia(from: Element<'_, '_>) -> Result<Malattia<Giorno>, Mismatch> {
    Ok(Malattia {
        ruolo_medico: code(from, "ruoloMedico", Ruolo::parse)?,
        data_rilascio: giorno(from, "dataRilascio")?,
        data_inizio: giorno(from, "dataInizio")?,
        data_fine: giorno(from, "dataFine")?,
        visita: code(from, "visita", TipoVisita::parse)?,
        tipo_certificato: code(from, "tipoCertificato", TipoCertificato::parse)?,
        diagnosi: diagnosi(element(from, "diagnosi")?),
        giornata_lavorata: flag(from, "giornataLavorata"),
        trauma: flag(from, "trauma"),
        agevolazioni: optional_code(from, "agevolazioni", Agevolazione::parse)?,
    })
}

fn ricovero(from: Element<'_, '_>) -> Result<Ricovero<Giorno>, Mismatch> {
    Ok(Ricovero {
        data_ricovero: giorno(from, "dataRicovero")?,
        giornata_lavorata: flag(from, "giornataLavorata"),
        trauma: flag(from, "trauma"),
    })
}

fn dimissione(from: Element<'_, '_>) -> Result<Dimissione<Giorno>, Mismatch> {
    Ok(Dimissione {
        ruolo_medico: code(from, "ruoloMedico", Ruolo::parse)?,
        data_ricovero: giorno(from, "dataRicovero")?,
        data_dimissione: giorno(from, "dataDimissione")?,
        data_fine: giorno(from, "dataFine")?,
        tipo_certificato: code(from, "tipoCertificato", TipoCertificato::parse)?,
        tipo_ricovero: code(from, "tipoRicovero", TipoRicovero::parse)?,
        diagnosi: diagnosi(element(from, "diagnosi")?),
        giornata_lavorata: flag(from, "giornataLavorata"),
        trauma: flag(from, "trauma"),
        agevolazioni: optional_code(from, "agevolazioni", Agevolazione::parse)?,
    })
}

fn element<'t, 'a>(from: Element<'t, 'a>, name: &'static str) -> Result<Element<'t, 'a>, Mismatch> {
    from.child(name).ok_or_else(|| mismatch(from, name))
}

fn text(from: Element<'_, '_>, name: &'static str) -> Result<String, Mismatch> {
    optional(from, name).ok_or_else(|| mismatch(from, name))
}

fn optional(from: Element<'_, '_>, name: &str) -> Option<String> {
    from.text_of(name).map(str::to_owned)
}

fn giorno(from: Element<'_, '_>, name: &'static str) -> Result<Giorno, Mismatch> {
    from.text_of(name).map(Giorno::new).ok_or_else(|| mismatch(from, name))
}

fn flag(from: Element<'_, '_>, name: &str) -> Option<bool> {
    from.text_of(name).map(|text| text == "true")
}

fn code<T>(from: Element<'_, '_>, name: &'static str, parse: fn(&str) -> Option<T>) -> Result<T, Mismatch> {
    optional_code(from, name, parse)?.ok_or_else(|| mismatch(from, name))
}

fn optional_code<T>(
    from: Element<'_, '_>,
    name: &'static str,
    parse: fn(&str) -> Option<T>,
) -> Result<Option<T>, Mismatch> {
    let Some(text) = from.text_of(name) else { return Ok(None) };
    parse(text).map(Some).ok_or_else(|| mismatch(from, name))
}

fn mismatch(from: Element<'_, '_>, element: &'static str) -> Mismatch {
    Mismatch { element, within: from.local().to_owned() }
}
