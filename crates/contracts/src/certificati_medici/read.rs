//! Reading the ten requests (contract §3).
//!
//! Reading never fails on a message that the schema has passed. Should the schema in use and
//! these types ever disagree, [`Mismatch`] says where, and nothing is made up.

use super::{EncryptedHead, Request};
use sac_certificates::request::{
    Content, InvioDimissione, InvioMalattia, InvioRicovero, Redattore, Rettifica, Ricerca,
};
use sac_domain::admission::Ricovero;
use sac_domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Reperibilita, Sede};
use sac_domain::code::{Agevolazione, Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use sac_domain::giorno::Giorno;
use sac_domain::operation::Operation;
use sac_xml::Element;

/// The schema passed what these types cannot hold: a fault of the program, not of the message.
#[derive(Debug, thiserror::Error)]
#[error("the schema passed a message that has no {element} of the kind expected in {within}")]
pub struct Mismatch {
    /// The element that is missing, or has a value unheard of.
    pub element: &'static str,
    /// Where it should be.
    pub within: String,
}

/// Reads the request of `operation` from its element.
///
/// # Errors
///
/// A [`Mismatch`] between the schema in use and these types.
pub fn read(operation: Operation, root: Element<'_, '_>) -> Result<Request, Mismatch> {
    Ok(Request { head: head(operation, root)?, content: content(operation, root)? })
}

fn head(operation: Operation, root: Element<'_, '_>) -> Result<EncryptedHead, Mismatch> {
    let from = root.child(operation.redattore_element());
    Ok(EncryptedHead {
        redattore: from.map(redattore).unwrap_or_default(),
        pincode: from.and_then(|from| optional(from, "pincode")),
        lavoratore: text(element(root, "lavoratore")?, "codiceFiscale")?,
    })
}

fn redattore(from: Element<'_, '_>) -> Redattore {
    Redattore {
        codice_fiscale: optional(from, "codiceFiscale"),
        sede: Sede {
            codice_regione: optional(from, "codiceRegione"),
            codice_asl: optional(from, "codiceAsl"),
            codice_struttura: optional(from, "codiceStruttura"),
        },
    }
}

fn content(operation: Operation, root: Element<'_, '_>) -> Result<Content, Mismatch> {
    Ok(match operation {
        Operation::InterrogazioneLavoratore => Content::InterrogazioneLavoratore,
        Operation::InviaMalattia => Content::InviaMalattia(Box::new(InvioMalattia {
            residenza: indirizzo(element(root, "residenza")?)?,
            reperibilita: root.child("reperibilita").map(reperibilita).transpose()?,
            malattia: malattia(element(root, "malattia")?)?,
        })),
        Operation::RettificaMalattia => Content::RettificaMalattia(rettifica(root)?),
        Operation::RettificaDimissione => Content::RettificaDimissione(rettifica(root)?),
        Operation::AnnullaMalattia => Content::AnnullaMalattia { id_certificato: text(root, "idCertificato")? },
        Operation::RistampaMalattia => Content::RistampaMalattia { id_certificato: text(root, "idCertificato")? },
        Operation::AnnullaRicovero => Content::AnnullaRicovero { id_certificato: text(root, "idCertificato")? },
        Operation::RicercaMalattia => Content::RicercaMalattia(Ricerca {
            data_inizio: root.text_of("dataInizioRicerca").map(Giorno::new),
            data_fine: root.text_of("dataFineRicerca").map(Giorno::new),
        }),
        Operation::InviaRicovero => Content::InviaRicovero(Box::new(InvioRicovero {
            residenza: indirizzo(element(root, "residenza")?)?,
            ricovero: ricovero(element(root, "ricovero")?)?,
        })),
        Operation::InviaDimissione => Content::InviaDimissione(Box::new(InvioDimissione {
            id_inizio_ricovero: text(root, "idInizioRicovero")?,
            residenza: indirizzo(element(root, "residenza")?)?,
            reperibilita: root.child("reperibilita").map(reperibilita).transpose()?,
            dimissione: dimissione(element(root, "dimissione")?)?,
        })),
    })
}

fn rettifica(root: Element<'_, '_>) -> Result<Rettifica, Mismatch> {
    Ok(Rettifica { id_certificato: text(root, "idCertificato")?, data_fine: giorno(root, "dataFine")? })
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
