//! What a form offers from what is known already.

use sac_domain::certificate::Indirizzo;
use sac_domain::codice_fiscale::CodiceFiscale;

use crate::call::{Broken, Call};
use crate::lang::Lang;
use crate::medici::doctor::Doctor;
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;

/// Fills in an empty residence with the last one that this doctor sent for the worker; whether it did.
pub(super) async fn residence(call: &Call<'_>, doctor: &Doctor, values: &mut Values) -> Result<bool, Broken> {
    if !values.is_empty_below("residenza") {
        return Ok(false);
    }
    let Ok(worker) = CodiceFiscale::parse(values.get("lavoratore.codiceFiscale")) else { return Ok(false) };
    let Some(code) = doctor.user().kind.codice_fiscale() else { return Ok(false) };
    let store = call.world().ledger().store();
    let Some(last) = store.last_certificate(code, &worker).await? else { return Ok(false) };
    address(values, "residenza", &last.certificato.residenza);
    Ok(true)
}

/// What is said beside an offered residence.
pub(super) fn note(lang: Lang) -> String {
    let words = lang.of(
        "È proposta l'ultima residenza che ha indicato per questo lavoratore: la controlli.",
        "The residence is the last one that you sent for this worker: check it.",
    );
    words.to_owned()
}

/// Fills in an address.
pub(super) fn address(values: &mut Values, group: &str, address: &Indirizzo) {
    let Indirizzo { via, civico, cap, codice_catastale, comune, provincia } = address;
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    for (name, value) in [
        ("via", via.clone()),
        ("civico", civico.clone()),
        ("cap", cap.clone()),
        ("codiceCatastale", text(codice_catastale)),
        ("comune", text(comune)),
        ("provincia", text(provincia)),
    ] {
        values.set(&format!("{group}.{name}"), value);
    }
}

/// Region, ASL and hospital: the last of the session, else the first registration.
pub(super) fn hospital(call: &Call<'_>, doctor: &Doctor, values: &mut Values) {
    let desk = call.session.as_ref().map(|session| session.kept.desk.clone()).unwrap_or_default();
    let own = doctor.sedi();
    let sede = desk.sede.filter(|sede| own.contains(sede)).or_else(|| own.first().cloned());
    values.set("sede", sede.unwrap_or_default());
    for element in ["medico", "operatore"] {
        values.set(&format!("{element}.codiceStruttura"), desk.struttura.clone());
    }
}

/// Fills in the document that the page was asked for (`?n=`), where it is this doctor's.
pub(super) async fn named(call: &Call<'_>, doctor: &Doctor, sheet: Sheet, values: &mut Values) -> Result<(), Broken> {
    let number = call.query.get("n");
    if number.is_empty() {
        return Ok(());
    }
    let store = call.world().ledger().store();
    match sheet {
        Sheet::Rettifica | Sheet::RettificaDimissione | Sheet::Annulla => {
            let Some(puc) = sac_domain::identifier::Puc::parse(number) else { return Ok(()) };
            let Some((found, _)) = store.any_certificate(puc).await? else { return Ok(()) };
            if !doctor.is(&found.certificato.medico) {
                return Ok(());
            }
            values.set("idCertificato", puc.to_string());
            values.set("lavoratore.codiceFiscale", found.certificato.lavoratore.as_str());
            if sheet != Sheet::Annulla {
                values.set("dataFine", found.certificato.contenuto.data_fine().to_string());
                values.set("dal", found.certificato.contenuto.data_inizio().to_string());
            }
        }
        Sheet::AnnullaRicovero => {
            let Some(pucir) = sac_domain::identifier::Pucir::parse(number) else { return Ok(()) };
            let Some((found, _)) = store.any_admission(pucir).await? else { return Ok(()) };
            let sede = &found.comunicazione.sede;
            if !doctor.is_of(&sede.codice_regione, &sede.codice_asl) {
                return Ok(());
            }
            values.set("idCertificato", pucir.to_string());
            values.set("lavoratore.codiceFiscale", found.comunicazione.lavoratore.as_str());
            values.set("sede", format!("{}/{}", sede.codice_regione, sede.codice_asl));
        }
        _ => {}
    }
    Ok(())
}
