//! A certificate of either kind as the contract's type `malattia` can show it.

use sac_domain::certificate::{Contenuto, Dimissione, Malattia};
use sac_domain::code::TipoVisita;

/// A certificate as far as the type `malattia` can show it. A discharge has no issue date,
/// no beginning and no place of visit of its own: the day of discharge, the day of admission
/// and `A` stand for them (assumed); `tipoRicovero` and the PUCIR cannot be shown.
pub(super) fn shown_as_malattia(contenuto: Contenuto) -> Malattia {
    match contenuto {
        Contenuto::Malattia(malattia) => malattia,
        Contenuto::Dimissione { dimissione, .. } => discharge_as_malattia(dimissione),
    }
}

fn discharge_as_malattia(dimissione: Dimissione) -> Malattia {
    Malattia {
        ruolo_medico: dimissione.ruolo_medico,
        data_rilascio: dimissione.data_dimissione,
        data_inizio: dimissione.data_ricovero,
        data_fine: dimissione.data_fine,
        visita: TipoVisita::Ambulatoriale,
        tipo_certificato: dimissione.tipo_certificato,
        diagnosi: dimissione.diagnosi,
        giornata_lavorata: dimissione.giornata_lavorata,
        trauma: dimissione.trauma,
        agevolazioni: dimissione.agevolazioni,
    }
}
