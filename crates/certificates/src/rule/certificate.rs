//! Stage (f): what may still be done with a certificate or an admission (rules §3).

use chrono::NaiveDate;

use super::{Refusal, Rule, refuse_if};
use sac_domain::admission::StatoRicovero;
use sac_domain::certificate::{Contenuto, StatoCertificato};
use sac_domain::identifier::{Puc, Pucir};
use sac_domain::operation::Operation;
use sac_domain::visible::quoted;

/// No such certificate of this doctor for this worker. `named` is as it stood in the message.
#[must_use]
pub fn certificato_non_trovato(named: &str) -> Refusal {
    Refusal::of(Rule::CertificatoNonTrovato).with("puc", shown(named))
}

/// It was cancelled, or replaced by a rettifica.
#[must_use]
pub fn certificato_attivo(puc: Puc, stato: StatoCertificato) -> Option<Refusal> {
    match stato {
        StatoCertificato::Attivo => None,
        StatoCertificato::Annullato(_) => Some(Refusal::of(Rule::CertificatoAnnullato).with("puc", puc)),
        StatoCertificato::Rettificato(newer) => {
            Some(Refusal::of(Rule::CertificatoGiaRettificato).with("puc", puc).with("nuovo", newer))
        }
    }
}

/// A rettifica of the other kind.
#[must_use]
pub fn certificato_tipo_errato(operation: Operation, puc: Puc, contenuto: &Contenuto) -> Option<Refusal> {
    let (tipo, right) = match contenuto {
        Contenuto::Malattia(_) => ("un certificato di malattia", Operation::RettificaMalattia),
        Contenuto::Dimissione { .. } => ("un certificato di dimissione", Operation::RettificaDimissione),
    };
    refuse_if(operation != right, || {
        Refusal::of(Rule::CertificatoTipoErrato).with("puc", puc).with("tipo", tipo).with("operazione", right)
    })
}

/// The new end is no earlier, or lies before the beginning (contract §6.6).
#[must_use]
pub fn rettifica_solo_anticipo(nuova: NaiveDate, contenuto: &Contenuto) -> Option<Refusal> {
    let (inizio, fine) = (contenuto.data_inizio(), contenuto.data_fine());
    refuse_if(!contenuto.may_end_on(nuova), || {
        Refusal::of(Rule::RettificaSoloAnticipo).with("nuova", nuova).with("fine", fine).with("inizio", inizio)
    })
}

/// The prognosis on record is over (decree §3.3).
#[must_use]
pub fn rettifica_oltre_prognosi(oggi: NaiveDate, contenuto: &Contenuto) -> Option<Refusal> {
    let fine = contenuto.data_fine();
    refuse_if(oggi > fine, || Refusal::of(Rule::RettificaOltrePrognosi).with("fine", fine))
}

/// Later than the day after the issue (decree §3.4). A discharge certificate has no
/// `dataRilascio`: the day on which it was received stands for it (assumed).
#[must_use]
pub fn annullamento_oltre_termine(oggi: NaiveDate, contenuto: &Contenuto, received_on: NaiveDate) -> Option<Refusal> {
    let rilascio = match contenuto {
        Contenuto::Malattia(malattia) => malattia.data_rilascio,
        Contenuto::Dimissione { .. } => received_on,
    };
    let last = rilascio.succ_opt()?;
    refuse_if(oggi > last, || Refusal::of(Rule::AnnullamentoOltreTermine).with("termine", last))
}

/// An equal certificate stands.
#[must_use]
pub fn certificato_duplicato(standing: Puc) -> Refusal {
    Refusal::of(Rule::CertificatoDuplicato).with("puc", standing)
}

/// An equal admission is open.
#[must_use]
pub fn ricovero_duplicato(open: Pucir) -> Refusal {
    Refusal::of(Rule::RicoveroDuplicato).with("pucir", open)
}

/// No such admission of this worker. `elemento` is where the message names it.
#[must_use]
pub fn ricovero_non_trovato(elemento: &str, named: &str) -> Refusal {
    Refusal::of(Rule::RicoveroNonTrovato).with("elemento", elemento).with("pucir", shown(named))
}

/// It was cancelled, or closed by a discharge.
#[must_use]
pub fn ricovero_aperto(elemento: &str, pucir: Pucir, stato: StatoRicovero) -> Option<Refusal> {
    let rule = match stato {
        StatoRicovero::Aperto => return None,
        StatoRicovero::Annullato(_) => Rule::RicoveroAnnullato,
        StatoRicovero::Dimesso(_) => Rule::RicoveroGiaDimesso,
    };
    Some(Refusal::of(rule).with("elemento", elemento).with("pucir", pucir))
}

/// Later than the day after the notice came.
#[must_use]
pub fn annullamento_ricovero_oltre_termine(oggi: NaiveDate, received_on: NaiveDate) -> Option<Refusal> {
    let last = received_on.succ_opt()?;
    refuse_if(oggi > last, || Refusal::of(Rule::AnnullamentoRicoveroOltreTermine).with("termine", last))
}

/// The number as the message has it, no longer than a number could be: `idCertificato` is an
/// unbounded string. Blanks, and what is invisible or looks like another character, are named, for
/// they are why it was not found.
fn shown(named: &str) -> String {
    let head: String = named.chars().take(LONGEST).collect();
    let parts: Vec<String> = head.split(' ').map(|part| quoted(part, LONGEST)).collect();
    let more = if head.len() < named.len() { "…" } else { "" };
    format!("{}{more}", parts.join("[U+0020]"))
}

/// How many characters of a number are shown.
const LONGEST: usize = 20;
