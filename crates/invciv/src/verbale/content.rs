//! What a verbale states.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::benefits::Stated;
use crate::code::{Beneficio, Modalita, RuoloFirma, Sigla, TipoAccertamento, TipoVerbale, Voto};
use crate::percentage::{Correzione, Item, Percentuale};
use crate::text::VoceDm2007;

/// A document of identity.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the elements of documento")]
pub struct Documento {
    pub tipo: String,
    pub numero: String,
    pub rilasciato_da: String,
    pub data: NaiveDate,
}

/// An impairment.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the elements of infermita")]
pub struct Infermita {
    pub descrizione: String,
    pub codice_icd9: String,
    pub codice_dm1992: Option<String>,
    pub percentuale: Option<Percentuale>,
    pub concorrente: bool,
}

/// A signature with its vote.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the elements of firma")]
pub struct Firma {
    pub codice_fiscale: String,
    pub ruolo: RuoloFirma,
    pub sigla: Option<Sigla>,
    pub voto: Voto,
    pub dissenso: Option<String>,
}

/// A verbale as it is registered.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the elements of verbale")]
pub struct Contenuto {
    pub tipo: TipoVerbale,
    pub codice_commissione: Option<String>,
    pub data_visita: NaiveDate,
    pub documento: Option<Documento>,
    pub medico_fiducia: Option<String>,
    pub antecedenti_lavorativi: Option<String>,
    pub tipologia: BTreeSet<Beneficio>,
    pub modalita: Modalita,
    pub tipo_accertamento: TipoAccertamento,
    pub documentazione: Vec<String>,
    pub anamnesi: String,
    pub obiettivita: String,
    pub ulteriori_accertamenti: Option<String>,
    pub infermita: Vec<Infermita>,
    pub correzione_lavorativa: Option<Correzione>,
    pub giudizi: Vec<Stated>,
    pub diagnosi_funzionale: Option<String>,
    pub revisione: Option<NaiveDate>,
    pub voci_dm2007: BTreeSet<VoceDm2007>,
    pub firme: Vec<Firma>,
}

impl Contenuto {
    /// The impairments that have a percentage, as the formula takes them.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let with = |found: &Infermita| {
            found.percentuale.map(|percentuale| Item { percentuale, concorrente: found.concorrente })
        };
        self.infermita.iter().filter_map(with).collect()
    }
}
