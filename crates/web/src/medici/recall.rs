//! Recalling a notice of admission before a discharge (decree §3.8).

use hyper::StatusCode;
use sac_certificates::request::{Content, Head, Redattore, Request};
use sac_certificates::rule::certificate;
use sac_domain::admission::RicoveroRegistrato;
use sac_domain::clock::civil_date;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::identifier::Pucir;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::medici::doctor::Doctor;
use crate::medici::fields::RICHIAMO;
use crate::medici::forms::{self, Shown};
use crate::medici::refused::{Refused, refused_by};
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;
use crate::medici::{message, offered, refused};

const ELEMENTO: &str = "idInizioRicovero";

/// The fields that the notice settles.
const SETTLED: [&str; 11] = [
    "idInizioRicovero",
    "lavoratore.codiceFiscale",
    "dimissione.dataRicovero",
    "residenza.via",
    "residenza.civico",
    "residenza.cap",
    "residenza.codiceCatastale",
    "residenza.comune",
    "residenza.provincia",
    "sede",
    "medico.codiceStruttura",
];

/// The form of a discharge, with what the notice says.
pub(super) async fn recall(call: &mut Call<'_>, doctor: &Doctor) -> Result<Answer, Broken> {
    let typed = Values::typed(&RICHIAMO, &call.form);
    let outcome = match call.refused.take() {
        Some(refused) => Err(Refused::Wrong(vec![refused])),
        None => found(call, doctor, &typed).await,
    };
    let admission = match outcome {
        Ok(admission) => admission,
        Err(Refused::Broken(broken)) => return Err(broken),
        Err(Refused::Wrong(errors)) => {
            let shown = Shown { values: typed, errors, ..Shown::default() };
            return forms::recall(call, doctor, &shown, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let mut values = typed;
    let today = civil_date(call.now()).to_string();
    for (path, value) in [
        ("dimissione.dataDimissione", today.as_str()),
        ("dimissione.tipoCertificato", "I"),
        ("dimissione.tipoRicovero", "R"),
        ("dimissione.ruoloMedico", "S"),
    ] {
        values.set(path, value);
    }
    for (path, value) in stated(&admission) {
        values.set(path, value);
    }
    let settled = settled_by(&admission, &values);
    forms::page(call, doctor, Sheet::Dimissione, &Shown { values, settled, ..Shown::default() }, StatusCode::OK)
}

/// The open admission that the form names, of this worker, given notice of under a registration of the doctor.
async fn found(call: &Call<'_>, doctor: &Doctor, values: &Values) -> Result<RicoveroRegistrato, Refused> {
    let wrong = message::missing_of(&RICHIAMO, values, call.lang);
    if !wrong.is_empty() {
        return Err(Refused::Wrong(wrong));
    }
    let lavoratore = CodiceFiscale::parse(values.get("lavoratore.codiceFiscale"));
    let head = Head {
        redattore: Redattore::default(),
        pincode: doctor.pincode.clone(),
        lavoratore: lavoratore.map_err(|_| sac_certificates::request::Unreadable),
    };
    let request = Request { head, content: Content::InterrogazioneLavoratore };
    let verified = call.world().certificates().verify(&doctor.caller, request).await;
    let worker = verified.map_err(|error| refused_by(call, error))?.lavoratore;
    let named = values.get(ELEMENTO);
    let admission = match Pucir::parse(named) {
        Some(pucir) => {
            let store = call.world().ledger().store();
            store.admission(pucir, &worker.codice_fiscale).await.map_err(|error| Refused::Broken(error.into()))?
        }
        None => None,
    };
    let sede = |admission: &RicoveroRegistrato| admission.comunicazione.sede.clone();
    let own = admission.filter(|admission| doctor.is_of(&sede(admission).codice_regione, &sede(admission).codice_asl));
    let refusal = match &own {
        Some(admission) => certificate::ricovero_aperto(ELEMENTO, admission.pucir, admission.stato),
        None => Some(certificate::ricovero_non_trovato(ELEMENTO, named)),
    };
    match (own, refusal) {
        (Some(admission), None) => Ok(admission),
        (_, refusal) => Err(Refused::Wrong(refused::errors(call, refusal.as_slice()))),
    }
}

/// What the notice says, by the fields of a discharge.
fn stated(admission: &RicoveroRegistrato) -> Vec<(&'static str, String)> {
    let notice = &admission.comunicazione;
    let mut address = Values::default();
    offered::address(&mut address, "residenza", &notice.residenza);
    let mut stated: Vec<(&'static str, String)> = SETTLED
        .into_iter()
        .filter(|path| path.starts_with("residenza"))
        .map(|path| (path, address.get(path).to_owned()))
        .collect();
    let sede = &notice.sede;
    stated.push(("idInizioRicovero", admission.pucir.to_string()));
    stated.push(("lavoratore.codiceFiscale", notice.lavoratore.as_str().to_owned()));
    stated.push(("dimissione.dataRicovero", notice.ricovero.data_ricovero.to_string()));
    stated.push(("sede", format!("{}/{}", sede.codice_regione, sede.codice_asl)));
    if let Some(struttura) = &sede.codice_struttura {
        stated.push(("medico.codiceStruttura", struttura.clone()));
    }
    for (path, flag) in [
        ("dimissione.giornataLavorata", notice.ricovero.giornata_lavorata),
        ("dimissione.trauma", notice.ricovero.trauma),
    ] {
        if flag == Some(true) {
            stated.push((path, "true".to_owned()));
        }
    }
    stated
}

/// The fields that hold what the notice says: there is nothing to change in them.
fn settled_by(admission: &RicoveroRegistrato, values: &Values) -> Vec<&'static str> {
    let agrees = |(path, value): (&'static str, String)| (values.get(path) == value).then_some(path);
    stated(admission).into_iter().filter_map(agrees).collect()
}

/// The same of a form that was sent.
pub(super) async fn settled(
    call: &Call<'_>,
    doctor: &Doctor,
    sheet: Sheet,
    values: &Values,
) -> Result<Vec<&'static str>, Broken> {
    if sheet != Sheet::Dimissione {
        return Ok(Vec::new());
    }
    match found(call, doctor, values).await {
        Ok(admission) => Ok(settled_by(&admission, values)),
        Err(Refused::Wrong(_)) => Ok(Vec::new()),
        Err(Refused::Broken(broken)) => Err(broken),
    }
}

/// Fills in under which registration the notice was given that is to be cancelled; else the first one.
pub(super) async fn hospital_of(call: &Call<'_>, doctor: &Doctor, values: &mut Values) -> Result<(), Broken> {
    let store = call.world().ledger().store();
    let found = match Pucir::parse(values.get("idCertificato")) {
        Some(pucir) => store.any_admission(pucir).await?,
        None => None,
    };
    let own = doctor.sedi();
    let sede = found.map(|(admission, _)| {
        let sede = admission.comunicazione.sede;
        format!("{}/{}", sede.codice_regione, sede.codice_asl)
    });
    let sede = sede.filter(|sede| own.contains(sede)).or_else(|| own.first().cloned());
    values.set("sede", sede.unwrap_or_default());
    Ok(())
}
